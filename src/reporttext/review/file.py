"""The review file: csv, UTF-8 with a byte-order mark, a row each thing to decide, read back without loss.

`train` learns from it and `run --corrections` applies it. Row numbers are those that a spreadsheet shows, the head being 1.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporttext.errors import ReadError, UsageError
from reporttext.model import DECISIONS
from reporttext.outputs import single
from reporttext.outputs.csv import BOM, guarded, unguarded
from reporttext.readers import encodings
from reporttext.review import wording
from reporttext.tables import codes

COLUMNS = tuple(wording.HEADS)
#: What every such file must have.
NEEDED = ("doc_id", "start", "end", "quote", "field", "value", "score", "decision", "new_value")
_SEPARATORS = ",;\t"
#: Bytes of such a file: some million rows.
_MAX_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number, and its cells by column; a column that the file lacks is empty."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read(path: Path) -> list[Row]:
    """The rows of a review file that hold something, in order; raises UsageError with the remedy.

    Any encoding that `encodings` knows, for spreadsheets save as they like.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UsageError(f"{path} has more than {_MAX_BYTES:,} bytes: is it a review file?")
        text = encodings.decode(path.read_bytes()).text
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except ReadError as error:
        raise UsageError(f"{path} is no text: save it as “CSV UTF-8” ({error.message})") from error
    return _rows(path, text)


def _rows(path: Path, text: str) -> list[Row]:
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [unguarded(name).strip().lower() for name in next(reader, [])]
        names = [wording.columns().get(name, name) for name in names]
        if missing := [name for name in NEEDED if name not in names]:
            raise UsageError(f"{path} has no column {missing[0]}; a review file has: {', '.join(NEEDED)}")
        rows = []
        for number, cells in enumerate(reader, 2):
            if any(cells):
                # Excel turns a line break in a cell into \r\n where it likes.
                plain = (unguarded(cell).replace("\r\n", "\n") for cell in cells)
                rows.append(Row(number, dict(zip(names, plain, strict=False))))
    except csv.Error as error:
        raise UsageError(f"{path} is no csv file: {error}") from error
    return rows


def write(path: Path, rows: Sequence[Mapping[str, object]], language: str = "en") -> None:
    """Write rows by column, columns of the user's own last; a file that is there is replaced whole. Raises ReporttextError.

    `language` is that of heads, codes and notes; `read` takes both.
    """
    columns = dict.fromkeys((*COLUMNS, *(name for row in rows for name in row if name)))
    stream = io.StringIO(newline="")
    out = csv.writer(stream, lineterminator="\r\n")
    out.writerow(guarded(wording.head(column, language)) for column in columns)
    out.writerows(
        [_cell(row.get(column)) for column in columns]
        for row in (wording.worded(row, language) for row in rows)
    )
    single.write(path, BOM + stream.getvalue().encode("utf-8", "surrogatepass"))


def _cell(value: object) -> str:
    return "" if value is None else guarded(str(value))


def decision_of(row: Row) -> str | None:
    """The code of a row's decision, empty where there is none, None where it is unknown; Chinese names too."""
    written = row["decision"].strip().lower()
    named = {chinese: code for code, (chinese, _) in codes()["decision"].items()}
    written = named.get(written, written)
    return written if not written or written in DECISIONS else None


def decided(rows: Sequence[Row]) -> list[Row]:
    """The rows somebody decided, or wrote something into."""
    return [row for row in rows if row["decision"].strip() or row["new_value"].strip()]
