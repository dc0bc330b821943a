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

# Rows of a row group: DuckDB holds one of each thread. Of documents, which are whole reports, as few as it writes.
_ROWS, _DOCUMENTS = 60_000, 2_048


def write_table(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    """Write a table of the store `con` to the folder. Arrow's schema goes along: the heads and explanations of the columns."""
    columns = ", ".join(map(name, tables()[table].names))
    described = base64.b64encode(schema(table).serialize().to_pybytes()).decode()
    con.execute(_NULLABLE)
    con.execute(
        f"copy (select {columns} from main.{table}) to {literal(str(folder / f'{table}.parquet'))} (format parquet, "
        f"compression zstd, compression_level 1, row_group_size {_DOCUMENTS if table == 'documents' else _ROWS}, "
        f"kv_metadata {{'ARROW:schema': {literal(described)}}})"
    )


def write_parquet(con: duckdb.DuckDBPyConnection, folder: Folder) -> Path:
    """Write every table below the work folder; returns the new folder, to be put in place."""
    new = folder.fresh("tables")
    new.mkdir()
    for table in tables():
        write_table(con, table, new)
    return new
