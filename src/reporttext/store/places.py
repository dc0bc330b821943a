"""`documents.place_joined`: the places of an archive that are one, though not every report names the county above it.

A place's id says what its own report states: 石桥镇 in one year, 平岭县/石桥镇 in the next. Reports whose lowest name is the same
and whose names above it do not contradict each other are of one place, which bears all the names that they state. A report
that agrees with two places that contradict each other (平岭县/石桥镇, 松溪县/石桥镇) stays for itself, and a notice says so.

This depends on the whole archive, as `duplicate_of` does; the id of a document does not. It is a function of the set of
places, so neither the order of reading nor earlier runs matter. Names are grouped, so the work is linear but for one name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporttext.store import given
from reporttext.store.parts import PLACE

if TYPE_CHECKING:
    import duckdb

# The names of a place by level, the highest first; None where its reports do not say.
_Names = tuple[str | None, ...]

_PLACES = f"""
select {", ".join(PLACE)}, bool_or(place_shared), count(*) filter (duplicate_of is null), min(source)
from state.documents where place_id not like 'doc:%' group by all order by place_id, min(source)
"""
_PUT = """
update state.documents set place_joined = coalesce(
    (select joined.place_joined from joined where joined.place_id = state.documents.place_id), place_id)
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """A place that was joined by assumption, or kept apart, with its first report.

    `kind` is `same_name` (nobody names the county of a name that many bear), `completed` (others name it) or `ambiguous`
    (others name several); `with_places` are those others, `reports` counts its own.
    """

    kind: str
    place: str
    source: str
    reports: int
    with_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    id: str
    names: _Names
    shared: bool
    reports: int
    source: str


def join(con: duckdb.DuckDBPyConnection) -> Sequence[Joined]:
    """Fill `place_joined` of `state.documents`; returns what a reader must know of it, by place."""
    by_name: dict[tuple[int, str], list[_Place]] = defaultdict(list)
    for id, *names, shared, reports, source in con.execute(_PLACES).fetchall():
        levels = [level for level, name in enumerate(names) if name]
        if levels:  # else a name that the user made, which stands for itself
            lowest = max(levels)
            place = _Place(id, tuple(names), shared, reports, source)
            by_name[lowest, names[lowest]].append(place)
    told: list[Joined] = []
    new: dict[str, str] = {}
    for group in by_name.values():
        wholes = _wholes([place.names for place in group])
        new |= {place.id: _id(wholes[place.names]) for place in group}
        told += _told(group, wholes)
    given(con, "joined", {"place_id": ("varchar", list(new)), "place_joined": ("varchar", list(new.values()))})
    con.execute(_PUT)
    return sorted(told, key=lambda one: (one.place, one.source))


def _wholes(named: Sequence[_Names]) -> Mapping[_Names, _Names]:
    """For each of the places of one name what it and those that agree with it state together; itself where that is two."""
    near = {names: [other for other in named if _agree(names, other)] for names in named}
    clear = [names for names, others in near.items() if _one(others) is not None]
    wholes = {names: _one([other for other in near[names] if other in clear]) for names in clear}
    return {names: wholes.get(names) or names for names in named}


def _agree(one: _Names, other: _Names) -> bool:
    return all(a == b for a, b in zip(one, other, strict=True) if a and b)


def _one(places: Sequence[_Names]) -> _Names | None:
    """The names that the places state together, None where they contradict each other."""
    levels = [{name for name in level if name} for level in zip(*places, strict=True)]
    return None if any(len(level) > 1 for level in levels) else tuple(min(level, default=None) for level in levels)


def _id(names: _Names) -> str:
    return "/".join(name for name in names if name)


def _told(group: Sequence[_Place], wholes: Mapping[_Names, _Names]) -> Sequence[Joined]:
    found: list[Joined] = []
    for place in group:
        if not place.reports:  # copies only
            continue
        others = sorted({_id(wholes[o.names]) for o in group if _agree(place.names, o.names)} - {place.id})
        whole = _id(wholes[place.names])
        if whole != place.id:
            found.append(Joined("completed", place.id, place.source, place.reports, (whole,)))
        elif len(others) > 1:
            found.append(Joined("ambiguous", place.id, place.source, place.reports, tuple(others)))
        elif place.shared and place.reports > 1:
            found.append(Joined("same_name", place.id, place.source, place.reports))
    return found
