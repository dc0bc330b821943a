"""What every kind of archive offers: its entries, one after the other, each with a way to its bytes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO, Literal, NamedTuple, Protocol

from reporttext.errors import ReadError

#: `folder` needs no row; `link` and `special` (devices, pipes) are never followed or opened.
EntryKind = Literal["file", "folder", "link", "special", "encrypted", "split"]


class Stream(Protocol):
    """Bytes of a member, read forward."""

    def read(self, size: int, /) -> bytes: ...


class Entry(NamedTuple):
    """One entry as the archive's directory has it. `name` is raw unless it is known to be text; sizes may be lies."""

    name: bytes | str
    kind: EntryKind
    size: int = 0
    packed: int | None = None


#: An entry, and a call that opens it. In an archive read in order the stream must be used before the next entry.
Opener = Callable[[], Stream]


class Archive(ABC):
    """An archive being read. Every method may raise ReadError, `damaged` above all."""

    #: Whether members can only be had one after the other: going back means to begin again.
    in_order: bool = True

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self._walk: Iterator[tuple[Entry, Opener]] | None = None
        self._next = 0

    @abstractmethod
    def walk(self) -> Iterator[tuple[Entry, Opener]]:
        """All entries from the first on; a second call begins again."""

    def open(self, position: int) -> Stream:
        """The member at `position`, counted from 0 over all entries."""
        if self._walk is None or position < self._next:
            self.file.seek(0)
            self._walk, self._next = self.walk(), 0
        for _, opener in self._walk:
            self._next += 1
            if self._next > position:
                return opener()
        raise damaged("it holds fewer members than before")

    def close(self) -> None:
        """Let go of the file."""
        self._walk = None
        with suppress(OSError):
            self.file.close()


class BrokenStream(ReadError):  # noqa: N818  # as the other kinds, it is named by what is the matter
    """A fault of the stream that all members are in: what follows cannot be had."""


def broken(reason: object) -> BrokenStream:
    return BrokenStream("damaged", damaged(reason).message)


def damaged(reason: object) -> ReadError:
    return ReadError("damaged", f"it is damaged: {str(reason) or type(reason).__name__}; fetch it again")


def password() -> ReadError:
    return ReadError("password", "it is protected by a password; unpack it and read the folder")
