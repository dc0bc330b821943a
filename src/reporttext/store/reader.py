"""Ask a finished store: every table as a DataFrame, and SQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from reporttext.errors import UsageError
from reporttext.store import connect, name
from reporttext.store.folder import Folder
from reporttext.tables import schema, tables

if TYPE_CHECKING:
    import pandas as pd


class Reports:
    """The tables of an output folder, read-only: `reports.facts`, `reports.documents`, … are DataFrames.

    Whole numbers and true/false are pandas' nullable types (`Int64`, `boolean`), values `float64`, dates `datetime64`.
    Each attribute is read anew, so keep it in a variable. `sql` answers in SQL what would be too large to hold.
    """

    def __init__(self, path: str | Path) -> None:
        import duckdb

        self.path = Path(path)
        database = Folder(self.path).database
        if not database.is_file():
            raise UsageError(f"{self.path} holds no reports.duckdb: it is not the output folder of a run")
        try:
            self._con = connect(database, read_only=True)
        except duckdb.Error as error:
            raise UsageError(f"{database} cannot be opened: {str(error).splitlines()[0]}") from error

    def sql(self, query: str) -> pd.DataFrame:
        """The answer to a query in DuckDB's SQL; the tables have the names of the contract. Raises UsageError."""
        import duckdb

        try:
            answer: pd.DataFrame = self._con.sql(query).df()
        except duckdb.Error as error:
            raise UsageError(f"the query failed: {error}") from error
        return answer

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
