"""One table as one file, or as text: what a statistic gives, as csv, json, parquet, xlsx.

csv and xlsx by the writers of the whole output, with their guards: nothing becomes a formula. The workbook has a second
sheet that says what each column means and what the reader must know. What a statistic is (`stats.description`) goes into
the workbook, the metadata of Parquet, beside csv (`csvw`), and into JSON where that is asked for.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext import messages
from reporttext.errors import ReporttextError, UsageError
from reporttext.outputs import csv
from reporttext.outputs.sheets import Book, Shown, shown
from reporttext.stats.description import lines
from reporttext.store.folder import place
from reporttext.tables import Table, codes_of

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("csv", "json", "parquet", "xlsx")
TEXTUAL = ("csv", "json")

# xlsxwriter notes the time of writing; the same table shall give the same bytes.
_EPOCH = (2000, 1, 1)

# Of the sheet that explains: what, its code, what is said of it.
_Row = tuple[str, str | None, str]


def content(
    table: Table,
    rows: pa.Table,
    form: str,
    *,
    language: str = "zh",
    notes: Sequence[str] = (),
    description: Mapping[str, Any] | None = None,
    cite: bool = False,
) -> bytes:
    """The rows of a table in a format. `language` is that of a workbook, `notes` are told in one.

    `description` is what a statistic is; into JSON it goes with `cite`, which then is an object of `reporttext` and `rows`.
    """
    if form == "json":
        return _json(rows, description if cite else None)
    stream = io.BytesIO()
    if form == "csv":
        csv.write_rows(rows.to_reader(), stream)
    elif form == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(_told(rows, description), stream, compression="zstd")
    elif form == "xlsx":
        said = [
            ("注意" if language == "zh" else "Note", None, messages.shown(note, language)) for note in notes
        ]
        _workbook(table, rows, stream, language, [*said, *lines(description or {}, language)])
    else:
        raise UsageError(f"there is no format {form}; there are: {', '.join(FORMATS)}")
    return stream.getvalue()


def write(file: Path, data: bytes) -> None:
    """Write a file whole: a reader sees the old or the new one. Raises ReporttextError."""
    new = file.with_name(f"{file.name}.new")
    try:
        new.write_bytes(data)
        place(new, file)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise ReporttextError(f"{file} cannot be written: {error.strerror or error}") from error


def _json(rows: pa.Table, description: Mapping[str, Any] | None) -> bytes:
    """A list of records; what is missing is null, infinite too, for JSON has no word for it."""
    records = [{name: _plain(value) for name, value in record.items()} for record in rows.to_pylist()]
    told = records if description is None else {"reporttext": description, "rows": records}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _told(rows: pa.Table, description: Mapping[str, Any] | None) -> pa.Table:
    """With the description in the file's metadata, twice: pandas makes `DataFrame.attrs` of PANDAS_ATTRS."""
    if description is None:
        return rows
    told = {"reporttext": description, "PANDAS_ATTRS": {"reporttext": description}}
    return rows.replace_schema_metadata({k: json.dumps(v, ensure_ascii=False) for k, v in told.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _workbook(table: Table, rows: pa.Table, stream: io.BytesIO, language: str, said: Sequence[_Row]) -> None:
    from datetime import datetime

    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True, "in_memory": True}  # fmt: skip
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"created": datetime(*_EPOCH)})  # noqa: DTZ001  Excel knows no time zones
        book = Book(workbook, language)
        columns = [shown(column, language, codes_of(table.name, column.name)) for column in table.columns]
        values = (list(record.values()) for record in rows.to_pylist())
        book.add(table.head(language), columns, values, 1)
        _explain(book, table, language, said)


def _explain(book: Book, table: Table, language: str, said: Sequence[_Row]) -> None:
    chinese = language == "zh"
    heads = ("列", "代码", "含义") if chinese else ("Column", "Code", "Meaning")
    meanings: list[_Row] = [(table.head(language), table.name, table.about(language))]
    meanings += [(column.head(language), column.name, column.about(language)) for column in table.columns]
    meanings += said
    shown_as = ("text", "text", "long")
    book.add("说明" if chinese else "Columns", list(map(Shown, heads, shown_as)), meanings, 1)


def records(table: Table, rows: pa.Table, language: str = "en") -> Sequence[Mapping[str, Any]]:
    """The rows with codes in words, for a table on a screen."""
    named = {column.name: codes_of(table.name, column.name) for column in table.columns}
    place_of = 0 if language == "zh" else 1

    def word(name: str, value: Any) -> Any:
        codes = named[name]
        return (
            value
            if codes is None or isinstance(value, list) or value not in codes
            else codes[value][place_of]
        )

    return [{name: word(name, value) for name, value in record.items()} for record in rows.to_pylist()]
