"""The figures of all places and years side by side, for the workbook: indicators of the catalogue, and others as worded.

The cells are those of the statistic `panel`. What the catalogue does not know, most of what townships report, stands under
the reports' own words: places that word it alike stand together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import copysign, isnan
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from reporttext.outputs.sheets import Link
from reporttext.outputs.typed import Figure
from reporttext.stats import claims, panel
from reporttext.stats.grid import decide, places
from reporttext.stats.selection import Selection
from reporttext.tables import codes

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

# Wordings that the catalogue does not know: those that most reports have.
MOST_WORDINGS = 500

# Catalogued figures that are held at a time; a larger archive is for the statistic, by indicator.
MOST_FIGURES = 200_000

# Indicators that stand beside each other, a column each.
MOST_COLUMNS = 60

_STATUSES = ("achieved", "target")
_MEASURES = ("level", "increment", "rate")

# Years without a report before the first and after the last are not columns: too few figures are of them.
_AFTER = 1  # the year that the last reports plan


# Of a cell, what is shown of it.
_KEPT = (
    "place_id", "year", "cell", "value", "value_max", "quote", "qualifier", "qualifier_text", "conflict", "against", "fact_id",
)  # fmt: skip
_RATIOS = ("%", "‰", "百分点")

_STATING = "select distinct place_joined, year from main.documents where year is not null and doc_id in (select doc_id from main.facts)"
_WRITTEN = """
select * from (select fact_id, row_number() over (order by rowid) + 1, value, unit from main.facts)
where fact_id in (select unnest(?::varchar[]))
"""


class Written(NamedTuple):
    """A fact as its report has it, and its row in the sheet of facts."""

    row: int
    value: float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that can be compared: one indicator, status, measure and unit. `cells` are by place and year.

    `scale` is what a value is divided by, `unit` says so (亿元); `known`: the catalogue has the indicator.
    """

    indicator: str
    known: bool
    status: str
    measure: str
    unit: str
    scale: float
    cells: Mapping[tuple[str, int], Mapping[str, Any]]


class Conflict(NamedTuple):
    """A cell, the fact that it shows, and the first that contradicts it."""

    indicator: str
    place: str
    year: int
    fact_id: str
    other_fact_id: str


@dataclass(frozen=True, slots=True)
class Summary:
    """All groups, the catalogue's first; place names by id, in the order of the reports; who tells what; and notes (zh, en).

    `told` are the (place, year, planned) of which there is a report, `stating` the (place, year) with one that has a figure.
    `rows` is the row of a fact in the sheet of facts.
    """

    groups: Sequence[Group]
    names: Mapping[str, str]
    told: frozenset[tuple[str, int, bool]]
    stating: frozenset[tuple[str, int]]
    years: Sequence[int]
    notes: Sequence[tuple[str, str]]
    facts: str | None
    rows: Mapping[str, int]

    def cell(self, group: Group, place: str, year: int, language: str) -> Figure | Link | str:
        """What stands in a cell: a figure that leads to its fact, or that it is not stated, or that there is no report."""
        found = group.cells.get((place, year))
        if found is None:
            told = (place, year, group.status == "target") in self.told
            return codes()["panel_cell"]["not_stated" if told else "no_report"][language != "zh"]
        value, upper = (
            None if one is None else float(f"{one / group.scale:.10g}")
            for one in (found["value"], found["value_max"])
        )
        figure = Figure(
            value, found["quote"], found["qualifier"], found["conflict"], found["qualifier_text"], upper
        )
        return figure if self.facts is None else Link(figure, self.facts, self.rows[found["fact_id"]])

    def conflicts(self) -> Iterator[Conflict]:
        """The cells that another figure contradicts, in the order of the groups."""
        for group in self.groups:
            for (place, year), cell in sorted(group.cells.items()):
                if cell["conflict"]:
                    yield Conflict(group.indicator, self.names[place], year, cell["fact_id"], cell["against"])


def summary(reports: Reports, facts: str | None) -> Summary:
    """The figures of a store; `facts` is the name of the sheet that holds the facts in their order, if one does."""
    everything = Selection()
    reported = places(reports, everything)
    told = panel.telling(reported).dropna(subset=["year"])
    notes: list[tuple[str, str]] = []
    ((number,),) = reports.sql("select count(indicator_id) as n from facts").to_numpy().tolist()
    groups: list[Group] = []
    written: Mapping[str, Written] = {}
    if number > MOST_FIGURES:
        zh = f"目录指标的数据有 {number:,} 条，超过 {MOST_FIGURES:,} 条，未列入“指标汇总”：请用 reporttext panel 指标 --in OUT -o 文件.xlsx"
        en = f"There are {number:,} figures of the catalogue's indicators, over {MOST_FIGURES:,}: ask reporttext panel INDICATOR --in OUT -o FILE.xlsx"
        notes.append((zh, en))
    elif len(reported):
        found = panel.build(reports, everything, status=_STATUSES, scope=("total",), stated=True)
        worded = decide(claims.worded(reports, everything, found.known, MOST_WORDINGS).rows)[0]
        written = _written(reports, [*found.cells["fact_id"], *worded["fact_id"]])
        groups += _groups(found.cells, {id: entry.name for id, entry in found.known.entries.items()}, written)
        groups += _groups(worded, None, written)
    years = _years(reported, groups)
    away = sum(year not in years for group in groups for _, year in group.cells)
    if away:
        zh = f"“指标汇总”只列报告所涉年份；另有 {away:,} 个其他年份的数字，在“数据明细”里"
        notes.append(
            (zh, f"Years of the reports are columns; {away:,} figures of other years are on “Facts”")
        )
    return Summary(
        groups, names_of_places(reports), frozenset(zip(*(told[c].tolist() for c in ("place_id", "year", "plans")), strict=True)),
        frozenset(reports.stream(_STATING)), years, notes, facts, {id: one.row for id, one in written.items()},
    )  # fmt: skip


