"""Rows with what stands round them: the report a row belongs to, the sentence round a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reporttext.store import name

SENTENCE = "sentence_text"

# A sentence longer than this is cut to so many characters round the figure.
_LONG, _ROUND = 1_000, 500

# Where the cut begins: the figure in the middle, nothing beyond either end. Offsets are those of the report, from 0.
_FROM = f"""greatest(0, least(t."start" - s."start" - ({_ROUND} - (t."end" - t."start")) // 2, length(s."text") - {_ROUND}))"""
_CUT = f"""
case when length(s."text") <= {_LONG} then s."text"
    else if({_FROM} > 0, '…', '') || substr(s."text", {_FROM} + 1, {_ROUND})
        || if({_FROM} + {_ROUND} < length(s."text"), '…', '') end
"""
_WITH_SENTENCE = "left join main.sentences s on s.doc_id = t.doc_id and s.sentence = t.sentence"
_WITH_DOCUMENT = "left join main.documents d on d.doc_id = t.doc_id"


def place_shown(documents: str) -> str:
    """SQL for the place of a report as people see it, the same on every sheet: 县/镇 where known, else as written."""
    return f"if(starts_with({documents}.place_joined, 'doc:'), {documents}.place, {documents}.place_joined)"


def rows_query(
    table: str, columns: Iterable[str], also: Mapping[str, str] | None = None, where: str = "true"
) -> str:
    """SQL for the rows of a table, in their order.

    A column is one of the table's, `documents.…` for one of the report's (its place as it is shown), or `sentence_text`; `also` gives others by
    name, in SQL, where `t` is the table.
    """
    chosen = dict(also or {})
    joins = []
    for column in columns:
        if column == SENTENCE:
            chosen[column] = _CUT
            joins.append(_WITH_SENTENCE)
        elif column.startswith("documents."):
            own = column.removeprefix("documents.")
            chosen[column] = place_shown("d") if own == "place" else f"d.{name(own)}"
            joins.append(_WITH_DOCUMENT)
        else:
            chosen[column] = f"t.{name(column)}"
    selected = ", ".join(f"{what} as {name(column)}" for column, what in chosen.items())
    source = f"main.{table} t"
    order = ""
    if joins:  # a join may change the order
        source = f"(select *, rowid as place_in_table from main.{table}) t {' '.join(dict.fromkeys(joins))}"
        order = "order by t.place_in_table"
    return f"select {selected} from {source} where {where} {order}"
