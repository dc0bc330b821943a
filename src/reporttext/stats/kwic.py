"""Keyword in context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.stats.counting import TERM, TERMS
from reporttext.stats.occurrences import holding
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def kwic(reports: Reports, chosen: Selection, *, terms: tuple[str, ...], width: int) -> Found:
    """Keyword in context: every place where a word or phrase stands, with the text on both sides.

    Found by text search, full and half width alike, whatever words the segmenter makes of it; an occurrence never overlaps
    the one before. `start` and `end` are code points into `documents.text`; left and right are of the same sentence. In
    order of year, source and place.
    """
    import pandas as pd

    rows = [
        {**held.row, "term": term, "year": held.row["of_year"], "place": held.row["place_id"],
         "left": held.text[max(0, start - width) : start], "hit": held.text[start:end], "right": held.text[end : end + width],
         "start": held.row["start"] + start, "end": held.row["start"] + end}
        for term in dict.fromkeys(terms)
        for held in holding(reports, chosen, term)
        for start, end in held.spans
    ]  # fmt: skip
    names = [*chosen.by, *(column.name for column in STATISTIC.columns)]
    frame = pd.DataFrame(rows, columns=names)
    if len(set(terms)) > 1:
        frame = frame.sort_values(["year", "source", "start", "end", "term"], ignore_index=True)
    query = Query("select $doc_id as doc_id, $sentence::bigint as sentence", ("doc_id", "sentence"))
    missing = [term for term in dict.fromkeys(terms) if term not in set(frame["term"])]
    notes = (f"{', '.join(missing)}: not in the reports chosen",) if missing else ()
    return Found(frame, query=query, notes=notes)


STATISTIC = Statistic(
    "kwic", "上下文", "Keyword in context", kwic,
    columns=(
        Column("year", "int", "年份", "Year", "报告的年份", "Year of the report"),
        Column("place", "text", "地方", "Place", "报告的地方编号", "Place id of the report"),
        Column("section", "text", "部分", "Section", "所在部分", "Its section"),
        Column("left", "text", "左文", "Left", "该词之前的文字", "The text before"),
        Column("hit", "text", "命中", "Hit", "该词，照原文", "The term as written"),
        Column("right", "text", "右文", "Right", "该词之后的文字", "The text after"),
        TERM,
        Column("source", "text", "来源", "Source", "所在报告", "The report"),
        Column("doc_id", "text", "报告编号", "Report id", "报告的编号", "Id of the report"),
        Column("sentence", "int", "句子序号", "Sentence", "所在句子", "Its sentence"),
        Column("start", "int", "起", "Start", "在正文中的起点（字符）", "Start in the text, in characters"),
        Column("end", "int", "止", "End", "在正文中的终点（不含）", "End in the text, exclusive"),
    ),
    key=("doc_id", "start", "term"),
    parameters=(
        Parameter(TERMS.name, TERMS.about, many=True, argument=True, required=True),
        Parameter("width", "Characters on each side.", "int", default=20, low=0),
    ),
    filters=("year", "place", "section", "where"),
    empty="none of the reports chosen has the words; they are looked for letter by letter",
)  # fmt: skip
