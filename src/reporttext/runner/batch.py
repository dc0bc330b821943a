"""A batch of inputs: how a run is cut into them, what a worker does with one, what becomes of one that it dies of."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.engines import Died, local
from reporttext.errors import ReporttextError
from reporttext.model import Error
from reporttext.readers.limits import Limits, keep_to
from reporttext.runner import keys
from reporttext.settings import Settings
from reporttext.store.items import Input
from reporttext.store.parts import SCATTERED, Worked, write_part
from reporttext.store.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa

# Bytes and files of one batch: some seconds of work, so that little is lost when a run is stopped, and little held.
_BATCH_BYTES, _BATCH_FILES = 1_000_000, 200
# A part of fewer bytes costs more to put away and to read again than waiting for the last worker does.
_LEAST_BYTES = 200_000


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


def jobs(plan: Plan, settings: Settings, limits: Limits, parts: Path, workers: int) -> Iterator[Job]:
    """Batches of the inputs that are still to be worked, as they lie, cut where an archive that is read in order begins or ends.

    A file larger than a batch comes before all others, so that the longest work is not begun last. Batches grow smaller
    towards the end, so that all workers come to it at about the same time.
    """
    _, left = plan.count("origin is null")
    for found in plan.pending():
        if _large(found):
            left -= found.bytes
            yield Job((found,), settings, limits, parts)
    batch: list[Input] = []
    size, room = 0, _room(left, workers)
    for found in plan.pending():
        full = size + found.bytes > room or len(batch) == _BATCH_FILES
        if batch and (full or _large(found) or _stream(found) != _stream(batch[0])):
            yield Job(tuple(batch), settings, limits, parts)
            batch, size, room = [], 0, _room(left, workers)
        if not _large(found):
            batch.append(found)
            size, left = size + found.bytes, left - found.bytes
    if batch:
        yield Job(tuple(batch), settings, limits, parts)


def _room(left: int, workers: int) -> int:
    """The bytes of a batch, when so many are left: some batches for each worker, as long as they are worth a part."""
    return max(_LEAST_BYTES, min(_BATCH_BYTES, left // (4 * max(1, workers))))


def _large(found: Input) -> bool:
    return found.bytes > _BATCH_BYTES and not found.in_order


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
    from reporttext.runner.worker import analyse_batch

    if local.is_worker():
        _arrow_alone()

    with keep_to(job.limits):
        rows, worked = analyse_batch(job.inputs, job.settings)
    local.beat(None)
    return _finish(job, rows, worked)


@cache
def _arrow_alone() -> None:
    """Let pyarrow believe that there is no pandas, in a process of our own.

    It imports it for the first list that it is given, to see whether that may be a Series: time and memory of every worker, which has
    none.
    """
    import pyarrow as pa

    class NoPandas(MetaPathFinder):
        def find_spec(self, name: str, *_: object) -> None:
            if name == "pandas":
                raise ImportError(name)

    sys.meta_path.insert(0, refuse := NoPandas())
    pa.array([0])
    sys.meta_path.remove(refuse)


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
    from reporttext.runner.worker import PartRows

    rows, worked = PartRows(), []
    for found in job.inputs:
        row = Error("analyse", died.kind, "error", lost(died, found.bytes, job.limits))
        worked.append(rows.add(found, [row]))
    return _finish(job, rows.tables(), worked)


# Bytes of memory for a byte of a text full of figures, with room: 65 were measured for its layers, and the rows of its tables are
# held beside them.
_DENSE = 150


def lost(died: Died, size: int, limits: Limits) -> str:
    """The message for an input of `size` bytes that a worker died of, with what to do."""
    if died.kind == "timeout":
        return (
            f"it took longer than {limits.time(size):,.0f} seconds of processor time, the limit for {size:,} bytes; cut it into its reports, "
            f"or allow more: --limit seconds={limits.seconds * 4}"
        )
    if died.kind == "memory":
        return (
            f"it took more than {limits.memory:,} bytes of memory, the limit of a worker; cut it into its reports, one that is a "
            f"single text into files of at most {limits.memory // _DENSE:,} bytes, or allow more: --limit memory={limits.memory * 2}"
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
