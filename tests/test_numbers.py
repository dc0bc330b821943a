from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporttext.numbers import parse_number, read_number

SINGLE = [
    ("12", "12"),
    ("1,234.5", "1234.5"),
    ("１，２３４", "1234"),
    ("0.6万", "6000"),
    ("1.2亿", "120000000"),
    ("1.4万亿", "1400000000000"),
    ("3百万", "3000000"),
    ("十", "10"),
    ("十五", "15"),
    ("二十", "20"),
    ("一百零五", "105"),
    ("两百", "200"),
    ("一千二", "1200"),
    ("一万五", "15000"),
    ("三千二百万", "32000000"),
    ("三亿两千万", "320000000"),
    ("一百二十三万四千五百六十七", "1234567"),
    ("二〇一四", "2014"),
    ("三点五", "3.5"),
    ("八点零五", "8.05"),
    ("三点五亿", "350000000"),
    ("〇点五", "0.5"),
    ("壹佰贰拾", "120"),
    ("零", "0"),
    ("两", "2"),
]


@pytest.mark.parametrize(("text", "value"), SINGLE)
def test_a_numeral_has_its_exact_value(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "人",
        "十四五规划",
        "**",
        "某万",
        "五六",
        "数十",
        "一百余",
        "1.2.3",
        "万人",
        "三下乡",
        "1e5",
        "一一一一二三四五六七八百",
    ],
)
def test_what_is_no_single_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a single number"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "value"), [("2万5", 25_000), ("3亿5", 350_000_000), ("２千５", 2_500), ("2万05", 20_005), ("38万6500", 386_500), ("三万五", 35_000)]
)  # fmt: skip
def test_a_digit_behind_a_scale_is_as_it_is_spoken(text: str, value: int) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["1,23", "12,34", "1234,567", "1,2345", "万万", "三万万", "百百"])
def test_what_is_written_as_no_number_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not a single number"):
        parse_number(text)


def test_a_number_to_parse_is_a_text() -> None:
    with pytest.raises(TypeError, match=r"takes a text such as “3\.5万”, not int"):
        parse_number(3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("五六", 5, 6),
        ("三四十", 30, 40),
        ("十五六", 15, 16),
        ("两三百", 200, 300),
        ("一百二三十", 120, 130),
        ("七八万", 70000, 80000),
    ],
)
def test_neighbouring_digits_are_a_range(text: str, low: int, high: int) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.low, number.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("上千", 1000),
        ("数十", 10),
        ("几千", 1000),
        ("过亿", 10**8),
        ("3千多万", 3 * 10**7),
        ("二十几", 20),
        ("一百二十余", 120),
        ("1100多万", 11_000_000),
    ],
)
def test_loose_numerals_are_over_their_value(text: str, low: int) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.low, number.over) == (low, True)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("**", 2),
        ("***余", 3),
        ("×.×万", 2),
        ("1×", 1),
        ("某万", 1),
        ("若干", 2),
        ("○百", 1),
        ("__", 2),
        ("XXX.X万", 4),
        ("〇〇万", 2),
        ("□□余", 2),
        ("△.△", 2),
        ("(  )", None),
        ("(__)", 2),
    ],
)
def test_blanked_out_numerals_have_a_width_and_no_value(text: str, width: int | None) -> None:
    number = read_number(text)
    assert number is not None
    assert number.masked
    assert number.low is None
    assert number.high is None
    assert number.mask_width == width


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["", "万", "亿"]))
def test_arabic_numerals_with_and_without_commas_agree(value: int, scale: str) -> None:
    assert parse_number(f"{value:,}{scale}") == parse_number(f"{value}{scale}")


_HAN = "零一二三四五六七八九"


def spell(value: int) -> str:
    """The standard reading of 1 to 99,999,999 (GB/T 15835 style), written only to test the reader against."""

    def section(n: int) -> str:
        out, gap = "", False
        for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, n = divmod(n, power)
            if digit:
                out += ("零" if gap and out else "") + _HAN[digit] + name
                gap = False
            else:
                gap = bool(out)
        return out

    high, low = divmod(value, 10**4)
    if not high:
        return section(low)
    return section(high) + "万" + (("零" if low and low < 1000 else "") + section(low) if low else "")


@given(st.integers(min_value=1, max_value=99_999_999))
def test_every_number_spelled_in_han_is_read_back(value: int) -> None:
    number = read_number(spell(value))
    assert number is not None
    assert (number.low, number.high) == (value, None)


@given(st.text(alphabet="0123456789.,零一二三十百千万亿余多几数上某若干*×xX○_点", max_size=40))
def test_no_string_of_numerals_raises(text: str) -> None:
    number = read_number(text)
    assert number is None or number.masked or number.low is not None
