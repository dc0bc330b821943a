"""Rows of a table as text, also where its quotation marks are not in order.

One mark too few, and everything up to the next is one field: rows would be lost, or two reports be one. Where the marks
agree, the rows are those of Python's csv. Else it goes line by line: a row that does not end as it should ends where the next
lines look like rows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

#: Characters of one field; a report of a million characters fits.
MAX_FIELD = 20_000_000


class Row(NamedTuple):
    """The fields of a row, the line it begins in, counted from 1, and whether where it ends had to be guessed."""

    fields: Sequence[str]
    line: int
    guessed: bool = False


def rows(text: str, delimiter: str, most: int | None = None) -> list[Row]:
    """The rows of `text`, the first `most` of them if given. Raises csv.Error: a field over MAX_FIELD."""
    before = csv.field_size_limit(MAX_FIELD)
    try:
        try:
            return list(islice(_in_order(text, delimiter), most))
        except csv.Error:
            return list(islice(_Mended(text, delimiter).rows(), most))
    finally:
        csv.field_size_limit(before)


def _in_order(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for fields in reader:
        yield Row(fields, line)
        line = reader.line_num + 1


class _Mended:
    """The rows of a text whose marks do not agree, by its lines."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._lines = text.removesuffix("\n").split("\n")
        self._delimiter = delimiter
        mark = re.escape(delimiter)
        # A field in marks ends with one before a delimiter; others inside, which should be doubled, are its text.
        self._field = re.compile(rf'"((?:[^"]|""|"(?!"|{mark}|\Z))*)"(?={mark}|\Z)')
        self._width = len(text)
        self._width = len(self._whole(0)[0] or self._fields(self._lines[0])[0])

    def rows(self) -> Iterator[Row]:
        at, last = 0, len(self._lines)
        while at < last:
            fields, end = self._whole(at)
            closed = fields is not None
            if fields is None:
                end = next(filter(self._begins, range(at + 1, last)), last)
                fields, closed = self._fields("\n".join(self._lines[at:end]))
                closed = closed and len(fields) == self._width
            yield Row(fields, at + 1, not closed)
            at = end

    def _whole(self, at: int) -> tuple[Sequence[str] | None, int]:
        """The row that begins in a line, and the line after it; None for one whose marks do not agree."""
        below = (f"{self._lines[line]}\n" for line in range(at, len(self._lines)))
        reader = csv.reader(below, delimiter=self._delimiter, strict=True)
        try:
            return next(reader), at + reader.line_num
        except csv.Error:
            return None, at + 1

    def _begins(self, at: int) -> bool:
        """Whether a row begins in a line: it has as many fields as the head, and so has what follows it."""
        fields, end = self._whole(at)
        if fields is None:
            return self._is_wide(at)
        return len(fields) == self._width and (end >= len(self._lines) or self._is_wide(end))

    def _is_wide(self, at: int) -> bool:
        return len(self._whole(at)[0] or self._fields(self._lines[at])[0]) == self._width

    def _fields(self, block: str) -> tuple[Sequence[str], bool]:
        """The fields of one row, and whether its marks are closed; one that is not opens the last field."""
        found: list[str] = []
        at = 0
        while len(found) <= self._width:
            marked = self._field.match(block, at)
            if marked is not None:
                found.append(marked[1].replace('""', '"'))
                end = marked.end()
            elif block.startswith('"', at) and block.count('"', at) % 2:
                return [*found, block[at + 1 :].replace('""', '"')], False
            else:  # marks that its text begins with (“十四五”时期) are no marks of a field
                text = block.find('"', at + 1) if block.startswith('"', at) else at
                end = block.find(self._delimiter, text)
                end = len(block) if end < 0 else end
                found.append(block[at:end])
            if end >= len(block):
                return found, True
            at = end + 1
        return found, False  # far more than a row has
