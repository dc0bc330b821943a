"""What the cells of an indicator come to in each group of reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.stats.panel import INDICATOR, MEASURE, PARAMETERS, UNIT, build, within
from reporttext.stats.selection import Selection, years
from reporttext.stats.statistic import Found, Statistic
from reporttext.tables import NATION, Column, tables

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.catalogue import Entry
    from reporttext.store.reader import Reports

_KEY = ("indicator_id", "status", "scope", "unit", "measure")
_STATED = ("value", "zero")


def describe(
    reports: Reports,
    chosen: Selection,
    *,
    indicator: Sequence[str],
    status: Sequence[str],
    measure: Sequence[str],
    scope: Sequence[str],
    period: str | None,
) -> Found:
    """Describe indicators by group: how many places state them, sum, mean, median, quartiles, extremes with their facts.

    Over the cells of `panel`, so a place counts once a year, and years are those of the figures. `n` are the cells with a
    value (zero is one), `masked` those blanked out, `missing` those whose report is there and does not state the
    indicator; `reports` is all three together: a year without a report counts where another year's report tells its figure. Without a value no number is made up: what is masked or missing is in no mean. Where
    no indicator is named, groups without any figure are left out, and counted in a note.

    Values beside a word that bounds or rounds them (超过, 不足, 近, 约; 突破6万亿元) stand in the numbers as they are written:
    `qualified` counts these among `n`. Leave them out by way of `panel`, which has the word of each.

    A sum is given where it says something: levels and increments that add up (no ratios, prices, or figures per head),
    totals (never figures of each one), of one year, and no place of which lies within another. Quartiles are linear
    between order statistics (Hyndman and Fan 1996, type 7); the deviation is of a sample (n - 1).
    """
    if "section" in chosen.by:
        raise UsageError("describe groups whole reports: --by section says nothing of a place's figures")
    found = build(reports, chosen, indicator=indicator, status=status, measure=measure, scope=scope)
    cells = found.cells[found.cells["cell"] != "no_report"].reset_index(drop=True)
    if period is not None:
        cells = cells[within(cells["year"], years(period, "--period"))]
    groups = ["year" if by == "year" else f"by_{by}" for by in chosen.by]
    rows: list[dict[str, Any]] = []
    behind: list[tuple[int, str]] = []
    without = 0
    for key, group in cells.groupby([*groups, *_KEY], sort=True, dropna=False):
        if not indicator and (group["cell"] == "not_stated").all():
            without += 1
            continue
        entry = found.known.entries[group["indicator_id"].iloc[0]]
        behind += [(len(rows), fact_id) for fact_id in group.loc[group["cell"].isin(_STATED), "fact_id"]]
        rows.append(
            dict(zip([*chosen.by, *_KEY], key, strict=True)) | {"indicator": entry.name} | _row(group, entry)
        )
    left = (
        (f"{without:,} groups without any figure left out; name an indicator to see them",) if without else ()
    )
    return Found(_frame(rows, [*chosen.by, *_KEY]), _behind(behind), notes=(*found.notes, *left))


def _row(group: pd.DataFrame, entry: Entry) -> dict[str, Any]:
    kinds = group["cell"].value_counts()
    stated = group[group["cell"].isin(_STATED)]
    values = stated["value"].astype(float)
    row: dict[str, Any] = {
        "reports": len(group), "n": len(stated), "masked": int(kinds.get("masked", 0)), "missing": int(kinds.get("not_stated", 0)),
        "qualified": int(stated["qualifier"].notna().sum()),
    }  # fmt: skip
    if not len(stated):
        return row
    lowest, highest = (
        stated.iloc[int(values.to_numpy().argmin())],
        stated.iloc[int(values.to_numpy().argmax())],
    )
    return row | {
        "sum": float(values.sum()) if _adds_up(stated, entry) else None,
        "mean": float(values.mean()), "deviation": float(values.std()) if len(values) > 1 else None,
        "lowest": float(lowest["value"]), "quartile_1": float(values.quantile(0.25)), "median": float(values.median()),
        "quartile_3": float(values.quantile(0.75)), "highest": float(highest["value"]),
        "lowest_place": lowest["place_id"], "highest_place": highest["place_id"],
        "lowest_fact": lowest["fact_id"], "highest_fact": highest["fact_id"],
    }  # fmt: skip


def _adds_up(cells: pd.DataFrame, entry: Entry) -> bool:
    first = cells.iloc[0]
    if (
        not entry.sum
        or first["measure"] == "rate"
        or first["scope"] == "each"
        or first["unit"] in ("%", "‰", "百分点")
    ):
        return False
    return cells["year"].nunique() == 1 and not _nested(cells["place_id"])


def _nested(place_ids: Iterable[str]) -> bool:
    """Whether a place lies within another: 甲省/乙市 within 甲省, all within the country."""
    known = set(place_ids)
    return (NATION in known and len(known) > 1) or any(
        place[:at] in known for place in known for at, character in enumerate(place) if character == "/"
    )


def _frame(rows: list[dict[str, Any]], key: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=[*key, *(c.name for c in STATISTIC.columns if c.name not in key)])


def _behind(pairs: list[tuple[int, str]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(pairs, columns=["row", "fact_id"])


_FACT = {column.name: column for column in tables()["facts"].columns}


def _number(name: str, zh: str, en: str, about_zh: str, about_en: str) -> Column:
    return Column(name, "float", zh, en, about_zh, about_en)


STATISTIC = Statistic(
    "describe", "描述统计", "Description", describe,
    columns=(
        _FACT["indicator_id"], INDICATOR, _FACT["status"], _FACT["scope"], UNIT, MEASURE,
        Column("reports", "int", "应报单元格", "Cells", "有数、被遮盖、未写三者之和：一地一年一格；当年没有报告而由他年报告写出的也在内", "n + masked + missing: one a place and year; a year without a report is one where another year's report tells its figure"),
        Column("n", "int", "有数", "Stated", "写出数值的单元格", "Cells with a value"),
        Column("masked", "int", "被遮盖", "Masked", "数字被遮盖的单元格", "Cells whose figure is blanked out"),
        Column("missing", "int", "未写", "Not stated", "有报告而未写这一指标的单元格", "Cells whose report does not state it"),
        Column("qualified", "int", "有限定词", "Qualified", "有数的单元格中带“超过”“不足”“近”“约”等限定词的，其数值照原文计入", "Of the cells with a value those beside a word such as over, under, nearly, about; their values are taken as written"),
        _number("sum", "合计", "Sum", "只在可以相加时给出", "Only where the values add up"),
        _number("mean", "平均", "Mean", "算术平均", "Arithmetic mean"),
        _number("deviation", "标准差", "Deviation", "样本标准差", "Standard deviation of a sample"),
        _number("lowest", "最小", "Lowest", "最小值", "Lowest value"),
        _number("quartile_1", "下四分位", "First quartile", "25%分位数", "25 % of the values lie below"),
        _number("median", "中位数", "Median", "50%分位数", "Half of the values lie below"),
        _number("quartile_3", "上四分位", "Third quartile", "75%分位数", "75 % of the values lie below"),
        _number("highest", "最大", "Highest", "最大值", "Highest value"),
        Column("lowest_place", "text", "最小值地区", "Place of the lowest", "最小值所在地区", "Where the lowest is from"),
        Column("highest_place", "text", "最大值地区", "Place of the highest", "最大值所在地区", "Where the highest is from"),
        Column("lowest_fact", "text", "最小值数据", "Fact of the lowest", "最小值的数据编号", "Fact id of the lowest"),
        Column("highest_fact", "text", "最大值数据", "Fact of the highest", "最大值的数据编号", "Fact id of the highest"),
    ),
    key=_KEY,
    parameters=PARAMETERS,
    by=("year",),
    wide=(None, "median"),
    empty="no figure of these indicators is in a yearly cell of this status, scope and measure; reports are chosen by --year, years of figures by --period",
)  # fmt: skip
