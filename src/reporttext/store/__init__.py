"""The store: one DuckDB file with every table, and its open copy in Parquet.

`folder` is the output folder, its lock and its marker. `parts` are the finished batches of a run that is under way.
`build` puts a new store together from the last one and the parts. `reader` opens a store to ask it things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Sorting and joining spill to disk beyond this, so memory does not grow with the archive.
MEMORY = "512MB"


#: The types of the contract as DuckDB has them.
SQL_TYPES = {
    "text": "varchar", "int": "bigint", "float": "double", "bool": "boolean", "date": "date",
    "time": "timestamptz", "texts": "varchar[]",
}  # fmt: skip


def connect(
    path: Path | None,
    *,
    read_only: bool = False,
    spill: Path | None = None,
    threads: int = 2,
    memory: str = MEMORY,
) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file (None: in memory). Nothing is ever fetched from the network: extensions are not installed."""
    import duckdb

    config: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": memory,
        "threads": threads,
    }
    if spill is not None:
        config["temp_directory"] = str(spill)
    con = duckdb.connect(":memory:" if path is None else str(path), read_only=read_only, config=config)
    con.execute("set enable_progress_bar = false")  # in a notebook it would print between a program's lines
    return con


def given(
    con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, tuple[str, Sequence[Any]]]
) -> None:
    """Make the temporary table `table`, anew, of columns of equal length: by name the type in SQL and the values.

    DuckDB takes lists as they are. Through Arrow it would be no quicker, and pyarrow imports pandas for the first value.
    """
    con.execute(f"create or replace temp table {table} as {_selected(columns)}", _values(columns))


def insert(
    con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, tuple[str, Sequence[Any]]]
) -> None:
    """Add rows to a table, given as columns; see `given`."""
    con.execute(f"insert into {table} by name {_selected(columns)}", _values(columns))


def _selected(columns: Mapping[str, tuple[str, Sequence[Any]]]) -> str:
    """The query whose parameters are the values of the columns."""
    unnested = (f"unnest(?::{type}[]) as {name(column)}" for column, (type, _) in columns.items())
    return f"select {', '.join(unnested)}"


def _values(columns: Mapping[str, tuple[str, Sequence[Any]]]) -> list[Sequence[Any]]:
    return [values for _, values in columns.values()]


@contextmanager
def streamed(
    con: duckdb.DuckDBPyConnection, table: str, shape: pa.Schema, rows: Iterable[pa.RecordBatch]
) -> Iterator[None]:
    """Let SQL read `rows` once, as `table`. What fails in them (a full disk) is raised as it is, not as a wrong query."""
    import duckdb
    import pyarrow as pa

    failed: list[Exception] = []

    def watched() -> Iterator[pa.RecordBatch]:
        try:
            yield from rows
        except Exception as error:
            failed.append(error)
            raise

    con.register(table, pa.RecordBatchReader.from_batches(shape, watched()))
    try:
        yield
    except duckdb.Error:
        if failed:
            raise failed[0] from None
        raise
    finally:
        con.unregister(table)


def name(text: str) -> str:
    """A name quoted for SQL: `end` and `text` are words of the language."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text quoted for SQL, for the statements that take no parameters; folders may have a ' in their names."""
    return "'" + text.replace("'", "''") + "'"
