"""The periods of a document's figures, from the words of time before them and the parts they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from reporttext.model import Document, Period
from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.period.anchors import anchors
from reporttext.resolve.period.calendar import Calendar
from reporttext.resolve.period.leads import Leads, opened
from reporttext.resolve.period.reader import Reader, Time, last_year, read_times, years
from reporttext.resolve.period.rows import in_rows, one_by_one

_JOIN: Final = re.compile("[、和与及]")
_FIRST: Final = re.compile(
    r"[^,;。]{0,12}(?:首次|第一次|最)"
)  # 三年来首次: the span says nothing of what follows


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
        self.read_to = self.opening = 0
        self.of_year = False  # whether the paragraph opens with the reported year alone
        self.span: Period | None = None
        self.known_span: Period | None = None  # the last one, where a single year has ended it: for 年均
        self.leads = Leads(doc, known, self.readers, ahead)

    def periods(self, passage: Passage, former: list[bool], changed: list[bool]) -> list[Period | None]:
        """The period of each figure of the passage; None for a `former` level whose time is not said. `changed` says of each
        whether it is a change.
        """
        block, sentence, text = passage.block, passage.sentence, passage.text
        reader = self.readers[passage.ahead]
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.read_to = sentence.paragraph, block.span.start
            self.opening = opened(text, block.span.start)
            heading = self.leads.of_headings(block.path, reader)
            lead = self.leads.of.get(sentence.paragraph, heading)
            self.span = lead if lead and years(lead) > 1 else None
            self.of_year = lead is not None and years(lead) == 1
            self.known_span = self.span or heading
        begin, end = sentence.span
        for time, m in read_times(self.known, reader, text, self.read_to, begin):
            self._carry(time, m, text, reader)
        default = self.span or reader.own
        times: list[Time] = []
        for time, m in read_times(self.known, reader, text, begin, end):
            times.append(time)
            self._carry(time, m, text, reader)
        self.read_to = end
        near = passage.near
        times, rows = in_rows(times, text, begin) if times and _JOIN.search(near) else (times, [])
        yearly = "均" in near and ("年均" in near or "年平均" in near)
        plan = (
            self.leads.planned(sentence.paragraph)
            if yearly and reader.ahead and not self.known_span
            else None
        )
        summed = self._summed(passage, times)
        if not (times or yearly or summed is not None) and (default is None or years(default) == 1):
            return [None if before else default for before in former]  # most sentences name no time
        found: list[Period | None] = []
        first = passage.figures[0].start
        for figure, before, moved in zip(passage.figures, former, changed, strict=True):
            mean = _yearly(text, figure) if yearly else None
            said = _Said([t for t in times if t.former] if before else times, first, text, reader.ahead)
            otherwise = None if before else default
            if summed is not None and summed < figure.start and not before:
                otherwise = self.known_span
            period = _of(figure, said, otherwise, mean, self.known_span or (plan if moved else None))
            if period is not None and mean is None and years(period) > 1 and not _sums(figure, times):
                is_level = not moved and _compared(figure, times, period, text)
                if is_level or _is_level(figure, text, self.known, moved=moved):
                    period = last_year(period)  # what was done or grew belongs to all of the years
            found.append(period)
        if rows:
            one_by_one(found, rows, times, passage.figures, text)
        return found

    def _summed(self, passage: Passage, times: list[Time]) -> int | None:
        """Where a sentence that names no time sums what a review of several years tells (累计批准项目900个), though its paragraph
        has named the last of them since.
        """
        if (
            self.known_span is None
            or self.span
            or self.of_year
            or passage.ahead
            or "累计" not in passage.near
        ):
            return None
        begin, end = passage.sentence.span
        at = passage.text.find("累计", begin, end)
        return None if at < 0 or any(time.start < at for time in times) else at

    def _carry(self, time: Time, m: re.Match[str], text: str, reader: Reader) -> None:
        """A span holds until the year that the part itself is about is named: 2019年 in a review of 2016 to 2020 says nothing
        of the next sentence.
        """
        if time.compared or time.former or time.local or time.until:
            return
        if years(time.period) > 1:
            if not _FIRST.match(text, time.end):
                self.span = self.known_span = time.period
        elif time.told or ((m["year"] or m["word"]) and _opens(m.start(), text)):
            own = reader.own.end.year if reader.own else time.period.end.year
            if time.period.end.year == own:
                self.span = None
                self.of_year = self.of_year or time.start <= self.opening


class _Said(NamedTuple):
    """The words of time of a sentence of `text`, whose first figure starts at `first`; `ahead` says that it looks ahead."""

    times: list[Time]
    first: int
    text: str
    ahead: bool


def _of(
    figure: Surroundings, said: _Said, otherwise: Period | None, yearly: int | None, span: Period | None
) -> Period | None:
    """The nearest word of time before the figure; one in 由去年的90元 only holds for the figure right after it.

    `yearly` is where the figure is said to be a mean of years, `span` the years that it then is of.
    """
    begin, mean, (times, _, text, ahead) = figure.start, None, said
    if yearly is not None and not ahead:
        mean = _since_base([t for t in times if t.start < begin], otherwise)
    for time in reversed(times):
        if time.compared and figure.kind != "ratio" and text[time.end : begin] == "的":
            return time.period  # 比1997年的447亿元, not 是2007年的1.7倍
        if time.until is not None and time.until < begin:
            continue
        if yearly is not None and years(time.period) == 1 and (mean or span):
            after = yearly < time.start or (ahead and _beyond(time.period, span))
            if after and time.start < begin and not (time.compared or time.former):
                return time.period  # 年均增长7.1%、2017年达到2.8万亿元; 到2030年，年均增长5%
            continue
        if time.compared or time.start >= begin or (time.former and time.end < figure.left):
            continue
        if time.local and time.start < figure.clause_start and not _lists(time, said, figure):
            continue
        if _sums_on(time, otherwise, text, figure):
            continue
        if not ahead and otherwise and time.period.start > otherwise.end and ";" in text[time.end : begin]:
            continue  # in a review, 将于今年投产 says nothing beyond its own part of the sentence
        return time.period
    if yearly is not None and (mean or span):
        return mean or span
    return otherwise


def _sums_on(time: Time, span: Period | None, text: str, figure: Surroundings) -> bool:
    """Whether what is summed in a review of several years (;能耗累计下降22%) stands behind a year of another part of the sentence."""
    return (
        span is not None
        and years(span) > 1 == years(time.period)
        and ";" in text[time.end : figure.start]
        and text.find("累计", figure.clause_start, figure.start) >= 0
    )


def _opens(at: int, text: str) -> bool:
    """Whether a year opens a clause: 2022年，……, 刚刚过去的2022年."""
    return at == 0 or text[at - 1] in _OPENS or text.startswith("过去的", max(0, at - 3))


def _beyond(period: Period, span: Period | None) -> bool:
    return span is not None and period.end.year > span.end.year


def _sums(figure: Surroundings, times: list[Time]) -> bool:
    """五年实际利用外资达到(40万元)."""
    return any(time.sums and figure.left <= time.start < figure.start for time in times)


def _compared(figure: Surroundings, times: list[Time], span: Period, text: str) -> bool:
    """Whether a figure told of a span is a level of its last year, held against one before it: 投资80万元，是2017年的4倍."""
    for time in times:
        if time.compared and time.start >= figure.end and time.period.end < span.start:
            between = text[figure.clause_start : time.start]
            near = between.count(",") <= 1 or "分别" in between[-4:]
            return near and years(time.period) == 1 and not any(word in between for word in _NO_LEVEL)
    return False


def _lists(time: Time, said: _Said, figure: Surroundings) -> bool:
    """Whether what a span of years sums goes on to a figure of a later clause: 五年累计新建公厕60座，改造农房18户, where no other
    time and no figure stands before it, and 五年新增就业260人，其中女工120人.
    """
    text, between = said.text, said.text[time.end : figure.start]
    if ";" in between:
        return False
    if text.startswith("其中", text.find(",", time.end) + 1) and between.count(",") == 1:
        return True
    return time.sums and time.start < said.first and said.times[0] is time


def _yearly(text: str, figure: Surroundings) -> int | None:
    """Where the last 年均 before a figure stands in its clause; the mean of a single year (年均浓度) is none."""
    begin, end = figure.clause_start, figure.start
    at = max(text.rfind("年均", begin, end), text.rfind("年平均", begin, end))
    return None if at < 0 or _OF_ONE_YEAR.match(text, at) else at


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


_OPENS: Final = "\n。!,;: "
_NO_LEVEL: Final = (";", "累计", "共", "五年")
_OF_ONE_YEAR: Final = re.compile("年平?均(?:浓度|气温|温度|水质|值|降水|降雨)")
# 五年粮食总产量达(500吨), 销售额累计达到(9亿元) are of all the years, though 达 stands there.
_FIVE: Final = re.compile("五年(?!来|间|期|后)")
# At most two characters, so that it is looked for in the last two.
_REACHED: Final = re.compile(r"(?:达到?|为|至|到|在|突破|超过|(?<!共)有|余额)\Z")


def _is_level(figure: Surroundings, text: str, known: Calendar, *, moved: bool) -> bool:
    """Whether a figure told of a span of years is a level at its end, by what stands before it or by its kind."""
    begin, end = figure.left, figure.start
    if _FIVE.match(text, figure.clause_start, end) or text.find("累计", begin, end) >= 0:
        return False
    if _REACHED.search(text, max(begin, end - 2), end):
        return True
    level = figure.kind in ("ratio", "rank") or known.stock.search(text, begin, end) is not None
    return level and not moved and known.moved.search(text, begin, end) is None
