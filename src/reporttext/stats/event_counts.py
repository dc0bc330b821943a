"""How many events reports tell of, by their type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reporttext.model import EVENT_STATUSES, EVENT_TYPES
from reporttext.stats.counting import groups, joined
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.store import literal
from reporttext.tables import Column, tables

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

STATUS: Final = Parameter(
    "status", "Only events of this status: held, planned or reference; all unless given.", many=True, choices=EVENT_STATUSES
)  # fmt: skip
_NONE: Final = "no report chosen tells of an event of this status"
EVENT: Final = {column.name: column for column in tables()["events"].columns}


def event_counts(reports: Reports, chosen: Selection, *, status: Sequence[str]) -> Found:
    """Events by type: named activities, campaigns, projects and titles, by year, place or section.

    `events` counts an event once a report, however often the report names it with the same status and period (`repeat_of`);
    `mentions` counts every place. A type that the group does not tell of has a row of 0. `share` is the part of the group's
    reports that tell of one, `per_report` the events by its reports, `per_10000` the events by 10,000 of its words (those of
    the segmenter, without numbers and punctuation). `trace` shows the sentences.
    """
    types = ", ".join(f"({place}, {literal(kind)})" for place, kind in enumerate(EVENT_TYPES))
    rows = reports.sql(
        f"""
        with told as (select {chosen.group(part="e")} e.type, count(distinct coalesce(e.repeat_of, e.event_id)) as events,
                count(*) as mentions, count(distinct e.doc_id) as reports_with
            from main.events e join {chosen.documents()} d using (doc_id)
            where {of_status(status)} and {chosen.in_section("e")} group by all),
        spoken as (select {chosen.group()} sum(s.count)::bigint as words
            from main.terms s join {chosen.documents()} d using (doc_id) where {chosen.in_section("s")} group by all)
        select g.*, t.type, coalesce(e.events, 0) as events, coalesce(e.mentions, 0) as mentions,
            coalesce(e.reports_with, 0) as reports_with, coalesce(e.reports_with, 0) / g.reports as share,
            coalesce(e.events, 0) / g.reports as per_report, coalesce(w.words, 0) as words,
            coalesce(e.events, 0) / nullif(w.words, 0) * 10000 as per_10000
        from {groups(chosen)} g cross join (values {types}) t(place, type)
        left join told e on e.type = t.type and {joined(chosen, "g", "e")}
        left join spoken w on {joined(chosen, "g", "w")}
        order by {"".join(f'g."{by}" nulls last, ' for by in chosen.by)} t.place
        """
    )
    none = () if rows["mentions"].any() else (_NONE,)
    return Found(rows, query=sentences(chosen, of_status(status), "type"), notes=none)


def of_status(status: Sequence[str]) -> str:
    """The condition that an event `e` is of one of these statuses; without any, of all."""
    return f"e.status in ({', '.join(map(literal, status))})" if status else "true"


def sentences(chosen: Selection, condition: str, column: str) -> Query:
    """The sentences with the events `e` of the row's group that meet `condition` and have its value in `column`."""
    return Query(
        f"""select e.doc_id, e.sentence from main.events e join {chosen.documents()} d using (doc_id)
        where e.{column} = ${column} and {condition} and {chosen.in_section("e")} and {chosen.same_group(part="e")}""",
        (column, *chosen.by),
    )


STATISTIC = Statistic(
    "event_counts", "活动统计", "Events by type", event_counts,
    columns=(
        EVENT["type"],
        Column("events", "int", "活动数", "Events", "同一报告里同名、同状态、同期间的只计一次", "Once a report for one name, status and period"),
        Column("mentions", "int", "提及次数", "Mentions", "每提到一处计一次", "Every place that names one"),
        Column("reports_with", "int", "有活动的报告数", "Reports with one", "该组内提到这类活动的报告数", "Reports of the group that tell of one"),
        Column("reports", "int", "报告数", "Reports", "该组的报告数", "Reports of the group"),
        Column("share", "float", "报告占比", "Share of reports", "有活动的报告数除以报告数", "Reports with one by reports"),
        Column("per_report", "float", "每份报告活动数", "Per report", "活动数除以报告数", "Events by reports"),
        Column("words", "int", "词数", "Words", "该组的总词数，是万词频的分母", "Words of the group: the denominator of the rate"),
        Column("per_10000", "float", "每万词活动数", "Per 10,000 words", "活动数 ÷ 词数 × 10000", "Events by words, times 10,000"),
    ),
    key=("type",), parameters=(STATUS,), by=("year",), wide=("type", "events"),
    empty=_NONE,
)  # fmt: skip
