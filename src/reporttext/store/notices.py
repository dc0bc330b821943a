"""What only the whole archive shows, as rows of `errors`: places joined or kept apart, reports without place or year.

None of these is a fault of a file: they say which figures stand where, and what the user can write in metadata.csv.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reporttext.store import given
from reporttext.store.places import Joined

if TYPE_CHECKING:
    import duckdb

_NAMED = 3  # places that a message lists, and reports

# Reports with figures that stand in no yearly table, or for themselves; copies of another are in none anyhow.
_WITHOUT = """
select source, doc_id, year is null as no_year, place_id like 'doc:%' as no_place, place_masked, place
from main.documents d
where duplicate_of is null and (year is null or place_id like 'doc:%')
    and doc_id in (select doc_id from main.facts)
order by d.rowid
"""
_REMEDY = (
    "give {whom} a row in metadata.csv, beside the reports, with the columns source, {columns}, and run again"
)


def find(con: duckdb.DuckDBPyConnection, joined: Sequence[Joined]) -> None:
    """Make the temporary table `notices`, with the columns of `errors`; the tables `documents` and `facts` are there."""
    rows = [_of_place(one) for one in joined]
    for source, doc_id, no_year, no_place, masked, place in con.execute(_WITHOUT).fetchall():
        if no_year:
            message = f"no year was found in it or in its name, so its figures are in no table by years: {_REMEDY.format(whom='it', columns='year')}"
            rows.append((source, doc_id, "no_year", "warning", message))
        if no_place:
            columns = "county, township" if masked else "place"
            why = (
                f"its place is blanked out ({place})"
                if masked and place
                else "no place was found in it or in its name"
            )
            message = f"{why}, so it stands for itself, under its report's id, and is joined with no other year: {_REMEDY.format(whom='it', columns=columns)}"
            rows.append((source, doc_id, "place_masked" if masked else "no_place", "info" if masked else "warning", message))  # fmt: skip
    texts = ("source", "doc_id", "kind", "severity", "message")
    values = {name: ("varchar", [row[i] for row in rows]) for i, name in enumerate(texts)}
    given(con, "notices", values | {"stage": ("varchar", ["archive"] * len(rows))})


def _of_place(one: Joined) -> tuple[str, None, str, str, str]:
    remedy = _REMEDY.format(whom="it" if one.reports == 1 else "each of them", columns=", ".join(one.columns))
    places = _few(one.with_places, len(one.with_places), "、")
    reports = f"{one.reports:,} report{'s' * (one.reports != 1)}"
    what = f"{one.place} ({reports}: {_few(one.sources, one.reports, ', ')})"
    match one.kind:
        case "same_name":
            message = f"{what} is a name that many places bear, and no report says of which {one.columns[0]}: it counts as one place; if it is not, {remedy}"
            return one.source, None, "place_assumed", "warning", message
        case "completed":
            message = (
                f"{what} counts as {places}, which other reports name in full; if that is wrong, {remedy}"
            )
            return one.source, None, "place_assumed", "info", message
    message = f"{what} may be any of {places}, so each of its reports stands for itself: {remedy}"
    return one.source, None, "place_apart", "warning", message


def _few(names: Sequence[str], number: int, between: str) -> str:
    return between.join(names[:_NAMED]) + " …" * (number > _NAMED)
