"""Whose figure it is: the report's own place's, or some other body's that the sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from reporttext.catalogue.entries import Catalogue, Match
from reporttext.catalogue.own import Own
from reporttext.rule.tries import trie

_SIGNS: Final = ",;:。!?\t\n"
_CLAUSE: Final = re.compile(f"[{_SIGNS}]")
_PLAIN: Final = frozenset("0123456789.%〇○()（）[]·…“”\"' 　的、")
_COMPARED: Final = re.compile(r"(?:占|相当于|高于|低于|快于|慢于|比|超过|约占)\Z")
_NO_NAME: Final = "在占居比高低较与对向从由把被各以将为使"  # no name of a place begins so
_REACHING: Final = "对占比除与向由从把被以将为使非在"  # an item that begins so is no thing of its own: 对俄进出口
_AIMED: Final = re.compile("围绕|聚焦|针对|紧扣|结合")  # 围绕清洁家园、关爱老人(开展志愿服务63次)
_SHORTEST: Final = 3  # characters of a name that are looked for where the whole of it does not stand together
_SKIPPED: Final = 4  # characters of a name that an indicator may leave out in front
_LONG: Final = 16  # characters of the name of an indicator that may stand between
_FAR: Final = (
    30  # characters between the beginning of a clause and a name; beyond, something else is spoken of
)
_AND: Final = re.compile(r"、|和|与|以?及")
_FIGURE: Final = re.compile(r"\d|[一二三四五六七八九十百]+(?=[个项万亿])")
_YEAR: Final = re.compile(r"\d+年")
_CHANGED: Final = "同比上年分别下降增长减少加至达到超过突破完成实现约近为"  # characters of words between a name and its figure
_TOGETHER: Final = re.compile(r"(?:^|、|和|与|及)[^\d、和与及]{2,}(?:、|和|与|以?及)\Z")  # A和B20件 is of both; A5件和B6件, A和B分别5件、6件
_RATIOS: Final = frozenset(("%", "百分点", "‰"))  # A和B增长5% is of each
_EACH: Final = re.compile(r"分别|各|均|都|依次|\d")
_BRIEF: Final = 3  # characters of a name that may be of anything's: 猕猴桃产值增长8%、出口增长5%


class _Others(NamedTuple):
    """How other bodies are written, what only looks so, and the words that say nothing; the same for all reports."""

    body: re.Pattern[str]
    not_body: re.Pattern[str]
    object: re.Pattern[str]
    counted: re.Pattern[str]
    governing: re.Pattern[str]
    neutral: frozenset[str]
    longest: int


@cache
def _others(known: Catalogue) -> _Others:
    named = ("lead", "bodies", "levels", "nation", "not_others", "acts", "kinds", "reached", "governing")
    words = {name: trie(known.words[name]) for name in named}
    neutral = frozenset((*known.words["neutral"], *known.words["lead"]))
    body = (
        rf"(?:{words['lead']})?(?![{_NO_NAME}])(?:{words['nation']}|\d{{0,3}}[\u4e00-\u9fff]{{0,6}}?(?:{words['bodies']})"
        rf"|[\u4e00-\u9fff]{{2,3}}?(?:{words['levels']}))"
    )
    return _Others(
        re.compile(body),
        re.compile(words["not_others"]),
        re.compile(rf"(?:{words['acts']}){{1,2}}[\u4e00-\u9fff]{{0,6}}(?:{words['kinds']})\Z"),
        re.compile(rf"(?:{words['reached']})\d[\d.]*[多余万亿]*[家户个]"),
        re.compile(words["governing"]),
        neutral,
        max(map(len, neutral)),
    )


class Owner:
    """Tells the figures of one report's own place; `names` are the names of the places it lies in, None where unknown."""

    def __init__(self, known: Catalogue, names: Sequence[str | None]) -> None:
        self._known = known
        self._own = Own(names)
        self._others = _others(known)

    def identify(
        self, indicator: str, unit: str, value: float | None, before: str, *, changed: bool
    ) -> str | None:
        """The id of the indicator that a figure of the report's own place is of, or None.

        `unit` and `value` are as written, `unit` in its canonical spelling; `before` the text of the sentence up to the figure, in half width.
        """
        match = self.match(indicator)
        return match.entry.id if match and self.owns(match, unit, value, before, changed=changed) else None

    def owns(self, match: Match, unit: str, value: float | None, before: str, *, changed: bool) -> bool:
        """Whether a figure with the name that was matched is of the entry and of the report's own place; see `identify`."""
        return match.entry.admits(unit, value, change=changed or match.rate) and self._ours(
            match.core, before, ratio=unit in _RATIOS
        )

    def match(self, indicator: str) -> Match | None:
        """The entry of the text, or of what follows the place itself in it (四川地区生产总值, 经济较快增长全省生产总值)."""
        match = self._known.match(indicator)
        if match is None:
            for _, end in self._own.stretches(indicator, 0, len(indicator)):
                match = self._known.match(indicator[end:])
        return match

    def _ours(self, core: str, before: str, *, ratio: bool) -> bool:
        place = self._place(core, before)
        if place is None:  # inherited from a sentence before, or written with other words between
            return not self._speaks_of_others(before, len(before))
        if self._known.passes(before[place + len(core) :]):
            return False
        marks = self._own.stretches(before, 0, place)
        clause = max([before.rfind(sign, 0, place) for sign in _SIGNS]) + 1
        start, marked = marks[-1] if marks else (0, 0)
        if marked > clause and _COMPARED.search(before, 0, start):
            return False
        between = before[max(marked, clause) : place]
        if not self._leads_to(core, between):
            return False
        if not ratio and _TOGETHER.search(between) and not _EACH.search(before, place + len(core)):
            return False
        return marked > clause or not self._speaks_of_others(before[marked:], clause - marked)

    def _leads_to(self, core: str, between: str) -> bool:
        """Whether what stands between the place, or the beginning of a clause, and the name leaves the name its own."""
        if self._says_nothing(between) or (len(core) > _BRIEF and self._listed(between)):
            return True
        match = self._known.match(core)  # 新(改建农村公路): the indicator leaves out what belongs to the name
        for at in range(max(0, len(between) - _SKIPPED), len(between)):
            longer = self._known.match(between[at:] + core)
            if match and longer and longer.entry is match.entry and len(longer.core) > len(core):
                return self._leads_to(longer.core, between[:at])
        return False

    @staticmethod
    def _place(core: str, before: str) -> int | None:
        """Where the name stands last; the end of it where the whole does not stand together."""
        compact = before
        for length in range(len(core), min(_SHORTEST, len(core)) - 1, -1):
            found = compact.rfind(core[-length:])
            if found >= 0:
                return found if length == len(core) else None
        return None

    def _says_nothing(self, between: str) -> bool:
        """Whether a stretch is made of words of time and manner and names of indicators only."""
        if len(between) > _FAR:
            return False
        if _AIMED.match(between) and not self._others.body.search(between):
            return True
        neutral, furthest = self._others.neutral, max(self._others.longest, _LONG)
        reached = {0}
        for at in range(len(between)):
            if at not in reached:
                continue
            if between[at] in _PLAIN:
                reached.add(at + 1)
            for end in range(at + 1, min(len(between), at + furthest) + 1):
                words = between[at:end]
                if end not in reached and (words in neutral or self._known.match(words)):
                    reached.add(end)
        return len(between) in reached

    def _listed(self, between: str) -> bool:
        """Whether a stretch is a list that the name goes on with: 城镇和(农村居民人均可支配收入), 存款余额5亿元、(贷款余额).

        What stands before may not govern the name too, as 新增科技型企业、, 对俄进出口和, 企业投资、 would.
        """
        if len(between) > 2 * _FAR or not (between.endswith(("、", "和", "与", "及"))):
            return False
        *items, end = _AND.split(between)
        return not end and all(map(self._apart, items))

    def _apart(self, item: str) -> bool:
        """Whether an item of a list is a thing of its own: the catalogue knows it, or nothing in it reaches beyond it."""
        year = _YEAR.match(item)
        begin = year.end() if year else 0
        figure = _FIGURE.search(item, begin)
        name = item[begin : figure.start() if figure else len(item)]
        if self._known.match(name) or self._says_nothing(name):
            return True
        if name[:1] in _REACHING or self._others.governing.search(name) or self._others.body.match(name):
            return False
        name = name.rstrip(_CHANGED)
        return not any(self._known.match(name[at:]) for at in range(1, len(name) - 1))

    def _speaks_of_others(self, before: str, end: int) -> bool:
        """Whether one of the clauses up to `end` begins with the name of another body; 全省 ends what was said of it.

        A body that something is done to (支持企业发展) or that is counted (民营企业达到11万户) is not spoken of.
        """
        start = 0
        heads = []
        for mark in [*_CLAUSE.finditer(before, 0, end), None]:
            heads.append((start, end if mark is None else mark.start()))
            start = end if mark is None else mark.end()
        for begin, stop in heads:
            found = self._others.body.match(before, begin, stop)
            if found and not (
                self._others.not_body.search(before, found.start(), min(stop, found.end() + 4))
                or self._others.counted.match(before, found.end(), stop)
                or self._others.object.match(found.group())
            ):
                return not self._own.stretches(before, begin, end)
        return False
