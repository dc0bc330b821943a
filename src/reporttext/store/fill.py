"""The tables of a new store filled, and written as Parquet at once: several beside each other, each by one thread.

One thread a table, because DuckDB's own threads would leave the rows of a table in many half-filled groups, which it then
puts together again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.store import SQL_TYPES, name, streamed
from reporttext.store.merge import merged, order
from reporttext.store.parquet import rows_of, written
from reporttext.store.parts import SCATTERED, Part, part_schema, read_part, read_parts
from reporttext.tables import Table, schema, tables

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

#: Tables that are not merged document by document.
FROM_STATE = ("errors", "runs")

# Begun first, since they take longest.
_LARGE = ("facts", "terms", "sentences", "paragraphs", "documents")

# What DuckDB would choose for these takes more of the disk, and longer.
_COMPRESSION = dict.fromkeys(
    (("documents", "text"), ("paragraphs", "text"), ("paragraphs", "heading_path"), ("sentences", "text")),
    "using compression zstd",
)

_STRETCHES = """
select part, count(*), min(ordinal), max(ordinal) from state.documents group by part order by min(ordinal)
"""
_KNOWN_NOW = ("duplicate_of", "place_joined")
_OF_ALL = f"select {', '.join(_KNOWN_NOW)} from state.documents where ordinal >= ? order by ordinal limit ?"
_SORTED = """
(select *, row_number() over () as position from scattered) t join state.documents d using (doc_id)
order by d.ordinal, position
"""

# Gives, on a connection, the rows of a table in the order of the store.
_Rows = Callable[["duckdb.DuckDBPyConnection", str], Iterable["pa.RecordBatch"]]


def create(table: Table) -> str:
    """The statement that makes a table of the contract."""
    columns = (
        f"{name(c.name)} {SQL_TYPES[c.type]} {_COMPRESSION.get((table.name, c.name), '')}"
        for c in table.columns
    )
    return f"create table main.{table.name} ({', '.join(columns)})"


def fill(con: duckdb.DuckDBPyConnection, parts: Sequence[Part], folder: Path, threads: int) -> None:
    """Fill the tables, which are there and empty, from the last store and the parts, and write each to `folder`.

    `state.documents` says which documents there are, whence, and in which order.
    """
    by_name = {part.name: part for part in parts}
    whole = _whole(con, by_name)
    rows = _merged(con, by_name) if whole is None else _one_by_one(whole)
    names = sorted(set(tables()) - set(FROM_STATE), key=lambda table: (table not in _LARGE, table))
    with _system_memory(), ThreadPoolExecutor(threads) as pool:
        cursors = [con.cursor() for _ in names]
        work = [pool.submit(_fill, *pair, rows, folder) for pair in zip(cursors, names, strict=True)]
        try:
            while wait(work, timeout=0.5).not_done:  # without an end it could not be interrupted on Windows
                pass
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for cursor in cursors:
                cursor.interrupt()
            raise
    for done in work:
        done.result()


@contextmanager
def _system_memory() -> Iterator[None]:
    """Let Arrow take the system's memory: its own pool keeps what it had once, beside what DuckDB holds."""
    import pyarrow as pa

    usual = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: _Rows, folder: Path) -> None:
    found = rows(con, table)
    if table == "documents":
        found = _completed(con.cursor(), found)
    with streamed(con, "passed", schema(table), written(found, table, folder)):
        con.execute(f"insert into main.{table} from passed")
    con.close()


def _completed(
    con: duckdb.DuckDBPyConnection, documents: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """With the columns that are known only now that all documents are."""
    at = 0
    for batch in documents:
        found = con.sql(_OF_ALL, params=[at, batch.num_rows]).to_arrow_table().combine_chunks()
        at += batch.num_rows
        for column in _KNOWN_NOW:
            place = batch.schema.get_field_index(column)
            batch = batch.set_column(place, batch.schema.field(place), found[column].chunk(0))  # noqa: PLW2901
        yield batch


def _whole(con: duckdb.DuckDBPyConnection, parts: Mapping[str, Part]) -> list[Part] | None:
    """The parts in the order of their documents, where each is wanted whole and no other document lies between two of its own.

    So it is in every run that starts from nothing: then no row need be looked at. Otherwise None.
    """
    found = []
    for part, documents, first, last in con.execute(_STRETCHES).fetchall():
        if part is None or part.startswith(SCATTERED):
            return None
        held = sum(worked.documents for worked in parts[part].inputs)
        if not documents == held == last - first + 1:
            return None
        found.append(parts[part])
    return found


def _one_by_one(parts: Sequence[Part]) -> _Rows:
    """The rows of whole parts, one after the other."""
    return lambda _, table: read_parts(parts, table)


def _merged(con: duckdb.DuckDBPyConnection, parts: Mapping[str, Part]) -> _Rows:
    """The rows from the last store and from parts, as they lie among each other."""
    documents = order(con)

    def rows(con: duckdb.DuckDBPyConnection, table: str) -> Iterator[pa.RecordBatch]:
        # Each origin has a connection of its own, for `con` is written to meanwhile.
        return merged(documents, lambda origin: _origin(con.cursor(), origin, table, parts))

    return rows


def _origin(
    con: duckdb.DuckDBPyConnection, origin: str, table: str, parts: Mapping[str, Part]
) -> Iterable[pa.RecordBatch]:
    """The rows that one origin has of a table, in its own order, see `merge.Order`."""
    import pyarrow as pa

    if not origin:
        return rows_of(con, table, f"last.main.{table} t")
    if origin != SCATTERED:
        return read_part(parts[origin], table)
    scattered = read_parts((p for name, p in parts.items() if name.startswith(SCATTERED)), table)
    con.register("scattered", pa.RecordBatchReader.from_batches(part_schema(table), scattered))
    return rows_of(con, table, _SORTED)
