"""`documents.place_joined`: the places of an archive that are one, though not every report names the county above it.

A place's id says what its own report states: 石桥镇 in one year, 平岭县/石桥镇 in the next. Reports whose lowest name is the same
and whose names above it do not contradict each other are of one place, which bears all the names that they state. A report
that agrees with two places that contradict each other (平岭县/石桥镇, 松溪县/石桥镇) may be of either: it stands for itself, as one
whose place is blanked out does, and a notice says so.

This depends on the whole archive, as `duplicate_of` does; the id of a document does not. It is a function of the set of
places, so neither the order of reading nor earlier runs matter. Names are grouped, so the work is linear but for one name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
update state.documents d set place_joined = case
    when d.place_id in (select place_id from joined where place_joined is null) then concat('doc:', d.doc_id)
    else coalesce((select j.place_joined from joined j where j.place_id = d.place_id), d.place_id) end
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
    new: dict[str, str | None] = {}
    for group in by_name.values():
        wholes = _wholes([place.names for place in group])
        for place in group:
            whole = wholes[place.names]
            new[place.id] = None if whole is None else _id(whole)
        told += _told(group, wholes)
    given(
        con, "joined", {"place_id": ("varchar", list(new)), "place_joined": ("varchar", list(new.values()))}
    )
    con.execute(_PUT)
    return sorted(told, key=lambda one: (one.place, one.source))


def _wholes(named: Sequence[_Names]) -> Mapping[_Names, _Names | None]:
    """For each of the places of one name what it and those that agree with it state together; None where that is several."""
    near = {names: [other for other in named if _agree(names, other)] for names in named}
    clear = {names for names, others in near.items() if _one(others) is not None}
    return {
        names: _one([other for other in near[names] if other in clear]) if names in clear else None
        for names in named
    }


def _agree(one: _Names, other: _Names) -> bool:
    return all(a == b for a, b in zip(one, other, strict=True) if a and b)


def _one(places: Sequence[_Names]) -> _Names | None:
    """The names that the places state together, None where they contradict each other."""
    levels = [{name for name in level if name} for level in zip(*places, strict=True)]
    return (
        None
        if any(len(level) > 1 for level in levels)
        else tuple(min(level, default=None) for level in levels)
    )


def _id(names: _Names) -> str:
    return "/".join(name for name in names if name)


def _told(group: Sequence[_Place], wholes: Mapping[_Names, _Names | None]) -> Iterator[Joined]:
    for place in group:
        whole = wholes[place.names]
        if not place.reports:  # copies only
            continue
        if whole is None:
            others = [one for o in group if _agree(place.names, o.names) and (one := wholes[o.names])]
            yield Joined(
                "ambiguous", place.id, place.source, place.reports, tuple(sorted({*map(_id, others)}))
            )
        elif _id(whole) != place.id:
            yield Joined("completed", place.id, place.source, place.reports, (_id(whole),))
        elif place.shared and place.reports > 1:
            yield Joined("same_name", place.id, place.source, place.reports)
