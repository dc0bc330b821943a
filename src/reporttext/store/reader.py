"""Ask a finished store: every table as a DataFrame, and SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from reporttext.errors import UsageError
from reporttext.model import Document
from reporttext.store import connect, name
from reporttext.store.folder import Folder
from reporttext.store.layout import layout
from reporttext.tables import back, schema, tables

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa


_ROWS = 2_000  # of a stream held at a time


def _remedy(told: str) -> str | None:
    """Why DuckDB does not open a file, and what to do, where it is because the file is open elsewhere."""
    if "different configuration" in told:
        return (
            "this program has it open already, by a connection of its own to DuckDB (duckdb.connect) with other settings;"
            " close that connection, or open the folder first and ask through it: reports.sql(…)"
        )
    if "lock" in told.lower():
        return "another program has it open to write in it; close it there, or wait until its run has ended"
    return None


def _check_version(con: duckdb.DuckDBPyConnection, database: Path, any_version: bool) -> None:
    """Raise UsageError for a file that is no store, and for a store with other columns than this version knows."""
    import duckdb

    try:
        written_as = con.execute("select layout from state.store").fetchall()
    except duckdb.CatalogException as error:
        raise UsageError(f"{database} was not written by reporttext") from error
    if not any_version and written_as != [(layout(),)]:
        raise UsageError(
            f"{database} was written by another version of reporttext, with other tables: run again over the same reports"
        )


class Reports:
    """The tables of an output folder, read-only: `reports.facts`, `reports.documents`, … are DataFrames.

    Whole numbers and true/false are pandas' nullable types (`Int64`, `boolean`), values `float64`, dates `datetime64`.
    Each attribute is read anew, so keep it in a variable. `sql` answers in SQL what would be too large to hold.
    A store whose tables are those of another version is refused, unless `any_version`: then `sql` alone is sure to answer.
    """

    def __init__(
        self, path: str | Path, *, con: duckdb.DuckDBPyConnection | None = None, any_version: bool = False
    ) -> None:
        import duckdb

        self.path = Path(path)
        self._cursors: set[duckdb.DuckDBPyConnection] = set()
        if con is not None:
            self._con = con
            return
        database = Folder(self.path).database
        if not database.is_file():
            raise UsageError(_nothing_there(Folder(self.path)))
        try:
            self._con = connect(database, read_only=True)
        except duckdb.Error as error:
            told = str(error).splitlines()[0]
            raise UsageError(f"{database} cannot be opened: {_remedy(told) or told}") from error
        try:
            _check_version(self._con, database, any_version)
        except UsageError:
            self._con.close()
            raise

    @classmethod
    def over(cls, con: duckdb.DuckDBPyConnection) -> Self:
        """The tables of a store that is open already, asked over its connection."""
        query = "select path from duckdb_databases() where database_name = current_database()"
        ((file,),) = con.execute(query).fetchall()
        return cls(Path(file).parent, con=con)

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pd.DataFrame:
        """The answer to a query in DuckDB's SQL; the tables have the names of the contract. Raises UsageError.

        `parameters` stand for the `?` of the query, or by name for its `$name`, which spares you the quoting.
        """
        import duckdb

        try:
            answer: pd.DataFrame = self._con.execute(query, parameters).df()
        except duckdb.Error as error:
            raise UsageError(f"the query failed: {error}") from error
        return answer

    def stream(self, query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer one by one, a few thousand held at a time, for what is too large for a DataFrame."""
        for batch in self.batches(query, parameters, _ROWS):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def batches(
        self, query: str, parameters: Sequence[Any] | Mapping[str, Any], rows: int
    ) -> Iterator[pa.RecordBatch]:
        """The answer to a query, `rows` rows at a time: what would be too large to hold. Other queries may come between.

        Raises UsageError.
        """
        import duckdb

        with self._con.cursor() as con:
            self._cursors.add(con)
            try:
                answer: pa.RecordBatchReader = con.sql(query, params=parameters).to_arrow_reader(rows)
                yield from answer
            except duckdb.Error as error:
                raise UsageError(f"the query failed: {error}") from error
            finally:
                self._cursors.discard(con)

    def interrupt(self) -> None:
        """End the queries that other threads are asking; there they raise UsageError."""
        for con in (self._con, *self._cursors):
            con.interrupt()

    def table(self, table: str) -> pd.DataFrame:
        """One whole table; its columns have the contract's names, order and types."""
        import pandas as pd
        import pyarrow as pa

        if table not in tables():
            raise UsageError(f"there is no table {table}; there are: {', '.join(tables())}")
        columns = ", ".join(map(name, tables()[table].names))
        rows = self._con.sql(f"select {columns} from main.{table}").to_arrow_table().cast(schema(table))
        nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
        frame: pd.DataFrame = rows.to_pandas(types_mapper=nullable.get, date_as_object=False)
        return frame

    @property
    def identity(self) -> str:
        """Digest of what the tables were made from: the same digest, the same tables."""
        return str(self._con.execute("select identity from state.store").fetchall()[0][0])

    def rows(self, table: str, column: str, value: str) -> list[dict[str, Any]]:
        """The rows of a table that have `value` in `column`, in the table's order, as plain Python values."""
        columns = tables()[table].names
        query = f"select {', '.join(map(name, columns))} from main.{table} where {name(column)} = ?"
        return [dict(zip(columns, row, strict=True)) for row in self._con.execute(query, [value]).fetchall()]

    def document(self, doc_id: str) -> Document:
        """A document as its run had it: text, metadata, paragraphs with their sections, sentences. Raises UsageError."""
        found = self.rows("documents", "doc_id", doc_id)
        if not found:
            raise UsageError(f"there is no document {doc_id} in {self.path}")
        return back.document(
            found[0], self.rows("paragraphs", "doc_id", doc_id), self.rows("sentences", "doc_id", doc_id)
        )

    def rules(self) -> str | None:
        """The user's own rules that the last run was given, as text."""
        return self._given("rules")

    def words(self) -> str | None:
        """The user's own dictionary that the last run was given, as text."""
        return self._given("words")

    def _given(self, option: str) -> str | None:
        last = self._con.execute(
            "select options from main.runs order by started_at desc, run_id limit 1"
        ).fetchall()
        given: str | None = json.loads(last[0][0]).get(option) if last else None
        return given

    def __getattr__(self, table: str) -> pd.DataFrame:
        if table.startswith("_") or table not in tables():
            raise AttributeError(f"there is no table {table}; there are: {', '.join(tables())}")
        return self.table(table)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *tables()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; on Windows it cannot be replaced by a new run before."""
        self._con.close()


def _nothing_there(folder: Folder) -> str:
    if folder.writing():
        return f"the first run to {folder.path} is still at work, and its tables are not there yet: wait until it has ended"
    if folder.begun():
        return f"the run to {folder.path} was stopped before its tables were written: run the same command again, it goes on from there"
    return f"{folder.path} holds no reports.duckdb: it is not the output folder of a run"
