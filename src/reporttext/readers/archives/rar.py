""".rar, by rars (extra `archives`). Members of a solid archive need those before them, so several are read at once."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from reporttext.errors import ReadError
from reporttext.readers import extras, limits
from reporttext.readers.archives.entries import Archive, Entry, EntryKind, Opener, Stream, damaged, password

NEEDS = ("archives", "rars")

#: Bytes of a solid archive that are unpacked at a time; each time everything before them is unpacked again.
_AHEAD = 64_000_000
_AHEAD_MEMBERS = 2_000


class Rar(Archive):
    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        size = file.seek(0, 2)
        file.seek(0)
        self._rars: Any = extras.load("rars", "archives", "a RAR archive (.rar)", size)
        allowed = limits.current()
        self._options = self._rars.ReadOptions(
            max_member_output_bytes=allowed.member,
            max_header_count=4 * allowed.entries,
            rar50_dictionary_size_limit=allowed.memory // 2,
        )
        name = getattr(file, "name", None)
        with self._told():
            if isinstance(name, str):
                self._rar = self._rars.RarFile(name, options=self._options)
            else:
                self._rar = self._rars.RarFile.from_bytes(file.read(), options=self._options)
            self._members = self._rar.infolist()
        self.in_order = any(member.is_solid for member in self._members)
        self._held: dict[int, bytes] = {}

    def walk(self) -> Iterator[tuple[Entry, Opener]]:
        for position, member in enumerate(self._members):
            yield _entry(member), lambda position=position: self.open(position)  # type: ignore[misc]

    def open(self, position: int) -> Stream:
        if position >= len(self._members):
            raise damaged("it holds fewer members than before")
        if position not in self._held:
            self._held.clear()
            wanted = self._window(position) if self.in_order else [position]
            try:
                self._read(wanted)
            except ReadError:
                if len(wanted) == 1:
                    raise
                self._read([position])  # one of the others is broken, which shall not spoil this one
        return io.BytesIO(self._held.pop(position))

    def _read(self, wanted: list[int]) -> None:
        with self._told():
            read = self._rar.read_many([self._members[at] for at in wanted], options=self._options)
        self._held.update(zip(wanted, read, strict=True))

    def _window(self, position: int) -> list[int]:
        """The members from `position` on that are read together."""
        wanted = [position]
        size = self._members[position].file_size
        for at in range(position + 1, min(len(self._members), position + _AHEAD_MEMBERS)):
            entry = _entry(self._members[at])
            size += entry.size
            if size > _AHEAD:
                break
            if entry.kind == "file":
                wanted.append(at)
        return wanted

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the package says, as ReadError."""
        try:
            yield
        except self._rars.PasswordRequired as error:
            raise password() from error
        except self._rars.UnsupportedRarFeature as error:
            raise ReadError(
                "unsupported",
                f"it is packed in a way that is not read ({error}); unpack it and read the folder",
            ) from error
        except MemoryError as error:
            if "limit" not in str(error):
                raise
            raise limits.exceeded("member", f"a member is larger ({error})") from error
        except Exception as error:
            if "multivolume" in str(error):
                raise ReadError(
                    "unsupported",
                    "it is one volume of several (.part1.rar, .r00); unpack them and read the folder",
                ) from error
            raise damaged(error) from error


def _entry(member: Any) -> Entry:
    raw = member.orig_filename_bytes
    # RAR 4 stores a second, Unicode name behind a NUL; the package reads it.
    name = member.filename if b"\0" in raw else raw
    return Entry(name, _kind(member), member.file_size, member.compress_size)


def _kind(member: Any) -> EntryKind:
    if member.is_dir():
        return "folder"
    if stat.S_ISLNK(
        member.file_attr & 0xFFFF
    ):  # a mode of Unix; attributes of Windows do not reach these bits
        return "link"
    if member.is_split_before or member.is_split_after:
        return "split"
    return "encrypted" if member.is_encrypted else "file"
