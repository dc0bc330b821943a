"""What a run has to do: its inputs, compared with the last store and with parts that a stopped run left behind.

The plan lives in the new store's file (schema `plan`), not in memory: an archive may have a million files.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext import store
from reporttext.store.items import Input, Item, Listed, Packed, Problem
from reporttext.store.parts import Part, Worked

if TYPE_CHECKING:
    import duckdb

_CHUNK = 500  # inputs noted or asked for at a time: as values of Python they take some KB each

# Columns by name, each with its type in SQL, see `store.given`.
_Columns = dict[str, tuple[str, list[Any]]]

# `origin` says where an input's rows come from: 'last' store, 'found' by the search for files (it is only a problem), or a
# finished part, by name; null: still to be worked. A member of an archive has the archive's path and `archive`, its source.
# An archive itself is no input; its origin is 'last' or 'listed', null while its members are not known.
_TABLES = """
create schema plan;
create table plan.inputs (
    source varchar, path blob, bytes bigint, sha256 varchar, key varchar, environment varchar,
    given varchar, archive varchar, place bigint[], in_order boolean,
    documents bigint, failed boolean, crashed boolean, origin varchar
);
create table plan.archives (
    source varchar, path blob, bytes bigint, sha256 varchar, key varchar, environment varchar, given varchar,
    failed boolean, crashed boolean, origin varchar
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

_FOUND = """
create temp table found (
    source varchar, sha256 varchar, given varchar, documents bigint, failed boolean, crashed boolean, part varchar
)
"""
# An input that two parts have, after a run that was stopped, comes from the last of them.
_TAKE_PARTS = """
update plan.inputs set origin = known.part, documents = known.documents, failed = known.failed, crashed = known.crashed
from (select distinct on (source, sha256, given) * from found order by part desc) known
where plan.inputs.origin is null and known.source = plan.inputs.source and known.sha256 = plan.inputs.sha256
    and known.given is not distinct from plan.inputs.given;
drop table found;
"""

# What is in an archive is known if the archive has not changed; likewise what only might have been an archive.
_KNOWN = """
update plan.archives set origin = 'last', failed = known.failed
from last.state.archives known
where known.source = plan.archives.source and known.sha256 = plan.archives.sha256 and known.key = plan.archives.key
    and not known.crashed and (not known.failed or known.environment = plan.archives.environment);
insert into plan.inputs by name
    select i.source, a.path, i.bytes, i.sha256, a.key, a.environment, i.archive, i.place, i.in_order
    from last.state.inputs i join plan.archives a on i.archive = a.source and a.origin = 'last' and i.sha256 is not null;
insert into plan.inputs by name
    select i.source, i.archive, 'found' as origin
    from last.state.inputs i join plan.archives a on i.archive = a.source and a.origin = 'last' and i.sha256 is null;
insert into plan.problems
    select input, stage, kind, severity, message, "start", "end" from last.state.errors
    where input in (select source from plan.inputs where archive is not null and sha256 is null);
insert into plan.inputs by name
    select a.* exclude (failed, crashed, origin) from plan.archives a join last.state.inputs i using (source, sha256, key)
    where i.archive is null;
delete from plan.archives where source in (select source from plan.inputs where archive is null);
"""

_GIVEN_INSIDE = """
select i.source, a.source, a.given from plan.inputs i join plan.archives a on i.archive = a.source
where a.given is not null and i.sha256 is not null
"""

_LISTED = """
update plan.archives set origin = 'listed', failed = known.failed, crashed = known.crashed
from known where plan.archives.source = known.source;
delete from plan.archives where source in (select source from known where is_document);
"""

_REPLACED = """
select count(*) from plan.inputs join last.state.inputs known using (source) where plan.inputs.sha256 != known.sha256
"""

_KEEP = """
insert into plan.problems
    select input, stage, kind, severity, message, "start", "end" from last.state.errors
    where input in (select source from last.state.inputs where sha256 is null) and input not in (select source from plan.inputs)
    and input not in (select source from plan.archives);
insert into plan.inputs by name
    select * replace (if(sha256 is null, 'found', 'last') as origin) from (select *, null as origin from last.state.inputs)
    where source not in (select source from plan.inputs) and source not in (select source from plan.archives);
insert into plan.archives by name
    select *, 'last' as origin from last.state.archives where source not in (select source from plan.archives);
"""

# Archives that are read in order come as they lie, everything else by source.
_PENDING = """
select source, path, bytes, sha256, given, archive, place, in_order from plan.inputs where origin is null
order by if(in_order, archive, source), if(in_order, place, null), source
"""


# What a part tells of an input, see `parts.Worked`.
_WORKED = {
    "source": "varchar", "sha256": "varchar", "given": "varchar", "documents": "bigint", "failed": "boolean",
    "crashed": "boolean",
}  # fmt: skip


class Plan:
    """The inputs of one run and where the rows of each come from."""

    def __init__(self, con: duckdb.DuckDBPyConnection, key: str, environment: str) -> None:
        self._con = con
        self._key = key
        self._environment = environment
        con.execute(_TABLES)

    def add(self, items: Iterable[Item]) -> Iterator[int]:
        """Note what there is; yields how many are noted so far."""
        noted = 0
        chunk: list[Item] = []
        for item in items:
            chunk.append(item)
            if len(chunk) == _CHUNK:
                self._note(chunk)
                noted += len(chunk)
                chunk = []
                yield noted
        self._note(chunk)
        yield noted + len(chunk)

    def _note(self, chunk: Sequence[Item]) -> None:
        files = [item for item in chunk if isinstance(item, Input)]
        members: _Columns = {
            "archive": ("varchar", [f.archive for f in files]),
            "place": ("bigint[]", [list(f.place) for f in files]),
            "in_order": ("boolean", [f.in_order for f in files]),
        }
        self._insert("plan.inputs", self._files(files) | members)
        self._insert("plan.archives", self._files([item for item in chunk if isinstance(item, Packed)]))
        problems = [item for item in chunk if isinstance(item, Problem)]
        types = dict.fromkeys(("stage", "kind", "severity", "message"), "varchar")
        types |= {"start": "bigint", "end": "bigint"}
        rows: _Columns = {
            name: (type, [getattr(p.error, name) for p in problems]) for name, type in types.items()
        }
        self._insert("plan.problems", {"source": ("varchar", [p.source for p in problems]), **rows})
        once = {problem.source: problem.archive for problem in problems}
        noted: _Columns = {
            "source": ("varchar", list(once)),
            "archive": ("varchar", list(once.values())),
            "origin": ("varchar", ["found"] * len(once)),
        }
        self._insert("plan.inputs", noted)

    def _files(self, files: Sequence[Input] | Sequence[Packed]) -> _Columns:
        return {
            "source": ("varchar", [f.source for f in files]),
            "path": ("blob", [os.fsencode(f.path) for f in files]),  # a file name need not be text
            "bytes": ("bigint", [f.bytes for f in files]),
            "sha256": ("varchar", [f.sha256 for f in files]),
            "given": ("varchar", [f.given for f in files]),
            "key": ("varchar", [self._key] * len(files)),
            "environment": ("varchar", [self._environment] * len(files)),
        }

    def take_archives(self, inner: Callable[[str | None, str], str | None]) -> None:
        """Use what the last store knows of archives that have not changed; `inner` is what is given to a member, by its place
        in the archive's source, of what is given to the archive.
        """
        self._con.execute(_KNOWN)
        rows = self._con.execute(_GIVEN_INSIDE).fetchall()
        given = [inner(all_given, source[len(archive) :]) for source, archive, all_given in rows]
        if any(given):
            sources = [source for source, *_ in rows]
            store.given(self._con, "known", {"source": ("varchar", sources), "given": ("varchar", given)})
            self._con.execute(
                "update plan.inputs set given = known.given from known where plan.inputs.source = known.source"
            )

    def unlisted(self) -> list[Packed]:
        """The archives whose members are still to be found, by source."""
        query = "select source, path, bytes, sha256, given from plan.archives where origin is null order by source"
        rows = self._con.execute(query).fetchall()
        return [Packed(source, Path(os.fsdecode(path)), *rest) for source, path, *rest in rows]

    def note_listed(self, listed: Sequence[Listed]) -> None:
        """Note what is in archives; what proved to be none is an input itself."""
        known: _Columns = {
            "source": ("varchar", [archive.packed.source for archive in listed]),
            "failed": ("boolean", [archive.failed for archive in listed]),
            "crashed": ("boolean", [archive.crashed for archive in listed]),
            "is_document": ("boolean", [archive.is_document for archive in listed]),
        }
        store.given(self._con, "known", known)
        self._con.execute(_LISTED)
        for _ in self.add(item for archive in listed for item in archive.items):
            pass

    def _insert(self, table: str, columns: _Columns) -> None:
        if columns["source"][1]:
            store.insert(self._con, table, columns)

    def take_last(self) -> None:
        """Use the last store's rows for inputs that have not changed."""
        self._con.execute(_TAKE_LAST)

    def take_parts(self, parts: Iterable[Part]) -> None:
        """Use the rows of finished parts, all of this run's analysis key and environment."""
        self._con.execute(_FOUND)
        chunk: list[tuple[str, Worked]] = []
        for part in parts:
            chunk += [(part.name, worked) for worked in part.inputs]
            if len(chunk) >= _CHUNK:
                self._note_worked(chunk)
                chunk = []
        self._note_worked(chunk)
        self._con.execute(_TAKE_PARTS)

    def _note_worked(self, chunk: Sequence[tuple[str, Worked]]) -> None:
        if not chunk:
            return
        found: _Columns = {
            name: (type, [getattr(worked, name) for _, worked in chunk]) for name, type in _WORKED.items()
        }
        found["part"] = ("varchar", [part for part, _ in chunk])
        store.insert(self._con, "found", found)

    def replaced(self) -> int:
        """How many inputs have the name of one in the last store, and other content."""
        ((number,),) = self._con.execute(_REPLACED).fetchall()
        return int(number)

    def keep(self) -> None:
        """Keep the inputs of the last store that were not named this time."""
        self._con.execute(_KEEP)

    def pending(self) -> Iterator[Input]:
        """The inputs still to be worked, in the order in which they are read best."""
        cursor = self._con.cursor()
        cursor.execute(_PENDING)
        while rows := cursor.fetchmany(_CHUNK):
            for source, path, size, sha256, given, archive, place, in_order in rows:
                where = Path(os.fsdecode(path))
                yield Input(source, where, size, sha256, given, archive, tuple(place or ()), bool(in_order))

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

    def besides(self) -> tuple[int, int]:
        """How many archives there are besides the inputs, and how much that is neither: passed over, or refused."""
        archives = self._con.execute("select count(*) from plan.archives").fetchall()[0][0]
        query = "select count(*) from plan.inputs where sha256 is null and source not in (select source from plan.archives)"
        return int(archives), int(self._con.execute(query).fetchall()[0][0])

    def identity(self) -> str:
        """A digest of all that the tables are made from: each input with its content and analysis, each problem."""
        digest = hashlib.sha256()
        for query in (
            "select source, sha256, key, given from plan.inputs order by all",
            "select source, sha256 from plan.archives order by all",
            "select * from plan.problems order by all",
        ):
            cursor = self._con.cursor()
            cursor.execute(query)
            while rows := cursor.fetchmany(_CHUNK):
                digest.update(repr(rows).encode())
        return digest.hexdigest()
