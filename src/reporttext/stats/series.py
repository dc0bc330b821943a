"""Terms by year, the form that statistics of change take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.stats.counting import counted, groups, nowhere
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Parameter

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from reporttext.store.reader import Reports

LEAST = Parameter(
    "least",
    "Without terms: only words that stand in at least so many reports of their group.",
    "int",
    default=20,
    low=1,
)


@dataclass(frozen=True, slots=True)
class Series:
    """One term in one group: by year, in order, its count, the reports that have it, reports and characters of the year.

    Years without a report are not in it; years with reports but without the term are, with 0.
    """

    group: tuple[Any, ...]
    term: str
    counted: str
    years: np.ndarray[Any, Any]
    count: np.ndarray[Any, Any]
    reports_with: np.ndarray[Any, Any]
    reports: np.ndarray[Any, Any]
    characters: np.ndarray[Any, Any]


def series(
    reports: Reports, chosen: Selection, terms: Sequence[str], how: str, least: int
) -> tuple[Iterator[Series], tuple[str, ...]]:
    """The series of the terms, or of all words of two characters or more in at least `least` reports of the group; and notes.

    In order of group and term. Reports without a year are left out. Raises UsageError where there is nothing to count.
    """
    if "year" in chosen.by:
        raise UsageError("the series are over years: leave year out of --by")
    yearly = replace(chosen, by=(*chosen.by, "year"))
    totals = reports.sql(
        f"""select {yearly.group_names()} reports, characters from {groups(yearly)} where year is not null
        order by {yearly.group_names()} reports"""
    )
    if totals.empty:
        raise UsageError("none of the reports chosen has a year")
    found = counted(reports, terms, how) if terms else None
    hits = reports.sql(
        f"""select {yearly.group()} s.term, sum(s.count)::bigint as count, count(distinct s.doc_id) as reports_with
        from {found.sql if found else _all_words(yearly, least)} s join {yearly.documents()} d using (doc_id)
        where {yearly.in_section("s")} and d.year is not null group by all"""
    )
    if found:
        there = set(hits["term"])
        notes = (*found.notes, *nowhere(found, [term for term in found.how if term not in there]))
        return _series(len(chosen.by), totals, hits, found.how), notes
    every = _series(len(chosen.by), totals, hits, {})
    return (one for one in every if one.reports_with.sum() >= least), ()


def _all_words(chosen: Selection, least: int) -> str:
    return f"""(select * from main.terms where term in (select t.term from main.terms t join {chosen.documents()} d
        using (doc_id) where length(t.term) > 1 and {chosen.in_section("t")}
        group by t.term having count(distinct doc_id) >= {int(least)}))"""


def _series(
    width: int, totals: pd.DataFrame, hits: pd.DataFrame, ways: Mapping[str, str]
) -> Iterator[Series]:
    """`width` columns are the group, then comes the year. Terms that were asked for are in every group, others where they are."""
    import numpy as np

    found: dict[tuple[Any, ...], dict[str, dict[int, tuple[int, int]]]] = {}
    for row in hits.astype(object).where(hits.notna(), None).itertuples(index=False, name=None):
        group, (year, term, count, reports_with) = row[:width], row[width:]
        found.setdefault(group, {}).setdefault(term, {})[year] = (count, reports_with)
    whole: dict[tuple[Any, ...], list[tuple[int, int, int]]] = {}
    for row in totals.astype(object).where(totals.notna(), None).itertuples(index=False, name=None):
        whole.setdefault(row[:width], []).append(row[width:])
    for group, rows in whole.items():
        years, reports, characters = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        terms = found.get(group, {})
        for term in ways or sorted(terms):
            by_year = terms.get(term, {})
            values = np.array([by_year.get(year, (0, 0)) for year in years.tolist()], dtype=np.int64)
            yield Series(
                group, term, ways.get(term, "words"), years, values[:, 0], values[:, 1], reports, characters
            )
