"""How much two reports share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from reporttext.stats.reuse.records import Options
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
from reporttext.stats.statistic import Found, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports


def reuse_pairs(
    reports: Reports, chosen: Selection, *, named: tuple[str, ...], same_place: bool, other_place: bool, min_chars: int,
    min_similarity: float, exact_figures: bool, formula_places: int | None,
) -> Found:  # fmt: skip
    """Pairs of reports that share passages, with the share of each.

    The passages are those of `reuse`; formulas are not counted. A share is the characters of a report in its pieces shared
    with the other one, each character once, divided by all its characters; blanks are not counted. `reuse` with both
    reports named shows the passages, `trace` the sentences of both reports that they lie in.
    """
    from reporttext.stats.reuse.shares import pairs

    options = Options(min_chars, min_similarity, not exact_figures, formula_places)
    view = View(reports, chosen, options, named, same_place=same_place, other_place=other_place)
    wanted = [pair for pair in pairs(view.comparison) if view.wanted(pair.doc, pair.other)]
    rows = [
        view.sides(pair.doc, pair.other) | asdict(pair) | {"direction": "from_other" if pair.dated else None}
        for pair in wanted
    ]
    places = {(pair.doc, pair.other): row for row, pair in enumerate(wanted)}
    return Found(frame(rows, STATISTIC.columns), spans=_spans(view, places), notes=view.notes())


def _spans(view: View, places: Mapping[tuple[int, int], int]) -> pd.DataFrame:
    """Where the passages counted stand in both reports, piece by piece; `places` are the rows of the pairs."""
    import pandas as pd

    ids = [report.doc_id for report in view.reports]
    spans: list[tuple[int, str, int, int]] = []
    for p in view.comparison.passages:
        if p.formula or (p.doc, p.other) not in places:
            continue
        row = places[p.doc, p.other]
        for start, end, other_start, other_end in p.blocks:
            spans += ((row, ids[p.doc], start, end), (row, ids[p.other], other_start, other_end))
    return pd.DataFrame(sorted(set(spans)), columns=["row", "doc_id", "start", "end"])


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
    empty="no two of the reports share a passage that counts; formulas, which do not, are in reuse",
)  # fmt: skip