def _groups(
    cells: pd.DataFrame, names: Mapping[str, str] | None, written: Mapping[str, Written]
) -> Sequence[Group]:
    """The groups, in the catalogue's order, or those first that most places and years state."""
    cells = cells[cells["place_id"].notna()]
    cells = _as_written(cells.assign(unit=cells["unit"].fillna("")), written)
    # Achieved and planned figures are read together, so they are of one unit.
    scales = {
        tuple(map(str, key)): _scale(str(key[2]), rows["value"].dropna().tolist())
        for key, rows in cells.groupby(["indicator_id", "measure", "unit"])
    }
    found = []
    for key, rows in cells.groupby(["indicator_id", "status", "measure", "unit"]):
        id, status, measure, unit = map(str, key)
        columns = (rows[column].astype(object).where(rows[column].notna(), None).tolist() for column in _KEPT)
        records = [dict(zip(_KEPT, values, strict=True)) for values in zip(*columns, strict=True)]
        by = {(record["place_id"], int(record["year"])): record for record in records}
        scale, word = scales[id, measure, unit]
        name = names[id] if names else id
        found.append(Group(name, names is not None, status, measure, f"{word}{unit}", scale, by))
    spread = Counter[str]()
    for group in found:
        spread[group.indicator] = max(spread[group.indicator], len(group.cells))
    order = {name: i for i, name in enumerate(names.values())} if names else {}

    def place(group: Group) -> tuple[Any, ...]:
        first = order.get(group.indicator, -spread[group.indicator])
        last = (_STATUSES.index(group.status), _MEASURES.index(group.measure), -len(group.cells), group.unit)
        return (first, group.indicator, *last)

    return sorted(found, key=place)


def _as_written(cells: pd.DataFrame, written: Mapping[str, Written]) -> pd.DataFrame:
    """The cells in the unit that all reports write (亩, 公里), where they write one; else in that of the panel (公顷)."""
    units = cells["unit"].astype(object).to_numpy(copy=True)
    values = cells["value"].to_numpy(dtype=float, copy=True)
    uppers = cells["value_max"].to_numpy(dtype=float, copy=True)
    ids = cells["fact_id"].tolist()
    for rows in cells.groupby(["indicator_id", "measure", "unit"]).indices.values():
        unit = units[rows[0]]
        own = {written[ids[at]].unit for at in rows if not isnan(values[at])}
        if unit in _RATIOS or len(own) != 1 or own <= {unit, None}:
            continue
        units[rows] = own.pop()
        for at in rows:
            if not isnan(values[at]):
                said = copysign(written[ids[at]].value or 0, values[at])
                uppers[at] *= said / values[at] if values[at] else 1
                values[at] = said
    return cells.assign(unit=units, value=values, value_max=uppers)


def _scale(unit: str, values: Sequence[float]) -> tuple[float, str]:
    """万 or 亿, where most of the figures are so large: nobody reads 3500000000000元."""
    middle = median(map(abs, values)) if values else 0
    if unit in ("", *_RATIOS):
        return 1, ""
    return (1e8, "亿") if middle >= 1e8 else (1e4, "万") if middle >= 1e5 else (1, "")


def _years(reported: pd.DataFrame, groups: Sequence[Group]) -> Sequence[int]:
    """The years of the reports, and the next where they plan it."""
    known = [int(year) for year in reported["year"].dropna()]
    if not known:
        return ()
    last = max(known)
    planned = any(year == last + _AFTER for group in groups for _, year in group.cells)
    return range(min(known), last + 1 + _AFTER * planned)


def names_of_places(reports: Reports) -> Mapping[str, str]:
    """What places are called: their ids, of masked or unknown ones the place or title as written with the report's id."""
    found = reports.sql(
        """select place_joined as id, min(coalesce(place, title, source)) as written from main.documents
        group by id order by id like 'doc:%', id"""
    )
    return {
        id: f"{written}〔{id[4:12]}〕" if id.startswith("doc:") else id
        for id, written in zip(found["id"].tolist(), found["written"].tolist(), strict=True)
    }


def _written(reports: Reports, fact_ids: Sequence[str]) -> Mapping[str, Written]:
    return {id: Written(*values) for id, *values in reports.stream(_WRITTEN, [fact_ids])}


def by_indicator(found: Summary, language: str) -> Iterator[Sequence[Any]]:
    """Rows indicator, status, measure, unit, place, source of the name, and a cell a year: of each place that states it."""
    for group in found.groups:
        stated = {place for place, year in group.cells if year in found.years}
        for place, name in found.names.items():
            if place in stated:
                cells = (found.cell(group, place, year, language) for year in found.years)
                yield (
                    group.indicator, group.status, group.measure, group.unit, name, "known" if group.known else "worded", *cells,
                )  # fmt: skip


def columns_of_places(found: Summary) -> Sequence[Group]:
    """The indicators to set beside each other: what is reached, that most places and years state, in the order of `groups`."""
    reached = [group for group in found.groups if group.status == "achieved"]
    widest = sorted(reached, key=lambda group: -sum(year in found.years for _, year in group.cells))
    chosen = {id(group) for group in widest[:MOST_COLUMNS]}
    return [group for group in reached if id(group) in chosen]


def by_place(found: Summary, language: str) -> Iterator[Sequence[Any]]:
    """Rows place, year, and a cell for each of `columns_of_places`: of every place and year of which a report has figures."""
    groups = columns_of_places(found)
    for place, name in found.names.items():
        for year in found.years:
            if (place, year) in found.stating:
                yield (name, year, *(found.cell(group, place, year, language) for group in groups))
