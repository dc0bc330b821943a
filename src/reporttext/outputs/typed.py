"""Typed cells: one function for each kind of value, which writes it and says what it looks like.

`linked`: a link lies under the cell. They are called millions of times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from reporttext.outputs.formats import Formats

# Excel takes 32,767 UTF-16 units in a cell and calls a file with more damaged.
_CELL = 32_000

# Not allowed in XML, and of no use in a cell: control characters, halves of surrogate pairs.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# A score below the first is red, below the second yellow.
_POOR, _LOW = 0.5, 0.7


class Figure(NamedTuple):
    """A cell of a table of figures: its value, or as written where it is masked. Text beside its number is no part of it.

    `qualifier` is a code (about, over …), `said` the report's word for it; `conflict`: another figure contradicts it;
    `upper` is the end of a range.
    """

    value: float | None
    quote: str
    qualifier: str | None = None
    conflict: bool = False
    said: str | None = None
    upper: float | None = None


class At(NamedTuple):
    """The column that a value goes to, and what codes are called there."""

    sheet: Worksheet
    formats: Formats
    column: int
    codes: Mapping[str, str]


def writable(text: str) -> str:
    """Text as Excel takes it: no control characters, not too long for a cell."""
    if not text.isprintable():  # nearly all is, and asking costs little
        text = _UNWRITABLE.sub("", text)
    if 2 * len(text) > _CELL:
        units = text.encode("utf-16-le")
        if len(units) > 2 * _CELL:
            return units[: 2 * _CELL].decode("utf-16-le", "ignore") + "…"
    return text


def _text(at: At, row: int, value: str | Sequence[str], linked: bool, name: str = "text") -> str:
    value = value if isinstance(value, str) else "；".join(value)
    value = writable(at.codes.get(value, value))
    if value or linked:  # what lies under a link is written over
        at.sheet.write_string(row, at.column, value, at.formats.of(name, linked))
    return value


def _long(at: At, row: int, value: str, linked: bool) -> str:
    return _text(at, row, value, linked, "wrap")


def _figure(at: At, row: int, value: Figure | str, linked: bool) -> str:
    if isinstance(value, str):
        return _text(at, row, value, linked, "silent")
    if value.value is None:  # a masked figure, as written: it has no value
        return _text(at, row, value.quote, linked, "masked")
    if value.upper is not None and value.upper != value.value:  # one of its ends alone would be false
        said = at.formats.said(value.qualifier, value.said)
        text = f"{value.value:,.10g}–{value.upper:,.10g}"
        text = f"{said.before}{text}{said.after}" if said else text
        at.sheet.write_string(row, at.column, text, at.formats.of("range", linked, conflict=value.conflict))
        return text
    kind = "whole" if float(value.value).is_integer() else "broken"
    said = at.formats.said(value.qualifier, value.said)
    at.sheet.write_number(row, at.column, value.value, at.formats.of(kind, linked, said, value.conflict))
    return f"{''.join(said or ())}{value.value:,.10g}"


def _number(at: At, row: int, value: float, linked: bool) -> str:
    return _figure(at, row, Figure(value, ""), linked)


def _plain(at: At, row: int, value: float, linked: bool) -> str:
    at.sheet.write_number(row, at.column, value, at.formats.of("plain", linked))
    return str(value)


def _score(at: At, row: int, value: float, linked: bool) -> str:
    name = "poor" if value < _POOR else "low" if value < _LOW else "score"
    at.sheet.write_number(row, at.column, value, at.formats.of(name, linked))
    return "0.00"


def _truth(at: At, row: int, value: bool, linked: bool) -> str:
    at.sheet.write_boolean(row, at.column, value, at.formats.of("text", linked))
    return "TRUE"


def _day(at: At, row: int, value: date, linked: bool) -> str:
    at.sheet.write_datetime(row, at.column, value, at.formats.of("date", linked))
    return "2000-01-01"


def _moment(at: At, row: int, value: datetime, linked: bool) -> str:
    plainly = value.astimezone(UTC).replace(tzinfo=None)  # Excel knows no time zones
    at.sheet.write_datetime(row, at.column, plainly, at.formats.of("time", linked))
    return "2000-01-01 00:00"


# By type of column: those of tables, and long (text in lines), figure (of `Figure`, or a text where there is none), score.
WRITERS: Mapping[str, Callable[[At, int, Any, bool], str]] = {
    "text": _text, "texts": _text, "long": _long, "figure": _figure, "float": _number, "int": _plain, "score": _score,
    "bool": _truth, "date": _day, "time": _moment,
}  # fmt: skip
