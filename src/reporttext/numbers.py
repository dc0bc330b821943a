"""Numerals as reports write them, read as exact decimals.

Arabic (12, 1,234.5), Chinese (三千二百万, 两百零五, 二〇一四, 三点五), mixed (3千多万, 1.2亿), vague with a power of ten
(上千, 数十), neighbouring digits that mean a range (五六, 三四十, 两三百), blanked-out digits (**, ×.×, 1×, □□, 〇〇, ( ), 某, 若干).
A piece of what is no numeral (1.2.3, 12,34) is none either.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

from reporttext.fold import fold
from reporttext.masks import DOUBLED, DRAWN, FIGURE, ZERO

DIGITS: Final = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "○": 0, "两": 2}
    | {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
)
SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "拾": 10, "佰": 100, "仟": 1000}
_BLANKS: Final = f"{FIGURE}{DRAWN}{DOUBLED}"
_MASK: Final = re.compile(f"[{_BLANKS}]")
_ZEROS: Final = re.compile(f"{ZERO}+(?![点零一二三四五六七八九])")
_BRACKETS: Final = "([【"
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
_SECTION: Final = re.compile(r"\d+(?:[亿万千百](?=\d)|[亿万千百]*)")
_SECTIONS: Final = re.compile(r"(?:\d{1,4}[亿万千百]){1,2}\d{1,4}[亿万千百]*")  # 2万3千, 1亿2千万, 38万6500
_DROPPED: Final = {ord(c): None for c in "余多来"}

_LOOSE: Final = "余多来几"  # 3千多万, 十余, 三十几: said inside a number, they loosen it

# One numeral on folded text, for a scanner. Every repetition is bounded and no numeral begins inside another, so a
# million digits cost one pass. A 千 that belongs to the unit (千瓦, 千克) is left to it.
_QIAN: Final = "千(?![克瓦米伏卡焦乏])"
_HAN: Final = f"(?:[零〇一二两三四五六七八九十百万亿壹贰叁肆伍陆柒捌玖拾佰仟]|{_QIAN})"
# A scale of its own is a number only behind what lets it: words and pauses (投入近百万元, “四风”十项, （亿元以上2个）), an
# approximator and a blank, or the head of a line, its number or dash. Behind other signs it is what is left of a figure.
_ALONE: Final = (
    r"(?=[十百千万亿拾佰仟])(?:(?<=[\u4e00-\u9fff,。;:、!“‘《(])(?:(?<!多)|(?<=更多))(?<!多少)(?:(?<!余)|(?<=[其剩]余))"
    r"|(?<=[^“‘《][”’》])|(?<=[,。;:、!近约超逾过达破上] )|(?m:^)|(?<=(?m:^)——)|(?<=(?m:^)\d\.)|(?<=(?m:^)\d\d\.))"
)
# What stands behind a digit and a comma or stop is a piece (12,34亿, 9。5%; 26$1.$2亿, an editor's slip), unless that digit
# ends an ordinal, a ratio or a fraction (居全国第4，21个; 缩小至2.54。30个).
_WHOLE: Final = r"(?<!\.\$\d)(?:(?<!\d[,。]\d)|(?<=[第/:前]\d[,。]\d)|(?<=[第/:前]\d\d[,。]\d)|(?<=\.\d。\d)|(?<=\.\d\d。\d)|(?<=\.\d{3}。\d))"
# A blank every three digits: 参会1 200人, 参会 1 200 人. Two numbers may stand beside each other (张三 1 200元), but none of
# them begins with 0 (共投入 1 000元), and no three of them do so.
_SPACED: Final = (
    r"(?:(?<=[\u4e00-\u9fff、,;:(]\d)\d{0,2}(?: \d{3}){1,4}(?! ?[\d%‰])"
    r"|(?<=[\u4e00-\u9fff] \d)\d{0,2}(?: \d{3}){1,4}(?= [^\d\n%‰])"
    r"|\d{0,2}(?: 0\d\d(?: \d{3}){0,3}|(?: \d{3}){2,4})(?! ?[\d%‰]))(?:\.\d{1,9}|)"
)
_PATTERNS: Final = {
    # sections (2万3千); a comma or, in a sentence, a blank every three digits; a fraction parted by a blank (总投资2. 12亿), all
    # of them looked for only where such a sign follows; digits with a fraction. Each style begins with a class of characters,
    # so that the others are passed over at a glance.
    "digits": rf"\d(?<![\d.]\d){_WHOLE}(?:(?=\d{{0,8}}(?:[亿万千百,]\d| |\. ))(?:\d{{0,3}}[亿万千百](?:\d{{1,4}}[万千百]){{1,2}}|\d{{0,3}}[亿万]\d{{3,4}}(?![\d.亿万千百])|\d{{0,2}}(?:,\d{{3}}){{1,5}}(?!\d)(?:\.\d{{1,9}})?"
    rf"|{_SPACED}|(?<=[、\u4e00-\u9fff]\d)\d{{0,8}}(?:\. | \.)\d{{1,9}}(?!\d))|\d{{0,14}}(?!\d)(?:\.\d{{1,9}}(?!\d)|)(?![{FIGURE}]|\.[{FIGURE}]))",
    "han": r"(?<![零〇一二两三四五六七八九十百千万亿])"
    rf"(?:(?![{ZERO}十百千万亿拾佰仟])|(?={ZERO}+[点零一二三四五六七八九])|{_ALONE}){_HAN}{{1,20}}(?:点[零〇一二三四五六七八九]{{1,9}}|)",
    "vague": r"[上过数几](?=[十百千万亿])(?<![以之会迈跨踏登]上)(?<![超通经]过)",
    "mask": rf"(?=[\d{FIGURE}])(?<![A-Za-z\d{FIGURE}.])(?!\d{{1,3}}[×xX*]\d)(?:[{FIGURE}]{{1,3}}(?:,[{FIGURE}]{{3}}){{1,4}}|\d{{0,9}}[{FIGURE}]{{1,20}}[\d{FIGURE}]{{0,20}}(?:\.[\d{FIGURE}]{{1,9}})?|\d{{1,9}}\.[{FIGURE}]{{1,9}})(?![A-Za-z])"
    r"|某(?=[十百千万亿]|[名户件起次][,;。、\n])|若干"
    # signs drawn for a blank are bullets at the head of a line, and never have digits behind them
    rf"|[{DRAWN}{DOUBLED}](?<=[\u4e00-\u9fff,:、(].)(?:(?<=[{DRAWN}])|(?=[{_BLANKS}]))[{_BLANKS}]{{0,20}}(?:\.[{_BLANKS}]{{1,9}}|)(?! )"
    rf"|{ZERO}(?<![零一二两三四五六七八九十百千万亿{ZERO}]{ZERO}){ZERO}{{0,19}}(?![点零一二三四五六七八九])"
    rf"|[(\[【][ {_BLANKS}]{{0,20}}[)\]】](?! )",
}
# What is optional is a branch that may be empty: `re` tries that faster than a repetition.
_SCALES: Final = (
    rf"(?:(?=[ 余多几来十百千万亿拾佰仟])(?: ?[余多几来]?(?:[十万亿拾佰仟]|百(?!分点)|{_QIAN})){{1,6}}|)"
)
NUMERAL_STARTS: Final = (
    rf"0-9{_BLANKS}(\[【某若上过数几零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
)


def numeral(tag: str) -> str:
    """A pattern for one numeral with its scales and a closing 余/多/来/几, in group `tag`."""
    styles = "|".join(f"(?:{pattern})" for pattern in _PATTERNS.values())
    return rf"(?P<{tag}>(?:{styles}){_SCALES}(?:[余多来几]| [余多来几]|))"


@lru_cache(maxsize=1 << 12)  # a report says the same numbers again and again
def style_of(text: str) -> str:
    """How a numeral matched by `numeral` was written: digits, mask, vague or han."""
    if _is_masked(text):
        return "mask"
    if text[0] in "上过数几":
        return "vague"
    return "digits" if text[0].isdigit() else "han"


class Number(NamedTuple):
    """A numeral read: `low` (None when masked), `high` for a range, what kind of sign it was written with."""

    low: Decimal | None
    high: Decimal | None
    masked: bool = False
    mask_width: int | None = None
    over: bool = False  # an inner 余 or 多, or a vague 上千, 数十


# A comma that parts no three digits (1,23), a scale twice (百百, 万万).
_NO_NUMERAL: Final = re.compile(r"\d{4,},|,(?!\d{3}(?!\d))|([十百千万亿])\1")
# 2万5 is 25,000: a digit alone behind a scale counts the next lower one.
_AS_SPOKEN: Final = re.compile(r"(?<=\d)([亿万千])([1-9])\Z")
_LOWER: Final = {"亿": "千万", "万": "千", "千": "百"}


def parse_number(text: str) -> Decimal:
    """Return the exact value of one numeral, in plain units, 2万5 as it is spoken; raises ValueError where `text` is not one,
    TypeError where it is no text.

    >>> parse_number("三千二百万"), parse_number("1,234.5"), parse_number("1.2亿"), parse_number("２０")
    (Decimal('32000000'), Decimal('1234.5'), Decimal('120000000.0'), Decimal('20'))
    """
    if not isinstance(text, str):
        raise TypeError(f"parse_number takes a text such as “3.5万”, not {type(text).__name__}")
    plain = "".join(fold(text).split())
    number = (
        None
        if _NO_NUMERAL.search(plain)
        else read_number(_AS_SPOKEN.sub(lambda m: f"{m[0]}{_LOWER[m[1]]}", plain))
    )
    if number is None or number.low is None or number.high is not None or number.over:
        raise ValueError(f"“{text}” is not a single number")
    return number.low


@lru_cache(maxsize=1 << 12)
def read_number(text: str) -> Number | None:
    """Read a folded numeral with its scales and inner approximators (3千多万, **余, 两三百); None if it is not one."""
    body = text.replace(" ", "")
    if _PLAIN.fullmatch(body):  # most figures by far
        return Number(Decimal(body), None)
    masked = _read_masked(body)
    if masked is not None:
        return masked
    over = any(c in _LOOSE for c in body)
    body = body.translate(_DROPPED)
    if (
        body[:1] in ("数", "几", "上", "过") and len(body) > 1
    ):  # 数十, 几千, 上万, 过亿: at least one of that power
        body, over = body[1:], True
    body = body.replace("几", "")
    if _SECTIONS.fullmatch(body):
        return Number(sum((_section(part) for part in _SECTION.findall(body)), Decimal(0)), None, over=over)
    head = re.match(r"[\d,.]*", body)
    digits, scales = (head[0], body[head.end() :]) if head else ("", body)
    try:
        if digits:
            value = Decimal(digits.replace(",", ""))
            factor = _scale(scales)
            return None if factor is None else Number(value * factor, None, over=over)
        return _read_han(body, over=over)
    except InvalidOperation:
        return None


def _section(text: str) -> Decimal:
    digits = text.rstrip("亿万千百")
    return Decimal(digits) * (_scale(text[len(digits) :]) or 1)


def _is_masked(text: str) -> bool:
    return (
        text[0] in "某若"
        or text[0] in _BRACKETS
        or _MASK.search(text) is not None
        or _ZEROS.match(text) is not None
    )


def _read_masked(text: str) -> Number | None:
    """A blanked-out numeral; its width in signs, None where nothing stands between brackets."""
    if not text or not _is_masked(text):
        return None
    zeros = _ZEROS.match(text)
    width = (
        1
        if text[0] == "某"
        else 2
        if text[0] == "若"
        else len(zeros[0])
        if zeros
        else len(_MASK.findall(text))
    )
    return Number(None, None, masked=True, mask_width=width or None, over="余" in text or "多" in text)


def _scale(text: str) -> Decimal | None:
    """The product of trailing scales: 万 10⁴, 百万 10⁶, 万亿 10¹²; 1 for none; None for anything else."""
    factor = Decimal(1)
    for char in text:
        if char not in SCALES:
            return None
        factor *= SCALES[char]
    return factor


_PAIR: Final = re.compile(r"([一二两三四五六七八九])([二两三四五六七八九])(?=[十百千万亿]|$)")


def _read_han(text: str, *, over: bool) -> Number | None:
    """三千二百万; and 五六, 三四十, 十五六, where two neighbouring digits mean a range."""
    pair = _PAIR.search(text)
    if pair and "点" not in text and DIGITS[pair[2]] == DIGITS[pair[1]] + 1 and not _spelled_out(text):
        low = _han(text[: pair.start()] + pair[1] + text[pair.end() :])
        high = _han(text[: pair.start()] + pair[2] + text[pair.end() :])
        return None if low is None or high is None else Number(low, high, over=over)
    value = _han(text)
    return None if value is None else Number(value, None, over=over)


def _spelled_out(text: str) -> bool:
    """二〇一四, 一九九八: digits said one by one, three or more of them and no scale."""
    return len(text) > 2 and all(c in DIGITS for c in text)


def _han(text: str) -> Decimal | None:
    whole, point, rest = text.partition("点")
    if point:
        fraction = rest.rstrip("万亿")  # 三点五亿; 七点三十 is a time
        base, factor = _han(whole), _scale(rest[len(fraction) :])
        if base is None or factor is None or not fraction or not all(c in DIGITS for c in fraction):
            return None
        return (base + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))) * factor
    if not text:
        return None
    if all(c in DIGITS for c in text):
        if (
            len(text) == 2 and text[0] not in "零〇○"
        ):  # 五六 is a range, read above; any other pair is no numeral
            return None
        return Decimal("".join(str(DIGITS[c]) for c in text))
    return _scaled(text)


def _scaled(text: str) -> Decimal | None:
    """A numeral with scales, 万 and 亿 closing sections; a last bare digit counts in the next lower scale (一千二 = 1200)."""
    total = section = 0
    digit: int | None = None
    last = 0
    for char in text:
        if char in DIGITS:
            if digit not in (None, 0):
                return None
            digit, last = DIGITS[char], last if DIGITS[char] else 0
            continue
        scale = SCALES.get(char)
        if scale is None:
            return None
        if scale >= 10**4:
            section = (section + (digit or 0)) or (0 if total else 1)
            total = (total + section) * scale if scale == 10**8 else total + section * scale
            section = 0
        else:
            section += (1 if digit is None else digit) * scale
        digit, last = None, scale
    return Decimal(total + section + (digit or 0) * (last // 10 if digit and last >= 100 else 1))
