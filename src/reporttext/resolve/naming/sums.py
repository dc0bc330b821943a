"""Parts that come to their whole: 纠纷612起，其中家庭203起，山林155起，邻里254起 — what follows is of all 612 again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from reporttext.resolve.context import Surroundings

_MOST: Final = 12  # parts of one whole
_LEAST: Final = 2
_SUMMED: Final = ("count", "money", "measure")


def wholes(figures: Sequence[Surroundings]) -> dict[int, int]:
    """By each last part of a whole, the whole: both as indices. The parts stand behind it in a row, of its unit."""
    found: dict[int, int] = {}
    for i in range(len(figures) - _LEAST):
        whole = figures[i]
        if whole.kind not in _SUMMED or figures[i + 1].unit != whole.unit:
            continue
        last = _last_part(figures, i)
        if last:
            found.setdefault(last, i)
    return found


def _last_part(figures: Sequence[Surroundings], i: int) -> int:
    """The part that brings those behind figure `i` to its value; 0 where none does."""
    whole, come_to = _value(figures[i]), Decimal(0)
    if not whole:
        return 0
    for j in range(i + 1, min(len(figures), i + 1 + _MOST)):
        part = _value(figures[j]) if figures[j].unit == figures[i].unit else None
        if part is None:
            return 0
        come_to += part
        if come_to >= whole:
            return j if come_to == whole and j > i + 1 else 0
    return 0


def _value(figure: Surroundings) -> Decimal | None:
    """The one exact value of a figure."""
    quantity = figure.fact.quantity
    exact = not (quantity.masked or quantity.qualifier) and quantity.high is None
    return quantity.low if exact else None
