"""The cells of the summary that another figure contradicts, as rows of the sheet of checks: both figures and sentences.

The table `checks` compares the figures of one report; these are of several reports, or of several places of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reporttext.outputs.context import SENTENCE, rows_query
from reporttext.outputs.layout import ROW_OF
from reporttext.outputs.sheets import Link, word
from reporttext.outputs.summary import Summary

if TYPE_CHECKING:
    import duckdb

_WITHIN, _BETWEEN = (
    ("报告内说法不一", "A report disagrees with itself"),
    ("各报告说法不一", "Reports disagree"),
)


def conflicts(con: duckdb.DuckDBPyConnection, found: Summary, language: str) -> Iterator[Mapping[str, Any]]:
    """By column of the sheet of checks; what a check of one report says already is left out."""
    checked = {
        frozenset(pair) for pair in con.execute("select fact_id, other_fact_id from main.checks").fetchall()
    }
    told = [one for one in found.conflicts() if frozenset((one.fact_id, one.other_fact_id)) not in checked]
    facts = _facts(con, {id for one in told for id in (one.fact_id, one.other_fact_id)})
    for one in told:
        shown, other = facts[one.fact_id], facts[one.other_fact_id]
        between = shown["source"] != other["source"]
        zh = f"{one.year}年{one.indicator}：这里是{shown['quote']}，另一处是{other['quote']}（{other['source']}）"
        en = f"{one.indicator} of {one.year}: {shown['quote']} here, {other['quote']} elsewhere ({other['source']})"
        message, passage = word((zh, en), language), other["sentence_text"] or other["quote"]
        yield {
            "documents.place": shown["place"], "documents.year": shown["year"], "kind": word(_BETWEEN if between else _WITHIN, language),
            "message": Link(message, found.facts, shown["row"]) if found.facts else message,
            "passage": shown["sentence_text"] or shown["quote"],
            "other": Link(passage, found.facts, other["row"]) if found.facts else passage,
            "severity": "warning", "documents.source": shown["source"], "fact_id": one.fact_id, "other_fact_id": one.other_fact_id,
            "check_id": f"{one.fact_id.replace(':', ':contradicted:', 1)}:{one.other_fact_id}",
        }  # fmt: skip


def _facts(con: duckdb.DuckDBPyConnection, ids: set[str]) -> Mapping[str, Mapping[str, Any]]:
    """By id the quote and sentence of facts, source, place and year of their reports, and their row on the sheet of facts."""
    query = rows_query(
        "facts",
        ("fact_id", "quote", SENTENCE, "documents.source", "documents.place", "documents.year"),
        {"row": ROW_OF["fact"]},
        "t.fact_id in (select unnest(?::varchar[]))",
    )
    answer = con.execute(query, [sorted(ids)])
    names = [name.removeprefix("documents.") for name, *_ in answer.description or ()]
    rows = [dict(zip(names, values, strict=True)) for values in answer.fetchall()]
    return {row["fact_id"]: row for row in rows}
