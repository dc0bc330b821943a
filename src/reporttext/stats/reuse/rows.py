"""What the four tables of reuse have in common: the options, the reports named, the columns of both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.stats.reuse.records import Options, Report
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Filter, Parameter
from reporttext.tables import Column

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

_FEWEST, _LEAST_SIMILAR = 12, 0.3

FILTERS: tuple[Filter, ...] = ("year", "place", "where")

OPTIONS = (
    Parameter("min_chars", "The least characters that must be the same, without marks, blanks, figures and places; fewer than 12 could be chance.", "int", 30, low=_FEWEST),
    Parameter("min_similarity", "The least share of the longer side that must be the same, 0.3 to 1.", "float", 0.6, low=_LEAST_SIMILAR, high=1),
    Parameter("exact_figures", "A figure must be the same; otherwise a sentence with new figures is a copy.", "flag", default=False),
    Parameter("formula_places", "From how many places on a wording is a formula; 5, or a tenth of the places where that is more.", "int", low=2),
)  # fmt: skip
NAMED = Parameter(
    "named", "Only these reports, by id or source: one with any other, several with each other.", many=True, argument=True
)  # fmt: skip
PLACES = (
    Parameter("same_place", "Only pairs of reports of one place.", "flag", default=False),
    Parameter("other_place", "Only pairs of reports of different places.", "flag", default=False),
)


class View:
    """A comparison, and the pairs of reports that are asked for."""

    def __init__(
        self, reports: Reports, chosen: Selection, options: Options, named: Sequence[str] = (), *,
        same_place: bool = False, other_place: bool = False,
    ) -> None:  # fmt: skip
        from reporttext.stats.reuse.source import comparison

        if same_place and other_place:
            raise UsageError(
                "--same-place and --other-place exclude each other: leave both out for all pairs"
            )
        self.comparison = comparison(reports, chosen, options)
        self._places = same_place, other_place
        self._named = frozenset(_document(reports, name) for name in named)
        if missing := self._named - {report.doc_id for report in self.reports}:
            raise UsageError(
                f"the report {min(missing)} is not among those compared: not chosen, or a copy of another"
            )
        sources = reports.sql("select doc_id, source, place_joined as place_id from main.documents")
        self._sources = dict(
            zip(sources["doc_id"], zip(sources["source"], sources["place_id"], strict=True), strict=True)
        )

    @property
    def reports(self) -> Sequence[Report]:
        return self.comparison.reports

    def wanted(self, doc: int, other: int) -> bool:
        """Whether a pair (indices) is asked for."""
        report, another = self.reports[doc], self.reports[other]
        same = same_place(report, another)
        if (self._places[0] and not same) or (self._places[1] and same):
            return False
        ids = {report.doc_id, another.doc_id}
        return not self._named or (ids <= self._named if len(self._named) > 1 else bool(ids & self._named))

    def sides(self, doc: int, other: int) -> dict[str, Any]:
        """The columns that say which reports a row is about."""
        found: dict[str, Any] = {}
        for prefix, index in (("", doc), ("other_", other)):
            report = self.reports[index]
            source, place = self._sources[report.doc_id]
            found |= {
                f"{prefix}doc_id": report.doc_id, f"{prefix}source": source,
                f"{prefix}place_id": place, f"{prefix}year": report.year,
            }  # fmt: skip
        years = found["year"], found["other_year"]
        found["same_place"] = same_place(self.reports[doc], self.reports[other])
        found["years_between"] = None if None in years else years[0] - years[1]
        return found

    def notes(self) -> tuple[str, ...]:
        counts = self.comparison.counts
        told = (
            f"{counts['characters']:,} characters compared; {counts['passages']:,} passages, {counts['formulas']:,} of them"
            f" formulas: official wording, or the same in {counts['formula_places']} places or more; these are shown, not counted"
        )
        return (told,)


def same_place(report: Report, other: Report) -> bool:
    """Whether both are known to be of one place."""
    return report.place_id is not None and report.place_id == other.place_id


def frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> pd.DataFrame:
    """Rows as a DataFrame with the columns in order; whole numbers stay whole where some are missing."""
    import pandas as pd

    return pd.DataFrame({c.name: pd.Series([row[c.name] for row in rows], dtype=object) for c in columns})


def _document(reports: Reports, name: str) -> str:
    """The id of a report by its id, its source, or the last part of its source."""
    found = reports.sql(
        "select doc_id from main.documents where doc_id = ? or source = ? or ends_with(source, '/' || ?) order by doc_id",
        [name, name, name],
    )["doc_id"].tolist()
    if len(found) != 1:
        how = f"{len(found)} reports are called" if found else "there is no report"
        raise UsageError(f"{how} {name}: give the doc_id or the source, as the table documents has them")
    return str(found[0])


def side_columns() -> tuple[Column, ...]:
    """The columns of `View.sides`."""
    return (
        Column("doc_id", "text", "报告编号", "Report id", "报告的编号；日期可辨时为较晚的一份", "Id of the report; the later one, where the dates tell"),
        Column("source", "text", "来源", "Source", "报告的来源", "Source of the report"),
        Column("place_id", "text", "地方", "Place", "报告的地方", "Its place"),
        Column("year", "int", "年份", "Year", "报告所总结的年份", "Year it reports on"),
        Column("other_doc_id", "text", "另一报告编号", "Other report id", "另一份报告的编号", "Id of the other report"),
        Column("other_source", "text", "另一来源", "Other source", "另一份报告的来源", "Source of the other report"),
        Column("other_place_id", "text", "另一地方", "Other place", "另一份报告的地方", "Place of the other report"),
        Column("other_year", "int", "另一年份", "Other year", "另一份报告所总结的年份", "Year that the other one reports on"),
        Column("same_place", "bool", "同一地方", "Same place", "两份报告同属一地；地名隐去的不算", "Both are of one place; never of a masked one"),
        Column("years_between", "int", "相隔年数", "Years between", "两份报告年份之差", "Difference of the years"),
    )  # fmt: skip


DIRECTION = Column(
    "direction", "text", "方向", "Direction", "from_other：另一份在先，可能是来源；日期不能分辨时为空",
    "from_other: the other one is earlier, the likely source; null where the dates do not tell",
)  # fmt: skip
