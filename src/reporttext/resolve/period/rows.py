"""Times in a row: one span together (3月和5月共培训60人), or one by one of as many figures (3月和5月分别培训30人、40人)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from reporttext.model import Period
from reporttext.resolve.context import Surroundings
from reporttext.resolve.period.anchors import whole_year
from reporttext.resolve.period.reader import Time

_JOIN: Final = "(?:、|和|与|以及|及)"
_JOINS: Final = re.compile(_JOIN)
_SAYS_YEAR: Final = re.compile(r"[\d〇零○一二三四五六七八九今去明前当来次]年")
# 2020、2021(年); 3、5(月): none but the last has its sign.
_YEARS: Final = re.compile(rf"(?<![\d.])(?:(?:19|20)\d\d{_JOIN}){{1,6}}\Z")
_MONTHS: Final = re.compile(rf"(?<![\d.])(?:(?:1[0-2]|[1-9]){_JOIN}){{1,11}}\Z")
# (一、二、)三季度; a single number could be that of a small heading (一、二季度工作) unless words stand before it.
_QUARTERS: Final = re.compile(
    rf"(?:(?<=[\u4e00-\u9fff])|(?=(?:[一二三]{_JOIN}){{2}}))(?:[一二三]{_JOIN}){{1,3}}\Z"
)
_YEAR_ALONE: Final = re.compile(r"\d{4}年度?")
_MONTH_ALONE: Final = re.compile(r"\d{1,2}月份?")
_QUARTER_ALONE: Final = re.compile("[二三四]季度")
_BARE: Final = 40  # characters of such numbers
_ONE_BY_ONE: Final = re.compile("分别|依次")
_STOPS: Final = re.compile("[;。!\n]")
_PAUSES: Final = ",;:。\n"


class Row(NamedTuple):
    """Times in a row; `base` says that they are what something is compared with, or a former level."""

    start: int
    end: int
    periods: tuple[Period, ...]
    span: Period
    base: bool


def in_rows(times: Sequence[Time], text: str, begin: int) -> tuple[list[Time], list[Row]]:
    """The times of a sentence that begins at `begin`, with one that spans them for those of a row, and these rows."""
    found: list[Time] = []
    rows: list[Row] = []
    i = 0
    while i < len(times):
        j = i + 1
        while j < len(times) and _JOINS.fullmatch(text, times[j - 1].end, times[j].start):
            j += 1
        of = times[i:j]
        i = j
        start, bare = _bare(of[0], text, max(begin, of[0].start - _BARE))
        if of[0].told or of[0].sums or len(bare) + len(of) == 1:
            found += of
            continue
        year: int | None = None
        if found and found[-1].end == start and not _SAYS_YEAR.search(of[0].period.text):
            year = found[-1].period.start.year  # 2021年3、5月
            start = found.pop().start
        periods: list[Period] = []
        for period in (*bare, *(time.period for time in of)):
            if _SAYS_YEAR.search(period.text) or not period.text[-1:].isalpha():
                year = period.start.year
            periods.append(period if year is None else _in_year(period, year))
        ends = min(p.start for p in periods), max(p.end for p in periods)
        span = Period(*ends, text[start : of[-1].end])
        compared, former = any(t.compared for t in of), any(t.former for t in of)
        found.append(of[-1]._replace(start=start, period=span, compared=compared, former=former))
        rows.append(Row(start, of[-1].end, tuple(periods), span, compared or former))
    return found, rows


def one_by_one(
    found: list[Period | None],
    rows: Sequence[Row],
    times: Sequence[Time],
    figures: Sequence[Surroundings],
    text: str,
) -> None:
    """Give each of as many figures in a row its own time: 2020年、2021年、2022年分别建成公路1公里、2公里、3公里. Whatever else the
    times of a row could mean, no figure is of one of them alone.
    """
    opens = [time.start for time in times if not (time.compared or time.former)]
    for row in rows:
        limit = next((start for start in opens if start >= row.end), figures[-1].end)
        stop = _STOPS.search(text, row.end, limit)
        limit = stop.start() if stop else limit
        said = _ONE_BY_ONE.search(text, row.end, limit)
        count = len(row.periods)
        if row.base or said is None:
            continue
        of_nouns = _of_nouns(text, row, said.start(), count)
        for begin, end in _groups(figures, said.start(), limit):
            paired = end - begin == count and not of_nouns
            found[begin:end] = row.periods if paired else [row.span] * (end - begin)


def _of_nouns(text: str, row: Row, said: int, count: int) -> bool:
    """Whether 分别 can part as many nouns instead: 2021年和2022年，茶叶、水果产量分别增长5%、6%."""
    begin = max(text.rfind(sign, 0, row.start) for sign in _PAUSES) + 1
    return any(
        len(_JOINS.findall(text, *where)) == count - 1 for where in ((begin, row.start), (row.end, said))
    )


def _groups(figures: Sequence[Surroundings], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Figures in [begin, end) that only 、 or 和 part."""
    first = 0
    for i in range(1, len(figures) + 1):
        if i == len(figures) or not figures[i].joined:
            if begin <= figures[first].start < end:
                yield first, i
            first = i


def _bare(time: Time, text: str, begin: int) -> tuple[int, list[Period]]:
    """Where a row begins with numbers that have no sign of their own, and their periods: (2020、2021、)2022年, (3、)5月,
    (一、)二季度.
    """
    written = time.period.text
    if _QUARTER_ALONE.fullmatch(written):
        return _quarters(time, text, begin)
    of_years = _YEAR_ALONE.fullmatch(written)
    if not of_years and not _MONTH_ALONE.fullmatch(written):
        return time.start, []
    m = (_YEARS if of_years else _MONTHS).search(text, begin, time.start)
    if m is None:
        return time.start, []
    numbers = [int(number) for number in re.findall(r"\d+", m[0])]
    if of_years:
        return m.start(), [whole_year(number, str(number)) for number in numbers]
    year = time.period.start.year
    return m.start(), [_months(year, number, number, f"{number}月") for number in numbers]


def _quarters(time: Time, text: str, begin: int) -> tuple[int, list[Period]]:
    """The quarters before one that has the sign, as `_bare` gives them."""
    m = _QUARTERS.search(text, begin, time.start)
    if m is None:
        return time.start, []
    year, numbers = time.period.start.year, ["一二三".index(sign) for sign in re.findall("[一二三]", m[0])]
    return m.start(), [_months(year, 3 * q + 1, 3 * q + 3, f"{'一二三'[q]}季度") for q in numbers]


def _months(year: int, first: int, last: int, written: str) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), written)


def _in_year(period: Period, year: int) -> Period:
    """The same part of another year; what runs over New Year ends in the year after."""
    over = period.end.year - period.start.year
    return Period(_moved(period.start, year), _moved(period.end, year + over), period.text)


def _moved(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
