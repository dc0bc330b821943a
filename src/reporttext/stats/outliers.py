"""Figures that are far from what their place, or its peers, say in other years: slips of ten, of 万 and of 亿."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reporttext.stats.claims import CELL
from reporttext.stats.panel import INDICATOR, MEASURE, PARAMETERS, PLACE, UNIT, YEAR, build, within
from reporttext.stats.selection import Selection, years
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.tables import Column, tables

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

_SERIES = ["place_id", "indicator_id", "status", "scope", "unit", "measure"]
_PEERS = ["year", "indicator_id", "status", "scope", "unit", "measure"]
_NEAR = 3  # years to either side that a level is held against
_FEWEST = 2  # neighbours, fewer say nothing
_FEWEST_PEERS = 8
# Powers of ten, and how far from one its logarithm may be: 万 and 亿 are what is written wrongly most.
_SLIPS = (
    ("ten", 1, 0.25), ("hundred", 2, 0.25), ("thousand", 3, 0.25), ("ten_thousand", 4, 0.5), ("hundred_thousand", 5, 0.25),
    ("million", 6, 0.25), ("ten_million", 7, 0.25), ("hundred_million", 8, 0.5),
)  # fmt: skip
_SCORE = 0.6745  # makes the median absolute deviation of a normal distribution its standard deviation
_LEAST = 0.02  # of rates: a spread below this many points is rounding


def outliers(
    reports: Reports,
    chosen: Selection,
    *,
    indicator: Sequence[str],
    status: Sequence[str],
    measure: Sequence[str],
    scope: Sequence[str],
    period: str | None,
    limit: float,
) -> Found:
    """Outliers among the cells of the panel: figures ten times, a hundred times … what their neighbours say.

    A level or increment is held against the median of the same place's cells of up to three years before and after, at
    least two. `slip` is ten, hundred, thousand, ten_thousand (万 for 亿) … hundred_million where the ratio comes near that power
    of ten, either way: its decimal logarithm within 0.25, of ten_thousand and hundred_million within 0.5. Rates and shares are held
    against the median of all places of the year, the place itself among them, at least eight: `slip` is far where the modified
    z-score 0.6745 (x - median) / MAD is beyond `--limit` (Iglewicz and Hoaglin 1993 recommend 3.5). A MAD below 0.02 is taken as
    0.02: where nearly all places say the same, a difference of rounding would be far.
    An outlier is a figure to look at, not an error: a crisis year is one too.
    """
    found = build(
        reports, chosen, indicator=indicator, status=status, measure=measure, scope=scope, stated=True
    )
    cells = found.cells[found.cells["value"].notna()].reset_index(drop=True)
    relative = (cells["measure"] == "rate") | cells["unit"].isin(["%", "‰", "百分点"])
    rows = _together([_slips(cells[~relative]), _far(cells[relative], limit)])
    if period is not None:
        rows = rows[within(rows["year"], years(period, "--period"))]
    rows = rows.sort_values(
        ["indicator_id", "status", "scope", "unit", "measure", "place_id", "year"], kind="stable"
    ).reset_index(drop=True)
    return Found(
        rows,
        rows[["fact_id"]].assign(row=rows.index),
        notes=(*found.notes, f"{len(cells):,} cells looked at"),
    )


def _together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    both: pd.DataFrame = pd.concat(frames, ignore_index=True)
    return both


def _slips(cells: pd.DataFrame) -> pd.DataFrame:
    """Levels that are a power of ten away from those of the years around."""
    import numpy as np

    expected = np.full(len(cells), np.nan)
    all_years, values = cells["year"].to_numpy(dtype=float), cells["value"].to_numpy(dtype=float)
    for places in cells.groupby(_SERIES).indices.values():
        for i in places:
            near = [
                j for j in places if j != i and abs(all_years[j] - all_years[i]) <= _NEAR and values[j] > 0
            ]
            if len(near) >= _FEWEST and values[i] > 0:
                expected[i] = np.median(values[near])
    ratio = values / expected
    slip: list[Any] = [_slip(abs(np.log10(r))) if r > 0 else None for r in ratio]
    rows = cells.assign(expected=expected, ratio=ratio, score=np.nan, slip=slip)
    return rows[rows["slip"].notna()]


def _slip(power: float) -> str | None:
    return next((name for name, size, room in _SLIPS if abs(power - size) <= room), None)


def _far(cells: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Rates and shares that are far from the median of the places of the year."""
    peers = cells.groupby(_PEERS)["value"]
    middle = peers.transform("median")
    apart = (cells["value"] - middle).abs()
    spread: Any = apart.groupby([cells[column] for column in _PEERS]).transform("median").clip(lower=_LEAST)
    rows = cells.assign(
        expected=middle, ratio=float("nan"), score=_SCORE * (cells["value"] - middle) / spread, slip="far"
    )
    return rows[(peers.transform("size") >= _FEWEST_PEERS) & (rows["score"].abs() > limit)]


_FACT = {column.name: column for column in tables()["facts"].columns}

STATISTIC = Statistic(
    "outliers", "异常值", "Outliers", outliers,
    columns=(
        PLACE, YEAR, _FACT["indicator_id"], INDICATOR, _FACT["status"], _FACT["scope"], UNIT, MEASURE,
        Column("slip", "text", "可疑之处", "Slip", "ten 相差十倍，hundred 百倍，以此类推至 hundred_million 亿倍；far 远离同年各地", "ten, hundred … hundred_million times apart; far from the places of the year"),
        Column("value", "float", "数值", "Value", "下降为负数", "A decrease is negative"),
        Column("quote", "text", "原文数字", "Quote", "报告中的写法", "As written"),
        Column("expected", "float", "参照值", "Expected", "本地前后年份的中位数；比率为同年各地（含本地）的中位数", "Median of the years around; of rates, of all places of the year"),
        Column("ratio", "float", "倍数", "Ratio", "数值除以参照值", "Value by expected"),
        Column("score", "float", "偏离分", "Score", "修正z分数", "Modified z-score"),
        Column("source", "text", "报告", "Report", "数据所在的报告", "The report of the figure"),
        _FACT["fact_id"],
    ),
    key=CELL,
    parameters=(*PARAMETERS, Parameter("limit", "Modified z-score beyond which a rate is far.", type="float", default=3.5, above=0)),
    filters=("year", "place", "section", "where"),
    empty="no cell is far from its neighbours; levels need two of the same place within three years, rates eight places in a year",
)  # fmt: skip
