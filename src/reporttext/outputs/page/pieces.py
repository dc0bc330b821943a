"""A report's text cut where anything begins or ends, so that a browser need not count characters.

JavaScript counts UTF-16 units, our offsets are code points: all cutting is done here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reporttext.model import Span


@dataclass(frozen=True, slots=True)
class Layer:
    """Spans of one kind, in the order of their starts. What overlaps is told apart by its place in the layer."""

    name: str
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what covers all of it: by layer, the places of its spans in the layer.

    `first` are those of the spans that begin with this piece.
    """

    text: str
    within: dict[str, tuple[int, ...]]
    first: dict[str, tuple[int, ...]]


class Cutter:
    """Cuts stretches of a text at the ends of the spans of its layers."""

    def __init__(self, text: str, layers: Sequence[Layer]) -> None:
        self.text = text
        self._spans = sorted(
            (span.start, span.end, layer.name, i)
            for layer in layers
            for i, span in enumerate(layer.spans)
            if span.start < span.end
        )
        self._starts = [start for start, *_ in self._spans]
        # Of a stretch only spans that begin before it by no more than the longest one can reach into it.
        self._longest = max((end - start for start, end, *_ in self._spans), default=0)

    def cut(self, start: int, end: int) -> Iterable[Piece]:
        """The pieces of text[start:end]; joined they are that text."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        inside = [span for span in self._spans[first:last] if span[1] > start]
        bounds = sorted(
            {start, end}
            | {a for a, *_ in inside if start < a < end}
            | {b for _, b, *_ in inside if start < b < end}
        )
        open_now: list[tuple[int, int, str, int]] = []
        after = 0
        for a, b in pairwise(bounds):
            open_now = [span for span in open_now if span[1] > a]
            while after < len(inside) and inside[after][0] <= a:
                if inside[after][1] > a:
                    open_now.append(inside[after])
                after += 1
            yield Piece(
                self.text[a:b], _by_layer(open_now), _by_layer([span for span in open_now if span[0] == a])
            )


def _by_layer(spans: Iterable[tuple[int, int, str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for _, _, name, i in spans:
        found[name] = (*found.get(name, ()), i)
    return found
