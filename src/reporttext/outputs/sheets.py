"""One sheet of a workbook: heads, typed cells, widths, filters; and the limits Excel sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from reporttext.tables import Column

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Rows of a sheet, its head not counted. Excel has 1,048,576.
ROWS = 1_048_575

# Excel takes 32,767 UTF-16 units in a cell and calls a file with more damaged.
_CELL = 32_000

# Not allowed in XML, and of no use in a cell: control characters, halves of surrogate pairs.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_NARROWEST, _WIDEST, _MEASURED = 8, 60, 500

_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True, "bg_color": "#D9E2EC", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
    "strong": {"bold": True, "valign": "top"},
    "left": {"num_format": "0", "align": "left", "valign": "top"},
    "overview": {"num_format": "#,##0", "align": "left", "valign": "top"},
    "text": {"valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "masked": {"bg_color": "#D9D9D9", "align": "right", "valign": "top"},
    "plain": {"num_format": "0", "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "broken": {"num_format": "#,##0.0###", "valign": "top"},
    "score": {"num_format": "0.00", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "time": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as a sheet shows it: its head, and for codes what they are called. `masked` takes the place of an empty value."""

    head: str
    type: str
    codes: Mapping[str, str] | None = None
    masked: bool = False


def shown(column: Column, language: str, codes: Mapping[str, tuple[str, str]] | None) -> Shown:
    """A column of a table, its head and codes in `language`."""
    names = (
        None
        if codes is None
        else {code: names[0 if language == "zh" else 1] for code, names in codes.items()}
    )
    kind = "score" if column.type == "float" and column.name.endswith("score") else column.type
    return Shown(column.head(language), kind, names, column.name == "value")


def writable(text: str) -> str:
    """Text as Excel takes it: no control characters, not too long for a cell."""
    if not text.isprintable():  # nearly all is, and asking costs little
        text = _UNWRITABLE.sub("", text)
    if 2 * len(text) > _CELL:
        units = text.encode("utf-16-le")
        if len(units) > 2 * _CELL:
            return units[: 2 * _CELL].decode("utf-16-le", "ignore") + "…"
    return text


def width(text: str) -> int:
    """Columns of a text on screen: a Chinese character takes two, as it takes two bytes in GBK."""
    return max(len(line.encode("gbk", "replace")) for line in text.split("\n"))


class Book:
    """A workbook under construction."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.formats: dict[str, Format] = {
            name: workbook.add_format(dict(what)) for name, what in _FORMATS.items()
        }

    def add(
        self, name: str, columns: Sequence[Shown], rows: Iterable[Sequence[Any]], frozen: int
    ) -> list[str]:
        """Write rows to a sheet, and on to `name 2`, `name 3` where one is full; returns the names of the sheets."""
        sheet = _Sheet(self, name, columns, frozen)
        names = [name]
        for row in rows:
            if sheet.rows == ROWS:
                sheet.finish()
                names.append(f"{name} {len(names) + 1}")
                sheet = _Sheet(self, names[-1], columns, frozen)
            sheet.write(row)
        sheet.finish()
        return names

    def sheet(self, name: str) -> Worksheet:
        return self._workbook.add_worksheet(name)


class _Sheet:
    def __init__(self, book: Book, name: str, columns: Sequence[Shown], frozen: int) -> None:
        self.rows = 0
        self._sheet = book.sheet(name)
        self._formats = book.formats
        self._widths = [width(column.head) + 2 for column in columns]  # room for the filter's arrow
        self._writers = [self._writer(column) for column in columns]
        self._sheet.freeze_panes(1, frozen)
        self._sheet.set_row(0, 30)
        for i, column in enumerate(columns):
            self._sheet.write_string(0, i, column.head, self._formats["head"])

    def write(self, row: Sequence[Any]) -> None:
        self.rows += 1
        for i, (write, value) in enumerate(zip(self._writers, row, strict=True)):
            if value is not None:
                text = write(self.rows, i, value)
                if self.rows < _MEASURED:
                    self._widths[i] = max(self._widths[i], width(text))

    def _writer(self, column: Shown) -> Callable[[int, int, Any], str]:
        """Writes one kind of cell and says what it looks like."""
        sheet, formats, codes = self._sheet, self._formats, column.codes or {}

        def text(row: int, i: int, value: str | Sequence[str]) -> str:
            value = value if isinstance(value, str) else "；".join(value)
            value = writable(codes.get(value, value))
            if value:
                sheet.write_string(row, i, value, formats["text"])
            return value

        def number(row: int, i: int, value: float | str) -> str:
            if isinstance(value, str):  # a masked figure, as written: it has no value
                sheet.write_string(row, i, writable(value), formats["masked"])
            else:
                sheet.write_number(row, i, value, formats["whole" if value == int(value) else "broken"])
            return f"{value:,}" if isinstance(value, float) else str(value)

        def plain(row: int, i: int, value: float) -> str:
            sheet.write_number(row, i, value, formats["plain" if isinstance(value, int) else "score"])
            return str(value)[:8]

        def truth(row: int, i: int, value: bool) -> str:
            sheet.write_boolean(row, i, value)
            return "TRUE"

        def day(row: int, i: int, value: date) -> str:
            sheet.write_datetime(row, i, value, formats["date"])
            return "2000-01-01"

        def moment(row: int, i: int, value: datetime) -> str:
            # Excel knows no time zones.
            sheet.write_datetime(row, i, value.astimezone(UTC).replace(tzinfo=None), formats["time"])
            return "2000-01-01 00:00"

        kinds: Mapping[str, Callable[[int, int, Any], str]] = {
            "text": text, "texts": text, "float": number, "int": plain, "score": plain, "bool": truth, "date": day, "time": moment,
        }  # fmt: skip
        return kinds[column.type]

    def finish(self) -> None:
        for i, widest in enumerate(self._widths):
            self._sheet.set_column(i, i, min(max(widest, _NARROWEST), _WIDEST))
        self._sheet.autofilter(0, 0, self.rows, len(self._widths) - 1)
