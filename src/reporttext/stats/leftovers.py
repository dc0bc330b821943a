"""What a copy left over of the report that it was copied from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporttext.stats.reuse.records import Leftover, Options
from reporttext.stats.reuse.rows import FILTERS, NAMED, OPTIONS, PLACES, View, frame, side_columns
from reporttext.stats.reuse_passages import passage_id
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Query, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def leftovers(
    reports: Reports, chosen: Selection, *, named: tuple[str, ...], same_place: bool, other_place: bool, min_chars: int,
    min_similarity: float, exact_figures: bool, formula_places: int | None,
) -> Found:  # fmt: skip
    """Copied passages that still hold another place, year or name.

    A passage of `reuse` that is no formula says the same on both sides: the other report's own place, or a place that only
    reports of that place name of their own accord (leftover_place); an organisation or person of which the same is true
    (leftover_name); the year that the other report is about, or plans for, where this one is about a later one
    (leftover_year). Not in titles, quotations and formulas; a year to compare with or count from (比2018年, 自2018年以来) is
    none. Each row is a place to look at, not a verdict. Where the dates do not tell which report is the copy, both are
    looked at.
    """
    options = Options(min_chars, min_similarity, not exact_figures, formula_places)
    view = View(reports, chosen, options, named, same_place=same_place, other_place=other_place)
    rows = [_row(view, found) for found in view.comparison.leftovers if view.wanted(found.doc, found.other)]
    return Found(frame(rows, STATISTIC.columns), query=_QUERY, notes=view.notes())


def _row(view: View, found: Leftover) -> dict[str, Any]:
    report, other = view.reports[found.doc], view.reports[found.other]
    passage = view.comparison.passages[found.passage]
    here, there = (passage.start, passage.end), (passage.other_start, passage.other_end)
    if passage.doc != found.doc:
        here, there = there, here
    return view.sides(found.doc, found.other) | {
        "passage_id": passage_id(view, passage),
        "kind": found.kind,
        "start": found.start,
        "end": found.end,
        "quote": report.text[found.start : found.end],
        "other_start": found.other_start,
        "other_end": found.other_end,
        "section": report.section_at(found.start),
        "passage": report.text[slice(*here)],
        "other_passage": other.text[slice(*there)],
    }


_QUERY = Query(
    """
    select doc_id, sentence from main.sentences
    where (doc_id = $doc_id and "start" < $end and "end" > $start)
    or (doc_id = $other_doc_id and "start" < $other_end and "end" > $other_start)
    """,
    ("doc_id", "start", "end", "other_doc_id", "other_start", "other_end"),
)

STATISTIC = Statistic(
    "leftovers", "残留", "Leftovers", leftovers,
    columns=(
        Column("kind", "text", "类别", "Kind", "残留外地名、旧年份、外地的人名或机构名", "leftover_place, leftover_year, leftover_name"),
        Column("quote", "text", "残留文字", "Quote", "残留的文字，两份报告里相同", "What is left over; the same in both reports"),
        *side_columns(),
        Column("section", "text", "部分", "Section", "所在部分", "Its section"),
        Column("start", "int", "起", "Start", "残留处在正文中的起点（字符）", "Where it stands in the text, in characters"),
        Column("end", "int", "止", "End", "残留处的终点（不含）", "Its end, exclusive"),
        Column("other_start", "int", "另一处起", "Other start", "在另一份正文中的起点", "Where it stands in the other text"),
        Column("other_end", "int", "另一处止", "Other end", "在另一份正文中的终点（不含）", "Its end there, exclusive"),
        Column("passage", "text", "段落", "Passage", "所在的段落", "The passage that it stands in"),
        Column("other_passage", "text", "另一处段落", "Other passage", "另一份报告里的段落", "The passage in the other report"),
        Column("passage_id", "text", "段落编号", "Passage id", "抄录表中的编号", "Id in the table reuse"),
    ),
    key=("passage_id", "doc_id", "kind", "start", "end"),
    parameters=(NAMED, *PLACES, *OPTIONS),
    filters=FILTERS,
    empty="no copied passage still holds the place, year or name of the report that it is like; passages themselves are in reuse",
)  # fmt: skip
