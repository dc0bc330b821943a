"""Tables as text (.csv, .tsv): a list of reports, or a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from reporttext.errors import ReadError
from reporttext.model import Document, Error
from reporttext.readers import _lists, _rows, encodings, signatures

FORMAT = "csv"
RANK = 7  # before plain text, which it also is

#: Bytes of one table.
MAX_SIZE = 300_000_000
# Rows looked at to tell a table from prose, and the share of them that must have as many fields as the head.
_LOOK, _EVEN = 50, 0.9
_DELIMITERS = (",", "\t", ";")
_HEAD_CHARS = 40
_PROSE = frozenset("，。；：！？、")
# The head of a review file (`reporttext review`) has these, in one language: left among the reports, it quotes them and is none.
REVIEW = (
    frozenset(("doc_id", "quote", "field", "decision", "new_value")),
    frozenset(("报告编号", "原文", "项目", "决定", "新值")),
)


def matches(data: bytes) -> bool:
    """Whether the first line parts short names, and the rows below have as many fields."""
    first = data[:4096].split(b"\n", 1)[0]
    if not any(sign in first for sign in (b",", b"\t", b";")) or signatures.recognise(data) is not None:
        return False
    try:
        text = encodings.decode(data[: 1 << 20] if len(data) > 1 << 20 else data).text
    except ReadError:
        return False
    return _delimiter(text) is not None


def read(data: bytes, source: str) -> Document:
    """The one report of `data`; see `read_all`."""
    return next(read_all(data, source))


def read_all(data: bytes, source: str, column: str | None = None) -> Iterator[Document]:
    """The reports of `data`; `column` names the one of full texts. Raises ReadError: `encoding`, `limit`, `damaged`, `empty`, …"""
    if len(data) > MAX_SIZE:
        raise ReadError("limit", f"it has {len(data):,} bytes; the limit (MAX_SIZE) is {MAX_SIZE:,}")
    decoded = encodings.decode(data)
    try:
        rows = _rows.rows(decoded.text, _delimiter(decoded.text) or ",")
    except csv.Error as error:
        raise ReadError(
            "damaged", f"the table cannot be read ({error}); save it again as .csv or .xlsx"
        ) from error
    if rows and any(frozenset(rows[0].fields) >= heads for heads in REVIEW):
        message = "it is a review file and not read as a report; give it with --corrections"
        raise ReadError("skipped", message, severity="warning")
    sheet = _lists.Sheet("table", [row.fields for row in rows], [row.line for row in rows])
    lost = encodings.left_out(decoded) + _guessed(rows)
    for doc in _lists.documents([sheet], source, FORMAT, column):
        yield replace(doc, encoding=decoded.encoding, errors=(*lost, *doc.errors))
        lost = ()


def _guessed(rows: Sequence[_rows.Row]) -> tuple[Error, ...]:
    """The row that names the lines where a row's end is a guess, if there are any."""
    lines = [row.line for row in rows if row.guessed]
    if not lines:
        return ()
    message = (
        f"a quotation mark is not closed in the row of line {_lists.listed(lines)}: where that row ends is a guess; mend it there "
        "and run again"
    )
    return (Error("read", "damaged", "error", message),)


def _delimiter(text: str) -> str | None:
    """The sign that parts the fields, None for prose."""
    return next(filter(partial(_is_table, text), _DELIMITERS), None)


def _is_table(text: str, delimiter: str) -> bool:
    try:
        rows = [row for row in _rows.rows(text, delimiter, _LOOK) if row.fields]
    except csv.Error:
        return False
    # A title above the head, as a workbook saved as .csv has it: one field of many.
    while rows and len(rows[0].fields) > 2 and sum(map(bool, rows[0].fields)) == 1:
        rows = rows[1:]
    if len(rows) < 2 or len(rows[0].fields) < 2:
        return False
    names = [name.strip() for name in rows[0].fields]
    if (
        max(map(len, names)) > _HEAD_CHARS
        or sum(map(bool, names)) < 2
        or any(_PROSE & set(name) for name in names)
    ):
        return False
    # The last row may be cut off where only the beginning was looked at.
    body = rows[1:-1] or rows[1:]
    if _lists.names_texts(names):  # prose below a table has no fields
        return 2 * sum(len(row.fields) > 1 for row in body) >= len(body)
    return sum(len(row.fields) == len(names) for row in body) >= _EVEN * len(body)
