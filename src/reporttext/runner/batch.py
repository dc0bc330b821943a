"""What a worker does: read and analyse a batch of files, and write the rows as one part."""

from __future__ import annotations

import hashlib
import platform
import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext import lexicon, pipeline, readers
from reporttext.engines import Died, local
from reporttext.errors import ReadError, ReporttextError
from reporttext.model import Document, Error
from reporttext.pipeline import Settings
from reporttext.readers import archives
from reporttext.readers.limits import Limits, current, keep_to
from reporttext.runner import keys
from reporttext.runner.given import give, missing, parsed
from reporttext.store.parts import SCATTERED, Worked, part_columns, write_part
from reporttext.store.plan import Input
from reporttext.tables import copies
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
    limits: Limits
    parts: Path
    tries: int = 1

    @property
    def name(self) -> str:
        """The same inputs have the same name, so a batch that is worked twice is there once."""
        inputs = "\0".join(f"{i.source}\0{i.sha256}\0{i.given or ''}" for i in self.inputs)
        digest = hashlib.sha256(inputs.encode()).hexdigest()[:24]
        return f"{SCATTERED}{digest}" if self.inputs[0].in_order else digest


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a batch, for the progress bar."""

    files: int
    bytes: int
    documents: int
    facts: int
    errors: int


def jobs(pending: Iterable[Input], settings: Settings, limits: Limits, parts: Path) -> Iterator[Job]:
    """Batches of inputs as they come, cut by size, and where an archive begins or ends that is read in order."""
    batch: list[Input] = []
    size = 0
    for found in pending:
        full = size + found.bytes > _BATCH_BYTES or len(batch) == _BATCH_FILES
        if batch and (full or _stream(found) != _stream(batch[0])):
            yield Job(tuple(batch), settings, limits, parts)
            batch, size = [], 0
        batch.append(found)
        size += found.bytes
    if batch:
        yield Job(tuple(batch), settings, limits, parts)


def _stream(found: Input) -> Path | None:
    return found.path if found.in_order else None


def divide(job: Job, died: Died) -> list[Job]:
    """A batch that its worker died of, without the file it died of, which is tried once more alone.

    It may have died of its neighbours, or of a machine that was busy. Where no file is to blame each is tried alone.
    """
    at, inputs = died.at, job.inputs
    if len(inputs) == 1:
        return [replace(job, tries=2)] if job.tries == 1 else []
    if at is None:
        return [replace(job, inputs=(single,)) for single in inputs]
    alone = replace(job, inputs=(inputs[at],), tries=2)
    return [alone, *(replace(job, inputs=rest) for rest in (inputs[:at], inputs[at + 1 :]) if rest)]


def work(job: Job) -> Done:
    """Analyse a batch and write its part. Raises OSError where it cannot be written; what fails in a file is a row."""
    with keep_to(job.limits):
        rows, worked = analyse_batch(job.inputs, job.settings)
    local.beat(None)
    return _finish(job, rows, worked)


def anywhere(job: Job) -> Job:
    """A job whose paths mean the same in whatever folder a worker runs."""
    inputs = tuple(replace(found, path=found.path.absolute()) for found in job.inputs)
    return replace(job, inputs=inputs, parts=job.parts.absolute())


def work_as(key: str, job: Job) -> Done:
    """`work` on another machine, once it is sure that it would be the same here.

    Raises ReporttextError where program, rules or packages are not those of the analysis key, or the disk is another.
    """
    here = f"the worker on {platform.node() or 'another machine'}"
    if keys.analysis_key(job.settings, job.limits) != key:
        raise ReporttextError(
            f"{here} has another version of reporttext, of Python or of a package that decides what is found: install the same on all"
        )
    # A file that was taken away meanwhile is a row of `errors`, as anywhere.
    for folder in (job.parts, job.inputs[0].path.parent):
        if not folder.is_dir():
            raise ReporttextError(
                f"{here} does not see {folder}: reports and output must lie on a disk that all workers see under the same path"
            )
    return work(job)


def give_up(job: Job, died: Died) -> Done:
    """The part of a batch that kills its worker: an error row for each file."""
    rows, worked = PartRows(), []
    for found in job.inputs:
        row = Error("analyse", died.kind, "error", lost(died, found.bytes, job.limits))
        worked.append(rows.add(found, [row]))
    return _finish(job, rows.tables(), worked)


def lost(died: Died, size: int, limits: Limits) -> str:
    """The message for an input of `size` bytes that a worker died of, with what to do."""
    if died.kind == "timeout":
        return (
            f"it took longer than {limits.time(size):,.0f} seconds of processor time, the limit for {size:,} bytes; cut it into its reports, "
            f"or allow more: --limit seconds={limits.seconds * 4}"
        )
    if died.kind == "memory":
        return (
            f"it took more than {limits.memory:,} bytes of memory, the limit of a worker; cut it into its reports, or allow "
            f"more: --limit memory={limits.memory * 2}"
        )
    return f"the program broke down on this file: {died.reason}; run again with more free memory, or leave the file out"


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
    worked = []
    for at, found in enumerate(batch):
        local.beat(at, current().time(found.bytes))
        worked.append(rows.add(found, _documents(found, settings)))
    return rows.tables(), worked


def _documents(found: Input, settings: Settings) -> Iterator[Document | Error]:
    """The reports in one file, one at a time (a list may have thousands), each with what metadata.csv gives to it."""
    given = parsed(found.given)
    inside: list[str] = []
    try:
        for read in _read(found, settings):
            whole = pipeline.mask(read, settings)
            # A row of a list is one report already.
            numbered = _NUMBERED.search(whole.source[len(found.source) :])
            for doc in (whole,) if numbered else pipeline.split(whole, settings):
                inside.append(doc.source[len(found.source) :])
                yield pipeline.analyse(give(doc, given, found.source), settings)
        yield from missing(given, found.source, inside)
    except ReadError as error:
        yield readers.failure(error)
    except MemoryError:
        message = f"there is not enough memory for it ({found.bytes:,} bytes); close other programs, or cut it into its reports"
        yield Error("analyse", "memory", "error", message)
    except Exception as error:  # noqa: BLE001  # one file's fault must not cost the others; it is told as a row
        yield _crash(error)


def _read(found: Input, settings: Settings) -> Iterator[Document]:
    if not found.place:
        return readers.read_all(found.path, found.source, settings.text_column)
    try:
        data = archives.member(found.path, found.place)
    except OSError as error:
        raise ReadError("unreadable", f"its archive cannot be read ({error.strerror}); run again") from error
    if hashlib.sha256(data).hexdigest() != found.sha256:
        raise ReadError("unreadable", "the archive was changed while it was read; run again")
    return readers.documents(data, found.source, settings.text_column)


def _crash(error: Exception) -> Error:
    place = traceback.extract_tb(error.__traceback__)[-1]
    message = (
        f"the program failed on this file ({type(error).__name__}: {error}, in {Path(place.filename).name}, line {place.lineno}); "
        "please report it, with the file if it may be shown"
    )
    return Error("analyse", "crash", "error", message)


# What may go better next time.
_LOST = frozenset(("crash", "timeout", "memory"))


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
        crashed = any(error.kind in _LOST for error in problems)
        return Worked(found.source, found.sha256, documents, failed, crashed, found.given)

    def _add_document(self, found: Input, doc: Document) -> None:
        columns = document_columns(doc, self._units)
        copy = copies.fingerprint(doc)
        columns["errors"] = _of_input(columns["errors"], found)
        columns["_documents"] = {
            "doc_id": columns["documents"]["doc_id"],
            "source": [doc.source],
            "input": [found.source],
            "copy_key": [copy.key],
            "signature": [copy.signature],
            "sketch": [copy.sketch],
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
