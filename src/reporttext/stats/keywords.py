"""The words that are a report's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.stats.counting import TERM, sentences
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def keywords(reports: Reports, chosen: Selection, *, top: int, length: int) -> Found:
    """Keywords by TF-IDF: of each report, or of each group of --by.

    tf is the count of a word in the group by all words of the group; idf = ln(N / df), over the N reports chosen, of
    which df have the word (Spärck Jones 1972); tf-idf is their product. A word in all reports has 0 and is no keyword.
    The `top` words of each group are given. Words shorter than `length` characters, which are mostly grammar, are left
    out of the list, not of the denominator.
    """
    by = "".join(f'"{name}", ' for name in chosen.by)
    rows = reports.sql(
        f"""
        with words as (select {chosen.group()} doc_id, s.term, s.count
            from main.terms s join {chosen.documents()} d using (doc_id) where {chosen.in_section("s")}),
        reports as (select term, count(distinct doc_id) as df from words group by term),
        tf as (select {by} term, sum(count)::bigint as count, count(distinct doc_id) as reports_with from words group by all),
        whole as (select {by} sum(count)::bigint as words, count(distinct doc_id) as reports from words group by all),
        scored as (select tf.*, w.words, w.reports, r.df as reports_all, ln(n.n / r.df) as idf,
            tf.count / w.words * ln(n.n / r.df) as tf_idf
            from tf join reports r using (term)
            join whole w on {" and ".join(["true", *(f'tf."{b}" is not distinct from w."{b}"' for b in chosen.by)])}
            cross join (select count(distinct doc_id) as n from words) n
            where length(tf.term) >= {int(length)} and r.df < n.n)
        select *, row_number() over (partition by {by} true order by round(tf_idf, 12) desc, term) as rank
        from scored qualify rank <= {int(top)} order by {"".join(f'"{b}" nulls last, ' for b in chosen.by)} rank
        """
    )
    return Found(rows, query=sentences(chosen, "term", word="term"))


STATISTIC = Statistic(
    "keywords", "关键词", "Keywords", keywords,
    columns=(
        Column("rank", "int", "名次", "Rank", "按 TF-IDF 的名次", "Place by TF-IDF"),
        TERM,
        Column("tf_idf", "float", "TF-IDF", "TF-IDF value", "词频乘以逆文档频率", "tf times idf"),
        Column("count", "int", "次数", "Count", "该组内出现的次数", "Occurrences in the group"),
        Column("words", "int", "总词数", "Words", "该组的词数，是 tf 的分母", "Words of the group: the denominator of tf"),
        Column("reports_with", "int", "含该词报告数", "Reports with it", "该组内有该词的报告数", "Reports of the group that have it"),
        Column("reports", "int", "报告数", "Reports", "该组的报告数", "Reports of the group"),
        Column("reports_all", "int", "全部含该词报告数", "Reports with it, of all", "所选全部报告中有该词的报告数（df）", "Reports chosen that have it (df)"),
        Column("idf", "float", "逆文档频率", "idf", "ln(报告总数 ÷ df)", "ln(reports chosen / df)"),
    ),
    key=("term",),
    parameters=(
        Parameter("top", "Keywords of each group.", "int", default=20, low=1),
        Parameter("length", "Least length of a word in characters.", "int", default=2, low=1),
    ),
    by=("report",),
    empty="no word of so many characters sets one of the reports chosen apart: one that all of them have is no keyword, so there must be two or more",
)  # fmt: skip
