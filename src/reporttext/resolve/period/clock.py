"""The periods of a document's figures, from the words of time before them and the parts they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from reporttext.model import Document, Period
from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.period.anchors import anchors
from reporttext.resolve.period.calendar import Calendar
from reporttext.resolve.period.reader import Reader, Time, last_year, years

_FIRST: Final = re.compile(
    r"[^,;。]{0,12}(?:首次|第一次|最)"
)  # 三年来首次: the span says nothing of what follows
_MILESTONE: Final = re.compile(r"(?:\A|。|!)((?:19|20)\d\d年)是[^。]{0,20}之年")


class Clock:
    """Gives the figures of one document their periods, passage by passage in order.

    A span of years said once holds on: in its paragraph (五年来，…。累计…) and under its heading (过去五年工作回顾), until a
    single year is named. Flows take the whole span, levels (达到, rates) its last year.
    """

    def __init__(self, doc: Document, known: Calendar, ahead: Sequence[bool]) -> None:
        self.known, self.ahead = known, ahead
        anchor = anchors(doc)
        self.readers = {
            False: Reader(known, anchor.back, anchor.reported, anchor.reported),
            True: Reader(known, anchor.ahead, anchor.planned, anchor.reported, ahead=True),
        }  # by whether a part looks ahead
        self.paragraph = -1
        self.read_to = 0
        self.span: Period | None = None
        self.known_span: Period | None = None  # the last one, where a single year has ended it: for 年均
        self.headings: dict[tuple[str, bool], list[Time]] = {}
        self.leads = self._lead_ins(doc)

    def periods(self, passage: Passage, former: list[bool]) -> list[Period | None]:
        """The period of each figure of the passage; None for a `former` level whose time is not said."""
        block, sentence, text = passage.block, passage.sentence, passage.text
        reader = self.readers[passage.ahead]
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.read_to = sentence.paragraph, block.span.start
            heading = self._of_headings(block.path, reader)
            lead = self.leads.get(sentence.paragraph, heading)
            self.span = lead if lead and years(lead) > 1 else None
            self.known_span = self.span or heading
        begin, end = sentence.span
        for time, m in self._read(reader, text, self.read_to, begin):
            self._carry(time, m, text, reader)
        default = self.span or reader.own
        times: list[Time] = []
        for time, m in self._read(reader, text, begin, end):
            times.append(time)
            self._carry(time, m, text, reader)
        self.read_to = end
        near = passage.near
        yearly = "均" in near and ("年均" in near or "年平均" in near)
        if not (times or yearly) and (default is None or years(default) == 1):
            return [None if before else default for before in former]  # most sentences name no time
        return [
            self._of(
                figure,
                [t for t in times if t.former] if before else times,
                None if before else default,
                text,
                _yearly(text, figure) if yearly else None,
                ahead=reader.ahead,
            )
            for figure, before in zip(passage.figures, former, strict=True)
        ]

    def _lead_ins(self, doc: Document) -> dict[int, Period]:
        """By paragraph, the time that a lead-in sets for those after it: 今后五年的目标是：, 2017年是收官之年. It ends with
        the heading it stands under.
        """
        leads: dict[int, Period] = {}
        held: tuple[tuple[str, ...], Period] | None = None
        for i, block in enumerate(doc.blocks):
            text = doc.folded[block.span.start : block.span.end].rstrip()
            if held and block.path[: len(held[0])] != held[0] and not self._goes_on(held[1], i, text):
                held = None
            if held and block.role != "heading":
                leads[i] = held[1]
            milestone = _MILESTONE.search(text) if "之年" in text else None
            if milestone is None and not text.endswith(":"):
                continue  # most paragraphs
            begin = milestone.start(1) if milestone else text.rfind("。") + 1
            if milestone is None and len(text) - begin >= _LEAD_IN:
                continue
            m = next(self.known.find(text, begin, len(text)), None)
            time = self.readers[self.ahead[i]].read(m, text) if m else None
            if time is not None and not (time.compared or time.former or time.local):
                held = (tuple(block.path), time.period)
        return leads

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

    def _read(self, reader: Reader, text: str, start: int, end: int) -> Iterator[tuple[Time, re.Match[str]]]:
        for m in self.known.find(text, start, end):
            near = max(start, m.start() - _TITLE)
            if text.rfind("《", near, m.start()) > text.rfind("》", near, m.start()):
                continue  # the years of a plan's name: 《…规划（2007—2020年）》
            time = reader.read(m, text)
            if time is not None:
                yield time, m

    def _of_headings(self, path: Sequence[str], reader: Reader) -> Period | None:
        """The span of years that the innermost heading with a word of time names; a single year there means none.

        Of two (“十四五”时期发展回顾和“十五五”时期主要目标) a part that looks back has the first, one that looks ahead the last.
        """
        for heading in reversed(path):
            times = self._heading(heading, reader)
            if times:
                spans = [time.period for time in times if years(time.period) > 1]
                return spans[-1 if reader.ahead else 0] if spans and years(times[0].period) > 1 else None
        return None

    def _heading(self, text: str, reader: Reader) -> list[Time]:
        """The words of time in a heading, read once for all paragraphs under it."""
        if (text, reader.ahead) not in self.headings:
            found = self.known.find(text, 0, len(text))
            self.headings[text, reader.ahead] = [t for m in found if (t := reader.read(m, text)) is not None]
        return self.headings[text, reader.ahead]

    def _carry(self, time: Time, m: re.Match[str], text: str, reader: Reader) -> None:
        """A span holds until the year that the part itself is about is named: 2019年 in a review of 2016 to 2020 says nothing
        of the next sentence.
        """
        if time.compared or time.former or time.local or time.until:
            return
        if years(time.period) > 1:
            if not _FIRST.match(text, time.end):
                self.span = self.known_span = time.period
        elif (m["year"] or m["word"]) and (m.start() == 0 or text[m.start() - 1] in _OPENS):
            own = reader.own.end.year if reader.own else time.period.end.year
            self.span = None if time.period.end.year == own else self.span

    def _of(
        self,
        figure: Surroundings,
        times: list[Time],
        otherwise: Period | None,
        text: str,
        yearly: int | None,
        *,
        ahead: bool,
    ) -> Period | None:
        """The nearest word of time before the figure; one in 由去年的90元 only holds for the figure right after it.

        `yearly` is where the figure is said to be a mean of years.
        """
        begin, mean = figure.start, None
        if yearly is not None and not ahead:
            mean = _since_base([t for t in times if t.start < begin], otherwise)
        for time in reversed(times):
            if time.compared and figure.kind != "ratio" and text[time.end : begin] == "的":
                return _for_figure(
                    time.period, figure, text, self.known
                )  # 比1997年的447亿元, not 是2007年的1.7倍
            if time.until is not None and time.until < begin:
                continue
            if yearly is not None and years(time.period) == 1 and (mean or self.known_span):
                if yearly < time.start < begin and not (time.compared or time.former):
                    return time.period  # 年均增长7.1%、2017年达到2.8万亿元
                continue
            if time.compared or time.start >= begin or (time.former and time.end < figure.left):
                continue
            if time.local and time.start < figure.clause_start:
                continue
            if (
                not ahead
                and otherwise
                and time.period.start > otherwise.end
                and ";" in text[time.end : begin]
            ):
                continue  # in a review, 将于今年投产 says nothing beyond its own part of the sentence
            return _for_figure(time.period, figure, text, self.known)
        if yearly is not None and (mean or self.known_span):
            return mean or self.known_span
        return _for_figure(otherwise, figure, text, self.known) if otherwise else None


def _yearly(text: str, figure: Surroundings) -> int | None:
    """Where the last 年均 before a figure stands in its clause."""
    begin, end = figure.clause_start, figure.start
    at = max(text.rfind("年均", begin, end), text.rfind("年平均", begin, end))
    return None if at < 0 else at


def _since_base(times: list[Time], otherwise: Period | None) -> Period | None:
    """The years that a mean runs over from a base: 2010年同2005年相比…年均 and 由2005年的…到2010年的…年均 are 2006 to 2010."""
    single = [time for time in times if years(time.period) == 1]
    bases = [time.period for time in single if time.compared or time.former]
    ends = [time.period for time in single if not (time.compared or time.former)]
    end = ends[-1] if ends else otherwise
    if not bases or not end or bases[-1].end.year + 1 >= end.end.year:
        return None
    base = bases[-1]
    return Period(date(base.end.year + 1, 1, 1), end.end, base.text)


_OPENS: Final = "\n。,;: "
_TITLE: Final = 60  # characters of a document's name
_HEADED: Final = 40  # characters of a heading, or of what opens a paragraph
_LEAD_IN: Final = 60  # characters of a sentence that only leads in
# At most two characters, so that it is looked for in the last two.
_REACHED: Final = re.compile(r"(?:达到?|为|至|到|在|突破|超过|(?<!共)有|余额)\Z")


def _for_figure(period: Period, figure: Surroundings, text: str, known: Calendar) -> Period:
    """A level at the end of a span of years belongs to the last one; what was done or grew, to all of them."""
    if years(period) == 1:
        return period
    begin, end = figure.left, figure.start
    is_level = figure.kind in ("ratio", "rank") or known.stock.search(text, begin, end)
    if _REACHED.search(text, max(begin, end - 2), end) or (
        is_level and not known.moved.search(text, begin, end)
    ):
        return last_year(period)
    return period
