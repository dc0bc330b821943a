"""What 今年, 去年 and 明年 count from, in the parts of a report that look back and in those that look ahead."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from reporttext.model import Document, Period

_LOOKS_BACK: Final = frozenset(("preamble", "overview", "achievements", "problems", "front", "back"))
# It opens with a letter of its own, which `re` skips to in C.
_RELATIVE: Final = re.compile("年(?<=([今明来去])年)(?:(?<!去年)|(?<![比较]去年)(?!同期))")


def whole_year(year: int, text: str = "") -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), text)


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
        else whole_year(year + 1)
    )
    return Anchors(back, ahead, Period(start, end, ""), planned)


def _relative_years(doc: Document) -> dict[bool, Counter[str]]:
    """How often 今年, 去年, 明年 stand in what looks back (True) and in what looks ahead (False), comparisons left out."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    starts = [block.span.start for block in doc.blocks]
    for m in _RELATIVE.finditer(doc.folded):
        i = bisect_right(starts, m.start() - 1) - 1
        if i >= 0 and m.end() <= doc.blocks[i].span.end:
            counts[doc.blocks[i].section in _LOOKS_BACK]["明年" if m[1] == "来" else f"{m[1]}年"] += 1
    return counts
