"""95 % intervals of rates, shares and log ratios.

They hold for counts that come about one by one, independently. Words of reports do not: they come in clusters, and a few
reports may have most of them, so that the true uncertainty is larger; `dispersion` tells how much a word clusters.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from reporttext.tables import Column

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Array = np.ndarray[Any, Any]

_OUTSIDE = 0.05  # of which half lies on either side


def columns(
    name: str, heads: tuple[str, str], how: tuple[str, str], supposed: tuple[str, str]
) -> tuple[Column, Column]:
    """The two columns of the interval of the column `name`: its heads, the method, and what that supposes; zh, en."""
    (zh, en), (how_zh, how_en), (that_zh, that_en) = heads, how, supposed
    return (
        Column(f"{name}_low", "float", f"{zh}下限", f"{en}, low", f"95% 区间下限（{how_zh}）；{that_zh}", f"Lower end of the 95 % interval ({how_en}); {that_en}"),
        Column(f"{name}_high", "float", f"{zh}上限", f"{en}, high", f"95% 区间上限（{how_zh}）；{that_zh}", f"Upper end of the 95 % interval ({how_en}); {that_en}"),
    )  # fmt: skip


EXACT = ("泊松分布，精确", "Poisson, exact")
WILSON = ("Wilson", "Wilson")
WORDS = (
    "以各次出现相互独立为前提，而词语成团出现，实际区间更宽，参见 dispersion",
    "it takes occurrences for independent, but words cluster, so that the true one is wider: see dispersion",
)
REPORTS = ("以各份报告相互独立为前提", "it takes reports for independent of each other")
TARGETS = ("以各目标相互独立为前提", "it takes targets for independent of each other")

OF_COUNTS = (
    *columns("per_10000", ("每万字次数", "Per 10,000 characters"), EXACT, WORDS),
    *columns("share", ("报告占比", "Share of reports"), WILSON, REPORTS),
)


def of_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the columns `OF_COUNTS`, from count, characters, reports_with and reports."""
    names = ("count", "characters", "reports_with", "reports")
    count, characters, reports_with, reports = (rows[name].to_numpy(float) for name in names)
    (rate_low, rate_high), (share_low, share_high) = rate(count, characters), share(reports_with, reports)
    return rows.assign(
        per_10000_low=rate_low, per_10000_high=rate_high, share_low=share_low, share_high=share_high
    )


def rate(count: Array, size: Array) -> tuple[Array, Array]:
    """Of count / size times 10,000: Garwood (1936), exact for a Poisson count, from the chi-square distribution."""
    from scipy.stats import chi2

    per = 10_000 / size
    low = chi2.ppf(_OUTSIDE / 2, 2 * count)
    low[count == 0] = 0.0  # chi-square with 0 degrees of freedom is all at 0
    return low / 2 * per, chi2.ppf(1 - _OUTSIDE / 2, 2 * count + 2) / 2 * per


def share(part: Array, whole: Array) -> tuple[Array, Array]:
    """Of part / whole: the score interval of Wilson (1927), as scipy.stats.binomtest gives it, for many rows at once."""
    import numpy as np

    z = _z()
    p, z2 = part / whole, z * z / whole
    middle, half = p + z2 / 2, z * np.sqrt(p * (1 - p) / whole + z2 / whole / 4)
    # rounding may leave a hair outside
    return np.clip((middle - half) / (1 + z2), 0, p), np.clip((middle + half) / (1 + z2), p, 1)


def log_ratio(a: Array, size_a: Array, b: Array, size_b: Array) -> tuple[Array, Array]:
    """Of log2((a / size_a) / (b / size_b)), no count 0: delta method (Katz and others 1978, of the ratio of two shares)."""
    import numpy as np

    middle = np.log2((a / size_a) / (b / size_b))
    half = _z() * np.sqrt(1 / a - 1 / size_a + 1 / b - 1 / size_b) / math.log(2)
    return middle - half, middle + half


def _z() -> float:
    from scipy.stats import norm

    return float(norm.isf(_OUTSIDE / 2))
