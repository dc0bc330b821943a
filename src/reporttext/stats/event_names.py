"""Which named events come again over places and years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reporttext.model import EVENT_TYPES
from reporttext.stats.counting import joined
from reporttext.stats.event_counts import EVENT, STATUS, of_status, sentences
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.store import literal
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

# Columns beside those of `--by`, which may be year, place or a variable of the user's: none of theirs begins with a blank.
_PLACE, _YEAR = '" place"', '" year"'


def event_names(
    reports: Reports, chosen: Selection, *, names: Sequence[str], status: Sequence[str], of_type: Sequence[str], least: int
) -> Found:  # fmt: skip
    """Named events over reports: in how many reports, places and years each name stands.

    Names are compared without quotes, year, number of edition (第三届) and endings like 活动 (`normalised` in the table events),
    so that a festival of every year is one row; `name` is the spelling that most reports have. A name said several times
    in one report counts once in `reports`; `mentions` counts every place. Years are those that reports are about. `type` is
    the type found most often. With `names` only those that hold one of the texts. Names with blanked-out characters are
    left out: nobody knows whether two are one. `trace` shows the sentences.
    """
    wanted = _condition(names, status, of_type)
    rows = reports.sql(
        f"""
        with told as (select {chosen.group(part="e")} e.doc_id, e.normalised, e.name, e.type, d.place_id as {_PLACE}, d.year as {_YEAR}
            from main.events e join {chosen.documents()} d using (doc_id)
            where e.normalised is not null and {wanted} and {chosen.in_section("e")}),
        spelt as ({_commonest(chosen, "name", "count(distinct doc_id) desc, count(*) desc, length(name), name")}),
        typed as ({_commonest(chosen, "type", "count(*) desc, type")}),
        counted as (select {chosen.group_names()} normalised, count(distinct doc_id) as reports, count(*) as mentions,
                count(distinct {_PLACE}) as places, count(distinct {_YEAR}) as years,
                min({_YEAR}) as first_year, max({_YEAR}) as last_year
            from told group by all having count(distinct doc_id) >= {int(least)})
        select c.*, s.name, t.type from counted c
        join spelt s on s.normalised = c.normalised and {joined(chosen, "c", "s")}
        join typed t on t.normalised = c.normalised and {joined(chosen, "c", "t")}
        order by {"".join(f'c."{by}" nulls last, ' for by in chosen.by)}
            c.reports desc, c.places desc, c.mentions desc, c.normalised
        """
    )  # fmt: skip
    notes = tuple(_left_out(reports, chosen, wanted))
    return Found(rows, query=sentences(chosen, wanted, "normalised"), notes=notes)


def _condition(names: Sequence[str], status: Sequence[str], of_type: Sequence[str]) -> str:
    """Which events `e` are counted, in SQL."""
    holds = " or ".join(f"contains(concat(e.normalised, ' ', e.name), {literal(part)})" for part in names)
    of_types = f"e.type in ({', '.join(map(literal, of_type))})" if of_type else "true"
    return f"({holds or 'true'}) and {of_types} and {of_status(status)}"


def _commonest(chosen: Selection, column: str, order: str) -> str:
    """A query of the value of `column` that comes first in `order`, for each name."""
    groups = chosen.group_names()
    return f"""select {groups} normalised, {column} from told group by {groups} normalised, {column}
        qualify row_number() over (partition by {groups} normalised order by {order}) = 1"""


def _left_out(reports: Reports, chosen: Selection, wanted: str) -> Sequence[str]:
    found = reports.sql(
        f"""select count(*) as n from main.events e join {chosen.documents()} d using (doc_id)
        where e.normalised is null and {wanted} and {chosen.in_section("e")}"""
    )
    number = int(found["n"][0])
    return [f"{number:,} mentions of names with blanked-out characters are left out"] if number else []


STATISTIC = Statistic(
    "event_names", "活动名称", "Named events", event_names,
    columns=(
        EVENT["name"], EVENT["normalised"], EVENT["type"],
        Column("reports", "int", "报告数", "Reports", "提到这一名称的报告数", "Reports that name it"),
        Column("places", "int", "地区数", "Places", "这些报告所属的地区数", "Places whose reports name it"),
        Column("years", "int", "年份数", "Years", "这些报告的年份数", "Years whose reports name it"),
        Column("first_year", "int", "最早年份", "First year", "最早的报告年份", "The first of these years"),
        Column("last_year", "int", "最晚年份", "Last year", "最晚的报告年份", "The last of these years"),
        Column("mentions", "int", "提及次数", "Mentions", "每提到一处计一次", "Every place that names it"),
    ),
    key=("normalised",),
    parameters=(
        Parameter("names", "Texts that a name holds; all names where none is given.", many=True, argument=True),
        STATUS,
        Parameter("of_type", f"Only events of this type: {', '.join(EVENT_TYPES)}.", many=True, choices=EVENT_TYPES),
        Parameter("least", "Reports that a name must be in.", "int", default=2, low=1),
    ),
    empty="no name is in so many reports; take a smaller --least",
)  # fmt: skip
