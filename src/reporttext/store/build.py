"""A new store, put together from the last one and from the parts of a run.

Everything is written beside the old outputs and moved into place at the end, so that whoever reads them, and whoever is
stopped half way, has the old store or the new one whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from reporttext.errors import UsageError
from reporttext.store import SQL_TYPES, connect, duplicates, insert, literal, name, notices, places, streamed
from reporttext.store.fill import FROM_STATE, create, fill
from reporttext.store.folder import Folder, place, remove
from reporttext.store.layout import STATE, layout
from reporttext.store.parquet import write_table
from reporttext.store.parts import Part, part_schema, read_parts
from reporttext.store.plan import Plan
from reporttext.tables import tables

if TYPE_CHECKING:
    import duckdb

_PART_DOCUMENTS = """
insert into state.documents by name
select doc_id, t.source, input, copy_key, signature, sketch, chars, place_id, province, city, county, township, place_shared, part
from part_rows t join plan.inputs i on i.source = t.input and i.origin = t.part
"""
_LAST_DOCUMENTS = """
insert into state.documents by name
select doc_id, t.source, input, copy_key, signature, sketch, chars, place_id, province, city, county, township, place_shared
from last.state.documents t join plan.inputs i on i.source = t.input and i.origin = 'last'
"""
_PART_ERRORS = """
insert into state.errors
select t.* exclude (part) from part_rows t join plan.inputs i on i.source = t.input and i.origin = t.part
"""
_LAST_ERRORS = """
insert into state.errors
select t.* from last.state.errors t join plan.inputs i on i.source = t.input and i.origin = 'last'
"""

# MB that DuckDB may hold while a store is built: less than the workers held before, so that the peak is theirs. Of these half
# are for the tables that are filled beside the texts.
_MEMORY = 128
# It packs 2,048 texts at a time and was seen to need up to twice their size: what the longest of an archive take, as UTF-8.
_LONGEST = (
    "select 3 * sum(chars) / 1e6 from (select chars from state.documents order by chars desc limit 2048)"
)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


class Build:
    """A store being built. Close it, or use it in a `with`."""

    def __init__(self, folder: Folder, key: str, environment: str, threads: int = 2) -> None:
        self.folder = folder
        remove(folder.work / "spill")
        self._path = folder.fresh("reports.duckdb")
        remove(self._path.with_name("reports.duckdb.wal"))
        self._threads = threads
        self._con = connect(self._path, spill=folder.work / "spill", threads=1, memory=f"{_MEMORY}MB")
        self._tables = folder.fresh("tables")
        self.plan = Plan(self._con, key, environment)
        self.last: str | None = None

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The new store, to be asked when it is put together."""
        return self._con

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._con.close()

    def attach_last(self, *, needed: bool, replaced: bool) -> None:
        """Open the last store, whose identity is then in `last`.

        One that another version wrote, with other columns, is not used; where it is `needed`, that is a UsageError. One
        that is `replaced` need not even open, only it must not be somebody else's.
        """
        import duckdb

        path = self.folder.database
        if not path.exists():
            return
        try:
            self._con.execute(f"attach {literal(str(path))} as last (read_only)")
        except duckdb.Error as error:
            if replaced:
                return
            raise UsageError(
                f"{path} cannot be opened ({_first_line(error)}): close what uses it, or start over with --fresh"
            ) from error
        try:
            ((written_as, identity),) = self._con.execute(
                "select layout, identity from last.state.store"
            ).fetchall()
        except duckdb.CatalogException:
            raise UsageError(f"{path} was not written by reporttext: choose another folder with -o") from None
        if replaced:
            return
        if written_as == layout():
            self.last = str(identity)
        elif needed:
            raise UsageError(
                f"{path} was written by another version, so nothing can be added to it: run without --add"
            )

    def merge(self, parts: Sequence[Part], identity: str) -> None:
        """Fill every table from the last store and the parts; `runs` still lacks the row of this run."""
        self._con.execute(STATE)
        self._con.execute("insert into state.store values (?, ?)", [layout(), identity])
        for table in tables().values():
            self._con.execute(create(table))
        self._fill_state(parts)
        joined = places.join(self._con)
        self._make_room()
        # A table goes into the file at once, not first into a log: the file is nobody's until it is whole.
        self._con.execute("set wal_autocheckpoint = '0KB'")
        self._tables.mkdir()
        fill(self._con, parts, self._tables, self._threads)
        documents = self._number("select count(*) from main.documents")
        assert documents == self._number("select count(*) from state.documents"), "a document got lost"
        self._fill_errors(joined)
        if self.last:
            self._con.execute("insert into main.runs select * from last.main.runs order by started_at")

    def _make_room(self) -> None:
        """Let DuckDB hold more where reports are so long that it could not pack them."""
        ((longest,),) = self._con.execute(_LONGEST).fetchall()
        self._con.execute(f"set memory_limit = '{max(_MEMORY, _MEMORY // 2 + 2 * int(longest or 0))}MB'")

    def _fill_state(self, parts: Sequence[Part]) -> None:
        """Which documents there are, in their order, and the problems of each input."""
        con = self._con
        for table, query in (("_documents", _PART_DOCUMENTS), ("errors", _PART_ERRORS)):
            with streamed(con, "part_rows", part_schema(table), read_parts(parts, table)):
                con.execute(query)
        if self.last:
            con.execute(_LAST_DOCUMENTS)
            con.execute(_LAST_ERRORS)
        con.execute("insert into state.errors by name select *, source as input from plan.problems")
        duplicates.mark(con)

    def _fill_errors(self, joined: Sequence[places.Joined]) -> None:
        """The problems of each input, and what the archive as a whole shows: places joined, reports without place or year."""
        con = self._con
        mine = ", ".join(map(name, tables()["errors"].names))
        by = 'source, "start" nulls first, "end" nulls first, stage, kind, message'
        notices.find(con, joined)
        both = f"(select {mine} from state.errors union all by name select * from notices)"
        con.execute(f"insert into main.errors select {mine} from {both} order by {by}")

    def add_run(self, row: Mapping[str, Any]) -> None:
        """Add the row of this run."""
        values = {c.name: (SQL_TYPES[c.type], [row[c.name]]) for c in tables()["runs"].columns}
        insert(self._con, "main.runs", values)

    def replaces_reports(self) -> bool:
        """Whether the store that this one would take the place of holds a report."""
        import duckdb

        try:
            return self._number("select count(*) from last.main.documents") > 0
        except duckdb.Error:  # there is none, or it cannot be opened
            return False

    def counts(self) -> dict[str, int]:
        """The numbers of rows that the table `runs` tells."""
        queries = {
            table: f"from main.{table}"
            for table in ("documents", "paragraphs", "sentences", "facts", "events", "mentions")
        }
        queries |= {"masked": "from main.facts where masked"}
        queries |= {
            f"{severity}s": f"from main.errors where severity = '{severity}'"
            for severity in ("error", "warning")
        }
        return {name: self._number(f"select count(*) {query}") for name, query in queries.items()}

    def _number(self, query: str) -> int:
        return int(self._con.execute(query).fetchall()[0][0])

    def publish(self, identity: str) -> None:
        """Write the Parquet tables and put both in place, the store last.

        While tables are moved the marker does not name them: should this be interrupted, the next run sees that they
        may not agree and writes them again. The other outputs are noted as old, so they are written again too.
        """
        self._con.execute("drop schema plan cascade")
        self._con.execute("update state.documents set part = null")
        self._con.execute("checkpoint")
        for table in FROM_STATE:
            write_table(self._con, table, self._tables)
        self._con.close()
        notes = {output: "old" for output in self.folder.notes() if output != "tables"}
        self.folder.note(notes)
        place(self._tables, self.folder.tables)
        place(self._path, self.folder.database)
        self.folder.note({**notes, "tables": identity})
