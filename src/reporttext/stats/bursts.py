"""Years in which a word was in fashion."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reporttext.stats.counting import COUNT, COUNTED, TERM, TERMS, sentences
from reporttext.stats.selection import Selection
from reporttext.stats.series import LEAST, Series, series
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def bursts(
    reports: Reports,
    chosen: Selection,
    *,
    terms: Sequence[str],
    scale: float,
    cost: float,
    least: int,
    count: str,
) -> Found:
    """Bursts of words: runs of years in which many more reports have them than usual.

    Kleinberg (2002), Bursty and hierarchical structure in streams, the batched form with two states: of the reports of a
    year, each has the word with the probability p0 = all with it / all reports, or in a burst p1. Entering the burst
    costs `cost` · ln(years); the cheapest path of states is found by dynamic programming. `weight` is what the burst
    saves in cost (natural logarithm). One change: `scale` multiplies the odds and not the probability itself, so that p1
    stays below 1 for a word in most reports; for a rare word the two are the same.
    """
    import pandas as pd

    found, notes = series(reports, chosen, terms, count, least)
    names = [*chosen.by, *(column.name for column in STATISTIC.columns)]
    rows = pd.DataFrame([row for one in found for row in _rows(chosen, one, scale, cost)], columns=names)
    rows = rows.sort_values([*chosen.by, "weight", "term", "first_year"], ascending=[*(True for _ in chosen.by), False, True, True], ignore_index=True)  # fmt: skip
    query = sentences(chosen, "term", word="term")
    within = "doc_id in (select doc_id from main.documents where year between $first_year and $last_year)"
    behind = Query(
        f"select doc_id, sentence from ({query.sql}) where {within}",
        (*query.names, "first_year", "last_year"),
        word=query.word,
    )
    return Found(rows, query=behind, notes=notes)


def _rows(chosen: Selection, one: Series, scale: float, cost: float) -> Iterator[Mapping[str, Any]]:
    for first, last, weight in intervals(one.reports_with.tolist(), one.reports.tolist(), scale, cost):
        inside = slice(first, last + 1)
        yield dict(zip(chosen.by, one.group, strict=True)) | {
            "term": one.term, "counted": one.counted, "first_year": one.years[first], "last_year": one.years[last],
            "weight": weight, "reports_with": one.reports_with[inside].sum(), "reports": one.reports[inside].sum(),
            "share": one.reports_with[inside].sum() / one.reports[inside].sum(),
            "share_all": one.reports_with.sum() / one.reports.sum(),
        }  # fmt: skip


def intervals(
    hits: Sequence[int], all_: Sequence[int], scale: float, cost: float
) -> Iterator[tuple[int, int, float]]:
    """The bursts of a series of batches: first and last index, inclusive, and weight. Where costs tie, no burst."""
    usual = sum(hits) / sum(all_)
    if not 0 < usual < 1:
        return
    odds = scale * usual / (1 - usual)
    high = odds / (1 + odds)
    enter = cost * math.log(len(hits))

    def costs(p: float) -> list[float]:  # the binomial coefficient is the same in both states
        return [-(r * math.log(p) + (d - r) * math.log(1 - p)) for r, d in zip(hits, all_, strict=True)]

    low_costs, high_costs = costs(usual), costs(high)
    states = _cheapest(low_costs, high_costs, enter)
    first = None
    for i, state in enumerate([*states, 0]):
        if state and first is None:
            first = i
        elif not state and first is not None:
            yield first, i - 1, sum(low_costs[first:i]) - sum(high_costs[first:i])
            first = None


def _cheapest(low: Sequence[float], high: Sequence[float], enter: float) -> list[int]:
    """The states (0, 1) of the cheapest path that begins in 0; going back to 0 is free."""
    best = (0.0, math.inf)
    came: list[tuple[int, int]] = []
    for low_cost, high_cost in zip(low, high, strict=True):
        to_low = 0 if best[0] <= best[1] else 1
        to_high = 0 if best[0] + enter < best[1] else 1
        came.append((to_low, to_high))
        best = (best[to_low] + low_cost, best[to_high] + (0 if to_high else enter) + high_cost)
    state = 0 if best[0] <= best[1] else 1
    states = []
    for step in reversed(came):
        states.append(state)
        state = step[state]
    return states[::-1]


STATISTIC = Statistic(
    "bursts", "突发词", "Bursts", bursts,
    columns=(
        TERM, COUNTED,
        Column("first_year", "int", "起始年", "First year", "突发的第一年", "First year of the burst"),
        Column("last_year", "int", "结束年", "Last year", "突发的最后一年", "Last year of the burst"),
        Column("weight", "float", "强度", "Weight", "突发状态省下的代价（自然对数）", "Cost saved by the burst (natural logarithm)"),
        Column("reports_with", "int", "含该词报告数", "Reports with it", "突发期内有该词的报告数", "Reports of the burst that have the term"),
        Column("reports", "int", "报告数", "Reports", "突发期内的报告数", "Reports of the burst"),
        Column("share", "float", "报告占比", "Share of reports", "突发期内的占比", "Reports with it by reports, in the burst"),
        Column("share_all", "float", "总占比", "Share over all years", "全部年份的占比", "Reports with it by reports, in all years"),
    ),
    key=("term", "first_year"),
    parameters=(
        TERMS,
        Parameter("scale", "How many times the usual odds a burst has (s).", "float", default=2.0, above=1),
        Parameter("cost", "Cost of entering a burst (gamma).", "float", default=1.0, low=0),
        LEAST, COUNT,
    ),
    empty="no word is in many more reports of a run of years than usual: take a smaller --scale or --cost, or without words a smaller --least",
)  # fmt: skip
