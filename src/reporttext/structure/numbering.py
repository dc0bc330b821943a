"""Numbers at the head of a line: 一、 （一） (一) 1. 1、 1． （1） ① 一是 一要 第一， 其一， 首先， 第一章 第一节 ——.

Levels follow the usual order of official documents (GB/T 9704): 1 一、 and 第一章, 2 （一） and 第一节, 3 1. and 1、,
4 （1） and 1), 5 all below. A dash —— opens an item of a list but has no level.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from reporttext.lexicon import Lexicon, check_keys, texts

_CN: Final = "一二三四五六七八九十"
_MARKS: Final = "●■◆★☆▲◇□※•"


class Numbering(NamedTuple):
    """A number of a line: its style (lines of one style are siblings), its level, its value, and where it ends.

    `stop` is the end of the number as written (the comma of 第一， left out), `rest` where the line's own words begin.
    """

    style: str
    level: int | None
    value: int | None
    stop: int
    rest: int


# style: level. The names are those of the groups below.
LEVELS: dict[str, int | None] = {
    "part": 1, "han": 1, "subpart": 2, "hanbracket": 2, "arabic": 3, "bracket": 4, "circle": 5, "item": 5, "ordinal": 5, "word": 5, "dash": None,
}  # fmt: skip

Numbers = Callable[[str], Numbering | None]


def numbers(lexicon: Lexicon) -> Numbers:
    """Return the reader of a line's number; lines must be folded and stripped."""
    table = lexicon["headings"]["numbers"]
    check_keys("headings.numbers", table, ("items", "words", "parts", "subparts"))
    items, words, parts, subparts = (
        "|".join(map(re.escape, texts(f"headings.numbers.{key}", table[key])))
        for key in ("items", "words", "parts", "subparts")
    )
    cn = rf"[{_CN}]{{1,3}}"
    blank = r"\s{0,4}"
    pattern = re.compile(
        rf"(?:(?P<part>第{blank}(?:{cn}|\d{{1,2}}){blank}(?:{parts}))(?=[\s:、.,]|[\u4e00-\u9fff“《]|$)"
        rf"|(?P<subpart>第{blank}(?:{cn}|\d{{1,2}}){blank}(?:{subparts}))(?=[\s:、.,]|[\u4e00-\u9fff“《]|$)"
        # 一、二、三产业 counts industries and is no number of a line.
        rf"|(?P<han>{cn}{blank}(?:[、.．](?!{blank}[{_CN}]{{1,2}}(?:[、产,]|是))|:))"
        rf"|(?P<hanbracket>[(〔[【〈〖]{blank}{cn}{blank}[)〕\]】〉〗]{blank}[、.]?|{cn}\)|[㈠-㈩]{blank}[、.]?)"
        # 1.5亿元 and 1,200人 are figures.
        rf"|(?P<arabic>\d{{1,2}}{blank}(?:\.(?!\d)|、(?!\d)|,(?=[\u4e00-\u9fff]))|[⒈-⒛])"
        rf"|(?P<bracket>\({blank}\d{{1,2}}{blank}\){blank}[、.]?|\d{{1,2}}\){blank}[、.]?|[⑴-⒇])"
        rf"|(?P<circle>[①-⑳❶-❿])"
        rf"|(?P<item>第?{cn}(?:{items})|\({cn}(?:{items})\))"
        rf"|(?P<ordinal>(?:第\s?|其){cn}(?=[,、:])、?)"
        rf"|(?P<word>(?:{words})(?=[,、:]))"
        rf"|(?P<dash>[—―─]{{2,4}}|--+|-(?=\s)|[{_MARKS}]))"
    )
    heads = frozenset(f"{_CN}第其(〔[【〈〖—―─-{_MARKS}0123456789" + "".join(w[0] for w in words.split("|")))

    def read(line: str) -> Numbering | None:
        begin = len(line) - len(line.lstrip("*# ")) if line[:1] in "*#" else 0  # **一、 of Markdown
        first = line[begin : begin + 1]
        if (
            first not in heads
            and not "①" <= first <= "⒛"
            and not "❶" <= first <= "❿"
            and not "㈠" <= first <= "㈩"
        ):
            return None
        m = pattern.match(line, begin)
        if m is None:
            return None
        style = m.lastgroup
        assert style is not None
        stop = begin + len(m.group().rstrip())
        rest = m.end()
        while rest < len(line) and line[rest] in " ,:、.\t":
            rest += 1
        return Numbering(style, LEVELS[style], value_of(m.group()), stop, rest)

    return read


_NUMERAL: Final = re.compile(rf"\d{{1,2}}|[{_CN}]{{1,3}}")
_SYMBOLS = ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x2776, 10), (0x3220, 10))


def value_of(number: str) -> int | None:
    """The value of a number as written: （十二） is 12, ③ is 3, —— has none.

    >>> value_of("（十二）"), value_of("③"), value_of("2."), value_of("——")
    (12, 3, 2, None)
    """
    m = _NUMERAL.search(number)
    if m is None:
        code = ord(number[0]) if number else 0
        return next((code - base + 1 for base, size in _SYMBOLS if base <= code < base + size), None)
    digits = m.group()
    if digits.isascii():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    value = (_CN.find(tens) + 1 if tens else 1) * 10 if ten else 0
    return value + (_CN.find(ones) + 1 if ones else 0)
