"""What peers report and one report does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.stats.counting import folded
from reporttext.stats.one_report import one_report
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.store import literal
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def gaps(reports: Reports, chosen: Selection, *, report: str, share: float, span: int) -> Found:
    """What most peers of a report speak of and it does not: words, policies and documents.

    Peers are the reports chosen of other places with the same kind and level and a year at most `span` years away. A word
    (two characters or more) or the normalised name of a policy or document is listed if at least `share` of the peers have
    it and the string stands nowhere in the report's text, nor any spelling of the name in its mentions. Ordered by the share of peers.
    """
    row = one_report(reports, report)
    if row["year"] is None:
        raise UsageError(f"{row['source']} has no year, so it has no peers")
    same = " and ".join(
        f"p.{column} is not distinct from {'null' if row[column] is None else literal(row[column])}" for column in ("doc_type", "admin_level")
    )  # fmt: skip
    peers = f"""(select d.* from {chosen.documents()} d join main.documents p using (doc_id)
        where abs(p.year - {int(row["year"])}) <= {int(span)} and p.place_joined != {literal(row["place_id"])} and {same})"""
    rows = reports.sql(
        f"""
        with peers as materialized {peers},
        named as (select t.doc_id, 'word' as kind, t.term as what, t.count from main.terms t join peers using (doc_id)
            where length(t.term) > 1 and {chosen.in_section("t")}
            union all select m.doc_id, m.label, coalesce(m.normalised, m.quote), 1 from main.mentions m
            join peers using (doc_id) where m.label in ('policy', 'document') and {chosen.in_section("m")}),
        counts as (select kind, what, count(distinct doc_id) as peers_with, sum(count)::bigint as count from named group by all),
        n as (select count(*) as peers from peers),
        mine as (select {folded("text")} as text from main.documents where doc_id = $doc_id)
        select kind, what, peers_with, peers, peers_with / peers as share, count, $doc_id as doc_id
        from counts cross join n cross join mine
        where peers_with >= {float(share)} * peers and not contains(mine.text, {folded("what")})
        and not exists (select 1 from main.mentions m where m.doc_id = $doc_id and coalesce(m.normalised, m.quote) = what)
        order by peers_with desc, count desc, kind, what
        """,
        {"doc_id": row["doc_id"]},
    )
    number = int(reports.sql(f"select count(*) as n from {peers}")["n"][0])
    if not number:
        raise UsageError(f"{row['source']} has no peers among the reports chosen: widen --span")
    held = f"contains({folded('s.text')}, {folded('$what')})"
    query = f"""select s.doc_id, s.sentence from main.sentences s join {peers} d using (doc_id)
        where {chosen.in_section("s")} and (({held}) or (s.doc_id, s.sentence) in (select (m.doc_id, m.sentence)
        from main.mentions m where m.label = $kind and coalesce(m.normalised, m.quote) = $what))"""
    return Found(
        rows, query=Query(query, ("what", "kind"), word="what"), notes=(f"{row['source']}: {number:,} peers",)
    )


STATISTIC = Statistic(
    "gaps", "缺项", "Gaps", gaps,
    columns=(
        Column("kind", "text", "类别", "Kind", "word 词、policy 政策、document 文件", "word, policy, document"),
        Column("what", "text", "内容", "What", "同类报告有而本报告没有的", "What peers have and the report does not"),
        Column("peers_with", "int", "有的同类报告", "Peers with it", "有它的同类报告数", "Peers that have it"),
        Column("peers", "int", "同类报告", "Peers", "同类报告数", "Peers in all"),
        Column("share", "float", "占比", "Share of peers", "有的同类报告 ÷ 同类报告", "Peers with it by peers"),
        Column("count", "int", "次数", "Count", "在同类报告中的次数", "Occurrences in the peers"),
        Column("doc_id", "text", "报告编号", "Report id", "本报告的编号", "Id of the report itself"),
    ),
    key=("doc_id", "kind", "what"),
    parameters=(
        Parameter("report", "The report: doc_id, source, or place and year.", argument=True, required=True),
        Parameter("share", "Share of the peers that must have it.", "float", default=0.5, above=0, high=1),
        Parameter("span", "Years that a peer may be away.", "int", default=0, low=0),
    ),
    filters=("year", "place", "section", "where"),
    empty="there is nothing that so many of the peers speak of and this report does not: take a smaller --share",
)  # fmt: skip
