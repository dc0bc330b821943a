"""One sheet of a workbook: heads, typed cells, links, widths, filters, print set-up; and the limits Excel sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from reporttext.outputs.formats import Formats
from reporttext.outputs.typed import WRITERS, At, writable
from reporttext.tables import Column

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Rows of a sheet, its head not counted. Excel has 1,048,576.
ROWS = 1_048_575

# Links of a sheet; Excel has 65,530, and takes a file with more for damaged.
LINKS = 65_530

# Widths in digits; those of a column are of its first rows. Text in lines has a width of its own;
# the head of figures, which may be far longer than they are, is broken into lines.
_NARROWEST, _WIDEST, _MEASURED, _LONG, _FIGURE = 8, 60, 500, 90, 14

# Heights in points: of a line, and the most that Excel takes.
_LINE, _HIGHEST = 16, 405


# What may be done on a sheet that links lead to.
_ALLOWED = {"autofilter": True, "format_cells": True, "format_columns": True, "format_rows": True}


class Link(NamedTuple):
    """A value that leads to a row, counted from 1 with the head, of a sheet of this workbook."""

    value: Any
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Page:
    """How a sheet is printed: its first `columns` (0: all), heads repeated, on so many pages beside each other.

    Of several pages each has the first `repeated` columns.
    """

    columns: int = 0
    landscape: bool = True
    wide: int = 1
    repeated: int = 0


PAGE = Page()


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as a sheet shows it: its head, and for codes what they are called.

    The types are those of `typed.WRITERS`.
    """

    head: str
    type: str
    codes: Mapping[str, str] | None = None


def shown(column: Column, language: str, codes: Mapping[str, tuple[str, str]] | None) -> Shown:
    """A column of a table, its head and codes in `language`."""
    names = (
        None
        if codes is None
        else {code: names[0 if language == "zh" else 1] for code, names in codes.items()}
    )
    kind = "score" if column.type == "float" and column.name.endswith("score") else column.type
    return Shown(column.head(language), kind, names)


def word(names: tuple[str, str], language: str) -> str:
    """Of a Chinese and an English name that of the language."""
    return names[0 if language == "zh" else 1]


def split(title: str, names: Sequence[str], number: int, language: str) -> Iterator[str]:
    """What to say of rows that went to several sheets."""
    if len(names) > 1:
        zh = f"“{title}”有 {number:,} 行，分为 {len(names)} 张表"
        yield word((zh, f"“{title}” has {number:,} rows, on {len(names)} sheets"), language)


def width(text: str) -> int:
    """Columns of a text on screen: a Chinese character takes two, as it takes two bytes in GBK."""
    return max(len(line.encode("gbk", "replace")) for line in text.split("\n"))


def _head_width(column: Shown) -> int:
    wanted = width(column.head) + 2  # room for the filter's arrow
    return min(wanted, _FIGURE) if column.type == "figure" else wanted


def _head_lines(column: Shown) -> int:
    room = _head_width(column) - 2
    return sum(1 + max(width(line) - 1, 0) // room for line in column.head.split("\n"))


class Book:
    """A workbook under construction."""

    def __init__(self, workbook: Workbook, language: str = "zh") -> None:
        self._workbook = workbook
        self.formats = Formats(workbook, language)
        self.names: list[str] = []

    def format(self, name: str) -> Format:
        """The format of a kind of cell."""
        return self.formats.of(name)

    def add(
        self,
        name: str,
        columns: Sequence[Shown],
        rows: Iterable[Sequence[Any]],
        frozen: int,
        page: Page = PAGE,
        *,
        led_to: bool = False,
    ) -> list[str]:
        """Write rows to a sheet, and on to `name 2`, `name 3` where one is full; returns the names of the sheets.

        A link names the row of a sheet that is `led_to`, so its rows must stay where they are: it is protected, without a
        password, so that it can be filtered and formatted but not sorted. A formula that looks for the row would survive
        sorting, but go along, and point back here, whenever figures are copied into another workbook.
        """
        sheet = _Sheet(self, name, columns, frozen, page)
        names = [name]
        for row in rows:
            if sheet.rows == ROWS:
                sheet.finish(led_to)
                names.append(f"{name} {len(names) + 1}")
                sheet = _Sheet(self, names[-1], columns, frozen, page)
            sheet.write(row)
        sheet.finish(led_to)
        return names

    def sheet(self, name: str, page: Page = PAGE) -> Worksheet:
        """An empty sheet, set up for printing on A4."""
        sheet = self._workbook.add_worksheet(name)
        self.names.append(name)
        sheet.set_paper(9)
        if page.landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(page.wide, 0)
        if page.wide > 1:
            sheet.repeat_columns(0, page.repeated - 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet


class _Sheet:
    def __init__(self, book: Book, name: str, columns: Sequence[Shown], frozen: int, page: Page) -> None:
        self.rows = 0
        self._links = 0
        self._page = page
        self._sheet = book.sheet(name, page)
        self._widths = [_head_width(column) for column in columns]
        self._writers = [
            (WRITERS[column.type], At(self._sheet, book.formats, i, column.codes or {}))
            for i, column in enumerate(columns)
        ]
        self._long = [i for i, column in enumerate(columns) if column.type == "long"]
        self._sheet.freeze_panes(1, frozen)
        self._sheet.set_row(0, _LINE * max(2, *map(_head_lines, columns)))
        for i, column in enumerate(columns):
            self._sheet.write_string(
                0,
                i,
                writable(column.head),
                book.format("head_of_figures" if column.type == "figure" else "head"),
            )

    def write(self, row: Sequence[Any]) -> None:
        self.rows += 1
        self._set_height(row)
        for i, ((write, at), value) in enumerate(zip(self._writers, row, strict=True)):
            plain, linked = (value.value, self._link(i, value)) if isinstance(value, Link) else (value, False)
            if plain is None:
                continue
            text = write(at, self.rows, plain, linked)
            if self.rows < _MEASURED:
                self._widths[i] = max(self._widths[i], width(text))

    def _set_height(self, row: Sequence[Any]) -> None:
        """Rows of long texts get the height that they need: not every program finds it by itself."""
        lines = [1 + width(row[i]) // (_LONG - 6) + row[i].count("\n") for i in self._long if row[i]]
        if lines and max(lines) > 1:
            self._sheet.set_row(self.rows, min(max(lines) * _LINE, _HIGHEST))

    def _link(self, i: int, to: Link) -> bool:
        """Put the link under a cell, whose value is written over it then; False where the sheet has no room for more."""
        if self._links == LINKS or to.value is None:
            return False
        self._links += 1
        name = to.sheet.replace("'", "''")
        self._sheet.write_url(self.rows, i, f"internal:'{name}'!A{to.row}", string="x")
        return True

    def finish(self, led_to: bool) -> None:
        for i, widest in enumerate(self._widths):
            fit = _LONG if i in self._long else min(max(widest, _NARROWEST), _WIDEST)
            self._sheet.set_column(i, i, fit)
        # What is text shall be text: no green corners at numbers of buildings and years in titles.
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS + 1}"})
        self._sheet.autofilter(0, 0, self.rows, len(self._widths) - 1)
        if self._page.columns:
            self._sheet.print_area(0, 0, self.rows, self._page.columns - 1)
        if led_to:
            self._sheet.protect("", _ALLOWED)
