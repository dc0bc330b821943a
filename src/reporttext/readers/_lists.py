"""Rows of a sheet to reports: a list has a column of full texts and a report in each row; any other sheet is one table.

Which columns say what is in data/lists.toml and data/variables.toml. Columns not named there travel as they are (`Document.told`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from reporttext import lexicon
from reporttext.errors import ReadError
from reporttext.lexicon import texts
from reporttext.model import Document, Error, Told
from reporttext.readers import encodings
from reporttext.readers.lines import Line, join, tabbed, table

#: Characters Excel holds in one cell; a report of exactly so many was cut.
EXCEL_CELL = 32_767
# The head is among the first rows, below a title of the sheet at most.
_HEAD_ROWS, _HEAD_CHARS = 10, 40
# A column is one of full texts if the middle one of its cells has so many characters, one with the name of such a column fewer.
_LONG, _LONG_NAMED = 200, 40
# So many rows show what a column holds.
_SAMPLE = 200
# A first line of up to so many characters without a mark at its end is the text's own title.
_TITLE_CHARS = 60
_HAN = re.compile("[\u4e00-\u9fff]")
_MARKS = tuple("。：:；;！!，,、")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's cells as text, row by row; of a text file also the line in which each row begins.

    `named` says that the first row is the names of the columns, whatever they are; `data` are the columns in which no cell is a
    text of its own, but the data of a program written out: they hold no reports.
    """

    name: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int] = ()
    named: bool = False
    data: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _List:
    """A sheet in which column `text` holds reports; `head` are the names of its columns, `first` the first row below them."""

    sheet: Sheet
    head: Sequence[str]
    text: int
    first: int


def documents(sheets: Sequence[Sheet], source: str, format: str, column: str | None) -> Iterator[Document]:
    """The reports of a list, `source#1` and on through all sheets, or the sheets as one document of tables.

    `column` names the column of full texts. Raises ReadError: `empty`, `no_text` (no such column), `not_a_report`.
    """
    lists = [found for sheet in sheets if (found := _list(sheet, column)) is not None]
    if column is not None and not lists:
        known = (
            ", ".join(dict.fromkeys(name for sheet in sheets for name in _head(sheet)[1] if name)) or "none"
        )
        raise ReadError("no_text", f"no sheet has a column “{column}”; it has: {known[:300]}")
    if lists:
        yield from _reports(lists, sheets, source, format)
    else:
        yield _tables(sheets, source, format)


def _list(sheet: Sheet, column: str | None) -> _List | None:
    first, head = _head(sheet)
    body = sheet.rows[first : first + _SAMPLE]
    if not head or not body:
        return None
    names = _names()["text"]
    lengths = [
        median([len(row[at]) for row in body if at < len(row) and row[at] and at not in sheet.data] or [0])
        for at in range(len(head))
    ]
    if column is not None:
        chosen = [at for at, name in enumerate(head) if name == column]
    else:
        chosen = [at for at, name in enumerate(head) if name.lower() in names and lengths[at] >= _LONG_NAMED]
        chosen = chosen or [at for at, length in enumerate(lengths) if length >= _LONG]
    if not chosen:
        return None
    return _List(sheet, head, max(chosen, key=lengths.__getitem__), first)


def _head(sheet: Sheet) -> tuple[int, Sequence[str]]:
    """The number of the row below the head, and the head: the first row of two and more short names, each once."""
    if sheet.named:
        return 1, sheet.rows[0]
    for at, row in enumerate(sheet.rows[:_HEAD_ROWS]):
        names = [cell.strip() for cell in row]
        filled = [name for name in names if name]
        if len(filled) >= 2 and len(set(filled)) == len(filled) and max(map(len, filled)) <= _HEAD_CHARS:
            return at + 1, names
    return 0, []


def _reports(lists: Sequence[_List], sheets: Sequence[Sheet], source: str, format: str) -> Iterator[Document]:
    number = 0
    notes = _notes(lists, sheets)
    for found in lists:
        for row in found.sheet.rows[found.first :]:
            text = row[found.text] if found.text < len(row) else ""
            number += 1
            if not encodings.is_blank(text):
                yield _report(found, row, text, (f"{source}#{number}", format, notes))
                notes = ()
    if notes:
        raise ReadError("empty", "it is a list of reports without a single text; fill its column of texts")


def _notes(lists: Sequence[_List], sheets: Sequence[Sheet]) -> tuple[Error, ...]:
    """Rows that tell what of a workbook is not read; they go with its first report."""
    taken = {id(found.sheet) for found in lists}
    notes = [
        Error(
            "read", "sheet", "info", f"the sheet “{sheet.name}” has no column of full texts and is not read"
        )
        for sheet in sheets
        if id(sheet) not in taken and any(any(row) for row in sheet.rows)
    ]
    for found in lists:
        blank = sum(
            encodings.is_blank(row[found.text] if found.text < len(row) else "")
            for row in found.sheet.rows[found.first :]
        )
        message = (
            f"the sheet “{found.sheet.name}” is a list; its column “{found.head[found.text]}” holds the reports"
            + f", {blank} of its rows have none" * bool(blank)
        )
        notes.append(Error("read", "list", "info", message))
        notes += _uneven(found)
    return tuple(notes)


