"""Dates and years of front matter and signature: 2021年7月6日, ２０１９年…, 二〇一四年十二月×日, 2025-01-20, 2021.7.6, 2024年1月.

A part that was blanked out (×日, **月) is None, as is one that is not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from reporttext.model import Span

_DIGITS = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_HAN = "〇零○Oo一二三四五六七八九"
# A year in four figures or Chinese numerals. 一九 and 二〇 keep 二三十年 and the like out.
YEAR = re.compile(
    rf"(?<![\d.])(?:19[4-9]\d|20\d\d)(?![\d.]\d)(?=\s{{0,3}}(?:年|[-—~至到、]|\)|$))|(?:一\s?九|二\s?[〇零○Oo0])[{_HAN}0-9]{{2}}(?=\s{{0,3}}年)"
)
_PART = r"[\d一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?P<year>(?:19|20)\d\d|(?:一九|二[〇零○Oo0])[{_HAN}0-9]{{2}})\s{{0,3}}年\s{{0,3}}(?P<month>{_PART})\s{{0,3}}月"
    rf"(?:\s{{0,3}}(?P<day>{_PART})\s{{0,3}}日)?"
    r"|(?P<year2>(?:19|20)\d\d)[-./](?P<month2>\d{1,2})(?:[-./](?P<day2>\d{1,2}))?(?!\d)"
)


class Found(NamedTuple):
    """A date as far as it is written."""

    year: int
    month: int | None
    day: int | None
    span: Span

    @property
    def date(self) -> date | None:
        if self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


def dates_in(folded: str, span: Span) -> Iterator[Found]:
    """The dates written in a stretch of folded text, with month at least."""
    for m in _DATE.finditer(folded, span.start, span.end):
        month, day = numeral(m["month"] or m["month2"]), numeral(m["day"] or m["day2"])
        if month is None or not 1 <= month <= 12:
            continue
        yield Found(year_of(m["year"] or m["year2"]), month, day, Span(*m.span()))


def years_in(folded: str, span: Span) -> Iterator[tuple[int, Span]]:
    """The years written in a stretch of folded text, dates' years too."""
    for m in YEAR.finditer(folded, span.start, span.end):
        yield year_of(m.group()), Span(*m.span())


def year_of(written: str) -> int:
    """A year in figures or Chinese numerals.

    >>> year_of("二〇一四"), year_of("2023"), year_of("一九八七")
    (2014, 2023, 1987)
    """
    return int(written.replace(" ", "").translate(_DIGITS))


def year_of_name(source: str) -> int | None:
    """The year in a file's name (浙江省_2019_政府工作报告.txt), the weakest evidence."""
    m = re.search(r"(?<!\d)(19[4-9]\d|20\d\d)(?!\d)", source.rpartition("/")[2])
    return int(m.group()) if m else None


def numeral(written: str | None) -> int | None:
    """A month or day: 12, 十二, 二十, 三十一.

    >>> numeral("十二"), numeral("三十一"), numeral("7"), numeral(None)
    (12, 31, 7, None)
    """
    if not written:
        return None
    if written.isdigit() and written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    digits = "一二三四五六七八九"
    if not ten:
        return digits.find(written) + 1 if len(written) == 1 else None
    return (digits.find(tens) + 1 if tens else 1) * 10 + (digits.find(ones) + 1 if ones else 0)
