"""The tables of a new store filled, and written as Parquet at once: several beside each other, each by one thread.

One thread a table, because DuckDB's own threads would leave the rows of a table in many half-filled groups, which it then
puts together again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.store import SQL_TYPES, name
from reporttext.store.merge import merged, order
from reporttext.store.parquet import write_table
from reporttext.store.parts import SCATTERED, Part, read_part, rows_in, rows_of
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

# Rows read from the last store at a time; of the table `documents` these are whole reports.
_READ, _READ_DOCUMENTS = 20_000, 500

_HELD = "select part, count(*) from {rows} group by part"
_STRETCHES = """
select part, count(*), min(ordinal), max(ordinal) from state.documents group by part order by min(ordinal)
"""
_ORIGINALS = """
update main.documents set duplicate_of = known.duplicate_of from state.documents known
where known.doc_id = main.documents.doc_id and known.duplicate_of is distinct from main.documents.duplicate_of
"""

# Gives, on a connection, the rows of a table in the order of the store, as something to select from.
_Rows = Callable[["duckdb.DuckDBPyConnection", str], str]


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
    whole = _whole(con, parts)
    rows = _merged(con, {part.name: part for part in parts}) if whole is None else _one_by_one(whole)
    names = sorted(set(tables()) - set(FROM_STATE), key=lambda table: (table not in _LARGE, table))
    with ThreadPoolExecutor(threads) as pool:
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


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: _Rows, folder: Path) -> None:
    columns = ", ".join(map(name, tables()[table].names))
    con.execute(f"insert into main.{table} select {columns} from {rows(con, table)}")
    if table == "documents":  # known only when all documents are
        con.execute(_ORIGINALS)
    write_table(con, table, folder)
    con.close()


def _whole(con: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> list[Part] | None:
    """The parts in the order of their documents, where each is wanted whole and no other document lies between two of its own.

    So it is in every run that starts from nothing: then the rows need not pass through Python. Otherwise None.
    """
    held = dict(con.execute(_HELD.format(rows=rows_in(parts, "_documents"))).fetchall())
    by_name = {part.name: part for part in parts}
    found = []
    for part, documents, first, last in con.execute(_STRETCHES).fetchall():
        if part is None or part.startswith(SCATTERED) or not documents == held[part] == last - first + 1:
            return None
        found.append(by_name[part])
    return found


def _one_by_one(parts: Sequence[Part]) -> _Rows:
    """The rows of whole parts, one after the other."""
    return lambda _, table: rows_in(parts, table)


def _merged(con: duckdb.DuckDBPyConnection, parts: Mapping[str, Part]) -> _Rows:
    """The rows from the last store and from parts, as they lie among each other."""
    documents = order(con)

    def rows(con: duckdb.DuckDBPyConnection, table: str) -> str:
        import pyarrow as pa

        def open_origin(origin: str) -> Iterable[pa.RecordBatch]:
            return _origin(con.cursor(), origin, table, parts)  # its own, for `con` is written to meanwhile

        shape = schema(table)
        batches = (batch.select(shape.names).cast(shape) for batch in merged(documents, open_origin))
        con.register("merged", pa.RecordBatchReader.from_batches(shape, batches))
        return "merged"

    return rows


def _origin(
    con: duckdb.DuckDBPyConnection, origin: str, table: str, parts: Mapping[str, Part]
) -> Iterable[pa.RecordBatch]:
    """The rows that one origin has of a table, in its own order, see `merge.Order`."""
    columns = tables()[table].names
    if origin and origin != SCATTERED:
        return read_part(parts[origin], table)
    if origin:
        scattered = [part for name, part in parts.items() if name.startswith(SCATTERED)]
        con.register("scattered", rows_of(scattered, table))
        mine = ", ".join(f"t.{name(column)}" for column in columns)
        query = f"select {mine} from scattered t join state.documents d using (doc_id) order by d.ordinal, position"
    else:
        query = f"select {', '.join(map(name, columns))} from last.main.{table}"
    rows: Iterable[pa.RecordBatch] = con.sql(query).to_arrow_reader(
        _READ_DOCUMENTS if table == "documents" else _READ
    )
    return rows
