"""How much two reports share."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from reporttext.stats.reuse.rows import (
    DIRECTION,
    FILTERS,
    NAMED,
    OPTIONS,
    PLACES,
    View,
    checked,
    frame,
    side_columns,
)
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def reuse_pairs(
    reports: Reports, chosen: Selection, *, named: tuple[str, ...], same_place: bool, other_place: bool, min_chars: int,
    min_similarity: float, exact_figures: bool, formula_places: int | None,
) -> Found:  # fmt: skip
    """Pairs of reports that share passages, with the share of each.

    The passages are those of `reuse`; formulas are not counted. A share is the characters of a report in its pieces shared
    with the other one, each character once, divided by all its characters; blanks are not counted. `reuse` with both
    reports named shows the passages.
    """
    from reporttext.stats.reuse.shares import pairs

    options = checked(min_chars, min_similarity, formula_places, exact_figures=exact_figures)
    view = View(reports, chosen, options, named, same_place=same_place, other_place=other_place)
    rows = [
        view.sides(pair.doc, pair.other) | asdict(pair) | {"direction": "from_other" if pair.dated else None}
        for pair in pairs(view.comparison)
        if view.wanted(pair.doc, pair.other)
    ]
    return Found(frame(rows, STATISTIC.columns), notes=view.notes())


STATISTIC = Statistic(
    "reuse_pairs", "抄录比例", "Reuse by pair", reuse_pairs,
    columns=(
        *side_columns(),
        DIRECTION,
        Column("passages", "int", "段落数", "Passages", "共有的段落数，不计通行提法", "Passages shared, formulas not counted"),
        Column("chars", "int", "共有字数", "Characters shared", "本报告里共有的字符数，不计空白", "Characters of the report in these, without blanks"),
        Column("share", "float", "占比", "Share", "占本报告全文的比例", "As a share of the report"),
        Column("other_chars", "int", "另一份共有字数", "Other characters shared", "另一份报告里共有的字符数", "Characters of the other report in these"),
        Column("other_share", "float", "另一份占比", "Other share", "占另一份全文的比例", "As a share of the other report"),
        Column("formula_chars", "int", "通行提法字数", "Formula characters", "另有共有的通行提法的字符数，不计入", "Characters in formulas that both share, on top, not counted"),
    ),
    key=("doc_id", "other_doc_id"),
    parameters=(NAMED, *PLACES, *OPTIONS),
    filters=FILTERS,
)  # fmt: skip
