"""Units of a form: what its heads and its captions say, what a report wrote, and how many of a table's unit make one.

An amount is a size and a unit: 万元 is 万 of 元, as the tables' values are in 元.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from reporttext import lexicon
from reporttext.fold import fold
from reporttext.tableunits import caption_units, head_unit

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from reporttext.catalogue import Catalogue

_SIZES = {"万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2, "": 1}  # fmt: skip
_KINDS = ("count", "ratio", "money", "measure")
_TOP = 50  # rows
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,9})?")

#: Units by the row that names them.
Captions = list[tuple[int, tuple[str, ...]]]


def head(text: str) -> tuple[str, str | None]:
    """The indicator of a head and its unit: 粮食产量（万吨）, 财政收入/万元, 面积（单位：亩）; one that names none is whole."""
    name, unit = head_unit(fold(text), is_unit)
    return (text[: len(name)], unit) if name and unit else (text, None)


def captions(sheet: Worksheet) -> Captions:
    """The units that lines at the top of a form name for all that has them (单位：万元、亩), each with its row."""
    found: Captions = []
    top = sheet.iter_rows(1, min(sheet.max_row, _TOP), 1, min(sheet.max_column, 100), values_only=True)
    for number, cells in enumerate(top, 1):
        for value in cells:
            if units := caption_units(fold(str(value or "")), is_unit):
                found.append((number, units))
    return found


def is_unit(text: str) -> bool:
    """Whether a text is a unit that figures have, with or without a size: 亩, 万亩, %."""
    return any(text.startswith(size) and text.removeprefix(size) in _units() for size in _SIZES)


@cache
def _units() -> frozenset[str]:
    tables = lexicon.load()["units"]
    return frozenset(unit for kind in _KINDS for unit in tables[kind]["units"])


def factor(unit: str, of_table: str, known: Catalogue) -> float | None:
    """How many units of the table make one `unit` (万元: 10,000 元); None where it is a unit of something else."""
    if unit == of_table:
        return 1
    for size, times in _SIZES.items():
        if unit.startswith(size):
            name, times_more = known.conversion(unit.removeprefix(size))
            if name == of_table:
                return times * times_more
    return None


def written(fact: Mapping[str, Any], of_table: str) -> str:
    """The unit of a figure as its report wrote it: 万元 where it says 3940万元, or 3940 below 单位：万元.

    `fact` has quote, value and unit as the table `facts` has them. The unit of the table where nothing else is certain.
    """
    unit, number = str(fact["unit"]), _NUMBER.search(fold(fact["quote"]).replace(",", ""))
    if unit not in _units():
        return of_table
    if number is None or not float(number[0]):
        return unit
    times = abs(float(fact["value"])) / float(number[0])
    return next((f"{size}{unit}" for size, one in _SIZES.items() if abs(times - one) < one * 1e-6), unit)
