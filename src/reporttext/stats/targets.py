"""What was aimed at and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING, Any

from reporttext.stats import accepted
from reporttext.stats.claims import CELL, claims, entries
from reporttext.stats.grid import decide, places
from reporttext.stats.panel import INDICATOR, MEASURE, PARAMETERS, PLACE, UNIT, within
from reporttext.stats.selection import Selection, years
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.tables import Column, tables

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.catalogue import Catalogue
    from reporttext.store.reader import Reports

VERDICTS = ("met", "missed", "silent", "not_comparable", "no_report")
_KEY = ["place_id", "year", "indicator_id", "scope", "unit", "measure"]
_EXACT = 1e-9  # of a value: what lies below is arithmetic, not a shortfall


def targets(
    reports: Reports,
    chosen: Selection,
    *,
    indicator: Sequence[str],
    measure: Sequence[str],
    scope: Sequence[str],
    period: str | None,
    about: float,
) -> Found:
    """Targets and outcomes: last year's target against this year's figure of the same indicator and place.

    A target is a figure of status target, of one year, in the report given at that year's beginning (or in a plan for that
    year); it is held against the achieved cell of the same place, year, indicator, scope, unit and measure, chosen as in
    `panel`. `met`: the outcome is on the good side of the target (the upper side, or the lower where the catalogue says so,
    the target is worded 以内, 不超过, or a number is to be reduced: 减少200户), of a range its nearer end; 左右 leaves `--about` of the target as room. `missed`: it is not.
    `silent`: the report of that year is there and states no figure of the indicator. `not_comparable`: it states one, but in
    another unit, scope or measure (a level where a growth rate was aimed at), of several years or a part of the year, from another
    base than the year before (比2015年), or a figure is masked: `outcome_quote` and
    `outcome_fact` are that figure then, and `outcome` is empty. `no_report`: none.

    A growth aimed at in real terms (实际增长8%) is held against the one reached in real terms, where the report tells one, and so
    for the others; `growth_basis` and `outcome_basis` say what the two are told in. Where they differ the report tells no other.

    `gap` is the outcome less the target, positive on the good side. Both facts are linked.
    """
    known = accepted.known(reports)
    read = claims(reports, chosen, known, entries(known, indicator))
    rows = read.rows
    rows = rows[rows["measure"].isin(measure)] if measure else rows
    rows = rows[rows["scope"].isin(scope)] if scope else rows
    plans = (rows["report_year"] + 1 == rows["year"]) | (rows["year_given"] == rows["year"])
    aimed, behind_aimed = decide(rows[(rows["status"] == "target") & plans.fillna(False)])
    told = read.rows[read.rows["status"] == "achieved"]
    reached, behind_reached = decide(told, by=(*CELL, "growth_basis"))
    shown = decide(told)[0]["fact_id"]
    unlike, behind_unlike = _unlike(read.others, len(reached))
    reached = reached.assign(shown=reached["fact_id"].isin(shown))
    pairs = _matched(aimed, reached, unlike, places(reports, chosen), known=known, about=about)
    if period is not None:
        pairs = pairs[within(pairs["year"], years(period, "--period"))]
    pairs = pairs.sort_values(
        ["indicator_id", "scope", "unit", "measure", "place_id", "year"], kind="stable"
    ).reset_index(drop=True)
    behind = _behind(pairs, ("aimed", behind_aimed), ("reached", behind_reached), ("reached", behind_unlike))
    counts = pairs["verdict"].value_counts()
    verdicts = ", ".join(f"{int(counts[v]):,} {v}" for v in VERDICTS if v in counts)
    return Found(pairs, behind, notes=(*read.notes(), f"targets: {verdicts or 'none'}"))


def _unlike(others: pd.DataFrame, after: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures that the report of a year states of it that are in no yearly cell, as `decide` gives cells, numbered `after` these."""
    own = others[(others["status"] == "achieved") & (others["report_year"] == others["year"]).fillna(False)]
    rows, behind = decide(own, by=("fact_id",))
    return rows.set_index(rows.index + after), behind.assign(row=behind["row"] + after)


