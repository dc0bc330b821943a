"""The tables as Parquet, one file each: what other programs read."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.store import literal, name
from reporttext.store.folder import Folder
from reporttext.tables import schema, tables

if TYPE_CHECKING:
    import duckdb

# Otherwise a column without a null in these very rows is `required`, and the schema another from archive to archive.
_NULLABLE = "set disabled_optimizers = 'statistics_propagation'"

# Rows of a row group: DuckDB holds one of each thread.
_ROWS = 60_000
# Bytes of a row group of whole reports, and how many of them are read at a time to find out.
_BYTES, _READ = 16_000_000, 64


def write_table(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    """Write a table of the store `con` to the folder. Arrow's schema goes along: the heads and explanations of the columns."""
    if table == "documents":
        write_documents(con, folder)
        return
    described = base64.b64encode(schema(table).serialize().to_pybytes()).decode()
    con.execute(_NULLABLE)
    con.execute(
        f"copy ({_rows(table)}) to {literal(str(folder / f'{table}.parquet'))} (format parquet, compression zstd, "
        f"compression_level 1, row_group_size {_ROWS}, kv_metadata {{'ARROW:schema': {literal(described)}}})"
    )


def write_documents(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write whole reports, a few MB at a time: DuckDB would hold 2,048 of them, however long they are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    shape = schema("documents")
    with pq.ParquetWriter(
        folder / "documents.parquet", shape, compression="zstd", compression_level=1
    ) as writer:
        held: list[pa.RecordBatch] = []
        for batch in con.sql(_rows("documents")).to_arrow_reader(_READ):
            held.append(batch)
            if sum(each.nbytes for each in held) >= _BYTES:
                writer.write_table(pa.Table.from_batches(held).cast(shape))
                held = []
        if held:
            writer.write_table(pa.Table.from_batches(held).cast(shape))


def _rows(table: str) -> str:
    return f"select {', '.join(map(name, tables()[table].names))} from main.{table}"


def write_parquet(con: duckdb.DuckDBPyConnection, folder: Folder) -> Path:
    """Write every table below the work folder; returns the new folder, to be put in place."""
    new = folder.fresh("tables")
    new.mkdir()
    for table in tables():
        write_table(con, table, new)
    return new
