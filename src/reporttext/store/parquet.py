"""The tables as Parquet, one file each: what other programs read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.store import name
from reporttext.store.folder import Folder
from reporttext.store.merge import chunks
from reporttext.tables import schema, tables

if TYPE_CHECKING:
    import duckdb


def write_tables(con: duckdb.DuckDBPyConnection, new: Path, names: Iterable[str]) -> None:
    """Write tables of the store `con` to the folder `new`."""
    import pyarrow.parquet as pq

    for table in names:
        with pq.ParquetWriter(new / f"{table}.parquet", schema(table), compression="zstd") as writer:
            columns = ", ".join(map(name, tables()[table].names))
            rows = con.sql(f"select {columns} from main.{table}").to_arrow_reader(1_000)
            for chunk in chunks(rows, schema(table)):
                writer.write_table(chunk)


def write_parquet(con: duckdb.DuckDBPyConnection, folder: Folder) -> Path:
    """Write every table below the work folder; returns the new folder, to be put in place."""
    new = folder.fresh("tables")
    new.mkdir()
    write_tables(con, new, tables())
    return new
