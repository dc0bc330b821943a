"""One word of time in its place: the period it means, and how far it speaks."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from reporttext.model import Period
from reporttext.numbers import read_number
from reporttext.resolve.period.anchors import whole_year
from reporttext.resolve.period.calendar import Calendar

_PAUSES: Final = ",;:。! \n(经这"
_COMPARED: Final = re.compile(r"(?:比|较|与|同|是|相当于|超过|[高低快慢好优多少]于) ?\Z")
_FORMER: Final = re.compile(r"(?:由|从|在) ?\Z")
_BASE: Final = re.compile(
    r"在[^,;。]{0,30}基础上"
)  # its time holds up to there: 在2017年5个县的基础上，又有10个
# 从今年起用3年时间; 从去年起连续3年; 从今年起，每年投入1亿元，用五年时间
_LASTS: Final = re.compile(
    r"(?:起|开始),?(?:[^。;,]{0,16},)?(?:再用|用|利用|连续)(\d{1,2}|[一二两三四五六七八九十])年"
)


_AIMED: Final = ("力争", "争取", "确保", "计划")
_SUMMED: Final = ("年均", "平均", "累计", "共", "分别")
_YEAR: Final = 366  # days at most from a day to the one before it a year later
_TITLE: Final = 60  # characters of a document's name
_NO_SPAN: Final = "第每近前满"
# What says how fast it went, which goes on to no other noun: 两年平均增长5%，投资增长6%.
_RATES: Final = ("年均", "平均", "增长", "提高", "下降", "翻", "分别")


class Time(NamedTuple):
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
    sums: bool = False
    told: bool = False


class Reader:
    """Reads words of time in one part of a report: 今年 counts from `now`, 全年 and 3月 belong to the part's own period."""

    __slots__ = ("ahead", "known", "now", "own", "reported")

    def __init__(
        self,
        known: Calendar,
        now: int | None,
        own: Period | None,
        reported: Period | None,
        *,
        ahead: bool = False,
    ) -> None:
        self.known, self.now, self.own, self.reported, self.ahead = known, now, own, reported, ahead

    def read(self, m: re.Match[str], text: str) -> Time | None:
        start, end = m.span()
        before, after = text[max(0, start - 4) : start], text[end : end + 4]
        period = self._meaning(m, before, after)
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
        lasts = _LASTS.match(text, end) if after.startswith(("起", "开始")) else None
        if lasts and m["word"]:
            number = read_number(lasts[1])
            if number and number.low:
                last = period.start.year + int(number.low) - 1
                period = Period(period.start, date(last, 12, 31), period.text + lasts[0])
        base = self._base(m, text)
        compared = after.startswith(("同期", "基础上", "的基础", "相比")) or bool(_COMPARED.search(before))
        former = after.startswith(("的", "底的", "末的")) and bool(_FORMER.search(before))
        opens = not before or before[-1] in _PAUSES
        summed = m["since"] is not None and not m[0].endswith(("来", "间"))
        sums = summed and not text.startswith(_RATES, end)
        local = summed or (
            years(period) > 1 and not (opens or m["word"]) and not m[0].endswith(("五", "五”"))
        )
        return Time(
            start,
            end,
            period,
            compared,
            former,
            local,
            base.end() if base else None,
            sums,
            m["told"] is not None,
        )

    def _base(self, m: re.Match[str], text: str) -> re.Match[str] | None:
        """The 在…基础上 that the word stands in."""
        near = max(0, m.start() - 30)
        if text.find("基础上", m.end(), m.end() + 30) < 0 or text.find("在", near, m.start()) < 0:
            return None
        found = _BASE.finditer(text, near, m.end() + 30)
        return next((base for base in found if base.start() < m.start() < base.end()), None)

    def _meaning(self, m: re.Match[str], before: str, after: str) -> Period | None:
        written = m[0]
        if m["plan"] or m["both"] or m["count"] or m["since"]:
            opens = not before or before[-1] in _PAUSES
            return self._span(m, opens=opens or self._sums_midway(m, before, after))
        if m["told"]:
            return self.reported and replace(self.reported, text=written)
        year = self._year_of(m)
        if year is None:
            return None
        if m["until"]:
            return Period(date(year, 1, 1), date(max(year, int(m["until"])), 12, 31), written)
        part = m["part"] or m["part2"]
        if part:
            first, last = self.known.parts[part]
            return Period(date(year, first, 1), _end(year, last), written)
        return (
            self._days(m, year)
            if m["to_month"] or m["to_date"] or m["to_month2"] or m["to_date2"]
            else _months(m, year, written)
        )

    def _days(self, m: re.Match[str], year: int) -> Period | None:
        """From a month or day to another: 6月1日至30日, 2021年12月—2022年2月. None where they run over New Year and no year is said."""
        two = "" if m["first"] else "2"
        first, month = int(m[f"first{two}"]), int(m[f"to_month{two}"] or m[f"last{two}"] or m[f"first{two}"])
        start = _day(year, first, m[f"day{two}"])
        last = year
        if m[f"to_year{two}"]:
            last = int(m[f"to_year{two}"])
        elif word := m[f"to_word{two}"]:
            of_own = word in self.known.own
            now = year if of_own and self.known.years[word] >= 0 else self.now
            last = year if now is None else now + self.known.years[word]
        elif month < first and (m["year"] or m["word"]):
            last += 1
        day = m[f"to_day{two}"] or m[f"to_date{two}"]
        end = _day(last, month, day) if day else _end(last, month)
        return Period(start, end, m[0]) if start <= end else None

    def _sums_midway(self, m: re.Match[str], before: str, after: str) -> bool:
        """入学率五年分别提高2个和3个百分点, in plans 力争五年新增就业300人: years that are summed where no clause opens."""
        if m["since"] is None or m[0].endswith(("来", "间")):
            return False
        if self.ahead and before.endswith(_AIMED):
            return True
        return before[-1:] not in _NO_SPAN and (m[0].endswith(_SUMMED) or after.startswith(_SUMMED))

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
            return self._several(m, opens=opens or m["reach"] in self.known.ever)
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
        if m["reach"] in self.known.back or (m["since"] and (not self.ahead or m[0].endswith("来"))):
            return Period(date(end - count + 1, 1, 1), date(end, 12, 31), m[0])
        return Period(date(end + 1, 1, 1), date(end + count, 12, 31), m[0])


