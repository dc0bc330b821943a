"""The tables as Parquet, one file each: what other programs read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.store import name
from reporttext.store.folder import Folder
from reporttext.tables import schema, tables

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Bytes of a row group, in memory.
_BYTES = 8_000_000
# Rows read from a store at a time; of the table `documents` these are whole reports.
_ROWS, _REPORTS = 20_000, 64


def written(rows: Iterable[pa.RecordBatch], table: str, folder: Path) -> Iterator[pa.RecordBatch]:
    """Write a table to the folder as its rows pass by, a row group at a time, and hand them on."""
    import pyarrow.parquet as pq

    path = folder / f"{table}.parquet"
    with pq.ParquetWriter(path, schema(table), compression="zstd", compression_level=1) as writer:
        for group in _groups(rows, schema(table)):
            writer.write_table(group)
            yield from group.to_batches()


def _groups(rows: Iterable[pa.RecordBatch], shape: pa.Schema) -> Iterator[pa.Table]:
    """The rows in tables of some MB: a group of few rows, which a merge may give, takes long to write and to read."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    size = 0
    for batch in rows:
        held.append(batch)
        size += batch.nbytes
        if size >= _BYTES:
            whole = pa.Table.from_batches(held, shape).combine_chunks()
            held, size = [], 0  # before it is handed on: it is a copy
            yield whole
    if held:
        yield pa.Table.from_batches(held, shape).combine_chunks()


def rows_of(con: duckdb.DuckDBPyConnection, table: str, source: str) -> Iterator[pa.RecordBatch]:
    """The rows of a table of the contract from what SQL calls `source t`, in its order, some MB at a time."""
    shape = schema(table)
    query = f"select {', '.join(f't.{name(column)}' for column in shape.names)} from {source}"
    at_a_time = _REPORTS if table == "documents" else _ROWS
    return (batch.cast(shape) for batch in con.sql(query).to_arrow_reader(at_a_time))


def write_table(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    """Write a table of the store `con` to the folder."""
    deque(written(rows_of(con, table, f"main.{table} t"), table, folder), maxlen=0)


def write_parquet(con: duckdb.DuckDBPyConnection, folder: Folder) -> Path:
    """Write every table below the work folder; returns the new folder, to be put in place."""
    new = folder.fresh("tables")
    new.mkdir()
    for table in tables():
        write_table(con, table, new)
    return new
