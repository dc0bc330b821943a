"""Archives: what is in them, and the bytes of a member. Nothing is ever written to disk, and no name is followed.

`contents` lists the members of an archive, those of archives in it too, with the digest of each; `member` reads one. A
kind of archive is a file here. Where members can only be read one after the other, `member` goes on from the last one, so
ask for them in the order of `contents`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from reporttext.errors import ReadError
from reporttext.readers import limits, parts
from reporttext.readers.archives import rar, sevenzip, tars, zips
from reporttext.readers.archives.entries import Archive, Stream, damaged

#: Bytes from the start that tell an archive.
HEAD = 512
#: Bytes read at a time.
CHUNK = 1 << 20

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


_FIRST_PARTS = frozenset((
    b"[content_types].xml", b"_rels/.rels", b"docprops/app.xml", b"docprops/core.xml", b"word/document.xml", b"mimetype",
    b"ofd.xml",
))  # fmt: skip


class Kind(NamedTuple):
    """A kind of archive: what it is, how it is opened, and the extra and package that it needs, if any."""

    about: str
    open: Callable[[BinaryIO], Archive]
    needs: tuple[str, str] | None = None


KINDS = {
    "zip": Kind("a zip archive (.zip)", zips.Zip),
    "tar": Kind("a tar archive (.tar)", tars.Tar),
    "gz": Kind("a gzip archive (.gz, .tgz)", partial(tars.Compressed, inflate=tars.gz)),
    "bz2": Kind("a bzip2 archive (.bz2)", partial(tars.Compressed, inflate=tars.bz)),
    "xz": Kind("an xz archive (.xz)", partial(tars.Compressed, inflate=tars.xz)),
    "zst": Kind("a Zstandard archive (.zst)", partial(tars.Compressed, inflate=tars.zst), tars.NEEDS),
    "7z": Kind("a 7-Zip archive (.7z)", sevenzip.SevenZip, sevenzip.NEEDS),
    "rar": Kind("a RAR archive (.rar)", rar.Rar, rar.NEEDS),
}

_HEADS = (
    ("7z", 0, b"7z\xbc\xaf\x27\x1c"),
    ("rar", 0, b"Rar!\x1a\x07"),
    ("gz", 0, b"\x1f\x8b\x08"),
    ("bz2", 4, b"1AY&SY"),
    ("xz", 0, b"\xfd7zXZ\x00"),
    ("zst", 0, b"\x28\xb5\x2f\xfd"),
)


def kind_of(file: BinaryIO, head: bytes | None = None) -> str | None:
    """The kind of archive that `file` is by its content, or None; documents that are packages (.docx) are none."""
    if head is None:
        file.seek(0)
        head = file.read(HEAD)
    if head.startswith(_ZIP):
        file.seek(0)
        return "zip" if parts.kind_of_file(file) == "zip" else None
    for kind, at, mark in _HEADS:
        if head.startswith(mark, at):
            return kind
    return "tar" if tars.is_tar(head) else None


def may_be(head: bytes) -> bool:
    """Whether what begins with `head` could be an archive; a .docx could."""
    return (
        head.startswith(_ZIP) or tars.is_tar(head) or any(head.startswith(mark, at) for _, at, mark in _HEADS)
    )


def is_candidate(head: bytes) -> bool:
    """Whether a file that begins with `head` is to be looked into for members: what may be an archive, and no document.

    Office and WPS write certain parts first; a zip with another first member may still prove to be a document.
    """
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")].lower()
    return may_be(head) and not (head.startswith(_ZIP) and first in _FIRST_PARTS)


def opened(file: BinaryIO, kind: str) -> Archive:
    """The archive in `file`; raises ReadError: `damaged`, `password`, `missing_extra`."""
    file.seek(0)
    return KINDS[kind].open(file)


class _Reader:
    """The archives on the way to the last member read: the file, then archives inside, each with the place it has."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._open: list[tuple[tuple[int, ...], Archive]] = []

    def read(self, path: Path, place: tuple[int, ...]) -> bytes:
        if path != self._path:
            self.close()
            self._path = path
        while self._open and place[: len(self._open[-1][0])] != self._open[-1][0]:
            self._open.pop()[1].close()
        if not self._open:
            self._enter((), path.open("rb"))
        while len(self._open) < len(place):
            inner = place[: len(self._open)]
            self._enter(inner, io.BytesIO(read_whole(self._open[-1][1].open(inner[-1]))))
        return read_whole(self._open[-1][1].open(place[-1]))

    def _enter(self, place: tuple[int, ...], file: BinaryIO) -> None:
        kind = kind_of(file)
        if kind is None:
            raise damaged("it is no archive any more")
        self._open.append((place, opened(file, kind)))

    def close(self) -> None:
        while self._open:
            self._open.pop()[1].close()
        self._path = None


# One a process: opening an archive of 100,000 members takes a second, and going back in a stream the whole of it.
_READER = _Reader()


def member(path: Path, place: tuple[int, ...]) -> bytes:
    """The bytes of the member at `place` (its position, after those of the archives it is in). Raises ReadError, OSError."""
    try:
        return _READER.read(path, place)
    except ReadError:
        _READER.close()
        raise


def forget() -> None:
    """Close the archive that `member` read last."""
    _READER.close()


def read_whole(stream: Stream) -> bytes:
    """All bytes of a member; raises ReadError, `limit` for one that is too large."""
    allowed = limits.current().member
    pieces, size = [], 0
    while piece := stream.read(CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > allowed:
            raise limits.exceeded("member", "it is larger")
    return b"".join(pieces)
