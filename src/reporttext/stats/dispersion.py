"""How evenly words are spread over reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.stats.counting import TERM, sentences
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def dispersion(reports: Reports, chosen: Selection, *, over: str, least: int) -> Found:
    """Dispersion of words: Gries' deviation of proportions.

    DP (Gries 2008) = half the sum over the parts of |v - s|: v is the share of the word's occurrences that a part has, s
    the share of all words that it has. 0 is spread as the words are, near 1 all in one part. `dp_norm` = DP / (1 - the
    smallest s) (Lijffijt and Gries 2012) reaches 1. Parts are reports, or the years, places or sections of all reports
    chosen (`over`). `range` is the number of parts that have the word.
    """
    part = {"report": "d.doc_id", "year": "d.year", "place": "d.place_id", "section": "s.section"}[over]
    rows = reports.sql(
        f"""
        with words as (select s.term, {part} as part, sum(s.count)::bigint as count
            from main.terms s join {chosen.documents()} d using (doc_id) where {chosen.in_section("s")} group by all),
        parts as (select part, sum(count) as size from words group by part),
        shares as (select part, size / sum(size) over () as s from parts),
        whole as (select min(s) as smallest, count(*) as parts from shares),
        term as (select term, sum(count)::bigint as total from words group by term having sum(count) >= {int(least)})
        select term, any_value(total) as count, count(*) as range, any_value(w.parts) as parts,
            greatest(1 + sum(abs(count / total - s) - s order by shares.part), 0) / 2 as dp, any_value(w.smallest) as smallest
        from words join term using (term) join shares on shares.part is not distinct from words.part cross join whole w
        group by term order by count desc, term
        """
    )
    if rows.empty or rows["parts"][0] < 2:
        raise UsageError(
            f"dispersion: there must be two parts or more ({over}) and a word that stands {least} times"
        )
    rows["dp_norm"] = rows["dp"] / (1 - rows["smallest"])
    return Found(rows, query=sentences(chosen, "term", word="term"))


STATISTIC = Statistic(
    "dispersion", "分布", "Dispersion", dispersion,
    columns=(
        TERM,
        Column("count", "int", "次数", "Count", "出现的次数", "Occurrences"),
        Column("range", "int", "出现份数", "Range", "有该词的份数", "Parts that have it"),
        Column("parts", "int", "总份数", "Parts", "共有多少份", "Parts in all"),
        Column("dp", "float", "DP", "DP value", "Gries 离散度：0 均匀，近 1 集中", "Gries' DP: 0 even, near 1 in one part"),
        Column("dp_norm", "float", "标准化 DP", "DP, normalised", "DP ÷（1 − 最小份额）", "DP by 1 less the smallest share"),
    ),
    key=("term",),
    parameters=(
        Parameter("over", "What the parts are.", default="report", choices=("report", "year", "place", "section")),
        Parameter("least", "Only words that stand at least so often.", "int", default=20, low=1),
    ),
    filters=("year", "place", "section", "where"),
    empty="no word stands so often: take a smaller --least",
)  # fmt: skip
