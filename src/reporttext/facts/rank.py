"""Ranks: 第3位, 全省第一, 前五, 位列全区第二; the value is the place, the unit 位. 第一书记 and 前三季度 are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.masks import DRAWN, FIGURE, ZERO
from reporttext.model import Quantity, Span
from reporttext.numbers import read_number
from reporttext.rule.finding import Finding
from reporttext.rule.kind import Passage, Rule
from reporttext.rule.tries import Led, trie

_BLANKS: Final = f"{FIGURE}{DRAWN}{ZERO}"
_RANK: Final = Led(
    "第前", rf" ?(?P<n>[一二三四五六七八九十百]{{1,4}}|\d{{1,3}}|[{_BLANKS}]{{1,3}}) ?(?P<unit>位|名|强)?"
)


class _Words(NamedTuple):
    """The lists of data/ranks.toml; `ends` is what may follow a bare 第一 or 前三 for it to be a rank: nothing that it could number."""

    lead: re.Pattern[str]
    scope: re.Pattern[str]
    not_after: re.Pattern[str]
    named: re.Pattern[str]
    ends: re.Pattern[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    table, keys = lexicon["ranks"], ("verbs", "scopes", "not_after", "named", "behind")
    check_keys("ranks", table, keys)
    lists = {key: texts(f"ranks.{key}", table[key]) for key in keys}
    return _Words(
        re.compile(rf"{trie([*lists['verbs'], *lists['scopes']])}[^,。;:、\n]{{0,8}}\Z"),
        re.compile(rf"(?:{trie(lists['scopes'])})[^,。;:、\n第前个\d]{{0,6}}\Z"),
        re.compile(rf"{trie(lists['not_after'])}\Z"),
        re.compile(trie(lists["named"])),
        re.compile(rf"[,。;:、.!?()”\s]|的(?!个)|\Z|[和与并]|{trie(lists['behind'])}"),
    )


def find(passage: Passage) -> Iterator[Finding]:
    words, text = _words(passage.lexicon), passage.text
    for m in _RANK.finditer(text):
        begin = max(0, m.start() - 14)
        if words.not_after.search(text, begin, m.start()) or not _is_rank(
            m, words.lead.search(text, begin, m.start()), text, words
        ):
            continue
        number = read_number(m["n"])
        if number is None or number.low == 0:
            continue
        within = words.scope.search(text, begin, m.start())
        yield Finding(
            kind="rank",
            span=Span(within.start() if within else m.start(), m.end()),
            core=Span(*m.span()),
            quantity=Quantity(number.low, None, "位", None, number.masked, number.mask_width),
            style="digits" if m["n"].isdigit() else "han",
            number=m["n"],
            rule="rank.top" if m[0][0] == "前" else "rank.ordinal",
        )


def _is_rank(m: re.Match[str], lead: re.Match[str] | None, text: str, words: _Words) -> bool:
    """With 位 or 名 the ordinal is a rank of itself; a bare one needs a word of ranking before it and nothing after."""
    if m["unit"] in ("位", "名") and m[0][0] == "第":
        return not words.named.match(text, m.end())
    if m["n"][0] in _BLANKS or lead is None:
        return False
    return bool(m["unit"]) or bool(words.ends.match(text, m.end()))


RULE: Final = Rule(
    title="rank 位次",
    find=find,
    forms={"ordinal": "an ordinal that ranks (第3位, 全省第一)", "top": "the first so many (前三, 前10位)"},
    examples=(
        ("评比由第8位升到第3位", "第3位"),
        ("总量居全县第四", "全县第四"),
        ("力争全市进入前三", "全市进入前三"),
        ("获知识竞赛第二名", "第二名"),
        ("获知识竞赛第□名", "第□名"),
        ("光缆里程排西部第二", "西部第二"),
        ("考核力争全县前三（去年第6）", "全县前三"),
    ),
    silent=(
        "第一书记到岗",
        "前三季度",
        "第一产业增加值",
        "把安全摆在第一位",
        "前10个月",
        "第三次全国经济普查",
    ),
)
