"""Two readings of a sentence, where they differ, and the named reasons that explain it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from reporttext.model import Span


@dataclass(frozen=True, eq=False)
class Reason:
    """Why two readings differ: in one line, and how a difference that has it is known. `ours`: the fault is ours."""

    says: str
    holds: Callable[[Any], bool]
    ours: bool = False


def sort_out(found: Iterable[Any], reasons: Sequence[Reason]) -> tuple[dict[Reason, list[Any]], list[Any]]:
    """The differences under the first reason that holds for each, and those that have none."""
    under: dict[Reason, list[Any]] = {reason: [] for reason in reasons}
    rest: list[Any] = []
    for difference in found:
        reason = next((reason for reason in reasons if reason.holds(difference)), None)
        (rest if reason is None else under[reason]).append(difference)
    return under, rest


def unused(under: dict[Reason, list[Any]]) -> list[str]:
    """The reasons that explain nothing; a fault of ours that is mended shows as a test that passes unexpectedly."""
    return [reason.says for reason, found in under.items() if not found and not reason.ours]


def faults(reasons: Sequence[Reason]) -> list[Any]:
    """The reasons that are faults of ours, each to be a test that fails until it is mended."""
    return [
        pytest.param(reason, marks=pytest.mark.xfail(strict=True, reason=reason.says), id=str(number))
        for number, reason in enumerate(reason for reason in reasons if reason.ours)
    ]


# --- Other packages -----------------------------------------------------------------------------------------------------


class Read(NamedTuple):
    """What a package read, and where: values low and high, or dates; None where it gives none."""

    span: Span
    quote: str
    low: float | str | None
    high: float | str | None = None
    unit: str = ""


class Difference(NamedTuple):
    """One reading of ours (None: we read nothing there) and those of the other package that overlap it."""

    text: str
    ours: Read | None
    theirs: tuple[Read, ...]

    @property
    def quote(self) -> str:
        return self.ours.quote if self.ours else self.theirs[0].quote

    @property
    def other(self) -> str:
        return self.theirs[0].quote if self.theirs else ""


def differences(text: str, ours: Iterable[Read], theirs: Iterable[Read]) -> Iterator[Difference | None]:
    """For each reading of ours None where the other package reads the same, else the difference; then theirs alone."""
    ours, theirs = list(ours), list(theirs)
    for mine in ours:
        hits = tuple(other for other in theirs if other.span.overlaps(mine.span))
        yield None if len(hits) == 1 and _same(mine, hits[0]) else Difference(text, mine, hits)
    for other in theirs:
        if not any(mine.span.overlaps(other.span) for mine in ours):
            yield Difference(text, None, (other,))


def _same(mine: Read, other: Read) -> bool:
    """The unit is compared where the other package says one; of 元/吨 the first part."""
    unit = not other.unit or other.unit == mine.unit.split("/")[0]
    return unit and (mine.low, mine.high) == (other.low, other.high)


def check(found: Iterable[Difference | None], reasons: tuple[Reason, ...], agreed: int) -> None:
    """Every difference has a reason and every reason a difference; `agreed` readings at least are the same."""
    found = list(found)
    under, rest = sort_out((difference for difference in found if difference), reasons)
    assert rest == []
    assert unused(under) == []
    assert sum(difference is None for difference in found) >= agreed


def number(value: Decimal | float | str | None) -> float | None:
    """Nine digits, so that a third is a third in every package."""
    return None if value is None else float(f"{float(value):.9g}")