def _matched(
    aimed: pd.DataFrame, reached: pd.DataFrame, unlike: pd.DataFrame, reported: pd.DataFrame, *, known: Catalogue, about: float,
) -> pd.DataFrame:  # fmt: skip
    """The targets, each with the outcome of its key that is told in the same terms, or else the one that the panel shows;
    where there is none, one of its place and year that cannot be compared.
    """
    import pandas as pd

    aimed, reached = aimed.assign(aimed=aimed.index), reached.assign(reached=reached.index)
    columns = ["value", "quote", "source", "fact_id", "growth_basis", "reached", "shown"]
    pairs = aimed.merge(reached[[*_KEY, *columns]], how="left", on=_KEY, suffixes=("", "_reached"))
    pairs["other"] = pairs["growth_basis"].fillna("") != pairs["growth_basis_reached"].fillna("")
    pairs["shown"] = pairs["shown"].eq(True)
    pairs = pairs.sort_values(["aimed", "other", "shown"], ascending=[True, True, False], kind="stable")
    pairs = pairs.drop_duplicates("aimed").reset_index(drop=True)
    reached = pd.concat([reached, unlike.assign(reached=unlike.index)])
    pairs = _with_others(pairs, reached)
    told = set(zip(reached["place_id"], reached["year"], reached["indicator_id"], strict=True))
    there = set(zip(reported["place_id"], reported["year"], strict=True))
    verdicts: list[str] = []
    gaps: list[Any] = []
    read = ("place_id", "year", "indicator_id", "measure", "value", "value_max", "qualifier", "value_reached")
    for place_id, year, id, measure, value, upper, qualifier, outcome in zip(
        *(pairs[c].tolist() for c in read), strict=True
    ):
        better = _better(value, measure, qualifier, known.entries[id].better)
        gap = None
        if not isnan(value) and not isnan(outcome):
            gap = _gap(value, upper, outcome, better)
            room = about * abs(value) if qualifier == "about" else 0.0
            verdicts.append("met" if gap >= -room - _EXACT * abs(value) else "missed")
        elif (place_id, year, id) in told:
            verdicts.append("not_comparable")
        else:
            verdicts.append("silent" if (place_id, year) in there else "no_report")
        gaps.append(gap)
    names = {id: entry.name for id, entry in known.entries.items()}
    return pairs.assign(verdict=verdicts, gap=gaps, indicator=pairs["indicator_id"].map(names)).rename(
        columns={
            "value": "target", "value_max": "target_max", "quote": "target_quote", "source": "target_source", "fact_id": "target_fact",
            "value_reached": "outcome", "quote_reached": "outcome_quote", "source_reached": "outcome_source", "fact_id_reached": "outcome_fact",
            "growth_basis_reached": "outcome_basis",
        }
    )  # fmt: skip


def _with_others(pairs: pd.DataFrame, reached: pd.DataFrame) -> pd.DataFrame:
    """The pairs without an outcome get the figure that the report states instead, the one most like the target, but no value."""
    others = reached.groupby(["place_id", "year", "indicator_id"]).indices
    like = {column: reached[column].tolist() for column in ("scope", "unit", "measure", "masked")}
    taken: dict[int, int] = {}
    for row, (*key, scope, unit, measure) in zip(
        pairs.index[pairs["reached"].isna()],
        pairs.loc[pairs["reached"].isna(), _KEY].itertuples(index=False, name=None),
        strict=True,
    ):
        found = others.get(tuple(key), ())
        if len(found):
            taken[row] = min(
                map(int, found),
                key=lambda i: (
                    like["scope"][i] != scope, like["measure"][i] != measure, like["unit"][i] != unit, like["masked"][i], i,
                ),
            )  # fmt: skip
    columns = ("quote", "source", "fact_id", "growth_basis")
    rows, places = list(taken), list(taken.values())
    for own, column in (("reached", "reached"), *((f"{c}_reached", c) for c in columns)):
        pairs.loc[rows, own] = reached[column].iloc[places].to_numpy()
    return pairs


