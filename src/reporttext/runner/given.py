"""What metadata.csv and a reviewer's decisions give to which report.

A row goes to the file that its key names: by its source, or by its path below the table's folder. A key may name one report
of a file (`book.txt#2`, `box.zip!/a.txt`); what is said of the file holds for all its reports. Where two tables speak of
one report, the one in the nearer folder goes first, and one that was named in the call before all. Decisions go by source, or
by id where they name none.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext import corrections
from reporttext.errors import ReadError, UsageError
from reporttext.model import Correction, Document, Error, Given, Span
from reporttext.readers.files import Found, printable
from reporttext.tables import document_id

if TYPE_CHECKING:
    from reporttext.readers.variables import Row
    from reporttext.review.decisions import Decisions

# What follows the file's own name in the source of a report inside it.
_INSIDE = re.compile(r"!/.*|#\d+$", re.DOTALL)


@dataclass(slots=True)
class _Table:
    """One table: its source, the folder that its keys are below (as a source, and on disk), its rows by file."""

    source: str
    folder: str
    path: Path
    rows: dict[str, list[Row]]
    used: set[str]


class Tables:
    """The tables of variables of a run, and what was decided in a review. `problems` are what is wrong with them, by source.

    `masked` is what every text of theirs passes through, the variable's name with it.
    """

    def __init__(
        self,
        found: Sequence[Found],
        named: Path | None,
        decisions: Decisions | None = None,
        masked: Callable[[str, str], str] | None = None,
    ) -> None:
        self.problems: list[tuple[str, Error]] = []
        self._masked = masked
        self._decided = _Decided(decisions) if decisions else None
        if decisions:
            self.problems += ((decisions.name, problem) for problem in decisions.problems)
        self._tables: list[_Table] = []
        self._sources: dict[str, list[str]] = defaultdict(list)  # of the files, by their bare name
        for item in sorted(found, key=lambda item: item.source.count("/")):
            try:
                self._add(item.source, item.source.rpartition("/")[0], item.path)
            except ReadError as error:
                message = f"it is not used: {error.message}"
                self.problems.append((item.source, Error("metadata", error.kind, "warning", message)))
        if named is not None:
            try:
                self._add(printable(named.name), None, named)
            except ReadError as error:
                raise UsageError(f"{named}: {error.message}") from error
        if masked:
            self.problems = [
                (source, replace(problem, message=masked(problem.message, "")))
                for source, problem in self.problems
            ]

    def _add(self, source: str, folder: str | None, path: Path) -> None:
        from reporttext.readers import variables

        table = variables.read(path)
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in table.rows:
            rows[_INSIDE.sub("", row.key)].append(row)
        # Below the folder of an input lies no more of the source; one named in the call is matched by the disk.
        self._tables.append(_Table(source, folder or "", path.absolute().parent, rows, set()))
        self.problems += ((source, problem) for problem in table.problems)

    def of(self, found: Found, digest: str) -> str | None:
        """What is given to a file and the reports in it, as text that is equal where it is the same; None for nothing.

        `digest` is that of the file's content.
        """
        if not self._tables and self._decided is None:
            return None
        self._sources[found.source.rpartition("/")[2]].append(found.source)
        given: dict[str, Given] = {}
        for table in self._tables:
            for name in _names(found, table):
                for row in table.rows.get(name, ()):
                    table.used.add(name)
                    inside = row.key[len(name) :]
                    given[inside] = _over(given.get(inside), row.given)
        for inside, mine in self._decided.of(found.source, digest) if self._decided else ():
            given[inside] = _over(given.get(inside), Given(corrections=tuple(mine)))
        if not any(one.values or one.variables or one.corrections for one in given.values()):
            return None
        if self._masked:
            given = {inside: _mask(one, self._masked) for inside, one in given.items()}
        return json.dumps({inside: _plain(one) for inside, one in sorted(given.items())}, ensure_ascii=False)

    def unmatched(self) -> Iterator[tuple[str, Error]]:
        """A row for each key that names no file of the run; ask when all files were asked for."""
        for table in self._tables:
            for name, rows in table.rows.items():
                if name in table.used:
                    continue
                near = self._sources.get(name.rpartition("/")[2], ())
                remedy = f"did you mean {near[0]}?" if len(near) == 1 else "write its path below this table"
                for row in rows:
                    message = f"line {row.line}: no report of this run is {row.key}, so the row is not used; {remedy}"
                    yield table.source, Error("metadata", "unmatched", "warning", message)
        yield from self._decided.unmatched(self._sources) if self._decided else ()


class _Decided:
    """The decisions of a review, and which of them were asked for."""

    def __init__(self, decisions: Decisions) -> None:
        self.name = decisions.name
        self.by_doc_id = decisions.by_doc_id
        self.by_file: dict[str, list[tuple[str, tuple[Correction, ...]]]] = defaultdict(list)
        for source, mine in decisions.by_source.items():
            file = _INSIDE.sub("", source)
            self.by_file[file].append((source[len(file) :], mine))
        self.used: set[str] = set()

    def of(self, source: str, digest: str) -> Iterator[tuple[str, tuple[Correction, ...]]]:
        """The decisions on a file, by what follows its name in a report's source."""
        self.used.add(source)
        yield from self.by_file.get(source, ())
        doc_id = document_id(source, digest)
        if doc_id in self.by_doc_id:
            self.used.add(doc_id)
            yield "", self.by_doc_id[doc_id]

    def unmatched(self, sources: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Error]]:
        for file, found in self.by_file.items():
            if file in self.used:
                continue
            near = sources.get(file.rpartition("/")[2], ())
            remedy = (
                f"did you mean {near[0]}?"
                if len(near) == 1
                else "write its source as the table documents has it"
            )
            for inside, mine in found:
                yield from ((self.name, _no_report(one, file + inside, remedy)) for one in mine)
        for doc_id, mine in self.by_doc_id.items():
            if doc_id not in self.used:
                remedy = (
                    "write its source too, for the id is another once the file has changed or lies elsewhere"
                )
                yield from ((self.name, _no_report(one, doc_id, remedy)) for one in mine)


