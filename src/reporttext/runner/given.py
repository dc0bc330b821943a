"""What metadata.csv gives to which report.

A row goes to the file that its key names: by its source, or by its path below the table's folder. A key may name one report
of a file (`book.txt#2`, `box.zip!/a.txt`); what is said of the file holds for all its reports. Where two tables speak of
one report, the one in the nearer folder goes first, and one that was named in the call before all.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reporttext.errors import ReadError, UsageError
from reporttext.model import Document, Error, Given
from reporttext.readers import variables
from reporttext.readers.files import Found, printable
from reporttext.readers.variables import Row

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
    """The tables of variables of a run. `problems` are what is wrong with them, by source."""

    def __init__(self, found: Sequence[Found], named: Path | None) -> None:
        self.problems: list[tuple[str, Error]] = []
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

    def _add(self, source: str, folder: str | None, path: Path) -> None:
        table = variables.read(path)
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in table.rows:
            rows[_INSIDE.sub("", row.key)].append(row)
        # Below the folder of an input lies no more of the source; one named in the call is matched by the disk.
        self._tables.append(_Table(source, folder or "", path.absolute().parent, rows, set()))
        self.problems += ((source, problem) for problem in table.problems)

    def of(self, found: Found) -> str | None:
        """What is given to a file and the reports in it, as text that is equal where it is the same; None for nothing."""
        if not self._tables:
            return None
        self._sources[found.source.rpartition("/")[2]].append(found.source)
        given: dict[str, Given] = {}
        for table in self._tables:
            for name in _names(found, table):
                for row in table.rows.get(name, ()):
                    table.used.add(name)
                    inside = row.key[len(name) :]
                    given[inside] = _over(given.get(inside), row.given)
        if not any(one.values or one.variables for one in given.values()):
            return None
        plain = {inside: [one.values, one.variables] for inside, one in sorted(given.items())}
        return json.dumps(plain, ensure_ascii=False)

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


def _names(found: Found, table: _Table) -> Iterator[str]:
    """What a table may call a file: its source, its path below the table."""
    yield found.source
    if table.folder and found.source.startswith(f"{table.folder}/"):
        yield found.source[len(table.folder) + 1 :]
        return
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
    return Given(tuple(values.items()), tuple(variables_.items()))


def give(doc: Document, given: Mapping[str, Given], source: str) -> Document:
    """The document with what is given to it: `source` is its file's, `given` by what follows that in a report's source."""
    inside = doc.source[len(source) :]
    mine: Given | None = None
    for part in sorted(given, key=len):
        if inside == part or (inside.startswith(part) and inside[len(part) : len(part) + 1] in ("#", "!")):
            mine = _over(mine, given[part])
    return doc if mine is None else replace(doc, given=mine)


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
        inside: Given(tuple((n, v) for n, v in values), tuple((n, v) for n, v in own))
        for inside, (values, own) in json.loads(given).items()
    }


def missing(given: Mapping[str, Given], source: str, inside: Sequence[str]) -> Iterator[Error]:
    """A problem for each report that a key names inside a file and that is not there; `inside` are those that are."""
    for part in given:
        if part and part not in inside:
            message = f"metadata.csv has a row for {source}{part}, and there is no such report in this file, so the row is not used"
            yield Error("metadata", "unmatched", "warning", message)
