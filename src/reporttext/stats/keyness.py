"""Words that set one group of reports apart from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.stats import intervals
from reporttext.stats.counting import TERM, folded
from reporttext.stats.selection import Selection
from reporttext.stats.sides import AGAINST, GROUP, sides
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports


def keyness(
    reports: Reports, chosen: Selection, *, group: str, against: str | None, least: int, length: int
) -> Found:
    """Keyness of words in one group of reports or sections against another.

    `log_likelihood` is G2 (Rayson and Garside 2000): 2 (a ln(a/E1) + b ln(b/E2)) with the counts a, b and the expected E
    from the sizes of both groups in words; p from chi-square with one degree of freedom; `p_adjusted` the false discovery
    rate (Benjamini and Hochberg 1995) over the words of this table. `log_ratio` (Hardie 2014) is the binary logarithm of
    the ratio of the relative frequencies, with 0.5 for a count of 0: how large the difference is, where G2 says how sure.
    Intervals are of 95 %: delta method for the log ratio (Katz and others 1978), exact Poisson for rates (Garwood 1936).
    Test and intervals take words for independent, which they are not: `reports_with` and `reports_with_against` tell whether
    a few reports make the word key; `trace` shows the sentences of the group that has more of it. Words that the group has more of come first, by G2; then those it has less of.
    """
    import numpy as np

    both = sides(reports, chosen, group, against)
    rows = reports.sql(
        f"""
        with sided as (select t.*, {both.side("t")} as side from main.terms t),
        sizes as (select sum(count) filter (side = 'a')::bigint as words, sum(count) filter (side = 'b')::bigint as words_against
            from sided),
        counts as (select term, coalesce(sum(count) filter (side = 'a'), 0)::bigint as count,
            coalesce(sum(count) filter (side = 'b'), 0)::bigint as count_against,
            count(distinct doc_id) filter (side = 'a') as reports_with,
            count(distinct doc_id) filter (side = 'b') as reports_with_against
            from sided where side is not null and length(term) >= {int(length)}
            group by term having sum(count) >= {int(least)})
        select * from counts cross join sizes order by term
        """
    )
    if rows.empty:
        raise UsageError(f"keyness: no word stands {least} times in the two groups; choose a smaller --least")
    rows = scored(rows)
    fewer = rows["per_10000_words"] <= rows["per_10000_words_against"]  # not the log ratio, whose 0 is 0.5
    order = np.lexsort((-rows["log_likelihood"].round(9), fewer))
    query = f"""select s.doc_id, s.sentence from main.sentences s
        where {both.side("s")} = if($per_10000_words > $per_10000_words_against, 'a', 'b') and contains({folded("s.text")}, {folded("$term")})"""
    given = ("term", "per_10000_words", "per_10000_words_against")
    return Found(rows.iloc[order].reset_index(drop=True), query=Query(query, given, word="term"))


def scored(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the counts and sizes of two groups, and the measures of keyness."""
    import numpy as np
    from scipy.special import xlogy
    from scipy.stats import chi2, false_discovery_control

    a, b = rows["count"].to_numpy(float), rows["count_against"].to_numpy(float)
    size_a, size_b = rows["words"].to_numpy(float), rows["words_against"].to_numpy(float)
    expected = (a + b) / (size_a + size_b)
    # a ln(a/E) is 0 for a = 0; rounding may leave a hair below 0
    likelihood = np.maximum(2 * (xlogy(a, a / (size_a * expected)) + xlogy(b, b / (size_b * expected))), 0.0)
    p = chi2.sf(likelihood, 1)
    some_a, some_b = np.where(a > 0, a, 0.5), np.where(b > 0, b, 0.5)
    ratio = (some_a / size_a) / (some_b / size_b)
    log_ratio = intervals.log_ratio(some_a, size_a, some_b, size_b)
    rate, against = intervals.rate(a, size_a), intervals.rate(b, size_b)
    return rows.assign(
        per_10000_words=a / size_a * 10_000, per_10000_words_against=b / size_b * 10_000, log_likelihood=likelihood, p=p,
        p_adjusted=false_discovery_control(p, method="bh"), log_ratio=np.log2(ratio),
        log_ratio_low=log_ratio[0], log_ratio_high=log_ratio[1], per_10000_words_low=rate[0], per_10000_words_high=rate[1],
        per_10000_words_against_low=against[0], per_10000_words_against_high=against[1],
    )  # fmt: skip


STATISTIC = Statistic(
    "keyness", "关键性", "Keyness", keyness,
    columns=(
        TERM,
        Column("log_likelihood", "float", "对数似然", "Log-likelihood", "G2（Rayson 与 Garside）", "G2 (Rayson and Garside)"),
        Column("log_ratio", "float", "对数比", "Log ratio", "相对频率之比的以 2 为底的对数（Hardie）；正为本组多", "Binary logarithm of the ratio of relative frequencies (Hardie); above 0 where the group has more"),
        Column("count", "int", "次数", "Count", "本组次数", "Occurrences in the group"),
        Column("count_against", "int", "对照次数", "Count, other group", "对照组次数", "Occurrences in the other group"),
        Column("per_10000_words", "float", "每万词次数", "Per 10,000 words", "本组次数 ÷ 本组词数 × 10000", "Count by words, times 10,000"),
        Column("per_10000_words_against", "float", "对照每万词次数", "Per 10,000 words, other group", "对照组次数 ÷ 对照组词数 × 10000", "The same of the other group"),
        Column("reports_with", "int", "含该词报告数", "Reports with it", "本组有该词的报告数", "Reports of the group that have it"),
        Column("reports_with_against", "int", "对照含该词报告数", "Reports with it, other group", "对照组有该词的报告数", "Reports of the other group that have it"),
        Column("words", "int", "词数", "Words", "本组词数（分母）", "Words of the group: the denominator"),
        Column("words_against", "int", "对照词数", "Words, other group", "对照组词数（分母）", "Words of the other group: the denominator"),
        Column("p", "float", "p 值", "p value", "卡方检验，自由度 1", "Chi-square, one degree of freedom"),
        Column("p_adjusted", "float", "校正 p 值", "p adjusted", "按 Benjamini-Hochberg 校正", "False discovery rate (Benjamini-Hochberg) over this table"),
        *intervals.columns("log_ratio", ("对数比", "Log ratio"), ("delta 法", "delta method"), intervals.WORDS),
        *intervals.columns("per_10000_words", ("每万词次数", "Per 10,000 words"), intervals.EXACT, intervals.WORDS),
        *intervals.columns("per_10000_words_against", ("对照每万词次数", "Per 10,000 words, other group"), intervals.EXACT, intervals.WORDS),
    ),
    key=("term",),
    parameters=(
        GROUP, AGAINST,
        Parameter("least", "Only words that stand at least so often in both groups together.", "int", default=5, low=1),
        Parameter("length", "Least length of a word in characters.", "int", default=1, low=1),
    ),
    filters=("year", "place", "section", "where"),
    empty="no word stands so often in the two groups: take a smaller --least",
)  # fmt: skip
