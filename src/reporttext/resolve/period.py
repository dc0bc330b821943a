"""Which stretch of time a figure is about: 2022年, 今年以来, 去年, 上半年, 1—9月, 截至11月底, “十四五”期间, 过去五年.

Relative words count from an anchor that each part of a report shows by its own words: a government report given in
January says 去年 for the year it reviews and 今年 for the year it plans; a township's summary says 今年 for its own year.
A figure without a word of time has the period of its part: the reported period, or the year planned.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from reporttext.lexicon import Lexicon, check_keys
from reporttext.model import Block, Document, Period
from reporttext.numbers import read_number
from reporttext.resolve.context import Passage, Surroundings
from reporttext.rule import trie

_LOOKS_BACK = frozenset(("preamble", "overview", "achievements", "problems", "front", "back"))
_PAUSES = ",;:。 \n(经这"
_COMPARED = re.compile(r"(?:比|较|与|是|相当于|超过|高于|低于) ?\Z")
_FORMER = re.compile(r"(?:由|从|在) ?\Z")
_BASE = re.compile(r"在[^,;。]{0,30}基础上")  # its time holds up to there: 在2017年5个县的基础上，又有10个
_FIRST = re.compile(r"[^,;。]{0,12}(?:首次|第一次|最)")  # 三年来首次: the span says nothing of what follows
_LASTS = re.compile(r"起,?(?:再)?用(\d{1,2}|[一二两三四五六七八九十])年")  # 从今年起用3年时间
_MILESTONE = re.compile(r"(?:\A|。|!)((?:19|20)\d\d年)是[^。]{0,20}之年")
_YEARLY = re.compile("年均|年平均")
_RELATIVE = re.compile("[今明来]年|(?<![比较])去年(?!同期)")


@dataclass(frozen=True)
class Calendar:
    """The words of data/periods.toml and the pattern that finds them."""

    years: dict[str, int]
    own: frozenset[str]
    both: dict[str, tuple[int, int]]
    parts: dict[str, tuple[int, int]]
    plans: dict[str, tuple[int, int]]
    back: frozenset[str]
    pattern: re.Pattern[str]


@cache
def calendar(lexicon: Lexicon) -> Calendar:
    table = lexicon["periods"]
    check_keys("periods", table, ("years", "own", "both", "parts", "plans", "spans"))
    parts = {name: (months[0], months[1]) for name, months in table["parts"].items()}
    year = r"(?P<year>(?:19|20)\d\d|[一二][九〇零○][\d一二三四五六七八九〇零○]{2})(?:年?(?:--?|—|至|到)(?P<until>(?:19|20)\d\d))? ?年(?:度)?"
    month = r"(?P<first>1[0-2]|0?[1-9])(?:(?:月)?(?:-|—|~|至|到)(?P<last>1[0-2]|0?[1-9]))? ?月(?:份)?(?:(?P<day>[12]\d|3[01]|0?[1-9])日)?(?P<edge>底|末|初|中旬|上旬|下旬)?"
    spans = table["spans"]
    several = rf"(?<!学)(?P<reach>{trie([*spans['back'], *spans['forward']])})(?P<count>[一二两三四五六七八九十]|\d{{1,2}})(?:个)?年|(?P<since>[两三四五六七八九十]|\d{{1,2}})年(?:来|间|累计|共|(?=年均))"
    starts = {word[0] for name in ("years", "both", "parts", "plans") for word in table[name]}
    starts |= {word[0] for words in spans.values() for word in words} | set("截到至“一二两三四五六七八九十")
    pattern = rf"(?=[0-9{''.join(sorted(starts))}])(?P<upto>截至|截止|到|至)?(?:“?(?P<plan>{trie(table['plans'])})”?(?:规划|计划)?(?:期间|时期|末|以来)|(?P<both>{trie(table['both'])})|{several}|(?:{year}|(?P<word>{trie(table['years'])}))(?:(?P<part>{trie(parts)})|{month})?|(?<![提目])(?P<part2>{trie(parts)})|(?<!\d){month.replace('?P<first>', '?P<first2>').replace('?P<last>', '?P<last2>').replace('?P<day>', '?P<day2>').replace('?P<edge>', '?P<edge2>')})"
    return Calendar(
        dict(table["years"]),
        frozenset(table["own"]["words"]),
        {k: (v[0], v[1]) for k, v in table["both"].items()},
        parts,
        {k: (v[0], v[1]) for k, v in table["plans"].items()},
        frozenset(spans["back"]),
        re.compile(pattern),
    )


@dataclass(frozen=True, slots=True)
class Anchors:
    """`now` is what 今年 means looking back and looking ahead; `year` is the reported year, `planned` the one planned."""

    back: int | None
    ahead: int | None
    reported: Period | None
    planned: Period | None


def anchors(doc: Document) -> Anchors:
    """Read the anchors off the report's own words. All None where the report shows no year."""
    meta = doc.metadata
    if meta.year is None:
        return Anchors(None, None, None, None)
    year = meta.year
    later = meta.year_given is not None and meta.year_given > year
    counts = _relative_years(doc)
    is_government = meta.doc_type == "政府工作报告"
    given = year + 1 if later or is_government else year
    back = (
        given
        if counts[True]["去年"] > counts[True]["今年"] or (is_government and later)  # given next January
        else year
    )
    ahead = given if counts[False]["今年"] >= counts[False]["明年"] and given > year else year
    start, end = meta.period_start or date(year, 1, 1), meta.period_end or date(year, 12, 31)
    planned = (
        Period(date(year, end.month + 1, 1), date(year, 12, 31), "")
        if end.month < 12 and end.year == year
        else _year(year + 1)
    )
    return Anchors(back, ahead, Period(start, end, ""), planned)


