"""The catalogue in force for the statistics of an output folder, and the ids that it gives to facts.

The run fills `facts.indicator_id` from the shipped catalogue and its rules. What the user accepted since
(`reporttext indicators --accept`) lies in OUT/indicators.toml; with it every fact is matched anew, which needs no new run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporttext import lexicon, usertext
from reporttext.fold import fold
from reporttext.store.folder import Folder

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.catalogue import Catalogue, Owner
    from reporttext.store.reader import Reports

_FACTS = """
select f.fact_id, f.indicator, f.unit_canonical as unit, f.value, f.change is not null as changed,
    f.qualifier is not null as qualified,
    substr(s."text", 1, cast(f."start" - s."start" as bigint)) as before,
    d.doc_id, d.province, d.city, d.county, d.township, d.place
from main.facts f join main.sentences s using (doc_id, sentence) join main.documents d using (doc_id)
where f.indicator is not null and f.kind <> 'rank' order by d.doc_id, f."start"
"""
_READ = (
    "indicator", "unit", "value", "changed", "qualified", "before", "doc_id", "province", "city", "county", "township", "place",
)  # fmt: skip


def accepted(reports: Reports) -> str | None:
    """What the user accepted, as TOML, or None."""
    file = Folder(reports.path).indicators
    return usertext.read(file, "the file of accepted indicators") if file.is_file() else None


def known(reports: Reports) -> Catalogue:
    """The shipped catalogue with the rules of the run and what the user accepted; raises RuleError."""
    from reporttext.catalogue import catalogue

    return catalogue(lexicon.load(reports.rules(), accepted(reports)))


def ids(reports: Reports) -> pd.DataFrame | None:
    """fact_id and indicator_id of every fact that the catalogue in force knows; None where the store's own ids hold."""
    from reporttext.catalogue import Figure, Owner

    if accepted(reports) is None:
        return None
    found = known(reports)
    facts = reports.sql(_FACTS)
    owners: dict[str, Owner] = {}
    given: list[Any] = []
    for row in zip(*(facts[column].tolist() for column in _READ), strict=True):
        indicator, unit, value, changed, qualified, before, doc_id, *places = row
        if doc_id not in owners:
            owners = {doc_id: Owner(found, [place if isinstance(place, str) else None for place in places])}
        figure = Figure(unit, value, fold(before), changed, qualified)
        given.append(owners[doc_id].identify(indicator, figure))
    return facts[["fact_id"]].assign(indicator_id=given).dropna()
