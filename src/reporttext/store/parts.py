"""Finished batches: a folder each, with a Parquet file a table, put in place whole.

A run that was stopped leaves its finished parts behind, and the next one uses them: a part says which inputs it holds,
by source and digest. Parts lie in a folder named by the analysis key, so that none made by other rules is taken.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.store import SQL_TYPES, literal, name
from reporttext.store.folder import remove
from reporttext.tables import schema, tables

if TYPE_CHECKING:
    import pyarrow as pa

_DONE = "part.json"
_TEXTS = ("doc_id", "source", "input", "copy_key", "signature")  # columns of _documents
_GLOB = re.compile(r"[*?\[]")

# Read once, soon: quickly written and read, and nothing that helps to search. LZ4 takes more room than Zstandard.
_WRITTEN = {"compression": "lz4", "write_statistics": False, "store_schema": False}

#: The names of parts begin so whose documents lie scattered among others', in the order of an archive and not by source.
SCATTERED = "scattered-"


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of one input: its documents, and whether some error may have another outcome next time.

    `failed`: a row of severity error; another reader, once installed, might do better. `crashed`: the program's fault.
    """

    source: str
    sha256: str
    documents: int
    failed: bool
    crashed: bool
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A finished batch on disk."""

    path: Path
    inputs: tuple[Worked, ...]

    @property
    def name(self) -> str:
        return self.path.name


@cache
def part_columns(table: str) -> pa.Schema:
    """The columns of a table as a worker makes them: those of the contract, and for errors the input they belong to.

    `_documents` is no table of the contract: it says which input each document came from, and what tells a copy of it.
    """
    import pyarrow as pa

    text = pa.string()
    if table == "_documents":
        return pa.schema([*((column, text) for column in _TEXTS), ("sketch", pa.binary())])
    return schema(table).append(pa.field("input", text)) if table == "errors" else schema(table)


@cache
def part_schema(table: str) -> pa.Schema:
    """The columns of a table on disk. The two that are read from all parts at once name the part too."""
    import pyarrow as pa

    columns = part_columns(table)
    return columns.append(pa.field("part", pa.string())) if _names_part(table) else columns


def _names_part(table: str) -> bool:
    return table in ("_documents", "errors")


def write_part(parts: Path, name: str, tables: Mapping[str, pa.Table], inputs: Sequence[Worked]) -> None:
    """Write a batch under its name. It counts as finished only once its folder has that name, which takes one step.

    A finished part stays as it is: a worker that outlived a killed run may still write what the next run has already.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    temporary = parts / f".{name}-{os.getpid()}"
    remove(temporary)
    temporary.mkdir(parents=True)
    try:
        sizes = {}
        for table, rows in tables.items():
            path = temporary / f"{table}.parquet"
            whole = rows.append_column("part", pa.repeat(name, rows.num_rows)) if _names_part(table) else rows
            pq.write_table(whole.cast(part_schema(table)), path, **_WRITTEN)
            sizes[path.name] = path.stat().st_size
        done = {"inputs": [asdict(i) for i in inputs], "sizes": sizes}
        (temporary / _DONE).write_text(json.dumps(done, ensure_ascii=False), "utf-8")
        if _read(parts / name) is None:
            remove(parts / name)
            with contextlib.suppress(OSError):  # the other one was quicker
                temporary.rename(parts / name)
        if _read(parts / name) is None:
            raise OSError(f"the folder {parts / name} could not be put in place")
    finally:
        remove(temporary)


def finished(parts: Path) -> Iterator[Part]:
    """The finished parts, by name. One with a file that is missing or cut short (power went off) is not finished."""
    if not parts.is_dir():
        return
    for path in sorted(parts.iterdir()):
        if not path.name.startswith(".") and (part := _read(path)) is not None:
            yield part


def _read(path: Path) -> Part | None:
    try:
        done = json.loads((path / _DONE).read_text("utf-8"))
        whole = all((path / file).stat().st_size == size for file, size in done["sizes"].items())
        inputs = tuple(Worked(**entry) for entry in done["inputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Part(path, inputs) if whole else None


def _sql_columns(table: str) -> dict[str, str]:
    """The columns of a table on disk, as DuckDB reads them."""
    if table == "_documents":
        return dict.fromkeys(_TEXTS, "varchar") | {"sketch": "blob", "part": "varchar"}
    columns = {column.name: SQL_TYPES[column.type] for column in tables()[table].columns}
    return columns | {"input": "varchar", "part": "varchar"} if table == "errors" else columns


def rows_in(parts: Sequence[Part], table: str) -> str:
    """SQL of the rows of one table in `parts`, in their order; paths are taken literally, whatever is in them."""
    files = [str(path) for part in parts if (path := part.path / f"{table}.parquet").exists()]
    if files:
        listed = ", ".join(literal(_GLOB.sub(r"[\g<0>]", file)) for file in files)
        return f"read_parquet([{listed}])"
    columns = ", ".join(f"null::{type} as {name(column)}" for column, type in _sql_columns(table).items())
    return f"(select {columns} where false)"


def read_part(part: Part, table: str) -> Iterable[pa.RecordBatch]:
    """The rows of one table in a part, in their order."""
    import pyarrow.parquet as pq

    path = part.path / f"{table}.parquet"
    if not path.exists():
        return []
    with path.open("rb") as file:  # opened here: Arrow would take some signs in a path for a pattern
        rows: list[pa.RecordBatch] = pq.read_table(file, schema=part_schema(table)).to_batches()
        return rows


def rows_of(parts: Sequence[Part], table: str) -> pa.RecordBatchReader:
    """The rows of one table in all `parts`, one part in memory at a time, with their `position` in all of them."""
    import pyarrow as pa

    columns = part_schema(table).append(pa.field("position", pa.int64()))

    def rows() -> Iterator[pa.RecordBatch]:
        first = 0
        for part in parts:
            for batch in read_part(part, table):
                numbers = pa.array(range(first, first + batch.num_rows), pa.int64())
                yield pa.record_batch([*batch.columns, numbers], schema=columns)
                first += batch.num_rows

    return pa.RecordBatchReader.from_batches(columns, rows())
