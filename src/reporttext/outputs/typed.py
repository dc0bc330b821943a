"""Typed cells: one function for each kind of value, which writes it and says what it looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xlsxwriter.format import Format
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

    `qualifier` is a code (about, over …); `conflict`: another figure of the archive contradicts it.
    """

    value: float | None
    quote: str
    qualifier: str | None = None
    conflict: bool = False


class At(NamedTuple):
    """Where a value goes: its cell, what codes are called there, and whether a link lies under it."""

    sheet: Worksheet
    formats: Formats
    row: int
    column: int
    codes: Mapping[str, str]
    linked: bool

    def format(self, name: str) -> Format:
        return self.formats.of(name, linked=self.linked)


def writable(text: str) -> str:
    """Text as Excel takes it: no control characters, not too long for a cell."""
    if not text.isprintable():  # nearly all is, and asking costs little
        text = _UNWRITABLE.sub("", text)
    if 2 * len(text) > _CELL:
        units = text.encode("utf-16-le")
        if len(units) > 2 * _CELL:
            return units[: 2 * _CELL].decode("utf-16-le", "ignore") + "…"
    return text


def _text(at: At, value: str | Sequence[str], name: str = "text") -> str:
    value = value if isinstance(value, str) else "；".join(value)
    value = writable(at.codes.get(value, value))
    if value:
        at.sheet.write_string(at.row, at.column, value, at.format(name))
    return value


def _long(at: At, value: str) -> str:
    return _text(at, value, "wrap")


def _figure(at: At, value: Figure | str) -> str:
    if isinstance(value, str):
        return _text(at, value, "silent")
    if value.value is None:  # a masked figure, as written: it has no value
        return _text(at, value.quote, "masked")
    kind = "whole" if float(value.value).is_integer() else "broken"
    form = at.formats.of(kind, said=value.qualifier, linked=at.linked, conflict=value.conflict)
    at.sheet.write_number(at.row, at.column, value.value, form)
    return f"{at.formats.said(value.qualifier)}{value.value:,.10g}"


def _number(at: At, value: float) -> str:
    return _figure(at, Figure(value, ""))


def _plain(at: At, value: float) -> str:
    at.sheet.write_number(at.row, at.column, value, at.format("plain"))
    return str(value)


def _score(at: At, value: float) -> str:
    name = "poor" if value < _POOR else "low" if value < _LOW else "score"
    at.sheet.write_number(at.row, at.column, value, at.format(name))
    return "0.00"


def _truth(at: At, value: bool) -> str:
    at.sheet.write_boolean(at.row, at.column, value, at.format("text"))
    return "TRUE"


def _day(at: At, value: date) -> str:
    at.sheet.write_datetime(at.row, at.column, value, at.format("date"))
    return "2000-01-01"


def _moment(at: At, value: datetime) -> str:
    plainly = value.astimezone(UTC).replace(tzinfo=None)  # Excel knows no time zones
    at.sheet.write_datetime(at.row, at.column, plainly, at.format("time"))
    return "2000-01-01 00:00"


# By type of column: those of tables, and long (text in lines), figure (of `Figure`, or a text where there is none), score.
WRITERS: Mapping[str, Callable[[At, Any], str]] = {
    "text": _text, "texts": _text, "long": _long, "figure": _figure, "float": _number, "int": _plain, "score": _score,
    "bool": _truth, "date": _day, "time": _moment,
}  # fmt: skip
