"""Two groups of reports or sections to compare: `--group` and `--against`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.stats.nearest import unknown
from reporttext.stats.selection import Selection, group
from reporttext.stats.statistic import Parameter

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

GROUP = Parameter(
    "group", 'The group, NAME=VALUE joined by semicolons: "year=2016-2020;section=plans".', required=True
)
AGAINST = Parameter("against", "What it is compared with, written alike.  [default: all the rest]")


@dataclass(frozen=True, slots=True)
class Sides:
    """The two groups; `b` of None is all that is not in `a`."""

    chosen: Selection
    a: Selection
    b: Selection | None

    def side(self, table: str) -> str:
        """SQL: 'a', 'b' or null for a row of `table`, which has doc_id and section."""
        b = "true" if self.b is None else _inside(self.b, table)
        return f"case when not ({_inside(self.chosen, table)}) then null when {_inside(self.a, table)} then 'a' when {b} then 'b' end"


def sides(reports: Reports, chosen: Selection, text: str, against: str | None) -> Sides:
    """Read the two groups; raises UsageError where one has no report, or a section of a report is in both."""
    a = group(reports, text, "--group")
    b = None if against is None else group(reports, against, "--against")
    found = Sides(chosen, a, b)
    parts = "(select distinct doc_id, section from main.sentences) s"
    counts = reports.sql(
        f"select {found.side('s')} as side, count(distinct doc_id) as n from {parts} group by all"
    )
    reached = set(counts["side"].dropna())
    for side, name, what, of in (("a", "--group", text, a), ("b", "--against", against or "the rest", b)):
        if side not in reached:
            nowhere = "".join(f"; {told}" for told in unknown(reports, of)) if of else ""
            raise UsageError(f"{name}: no report is in {what}{nowhere}")
    if b is not None:
        both = reports.sql(f"select count(*) as n from {parts} where {_inside(a, 's')} and {_inside(b, 's')}")
        if both["n"][0]:
            raise UsageError(
                f"{text} and {against} have {both['n'][0]:,} sections of reports in common: groups must not overlap"
            )
    return found


def _inside(chosen: Selection, table: str) -> str:
    """The condition that a row of `table` is in a selection."""
    return f"({table}.doc_id in (select doc_id from {chosen.documents()}) and {chosen.in_section(table)})"