def _uneven(found: _List) -> Iterator[Error]:
    """A row that names the lines that have more fields than the head, or too few to have a text: they were parted wrongly."""
    width = len(found.head)
    rows = zip(found.sheet.rows[found.first :], found.sheet.lines[found.first :], strict=False)
    lines = [line for row, line in rows if any(row) and (len(row) <= found.text or any(row[width:]))]
    if lines:
        message = (
            f"the row of line {listed(lines)} has not as many fields as the head, and not all of it is read: a text that holds "
            "commas or line breaks must stand in quotation marks; mend it there and run again"
        )
        yield Error("read", "damaged", "error", message)


def listed(lines: Sequence[int]) -> str:
    """Numbers of lines, the first few of many."""
    return ", ".join(map(str, lines[: encodings.LISTED])) + " and on" * (len(lines) > encodings.LISTED)


def _report(
    found: _List, row: Sequence[str], text: str, where: tuple[str, str, tuple[Error, ...]]
) -> Document:
    source, format, notes = where
    told = tuple(
        Told(_field(name), value.strip(), f"column {name}")
        for at, (name, value) in enumerate(zip(found.head, row, strict=False))
        if at != found.text and name and value.strip()
    )
    if len(text) == EXCEL_CELL:
        message = f"the text has exactly {EXCEL_CELL:,} characters, as many as a cell of Excel holds: it was cut; look for the whole text"
        notes = (*notes, Error("read", "cut", "error", message))
    # Excel writes a carriage return in its own way.
    text = encodings.tidy(text.replace("_x000D_", ""))
    lines = [Line(line) for line in text.split("\n")]
    title = next((value for name, value, _ in told if name == "title"), None)
    if title and not _has_title(lines):
        lines.insert(0, Line(title, role="title"))
    joined, hints = join(lines)
    data = joined.encode("utf-8", "surrogatepass")
    return Document(
        joined,
        source,
        format,
        bytes=len(data),
        content_sha256=hashlib.sha256(data).hexdigest(),
        hints=(*hints, *tabbed(joined)),
        told=told,
        errors=(*notes, *encodings.warnings(joined)),
    )


def _has_title(lines: Sequence[Line]) -> bool:
    first = next((line.text.strip() for line in lines if line.text.strip()), "")
    return len(first) <= _TITLE_CHARS and not first.endswith(_MARKS)


def _tables(sheets: Sequence[Sheet], source: str, format: str) -> Document:
    lines: list[Line] = []
    number = 0
    for sheet in sheets:
        rows = table(sheet.rows, number + 1)
        if not rows:
            continue
        number += 1
        if len(sheets) > 1 or not sheet.name.lower().startswith("sheet"):
            lines.append(
                Line(sheet.name, role="title" if not lines else "heading", level=None if not lines else 1)
            )
        lines += rows
    text, hints = join(lines)
    if encodings.is_blank(text):
        raise ReadError("empty", "its sheets are empty; fill them or leave the file out")
    if not any("\u4e00" <= sign <= "\u9fff" for sign in text):
        raise ReadError(
            "not_a_report",
            "it is a table without a word of Chinese: data, not a report; leave it out",
            severity="warning",
        )
    return Document(text, source, format, hints=hints, errors=encodings.warnings(text))


def names_texts(head: Sequence[str]) -> bool:
    """Whether a head names a column of full texts, so that what stands below it is a list even where its rows are uneven."""
    return any(name.lower() in _names()["text"] for name in head)


def has_text(row: Mapping[str, str]) -> bool:
    """Whether a row, its cells by their columns, holds a text as long as a report's."""
    least = {True: _LONG_NAMED, False: _LONG}
    return any(
        len(cell) >= least[name.lower() in _names()["text"]] and _HAN.search(cell)
        for name, cell in row.items()
    )


def _field(name: str) -> str:
    """The field of Metadata that a column of this name fills, else the name."""
    return next(
        (field for field, names in _names().items() if name.lower() in names and field != "text"), name
    )


@cache
def _names() -> dict[str, frozenset[str]]:
    """By field the names of its columns: those of metadata.csv, and those that only a list calls so."""
    data, also = lexicon.shipped()["lists"], lexicon.shipped()["variables"]["columns"]
    columns = {field: [field, *also[field], *names] for field, names in data["columns"].items()}
    return {
        field: frozenset(name.lower() for name in texts(f"lists.{field}", names))
        for field, names in {"text": data["text"], **columns}.items()
    }
