"""The cells of the summary that another figure contradicts, as rows of the checks that are shown: both figures and sentences.

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
    from reporttext.store.reader import Reports

_WITHIN, _BETWEEN = (
    ("报告内说法不一", "A report disagrees with itself"),
    ("各报告说法不一", "Reports disagree"),
)


def conflicts(reports: Reports, found: Summary, language: str) -> Iterator[Mapping[str, Any]]:
    """By column of the sheet of checks, and where the figure stands; what a check of one report says already is left out."""
    checked = {frozenset(pair) for pair in reports.stream("select fact_id, other_fact_id from main.checks")}
    told = [one for one in found.conflicts() if frozenset((one.fact_id, one.other_fact_id)) not in checked]
    facts = _facts(reports, {id for one in told for id in (one.fact_id, one.other_fact_id)})
    for one in told:
        shown, other = facts[one.fact_id], facts[one.other_fact_id]
        between = shown["source"] != other["source"]
        zh = f"{one.year}年{one.indicator}：这里是{shown['quote']}，另一处是{other['quote']}（{other['source']}）"
        en = f"{one.indicator} of {one.year}: {shown['quote']} here, {other['quote']} elsewhere ({other['source']})"
        message, passage = word((zh, en), language), other["sentence_text"] or other["quote"]
        yield {
            **{name: shown[name] for name in ("doc_id", "start", "end", "title")}, "documents.place": shown["place"], "documents.year": shown["year"], "kind": word(_BETWEEN if between else _WITHIN, language),
            "message": Link(message, found.facts, shown["row"]) if found.facts else message,
            "passage": shown["sentence_text"] or shown["quote"],
            "other": Link(passage, found.facts, other["row"]) if found.facts else passage,
            "severity": "warning", "documents.source": shown["source"], "fact_id": one.fact_id, "other_fact_id": one.other_fact_id,
            "check_id": f"{one.fact_id.replace(':', ':contradicted:', 1)}:{one.other_fact_id}",
        }  # fmt: skip


_COLUMNS = (
    "fact_id", "doc_id", "start", "end", "quote", SENTENCE, "documents.title", "documents.source", "documents.place", "documents.year",
)  # fmt: skip


def _facts(reports: Reports, ids: set[str]) -> Mapping[str, Mapping[str, Any]]:
    """By id the quote, sentence and place in the text of facts, what their reports are, and their row on the sheet of facts."""
    query = rows_query(
        "facts", _COLUMNS, {"row": ROW_OF["fact"]}, "t.fact_id in (select unnest(?::varchar[]))"
    )
    names = ["row", *(name.removeprefix("documents.") for name in _COLUMNS)]
    rows = [dict(zip(names, values, strict=True)) for values in reports.stream(query, [sorted(ids)])]
    return {row["fact_id"]: row for row in rows}
