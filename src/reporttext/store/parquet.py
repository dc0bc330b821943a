"""The tables as Parquet, one file each: what other programs read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.store import name
from reporttext.store.folder import Folder
from reporttext.tables import schema, tables

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# What a row group may weigh, about its bytes in memory: a column of a row, a byte of its text.
_BYTES, _COLUMN = 8_000_000, 16
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
    """The rows in tables of some MB: a group of few rows, which a merge may give, takes long to write and to read.

    Where a group ends depends on its rows alone, not on the batches they come in, so that equal tables are equal files.
    """
    import numpy as np
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    size = 0
    for batch in rows:
        if not batch.num_rows:  # it would have no last row, whose place says how much is held
            continue
        sizes = size + np.cumsum(_weights(batch))
        start = 0
        while start < len(sizes) and sizes[-1] >= _BYTES:
            end = int(np.searchsorted(sizes, _BYTES)) + 1
            whole = pa.Table.from_batches([*held, batch.slice(start, end - start)], shape).combine_chunks()
            sizes, start, held = sizes - sizes[end - 1], end, []  # before it is handed on: it is a copy
            yield whole
        size = int(sizes[-1]) if start < len(sizes) else 0
        if start < len(sizes):
            held.append(batch.slice(start))
    if held:
        yield pa.Table.from_batches(held, shape).combine_chunks()


def _weights(batch: pa.RecordBatch) -> Any:
    """What each row adds to its group, an array of whole numbers."""
    import numpy as np
    import pyarrow.compute as pc

    weights = np.full(batch.num_rows, _COLUMN * batch.num_columns, np.int64)
    if "text" in batch.schema.names:  # as long as it likes
        weights += pc.fill_null(pc.binary_length(batch["text"]), 0).to_numpy(zero_copy_only=False)
    return weights


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
