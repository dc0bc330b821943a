"""Whether words became more or less frequent over the years."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reporttext.stats.counting import COUNT, COUNTED, TERM, TERMS, sentences
from reporttext.stats.selection import Selection
from reporttext.stats.series import LEAST, Series, series
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

_LEVEL = 0.05


def changes(
    reports: Reports,
    chosen: Selection,
    *,
    terms: Sequence[str],
    measure: str,
    least: int,
    years: int,
    count: str,
) -> Found:
    """Change of words over the years: Mann-Kendall test and Theil-Sen slope.

    The series is `measure` by year, of which first and last year with the word and the peak are given too: per_10000 (characters) or share (of the reports that have the word); years without a
    report are no part of it. Mann (1945) and Kendall (1975): Kendall's tau-b of the value with the year, two-sided p,
    exact where the series has no ties and is short (scipy.stats.kendalltau). Theil (1950) and Sen (1968): the median of
    the slopes between all pairs of years, per year, with its 95 % interval (scipy.stats.theilslopes). `p_adjusted` is
    Benjamini and Hochberg's (1995) false discovery rate over all rows tested in this table. A series of fewer than
    `years` years has the direction too_few and no numbers; one that never changes is constant.

    The test takes the years for independent. `autocorrelation`, at lag 1 of what the Theil-Sen line leaves, says how far
    they are not: where it is high, p is too small.
    """
    import numpy as np
    import pandas as pd
    from scipy.stats import false_discovery_control

    found, notes = series(reports, chosen, terms, count, least)
    names = [*chosen.by, *(column.name for column in STATISTIC.columns)]
    rows = pd.DataFrame([_row(chosen, one, measure, years) for one in found], columns=names)
    tested = rows["p"].notna().to_numpy()
    adjusted = np.full(len(rows), np.nan)
    if tested.any():
        adjusted[tested] = false_discovery_control(rows["p"].to_numpy(dtype=float)[tested], method="bh")
    rows["p_adjusted"] = adjusted
    some = (rows["direction"] == "") & (adjusted < _LEVEL)
    rows.loc[rows["direction"] == "", "direction"] = "none"
    rows.loc[some & (rows["tau"] > 0), "direction"] = "up"
    rows.loc[some & (rows["tau"] < 0), "direction"] = "down"
    return Found(_ordered(rows, chosen), query=sentences(chosen, "term", word="term"), notes=notes)


def _row(chosen: Selection, one: Series, measure: str, least: int) -> Mapping[str, Any]:
    values = one.count / one.characters * 10_000 if measure == "per_10000" else one.reports_with / one.reports
    row: dict[str, Any] = dict(zip(chosen.by, one.group, strict=True)) | {
        "term": one.term, "counted": one.counted, "n": len(one.years), "first_year": one.years[0], "last_year": one.years[-1],
        "count": one.count.sum(), "first_value": values[0], "last_value": values[-1],
    } | _peak(one, values)  # fmt: skip
    empty = dict.fromkeys(("tau", "p", "slope", "slope_low", "slope_high", "autocorrelation"), math.nan)
    if len(one.years) < least:
        return row | empty | {"direction": "too_few"}
    if (values == values[0]).all():
        return row | empty | {"direction": "constant"}
    return row | {"direction": ""} | mann_kendall(one.years, values)


def _peak(one: Series, values: Any) -> dict[str, Any]:
    """When the word was first and last there, its highest year (the first of equal ones), and what is left of that."""
    seen = one.years[one.count > 0]
    if not len(seen):
        return dict.fromkeys(("first_seen", "last_seen", "peak_year", "peak_value", "left_of_peak"))
    peak = int(values.argmax())
    return {
        "first_seen": seen[0], "last_seen": seen[-1], "peak_year": one.years[peak], "peak_value": values[peak],
        "left_of_peak": values[-1] / values[peak],
    }  # fmt: skip


def mann_kendall(years: Any, values: Any) -> dict[str, Any]:
    """Kendall's tau with the year, its p, Theil-Sen's slope with its interval, autocorrelation of what that leaves."""
    import numpy as np
    from scipy.stats import kendalltau, theilslopes

    test = kendalltau(years, values)
    line = theilslopes(values, years)
    left = values - (line.intercept + line.slope * years)
    left = left - left.mean()
    spread = float((left * left).sum())
    lag = float((left[1:] * left[:-1]).sum()) / spread if spread > 0 else math.nan
    return {
        "tau": float(np.asarray(test.statistic)), "p": float(np.asarray(test.pvalue)), "slope": float(line.slope),
        "slope_low": float(line.low_slope), "slope_high": float(line.high_slope), "autocorrelation": lag,
    }  # fmt: skip


def _ordered(rows: pd.DataFrame, chosen: Selection) -> pd.DataFrame:
    """By group, the surest change first, what was not tested last."""
    return rows.sort_values([*chosen.by, "p", "term"], kind="stable", na_position="last", ignore_index=True)


def _float(name: str, zh: str, en: str, about_zh: str, about_en: str) -> Column:
    return Column(name, "float", zh, en, about_zh, about_en)


STATISTIC = Statistic(
    "changes", "变化趋势", "Changes", changes,
    columns=(
        TERM, COUNTED,
        Column("n", "int", "年数", "Years", "有报告的年数", "Years that have a report"),
        Column("first_year", "int", "首年", "First year", "序列的第一年", "First year of the series"),
        Column("last_year", "int", "末年", "Last year", "序列的最后一年", "Last year of the series"),
        Column("count", "int", "次数", "Count", "各年合计次数", "Occurrences in all years"),
        _float("first_value", "首年值", "First value", "首年的取值", "The measure in the first year"),
        _float("last_value", "末年值", "Last value", "末年的取值", "The measure in the last year"),
        Column("first_seen", "int", "首次出现年", "Year first seen", "该词首次出现的年份", "The first year that has the word"),
        Column("last_seen", "int", "最后出现年", "Year last seen", "该词最后出现的年份", "The last year that has the word"),
        Column("peak_year", "int", "峰值年", "Peak year", "取值最高的年份", "The year of the highest value"),
        _float("peak_value", "峰值", "Peak value", "最高的取值", "The highest value"),
        _float("left_of_peak", "末年与峰值之比", "Left of peak", "末年值除以峰值", "Last value by peak value"),
        Column("direction", "text", "方向", "Direction", "校正 p 值小于 0.05 时为 up 升或 down 降，否则为 none；各年取值相同为 constant，年数少于 --years 为 too_few，后两种不作检验", "up or down where p_adjusted is below 0.05, else none; constant where all years have one value and too_few where there are fewer years than --years: neither is tested"),
        _float("tau", "Kendall τ", "Kendall's tau", "取值与年份的 Kendall τ-b", "Kendall's tau-b of the measure with the year"),
        _float("p", "p 值", "p", "Mann-Kendall 双侧检验", "Mann-Kendall test, two-sided"),
        _float("p_adjusted", "校正 p 值", "p adjusted", "按 Benjamini-Hochberg 校正（错误发现率）", "False discovery rate (Benjamini-Hochberg) over this table"),
        _float("slope", "斜率", "Slope", "Theil-Sen 斜率，每年变化", "Theil-Sen slope, change a year"),
        _float("slope_low", "斜率下限", "Slope, low", "斜率 95% 区间下限", "Lower end of its 95 % interval"),
        _float("slope_high", "斜率上限", "Slope, high", "斜率 95% 区间上限", "Upper end of its 95 % interval"),
        _float("autocorrelation", "自相关", "Autocorrelation", "残差一阶自相关；高则 p 偏小", "Of the residuals at lag 1; where high, p is too small"),
    ),
    key=("term",),
    parameters=(
        TERMS,
        Parameter("measure", "What is followed over the years.", default="per_10000", choices=("per_10000", "share")),
        LEAST,
        Parameter("years", "A series of fewer years is not tested.", "int", default=8, low=3),
        COUNT,
    ),
    empty="no word is in so many reports of a group: take a smaller --least",
)  # fmt: skip
