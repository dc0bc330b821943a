"""csv: one file a table in OUT/csv, for Excel, Stata and R.

UTF-8 with a byte-order mark and CRLF, which is what Excel opens without garbling. A text that a spreadsheet would take
for a formula gets a ' in front, and one that looks so guarded another, so that `unguarded` reads every text back; a number
below 0 stays a number. Codes and column names are those of the tables; csv-metadata.json says what they mean (`csvw`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reporttext.outputs import csvw
from reporttext.outputs.context import SENTENCE, rows_query
from reporttext.outputs.layout import OF_SHEETS
from reporttext.store.folder import Folder
from reporttext.tables import Column, Table, tables

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

TRANSLATED = False
OWN = (*(f"{table}.csv" for table in tables()), csvw.OF_FOLDER)

BOM = b"\xef\xbb\xbf"

_ABOUT_SENTENCE = (
    "数据所在的句子；过长的只取数据前后各一段",
    "The sentence that the figure stands in; of a very long one what stands round the figure",
)

# Rows held at a time.
_ROWS = 10_000

# The first character of what Excel, WPS or LibreOffice reads as a formula; full width too, which they take in Chinese
# settings, and the breaks that hide one from a check of the first character.
_FORMULA = r"^'*[=+\-@\t\r\n＝＋－＠]"


def path(folder: Folder) -> Path:
    return folder.csv


def write(con: duckdb.DuckDBPyConnection, new: Path, language: str) -> None:  # noqa: ARG001  # codes are not translated
    """Write every table; `documents` without its text, `facts` with the sentence."""
    new.mkdir()
    written = [_written(table) for table in tables().values()]
    for table in written:
        _write_table(con, rows_query(table.name, table.names), new / f"{table.name}.csv")
    (new / csvw.OF_FOLDER).write_bytes(csvw.group(written))


def _written(table: Table) -> Table:
    """The table with the columns that its file has."""
    columns = tuple(column for column in table.columns if (table.name, column.name) != ("documents", "text"))
    if table.name == "facts":
        zh, en, _ = OF_SHEETS[SENTENCE]
        columns += (Column(SENTENCE, "text", zh, en, *_ABOUT_SENTENCE),)
    return replace(table, columns=columns)


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if re.match(_FORMULA, text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made a cell of."""
    return cell[1:] if cell.startswith("'") and re.match(_FORMULA, cell[1:]) else cell


def _write_table(con: duckdb.DuckDBPyConnection, query: str, file: Path) -> None:
    with file.open("wb") as stream:
        write_rows(con.sql(query).to_arrow_reader(_ROWS), stream)


def write_rows(reader: pa.RecordBatchReader, stream: BinaryIO) -> None:
    """Write the rows of a reader to a stream, with their column names, which may be words of a report or of the user too."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    plain = pa.schema(
        [
            (guarded(field.name), pa.string() if pa.types.is_list(field.type) else field.type)
            for field in reader.schema
        ]
    )
    stream.write(BOM)
    with arrow_csv.CSVWriter(stream, plain, write_options=arrow_csv.WriteOptions(eol="\r\n")) as writer:
        for batch in reader:
            writer.write_table(pa.table([_plain(column) for column in batch.columns], schema=plain))


def _plain(column: pa.Array) -> pa.Array:
    """Lists joined by ; and formulas made text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(column.type):
        column = pc.binary_join(column, ";")
    if not pa.types.is_string(column.type):
        return column
    return pc.if_else(
        pc.match_substring_regex(column, _FORMULA), pc.binary_join_element_wise("'", column, ""), column
    )
