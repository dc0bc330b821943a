""".7z, by py7zr (extra `archives`). The members of a block are packed as one stream, so they are read in order."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from typing import Any, BinaryIO

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
    password,
)

NEEDS = ("archives", "py7zr")

# Pieces that wait between py7zr, which pushes, and us, who pull; one may have 128 MB.
_WAITING = 1


class SevenZip(Archive):
    """py7zr hands every member out by itself, from the first to the last; a thread turns that into a walk."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        size = file.seek(0, 2)
        file.seek(0)
        self._py7zr: Any = extras.load("py7zr", "archives", "a 7-Zip archive (.7z)", size)
        self._pump: _Pump | None = None

    def walk(self) -> Iterator[tuple[Entry, Opener]]:
        self._stop()
        try:
            archive = self._py7zr.SevenZipFile(self.file, max_extract_size=limits.current().archive)
        except self._py7zr.PasswordRequired as error:
            raise password() from error
        except Exception as error:
            # The package parses what it is given, and fails in as many ways.
            raise damaged(error) from error
        encrypted = archive.needs_password()
        entries = [_entry(member, encrypted=encrypted) for member in archive.files]
        streamed = [not encrypted and not (m.is_directory or m.is_socket) for m in archive.files]
        for entry, is_streamed in zip(entries, streamed, strict=True):
            if not is_streamed:
                yield entry, password if entry.kind == "encrypted" else _no_stream  # type: ignore[misc]
        if any(streamed):
            # For one name that leads outside py7zr refuses the whole archive. A number instead of each leads nowhere.
            for position, member in enumerate(archive.files.files_list):
                member["filename"] = str(position)
            self._pump = _Pump(archive, self._py7zr.io)
            for position, stream in self._pump.members():
                yield entries[position], lambda stream=stream: stream  # type: ignore[misc]

    def _stop(self) -> None:
        if self._pump is not None:
            self._pump.stop()
            self._pump = None

    def close(self) -> None:
        self._stop()
        super().close()


def _entry(member: Any, *, encrypted: bool) -> Entry:
    kind: EntryKind = "encrypted" if encrypted else "file"
    if member.is_directory:
        kind = "folder"
    elif member.is_symlink or member.is_junction:
        kind = "link"
    elif member.is_socket:
        kind = "special"
    return Entry(member.filename, kind, member.uncompressed)


def _no_stream() -> Stream:
    raise damaged("no regular file")


class _Stopped(Exception):  # noqa: N818  # no fault, a way out
    """Ends py7zr's work when nobody wants more."""


class _Pump:
    """A thread in which py7zr unpacks, and the queue it fills: a member's number, then its bytes, then its end."""

    def __init__(self, archive: Any, io: Any) -> None:
        self._pieces: queue.Queue[int | bytes | Exception | None] = queue.Queue(_WAITING)
        self._stopped = False
        self._over = False
        self._archive = archive
        self._thread = Thread(target=self._work, args=(_factory(io, self._put),), daemon=True)
        self._thread.start()

    def _work(self, factory: Any) -> None:
        try:
            self._archive.extractall(factory=factory)
            self._put(_Stopped())
        except _Stopped:
            pass
        except Exception as error:  # noqa: BLE001  # the other thread tells it
            with suppress(_Stopped):
                self._put(error)

    def _put(self, piece: int | bytes | Exception | None) -> None:
        while not self._stopped:
            try:
                self._pieces.put(piece, timeout=0.5)
            except queue.Full:
                continue
            return
        raise _Stopped

    def get(self) -> int | bytes | None:
        """The next piece; None ends a member. Raises ReadError where py7zr failed, _Stopped at the end of all."""
        piece = _Stopped() if self._over else self._pieces.get()
        if isinstance(piece, Exception):
            self._over = True
            if isinstance(piece, _Stopped | MemoryError):
                raise piece
            raise _told(piece) from piece
        return piece

    def members(self) -> Iterator[tuple[int, _Member]]:
        try:
            while True:
                position = self.get()
                assert isinstance(position, int)
                stream = _Member(self)
                yield position, stream
                stream.skip()
        except _Stopped:
            return

    def stop(self) -> None:
        self._stopped = True
        self._thread.join()


class _Member:
    def __init__(self, pump: _Pump) -> None:
        self._pump = pump
        self._held = b""
        self._ended = False

    def read(self, size: int, /) -> bytes:
        if not self._held and not self._ended:
            piece = self._pump.get()
            self._ended = piece is None
            self._held = piece if isinstance(piece, bytes) else b""
        data, self._held = self._held[:size], self._held[size:]
        return data

    def skip(self) -> None:
        while not self._ended:
            self._held = b""
            self.read(0)


def _factory(io: Any, put: Any) -> Any:
    """py7zr's interface: a factory of things that are written to."""

    class Sink(io.Py7zIO):  # type: ignore[misc]
        def __init__(self, position: int) -> None:
            self._size = 0
            put(position)

        def write(self, data: bytes | bytearray) -> int:
            if data:
                put(bytes(data))
                self._size += len(data)
            return len(data)

        def close(self) -> None:
            put(None)

        def read(self, size: int | None = None) -> bytes:  # noqa: ARG002
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
            return 0

        def flush(self) -> None:
            pass

        def size(self) -> int:
            return self._size

    class Factory(io.WriterFactory):  # type: ignore[misc]
        def create(self, filename: str) -> Sink:
            return Sink(int(filename))

    return Factory()


def _told(error: Exception) -> ReadError:
    if type(error).__name__ == "UnsupportedCompressionMethodError":
        return BrokenStream(
            "unsupported",
            "it is packed in a way that is not read (such as BCJ2); unpack it and read the folder",
        )
    if type(error).__name__ == "DecompressionBombError":
        return BrokenStream("limit", limits.exceeded("archive", "its members together are larger").message)
    # Of a wrong checksum it tells numbers only.
    return broken("its bytes do not agree with its checksum" if type(error).__name__ == "CrcError" else error)
