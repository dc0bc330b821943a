"""What a worker does with a batch: read each file, analyse its reports, and make the rows of the part.

Apart from `batch`, which a run that only plans and merges needs: the pipeline is slow to import.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext import lexicon, pipeline, readers
from reporttext.engines import local
from reporttext.errors import ReadError, told_alike
from reporttext.model import Document, Error
from reporttext.readers import archives
from reporttext.readers.limits import current
from reporttext.runner.given import give, missing, parsed
from reporttext.settings import Settings
from reporttext.store.items import Input
from reporttext.store.parts import PLACE, Worked, part_columns
from reporttext.tables import copies
from reporttext.tables.batch import Batch, Columns
from reporttext.tables.rows import document_columns, error_columns
from reporttext.units import canonical_units

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBERED = re.compile(r"#\d+\Z")


def analyse_batch(batch: Iterable[Input], settings: Settings) -> tuple[dict[str, pa.Table], list[Worked]]:
    """Read and analyse files. Pure but for reading: the same files give the same tables, whatever else is in the batch."""
    with pipeline.uncollected():  # let go only when the rows are: they would be walked
        return _analysed(batch, settings)


def _analysed(batch: Iterable[Input], settings: Settings) -> tuple[dict[str, pa.Table], list[Worked]]:
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
        f"the program failed on this file ({type(error).__name__}: {told_alike(str(error))}, in {Path(place.filename).name}, line {place.lineno}); "
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
            "place_shared": [doc.metadata.place_shared],
            **{name: columns["documents"][name] for name in ("chars", *PLACE)},
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
