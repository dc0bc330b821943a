"""What a worker does: read and analyse a batch of files, and write the rows as one part."""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext import lexicon, pipeline, readers
from reporttext.errors import ReadError
from reporttext.model import Document, Error
from reporttext.pipeline import Settings
from reporttext.runner.given import give, missing, parsed
from reporttext.store.parts import Worked, part_columns, write_part
from reporttext.store.plan import Input
from reporttext.tables.rows import (
    Batch,
    Columns,
    canonical_units,
    document_columns,
    error_columns,
)

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBERED = re.compile(r"#\d+\Z")
# Bytes and files of one batch: some seconds of work, so that little is lost when a run is stopped, and little held.
_BATCH_BYTES, _BATCH_FILES = 2_000_000, 200


@dataclass(frozen=True, slots=True)
class Job:
    """A batch of inputs, and where its part goes."""

    inputs: tuple[Input, ...]
    settings: Settings
    parts: Path
    tries: int = 1

    @property
    def name(self) -> str:
        """The same inputs have the same name, so a batch that is worked twice is there once."""
        return hashlib.sha256(
            "\0".join(f"{i.source}\0{i.sha256}\0{i.given or ''}" for i in self.inputs).encode()
        ).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a batch, for the progress bar."""

    files: int
    bytes: int
    documents: int
    facts: int
    errors: int


def jobs(pending: Iterable[Input], settings: Settings, parts: Path) -> Iterator[Job]:
    """Batches by source, cut by size."""
    batch: list[Input] = []
    size = 0
    for found in pending:
        if batch and (size + found.bytes > _BATCH_BYTES or len(batch) == _BATCH_FILES):
            yield Job(tuple(batch), settings, parts)
            batch, size = [], 0
        batch.append(found)
        size += found.bytes
    if batch:
        yield Job(tuple(batch), settings, parts)


def divide(job: Job) -> list[Job]:
    """A batch that killed its worker, file by file. A single file has a second try: it may have died of its neighbour."""
    if len(job.inputs) > 1:
        return [replace(job, inputs=(single,)) for single in job.inputs]
    return [replace(job, tries=2)] if job.tries == 1 else []


def work(job: Job) -> Done:
    """Analyse a batch and write its part. Raises OSError where it cannot be written; what fails in a file is a row."""
    rows, worked = analyse_batch(job.inputs, job.settings)
    return _finish(job, rows, worked)


def give_up(job: Job, reason: str) -> Done:
    """The part of a batch that kills its worker: an error row for each file."""
    rows, worked = PartRows(), []
    for found in job.inputs:
        message = f"the program broke down on this file: {reason}; run again with more free memory, or leave the file out"
        worked.append(rows.add(found, [Error("analyse", "crash", "error", message)]))
    return _finish(job, rows.tables(), worked)


def _finish(job: Job, rows: dict[str, pa.Table], worked: Sequence[Worked]) -> Done:
    write_part(job.parts, job.name, rows, worked)
    return Done(
        len(job.inputs),
        sum(found.bytes for found in job.inputs),
        sum(w.documents for w in worked),
        rows["facts"].num_rows if "facts" in rows else 0,
        sum(w.failed for w in worked),
    )


def analyse_batch(batch: Iterable[Input], settings: Settings) -> tuple[dict[str, pa.Table], list[Worked]]:
    """Read and analyse files. Pure but for reading: the same files give the same tables, whatever else is in the batch."""
    rows = PartRows(settings)
    worked = [rows.add(found, _documents(found, settings)) for found in batch]
    return rows.tables(), worked


def _documents(found: Input, settings: Settings) -> Iterator[Document | Error]:
    """The reports in one file, one at a time (a list may have thousands), each with what metadata.csv gives to it."""
    given = parsed(found.given)
    inside: list[str] = []
    try:
        for whole in readers.read_all(found.path, found.source, settings.text_column):
            # A row of a list is one report already.
            reports = (whole,) if _NUMBERED.search(whole.source) else pipeline.split(whole, settings)
            for doc in reports:
                inside.append(doc.source[len(found.source) :])
                yield pipeline.analyse(give(doc, given, found.source), settings)
        yield from missing(given, found.source, inside)
    except ReadError as error:
        yield readers.failure(error)
    except Exception as error:  # noqa: BLE001  # one file's fault must not cost the others; it is told as a row
        yield _crash(error)


def _crash(error: Exception) -> Error:
    place = traceback.extract_tb(error.__traceback__)[-1]
    message = (
        f"the program failed on this file ({type(error).__name__}: {error}, in {Path(place.filename).name}, line {place.lineno}); "
        "please report it, with the file if it may be shown"
    )
    return Error("analyse", "crash", "error", message)


class PartRows:
    """The tables of a part, with what tells which input a row came of."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._units = canonical_units(lexicon.load((settings or Settings()).rules))
        self._found: list[tuple[str, dict[str, Columns]]] = []

    def add(self, found: Input, outcomes: Iterable[Document | Error]) -> Worked:
        """Add what came of one input, its documents and what went wrong; the documents themselves are not held."""
        problems: list[Error] = []
        documents = 0
        failed = False
        for outcome in outcomes:
            if isinstance(outcome, Error):
                problems.append(outcome)
                continue
            documents += 1
            failed = failed or any(error.severity == "error" for error in outcome.errors)
            self._add_document(found, outcome)
        if problems:
            self._found.append(
                (found.source, {"errors": _of_input(error_columns(found.source, problems), found)})
            )
        failed = failed or any(error.severity == "error" for error in problems)
        crashed = any(error.kind == "crash" for error in problems)
        return Worked(found.source, found.sha256, documents, failed, crashed, found.given)

    def _add_document(self, found: Input, doc: Document) -> None:
        columns = document_columns(doc, self._units)
        columns["errors"] = _of_input(columns["errors"], found)
        columns["_documents"] = {
            "doc_id": columns["documents"]["doc_id"],
            "source": [doc.source],
            "input": [found.source],
            "text_sha256": [hashlib.sha256(doc.text.encode("utf-8", "surrogatepass")).hexdigest()],
        }
        self._found.append((doc.source, columns))

    def tables(self) -> dict[str, pa.Table]:
        """The tables that have a row, documents by source: the store merges parts without sorting."""
        batch = Batch(part_columns)
        for _, columns in sorted(self._found, key=_place_of):
            batch.add(columns)
        return batch.arrow()


def _place_of(found: tuple[str, dict[str, Columns]]) -> tuple[str, str]:
    source, columns = found
    return source, columns["documents"]["doc_id"][0] if "documents" in columns else ""


def _of_input(errors: Columns, found: Input) -> Columns:
    return {**errors, "input": [found.source] * len(errors["source"])}
