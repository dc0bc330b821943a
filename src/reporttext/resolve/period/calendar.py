"""The words of time: data/periods.toml and the one pattern that finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from reporttext.lexicon import Lexicon, Table, check_keys, texts
from reporttext.rule.tries import trie

_STARTS: Final = "0123456789截到至“一二两三四五六七八九十"
_WRITTEN: Final = 16  # characters of 截至2016-2020, or of 截至“ and a number round a word of the lists
_DAY: Final = r"[12]\d|3[01]|0?[1-9]"
_MONTH: Final = r"1[0-2]|0?[1-9]"
_TO: Final = "--?|——?|~|至|到"


class Calendar:
    """The words of data/periods.toml and the pattern that finds them.

    `starts` finds a character that a word of time can begin with, `sign` one that stands in every such word: most stretches
    have none. `reach` is how many characters lie between the two at most.
    """

    def __init__(self, table: Table) -> None:
        spans = table["spans"]
        self.years: dict[str, int] = dict(table["years"])
        self.own = frozenset(table["own"]["words"])
        told = texts("periods.told", table["told"]["words"])
        self.both, self.parts, self.plans = [
            {name: (ends[0], ends[1]) for name, ends in table[key].items()}
            for key in ("both", "parts", "plans")
        ]
        self.back, self.ever = frozenset(spans["back"]), frozenset(spans["ever"])
        stocks, moved = (
            trie(texts(f"periods.levels.{key}", table["levels"][key])) for key in ("stocks", "moved")
        )
        self.stock = re.compile(stocks)
        self.moved = re.compile(f"(?<!自然){moved}")  # 人口自然增长率 is a level
        self.pattern = re.compile(_pattern(table))
        words = [word for name in ("years", "both", "parts", "plans") for word in table[name]]
        self.sign = re.compile(f"[{re.escape(_signs(words, told))}]")
        words += [*told, *spans["back"], *spans["forward"]]
        starts = "".join(sorted({*_STARTS, *(word[0] for word in words)}))
        self.starts = re.compile(f"[{re.escape(starts)}](?<!\\d\\d)")  # a digit only where its number begins
        self.reach = _WRITTEN + max(map(len, words))

    def find(self, text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
        """The words of time in [begin, end), one after the other. The pattern is tried only shortly before a sign."""
        at = begin
        while sign := self.sign.search(text, at, end):
            at = sign.end()
            begin = max(begin, at - self.reach)
            while start := self.starts.search(text, begin, at):
                begin = start.end()
                if m := self.pattern.match(text, begin - 1, end):
                    begin = at = m.end()
                    yield m
                    break

    def match(self, text: str, begin: int) -> re.Match[str] | None:
        """The word of time that begins there."""
        return self.pattern.match(text, begin) if self.starts.match(text, begin) else None


@cache
def calendar_of(lexicon: Lexicon) -> Calendar:
    table = lexicon["periods"]
    check_keys("periods", table, ("years", "own", "told", "both", "parts", "plans", "spans", "levels"))
    check_keys("periods.levels", table["levels"], ("stocks", "moved"))
    return Calendar(table)


def _pattern(table: Table) -> str:
    parts, spans = table["parts"], table["spans"]
    year = r"(?P<year>(?:19|20)\d\d|[一二][九〇零○][\d一二三四五六七八九〇零○]{2})(?:年?(?:--?|—|至|到)(?P<until>(?:19|20)\d\d))? ?年(?:度)?"
    # 3月, 1—9月, 4月23日, 6月1日至6月30日, 7月15—20日, 12月20日至次年1月10日, 2021年12月—2022年2月
    until = rf"(?:起|开始)?(?:{_TO})(?:(?:(?P<to_year>(?:19|20)\d\d)年|(?P<to_word>{trie(table['years'])}))?(?P<to_month>{_MONTH})月(?:份)?(?:(?P<to_day>{_DAY})日|底|末|初|[上中下]旬)?|(?P<to_date>{_DAY})日)止?"
    month = rf"(?P<first>{_MONTH})(?:(?:月)?(?:{_TO})(?P<last>{_MONTH}))? ?月(?:份)?(?:(?P<day>{_DAY})(?:日|(?=(?:{_TO})(?:{_DAY})日)))?(?P<edge>底|末|初|中旬|上旬|下旬)?(?:{until})?"
    alone = re.sub(r"[?]P<([a-z_]+)>", r"?P<\g<1>2>", month)
    sums = rf"年均|平均|分别|{trie(spans['sums'])}|[^,;。\d年]{{0,8}}(?:共|累计|合计|新增|净增)"
    several = rf"(?<!学)(?P<reach>{trie([*spans['back'], *spans['forward']])})(?P<count>[一二两三四五六七八九十]|\d{{1,2}})(?:个)?年|(?<![.\d])(?P<since>[两三四五六七八九十]|\d{{1,2}})年(?:来|间|累计|共|(?={sums}))"
    return rf"(?:(?P<upto>截至|截止|到|至)|)(?:“?(?P<plan>{trie(table['plans'])})”?(?:规划|计划)?(?:期间|时期|末|以来|(?=(?:战略|主要|重点)任务)|(?=(?:经济社会)?(?:发展)?(?:主要)?目标(?:作|是|为|:)))|(?P<both>{trie(table['both'])})|(?<![十百\d第每这近])(?P<told>{trie(table['told']['words'])})|{several}|(?:{year}|(?<!以)(?!(?<=[\u4e00-\u9fff])后年|(?<=[目此之])前年)(?P<word>{trie(table['years'])}))(?:(?P<part>{trie(parts)})|{month}|)|(?<![提目])(?P<part2>{trie(parts)})|(?<!\d){alone})"


def _signs(words: Iterable[str], told: Iterable[str]) -> str:
    """年 and 月 stand in all that is written with digits or counts years; other words may need a sign of their own: 五, 季, the
    初 of 初步核算.
    """
    signs = "".join(sorted({"年", "月", *(word[0] for word in told if not set(word) & {"年", "月"})}))
    for word in sorted(words, key=len):  # 首季 before 一季度, whose 度 is the end of many words besides
        if not set(word) & set(signs):
            signs += word[-1]
    return signs
