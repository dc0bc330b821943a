"""How much of a report comes from its own last one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from reporttext.stats.reuse.records import Options
from reporttext.stats.reuse.rows import FILTERS, OPTIONS, View, frame, side_columns
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Query, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def recycled(
    reports: Reports, chosen: Selection, *, min_chars: int, min_similarity: float, exact_figures: bool,
    formula_places: int | None,
) -> Found:  # fmt: skip
    """Share of each section that stands in the same place's report before it.

    The report before is the last one of the same place, kind and topic that is earlier; masked places have none. The share
    is the characters of the section in passages of `reuse` shared with any part of that report, divided by all its
    characters; blanks are not counted, nor are formulas. The same sentence with new figures is recycled: `changed` counts
    the figures and places that differ.
    """
    from reporttext.stats.reuse.shares import recycled as counted

    options = Options(min_chars, min_similarity, not exact_figures, formula_places)
    view = View(reports, chosen, options)
    rows = [view.sides(row.doc, row.other) | asdict(row) for row in counted(view.comparison)]
    return Found(frame(rows, STATISTIC.columns), query=_QUERY, notes=view.notes())


_QUERY = Query(
    "select doc_id, sentence from main.sentences where doc_id = $doc_id and section = $section",
    ("doc_id", "section"),
)

STATISTIC = Statistic(
    "recycled", "旧稿翻新", "Recycled", recycled,
    columns=(
        *side_columns(),
        Column("section", "text", "部分", "Section", "报告的部分", "Section of the report"),
        Column("chars", "int", "字数", "Characters", "这一部分的字符数，不计空白，是比例的分母", "Characters of the section without blanks: the denominator"),
        Column("recycled_chars", "int", "沿用字数", "Characters recycled", "见于上一份报告的字符数，不计通行提法", "Characters that stand in the report before, formulas not counted"),
        Column("share", "float", "沿用比例", "Share recycled", "沿用字数除以字数", "Characters recycled by characters"),
        Column("formula_chars", "int", "通行提法字数", "Formula characters", "另有两份共有的通行提法的字符数，不计入", "Characters in formulas that both share, on top, not counted"),
        Column("passages", "int", "段落数", "Passages", "沿用的段落数", "Passages recycled"),
        Column("changed", "int", "改动数", "Changed", "沿用段落里改动的数字和地名数", "Figures and places that differ in these"),
    ),
    key=("doc_id", "section"),
    parameters=OPTIONS,
    filters=FILTERS,
    empty="none of the reports has an earlier one of the same place, kind and topic among those chosen",
)  # fmt: skip
