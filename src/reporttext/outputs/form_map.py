"""MAP.toml of `reporttext fill`: which figure goes to which cell of a form.

    [names]                       # words of the form -> indicator or place as the tables call it
    "学习次数" = "理论学习中心组学习"

    [units]                       # an indicator's unit; without it that of the form: 预算收入（万元）, or 单位：万元 above
    "一般公共预算收入" = "万元"

    [[cells]]                     # one cell
    sheet = "台账"                 # the first sheet, where it is left out
    cell = "C5"
    indicator = "一般公共预算收入"
    place = "云陂镇"
    year = 2023

    [[tables]]                    # a block: what stands at its rows and columns says which figure a cell takes
    sheet = "台账"
    rows = "A5:A20"               # one column of the form
    columns = "B4:F4"             # one row of the form
    rows_are = "place"            # place, indicator or year
    columns_are = "indicator"
    year = 2023                   # what neither says

Both take `status` (achieved, target; achieved unless given), `measure` (level, increment, rate) and `unit`. Where neither map
nor form says a unit, it is the one that the reports write.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reporttext import usertext
from reporttext.errors import UsageError
from reporttext.outputs.form_units import Captions, captions, head

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_WHAT = ("place", "indicator", "year")
_COMMON = (*_WHAT, "sheet", "status", "measure", "unit")
_CELLS, _TABLES = (*_COMMON, "cell"), (*_COMMON, "rows", "columns", "rows_are", "columns_are")
_CHOICES = {
    "status": ("achieved", "target", "problem", "reference"),
    "measure": ("level", "increment", "rate"),
}
_YEAR = re.compile(r"(\d{4})\s*年?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell of the form and the figure that belongs in it. Words are those of MAP.toml, or of the form through `[names]`."""

    sheet: str
    cell: str
    indicator: str
    place: str
    year: int
    status: str = "achieved"
    measure: str | None = None
    unit: str | None = None
    captions: tuple[
        str, ...
    ] = ()  # where `unit` is None: units that a line above the cell names for all that has them


class _Words(NamedTuple):
    """`[names]` and `[units]` of a map."""

    names: Mapping[str, str]
    units: Mapping[str, str]


def wanted(file: Path, form: Workbook) -> list[Wanted]:
    """The cells that a map names in a form, in its order; raises UsageError that names the entry and what is wrong."""
    try:
        read = tomllib.loads(usertext.read(file, "the map"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file} cannot be read as TOML: {error}") from error
    _check(file.name, read, ("names", "units", "cells", "tables"))
    names, units = read.get("names", {}), read.get("units", {})
    for part, table in (("names", names), ("units", units)):
        if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
            raise UsageError(
                f'{file.name} [{part}]: write one text for each: "学习次数" = "理论学习中心组学习"'
            )
    words = _Words(names, units)
    found: list[Wanted] = []
    for part, keys, expand in (("cells", _CELLS, _one), ("tables", _TABLES, _block)):
        entries = read.get(part, [])
        if not isinstance(entries, list):
            raise UsageError(f"{file.name}: write [[{part}]], with two brackets")
        for i, entry in enumerate(entries, 1):
            where = f"{file.name} [[{part}]] {i}"
            _check(where, entry, keys)
            sheet = _sheet(where, entry, form)
            above = captions(sheet)
            found += (
                _finished(where, sheet.title, cell, entry | said, words, above)
                for cell, said in expand(where, entry, sheet)
            )
    if not found:
        raise UsageError(f"{file.name} names no cell: write [[cells]] or [[tables]]")
    return found


def _check(where: str, entry: Any, keys: tuple[str, ...]) -> None:
    if not isinstance(entry, dict):
        raise UsageError(f"{where} must be a table")
    if unknown := [key for key in entry if key not in keys]:
        raise UsageError(f"{where}: there is no key {unknown[0]}; there are: {', '.join(keys)}")
    for key, choices in _CHOICES.items():
        if key in entry and entry[key] not in choices:
            raise UsageError(f"{where}: {key} is one of {', '.join(choices)}")


def _sheet(where: str, entry: Mapping[str, Any], form: Workbook) -> Worksheet:
    title = entry.get("sheet", form.worksheets[0].title)
    for sheet in form.worksheets:
        if sheet.title == title:
            return sheet
    raise UsageError(
        f"{where}: the form has no sheet {title}; it has: {', '.join(s.title for s in form.worksheets)}"
    )


def _one(where: str, entry: Mapping[str, Any], sheet: Worksheet) -> Iterator[tuple[str, dict[str, Any]]]:
    ((cell,),) = _range(where, "cell", entry, sheet, most=(1, 1))
    yield cell.coordinate, {}


def _block(where: str, entry: Mapping[str, Any], sheet: Worksheet) -> Iterator[tuple[str, dict[str, Any]]]:
    """A cell for each row and column at which something stands."""
    from openpyxl.utils import get_column_letter

    kinds = [entry.get("rows_are"), entry.get("columns_are")]
    if not set(kinds) <= set(_WHAT) or kinds[0] == kinds[1]:
        raise UsageError(f"{where}: rows_are and columns_are are two of {', '.join(_WHAT)}")
    rows = _range(where, "rows", entry, sheet, most=(10_000, 1))
    columns = _range(where, "columns", entry, sheet, most=(1, 1_000))
    for (row,) in rows:
        for column in columns[0]:
            if row.value is not None and column.value is not None:
                cell = f"{get_column_letter(column.column)}{row.row}"
                yield cell, {str(kinds[0]): row.value, str(kinds[1]): column.value}


def _range(where: str, key: str, entry: Mapping[str, Any], sheet: Worksheet, *, most: tuple[int, int]) -> Any:
    from openpyxl.utils.cell import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(str(entry.get(key)))
        size = (bottom - top + 1, right - left + 1)
    except (ValueError, TypeError):
        raise UsageError(
            f"{where}: {key} = {entry.get(key)!r} is no cell or range: write B5, or A5:A20"
        ) from None
    if size[0] > most[0] or size[1] > most[1]:
        raise UsageError(
            f"{where}: {key} = {entry[key]} is too large: at most {most[0]:,} rows and {most[1]:,} columns"
        )
    return tuple(sheet.iter_rows(top, bottom, left, right))


def _finished(  # noqa: PLR0917
    where: str, sheet: str, cell: str, entry: Mapping[str, Any], words: _Words, above: Captions
) -> Wanted:
    if missing := [what for what in _WHAT if entry.get(what) in (None, "")]:
        raise UsageError(f"{where}: nothing says the {missing[0]} of {cell}")
    year = _YEAR.fullmatch(str(entry["year"]).strip())
    if year is None:
        raise UsageError(f"{where}: {entry['year']!r} at {cell} is no year: 2023 or 2023年")
    indicator, place = ("".join(str(entry[what]).split()) for what in ("indicator", "place"))
    bare, unit_of_head = head(indicator)
    named = words.names.get(indicator) or words.names.get(bare, bare)
    unit = (
        entry.get("unit")
        or words.units.get(indicator)
        or words.units.get(bare)
        or words.units.get(named)
        or unit_of_head
    )
    row = int(cell.lstrip(string.ascii_uppercase))
    nearest = next((units for at, units in reversed(above) if at < row), ())
    return Wanted(
        sheet,
        cell,
        named,
        words.names.get(place, place),
        int(year[1]),
        entry.get("status", "achieved"),
        entry.get("measure"),
        unit,
        () if unit else nearest,
    )
