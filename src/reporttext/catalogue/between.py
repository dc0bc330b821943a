"""What stands between the place, or the beginning of a clause, and the name of an indicator: does it leave the name its own?"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from reporttext.catalogue.entries import Catalogue
from reporttext.catalogue.others import Others, bodies
from reporttext.rule.tries import trie

_PLAIN: Final = frozenset("0123456789.%〇○()（）[]·…“”\"' 　的、")
_ITEM: Final = re.compile(
    r"\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|[①-⑳]|[一二三四五六七八九十]{1,3}[、是]"
)
_AIMED: Final = re.compile("围绕|聚焦|针对|紧扣|结合")  # 围绕清洁家园、关爱老人(开展志愿服务63次)
_LONG: Final = 16  # characters of the name of an indicator that may stand between
# Characters between the beginning of a clause and a name; beyond, something else is spoken of.
_FAR: Final = 30
_SKIPPED: Final = 4  # characters of a name that an indicator may leave out in front
_BRIEF: Final = 3  # characters of a name that may be of anything's: 猕猴桃产值增长8%、出口增长5%
# 新(开工建设保障性住房) is the same
_DEEDS: Final = ("开工", "改造", "建设", "建成", "治理", "解决", "转移", "安装")
_AND: Final = re.compile(r"、|和|与|以?及")
_YEAR: Final = re.compile(r"\d+年")
_FIGURE: Final = re.compile(r"\d|[一二三四五六七八九十百]+(?=[个项万亿])")
_REACHING: Final = "对占比除与向由从把被以将为使非在"  # no thing of its own: 对俄进出口
_CHANGED: Final = "同比上年分别下降增长减少加至达到超过突破完成实现约近为"  # between a name and its figure


class Between:
    """Tells stretches that leave a name its own from those that make it the name of something else."""

    def __init__(self, known: Catalogue, others: Others) -> None:
        self._known = known
        self._bodies = others
        self._governing = re.compile(trie(known.words["governing"]))
        self._neutral = frozenset((*known.words["neutral"], *known.words["lead"]))
        self._furthest = max(*map(len, self._neutral), _LONG)

    def leads_to(self, core: str, between: str) -> bool:
        """Whether the stretch says nothing, or is a list that the name goes on with, or ends in a part of the name."""
        item = _ITEM.match(between)
        between = between[item.end() :] if item else between
        if not between or self._says_nothing(between):
            return True
        if self._listed(between) and (len(core) > _BRIEF or not _FIGURE.search(between)):
            return True
        if between.endswith("新") and core.startswith(_DEEDS):
            return self.leads_to(core, between[:-1])
        match = self._known.match(core)  # 新(改建农村公路): the indicator leaves out what belongs to the name
        for at in range(max(0, len(between) - _SKIPPED), len(between)):
            longer = self._known.match(between[at:] + core)
            if match and longer and longer.entry is match.entry and len(longer.core) > len(core):
                return self.leads_to(longer.core, between[:at])
        return False

    def _says_nothing(self, between: str) -> bool:
        """Whether a stretch is made of words of time and manner and names of indicators only."""
        if len(between) > _FAR:
            return False
        if _AIMED.match(between) and not self._bodies.body.search(between):
            return True
        reached = {0}
        for at in range(len(between)):
            if at not in reached:
                continue
            if between[at] in _PLAIN:
                reached.add(at + 1)
            for end in range(at + 1, min(len(between), at + self._furthest) + 1):
                words = between[at:end]
                if end not in reached and (words in self._neutral or self._known.match(words)):
                    reached.add(end)
        return len(between) in reached

    def _listed(self, between: str) -> bool:
        """Whether a stretch is a list that the name goes on with: 城镇和(农村居民人均可支配收入), 存款余额5亿元、(贷款余额).

        What stands before may not govern the name too, as 新增科技型企业、, 对俄进出口和, 企业投资、 would.
        """
        if len(between) > 2 * _FAR or not between.endswith(("、", "和", "与", "及")):
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
        if name[:1] in _REACHING or self._governing.search(name) or self._bodies.body.match(name):
            return False
        name = name.rstrip(_CHANGED)
        return not any(self._known.match(name[at:]) for at in range(1, len(name) - 1))


@cache
def weigher(known: Catalogue) -> Between:
    """The same for all reports."""
    return Between(known, bodies(known))
