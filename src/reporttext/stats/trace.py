"""The sentences behind a row of a statistic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.stats import saved
from reporttext.stats.saved import Saved
from reporttext.tables import Column, Table, tables

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

FIRST = 50

_ROWS = """
select d.source, d.place, d.year, s.section, s.paragraph, s.sentence, s."start", s."end", {fact} s."text", d.doc_id
from {behind} join main.documents d using (doc_id) join main.sentences s using (doc_id, sentence)
order by d.year, d.source, s.sentence {order} limit {limit}
"""
_FACTS = '(select fact_id, doc_id, sentence, quote, "start" from main.facts where fact_id in (select unnest($facts))) b'


@dataclass(frozen=True, slots=True)
class Trace:
    """What is behind a row: its first sentences, how many there are, and the row itself.

    `sentences` has source, place, year, section, paragraph, sentence, `start` and `end` (code points into
    `documents.text`), for facts fact_id and quote, text, doc_id. `total` counts all: facts where facts are behind it,
    else sentences. `stale`: the tables are no longer those that the row was computed from.
    """

    name: str
    row: dict[str, Any]
    sentences: pd.DataFrame
    total: int
    stale: bool


def trace(reports: Reports, row_id: str, *, first: int = FIRST) -> Trace:
    """The first sentences behind a row of a result that is kept; raises UsageError where no result has the row."""
    for result in saved.results(reports.path):
        if (row := result.row(row_id)) is not None:
            break
    else:
        raise UsageError(
            f"no statistic kept in {reports.path} has a row {row_id}: compute the statistic again"
        )
    facts = result.facts(row_id)
    if facts or result.query is None:
        sentences, total = _of_facts(reports, facts, first)
    else:
        sentences, total = _of_query(reports, result, row, first)
    return Trace(result.name, row, sentences, total, result.identity != reports.identity)


def _of_facts(reports: Reports, facts: list[str], first: int) -> tuple[pd.DataFrame, int]:
    query = _ROWS.format(fact="b.fact_id, b.quote,", behind=_FACTS, order=', b."start"', limit=first)
    total = reports.sql(f"select count(*) as n from {_FACTS}", {"facts": facts})
    return reports.sql(query, {"facts": facts}), int(total["n"][0])


def _of_query(reports: Reports, result: Saved, row: dict[str, Any], first: int) -> tuple[pd.DataFrame, int]:
    assert result.query is not None
    behind = f"(select distinct doc_id, sentence from ({result.query.sql})) b"
    values = {name: row[name] for name in result.query.names}
    total = reports.sql(f"select count(*) as n from {behind}", values)
    rows = reports.sql(_ROWS.format(fact="", behind=behind, order="", limit=first), values)
    return rows, int(total["n"][0])


def table(found: Trace) -> Table:
    """The columns of `Trace.sentences`, described."""
    known: dict[str, Column] = {}
    for name in ("documents", "sentences", "facts"):
        for column in tables()[name].columns:
            known.setdefault(column.name, column)
    text = {c.name: c for c in tables()["sentences"].columns} | {
        name: known[name] for name in ("fact_id", "quote")
    }
    columns = tuple(text.get(name, known.get(name)) for name in found.sentences.columns)
    return Table(
        "trace",
        "出处",
        "Trace",
        "统计行背后的句子",
        "The sentences behind a row",
        tuple(c for c in columns if c),
    )
