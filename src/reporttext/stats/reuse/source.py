"""From the store to the reports that are compared, and the comparison that several statistics ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from reporttext.lexicon import load
from reporttext.stats.reuse.compare import compare
from reporttext.stats.reuse.formulas import formulas
from reporttext.stats.reuse.names import Names, names
from reporttext.stats.reuse.records import Comparison, Name, Options, Report
from reporttext.stats.selection import Selection

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

# The last comparison of an open store: passages, pairs, shares and leftovers are views of the same one.
_LAST: WeakKeyDictionary[Reports, tuple[Any, Comparison]] = WeakKeyDictionary()


def comparison(reports: Reports, chosen: Selection, options: Options) -> Comparison:
    """The reports chosen compared with each other; copies (`duplicate_of`) are left out by the selection."""
    key = (reports.identity, chosen, options)
    last = _LAST.get(reports)
    if last is None or last[0] != key:
        last = key, compare(of_store(reports, chosen), formulas(load(reports.rules())), options)
        _LAST[reports] = last
    return last[1]


def of_store(reports: Reports, chosen: Selection) -> list[Report]:
    """The reports chosen, with what was found in them: own place, places and organisations named, sections."""
    known = names(load(reports.rules()))
    documents = f"join {chosen.documents()} c using (doc_id)"
    mentions = _grouped(
        reports,
        f"""select m.doc_id, m."start", m."end", m.label, m.normalised from main.mentions m {documents}
        where m.label in ('place', 'organisation') order by m.doc_id, m."start", m."end" """,
    )
    sections = _grouped(
        reports,
        f"""select p.doc_id, p."start", p."end", p.section from main.paragraphs p {documents}
        where p.section is not null order by p.doc_id, p."start" """,
    )
    rows = reports.sql(
        f"""select d.doc_id, d.text, d.place_joined as place_id, [d.place, d.province, d.city, d.county, d.township] as names, d.year,
        d.year_given, d.issued_on::varchar as issued_on, d.doc_type, d.topic from main.documents d {documents} order by d.doc_id"""
    )
    return [_report(row, mentions, sections, known) for row in rows.to_dict("records")]


def _grouped(reports: Reports, query: str) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for doc_id, *values in reports.sql(query).itertuples(index=False, name=None):
        found[doc_id].append(tuple(values))
    return found


def _report(
    row: Mapping[Hashable, Any], mentions: dict[str, list[tuple[Any, ...]]], sections: dict[str, list[tuple[Any, ...]]], known: Names
) -> Report:  # fmt: skip
    import pandas as pd

    doc_id, text = row["doc_id"], row["text"]
    found = mentions.get(doc_id, [])
    wild = [(start, end) for start, end, label, _ in found if label == "place"]
    wild += [hit.span() for hit in known.province.finditer(text)]
    named = [
        Name(start, end, label, name)
        for start, end, label, name in found
        if name is not None and name != "self"
    ]
    named += known.persons(text)
    place_id = row["place_id"]
    return Report(
        doc_id=doc_id,
        text=text,
        place_id=None if place_id is None or place_id.startswith("doc:") else place_id,
        names=known.spellings(row["names"]),
        year=_whole(row["year"]),
        year_given=_whole(row["year_given"]),
        issued_on=None if pd.isna(row["issued_on"]) else date.fromisoformat(row["issued_on"]),
        series=(row["doc_type"], row["topic"]),
        wild=tuple(sorted(wild)),
        sections=tuple(sections.get(doc_id, [])),
        named=tuple(sorted(named, key=lambda name: (name.start, name.end, name.label))),
    )


def _whole(value: Any) -> int | None:
    import pandas as pd

    return None if pd.isna(value) else int(value)
