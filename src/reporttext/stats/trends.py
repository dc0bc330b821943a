"""How often words stand in reports, by year, place, section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.stats import intervals
from reporttext.stats.counting import COUNT, COUNTED, TERM, TERMS, counted, groups, joined, nowhere, sentences
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def trends(reports: Reports, chosen: Selection, *, terms: Sequence[str], top: int, count: str) -> Found:
    """Term and document frequency of words by year, place or section.

    `count` is how often a term stands in the group, `reports_with` in how many of its reports (document frequency), of
    `reports`. `per_10000` is the count by 10,000 characters of the group's sentences, `share` the part of its reports.
    Intervals are of 95 %: exact Poisson of the rate (Garwood 1936), which takes occurrences for independent though words
    cluster, and Wilson's (1927) of the share. A group without the term has a row of 0; a year without a report has none.
    Without a term the words that stand in most reports are counted, single characters left out. `trace` shows the
    sentences that were counted: of a term counted as a word those with the word, not with the string in longer words.
    """
    found = (
        counted(reports, terms, count)
        if terms
        else counted(reports, widespread(reports, chosen, top), "words")
    )
    rows = reports.sql(
        f"""
        with hits as (select {chosen.group()} s.term, sum(s.count) as count, count(distinct s.doc_id) as reports_with
            from {found.sql} s join {chosen.documents()} d using (doc_id) where {chosen.in_section("s")} group by all)
        select g.*, t.term, coalesce(h.count, 0) as count, coalesce(h.reports_with, 0) as reports_with,
            coalesce(h.count, 0) / g.characters * 10000 as per_10000, coalesce(h.reports_with, 0) / g.reports as share
        from {groups(chosen)} g cross join (select unnest($terms) as term, generate_subscripts($terms, 1) as place) t
        left join hits h on h.term = t.term and {joined(chosen, "g", "h")}
        order by {"".join(f'g."{by}" nulls last, ' for by in chosen.by)} t.place
        """,
        {"terms": list(found.how)},
    )
    rows = intervals.of_counts(rows)
    rows["counted"] = rows["term"].map(found.how)
    there = set(rows.loc[rows["count"] > 0, "term"])
    missing = nowhere(found, [term for term in found.how if term not in there])
    return Found(rows, query=sentences(chosen, "term", word="term"), notes=(*found.notes, *missing))


def widespread(reports: Reports, chosen: Selection, top: int) -> list[str]:
    """The words of two characters or more that stand in most of the reports chosen."""
    rows = reports.sql(
        f"""select t.term from main.terms t join {chosen.documents()} d using (doc_id)
        where length(t.term) > 1 and {chosen.in_section("t")}
        group by t.term order by count(distinct doc_id) desc, sum(t.count) desc, t.term limit {int(top)}"""
    )
    if rows.empty:
        raise UsageError("the reports chosen have no words: choose others with --year, --place, --section")
    found: list[str] = rows["term"].tolist()
    return found


COUNTS = (
    Column("count", "int", "次数", "Count", "该组内出现的次数", "Occurrences in the group"),
    Column("reports_with", "int", "含该词报告数", "Reports with it", "该组内有该词的报告数", "Reports of the group that have the term"),
    Column("reports", "int", "报告数", "Reports", "该组的报告数", "Reports of the group"),
    Column("share", "float", "报告占比", "Share of reports", "含该词报告数除以报告数", "Reports with it by reports"),
    Column("characters", "int", "字数", "Characters", "该组句子的总字符数，是万字频的分母", "Characters of the group's sentences: the denominator of the rate"),
    Column("per_10000", "float", "每万字次数", "Per 10,000 characters", "次数 ÷ 字数 × 10000", "Count by characters, times 10,000"),
)  # fmt: skip

TOP = Parameter(
    "top", "Without terms: how many of the most widespread words to count.", "int", default=50, low=1
)

STATISTIC = Statistic(
    "trends", "词语趋势", "Trends", trends, columns=(TERM, COUNTED, *COUNTS, *intervals.OF_COUNTS), key=("term",),
    parameters=(TERMS, TOP, COUNT), by=("year",), wide=(None, "per_10000"),
    empty="the reports chosen have no sentence in the sections chosen",
)  # fmt: skip
