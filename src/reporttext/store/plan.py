"""What a run has to do: its inputs, compared with the last store and with parts that a stopped run left behind.

The plan lives in the new store's file (schema `plan`), not in memory: an archive may have a million files.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.model import Error
from reporttext.store.parts import Part

if TYPE_CHECKING:
    import duckdb

_CHUNK = 2_000

# `origin` says where an input's rows come from: 'last' store, 'found' by the search for files (it is only a problem), or a
# finished part, by name; null: still to be worked.
_TABLES = """
create schema plan;
create table plan.inputs (
    source varchar, path blob, bytes bigint, sha256 varchar, key varchar, environment varchar,
    given varchar, documents bigint, failed boolean, crashed boolean, origin varchar
);
create table plan.problems (
    source varchar, stage varchar, kind varchar, severity varchar, message varchar, "start" bigint, "end" bigint
);
"""

# A row is used again if source, content, what metadata.csv gives and analysis are the same, the program did not crash on it, and, where an input
# could not be read, if no package has come or gone since that might read it now.
_TAKE_LAST = """
update plan.inputs set origin = 'last', documents = known.documents, failed = known.failed, crashed = false
from last.state.inputs known
where plan.inputs.origin is null and known.source = plan.inputs.source and known.sha256 = plan.inputs.sha256
    and known.key = plan.inputs.key and known.given is not distinct from plan.inputs.given and not known.crashed
    and (not known.failed or known.environment = plan.inputs.environment)
"""

_TAKE_PARTS = """
update plan.inputs set origin = known.part, documents = known.documents, failed = known.failed, crashed = known.crashed
from known
where plan.inputs.origin is null and known.source = plan.inputs.source and known.sha256 = plan.inputs.sha256
    and known.given is not distinct from plan.inputs.given
"""

_REPLACED = """
select count(*) from plan.inputs join last.state.inputs known using (source) where plan.inputs.sha256 != known.sha256
"""

_KEEP = """
insert into plan.problems
    select input, stage, kind, severity, message, "start", "end" from last.state.errors
    where input in (select source from last.state.inputs where sha256 is null) and input not in (select source from plan.inputs);
insert into plan.inputs by name
    select * replace (if(sha256 is null, 'found', 'last') as origin) from (select *, null as origin from last.state.inputs)
    where source not in (select source from plan.inputs);
"""


@dataclass(frozen=True, slots=True)
class Input:
    """A file of this run: its name in every table, where it is, its size, the digest of its content, what is given to it."""

    source: str
    path: Path
    bytes: int
    sha256: str
    given: str | None = None


class Plan:
    """The inputs of one run and where the rows of each come from."""

    def __init__(self, con: duckdb.DuckDBPyConnection, key: str, environment: str) -> None:
        self._con = con
        self._key = key
        self._environment = environment
        con.execute(_TABLES)

    def add(self, items: Iterable[Input | tuple[str, Error]]) -> Iterator[int]:
        """Note inputs, and (source, problem) for what is no input; yields how many are noted so far."""
        noted = 0
        chunk: list[Input | tuple[str, Error]] = []
        for item in items:
            chunk.append(item)
            if len(chunk) == _CHUNK:
                self._note(chunk)
                noted += len(chunk)
                chunk = []
                yield noted
        self._note(chunk)
        yield noted + len(chunk)

    def _note(self, chunk: Sequence[Input | tuple[str, Error]]) -> None:
        import pyarrow as pa

        files = [item for item in chunk if isinstance(item, Input)]
        self._insert(
            "plan.inputs",
            {
                "source": [f.source for f in files],
                "path": [os.fsencode(f.path) for f in files],  # a file name need not be text
                "bytes": [f.bytes for f in files],
                "sha256": [f.sha256 for f in files],
                "given": pa.array([f.given for f in files], pa.string()),
                "key": [self._key] * len(files),
                "environment": [self._environment] * len(files),
            },
        )
        problems = [item for item in chunk if not isinstance(item, Input)]
        sources = [source for source, _ in problems]
        names = ("stage", "kind", "severity", "message", "start", "end")
        self._insert(
            "plan.problems", {"source": sources, **{n: [getattr(e, n) for _, e in problems] for n in names}}
        )
        self._insert("plan.inputs", {"source": sources, "origin": ["found"] * len(problems)})

    def _insert(self, table: str, columns: dict[str, Any]) -> None:
        import pyarrow as pa

        if columns["source"]:
            self._con.register("chunk", pa.table(columns))
            self._con.execute(f"insert into {table} by name select * from chunk")
            self._con.unregister("chunk")

    def take_last(self) -> None:
        """Use the last store's rows for inputs that have not changed."""
        self._con.execute(_TAKE_LAST)

    def take_parts(self, parts: Iterable[Part]) -> None:
        """Use the rows of finished parts, all of this run's analysis key and environment."""
        import pyarrow as pa

        found = {(i.source, i.sha256, i.given): (part.name, i) for part in parts for i in part.inputs}
        columns = {
            n: [getattr(i, n) for _, i in found.values()]
            for n in ("source", "sha256", "documents", "failed", "crashed")
        }
        columns["given"] = pa.array([i.given for _, i in found.values()], pa.string())
        if found:
            self._con.register("known", pa.table({**columns, "part": [name for name, _ in found.values()]}))
            self._con.execute(_TAKE_PARTS)
            self._con.unregister("known")

    def replaced(self) -> int:
        """How many inputs have the name of one in the last store, and other content."""
        ((number,),) = self._con.execute(_REPLACED).fetchall()
        return int(number)

    def keep(self) -> None:
        """Keep the inputs of the last store that were not named this time."""
        self._con.execute(_KEEP)

    def pending(self) -> Iterator[Input]:
        """The inputs still to be worked, by source."""
        cursor = self._con.cursor()
        cursor.execute(
            "select source, path, bytes, sha256, given from plan.inputs where origin is null order by source"
        )
        while rows := cursor.fetchmany(_CHUNK):
            for source, path, size, sha256, given in rows:
                yield Input(source, Path(os.fsdecode(path)), size, sha256, given)

    def count(self, where: str = "true") -> tuple[int, int]:
        """How many inputs are so, and their bytes; what is only a problem is no input."""
        query = (
            f"select count(*), coalesce(sum(bytes), 0) from plan.inputs where sha256 is not null and {where}"
        )
        ((number, size),) = self._con.execute(query).fetchall()
        return int(number), int(size)

    def documents(self) -> int:
        """How many documents the inputs named in this call hold, once all are worked."""
        query = "select coalesce(sum(documents), 0) from plan.inputs where path is not null"
        return int(self._con.execute(query).fetchall()[0][0])

    def identity(self) -> str:
        """A digest of all that the tables are made from: each input with its content and analysis, each problem."""
        digest = hashlib.sha256()
        for query in (
            "select source, sha256, key, given from plan.inputs order by all",
            "select * from plan.problems order by all",
        ):
            cursor = self._con.cursor()
            cursor.execute(query)
            while rows := cursor.fetchmany(_CHUNK):
                digest.update(repr(rows).encode())
        return digest.hexdigest()
