"""jsonl: one file a table in OUT/jsonl, one row a line, for programs; schema.json says what a line holds.

Every column of the contract under its own name, the text of `documents` too; a time is in UTC, what is unknown null.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.outputs import jsonschema
from reporttext.outputs.context import rows_query
from reporttext.store import literal, name
from reporttext.store.folder import Folder
from reporttext.tables import tables

if TYPE_CHECKING:
    import duckdb

TRANSLATED = False
SCHEMA = "schema.json"
OWN = (*(f"{table}.jsonl" for table in tables()), SCHEMA)

_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


def path(folder: Folder) -> Path:
    return folder.jsonl


def write(con: duckdb.DuckDBPyConnection, new: Path, language: str) -> None:  # noqa: ARG001  # codes are not translated
    """Write every table, and what it is."""
    new.mkdir()
    for table in tables().values():
        times = (name(column.name) for column in table.columns if column.type == "time")
        utc = ", ".join(f"strftime({time} at time zone 'UTC', '{_TIME}') as {time}" for time in times)
        rows = f"select * {f'replace ({utc})' if utc else ''} from ({rows_query(table.name, table.names)})"
        con.execute(f"copy ({rows}) to {literal(str(new / f'{table.name}.jsonl'))} (format json)")
    (new / SCHEMA).write_bytes(jsonschema.as_bytes())