def read_times(
    known: Calendar, reader: Reader, text: str, start: int, end: int
) -> Iterator[tuple[Time, re.Match[str]]]:
    """The words of time in [start, end) that mean one, without those in a document's name: 《…规划（2007—2020年）》."""
    for m in known.find(text, start, end):
        near = max(start, m.start() - _TITLE)
        if text.rfind("《", near, m.start()) > text.rfind("》", near, m.start()):
            continue
        time = reader.read(m, text)
        if time is not None:
            yield time, m


def _months(m: re.Match[str], year: int, written: str) -> Period | None:
    """3月, 1—9月, 截至11月底, 4月23日; a bare year where no month stands."""
    first = m["first"] or m["first2"]
    if not first:
        return whole_year(year, written)
    last = int(m["last"] or m["last2"] or first)
    if last < int(first):  # 2021年11月至3月; of 11月至3月 alone no year is said
        said = m["year"] or m["word"]
        return Period(date(year, int(first), 1), _end(year + 1, last), written) if said else None
    day, edge = m["day"] or m["day2"], m["edge"] or m["edge2"]
    through = bool(m["upto"]) or edge in ("底", "末")
    if day and (m["last"] or m["last2"]):
        return Period(date(year, min(int(first), last), 1), _day(year, last, day), written)  # 3月至5月20日
    if day:
        end = _day(year, last, day)
        return Period(date(year, 1, 1) if through else end, end, written)
    return Period(date(year, 1 if through else min(int(first), last), 1), _end(year, last), written)


def _day(year: int, month: int, day: str | None) -> date:
    return date(year, month, min(int(day or 1), monthrange(year, month)[1]))


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def years(period: Period) -> int:
    """How many calendar years a period is of; what lasts no year is of one, though it runs over New Year (12月20日至1月10日)."""
    if (period.end - period.start).days < _YEAR:
        return 1
    return period.end.year - period.start.year + 1


def last_year(period: Period) -> Period:
    """The last of the years that a period touches."""
    return Period(date(period.end.year, 1, 1), period.end, period.text)
