"""What only the whole archive shows, as rows of `errors`: places joined or kept apart, reports without place or year.

None of these is a fault of a file: they say which figures stand where, and what the user can write in metadata.csv.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reporttext.store import given
from reporttext.store.places import Joined

if TYPE_CHECKING:
    import duckdb

_NAMED = 3  # places that a message lists, and reports

# Reports that stand in no yearly table, or for themselves; copies of another are in none anyhow.
_WITHOUT = """
select source, doc_id, year is null as no_year, place_id like 'doc:%' as no_place, place_masked, place
from main.documents d
where duplicate_of is null and (year is null or place_id like 'doc:%')
order by d.rowid
"""


class Notice(NamedTuple):
    """A row of `errors`."""

    kind: str
    severity: str
    message: str
    source: str
    doc_id: str | None = None


def find(con: duckdb.DuckDBPyConnection, joined: Sequence[Joined]) -> None:
    """Make the temporary table `notices`, with the columns of `errors`; the table `documents` is there."""
    rows = [_of_place(one) for one in joined]
    for source, doc_id, no_year, no_place, masked, place in con.execute(_WITHOUT).fetchall():
        if no_year:
            message = f"no year was found in it or in its name, so it is in no table by years: give it {_row('year')}"
            rows.append(Notice("no_year", "warning", message, source, doc_id))
        if no_place:
            rows.append(_without_place(source, doc_id, place, masked=masked))
    texts = Notice._fields
    values = {name: ("varchar", [row[i] for row in rows]) for i, name in enumerate(texts)}
    given(con, "notices", values | {"stage": ("varchar", ["archive"] * len(rows))})


def _without_place(source: str, doc_id: str, place: str | None, *, masked: bool) -> Notice:
    alone = "so it stands for itself, under its report's id, and is joined with no other year: give it"
    if not masked:
        message = f"no place was found in it or in its name, {alone} {_row('place')}"
        return Notice("no_place", "warning", message, source, doc_id)
    if place:
        message = f"its place is blanked out ({place}), {alone} {_row('county, township')}"
    else:
        message = f"its place is blanked out, {alone} {_row('county, township')}"
    return Notice("place_masked", "info", message, source, doc_id)


def _of_place(one: Joined) -> Notice:
    remedy = f"give {'it' if one.reports == 1 else 'each of them'} {_row(', '.join(one.columns))}"
    places = _few(one.with_places, len(one.with_places), "、")
    reports = f"{one.reports:,} report{'s' * (one.reports != 1)}"
    what = f"{one.place} ({reports}: {_few(one.sources, one.reports, ', ')})"
    match one.kind:
        case "same_name":
            message = f"{what} is a name that many places bear, and no report says of which {one.columns[0]}: it counts as one place; if it is not, {remedy}"
            return Notice("place_assumed", "warning", message, one.source)
        case "completed":
            message = (
                f"{what} counts as {places}, which other reports name in full; if that is wrong, {remedy}"
            )
            return Notice("place_assumed", "info", message, one.source)
    message = f"{what} may be any of {places}, so each of its reports stands for itself: {remedy}"
    return Notice("place_apart", "warning", message, one.source)


def _row(columns: str) -> str:
    """What helps, to be given to one report or more."""
    return f"a row in metadata.csv, beside the reports, with the columns source, {columns}, and run again"


def _few(names: Sequence[str], number: int, between: str) -> str:
    return between.join(names[:_NAMED]) + " …" * (number > _NAMED)
