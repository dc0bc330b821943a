"""The panel: one figure for each place, year and indicator, and what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.model import STATUSES
from reporttext.stats import accepted
from reporttext.stats.claims import CELL, claims, entries
from reporttext.stats.grid import CELLS, decide, places
from reporttext.stats.selection import Selection, years
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.tables import Column, tables

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.catalogue import Catalogue
    from reporttext.store.reader import Reports

# Above this many rows nobody reads the empty cells; the user is told how to ask for less.
_MOST = 2_000_000
#: For `--basis`: growth rates that say nothing of prices or scope, and whatever is no growth rate.
UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Panel:
    """The cells, `behind` them the facts (row, fact_id), and what the reader must know.

    `cells` has CELL, cell, value, value_max, qualifier, quote, claims, conflict, lowest, highest, source, doc_id, fact_id,
    indicator (the catalogue's name), and `by_…` for each of `Selection.by`. Empty cells have the report that says nothing.
    """

    cells: pd.DataFrame
    behind: pd.DataFrame
    notes: tuple[str, ...]
    known: Catalogue


def build(
    reports: Reports,
    chosen: Selection,
    *,
    indicator: Sequence[str] = (),
    status: Sequence[str] = (),
    measure: Sequence[str] = (),
    scope: Sequence[str] = (),
    basis: Sequence[str] = (),
    stated: bool = False,
) -> Panel:
    """The cells of the indicators named, or of all; without `stated` also the empty ones of every place and year."""
    known = accepted.known(reports)
    read = claims(reports, chosen, known, entries(known, indicator))
    rows = read.rows
    for column, values in (("status", status), ("measure", measure), ("scope", scope)):
        rows = rows[rows[column].isin(values)] if values else rows
    taken = rows[rows["growth_basis"].fillna(UNSAID).isin(basis)] if basis else rows
    cells, behind = decide(taken)
    if not stated:
        cells = _with_empty(cells, places(reports, chosen), decide(rows)[0] if basis else None)
    names = {id: entry.name for id, entry in known.entries.items()}
    cells["indicator"] = cells["indicator_id"].map(names)
    notes = [*read.notes(), _counted(cells)]
    return Panel(cells, behind, tuple(notes), known)


def _with_empty(
    cells: pd.DataFrame, reported: pd.DataFrame, on_any_basis: pd.DataFrame | None
) -> pd.DataFrame:
    """The cells with those of every other place and year: a report is there and does not state it, or there is none.

    Of the cells `on_any_basis` those that are not among `cells` are stated, on another basis than was asked for.
    """
    import pandas as pd

    kinds = cells[["indicator_id", "status", "scope", "unit", "measure"]].drop_duplicates()
    if reported["year"].isna().all() or kinds.empty:
        return cells
    span = pd.DataFrame({"year": range(int(reported["year"].min()), int(reported["year"].max()) + 2)})
    span["year"] = span["year"].astype("Int64")
    units = reported[["place_id"]].drop_duplicates()
    if len(kinds) * len(span) * len(units) > _MOST:
        raise UsageError(
            f"that makes {len(kinds) * len(span) * len(units):,} cells, most of them empty: name indicators, or take only the cells that are stated (--stated)"
        )
    grid = kinds.merge(units, how="cross").merge(span, how="cross")
    # The targets of a year stand in the report of the year before; nothing else is said of the year after the last report.
    grid = grid[(grid["status"] == "target") | (grid["year"] < span["year"].max())]
    grid = grid[(grid["status"] != "target") | (grid["year"] > span["year"].min())]
    told = telling(reported)
    empty = grid.merge(cells[list(CELL)], how="left", on=list(CELL), indicator="there")
    empty = empty[empty["there"] == "left_only"].drop(columns="there")
    empty["plans"] = empty["status"] == "target"
    empty = empty.merge(told, how="left", on=["place_id", "year", "plans"]).drop(columns="plans")
    empty["cell"] = empty["doc_id"].notna().map({True: "not_stated", False: "no_report"})
    if on_any_basis is not None:
        empty = _with_other_basis(empty, on_any_basis)
    empty = empty.assign(claims=0, conflict=False)
    both: pd.DataFrame = pd.concat([cells, empty], ignore_index=True)
    return both


def _with_other_basis(empty: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """The empty cells, those that are `stated` after all with the report that does so."""
    told = stated[[*CELL, "source", "doc_id"]].rename(columns={"source": "said_in", "doc_id": "said_by"})
    both = empty.merge(told, how="left", on=list(CELL))
    said = both["said_by"].notna()
    both["cell"] = both["cell"].mask(said, "other_basis")
    both["source"], both["doc_id"] = (
        both["source"].mask(said, both["said_in"]),
        both["doc_id"].mask(said, both["said_by"]),
    )
    return both.drop(columns=["said_in", "said_by"])


def telling(reported: pd.DataFrame) -> pd.DataFrame:
    """For each place and year the report that would tell what was reached, and that which would plan it."""
    import pandas as pd

    reached = reported.assign(plans=False)
    before = reported.assign(plans=True, year=reported["year"] + 1)
    alone = reported[reported["year_given"] == reported["year"]].assign(plans=True)
    both = pd.concat([reached, before, alone], ignore_index=True).drop(columns="year_given")
    both["year"] = both["year"].astype("Int64")
    return both.drop_duplicates(["place_id", "year", "plans"])


def _counted(cells: pd.DataFrame) -> str:
    counts = cells["cell"].value_counts()
    told = ", ".join(f"{int(counts[kind]):,} {kind}" for kind in CELLS if kind in counts)
    return f"cells: {told or 'none'}; {int(cells['conflict'].sum()):,} with claims that disagree"


def panel(
    reports: Reports,
    chosen: Selection,
    *,
    indicator: Sequence[str],
    status: Sequence[str],
    measure: Sequence[str],
    scope: Sequence[str],
    basis: Sequence[str],
    period: str | None,
    stated: bool,
) -> Found:
    """Panel of indicators: one cell for each place and year, linked to the facts behind it.

    A cell is one place, year, indicator of the catalogue, status, scope, unit, and level, increment or rate. The year is
    that of the fact's own period: half-years and spans of years are in no cell, nor are changes from another base than the
    year before. A decrease is negative. `cell` is value, zero, masked, not_stated (a report of that place and year is
    there and says nothing; for a target, the report of the year before), no_report or, with `--basis`, other_basis (it is
    stated, but on none of the bases asked for).

    Where several facts claim a cell the first of this order is shown, all are linked, and `conflict` says that another
    cannot be the same figure, within the places written and 约, 超, 近: a value before a masked figure; the report of the
    year itself before later reports' recollections, those before earlier reports; an exact figure before an approximate one
    or a mark passed (迈上3万亿元台阶, told as over), of targets what is planned before what is striven for; the body before the
    summary; a growth told in no terms before a real, nominal or comparable one (`--basis` takes only one of these, and
    `conflict` holds only like against like); a figure whose own sentence says the year before one that inherits it; the first
    mention before its repetition; the later version before the earlier; the text's order.
    """
    found = build(
        reports,
        chosen,
        indicator=indicator,
        status=status,
        measure=measure,
        scope=scope,
        basis=basis,
        stated=stated,
    )
    cells, behind = found.cells, found.behind
    if period is not None:
        inside = within(cells["year"], years(period, "--period"))
        place = inside.cumsum() - 1
        behind = behind[inside[behind["row"]].to_numpy()]
        behind = behind.assign(row=place[behind["row"]].to_numpy())
        cells = cells[inside].reset_index(drop=True)
    order = cells.sort_values(
        ["indicator_id", "status", "scope", "unit", "measure", "place_id", "year"], kind="stable"
    ).index
    to = dict(zip(order, range(len(order)), strict=True))
    behind = behind.assign(row=behind["row"].map(to)).sort_values(["row", "fact_id"])
    return Found(cells.loc[order].reset_index(drop=True), behind, notes=found.notes)


def within(year: pd.Series[Any], spans: Sequence[tuple[int | None, int | None]]) -> pd.Series[Any]:
    """Which years lie in one of the spans."""
    inside = year.isna() & False
    for first, last in spans:
        inside |= (year >= (first or -9999)).fillna(False) & (year <= (last or 9999)).fillna(False)
    return inside.astype(bool)


_FACT = {column.name: column for column in tables()["facts"].columns}
_DOCUMENT = {column.name: column for column in tables()["documents"].columns}
PLACE = replace(
    _DOCUMENT["place_id"],
    about_zh=f"即报告表的 place_joined。{_DOCUMENT['place_joined'].about_zh}",
    about_en=f"Equals documents.place_joined. {_DOCUMENT['place_joined'].about_en}",
)
YEAR = Column(
    "year",
    "int",
    "指标年份",
    "Year of the figure",
    "数据自身时期的年份，不是报告的年份",
    "The year of the fact's own period, not the report's",
)
INDICATOR = Column("indicator", "text", "指标", "Indicator", "指标目录中的名称", "Its name in the catalogue")
MEASURE = Column(
    "measure",
    "text",
    "量的类别",
    "Measure",
    "level 水平，increment 增量，rate 增长率；三者从不混在一起。比率的增减（提高1.4个百分点）也是 rate，其单位是百分点，不是%",
    "level, increment or rate; the three are never mixed. What a share rose or fell by in percentage points is a rate too; its unit is 百分点, not %",
)
UNIT = replace(_FACT["unit_canonical"], name="unit")
CELL_KIND = Column(
    "cell",
    "text",
    "单元格",
    "Cell",
    "value 有数，zero 为零，masked 被遮盖，other_basis 写了但口径不是所要的，not_stated 有报告但未写，no_report 无报告",
    "value, zero, masked, other_basis (stated, on another basis than was asked for), not_stated (a report is there), no_report",
)
PARAMETERS = (
    Parameter("indicator", "Indicators by name, wording or id (地区生产总值); all where none is named.", many=True, argument=True),
    Parameter("status", "Figures of this status, achieved unless given; may be repeated.", many=True, default=("achieved",), choices=STATUSES),
    Parameter("measure", "Only levels, increments or rates; may be repeated.", many=True, choices=("level", "increment", "rate")),
    Parameter("scope", "Totals (unless given), or figures of each one of several; may be repeated.", many=True, default=("total",), choices=("total", "each")),
    Parameter("period", "Years of the cells: 2020, 2020-2023, 2020-, -2010 (--year is the reports')."),
)  # fmt: skip
BASIS = Parameter(
    "basis", "Only growth rates told in these terms; unsaid is what says none. May be repeated.", many=True,
    choices=("real", "nominal", "same_scope", UNSAID),
)  # fmt: skip

STATISTIC = Statistic(
    "panel", "面板", "Panel", panel,
    columns=(
        PLACE, YEAR, _FACT["indicator_id"], INDICATOR, _FACT["status"], _FACT["scope"], UNIT, MEASURE, CELL_KIND,
        Column("value", "float", "数值", "Value", "下降为负数；未写、被遮盖或无报告时为空", "A decrease is negative; empty where not stated or masked"),
        Column("value_max", "float", "上限", "Upper value", "区间的上限", "The upper end of a range"),
        _FACT["qualifier"], _FACT["qualifier_text"], _FACT["growth_basis"],
        Column("quote", "text", "原文数字", "Quote", "所采用的数据在报告中的写法", "The figure taken, as written"),
        Column("claims", "int", "数据条数", "Claims", "说到这一单元格的数据条数", "Facts that claim the cell"),
        Column("conflict", "bool", "有出入", "Conflict", "另有数据与所采用的数字不可能相同", "Another claim cannot be the same figure"),
        Column("lowest", "float", "最低说法", "Lowest claim", "各数据中最小的值", "The lowest of the claims"),
        Column("highest", "float", "最高说法", "Highest claim", "各数据中最大的值", "The highest of the claims"),
        Column("source", "text", "报告", "Report", "所采用的数据所在的报告；口径不同时为写它的报告，未写时为应写的报告", "The report of the figure taken, the one that states it on another basis, or the one that does not state it"),
        _FACT["fact_id"],
    ),
    key=CELL,
    parameters=(*PARAMETERS, BASIS, Parameter("stated", "Only cells that are stated; without it every place and year has a cell.", type="flag", default=False)),
    filters=("year", "place", "section", "where"),
    wide=("year", "value"),
    empty="no figure of these indicators is in a yearly cell of this status, scope and measure; reports are chosen by --year, years of figures by --period",
)  # fmt: skip