def _relative_years(doc: Document) -> dict[bool, Counter[str]]:
    """How often 今年, 去年, 明年 stand in what looks back (True) and in what looks ahead (False), comparisons left out."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    starts = [block.span.start for block in doc.blocks]
    for m in _RELATIVE.finditer(doc.folded):
        i = bisect_right(starts, m.start()) - 1
        if i >= 0 and m.end() <= doc.blocks[i].span.end:
            counts[doc.blocks[i].section in _LOOKS_BACK]["明年" if m[0] == "来年" else m[0]] += 1
    return counts


def _year(year: int, text: str = "") -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), text)


@dataclass(frozen=True, slots=True)
class Time:
    """A word of time: its place, what it means, whether it stands as the base of a comparison or as a former level.

    `local` ones (三年累计, 2015年以来的) say nothing beyond their own clause, others nothing beyond `until`.
    """

    start: int
    end: int
    period: Period
    compared: bool
    former: bool
    local: bool
    until: int | None = None


class Clock:
    """Gives the figures of one document their periods, passage by passage in order.

    A span of years said once holds on: in its paragraph (五年来，…。累计…) and under its heading (过去五年工作回顾), until a
    single year is named. Flows take the whole span, levels (达到, rates) its last year.
    """

    def __init__(self, doc: Document, known: Calendar) -> None:
        self.known = known
        anchor = anchors(doc)
        self.readers = {
            False: _Reader(known, anchor.back, anchor.reported, anchor.reported),
            True: _Reader(known, anchor.ahead, anchor.planned, anchor.reported),
        }  # by whether a part looks ahead
        self.paragraph = -1
        self.read_to = 0
        self.span: Period | None = None
        self.known_span: Period | None = None  # the last one, where a single year has ended it: for 年均
        self.leads = self._lead_ins(doc)

    def periods(self, passage: Passage, former: Sequence[bool]) -> list[Period | None]:
        """The period of each figure of the passage; None for a `former` level whose time is not said."""
        block, sentence, text = passage.block, passage.sentence, passage.doc.folded
        reader = self._reader(block)
        default = reader.own
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.read_to = sentence.paragraph, block.span.start
            heading = self._of_headings(block.path, reader)
            lead = self.leads.get(sentence.paragraph, heading)
            self.span = lead if lead and _years(lead) > 1 else None
            self.known_span = self.span or heading
        for time, m in self._read(reader, text, self.read_to, sentence.span.start):
            self._carry(time, m, text)
        held, times = self.span, []
        for time, m in self._read(reader, text, sentence.span.start, sentence.span.end):
            times.append(time)
            self._carry(time, m, text)
        self.read_to = sentence.span.end
        return [
            self._of(
                figure,
                [t for t in times if t.former] if before else times,
                None if before else held or default,
                text,
            )
            for figure, before in zip(passage.figures, former, strict=True)
        ]

    def _reader(self, block: Block) -> _Reader:
        return self.readers[block.section in ("plans", "closing")]

    def _lead_ins(self, doc: Document) -> dict[int, Period]:
        """By paragraph, the time that a lead-in sets for those after it: 今后五年的目标是：, 2017年是收官之年. It ends with
        the heading it stands under.
        """
        leads: dict[int, Period] = {}
        held: tuple[tuple[str, ...], Period] | None = None
        for i, block in enumerate(doc.blocks):
            if held and block.path[: len(held[0])] != held[0]:
                held = None
            text = doc.folded[block.span.start : block.span.end].rstrip()
            if held and block.role != "heading":
                leads[i] = held[1]
            milestone = _MILESTONE.search(text) if "之年" in text else None
            begin = milestone.start(1) if milestone else text.rfind("。") + 1
            if not milestone and not (text.endswith(":") and len(text) - begin < _LEAD_IN):
                continue
            m = self.known.pattern.search(text, begin)
            time = self._reader(block).read(m, text) if m else None
            if time is not None and not (time.compared or time.former or time.local):
                held = (tuple(block.path), time.period)
        return leads

    def _read(self, reader: _Reader, text: str, start: int, end: int) -> Iterator[tuple[Time, re.Match[str]]]:
        for m in self.known.pattern.finditer(text, start, end):
            near = max(start, m.start() - _TITLE)
            if text.rfind("《", near, m.start()) > text.rfind("》", near, m.start()):
                continue  # the years of a plan's name: 《…规划（2007—2020年）》
            time = reader.read(m, text)
            if time is not None:
                yield time, m

    def _of_headings(self, path: Sequence[str], reader: _Reader) -> Period | None:
        """The span of years that the innermost heading with a word of time names; a single year there means none."""
        for heading in reversed(path):
            times = [
                t for m in self.known.pattern.finditer(heading) if (t := reader.read(m, heading)) is not None
            ]
            if times:
                return times[0].period if _years(times[0].period) > 1 else None
        return None

    def _carry(self, time: Time, m: re.Match[str], text: str) -> None:
        if time.compared or time.former or time.local or time.until:
            return
        if _years(time.period) > 1:
            if not _FIRST.match(text, time.end):
                self.span = self.known_span = time.period
        elif (m["year"] or m["word"]) and text[max(0, m.start() - 1) : m.start()] in (
            "",
            "\n",
            "。",
            ",",
            ";",
            ":",
            " ",
        ):
            self.span = None

    def _of(
        self, figure: Surroundings, times: Sequence[Time], otherwise: Period | None, text: str
    ) -> Period | None:
        """The nearest word of time before the figure; one in 由去年的90元 only holds for the figure right after it."""
        begin = figure.fact.span.start
        yearly = _YEARLY.search(text, figure.clause_span.start, begin)
        for time in reversed(times):
            if time.compared and figure.fact.kind != "ratio" and text[time.end : begin] == "的":
                return _for_figure(time.period, figure, text)  # 比1997年的447亿元, not 是2007年的1.7倍
            if time.until is not None and time.until < begin:
                continue
            if yearly and _years(time.period) == 1 and self.known_span:
                continue
            if time.compared or time.start >= begin or (time.former and time.end < figure.before.start):
                continue
            if time.local and time.start < figure.clause_span.start:
                continue
            return _for_figure(time.period, figure, text)
        if yearly and self.known_span:
            return self.known_span
        return _for_figure(otherwise, figure, text) if otherwise else None


def _years(period: Period) -> int:
    return period.end.year - period.start.year + 1


_TITLE = 60  # characters of a document's name
_LEAD_IN = 60  # characters of a sentence that only leads in
_REACHED = re.compile(r"(?:达到?|为|至|到|在|突破|超过|(?<!共)有|余额)\Z")


def _for_figure(period: Period, figure: Surroundings, text: str) -> Period:
    """A level at the end of a span of years belongs to the last one; what was done or grew, to all of them."""
    is_rate = figure.fact.kind in ("ratio", "rank") and not _MOVED.search(
        text, figure.before.start, figure.fact.span.start
    )
    if _years(period) > 1 and (is_rate or _REACHED.search(text, figure.before.start, figure.fact.span.start)):
        return Period(date(period.end.year, 1, 1), period.end, period.text)
    return period


_MOVED = re.compile("增|降|减|提高|上升|下|涨|年均")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads words of time in one part of a report: 今年 counts from `now`, 全年 and 3月 belong to the part's own period."""

    known: Calendar
    now: int | None
    own: Period | None
    reported: Period | None

    def read(self, m: re.Match[str], text: str) -> Time | None:
        before, after = text[max(0, m.start() - 4) : m.start()], text[m.end() : m.end() + 4]
        period = self._meaning(m, before)
        if period is None:
            return None
        if (
            after.startswith(("以来", "起", "开始"))
            and self.own is not None
            and period.start <= self.own.end
            and not m["word"]
        ):
            period = Period(
                period.start, self.own.end, f"{period.text}{'以来' if after.startswith('以来') else '起'}"
            )
        lasts = _LASTS.match(text, m.end())
        if lasts and m["word"]:
            number = read_number(lasts[1])
            if number and number.low:
                last = period.start.year + int(number.low) - 1
                period = Period(period.start, date(last, 12, 31), period.text + lasts[0])
        base = self._base(m, text)
        compared = bool(_COMPARED.search(before)) or after.startswith(("同期", "基础上", "的基础"))
        former = bool(_FORMER.search(before)) and after.startswith(("的", "底的", "末的"))
        opens = not before or before[-1] in _PAUSES
        local = m[0].endswith(("累计", "共")) or (_years(period) > 1 and not opens)
        return Time(m.start(), m.end(), period, compared, former, local, base.end() if base else None)

    def _base(self, m: re.Match[str], text: str) -> re.Match[str] | None:
        """The 在…基础上 that the word stands in."""
        near = max(0, m.start() - 30)
        if text.find("基础上", m.end(), m.end() + 30) < 0 or text.find("在", near, m.start()) < 0:
            return None
        found = _BASE.finditer(text, near, m.end() + 30)
        return next((base for base in found if base.start() < m.start() < base.end()), None)

    def _meaning(self, m: re.Match[str], before: str) -> Period | None:
        written = m[0]
        if m["plan"] or m["both"] or m["count"] or m["since"]:
            return self._span(m, opens=not before or before[-1] in _PAUSES)
        year = self._year_of(m)
        if year is None:
            return None
        if m["until"]:
            return Period(date(year, 1, 1), date(max(year, int(m["until"])), 12, 31), written)
        part = m["part"] or m["part2"]
        if part:
            first, last = self.known.parts[part]
            return Period(date(year, first, 1), _end(year, last), written)
        return _months(m, year, written)

    def _year_of(self, m: re.Match[str]) -> int | None:
        if m["year"]:
            number = read_number(m["year"])
            return (
                int(number.low) if number and number.low is not None and 1900 <= number.low < 2100 else None
            )
        if m["word"]:
            now = self.own.end.year if self.own and m["word"] in self.known.own else self.now
            return None if now is None else now + self.known.years[m["word"]]
        return self.own.end.year if self.own else None

    def _span(self, m: re.Match[str], *, opens: bool) -> Period | None:
        """Several years: “十四五”期间, 今明两年, 过去五年."""
        if m["plan"]:
            first, last = self.known.plans[m["plan"]]
        elif m["both"]:
            if self.now is None:
                return None
            first, last = (self.now + offset for offset in self.known.both[m["both"]])
        else:
            return self._several(m, opens=opens or m["reach"] in ("过去", "今后", "未来"))
        return Period(date(first, 1, 1), date(last, 12, 31), m[0])

    def _several(self, m: re.Match[str], *, opens: bool) -> Period | None:
        """Where it opens a clause: 过去五年 ends with the reported year, 今后三年 begins after it."""
        number = read_number(m["count"] or m["since"])
        if (
            number is None
            or number.low is None
            or self.reported is None
            or not 1 < number.low < 50
            or not opens
        ):
            return None
        end, count = self.reported.end.year, int(number.low)
        if m["since"] or m["reach"] in self.known.back:
            return Period(date(end - count + 1, 1, 1), date(end, 12, 31), m[0])
        return Period(date(end + 1, 1, 1), date(end + count, 12, 31), m[0])


def _months(m: re.Match[str], year: int, written: str) -> Period:
    """3月, 1—9月, 截至11月底, 4月23日; a bare year where no month stands."""
    first = m["first"] or m["first2"]
    if not first:
        return _year(year, written)
    last = int(m["last"] or m["last2"] or first)
    day, edge = m["day"] or m["day2"], m["edge"] or m["edge2"]
    through = bool(m["upto"]) or edge in ("底", "末")
    if day and not (m["last"] or m["last2"]):
        end = date(year, last, min(int(day), monthrange(year, last)[1]))
        return Period(date(year, 1, 1) if through else end, end, written)
    return Period(date(year, 1 if through else min(int(first), last), 1), _end(year, last), written)


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
