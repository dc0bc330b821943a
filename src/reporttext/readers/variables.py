"""metadata.csv: what the user says of his reports, a row each, to be laid over what their texts say.

The first row names the columns; `source` is the report's path below the table's folder, or its source as the table
`documents` has it. Columns of `reporttext.metadata.FIELDS` (Chinese names: data/variables.toml) go before the text, all
others are variables of the user's own, with a warning where one looks like a known name misspelt. Any encoding that `encodings` knows; commas, semicolons or tabs. What is wrong with
a row is a problem with its line, and costs only what is wrong.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from reporttext import lexicon
from reporttext.errors import ReadError
from reporttext.lexicon import check_keys, texts
from reporttext.metadata import FIELDS, slip
from reporttext.model import Error, Given
from reporttext.readers import encodings

KEY = "source"
#: Bytes of such a table: a million rows.
MAX_BYTES = 500_000_000
_SEPARATORS = ",;\t"
# How alike (difflib) a column must be to a known name to be one misspelt: yaer is to year.
_MISSPELT = 0.75


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says of one report; `line` is where, counted from 1, with the head."""

    line: int
    key: str
    given: Given


@dataclass(frozen=True, slots=True)
class Variables:
    """A table that was read: its rows, each report once, and what is wrong with it."""

    rows: tuple[Row, ...]
    problems: tuple[Error, ...]


def read(path: Path) -> Variables:
    """Read a table of variables. Raises ReadError where it cannot be opened, decoded, or has no column `source`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadError("limit", f"it has more than {MAX_BYTES:,} bytes; is it a metadata.csv?")
        text = encodings.decode(path.read_bytes()).text
    except OSError as error:
        raise ReadError("unreadable", f"the system does not let it be read ({error.strerror})") from error
    head, *others = _lines(text) or [(1, [])]
    columns = [_column(name) for name in head[1]]
    if KEY not in columns:
        named = ", ".join(filter(None, head[1])) or "none"
        raise ReadError(
            "malformed",
            f"its first line must name the columns, one of them {KEY} (or 来源); it names: {named}",
        )
    return _Reading(columns).table(others)


def normal(key: str) -> str:
    """A path as written by people, in the form of a source: `/`, no `./`, NFC."""
    return unicodedata.normalize("NFC", key.strip().replace("\\", "/")).removeprefix("./")


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The rows that hold something, each with its first line and its cells without the blanks around them."""
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    while True:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return found
        except csv.Error:  # a cell longer than any text of a cell
            cells = []
        if any(cells):
            found.append((line, cells))
        line = reader.line_num + 1


@cache
def _aliases() -> Mapping[str, str]:
    table = lexicon.load()["variables"]
    check_keys("variables", table, ("columns",))
    check_keys("variables.columns", table["columns"], (KEY, *FIELDS))
    return {
        alias: column
        for column, names in table["columns"].items()
        for alias in (column, *texts(f"variables.columns.{column}", names))
    }


def _column(name: str) -> str:
    return _aliases().get(name.lower(), name)


def _meant(column: str) -> str | None:
    """The known name that a column of the user's own looks like, if it does."""
    known = _aliases()
    if column in known:
        return None
    return next(iter(get_close_matches(column.lower(), known, n=1, cutoff=_MISSPELT)), None)


class _Reading:
    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = columns
        self.problems: list[Error] = []
        self.known: dict[str, int] = {}

    def table(self, lines: Sequence[tuple[int, list[str]]]) -> Variables:
        for column, times in Counter(filter(None, self.columns)).items():
            if times > 1:
                self._told(1, "doubled", f"the column {column} is there {times} times; the first is used")
            if near := _meant(column):
                message = f"the column {column} is not known, did you mean {near}? It is kept as a variable of your own"
                self._told(1, "column", message)
        rows = [row for line, cells in lines for row in self._row(line, cells)]
        return Variables(tuple(rows), tuple(self.problems))

    def _told(self, line: int, kind: str, message: str) -> None:
        self.problems.append(Error("metadata", kind, "warning", f"line {line}: {message}"))

    def _row(self, line: int, cells: list[str]) -> Iterator[Row]:
        if any(cells[len(self.columns) :]):
            message = f"it has {len(cells)} cells and the head {len(self.columns)}, so it is not used; a value that holds the separator must stand in double quotes"
            self._told(line, "malformed", message)
            return
        named: dict[str, str] = {}
        for column, cell in zip(self.columns, cells, strict=False):
            if column and cell:
                named.setdefault(column, cell)
            elif cell:
                self._told(line, "malformed", f"“{cell}” stands below no name of a column and is not used")
        key = normal(named.pop(KEY, ""))
        if not key:
            self._told(line, "malformed", f"it names no {KEY}, so it is not used; give the report's path")
        elif key in self.known:
            message = (
                f"{key} is named in line {self.known[key]} already, which is used; leave one of them out"
            )
            self._told(line, "doubled", message)
        else:
            self.known[key] = line
            yield Row(line, key, self._given(line, named))

    def _given(self, line: int, named: Mapping[str, str]) -> Given:
        values = []
        for name in FIELDS:
            if name not in named:
                continue
            wanted = slip(name, named[name])
            if wanted is None:
                values.append((name, named[name]))
            else:
                message = f"{name} is “{named[name]}” and must be {wanted}; this value is not used"
                self._told(line, "malformed", message)
        variables = ((name, value) for name, value in named.items() if name not in FIELDS)
        return Given(tuple(values), tuple(variables))
