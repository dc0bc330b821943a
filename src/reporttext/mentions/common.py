"""What the families of mentions share: a hit, and which hits stay where some overlap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Label = Literal["document", "organisation", "place", "post", "policy", "document_number"]


class Hit:
    """A mention before it is placed in a sentence. A plain class, which compiled is made and read far faster than a tuple."""

    __slots__ = ("end", "kind", "label", "normalised", "rule", "score", "start")

    def __init__(  # noqa: PLR0917
        self,
        start: int,
        end: int,
        label: Label,
        rule: str,
        kind: str | None = None,
        normalised: str | None = None,
        score: float = 1.0,
    ) -> None:
        self.start, self.end, self.label, self.rule = start, end, label, rule
        self.kind, self.normalised, self.score = kind, normalised, score


def spans(hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Where the hits stand."""
    return [(hit.start, hit.end) for hit in hits]


def joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that overlap made one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def longest(hits: Sequence[Hit]) -> list[Hit]:
    """The earliest of overlapping hits, the longest of those that begin together."""
    kept: list[Hit] = []
    last = -1
    for hit in sorted(hits, key=_first_then_longest):
        if hit.start >= last:
            kept.append(hit)
            last = hit.end
    return kept


def _first_then_longest(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end
