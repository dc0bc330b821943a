"""Passages that two reports share."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from reporttext.stats.reuse.records import Options, Passage
from reporttext.stats.reuse.rows import (
    DIRECTION,
    FILTERS,
    NAMED,
    OPTIONS,
    PLACES,
    View,
    frame,
    side_columns,
)
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

_DIGIT = re.compile(r"[0-9０-９〇零○一二三四五六七八九十百千万亿两*＊×xX]")
_NO_FIGURE = re.compile(r"[\u4e00-\u9fff]")


def reuse(
    reports: Reports, chosen: Selection, *, named: tuple[str, ...], same_place: bool, other_place: bool,
    copies_only: bool, min_chars: int, min_similarity: float, exact_figures: bool, formula_places: int | None,
) -> Found:  # fmt: skip
    """Passages that two reports share, word by word or nearly, with where they stand in both.

    Compared are characters without marks and blanks; places, masks and figures are wild: **镇2023年 is 东山镇2022年. Every
    stretch of 8 characters that two reports have is a seed; seeds near each other in both reports, in whatever order, are
    aligned exactly. A passage has at least --min-chars equal characters and --min-similarity: what is paired, equal characters
    and figures or places (each one), as a share of the longer side, (same + wild_places) / max(length, other_length).

    A passage is a formula, shown and never counted, where at least half of it is official wording and the rest would not
    make a passage: official is what stands in 《》, quoted speech of a leader, a phrase of data/reuse.toml, and 12 characters
    that reports of --formula-places places have. Of what more than 32 reports say alike, each is shown with the
    earliest and with the last before it of its own place, not all with all.

    The later report comes first. Earlier means likely, not proven, source: both may copy a third.
    """
    options = Options(min_chars, min_similarity, not exact_figures, formula_places)
    view = View(reports, chosen, options, named, same_place=same_place, other_place=other_place)
    alarms = Counter(found.passage for found in view.comparison.leftovers)
    rows = [
        _row(view, passage, alarms[n])
        for n, passage in enumerate(view.comparison.passages)
        if view.wanted(passage.doc, passage.other) and not (copies_only and passage.formula)
    ]
    return Found(frame(rows, STATISTIC.columns), query=_QUERY, notes=view.notes())


def _row(view: View, p: Passage, alarms: int) -> dict[str, Any]:
    report, other = view.reports[p.doc], view.reports[p.other]
    figures = [pair for pair in p.differences if all(map(_is_figure, pair))]
    return view.sides(p.doc, p.other) | {
        "passage_id": passage_id(view, p),
        "start": p.start,
        "end": p.end,
        "quote": report.text[p.start : p.end],
        "other_start": p.other_start,
        "other_end": p.other_end,
        "other_quote": other.text[p.other_start : p.other_end],
        "section": report.section_at(p.start),
        "other_section": other.section_at(p.other_start),
        "length": p.length,
        "same": p.same,
        "similarity": p.similarity,
        "wild": p.wild,
        "pieces": len(p.blocks),
        "formula": p.formula,
        "formula_chars": p.formula_chars,
        "places": p.places,
        "direction": "from_other" if p.dated else None,
        "changed_figures": [f"{b} → {a}" for a, b in figures],
        "changed_names": [f"{b} → {a}" for a, b in p.differences if (a, b) not in figures],
        "leftovers": alarms,
        "other_length": p.other_length,
        "wild_places": p.wild_places,
    }


def passage_id(view: View, p: Passage) -> str:
    """report:start-end=other report:start-end."""
    doc_id, other_id = view.reports[p.doc].doc_id, view.reports[p.other].doc_id
    return f"{doc_id}:{p.start}-{p.end}={other_id}:{p.other_start}-{p.other_end}"


def _is_figure(text: str) -> bool:
    """Whether a wild text is a figure, not a name: only numerals and masks, or with a digit in it."""
    return not _NO_FIGURE.search(_DIGIT.sub("", text))


_QUERY = Query(
    """
    select doc_id, sentence from main.sentences
    where (doc_id = $doc_id and "start" < $end and "end" > $start)
    or (doc_id = $other_doc_id and "start" < $other_end and "end" > $other_start)
    """,
    ("doc_id", "start", "end", "other_doc_id", "other_start", "other_end"),
)

STATISTIC = Statistic(
    "reuse", "抄录", "Reuse", reuse,
    columns=(
        Column("passage_id", "text", "段落编号", "Passage id", "报告编号:起-止=另一报告编号:起-止", "report id:start-end=other report id:start-end"),
        *side_columns(),
        DIRECTION,
        Column("section", "text", "部分", "Section", "段落起点所在部分", "Section in which the passage begins"),
        Column("other_section", "text", "另一部分", "Other section", "在另一份报告中所在部分", "Section in the other report"),
        Column("start", "int", "起", "Start", "在正文中的起点（字符）", "Start in the text, in characters"),
        Column("end", "int", "止", "End", "在正文中的终点（不含）", "End in the text, exclusive"),
        Column("quote", "text", "原文", "Quote", "报告里的写法", "As written in the report"),
        Column("other_start", "int", "另一处起", "Other start", "在另一份正文中的起点", "Start in the other text"),
        Column("other_end", "int", "另一处止", "Other end", "在另一份正文中的终点（不含）", "End in the other text, exclusive"),
        Column("other_quote", "text", "另一处原文", "Other quote", "另一份报告里的写法", "As written in the other report"),
        Column("length", "int", "长度", "Length", "段落的字数，不计标点空白，数字、地名各算一个字", "Characters of the passage without marks and blanks; a figure or place is one"),
        Column("same", "int", "相同字数", "Same", "两边相同的字数，不计数字、地名", "Characters that are the same on both sides, figures and places not counted"),
        Column("similarity", "float", "相似度", "Similarity", "（相同字数＋可变处）÷ 两边长度中较长的", "(same + wild_places) / the longer of length and other_length"),
        Column("wild", "int", "可变字数", "Wild", "数字、地名、隐去处的字符数", "Characters of figures, places and masks, which may differ"),
        Column("pieces", "int", "块数", "Pieces", "多于 1 表示句子调换了次序", "More than 1 where sentences changed places"),
        Column("formula", "bool", "通行提法", "Formula", "一半以上是通行提法或引文，只列出，不计入", "At least half is official wording: shown, not counted"),
        Column("formula_chars", "int", "通行提法字数", "Formula characters", "相同的字里属于通行提法或引文的", "Of what is the same, what is official wording"),
        Column("places", "int", "地方数", "Places", "有同样说法的地方数（中位数，最多 255）", "Places that have its wording (median, at most 255)"),
        Column("changed_figures", "texts", "改动的数字", "Changed figures", "另一处 → 此处", "There → here"),
        Column("changed_names", "texts", "改动的地名", "Changed names", "另一处 → 此处", "There → here"),
        Column("leftovers", "int", "残留", "Leftovers", "残留的外地名、旧年份、人名机构名的处数，见 leftovers", "Places, years and names of the other report left in it; see leftovers"),
        Column("other_length", "int", "另一处长度", "Other length", "另一份报告中段落的字数，计法同长度", "Characters of the passage in the other report, counted as length"),
        Column("wild_places", "int", "可变处", "Wild places", "两边对应的数字、地名、隐去处的处数", "Figures, places and masks that stand for each other on both sides, each one"),
    ),
    key=("passage_id",),
    parameters=(NAMED, *PLACES, Parameter("copies_only", "Leave formulas out.", "flag", default=False), *OPTIONS),
    filters=FILTERS,
    empty="no two of the reports share a passage of so many characters: take a smaller --min-chars or --min-similarity",
)  # fmt: skip
