"""Where a place stands among the places that can be compared with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reporttext.stats.claims import CELL
from reporttext.stats.panel import INDICATOR, MEASURE, PARAMETERS, PLACE, UNIT, YEAR, build, within
from reporttext.stats.selection import Selection, years
from reporttext.stats.statistic import Found, Statistic
from reporttext.tables import Column, tables

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

_AMONG = ["year", "indicator_id", "status", "scope", "unit", "measure", "admin_level"]


def ranks(
    reports: Reports,
    chosen: Selection,
    *,
    indicator: Sequence[str],
    status: Sequence[str],
    measure: Sequence[str],
    scope: Sequence[str],
    period: str | None,
) -> Found:
    """Ranks and percentiles of places, each only among cells that can be compared with its own.

    Compared are cells of `panel` of the same year, indicator, status, scope, unit, measure (level, increment or rate) and
    administrative level. Rank 1 is the highest value, places with equal values share the better rank; `percentile` is the
    share of the cells that lie below, ties and the place itself counted half (Hazen 1914), in percent. `among` says how
    many are compared; masked figures and places that do not state theirs are in no ranking. A value is ranked as it is
    written; where a word bounds or rounds it (突破6万亿元 is over 6,000,000,000,000) `qualifier` says so, and its rank is as
    rough as the value.
    """
    found = build(
        reports, replace(chosen, by=("admin_level",)), indicator=indicator, status=status, measure=measure, scope=scope, stated=True
    )  # fmt: skip
    cells = found.cells.rename(columns={"by_admin_level": "admin_level"})
    cells = cells[cells["value"].notna()]
    if period is not None:
        cells = cells[within(cells["year"], years(period, "--period"))]
    groups = cells.groupby(_AMONG, dropna=False)["value"]
    among = groups.transform("size")
    cells = cells.assign(
        rank=groups.rank(method="min", ascending=False).astype(int),
        among=among,
        percentile=(100 * (groups.rank(method="average") - 0.5) / among).where(among > 1),
    )
    cells = cells.sort_values([*_AMONG, "rank", "place_id"], kind="stable").reset_index(drop=True)
    behind = cells[["fact_id"]].assign(row=cells.index)
    rough = int(cells["qualifier"].notna().sum())
    told = (
        f"{rough:,} of {len(cells):,} values have a qualifier (over, under, nearly, about) and are ranked as written",
    )
    return Found(cells, behind, notes=(*found.notes, *(told if rough else ())))


_FACT = {column.name: column for column in tables()["facts"].columns}
_DOCUMENT = {column.name: column for column in tables()["documents"].columns}

STATISTIC = Statistic(
    "ranks", "排名", "Ranks", ranks,
    columns=(
        YEAR, _FACT["indicator_id"], INDICATOR, _FACT["status"], _FACT["scope"], UNIT, MEASURE, _DOCUMENT["admin_level"], PLACE,
        Column("value", "float", "数值", "Value", "下降为负数", "A decrease is negative"),
        _FACT["qualifier"],
        Column("rank", "int", "位次", "Rank", "从高到低，并列取前", "From the highest; ties share the better rank"),
        Column("among", "int", "可比单元格数", "Among", "可比较的地区数，含本地区", "Places compared, this one included"),
        Column("percentile", "float", "百分位", "Percentile", "低于本值的比例（%），并列和自身计半", "Share of the values below, in percent; ties and itself count half"),
        Column("conflict", "bool", "有出入", "Conflict", "另有数据与所采用的数字不可能相同", "Another claim cannot be the same figure"),
        _FACT["fact_id"],
    ),
    key=CELL,
    parameters=PARAMETERS,
    filters=("year", "place", "section", "where"),
    wide=("year", "rank"),
    empty="no figure of these indicators is in a yearly cell of this status, scope and measure; reports are chosen by --year, years of figures by --period",
)  # fmt: skip
