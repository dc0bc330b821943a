"""Our figures beside those of other packages, on the sentences of tests/cases.

None of them is needed by the project, and each test skips where its package is absent; the extra `dev` has cn2an alone.
JioNLP brings GPL code (jiojio) along: keep it out of the project's own environment. To run them all:

    python -m venv other && other/bin/pip install -e .[dev] cn2an==0.5.24 jionlp==1.5.31 \\
        ms-recognizers-text-number==1.0.0.1 ms-recognizers-text-number-with-unit==1.0.0.1
    other/bin/pytest tests/test_differential*.py

A difference is no failure where it has a reason: a line that says what the other package does, and how such a difference is
known. A difference without a reason fails, and so does a reason without a difference. Where the other package is right,
the fault is in `FAULTS`, strict xfails that need no package. Words of time: test_differential_periods.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from differences import Difference, Read, Reason, check, differences, number
from reporttext import lexicon
from reporttext.extract import find_in
from reporttext.model import Span
from reporttext.numbers import parse_number, read_number
from reporttext.rule import Finding
from sentences import sentences

SHIPPED = lexicon.load()
LOOSE = re.compile("[余多几来数上过]")


def reading(finding: Finding, text: str) -> Read:
    quantity = finding.quantity
    return Read(
        finding.core, finding.core.of(text), number(quantity.low), number(quantity.high), quantity.unit
    )


# --- Faults of ours that these packages show ------------------------------------------------------------------------

READ = [
    ("分别提高2.1、3.7和0.6个百分点。", [2.1, 3.7, 0.6]),
    ("三个县分别奖补20和30万元。", [3, 200000, 300000]),
    ("合格率为百分之八点五六。", [8.56]),
    ("全镇道路全长约三公里。", [3]),
]
FAULTS = [("账上存款四万万元。", [4e8], "万万 is read as 万")]


def test_lists_ranges_and_joined_words_are_read() -> None:
    """What these packages read and a wordwise reading loses."""
    for text, values in READ:
        found = [f.quantity for f in find_in(text, SHIPPED)]
        assert [(number(q.low), q.high) for q in found] == [(value, None) for value in values], text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param(text, values, marks=pytest.mark.xfail(strict=True, reason=why))
        for text, values, why in FAULTS
    ],
)
def test_a_fault_that_others_do_not_have(text: str, values: list[float]) -> None:
    found = [f.quantity for f in find_in(text, SHIPPED)]
    assert [(number(q.low), q.high) for q in found] == [(value, None) for value in values]


@pytest.mark.xfail(strict=True, reason="scales that do not fall are read as a numeral; cn2an refuses them")
@pytest.mark.parametrize("text", ["百百", "十千", "百千", "二十百二"])
def test_what_is_no_numeral_is_refused(text: str) -> None:
    assert read_number(text) is None


# --- cn2an: numerals ------------------------------------------------------------------------------------------------


def by_cn2an(text: str) -> float | None:
    cn2an = pytest.importorskip("cn2an")
    try:
        return number(cn2an.cn2an(text, "smart"))
    except ValueError:
        return None


def numerals() -> list[str]:
    found = (f for s in sentences() for f in find_in(s.text, SHIPPED) if not f.quantity.masked)
    return sorted({f.number for f in found})


CN2AN = (
    Reason("a fraction is two numerals (1/3)", lambda d: "/" in d.text),
    Reason(
        "it refuses an open numeral (30多万, 上千, 数十, 十余)",
        lambda d: not d.theirs and bool(LOOSE.search(d.text)),
    ),
    Reason(
        "neighbouring digits are a range to us (三四十, 七八); it refuses them or reads 78",
        lambda d: d.ours and d.ours.high is not None,
    ),
    Reason(
        "it takes no blank and no comma inside a numeral (3.6 万, 12,386)",
        lambda d: not d.theirs and by_cn2an(re.sub("[ ,]", "", d.text)) == d.ours.low,
    ),
    Reason(
        "a bare scale is one of it (近百家, 亿元以上); it wants a digit",
        lambda d: not d.theirs and not set(d.text) - set("百千万亿"),
    ),
    Reason(
        "it knows one scale after digits, not 万亿 (1.05万亿)",
        lambda d: not d.theirs and bool(re.fullmatch(r"[\d.]+万亿", d.text)),
    ),
)


def test_numerals_beside_cn2an() -> None:
    pytest.importorskip("cn2an")
    found: list[Difference | None] = []
    for text in numerals():
        read, other = read_number(text), by_cn2an(text)
        span = Span(0, len(text))
        mine = Read(span, text, number(read.low), number(read.high)) if read else Read(span, text, None)
        found += differences(text, [mine], [] if other is None else [Read(span, text, other)])
    check(found, CN2AN, agreed=300)


@given(st.integers(min_value=0, max_value=10**16 - 1), st.sampled_from(["low", "up"]))
@settings(max_examples=500, deadline=None)
def test_every_number_that_cn2an_spells_is_read_back(value: int, mode: str) -> None:
    cn2an = pytest.importorskip("cn2an")
    assert parse_number(cn2an.an2cn(str(value), mode)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=3))
@example(Decimal("0.078"))
@settings(max_examples=200, deadline=None)
def test_every_fraction_that_cn2an_spells_is_read_back(value: Decimal) -> None:
    cn2an = pytest.importorskip("cn2an")
    assert parse_number(cn2an.an2cn(str(value), "low")) == value


# --- JioNLP: money --------------------------------------------------------------------------------------------------


def money_by_jionlp(text: str) -> Iterator[Read]:
    jionlp = pytest.importorskip("jionlp")
    for found in jionlp.ner.extract_money(text):
        value = found["detail"]["num"]
        low, high = value if isinstance(value, list) else (value, None)
        yield Read(Span(*found["offset"]), found["text"], number(low), number(high), found["detail"]["case"])


def _masked(d: Difference) -> bool:
    return d.ours is not None and d.ours.low is None


JIONLP_MONEY = (
    Reason(
        "a masked sum is its bare scale: ××万元 is 10000 元, **元 is none",
        lambda d: _masked(d) and (not d.theirs or d.other.strip("余以上").lstrip("若干") in ("万元", "亿元", "万美元", "万余元")),
    ),
    Reason(
        "an open sum is a range to the next digit: 96万余元 is 96 to 97万",
        lambda d: d.ours and d.ours.high is None and d.theirs and d.theirs[0].high and d.theirs[0].low == d.ours.low,
    ),
    Reason(
        "digits in full width: it reads ２．５万 as 5万",
        lambda d: bool(re.search("[０-９]．", d.text)),
    ),
    Reason(
        "a lower end that shares 万 with the upper one (3至5万元) is left out",
        lambda d: d.ours and d.ours.high and d.theirs and d.theirs[0].low == d.ours.high,
    ),
    Reason(
        "至 between two sums with units parts them (3千元至5千元)",
        lambda d: d.ours and [r.low for r in d.theirs] == [d.ours.low, d.ours.high],
    ),
    Reason(
        "a member of a list that shares its unit is no sum (10、20、30万元)",
        lambda d: d.ours and not d.theirs and d.ours.quote.isdigit(),
    ),
    Reason(
        "scales after scales are added up: 1亿2千万 becomes 220000000",
        lambda d: d.ours and bool(re.search(r"\d[万亿]\d[千百]", d.quote)),
    ),
    Reason(
        "元 of another word: 2020元旦, 二元结构",
        lambda d: d.ours is None and bool(re.search("元(?:旦|宵|结构)", d.text)),
    ),
    Reason(
        "万元 of a rate's or a household's name is a sum: 万元产值能耗, 万元户",
        lambda d: d.ours is None and d.quote == "万元" and bool(re.search("万元(?:产值|户)", d.text)),
    ),
)  # fmt: skip


def test_money_beside_jionlp() -> None:
    pytest.importorskip("jionlp")
    found: list[Difference | None] = []
    for text in (s.text for s in sentences()):
        ours = [reading(f, text) for f in find_in(text, SHIPPED) if f.kind == "money"]
        found += differences(text, ours, money_by_jionlp(text))
    check(found, JIONLP_MONEY, agreed=110)


# --- Recognizers-Text: numbers, percentages, currency ---------------------------------------------------------------


def by_recognizers(kind: str, text: str) -> list[Read]:
    """What ms-recognizers-text reads as number, percentage or currency; its ends are inclusive."""
    if kind == "currency":
        found = pytest.importorskip("ms_recognizers_number_with_unit").recognize_currency(text, "zh-cn")
    else:
        package = pytest.importorskip("ms_recognizers_number")
        found = getattr(package, f"recognize_{kind}")(text, "zh-cn")
    values = [(x, (x.resolution.get("value") or "").rstrip("%")) for x in found]
    return [Read(Span(x.start, x.end + 1), x.text, number(value or None)) for x, value in values]


def kind_of(finding: Finding) -> str:
    if finding.quantity.unit in ("%", "百分点"):
        return "percentage"
    return "currency" if finding.kind == "money" else "number"


RECOGNIZERS = (
    Reason(
        "the digits left beside a mask are a number to it: 8.*% is 8, 3至* is 3",
        lambda d: d.ours and d.ours.low is None and d.theirs,
    ),
    Reason("a masked figure is none", lambda d: d.ours and d.ours.low is None),
    Reason(
        "the ends of a range are two numbers, or the lower one is left out (3—5名, 85-90%)",
        lambda d: d.ours and d.ours.high and bool(re.search("[-—–~－～至到]", d.quote)),
    ),
    Reason(
        "neighbouring digits that mean a range are refused, or only the second is read (三四十人)",
        lambda d: d.ours and d.ours.high and (not d.theirs or len(d.theirs) == 1),
    ),
    Reason(
        "it has no open numeral (百余条, 上千名, 数百, 十几) nor a bare scale (近百家, 亿元以上)",
        lambda d: d.ours
        and not d.theirs
        and bool(re.match("[上过数几]?[百千万亿]|.*[余多几]", d.quote)),
    ),
    Reason(
        "a blank before 万 parts digits from scale (3.6 万)",
        lambda d: d.ours and bool(re.search(r"\d 万", d.quote)),
    ),
    Reason(
        "a member of a list that shares its unit has none (10、20、30万元)",
        lambda d: d.ours and not d.theirs and d.quote.isdigit() and d.text[d.ours.span.end] == "、",
    ),
    Reason(
        "千 is a scale to it, though the unit is 千瓦 or 千伏",
        lambda d: d.ours and d.ours.unit in ("千瓦", "千伏"),
    ),
    Reason("半 is a number of its own (两个半月, 三年半)", lambda d: d.ours and "半" in d.quote),
    Reason("T of TB is a scale", lambda d: d.ours and d.ours.unit == "TB"),
    Reason(
        "digits that end a decimal or a group are read again, or alone (0.35元 and 35元, 250% of 1,250%)",
        lambda d: d.ours and bool(re.search("[.,，]", d.quote)) and any(r.quote[0].isdigit() for r in d.theirs[-1:]),
    ),
    Reason("负 of 减负380元 is a minus", lambda d: d.other.startswith("负")),
    Reason("百分点 needs 个 before it", lambda d: d.ours and not d.theirs and d.ours.unit == "百分点"),
    Reason(
        "an ordinal before a verb or at the end, and 一 of 每月一讲, are no numbers to it (从第九跃升)",
        lambda d: d.ours and not d.theirs and bool(re.search("第|一讲", d.quote)),
    ),
    Reason(
        "分, 角, 块 and 元 of other words are money (十分, 八角, 牌匾20块), 折 and 成 percentages (A4折页, 三成员)",
        lambda d: d.ours is None and bool(re.search("[分角块元折成]", d.quote)),
    ),
    Reason("a currency's bare name is money", lambda d: d.ours is None and d.quote == "人民币"),
)  # fmt: skip


def test_figures_beside_recognizers() -> None:
    """Its lone numbers are not compared: a number without a unit is no figure to us."""
    found: list[Difference | None] = []
    for text in (s.text for s in sentences()):
        findings = find_in(text, SHIPPED)
        for kind in ("number", "percentage", "currency"):
            theirs = by_recognizers(kind, text)
            ours = [reading(f, text) for f in findings if kind_of(f) == kind]
            others = [f.core for f in findings if kind_of(f) != kind]
            kept = [r for r in theirs if not any(r.span.overlaps(span) for span in others)]
            if kind == "number":
                kept = [r for r in kept if any(r.span.overlaps(mine.span) for mine in ours)]
            found += differences(text, ours, kept)
    check(found, RECOGNIZERS, agreed=800)
