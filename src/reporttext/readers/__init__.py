"""Files to documents. A format is one file here: nothing else names it.

Such a file has a name for its `FORMAT`, says by content whether bytes are its own (`matches`), and reads them (`read`), which
imports what only it needs; one whose files hold many reports has `read_all` too, and names each of them (`source#n`).
`RANK`, 0 if it has none, orders the questions; the first that matches reads. `NEEDS`, if it has it, is the extra and the
package that it cannot read without; see `available`. Files without `FORMAT` are helpers. Archives are no format: a run looks
into them, see `archives`.

What cannot be read raises ReadError. Its message says what is the matter and what to do, its `start` and `end` where in
the file; it does not name the file, which the caller knows as the row's `source` and puts in front.
"""

from __future__ import annotations

import errno
import hashlib
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from reporttext.errors import ReadError
from reporttext.model import Document, Error
from reporttext.readers import limits, signatures


class Reader(Protocol):
    """A module of this package that reads one format."""

    FORMAT: str

    def matches(self, data: bytes) -> bool: ...
    def read(self, data: bytes, source: str) -> Document: ...


@cache
def all_readers() -> tuple[Reader, ...]:
    """The readers in the order in which they are asked; found when first wanted, since a run that plans reads nothing."""
    files = (
        found.name for found in iter_modules(__path__) if not (found.ispkg or found.name.startswith("_"))
    )
    modules = [import_module(f"{__name__}.{file}") for file in files]
    readers = [module for module in modules if hasattr(module, "FORMAT")]
    readers.sort(key=lambda module: (getattr(module, "RANK", 0), module.FORMAT))
    return tuple(cast("Sequence[Reader]", readers))


def read(path: Path, source: str | None = None) -> Document:
    """Read the file `path`; `source` (its name, unless given) names it in every table. Raises ReadError only.

    A list of several reports is an error here: see `read_all`.
    """
    return read_bytes(_content(path), path.name if source is None else source)


def read_all(path: Path, source: str | None = None, text_column: str | None = None) -> Iterator[Document]:
    """Read the reports of the file `path`, in order: one, or of a list as many as it has rows. Raises ReadError only.

    `text_column` names the column of full texts of lists; without it the column is found.
    """
    return documents(_content(path), path.name if source is None else source, text_column)


def _content(path: Path) -> bytes:
    """The bytes of a regular file; no other is opened: a pipe would make the run wait for ever."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(
                "unreadable", "it is not a file (a folder, pipe or device); name the files or their folder"
            )
        if status.st_size > limits.current().file:
            raise limits.exceeded("file", f"it has {status.st_size:,} bytes", status.st_size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(
            "missing", "there is no such file; check the name, or whether it was moved during the run"
        ) from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise ReadError("unreadable", "the link leads in a circle; name the file itself") from error
        raise ReadError(
            "unreadable", f"the system does not let it be read ({_reason(error)}); check its permissions"
        ) from error


def read_bytes(data: bytes, source: str) -> Document:
    """Read the content of one file, by whatever reader takes it. Raises ReadError only."""
    found = documents(data, source)
    doc = next(found)
    if next(found, None) is not None:
        raise ReadError(
            "list", "it is a list of several reports, which `read_all` and a run take, not one report"
        )
    return doc


def documents(data: bytes, source: str, text_column: str | None = None) -> Iterator[Document]:
    """The reports in the content of one file, by whatever reader takes it; at least one, or ReadError.

    Each knows its `format`, `encoding` (of text), `bytes`, `content_sha256`, and what was left out on the way (`errors`).
    """
    if data and not data.strip(b"\0"):
        message = "it holds only zero bytes, as a download or copy that broke off leaves them; fetch it again"
        raise ReadError("empty", message)
    if not data.strip(b"\0\t\n\r "):
        raise ReadError("empty", "the file is empty; fetch it again or leave it out")
    for reader in all_readers():
        if reader.matches(data):
            break
    else:
        foreign = signatures.recognise(data)
        if foreign is None:  # text takes whatever is not recognised
            raise ReadError("unsupported", "its format is not known; save it as .docx or .txt")
        raise signatures.refusal(foreign)
    read_many = getattr(reader, "read_all", None)
    for doc in [reader.read(data, source)] if read_many is None else read_many(data, source, text_column):
        if doc.content_sha256:  # one of many, which knows its own
            yield doc
        else:
            digest = hashlib.sha256(data).hexdigest()
            yield replace(doc, source=source, bytes=len(data), content_sha256=digest)


def failure(error: ReadError) -> Error:
    """The row of the table `errors` for an input that could not be read."""
    return Error("read", error.kind, error.severity, error.message, error.start, error.end)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
