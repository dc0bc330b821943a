""".tar, and whatever .gz, .bz2, .xz and .zst hold: a tar, or one file. Read as a stream, in order."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO, cast

from reporttext.errors import ReadError
from reporttext.readers import extras, limits
from reporttext.readers.archives.entries import (
    Archive,
    BrokenStream,
    Entry,
    EntryKind,
    Opener,
    Stream,
    broken,
    damaged,
)

#: So much may come out of any stream before the ratio counts: a page of blanks packs a thousandfold.
RATIO_FROM = 50_000_000
NEEDS = ("archives", "backports.zstd")  # before Python 3.14
_MAGIC = (257, b"ustar")

_BROKEN = (
    tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError, TypeError, IndexError,
)  # fmt: skip


def is_tar(head: bytes) -> bool:
    return head.startswith(_MAGIC[1], _MAGIC[0])


class Tar(Archive):
    """A tar in `file`, which need not seek if it is walked once only."""

    def walk(self) -> Iterator[tuple[Entry, Opener]]:
        yield from _walk(self.file)


class Compressed(Archive):
    """A compressed stream with a tar in it, or with one file, which then has no name."""

    def __init__(self, file: BinaryIO, inflate: Callable[[BinaryIO], Any]) -> None:
        super().__init__(file)
        self._inflate = inflate

    def walk(self) -> Iterator[tuple[Entry, Opener]]:
        stream = _Inflated(self.file, self._inflate)
        if is_tar(stream.peek(512)):
            yield from _walk(stream)
        else:
            yield Entry("", "file"), lambda: stream


class _Inflated:
    """A decompressed stream that keeps to the ratio, and tells faults as ReadError."""

    def __init__(self, file: BinaryIO, inflate: Callable[[BinaryIO], Any]) -> None:
        self._packed = file
        try:
            self._stream = inflate(file)
        except _BROKEN as error:
            raise damaged(error) from error
        self._ahead = b""
        self._out = 0

    def peek(self, size: int) -> bytes:
        while len(self._ahead) < size and (more := self._more(size)):
            self._ahead += more
        return self._ahead

    def read(self, size: int, /) -> bytes:
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
            return data
        return self._more(size)

    def _more(self, size: int) -> bytes:
        try:
            data: bytes = self._stream.read(min(size, 1 << 20))
        except Exception as error:
            if isinstance(error, _BROKEN) or type(error).__name__ == "ZstdError":
                raise broken(error) from error
            raise
        self._out += len(data)
        if self._out > RATIO_FROM and self._out > limits.current().ratio * self._packed.tell():
            times = self._out // max(1, self._packed.tell())
            raise BrokenStream(
                "limit", limits.exceeded("ratio", f"it unpacks to {times:,} times its size").message
            )
        return data


def _walk(file: BinaryIO | _Inflated) -> Iterator[tuple[Entry, Opener]]:
    ended = False

    class Info(tarfile.TarInfo):
        """Notices the block of zeros that ends a tar: the library takes one that was cut between members for whole."""

        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Info:
            nonlocal ended
            ended = ended or (len(buf) == tarfile.BLOCKSIZE and not any(buf))
            return super().frombuf(buf, encoding, errors)

    try:
        with tarfile.open(
            fileobj=cast("BinaryIO", file),
            mode="r|",
            encoding="utf-8",
            errors="surrogateescape",
            tarinfo=Info,
        ) as tar:
            while (info := tar.next()) is not None:
                tar.members.clear()  # type: ignore[attr-defined]  # it would keep a record of every entry
                name = info.name.encode("utf-8", "surrogateescape")
                yield Entry(name, _kind(info), info.size), lambda info=info: _open(tar, info)  # type: ignore[misc]
    except ReadError:
        raise
    except _BROKEN as error:
        raise broken(error) from error
    if not ended:
        raise broken("its end is missing")
    while isinstance(file, _Inflated) and file.read(1 << 20):
        pass  # the checksum stands behind the end of the tar


def _kind(info: tarfile.TarInfo) -> EntryKind:
    if info.isfile():
        return "file"
    return "folder" if info.isdir() else "link" if info.issym() or info.islnk() else "special"


def _open(tar: tarfile.TarFile, info: tarfile.TarInfo) -> Stream:
    stream = tar.extractfile(info)
    if stream is None:
        raise damaged("no regular file")
    return _Member(stream)


class _Member:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        try:
            data: bytes = self._stream.read(size)
        except _BROKEN as error:
            raise broken(error) from error
        return data


def gz(file: BinaryIO) -> Any:
    return gzip.GzipFile(fileobj=file, mode="rb")


def bz(file: BinaryIO) -> Any:
    return bz2.BZ2File(file)


def xz(file: BinaryIO) -> Any:
    return lzma.LZMAFile(file)


def zst(file: BinaryIO) -> Any:
    """Python has Zstandard from 3.14 on; before, a package of the extra brings the same module."""
    for module in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(module).ZstdFile(file)
        except ImportError:
            continue
    raise extras.missing("archives", "a Zstandard archive (.zst)", _size(file))


def _size(file: BinaryIO) -> int:
    at = file.tell()
    size = file.seek(0, 2)
    file.seek(at)
    return size
