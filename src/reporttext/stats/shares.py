"""How much of the reports is on which section or theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

# The value of each paragraph, in SQL: its section, or its themes, of which it may have several.
_OF = {"section": "[p.section]", "theme": "p.themes"}


def shares(reports: Reports, chosen: Selection, *, of: str) -> Found:
    """Shares of sections or themes in the characters of the reports.

    A share is the characters of the paragraphs of one section or theme, divided by the characters of all paragraphs of the
    reports in the group; with `--section`, of all paragraphs of these sections. A paragraph has one section and may have several themes, so shares of themes need not add up to
    1. Paragraphs without either are in the denominator only. `reports` counts the reports that have such a paragraph.
    """
    rows = reports.sql(
        f"""
        with chosen as (select d.*, p.section, p.themes, p."end" - p."start" as length
            from main.paragraphs p join {chosen.documents()} d using (doc_id) where {chosen.in_section("p")}),
        whole as (select {chosen.group_names()} sum(length) as characters_all from chosen p group by all),
        each as (select {chosen.group("p", "p")} unnest({_OF[of]}) as value, doc_id, length from chosen p),
        part as (select {chosen.group_names()} value, count(distinct doc_id) as reports, sum(length) as characters
            from each where value is not null group by all)
        select p.*, w.characters_all, p.characters / w.characters_all as share from part p join whole w
        on {_same(chosen)} order by all
        """
    )
    condition = "s.section = $value" if of == "section" else "list_contains(p.themes, $value)"
    query = f"""
        select s.doc_id, s.sentence from main.sentences s join main.paragraphs p using (doc_id, paragraph)
        join {chosen.documents()} d using (doc_id)
        where {condition} and {chosen.in_section("s")} and {chosen.same_group()}
    """
    return Found(rows, query=Query(query, ("value", *chosen.by)))


def _same(chosen: Selection) -> str:
    return " and ".join(["true", *(f'p."{by}" is not distinct from w."{by}"' for by in chosen.by)])


STATISTIC = Statistic(
    "shares", "比重", "Shares", shares,
    columns=(
        Column("value", "text", "部分或主题", "Section or theme", "部分或主题", "The section or theme"),
        Column("reports", "int", "报告数", "Reports", "有这一部分或主题的报告数", "Reports that have it"),
        Column("characters", "int", "字数", "Characters", "其段落的字符数", "Characters of its paragraphs"),
        Column("characters_all", "int", "总字数", "Characters of all", "同组全部段落（指定 --section 时为所选部分的全部段落）的字符数，是比重的分母", "Characters of all paragraphs of the group, with --section of those sections: the denominator"),
        Column("share", "float", "比重", "Share", "字数除以总字数", "Characters by characters of all"),
    ),
    key=("value",),
    parameters=(Parameter("of", "What to take the shares of.", default="section", choices=("section", "theme")),),
    by=("year",),
    wide=(None, "share"),
    empty="none of the paragraphs chosen has a section, or a theme where themes are asked for",
)  # fmt: skip
