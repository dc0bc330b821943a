"""From claims to cells: which claim a cell shows, whether the others agree, and what the empty cells mean.

The order in which claims are taken, the first first:

1. a value before a masked figure;
2. the report of the cell's own year (for a target, the report that plans that year) before later reports' recollections,
   the nearest first, and those before earlier reports;
3. an exact figure before an approximate one (约, 突破, 近, a range) or a mark passed (突破4万亿元大关); of targets, what is
   planned before what is striven for (力争);
4. the body (achievements, plans, problems) before the opening summary and the overview;
5. a growth that says nothing of prices or scope before one that is real, nominal or of the same scope;
6. one whose own sentence says the year before one that inherits it, a first mention before its repetition;
7. of two versions of a report the later given; then the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from reporttext.fold import fold
from reporttext.stats.claims import CELL
from reporttext.stats.selection import Selection

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

CELLS = ("value", "zero", "masked", "other_basis", "not_stated", "no_report")
_BODY = ("achievements", "plans", "problems")
_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
_WRITTEN = re.compile(r"(\d{1,15}(?:\.(\d{1,9}))?) ?(万亿|百亿|千亿|亿|千万|百万|十万|万|千|百)?")
_SIZE = {"百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12}  # fmt: skip
_STRIVEN = ("力争", "争取", "努力")
_SPELT = 0.005  # of a number in Chinese numerals: half a percent stands for its places
_ABOUT = 0.05  # 左右: five percent to either side
_FAR = 1e300


def decide(claims: pd.DataFrame, by: Sequence[str] = CELL) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row a cell, and the claims with `row`, the place of their cell among the rows.

    Rows have CELL, the columns of the claim that the cell shows, and claims (how many), conflict (another claim cannot be
    the same figure, within the places written and the words beside it; of a growth only one told in the same terms), against
    (the fact_id of the first such claim), lowest and highest. `by` are the columns that tell cells apart.
    """
    ordered = _ordered(claims)
    ordered["low"], ordered["high"] = zip(*_bounds(ordered), strict=True) if len(ordered) else ((), ())
    cells = ordered.groupby(list(by), sort=True, dropna=False)
    ordered["row"] = cells.ngroup()
    first = ordered.drop_duplicates("row").sort_values("row").reset_index(drop=True)
    shown = first.set_index("row")[["low", "high", "growth_basis"]].loc[ordered["row"]]
    alike = (ordered["growth_basis"].fillna("") == shown["growth_basis"].fillna("").to_numpy()).to_numpy()
    apart = (ordered["low"].to_numpy() > shown["high"].to_numpy()) | (
        ordered["high"].to_numpy() < shown["low"].to_numpy()
    )
    ordered["apart"] = apart & alike & ordered["value"].notna().to_numpy()
    found = ordered.groupby("row")
    rows = first.assign(
        claims=found.size().to_numpy(), conflict=found["apart"].any().to_numpy(),
        lowest=found["value"].min().to_numpy(), highest=found["value"].max().to_numpy(),
    )  # fmt: skip
    against = ordered[ordered["apart"]].drop_duplicates("row").set_index("row")["fact_id"]
    rows["against"] = rows["row"].map(against)
    kind = rows["value"].map(lambda value: "zero" if value == 0 else "value")
    rows["cell"] = kind.where(rows["value"].notna(), "masked")
    return rows.drop(columns=["row", "low", "high"]), ordered[["row", "fact_id"]]


def _ordered(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims, that which a cell shows first."""
    import numpy as np

    planned = claims["report_year"].where(claims["status"] != "target", claims["report_year"] + 1)
    # A report that only plans is of the year planned: its own targets are as near as those of the report before.
    away = (planned - claims["year"]).astype("Float64").fillna(99).to_numpy(dtype=float)
    only_plans = (claims["status"] == "target") & (claims["year_given"] == claims["year"]).fillna(False)
    away = np.where(only_plans.to_numpy(dtype=bool), 0, away)
    rough = claims["qualifier"].notna() | claims["value_max"].notna()
    # Of a target the bound is a part; but what is striven for (力争10%) stands behind what is planned (增长9%左右).
    striven = claims["status_cue"].isin(_STRIVEN)
    keys = claims.assign(
        _masked=claims["value"].isna(),
        _away=np.where(away >= 0, away, 100 - away),
        _rough=rough.where(claims["status"] != "target", striven),
        _summary=~claims["section"].isin(_BODY),
        _said=claims["growth_basis"].notna(),
        _inherits=~claims["dated"],
        _again=claims["repeat_of"].notna(),
        _given=-claims["year_given"].astype("Float64").fillna(0),
    )
    order = [
        "_masked",
        "_away",
        "_rough",
        "_summary",
        "_said",
        "_inherits",
        "_again",
        "_given",
        "source",
        "start",
        "fact_id",
    ]
    return (
        keys.sort_values(order, kind="stable")
        .drop(columns=[k for k in order if k[0] == "_"])
        .reset_index(drop=True)
    )


def _bounds(claims: pd.DataFrame) -> Iterator[tuple[float, float]]:
    """The values that each claim can stand for: half of the last place written, wider beside 约, 超, 近."""
    columns = ("value", "value_max", "qualifier", "quote")
    for value, upper, qualifier, quote in zip(*(claims[c].tolist() for c in columns), strict=True):
        yield bounds(value, upper, qualifier, quote)


def bounds(value: float, upper: float | None, qualifier: Any, quote: str) -> tuple[float, float]:
    """The lowest and highest value that a written figure can stand for; of a masked one, any."""
    if isnan(value):
        return -_FAR, _FAR
    last = value if upper is None or isnan(upper) else upper
    low, high = min(value, last), max(value, last)
    half = _half(quote, value)
    match qualifier:
        case "about":
            half = max(half, _ABOUT * abs(value))
        case "over":
            return low - half, _FAR
        case "nearly" | "under":
            return -_FAR, high + half
    return low - half, high + half


def _half(quote: str, value: float) -> float:
    """Half of the last place written, in the unit of the value; 6720亿元 is exact to half of an 亿."""
    written = 0.0
    last = None
    for piece in _WRITTEN.finditer(_THOUSANDS.sub("", fold(quote))):  # 1亿2千万 has two
        if last and piece.start() != last.end():
            break
        last = piece
        written += float(piece[1]) * _SIZE.get(piece[3] or "", 1.0)
    if last is None or not written:
        return abs(value) * _SPELT
    converted = abs(value) / written  # 亩 and 斤 are other units in the cell
    return 0.5 * 10.0 ** -len(last[2] or "") * _SIZE.get(last[3] or "", 1.0) * converted


def places(reports: Reports, chosen: Selection) -> pd.DataFrame:
    """The places with a report, by the years that their reports are on: place_id, year, doc_id, source, columns of `by`."""
    by = "".join(f', d."{by}" as "by_{by}"' for by in chosen.by_document if by != "year")
    return reports.sql(
        f"select d.place_id, d.year, d.doc_id, d.source, o.year_given{by} from {chosen.documents()} d join main.documents o using (doc_id) order by d.source"
    )
