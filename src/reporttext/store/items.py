"""What a plan is made of: files to read, archives to look into, and what is wrong with either."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reporttext.model import Error


@dataclass(frozen=True, slots=True)
class Input:
    """A file of this run: its name in every table, where it is, its size, the digest of its content, what is given to it.

    A member of the archive with the source `archive` is at `place` in the file `path`; see `reporttext.readers.archives`.
    """

    source: str
    path: Path
    bytes: int
    sha256: str
    given: str | None = None
    archive: str | None = None
    place: tuple[int, ...] = ()
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of this run that is, or may be, an archive."""

    source: str
    path: Path
    bytes: int
    sha256: str
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a source that is no input, or with a member of the archive with the source `archive`."""

    source: str
    error: Error
    archive: str | None = None


Item = Input | Packed | Problem


@dataclass(frozen=True, slots=True)
class Listed:
    """What looking into a file has shown: its members and problems, or, of a document, the file itself as an input."""

    packed: Packed
    items: tuple[Input | Problem, ...]
    crashed: bool = False

    @property
    def failed(self) -> bool:
        return any(isinstance(item, Problem) and item.error.severity == "error" for item in self.items)

    @property
    def is_document(self) -> bool:
        return any(isinstance(item, Input) and item.archive is None for item in self.items)
