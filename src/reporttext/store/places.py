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
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from reporttext.store import given
from reporttext.store.parts import PLACE

if TYPE_CHECKING:
    import duckdb

# The names of a place by level, the highest first; None where its reports do not say.
_Names = tuple[str | None, ...]

_LEVELS = PLACE[1:]
_FEW = 5  # reports that a notice names

_PLACES = f"""
select {", ".join(PLACE)}, coalesce(bool_or(place_shared), false), count(*) filter (duplicate_of is null), min(source),
    list_sort(min(source, {_FEW}) filter (duplicate_of is null))
from state.documents where place_id not like 'doc:%' group by {", ".join(PLACE)} order by {", ".join(PLACE)}
"""
# One id may stand for several lists of names: 义乌市 as the city or as the county of its province.
_PUT = f"""
update state.documents d
set place_joined = coalesce(j.place_joined, concat('doc:', d.doc_id))
from joined j where {" and ".join(f"j.{column} is not distinct from d.{column}" for column in PLACE)}
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """A place that was joined by assumption, or kept apart, with its first report.

    `kind` is `same_name` (nobody names the county of a name that many bear), `completed` (others name it) or `ambiguous`
    (others name several); `with_places` are those others, `reports` counts its own, the first of which are `sources`.
    `columns` are the levels that tell which place it is, its own the last.
    """

    kind: str
    place: str
    source: str
    reports: int
    sources: tuple[str, ...]
    columns: tuple[str, ...]
    with_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """What the reports that state the same names have in common. `rows` are the columns PLACE of each way they state them."""

    id: str
    names: _Names
    rows: tuple[_Names, ...]
    shared: bool
    reports: int
    source: str
    sources: tuple[str, ...]

    def with_(self, other: _Place) -> _Place:
        return _Place(
            self.id, self.names, self.rows + other.rows, self.shared or other.shared, self.reports + other.reports,
            min(self.source, other.source), tuple(sorted(self.sources + other.sources)[:_FEW]),
        )  # fmt: skip


def join(con: duckdb.DuckDBPyConnection) -> Sequence[Joined]:
    """Fill `place_joined` of `state.documents`; returns what a reader must know of it, by place."""
    told: list[Joined] = []
    new: list[tuple[str | None, ...]] = []
    for group in _groups(con.execute(_PLACES).fetchall()):
        wholes = _wholes([place.names for place in group])
        for place in group:
            whole = wholes[place.names]
            new += [(*row, None if whole is None else _id(whole)) for row in place.rows]
        told += _told(group, wholes)
    columns = zip((*PLACE, "place_joined"), zip(*new, strict=True) if new else [()] * 6, strict=True)
    given(con, "joined", {name: ("varchar", list(values)) for name, values in columns})
    con.execute("update state.documents set place_joined = place_id")
    con.execute(_PUT)
    return sorted(told, key=lambda one: (one.place, one.source))


def _groups(rows: Sequence[tuple[Any, ...]]) -> Iterable[Sequence[_Place]]:
    """The places by their lowest name and its level, one that no row leaves out."""
    provinces: dict[str | None, set[str | None]] = defaultdict(set)  # those of a county
    for _, province, _, county, *_ in rows:
        provinces[county].add(province)
    groups: dict[tuple[int, str | None], dict[_Names, _Place]] = defaultdict(dict)
    for id, *stated, shared, reports, source, sources in rows:
        names = _placed(tuple(stated), provinces)
        levels = [level for level, name in enumerate(names) if name]
        if levels:  # else a name that the user made, which stands for itself
            place = _Place(id, names, ((id, *stated),), shared, reports, source, tuple(sources or ()))
            group = groups[max(levels), names[max(levels)]]
            group[names] = group[names].with_(place) if names in group else place
    return [list(group.values()) for group in groups.values()]


def _placed(names: _Names, provinces: Mapping[str | None, Container[str | None]]) -> _Names:
    """A city that other reports name as a county is one of county level: its own reports may leave out the city above."""
    province, city, county, township = names
    known = provinces.get(city, ()) if city and not county else ()
    same = province in known or None in known or (province is None and bool(known))
    return (province, None, city, township) if same else names


def _wholes(named: Sequence[_Names]) -> Mapping[_Names, _Names | None]:
    """For each of the places of one name what it and those that agree with it state together; None where that is several."""
    near = _united(named)
    return dict.fromkeys(named) | _united([names for names in named if near[names] is not None])


def _united(named: Sequence[_Names]) -> dict[_Names, _Names | None]:
    """For each place the names of all that agree with it, None where these contradict each other.

    Places agree that bear the same names at the levels that both state, so they are looked up by these: linear in places.
    """
    forms: dict[tuple[bool, ...], list[_Names]] = defaultdict(list)
    for names in named:
        forms[tuple(name is not None for name in names)].append(names)
    united: dict[_Names, _Names | None] = {}
    for (form, mine), (other, others) in product(forms.items(), repeat=2):
        both = [level for level, (one, two) in enumerate(zip(form, other, strict=True)) if one and two]
        known: dict[_Names, _Names | None] = {}
        for names in others:
            key = tuple(names[level] for level in both)
            known[key] = _both(known.get(key, names), names)
        for names in mine:
            key = tuple(names[level] for level in both)
            if key in known:
                united[names] = _both(united.get(names, names), known[key])
    return united


def _agree(one: _Names, other: _Names) -> bool:
    return all(a == b for a, b in zip(one, other, strict=True) if a and b)


def _both(one: _Names | None, other: _Names | None) -> _Names | None:
    """The names that both state together, None where they contradict each other, or one of them does already."""
    if one is None or other is None or not _agree(one, other):
        return None
    return tuple(a or b for a, b in zip(one, other, strict=True))


def _id(names: _Names) -> str:
    return "/".join(name for name in names if name)


def _told(group: Sequence[_Place], wholes: Mapping[_Names, _Names | None]) -> Iterator[Joined]:
    for place in group:
        whole = wholes[place.names]
        if not place.reports:  # copies only
            continue
        of = (place.id, place.source, place.reports, place.sources)
        lowest = max(level for level, name in enumerate(place.names) if name)
        if whole is None:
            near = [o.names for o in group if o is not place and _agree(place.names, o.names)]
            others = {found for names in near if (found := wholes[names])}
            others = others if len(others) > 1 else set(near)  # these too may be of several
            apart = [
                level for level, names in enumerate(zip(*others, strict=True)) if len({*names} - {None}) > 1
            ]
            yield Joined("ambiguous", *of, _columns(apart, lowest), tuple(sorted(map(_id, others))))
        elif _id(whole) != place.id:
            added = [level for level, name in enumerate(whole) if name != place.names[level]]
            yield Joined("completed", *of, _columns(added, lowest), (_id(whole),))
        elif place.shared and place.reports > 1:
            yield Joined("same_name", *of, _columns([lowest - 1], lowest))


def _columns(levels: Sequence[int], lowest: int) -> tuple[str, ...]:
    """The columns of metadata.csv that tell a place: those levels above its own, and its own."""
    return tuple(name for level, name in enumerate(_LEVELS) if level in levels or level == lowest)
