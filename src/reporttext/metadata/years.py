"""The year a report reports on, and the year it was given.

A government work report is given before a people's congress early in a year and reports on the year before: its review heading
(一、2018年工作回顾) says so, else the date it was given, else the heading of its plans, else its title. Other reports carry the
year reported on in the title (2023年度…, 二〇一四年…); a report that only plans, the year planned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from reporttext.lexicon import Table, texts
from reporttext.metadata.dates import Found, years_in
from reporttext.model import Block, Document, Span

Year = tuple[int, Span]
# Congresses that meet in the last quarter hear of the year that ends.
_LAST_QUARTER = 10


class Years:
    """Reads the years of one document."""

    def __init__(self, table: Table) -> None:
        self._review = re.compile(
            "|".join(map(re.escape, texts("metadata.years.review", table["years"]["review"])))
        )
        self._either = re.compile(
            "|".join(map(re.escape, texts("metadata.years.either", table["years"]["either"])))
        )
        self._plan = re.compile(
            "|".join(map(re.escape, texts("metadata.years.plan", table["years"]["plan"])))
        )

    def of_congress(
        self, doc: Document, folded: str, title: Sequence[Year], given: Found | None
    ) -> Year | None:
        """The year a government work report reports on."""
        ceiling = given.year if given else title[-1][0] if title else None
        review, plan = self._headed(doc, folded, ceiling)
        if review and not (given and review[0] == given.year and (given.month or 1) < _LAST_QUARTER):
            return review
        if given:
            late = given.month is not None and given.month >= _LAST_QUARTER
            return (given.year if late else given.year - 1), given.span
        if plan and (not title or plan[0] == title[-1][0]):
            return plan[0] - 1, plan[1]
        said = self._said(doc, folded)
        if title:
            year, span = title[-1]
            return said if said and year - said[0] in (0, 1) else (year - 1, span)
        return review or said

    def belies(self, doc: Document, folded: str, title: Sequence[Year], given: Found) -> bool:
        """Whether the date below the title is too late for the year on which title and heading of plans agree.

        A copy may carry the date it was put on the web (2019年6月4日 above 2013年预期目标).
        """
        year = title[-1][0] if title else given.year
        if given.year <= year:
            return False
        _, plan = self._headed(doc, folded, year)
        return plan is not None and plan[0] == year

    def of_other(
        self, doc: Document, folded: str, title: Sequence[Year], given: Found | None, plans: bool
    ) -> Year | None:
        """The year any other report reports on, or plans where it only plans."""
        if title:
            first, last = title[0], title[-1]
            between = folded[first[1].end : last[1].start]
            return last if len(between.strip(" 年")) <= 1 else first
        said = self._said(doc, folded)
        if said:
            return said
        review, _ = self._headed(doc, folded)
        if review:
            return review
        if given is None:
            return None
        early = given.month is not None and given.month <= 3 and not plans
        return given.year - early, given.span

    def _headed(
        self, doc: Document, folded: str, ceiling: int | None = None
    ) -> tuple[Year | None, Year | None]:
        """The years of the first heading of a review and of the first heading of plans.

        2018年的工作 may be either: it is a review only if the report was given in 2019 (`ceiling`).
        """
        review: Year | None = None
        plan: Year | None = None
        for block in doc.blocks:
            years = list(years_in(folded, block.span)) if _is_heading(block) else []
            if not years:
                continue
            text = block.span.of(folded)
            last = years[-1]
            before = self._year_reviewed(text, years, block.span.start)
            fits = before is not None and (ceiling is None or before[0] in (ceiling - 1, ceiling))
            if fits and review is None and plan is None:
                review = before
            elif last[0] + 1 == ceiling and review is None and plan is None and self._either.search(text):
                review = last
            elif plan is None and self._plan.search(text):
                plan = years[0]
        return review, plan

    def _year_reviewed(self, text: str, years: Sequence[Year], start: int) -> Year | None:
        """The last year before the word of review: 1994年回顾和1995年工作的基本要求 reviews 1994."""
        m = self._review.search(text)
        return next((y for y in reversed(years) if m and y[1].end <= start + m.start()), None)

    def _said(self, doc: Document, folded: str) -> Year | None:
        """The year at the head of one of the first paragraphs: 2022年，我镇…… or 刚刚过去的2011年，……."""
        bodies = [block for block in doc.blocks[:16] if block.role == "body"][:4]
        for block in bodies:
            head = Span(block.span.start, min(block.span.end, block.span.start + 16))
            found = next(iter(years_in(folded, head)), None)
            if found:
                return found
        return None


def _is_heading(block: Block) -> bool:
    return block.role == "heading" and (block.level or 9) <= 2


_HALF = re.compile(
    r"(?P<half>[上下]半年)|(?P<first>\d{1,2})\s{0,2}[-—~至到]\s{0,2}(?P<last>\d{1,2})月|前三季度|(?P<quarter>[一二三四1234])季度"
    r"|(?<!\d)(?P<month>1[0-2]|[1-9])月份?(?!\s?\d)"
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


def period_in(year: int, title: str) -> tuple[date, date]:
    """The period a title names: 上半年, 下半年, 1-9月, 前三季度, 第一季度, 3月份; the whole year where it names none."""
    m = _HALF.search(title)
    first, last = 1, 12
    if m is None:
        pass
    elif m["half"]:
        first, last = (1, 6) if m["half"][0] == "上" else (7, 12)
    elif m["first"]:
        first, last = int(m["first"]), int(m["last"])
    elif m["quarter"]:
        quarter = _QUARTERS.get(m["quarter"]) or int(m["quarter"])
        first, last = quarter * 3 - 2, quarter * 3
    elif m["month"]:
        first = last = int(m["month"])
    else:
        last = 9
    if not 1 <= first <= last <= 12:
        first, last = 1, 12
    end = date(year, 12, 31) if last == 12 else date.fromordinal(date(year, last + 1, 1).toordinal() - 1)
    return date(year, first, 1), end
