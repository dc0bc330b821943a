"""Reports as symbols that can be compared: no marks, no blanks, one wild symbol for what may differ in a copy.

`东山镇2023年召开会议１２次。`, `**镇2022年召开会议9次` and `全镇今年召开会议**次` share `WW年召开会议W次`. A symbol knows the characters it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from reporttext.fold import fold
from reporttext.stats.reuse.formulas import Formulas
from reporttext.stats.reuse.records import Report

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, Any]

NOTHING, WILD = 0, 1
_BASIC = 0x10000
# 1,234.5 and 12.3 are one figure, 二〇二三 and 十四五 too; a single Han numeral (统一) is a word more often than a figure.
FIGURE = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[〇零○一二三四五六七八九十百千万亿两]{2,}")
MASK = re.compile(r"[*＊×✕]+|[○〇xXｘＸ_某]{2,}")


@dataclass(frozen=True, slots=True)
class Symbols:
    """All reports one after the other.

    `symbol` (uint32) is a folded character or WILD; `start` and `stop` (int32) are the code points it stands for in its
    report, `doc` (int32) the report, `formula` (bool) whether it lies in a quotation or a known formula.
    `first` has for each report the index of its first symbol, and the number of all symbols at the end.
    """

    symbol: Array
    start: Array
    stop: Array
    doc: Array
    formula: Array
    first: Array


def symbols(reports: Sequence[Report], formulas: Formulas, *, figures_wild: bool = True) -> Symbols:
    """The reports as symbols."""
    import numpy as np

    parts = [_one(report, formulas, figures_wild=figures_wild) for report in reports]
    sizes = [len(part[0]) for part in parts]
    columns = (
        [np.concatenate([part[i] for part in parts]) for i in range(4)]
        if parts
        else [np.zeros(0, kind) for kind in (np.uint32, np.int32, np.int32, bool)]
    )
    first = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    doc = np.repeat(np.arange(len(reports), dtype=np.int32), sizes)
    return Symbols(columns[0], columns[1], columns[2], doc, columns[3], first)


def _one(report: Report, formulas: Formulas, *, figures_wild: bool) -> tuple[Array, Array, Array, Array]:
    import numpy as np

    code = np.frombuffer(report.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = _table()
    symbol = np.where(code < _BASIC, table[np.minimum(code, _BASIC - 1)], code)
    for start, end in _wild(report, figures_wild=figures_wild):
        symbol[start:end] = WILD
    formula = np.zeros(len(code), bool)
    for start, end in formulas.spans(report.text):
        formula[start:end] = True
    kept = np.flatnonzero(symbol != NOTHING).astype(np.int32)
    symbol = symbol[kept]
    # **县**镇 is wild as 东山镇 is: wild characters that touch are one symbol.
    opens = np.ones(len(kept), bool)
    opens[1:] = (symbol[1:] != WILD) | (symbol[:-1] != WILD) | (kept[1:] != kept[:-1] + 1)
    at = np.flatnonzero(opens)
    last = np.append(at[1:], len(kept))[: len(at)] - 1
    return symbol[at], kept[at], kept[last] + 1, formula[kept[at]]


def _wild(report: Report, *, figures_wild: bool) -> Iterator[tuple[int, int]]:
    yield from report.wild
    patterns = [MASK, own_names(report.names)]
    if figures_wild:
        patterns.append(FIGURE)
    for pattern in patterns:
        for hit in pattern.finditer(report.text) if pattern else ():
            yield hit.span()


@lru_cache(maxsize=4096)
def own_names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the names, the longest first."""
    ordered = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


@cache
def _table() -> Array:
    """The symbol of each character of the basic plane: itself, folded and in lower case; nothing for marks and blanks."""
    import numpy as np

    table = np.zeros(_BASIC, np.uint32)
    for code in range(_BASIC):
        char = chr(code)
        if unicodedata.category(char)[0] in "LNM":
            low = fold(char).lower()
            table[code] = ord(low) if len(low) == 1 else code
    table.flags.writeable = False
    return table
