"""Indicators by a name that nobody knows: which there are that are like it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporttext.catalogue import Catalogue
    from reporttext.store.reader import Reports

_SHOWN = 8
_ALIKE = 0.4  # of difflib's ratio: 财政总收入啊 and 财政收入 are 0.8 alike
_WORDINGS = """
select indicator from main.facts where indicator is not null and kind <> 'rank'
group by 1 order by count(distinct doc_id) desc, indicator limit 50000
"""


def near(name: str, names: Iterable[str]) -> list[str]:
    """The names that hold `name` or are most like it, those first that hold it."""
    pairs = {a + b for a, b in pairwise(name)}
    others = [other for other in dict.fromkeys(names) if any(a + b in pairs for a, b in pairwise(other))]
    holding = sorted((other for other in others if name in other), key=len)
    alike = difflib.get_close_matches(name, others, _SHOWN, _ALIKE)
    return list(dict.fromkeys([*holding, *alike]))[:_SHOWN]


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
    return near(name, [*known.names, *reports.sql(_WORDINGS)["indicator"].tolist()])


def _told(name: str, others: Sequence[str]) -> str:
    said = f"no indicator is called {name}, neither in the catalogue nor in a report"
    return f"{said}; near: {', '.join(others)}" if others else said
