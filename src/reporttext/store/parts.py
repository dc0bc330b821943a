"""Finished batches: a folder each, with an Arrow file a table, put in place whole.

A run that was stopped leaves its finished parts behind, and the next one uses them: a part says which inputs it holds,
by source and digest. Parts lie in a folder named by the analysis key, so that none made by other rules is taken.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.store.folder import remove
from reporttext.tables import schema

if TYPE_CHECKING:
    import pyarrow as pa

_DONE = "part.json"
#: Where a report is of, in `documents`, which `_documents` repeats.
PLACE = ("place_id", "province", "city", "county", "township")
_TEXTS = ("doc_id", "source", "input", "copy_key", "signature", *PLACE)  # columns of _documents

# Rows that are read back at a time; of the table `documents` these are whole reports.
_ROWS, _REPORTS = 20_000, 64

#: The names of parts begin so whose documents lie scattered among others', in the order of an archive and not by source.
SCATTERED = "scattered-"


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of one input: its documents, and whether some error may have another outcome next time.

    `failed`: a row of severity error; another reader, once installed, might do better. `crashed`: the program's fault.
    """

    source: str
    sha256: str
    documents: int
    failed: bool
    crashed: bool
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A finished batch on disk."""

    path: Path
    inputs: tuple[Worked, ...]

    @property
    def name(self) -> str:
        return self.path.name


@cache
def part_columns(table: str) -> pa.Schema:
    """The columns of a table as a worker makes them: those of the contract, and for errors the input they belong to.

    `_documents` is no table of the contract: it says which input each document came from, what tells a copy of it, and its place.
    """
    import pyarrow as pa

    text = pa.string()
    if table == "_documents":
        others = [("sketch", pa.binary()), ("chars", pa.int64()), ("place_shared", pa.bool_())]
        return pa.schema([*((column, text) for column in _TEXTS), *others])
    return schema(table).append(pa.field("input", text)) if table == "errors" else schema(table)


@cache
def part_schema(table: str) -> pa.Schema:
    """The columns of a table on disk. The two that are read from all parts at once name the part too."""
    import pyarrow as pa

    columns = part_columns(table)
    return columns.append(pa.field("part", pa.string())) if _names_part(table) else columns


def _names_part(table: str) -> bool:
    return table in ("_documents", "errors")


def write_part(parts: Path, name: str, tables: Mapping[str, pa.Table], inputs: Sequence[Worked]) -> None:
    """Write a batch under its name. It counts as finished only once its folder has that name, which takes one step.

    A finished part stays as it is: a worker that outlived a killed run may still write what the next run has already.
    """
    import pyarrow as pa

    temporary = parts / f".{name}-{os.getpid()}"
    remove(temporary)
    temporary.mkdir(parents=True)
    try:
        sizes = {}
        for table, rows in tables.items():
            path = temporary / f"{table}.arrow"
            whole = rows.append_column("part", pa.repeat(name, rows.num_rows)) if _names_part(table) else rows
            _write(path, whole.cast(part_schema(table)), _REPORTS if table == "documents" else _ROWS)
            sizes[path.name] = path.stat().st_size
        done = {"inputs": [asdict(i) for i in inputs], "sizes": sizes}
        (temporary / _DONE).write_text(json.dumps(done, ensure_ascii=False), "utf-8")
        if _read(parts / name) is None:
            remove(parts / name)
            with contextlib.suppress(OSError):  # the other one was quicker
                temporary.rename(parts / name)
        if _read(parts / name) is None:
            raise OSError(f"the folder {parts / name} could not be put in place")
    finally:
        remove(temporary)


def _write(path: Path, rows: pa.Table, at_a_time: int) -> None:
    """Read once, soon: quickly written and read, and nothing that helps to search. LZ4 takes more room than Zstandard."""
    from pyarrow import ipc

    written = ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    with path.open("wb") as file, ipc.new_file(file, rows.schema, options=written) as writer:
        writer.write_table(rows, at_a_time)


def finished(parts: Path) -> Iterator[Part]:
    """The finished parts, by name. One with a file that is missing or cut short (power went off) is not finished."""
    if not parts.is_dir():
        return
    for path in sorted(parts.iterdir()):
        if not path.name.startswith(".") and (part := _read(path)) is not None:
            yield part


def _read(path: Path) -> Part | None:
    try:
        done = json.loads((path / _DONE).read_text("utf-8"))
        whole = all((path / file).stat().st_size == size for file, size in done["sizes"].items())
        inputs = tuple(Worked(**entry) for entry in done["inputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Part(path, inputs) if whole else None


def read_part(part: Part, table: str) -> Iterator[pa.RecordBatch]:
    """The rows of one table in a part, in their order, some thousands at a time."""
    from pyarrow import ipc

    path = part.path / f"{table}.arrow"
    one = ipc.IpcReadOptions(use_threads=False)  # tables are filled beside each other already
    if path.exists():
        with path.open("rb") as file, ipc.open_file(file, options=one) as reader:
            yield from map(reader.get_batch, range(reader.num_record_batches))


def read_parts(parts: Iterable[Part], table: str) -> Iterator[pa.RecordBatch]:
    """The rows of one table in `parts`, one after the other."""
    return (batch for part in parts for batch in read_part(part, table))
