"""What was chosen and is in no report of the archive, with the nearest values that are there: 浙江 → 浙江省."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from reporttext.stats.selection import PLACES, Selection
from reporttext.store import literal

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

_FEW = 5  # values offered
_NEAR = 0.5  # of difflib's ratio: 甲县 is near 甲市, not 甲乙镇


def unknown(reports: Reports, chosen: Selection) -> Iterator[str]:
    """For each place and value of `where` that no report of the archive has, a sentence that says so and offers others."""
    if chosen.places:
        columns = ", ".join(PLACES)
        every = _values(reports, f"select unnest([place_id, {columns}]) as value from main.documents")
        every = list(dict.fromkeys([*every, *(above for id in every for above in _above(id))]))
        for place in chosen.places:
            if place not in every:
                yield _told(f"--place {place}", place, every)
    for what, values in chosen.where:
        every = _values(reports, f"select {chosen.column(what)} as value from main.documents d")
        for value in values:
            if value not in every:
                yield _told(f"--where {what}={value}", value, every)


def _values(reports: Reports, query: str) -> list[str]:
    rows = reports.sql(f"select distinct value from ({query}) where value <> {literal('')} order by value")
    found: list[str] = rows["value"].tolist()
    return found


def _above(place_id: str) -> Iterator[str]:
    """The places in which a place lies: 甲省/乙市/丙县 → 甲省, 甲省/乙市."""
    return (place_id[:at] for at, character in enumerate(place_id) if character == "/")


def _told(option: str, value: str, every: Sequence[str]) -> str:
    holding = sorted((one for one in every if value in one or one in value), key=lambda one: (len(one), one))
    near = list(dict.fromkeys([*holding, *get_close_matches(value, every, _FEW, _NEAR)]))
    offered = near or every
    dots = " …" if len(offered) > _FEW else ""
    what = "the nearest are" if near else "there are"
    return (
        f"{option} is in no report; {what}: {', '.join(offered[:_FEW])}{dots}"
        if every
        else f"{option} is in no report"
    )
