"""Candidates, what part of the text is given away already, and what stands in 《》."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, NamedTuple

from reporttext.model import EventType

_TITLES: Final = re.compile(r"《[^《》\n]{1,80}》")
_TITLES_TWICE: Final = re.compile(
    rf"{_TITLES.pattern}|〈[^〈〉\n]{{1,60}}〉"
)  # slower, and hardly ever needed


class Found(NamedTuple):
    """A candidate: where, what, and by which rule. `group` joins names that share one head noun."""

    start: int
    end: int
    type: EventType
    rule: str
    score: float
    group: int = -1


class Taken:
    """Spans asked for overlap by bisection. They must not overlap each other."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self.spans: list[tuple[int, int]] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.add(spans)

    def add(self, spans: Iterable[tuple[int, int]]) -> None:
        """These are taken as well."""
        self.spans += spans
        self.spans.sort()
        self.starts = [start for start, _ in self.spans]
        self.ends = [end for _, end in self.spans]

    def overlaps(self, start: int, end: int) -> bool:
        i = bisect_left(self.starts, end)
        return i > 0 and self.ends[i - 1] > start


def titles(text: str) -> Taken:
    """Documents, books and plays: what is named inside them is not an event of the report."""
    return Taken(hit.span() for hit in (_TITLES_TWICE if "〈" in text else _TITLES).finditer(text))
