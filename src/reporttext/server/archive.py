"""What is shown of one output folder: the views of the page, a report, a search, its facts and problems.

The store is opened for each request and closed after it: a new run may replace it at any time, on Windows too, and the next
request shows the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, NamedTuple

from reporttext import outputs
from reporttext.errors import UsageError
from reporttext.messages import shown_problem
from reporttext.outputs.page import MOST_REPORTS, archive, reports
from reporttext.outputs.page.write import Writer
from reporttext.runner import keys
from reporttext.server import search
from reporttext.stats.selection import selection
from reporttext.store.folder import Folder, remove
from reporttext.store.reader import Reports

FACTS = 200  # rows a page
_PROBLEMS = 500
_VIEW = re.compile(r"index\.html|data/[a-z]{1,20}(-\d{1,6})?\.js", re.ASCII)
_DOC_ID = re.compile(r"[0-9a-f]{1,64}", re.ASCII)
_AT_A_TIME = 2  # stores open

_FACTS = """
select f.doc_id, coalesce(d.title, d.source) as title, d.place, d.year, f.section, f.status, f.indicator, f.value,
    f.value_max, f.unit, f.quote, f.masked, f."start", f."end", s.text as sentence
from (select rowid as n, * from main.facts order by rowid limit ? offset ?) f
join main.documents d using (doc_id) left join main.sentences s using (doc_id, sentence) order by f.n
"""
_ERRORS = f"""
select severity, kind, source, message from main.errors where severity <> 'info'
order by severity, source, "start", stage, kind, message limit {_PROBLEMS}
"""
_REPORTS = f"""
select d.doc_id, coalesce(d.title, d.source) as title, d.place, d.year, count(f.fact_id) as facts
from main.documents d left join main.facts f using (doc_id)
group by d.rowid, d.doc_id, d.title, d.source, d.place, d.year order by d.rowid limit {_PROBLEMS}
"""


class Rows(NamedTuple):
    """Some rows of a table, the first of them number `start`, and how many there are."""

    rows: list[Mapping[str, Any]]
    start: int
    of: int


class Archive:
    """One output folder. `work` is a folder of the server's, where views are made that the run did not write."""

    def __init__(self, out: Path, work: Path, language: str) -> None:
        self.folder, self.language = Folder(out), language
        self._work = work
        self._made: tuple[str, Path] | None = None
        self._making = Lock()
        self._open = BoundedSemaphore(_AT_A_TIME)
        self._opened: set[Reports] = set()
        self._stopped = False

    @contextmanager
    def store(self) -> Iterator[Reports]:
        """The open store. Raises UsageError where it is gone, or no store."""
        with self._open, Reports(self.folder.path) as store:
            if self._stopped:
                raise UsageError("the server has ended")
            self._opened.add(store)
            try:
                yield store
            finally:
                self._opened.discard(store)

    def stop(self) -> None:
        """Let no query run on: the server ends."""
        self._stopped = True
        for store in tuple(self._opened):
            store.interrupt()

    def view(self, name: str) -> bytes | None:
        """A file of the archive view: index.html or data/NAME.js; None where there is none of that name."""
        if not _VIEW.fullmatch(name):
            return None
        file = self._views() / name
        return file.read_bytes() if file.is_file() else None

    def _views(self) -> Path:
        """Where the views of the store as it is now lie: what the run wrote, or what is made here, once."""
        with self._making, self.store() as store:
            identity = store.identity
            stamp = keys.output_stamp(outputs.FORMATS["page"], self.folder, identity, self.language)
            if self.folder.notes().get("page") == stamp and (self.folder.page / "index.html").is_file():
                return self.folder.page
            if self._made is None or self._made[0] != identity:
                if self._made:
                    remove(self._made[1])
                folder = self._work / f"views-{identity[:16]}"
                number = int(store.sql("select count(*) as n from main.documents")["n"][0])
                archive.write(store, Writer(folder, self.language), each=number <= MOST_REPORTS)
                self._made = identity, folder
            return self._made[1]

    def report(self, doc_id: str) -> str | None:
        """The page of a report, None where there is no such report."""
        if not _DOC_ID.fullmatch(doc_id):
            return None
        with self.store() as store:
            return reports.one(store, Writer(self._work, self.language), doc_id)

    def search(self, words: list[str], *, year: str, place: str, section: str, start: int) -> search.Hits:
        """A page of the sentences with all words. Raises UsageError for a year that is none."""
        with self.store() as store:
            chosen = selection(store, year=year or None, place=place, section=section)
            return search.search(store, words, chosen, start=start)

    def facts(self, start: int) -> Rows:
        """A page of the facts, in the order of the table."""
        with self.store() as store:
            of = int(store.sql("select count(*) as n from main.facts")["n"][0])
            at = max(0, min(start, of - 1)) // FACTS * FACTS
            return Rows(_records(store, _FACTS, FACTS, at), at, of)

    def problems(self) -> list[Mapping[str, Any]]:
        """The first of what was not read, and of the warnings."""
        with self.store() as store:
            found = _records(store, _ERRORS)
        return [
            {**row, "message": shown_problem(row["kind"], row["message"], self.language)} for row in found
        ]

    def reports(self) -> list[Mapping[str, Any]]:
        """The first reports, with their numbers of facts."""
        with self.store() as store:
            return _records(store, _REPORTS)

    def check(self) -> None:
        """Raises UsageError where the folder holds no store that opens."""
        if not self.folder.path.exists():
            raise UsageError(f"there is no folder {self.folder.path}: --in names the output folder of a run")
        with self.store():
            pass


def _records(store: Reports, query: str, *parameters: Any) -> list[Mapping[str, Any]]:
    return [row for batch in store.batches(query, list(parameters), FACTS) for row in batch.to_pylist()]
