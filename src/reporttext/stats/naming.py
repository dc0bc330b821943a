"""Indicators by a name that nobody knows: which there are that are like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reporttext.catalogue.entries import NONE
from reporttext.stats.nearest import near

if TYPE_CHECKING:
    from reporttext.catalogue import Catalogue
    from reporttext.store.reader import Reports

_WORDINGS = """
select indicator from main.facts where indicator is not null and kind <> 'rank'
group by 1 order by count(distinct doc_id) desc, indicator limit 50000
"""


def names_of(known: Catalogue) -> list[str]:
    """The names and wordings of the catalogue, without those that it says are no indicator."""
    return [name for name, id in known.names.items() if id != NONE]


def unknown(reports: Reports, known: Catalogue, names: Sequence[str]) -> dict[str, str]:
    """Those of `names` by which neither the catalogue nor any figure of the reports goes, with what to say of them."""
    if not names:
        return {}
    query = "select distinct indicator from main.facts where list_contains($names, indicator)"
    stated = set(reports.sql(query, {"names": list(names)})["indicator"])
    missing = [name for name in names if name not in stated]
    return {name: _told(name, like(reports, known, name)) for name in missing}


def like(reports: Reports, known: Catalogue, name: str) -> list[str]:
    """Names of the catalogue, and wordings of the reports, that are near."""
    return near(name, [*names_of(known), *reports.sql(_WORDINGS)["indicator"].tolist()])


def _told(name: str, others: Sequence[str]) -> str:
    said = f"no indicator is called {name}, neither in the catalogue nor in a report"
    return f"{said}; near: {', '.join(others)}" if others else said