def _better(target: float, measure: str, qualifier: str | None, otherwise: str) -> str:
    """The good side of a target: up or down.

    Who aims at fewer (-200户) wants no more of them; a fall in % may be one that is feared (收入下降7%): the catalogue knows.
    """
    if qualifier == "under":  # of what is written: a fall of 3%以内 is -3 and more
        return "up" if target < 0 else "down"
    return "down" if measure == "increment" and target < 0 else otherwise


def _gap(target: float, upper: float, outcome: float, better: str) -> float:
    """The outcome less the target, positive on the good side; of a range the end that is reached first."""
    ends = [target] if isnan(upper) else [target, upper]
    gap = outcome - min(ends) if better == "up" else max(ends) - outcome
    return float(f"{gap:.12g}")  # 7.9 - 8 is -0.1


def _behind(pairs: pd.DataFrame, *sides: tuple[str, pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    found: list[Any] = []
    for column, behind in sides:
        rows = pairs[[column]].dropna().astype({column: int}).reset_index(names="place")
        joined = rows.merge(behind, left_on=column, right_on="row")
        found.append(joined[["place", "fact_id"]].rename(columns={"place": "row"}))
    both: pd.DataFrame = pd.concat(found).sort_values(["row", "fact_id"], kind="stable")
    return both


_FACT = {column.name: column for column in tables()["facts"].columns}

STATISTIC = Statistic(
    "targets", "目标与结果", "Targets", targets,
    columns=(
        PLACE,
        Column("year", "int", "目标年份", "Year aimed at", "目标所属的年份", "The year that the target is for"),
        _FACT["indicator_id"], INDICATOR, _FACT["scope"], UNIT, MEASURE,
        Column("verdict", "text", "结果", "Verdict", "met 达到，missed 未达到，silent 次年报告未提，not_comparable 写有而不可比，no_report 无次年报告", "met, missed, silent, not_comparable, no_report"),
        Column("target", "float", "目标值", "Target", "下降为负数", "A decrease is negative"),
        Column("target_max", "float", "目标上限", "Upper target", "区间目标的上限", "The upper end of a range"),
        _FACT["qualifier"], _FACT["qualifier_text"], _FACT["status_cue"], _FACT["growth_basis"],
        replace(_FACT["growth_basis"], name="outcome_basis", zh="完成口径", en="Basis of the outcome"),
        Column("outcome", "float", "完成值", "Outcome", "次年报告中的数值；不可比时为空", "The figure reached; null where it cannot be compared"),
        Column("gap", "float", "差距", "Gap", "完成值减目标值，好的一侧为正", "Outcome less target, positive on the good side"),
        Column("target_quote", "text", "目标原文", "Target as written", "目标数字的写法", "The target as written"),
        Column("outcome_quote", "text", "完成原文", "Outcome as written", "完成数字的写法；不可比时为报告所写的另一数字", "The outcome as written; of not_comparable the figure that is stated instead"),
        Column("target_source", "text", "目标报告", "Report of the target", "提出目标的报告", "The report that sets it"),
        Column("outcome_source", "text", "完成报告", "Report of the outcome", "写明完成情况的报告", "The report that tells what came of it"),
        Column("target_fact", "text", "目标数据", "Fact of the target", "目标的数据编号", "Fact id of the target"),
        Column("outcome_fact", "text", "完成数据", "Fact of the outcome", "完成值或所写另一数字的数据编号", "Fact id of the outcome, or of the figure stated instead"),
    ),
    key=tuple(_KEY),
    parameters=(
        *(p for p in PARAMETERS if p.name != "status"),
        Parameter("about", "Room that 左右 leaves, as a share of the target.", type="float", default=0.05, low=0, high=1),
    ),
    filters=("year", "place", "section", "where"),
    wide=("year", "verdict"),
    empty="no target of these indicators, measures and scopes for one year stands in a report given at its beginning",
)  # fmt: skip
