"""What part of the text is given away already, and what stands in 《》."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from reporttext.events.vocabulary import Found

_TITLES = re.compile(r"《[^《》\n]{1,80}》|〈[^〈〉\n]{1,60}〉")


class Taken:
    """Spans asked for overlap by bisection. They must not overlap each other."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)

    def overlaps(self, start: int, end: int) -> bool:
        i = bisect_right(self.spans, (end - 1, 1 << 60))
        return i > 0 and self.spans[i - 1][1] > start


def taken(found: Sequence[Found]) -> Taken:
    """The spans of `found`."""
    return Taken((f.start, f.end) for f in found)


def titles(text: str) -> Taken:
    """Documents, books and plays: what is named inside them is not an event of the report."""
    return Taken(hit.span() for hit in _TITLES.finditer(text))