def _no_report(one: Correction, called: str, remedy: str) -> Error:
    message = f"{one.row}: no report of this run is {called}, so the row is not used; {remedy}"
    return Error(corrections.STAGE, "unmatched", "warning", message)


def _names(found: Found, table: _Table) -> Iterator[str]:
    """What a table may call a file: its source, its path below the table."""
    yield found.source
    if table.folder and found.source.startswith(f"{table.folder}/"):
        yield found.source[len(table.folder) + 1 :]
        return
    from reporttext.readers import variables

    path = found.path.absolute()
    if path.is_relative_to(table.path):
        below = variables.normal(printable(path.relative_to(table.path).as_posix()))
        if below != found.source:
            yield below


def _over(below: Given | None, above: Given) -> Given:
    """What two rows give together, the second first."""
    if below is None:
        return above
    values, variables_ = (
        dict(below.values) | dict(above.values),
        dict(below.variables) | dict(above.variables),
    )
    decided = (*below.corrections, *above.corrections)
    return Given(tuple(values.items()), tuple(variables_.items()), decided)


def _mask(given: Given, masked: Callable[[str, str], str]) -> Given:
    """The same with its texts masked; those of decisions were when they were read."""
    values, own = (
        tuple((name, masked(value, name)) for name, value in pairs)
        for pairs in (given.values, given.variables)
    )
    return replace(given, values=values, variables=own)


def give(doc: Document, given: Mapping[str, Given], source: str) -> Document:
    """The document with what is given to it: `source` is its file's, `given` by what follows that in a report's source."""
    inside = doc.source[len(source) :]
    mine: Given | None = None
    for part in sorted(given, key=len):
        if inside == part or (inside.startswith(part) and inside[len(part) : len(part) + 1] in ("#", "!")):
            mine = _over(mine, given[part])
    if mine is None:
        return doc
    if mine.corrections:
        doc_id = document_id(doc.source, doc.content_sha256)
        fitting, problems = corrections.check(mine.corrections, doc.text, doc_id)
        doc = replace(doc, corrections=fitting, errors=(*doc.errors, *problems))
        mine = replace(mine, corrections=())
    return replace(doc, given=mine) if mine.values or mine.variables else doc


def inner(given: str | None, inside: str) -> str | None:
    """What is given to the member `inside` (!/a.txt) of an archive, of what `Tables.of` gave to the archive; None for nothing."""
    if given is None:
        return None
    found = {
        part[len(inside) :] if part else "": what
        for part, what in json.loads(given).items()
        if not part or part == inside or part.startswith((f"{inside}#", f"{inside}!/"))
    }
    return json.dumps(found, ensure_ascii=False) if found else None


def parsed(given: str | None) -> Mapping[str, Given]:
    """What `Tables.of` wrote."""
    if given is None:
        return {}
    return {
        inside: Given(_pairs(values), _pairs(own), tuple(map(_correction, decided)))
        for inside, (values, own, decided) in json.loads(given).items()
    }


def _plain(given: Given) -> list[Any]:
    """As JSON holds it; `parsed` reads it."""
    decided = [[getattr(one, field.name) for field in fields(one)] for one in given.corrections]
    return [given.values, given.variables, decided]


def _correction(plain: Sequence[Any]) -> Correction:
    named = dict(zip((field.name for field in fields(Correction)), plain, strict=True))
    span, values = named["span"], _pairs(named["values"])
    return Correction(**named | {"span": span and Span(*span), "values": values})


def _pairs(plain: Sequence[Sequence[Any]]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, value) for name, value in plain)


def missing(given: Mapping[str, Given], source: str, inside: Sequence[str]) -> Iterator[Error]:
    """A problem for each report that a key names inside a file and that is not there; `inside` are those that are."""
    for part, what in given.items():
        if not part or part in inside:
            continue
        remedy = "write its source as the table documents has it"
        yield from (_no_report(one, source + part, remedy) for one in what.corrections)
        if what.values or what.variables:
            message = f"metadata.csv has a row for {source}{part}, and there is no such report in this file, so the row is not used"
            yield Error("metadata", "unmatched", "warning", message)
