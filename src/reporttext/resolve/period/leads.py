"""What time a report sets for the paragraphs to come: by its headings, by what leads in a list, by what opens a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Final, NamedTuple

from reporttext.model import Block, Document, Period
from reporttext.resolve.period.calendar import Calendar
from reporttext.resolve.period.reader import Reader, Time, read_times, years

_MILESTONE: Final = re.compile(r"(?:\A|。|!)((?:19|20)\d\d年)是[^。]{0,20}之年")
# What stands before the word of time that opens a paragraph.
_ADDRESS: Final = re.compile(r"(?:各位代表[,!:。]? ?)?(?:刚?刚?过去的)?")
_BY: Final = ("到", "至", "截")  # 为到2030年建成……打好基础
_STOPS: Final = re.compile("[。!]")
# In a heading, five years that no other word of time says: 开拓奋进的五年, 本届政府五年工作的回顾; “十五”经济社会发展成就.
_FIVE: Final = re.compile(r"的五年\Z|(?:\A|回首|政府|[和及、])五年(?=(?:的?政府)?的?(?:工作|回顾)|[,，])")
_PLAN: Final = re.compile("“([一二三四五六七八九十]+)”")
_WERE_FIVE: Final = re.compile("这是[^。,;]{2,40}的(五年)[。,]")
_WRITTEN: Final = "五年"  # how they are written as a period
_HEADED: Final = 40  # characters of a heading, or of what opens a paragraph
_LEAD_IN: Final = 60  # characters of a sentence that only leads in


class Held(NamedTuple):
    """A time that holds under the heading `path`."""

    path: tuple[str, ...]
    period: Period


class Leads:
    """The times that hold for whole paragraphs: `of` those a lead-in or an opening sets, `of_headings` those of their headings."""

    def __init__(
        self, doc: Document, known: Calendar, readers: Mapping[bool, Reader], ahead: Sequence[bool]
    ) -> None:
        self.doc, self.known, self.readers, self.ahead = doc, known, readers, ahead
        self._headings: dict[tuple[str, bool], list[Time]] = {}
        self._spans: dict[tuple[str, ...], bool] = {}
        self._firsts: dict[tuple[str, ...], Block] = {}  # by heading of the first level
        for block in reversed(doc.blocks):
            if block.role != "heading" and block.path:
                self._firsts[block.path[0],] = block
        self._plans: list[tuple[int, Period]] | None = None
        self.of = self._read()

    def of_headings(self, path: Sequence[str], reader: Reader) -> Period | None:
        """The span of years that the innermost heading with a word of time names; a single year there means none.

        Of two (“十四五”时期发展回顾和“十五五”时期主要目标) a part that looks back has the first, one that looks ahead the last.
        """
        for heading in reversed(path):
            times = self._heading(heading, reader)
            if times:
                spans = [time.period for time in times if years(time.period) > 1]
                return spans[-1 if reader.ahead else 0] if spans and years(times[0].period) > 1 else None
        return None

    def planned(self, block: int) -> Period | None:
        """The years that the plans before a block are about, or those right after it: of what grows on a mean."""
        if self._plans is None:
            self._plans = [
                (i, found) for i, ahead in enumerate(self.ahead) if ahead and (found := self._plan(i))
            ]
        at = bisect_right(self._plans, block, key=itemgetter(0))
        return self._plans[max(at - 1, 0)][1] if self._plans else None

    def _plan(self, block: int) -> Period | None:
        """The last span of years to come that a block of the plans names."""
        reader, span = self.readers[True], self.doc.blocks[block].span
        first = reader.own.start.year if reader.own else None
        times = read_times(self.known, reader, self.doc.folded, span.start, span.end)
        spans = [time.period for time, _ in times if years(time.period) > 2]
        spans = [span for span in spans if first is not None and span.start.year <= first < span.end.year]
        return spans[-1] if spans else None

    def _read(self) -> dict[int, Period]:
        """By paragraph, the time that a lead-in sets for those after it: 今后五年的目标是：, 2017年是收官之年; or, under a heading
        that names several years, what a paragraph opens with: 刚刚过去的2017年，……, 五年来，……. It ends with the heading it
        stands under.
        """
        doc, found = self.doc, dict[int, Period]()
        held: Held | None = None
        for i, block in enumerate(doc.blocks):
            text = doc.folded[block.span.start : block.span.end].rstrip()
            if held and not self._holds(held, i, block, text):
                held = None
            if held and block.role != "heading":
                found[i] = held.period
            time = self._lead_in(i, text) if text.endswith(":") else None
            time = time or self._opening(i, block, text) or self._milestone(i, text)
            if time is not None and time.period.text == _WRITTEN:
                found[i] = time.period  # the paragraph has no other word of it
            if time is not None and not (time.compared or time.former or time.local):
                held = Held(tuple(block.path), time.period)
        return found

    def _holds(self, held: Held, i: int, block: Block, text: str) -> bool:
        """Whether a block stands under the heading of a time held, and none of its own names another."""
        path, reader = tuple(block.path), self.readers[self.ahead[i]]
        if reader.ahead and reader.own and held.period.end < reader.own.start:
            return False  # what a review opened with says nothing of the plans
        if path == held.path:
            return True
        if path[: len(held.path)] != held.path:
            return self._goes_on(held.period, i, text)
        times = [time for heading in path[len(held.path) :] for time in self._heading(heading, reader)]
        return all(time.period.text.startswith(_BY) for time in times)

    def _lead_in(self, i: int, text: str) -> Time | None:
        """The time of a last sentence that only leads in: 今后五年的目标是：."""
        begin = text.rfind("。") + 1
        return self._word(i, text, begin) if len(text) - begin < _LEAD_IN else None

    def _milestone(self, i: int, text: str) -> Time | None:
        milestone = _MILESTONE.search(text) if "之年" in text else None
        return self._word(i, text, milestone.start(1)) if milestone else None

    def _word(self, i: int, text: str, begin: int) -> Time | None:
        m = next(self.known.find(text, begin, len(text)), None)
        return self.readers[self.ahead[i]].read(m, text) if m else None

    def _opening(self, i: int, block: Block, text: str) -> Time | None:
        """The time that opens a paragraph of a review of several years: those years, or the last of them, told by itself."""
        if self.ahead[i] or block.role == "heading" or not self._reviews_years(tuple(block.path)):
            return None
        at, reader = opened(text), self.readers[False]
        if were := _WERE_FIVE.match(text, at):
            return self._back(were.span(1))
        begins = [at, *(m.end() for m in _STOPS.finditer(text, at))]
        times = [
            time
            for begin in begins
            if (m := self.known.match(text, begin)) is not None and (time := reader.read(m, text))
        ]
        first = times[0] if times and times[0].start == at else None
        if first is not None and years(first.period) > 1:
            return first
        later = [time for time in times if years(time.period) > 1 and text.startswith(",", time.end)]
        if later and (first is not None or at):
            return later[-1]  # 2017年是丰收的一年。五年来，……
        year = reader.own.end.year if reader.own else None
        return (
            first if first is not None and first.period.end.year == year and _opens(first, text, at) else None
        )

    def _reviews_years(self, path: tuple[str, ...]) -> bool:
        """Whether the innermost heading with a word of time names several years (2017年和过去五年工作回顾) or, where none has any,
        the first paragraph of the part opens with them (过去五年，……).
        """
        if path not in self._spans:
            headings = (self._heading(heading, self.readers[False]) for heading in reversed(path))
            times = next(filter(None, headings), None) or self._opening_part(path[:1])
            self._spans[path] = any(years(time.period) > 1 for time in times)
        return self._spans[path]

    def _opening_part(self, path: tuple[str, ...]) -> list[Time]:
        """The word of time that the first paragraph under a heading of the first level opens with."""
        first = self._firsts.get(path)
        if first is None:
            return []
        text = self.doc.folded[first.span.start : first.span.end]
        at = opened(text)
        m = next(self.known.find(text, at, at + _HEADED), None)
        time = self.readers[False].read(m, text) if m and m.start() == at else None
        return [time] if time and not time.local else []

    def _goes_on(self, held: Period, block: int, text: str) -> bool:
        """Whether the aims of several years to come (今后五年的目标是：) go on under the next heading of the plans, which names no
        year of its own.
        """
        reader = self.readers[self.ahead[block]]
        if (
            years(held) == 1
            or not reader.ahead
            or reader.own is None
            or held.start.year < reader.own.start.year
        ):
            return False
        return not any(reader.read(m, text) for m in self.known.find(text, 0, min(_HEADED, len(text))))

    def _heading(self, text: str, reader: Reader) -> list[Time]:
        """The words of time in a heading, read once for all paragraphs under it."""
        if (text, reader.ahead) not in self._headings:
            matches = self.known.find(text, 0, len(text))
            found = [time for m in matches if (time := reader.read(m, text)) is not None]
            for time in () if reader.ahead else self._looked_back(text):
                if all(time.start >= other.end or time.end <= other.start for other in found):
                    found.append(time)
            self._headings[text, reader.ahead] = sorted(found)
        return self._headings[text, reader.ahead]

    def _looked_back(self, heading: str) -> list[Time]:
        """The five years that the heading of a review names: those of a plan that ended with the reported year (“十五”工作回顾, but
        not “十五”开局良好), or 的五年.
        """
        own = self.readers[False].own
        plans = (
            m
            for m in _PLAN.finditer(heading)
            if own and self.known.plans.get(m[1], (0, 0))[1] == own.end.year
        )
        fives = _FIVE.finditer(heading)
        return [time for m in (*plans, *fives) if (time := self._back(m.span())) is not None]

    def _back(self, place: tuple[int, int]) -> Time | None:
        """The five years that end with the reported one, said at `place`."""
        own = self.readers[False].own
        if own is None:
            return None
        period = Period(date(own.end.year - 4, 1, 1), date(own.end.year, 12, 31), _WRITTEN)
        return Time(*place, period, compared=False, former=False, local=False)


def opened(text: str, at: int = 0) -> int:
    """Where the paragraph at `at` begins after 各位代表, 刚刚过去的."""
    address = _ADDRESS.match(text, at)
    return address.end() if address else at


def _opens(time: Time, text: str, at: int) -> bool:
    """刚刚过去的2017年, 过去的一年, 2017年,……, 2017年是……, but not 2017年产值…… nor 初步统计……."""
    if time.told:
        return "年" in time.period.text
    return text.startswith("过去的", max(0, at - 3)) or text.startswith((",", "是"), time.end)
