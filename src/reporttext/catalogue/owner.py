"""Whose figure it is: the report's own place's, or some other body's that the sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from reporttext.catalogue.between import weigher
from reporttext.catalogue.entries import Catalogue, Entry, Match
from reporttext.catalogue.others import SIGNS, bodies
from reporttext.catalogue.own import Own

_COMPARED: Final = re.compile(r"(?:占|相当于|高于|低于|快于|慢于|比|超过|约占)\Z")
_SHORTEST: Final = 3  # characters of a name that are looked for where the whole of it does not stand together
_RATIOS: Final = frozenset(("%", "百分点", "‰"))  # A和B增长5% is of each
# A和B20件 is of both together; not so A5件和B6件, nor A和B分别5件、6件.
_TOGETHER: Final = re.compile(r"(?:^|、|和|与|及)[^\d、和与及]{2,}(?:、|和|与|以?及)\Z")
_EACH: Final = re.compile(r"分别|各|均|都|依次|\d")
_PARTED: Final = re.compile(r"[^,;、和与及%元]{0,12}分别")
_ALIKE: Final = re.compile(r"[^,;、和与及%元]{0,12}[均都]")
_GAIN: Final = "新增"
_DIGIT: Final = re.compile(r"\d")
_STOPS: Final = re.compile("[;。]")
_SAID: Final = re.compile("达|超|突破|由|从|至|为|共|有|总|保持|稳定")
_ALL: Final = re.compile("总|实有")
_RISEN: Final = re.compile(
    r"\d[^,;、\d]{0,4}[,、;]?[^,;、\d]{0,3}(?:达|增?至|总数|总量|总规模|总里程)"
)  # 新增上市公司10家、达到89家
_SUMMED: Final = re.compile("累计(?:达到?|超过|完成|实现)?\\Z")  # 筹集保障性租赁住房7万套、累计达到61万套
_FURTHER: Final = re.compile("[多少]增加?\\Z")  # 新增贷款4千亿元,比上年多增7百亿元: a change of the change
_MORE: Final = re.compile("(?:新增|新登记|新设|净增)\\Z")
_LISTED: Final = re.compile(r"[、和与及]|存\Z")
_STATED: Final = re.compile(r"\d(?:多|余)?[万亿]*(?:%|元|个)")


class Figure(NamedTuple):
    """What is asked of a figure.

    `unit` and `value` are as written, `unit` in its canonical spelling; `before` is the text of the sentence up to the figure, in
    half width; `changed`: it is a change; `qualified`: it says 超, 突破, 近.
    """

    unit: str
    value: float | None
    before: str
    changed: bool = False
    qualified: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is a number and no more: no ratio, no change, no 超."""
        return not (self.unit in _RATIOS or self.changed or self.qualified)


class Owner:
    """Tells the figures of one report's own place; `names` are the names of the places it lies in, None where unknown."""

    def __init__(self, known: Catalogue, names: Sequence[str | None]) -> None:
        self._known = known
        self._own = Own(names)
        self._others = bodies(known)
        self._between = weigher(known)

    def identify(self, indicator: str, figure: Figure) -> str | None:
        """The id of the indicator that a figure of the report's own place is of, or None."""
        match = self.match(indicator)
        return self.id_of(match, figure) if match else None

    def id_of(self, match: Match, figure: Figure) -> str | None:
        """The id of a figure with the name that was matched, where it is of the report's own place."""
        entry = match.entry
        change = figure.changed or match.rate
        if not entry.admits(figure.unit, figure.value, change=change):
            if entry.instead is None:
                return None
            entry = self._known.entries[entry.instead]
            if not entry.admits(figure.unit, figure.value, change=change):
                return None
        return self._ours(entry, match.core, figure)

    def match(self, indicator: str) -> Match | None:
        """The entry of the text, or of what follows the place itself in it (四川地区生产总值, 经济较快增长全省生产总值)."""
        match = self._known.match(indicator)
        if match is None and self._own.may_stand_in(indicator):
            for _, end in self._own.stretches(indicator, 0, len(indicator)):
                match = self._known.match(indicator[end:])
        return match

    def _ours(self, entry: Entry, core: str, figure: Figure) -> str | None:
        before, ratio = figure.before, figure.unit in _RATIOS
        place, whole = self._place(core, before)
        if place is None or not whole:
            return entry.id if self._inherited(place, before) else None
        after = before[place + len(core) :]
        clause = self._clause(before, place)
        marks = self._own.stretches(before, 0, place)
        start, marked = marks[-1] if marks else (0, 0)
        between = before[max(marked, clause) : place]
        said = after
        if entry.stock:  # 累计 sums up what there is; 新增高新技术企业120家,总数达到600家
            between, said = between.replace("累计", ""), after.replace("累计", "")
            between = _MORE.sub("", between) if _RISEN.search(after) else between
        denied = (
            self._known.passes(said)
            or (not (entry.stock or entry.total) and _SUMMED.search(said))
            or _FURTHER.search(after)
            or (marked > clause and _COMPARED.search(before, 0, start))
            or not self._between.leads_to(core, between)
            or (not ratio and _TOGETHER.search(between) and not _EACH.search(after))
            or (entry.stock and figure.plain and self._gained(core, before, place))
            or (marked <= clause and self._others.spoken_of(self._own, before[marked:], clause - marked))
        )
        if denied:
            return None
        if entry.measure == "increment" and _RISEN.search(after):
            return entry.total
        return self._part(entry, before[clause:place], after)

    def _inherited(self, place: int | None, before: str) -> bool:
        """Whether a name from a sentence before, or one that is written with other words between, is the own place's."""
        if place is not None and (
            self._others.stand_before(before, place)
            or self._known.summed(before[self._clause(before, place) :])
        ):
            return False
        return not self._others.spoken_of(self._own, before, len(before))

    @staticmethod
    def _gained(core: str, before: str, place: int) -> bool:
        """Whether a clause before says 新增, and nothing that this is all there is: 新增高速公路187公里,(发电装机)173万千瓦.

        From that clause on each has a figure, but for the one that the name is in.
        """
        if _SAID.search(before, place + len(core)) or _ALL.search(core):
            return False
        *earlier, own = _STOPS.split(before[:place])[-1].split(",")
        if _DIGIT.search(own):
            return False
        for clause in reversed(earlier):
            gain = clause.find(_GAIN)
            if gain >= 0 and _DIGIT.search(clause, gain):
                return True
            if not _DIGIT.search(clause):
                return False
        return False

    @staticmethod
    def _part(entry: Entry, clause: str, after: str) -> str | None:
        """The entry, or that of its part: 城乡居民人均可支配收入分别增长8%和9% are the towns' and the countryside's."""
        if _LISTED.search(clause) or not _PARTED.match(after):
            return entry.id if entry.whole or _ALIKE.match(after) else None
        if not entry.parts:
            return None  # the words do not say of what each is
        return entry.parts[len(_STATED.findall(after)) % len(entry.parts)]

    @staticmethod
    def _clause(before: str, place: int) -> int:
        """Where the clause begins that a place is in."""
        begin = 0
        for sign in SIGNS:
            begin = before.rfind(sign, begin, place) + 1 or begin
        return begin

    @staticmethod
    def _place(core: str, before: str) -> tuple[int | None, bool]:
        """Where the name stands last, or the end of it where the whole does not stand together; and whether it does."""
        for length in range(len(core), min(_SHORTEST, len(core)) - 1, -1):
            found = before.rfind(core[-length:])
            if found >= 0:
                return found, length == len(core)
        return None, False
