"""Numbers as Word writes them before paragraphs: 一, 十一, 壹, 甲, 子, ①, ⑴, ⒈, １, A, iv.

The systems are those of ECMA-376 part 1, 17.18.59 (ST_NumberFormat); what a set does not hold is written in digits.
"""

from __future__ import annotations

from collections.abc import Callable

# Letters repeat (27 is AA, 53 is AAA) and Word stops at 780, which is 30 of them.
_MAX_LETTERS = 780
_MAX_ROMAN = 32_767
_ROMAN = (
    ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9),
    ("V", 5), ("IV", 4), ("I", 1),
)  # fmt: skip
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def _positional(digits: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", digits)
    return lambda n: str(n).translate(table)


def _listed(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if n <= len(signs) else str(n)


def _lettered(first: str) -> Callable[[int], str]:
    return lambda n: chr(ord(first) + (n - 1) % 26) * ((n - 1) // 26 + 1) if n <= _MAX_LETTERS else str(n)


def _counted(digits: str, units: str, *, one: bool = True, zero: bool = True) -> Callable[[int], str]:
    """二百零五: `units` are 十, 百, 千; `one` writes 一百 rather than 百, `zero` the 零 of a gap. 10 to 19 open with 十."""

    def write(n: int) -> str:
        if n >= 10_000:
            return str(n)
        out = ""
        for power in (3, 2, 1, 0):
            digit = n // 10**power % 10
            if digit:
                gap = zero and out and n // 10 ** (power + 1) % 10 == 0
                out += digits[0] * bool(gap)
                bare = power and digit == 1 and not one
                out += ("" if bare else digits[digit]) + (units[power - 1] if power else "")
        return out

    return write


def _tens(digits: str) -> Callable[[int], str]:
    """十一, 九十九, and digit by digit from 100 on: 一〇〇."""
    positional = _positional(digits)

    def write(n: int) -> str:
        if n >= 100:
            return positional(n)
        tens, ones = divmod(n, 10)
        return (digits[tens] if tens > 1 else "") + "十" * bool(tens) + (digits[ones] if ones else "")

    return write


def _without_leading_one(write: Callable[[int], str]) -> Callable[[int], str]:
    return lambda n: write(n)[1:] if 10 <= n < 20 else write(n)


def _upper_roman(n: int) -> str:
    if n > _MAX_ROMAN:
        return str(n)
    out = ""
    for letters, worth in _ROMAN:
        out += letters * (n // worth)
        n %= worth
    return out


def _ordinal(n: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{'th' if n % 100 in (11, 12, 13) else ending}"


_IDEOGRAPHS = "〇一二三四五六七八九"
_CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": _positional("０１２３４５６７８９"),
    "decimalFullWidth2": _positional("０１２３４５６７８９"),
    "decimalEnclosedCircle": _listed(_CIRCLED),
    "decimalEnclosedCircleChinese": _listed(_CIRCLED),
    "decimalEnclosedParen": _listed("".join(map(chr, range(0x2474, 0x2488)))),
    "decimalEnclosedFullstop": _listed("".join(map(chr, range(0x2488, 0x249C)))),
    "numberInDash": lambda n: f"- {n} -",
    "hex": lambda n: f"{n:X}",
    "ordinal": _ordinal,
    "upperRoman": _upper_roman,
    "lowerRoman": lambda n: _upper_roman(n).lower(),
    "upperLetter": _lettered("A"),
    "lowerLetter": _lettered("a"),
    "chineseCounting": _tens(_IDEOGRAPHS),
    "chineseCountingThousand": _without_leading_one(_counted("零一二三四五六七八九", "十百千")),
    "chineseLegalSimplified": _counted("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "taiwaneseCounting": _tens("○一二三四五六七八九"),
    "taiwaneseCountingThousand": _without_leading_one(_counted("零一二三四五六七八九", "十百千")),
    "taiwaneseDigital": _positional("○一二三四五六七八九"),
    "ideographDigital": _positional(_IDEOGRAPHS),
    "ideographLegalTraditional": _counted("零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": _listed(_STEMS),
    "ideographZodiac": _listed(_BRANCHES),
    "ideographZodiacTraditional": lambda n: (
        _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12] if n <= 60 else str(n)
    ),
    "ideographEnclosedCircle": _listed("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "japaneseCounting": _counted("〇一二三四五六七八九", "十百千", one=False, zero=False),
    "japaneseDigitalTenThousand": _positional(_IDEOGRAPHS),
    "japaneseLegal": _counted("零壱弐参四伍六七八九", "拾百阡", zero=False),
    "none": lambda _: "",
}


def write(n: int, fmt: str) -> str:
    """`n` in the numbering format `fmt`; in digits where the format is unknown or has no such number (0, or below).

    >>> [write(n, "chineseCountingThousand") for n in (3, 10, 12, 20, 105)]
    ['三', '十', '十二', '二十', '一百零五']
    """
    if fmt == "none":
        return ""
    return FORMATS.get(fmt, str)(n) if n > 0 else str(n)
