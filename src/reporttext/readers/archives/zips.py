""".zip: any member at any time. Names are told raw, since old Windows wrote them in GBK and said nothing of it."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from typing import IO, BinaryIO

from reporttext.errors import ReadError
from reporttext.readers.archives.entries import Archive, Entry, EntryKind, Opener, Stream, damaged, password

_UTF8 = 0x800
_ENCRYPTED = 0x1
_UNIX = 3  # the system that made an entry: only there are the upper bits of its attributes a file mode
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field: version, CRC of the raw name, the name in UTF-8

_BROKEN = (
    zipfile.BadZipFile, zlib.error, LZMAError, struct.error, EOFError, OSError, ValueError, KeyError, OverflowError,
    AttributeError, IndexError, AssertionError,
)  # fmt: skip


class Zip(Archive):
    in_order = False

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except (*_BROKEN, NotImplementedError) as error:
            raise damaged(error) from error
        self._members = self._zip.infolist()

    def walk(self) -> Iterator[tuple[Entry, Opener]]:
        for position, member in enumerate(self._members):
            yield (
                Entry(_name(member), _kind(member), member.file_size, member.compress_size),
                lambda position=position: self.open(position),  # type: ignore[misc]
            )

    def open(self, position: int) -> Stream:
        if position >= len(self._members):
            raise damaged("it holds fewer members than before")
        try:
            return _Guarded(self._zip.open(self._members[position]))
        except NotImplementedError as error:
            raise ReadError(
                "unsupported",
                f"it is packed in a way that is not read ({error}); unpack it and read the folder",
            ) from error
        except RuntimeError as error:  # zipfile says so of a password
            raise password() from error
        except _BROKEN as error:
            raise damaged(error) from error

    def close(self) -> None:
        self._zip.close()
        super().close()


class _Guarded:
    """A member's stream, whose faults are told as ReadError."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        try:
            return self._stream.read(size)
        except _BROKEN as error:
            # zipfile names the member in its own words, which are mojibake.
            reason = "its bytes do not agree with its checksum" if "CRC" in str(error) else error
            raise damaged(reason) from error


def _kind(member: zipfile.ZipInfo) -> EntryKind:
    mode = member.external_attr >> 16 if member.create_system == _UNIX else 0
    if member.is_dir() or (member.orig_filename.endswith("\\") and not member.file_size):
        return "folder"
    if stat.S_ISLNK(mode):
        return "link"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "special"
    return "encrypted" if member.flag_bits & _ENCRYPTED else "file"


def _name(member: zipfile.ZipInfo) -> bytes | str:
    if member.flag_bits & _UTF8:
        return member.orig_filename
    raw = member.orig_filename.encode("cp437")  # what zipfile took the bytes for
    return _unicode_path(member.extra, raw) or raw


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name that an extra field gives, if it belongs to the raw name and not to an earlier one."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            if int.from_bytes(field[1:5], "little") != zlib.crc32(raw):
                return None
            try:
                return field[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None
