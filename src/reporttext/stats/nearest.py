"""What was chosen and is in no report of the archive, with the nearest values that are there: 浙江 → 浙江省.

`near` is for every such name: of places, values, indicators.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from reporttext.stats.selection import PLACES, Selection
from reporttext.store import literal

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

_FEW = 5  # values offered
_MOST = 8  # near ones that there may be
_ALIKE = 0.42  # of difflib's ratio: 专题大会议 and 召开会议 are 0.44 alike, 甲县 and 甲乙镇 0.40


def unknown(reports: Reports, chosen: Selection) -> Iterator[str]:
    """For each place and value of `where` that no report of the archive has, a sentence that says so and offers others."""
    for place in chosen.places:
        if not _there(reports, Selection(places=(place,))):
            columns = ", ".join(PLACES)
            every = _values(reports, f"select unnest([place_id, {columns}]) as value from main.documents")
            yield _told(f"--place {place}", place, every)
    for what, values in chosen.where:
        for value in values:
            if not _there(reports, Selection(where=((what, (value,)),))):
                every = _values(reports, f"select {chosen.column(what)} as value from main.documents d")
                yield _told(f"--where {what}={value}", value, every)


def _there(reports: Reports, one: Selection) -> bool:
    """Whether the archive has a report of it, be it a copy."""
    found = reports.sql(f"select exists(select * from {one.documents(copies=True)}) as found")
    return bool(found["found"][0])


def _values(reports: Reports, query: str) -> list[str]:
    rows = reports.sql(f"select distinct value from ({query}) where value <> {literal('')} order by value")
    found: list[str] = rows["value"].tolist()
    return found


def near(value: str, every: Iterable[str]) -> list[str]:
    """Those of `every` that hold `value`, the shortest first, that it holds, the longest first, and that are most like it."""
    characters = set(value)
    others = [one for one in dict.fromkeys(every) if not characters.isdisjoint(one)]
    holding = sorted((one for one in others if value in one), key=lambda one: (len(one), one))
    held = sorted((one for one in others if one in value), key=lambda one: (-len(one), one))
    return list(dict.fromkeys([*holding, *held, *get_close_matches(value, others, _MOST, _ALIKE)]))[:_MOST]


def _told(option: str, value: str, every: Sequence[str]) -> str:
    if not every:
        return f"{option} is in no report"
    found = near(value, every)
    offered = found or every
    dots = " …" if len(offered) > _FEW else ""
    return f"{option} is in no report; {'the nearest are' if found else 'there are'}: {', '.join(offered[:_FEW])}{dots}"
