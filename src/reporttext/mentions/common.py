"""What the families of mentions share: a hit, and the spans already given away."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Literal, NamedTuple

Label = Literal["document", "organisation", "place", "post", "policy", "document_number"]


class Hit(NamedTuple):
    """A mention before it is placed in a sentence."""

    start: int
    end: int
    label: Label
    rule: str
    kind: str | None = None
    normalised: str | None = None
    score: float = 1.0


class Taken:
    """Spans that are something else already; asked by bisection. The spans given must not overlap each other."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)

    def overlaps(self, start: int, end: int) -> bool:
        i = bisect_right(self.spans, (end - 1, 1 << 60))
        return i > 0 and self.spans[i - 1][1] > start
