"""What an archive holds: every member with its name and digest, and a row for whatever cannot or will not be read."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from reporttext.errors import ReadError
from reporttext.model import Error, Severity
from reporttext.readers import archives, limits
from reporttext.readers.archives import names
from reporttext.readers.archives.entries import (
    Archive,
    BrokenStream,
    Entry,
    Opener,
    Stream,
    password,
)
from reporttext.readers.archives.tars import RATIO_FROM
from reporttext.readers.files import printable

#: Separates an archive from what is in it, in every `source`.
INSIDE = "!/"

# Below this size a member is no bomb, whatever its ratio.
_MEMBER_RATIO_FROM = 5_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `label` is its path inside, with `!/` behind each archive on the way, unique in the archive."""

    label: str
    place: tuple[int, ...]
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The members of an archive in their own order, and what is not read of it: (label, row), label "" for itself.

    `in_order`: they can only be read one after the other.
    """

    members: tuple[Member, ...]
    problems: tuple[tuple[str, Error], ...]
    in_order: bool


def contents(path: Path, beat: Callable[[int], None] = lambda _: None) -> Contents | None:
    """List the archive `path`; None where it is none. What is wrong with it is a problem. `beat` is told bytes as they go by.

    Each member is unpacked once, in pieces, for its digest; only archives inside are held, one for each level.
    """
    try:
        with path.open("rb") as file:
            lister = _Lister(file.seek(0, 2), beat)
            kind = archives.kind_of(file)
            if kind is None:
                return None
            found = lister.archive(file, kind, stem(printable(path.name)))
    except ReadError as error:
        return Contents((), (("", _row(error)),), in_order=False)
    except OSError as error:
        unreadable = ReadError("unreadable", f"the system does not let it be read ({error.strerror})")
        return Contents((), (("", _row(unreadable)),), in_order=False)
    if lister.enough is not None:
        found.problems.append(("", _row(_so_far(lister.enough, len(found.members)))))
    if not found.members and not found.problems:
        found.problems.append(("", _row(_empty())))
    return Contents(tuple(found.members), tuple(found.problems), lister.in_order)


@dataclass(slots=True)
class _Found:
    """What an archive holds; labels are those below it."""

    members: list[Member]
    problems: list[tuple[str, Error]]


# What became of one entry: its size and digest, what is in it, or a problem.
_Outcome = tuple[int, str] | _Found | Error


class _Stop(Exception):  # noqa: N818  # no fault, a way out
    """A limit of the whole archive is reached: what is found stands, the rest is not looked at."""


class _Lister:
    """Lists one archive, and counts over it and all archives in it."""

    def __init__(self, packed: int, beat: Callable[[int], None]) -> None:
        self._beat = beat
        self._limits = limits.current()
        self._packed = packed
        self._entries = 0
        self._unpacked = 0
        self.in_order = False
        self.enough: ReadError | None = None

    def archive(self, file: BinaryIO, kind: str, fallback: str, place: tuple[int, ...] = ()) -> _Found:
        """What is in the archive `file`, which is at `place`; `fallback` is the name of a file without one, as in a .gz."""
        entries: list[tuple[Entry, int, _Outcome]] = []
        passed_over: set[str] = set()
        problem: ReadError | None = None
        archive: Archive | None = None
        try:
            archive = archives.opened(file, kind)
            self.in_order = self.in_order or archive.in_order
            for position, (entry, opener) in enumerate(archive.walk()):
                self._count()
                named = entry if entry.name else entry._replace(name=fallback)
                if named.kind == "folder":
                    continue
                if unwanted := names.unwanted_part(names.alone(named.name)):
                    step, reason = unwanted
                    if step not in passed_over:
                        passed_over.add(step)
                        entries.append((named._replace(name=step), position, _info("skipped", reason)))
                    continue
                entries.append((named, position, self._entry(named, opener, (*place, position))))
        except _Stop:
            pass
        except ReadError as error:
            problem = error
        finally:
            if archive is not None:
                archive.close()
        found = _labelled(entries, place)
        if problem is not None:
            found.problems.append(("", _row(_so_far(problem, len(found.members)))))
        return found

    def _count(self) -> None:
        if self.enough is not None:
            raise _Stop
        self._entries += 1
        if self._entries > self._limits.entries:
            self._stop(limits.exceeded("entries", "it holds more entries"))

    def _stop(self, reason: ReadError) -> None:
        self.enough = reason
        raise _Stop

    def _entry(self, entry: Entry, opener: Opener, place: tuple[int, ...]) -> _Outcome:
        if (refused := _refused(entry)) is not None:
            return refused
        try:
            self._check_declared(entry)
            return self._read(opener(), names.alone(entry.name), place)
        except BrokenStream:
            raise
        except ReadError as error:
            return _row(error)

    def _check_declared(self, entry: Entry) -> None:
        if entry.size > self._limits.member:
            raise limits.exceeded("member", f"it has {entry.size:,} bytes unpacked", entry.size)
        if entry.packed is not None and entry.size > max(
            _MEMBER_RATIO_FROM, self._limits.ratio * max(1, entry.packed)
        ):
            times = entry.size // max(1, entry.packed)
            raise limits.exceeded("ratio", f"it unpacks to {times:,} times its size", times + 1)

    def _read(self, stream: Stream, name: str, place: tuple[int, ...]) -> _Outcome:
        """The digest of a member, or what is in it."""
        pieces: list[bytes] = []
        digest = hashlib.sha256()
        size = 0
        is_held = False
        while piece := stream.read(archives.CHUNK):
            size += len(piece)
            self._went_by(size, len(piece))
            digest.update(piece)
            # A stream gives what it has, and the mark of a tar is far from the start.
            is_held = (
                is_held
                if size - len(piece) >= archives.HEAD
                else archives.may_be(b"".join([*pieces, piece])[: archives.HEAD])
            )
            if is_held or size < archives.HEAD:
                pieces.append(piece)
        if is_held:
            inner = io.BytesIO(b"".join(pieces))
            pieces.clear()
            if (kind := archives.kind_of(inner)) is not None:
                return self._inside(inner, kind, name, place)
        return size, digest.hexdigest()

    def _went_by(self, size: int, more: int) -> None:
        self._beat(more)
        if size > self._limits.member:
            raise limits.exceeded("member", "it is larger unpacked")
        self._unpacked += more
        if self._unpacked > self._limits.archive:
            self._stop(limits.exceeded("archive", "its members together are larger"))
        if self._unpacked > max(RATIO_FROM, self._limits.ratio * self._packed):
            self._stop(limits.exceeded("ratio", f"it unpacks to over {self._limits.ratio} times its size"))

    def _inside(self, file: BinaryIO, kind: str, name: str, place: tuple[int, ...]) -> _Outcome:
        if len(place) >= self._limits.depth:
            raise limits.exceeded("depth", "it is an archive inside too many others")
        found = self.archive(file, kind, stem(name), place)
        if not found.members and not found.problems and self.enough is None:
            raise _empty()
        return found


def stem(name: str) -> str:
    """What a file without a name in the archive `name` is called: 报告.txt in 报告.txt.gz."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    front, _, suffix = last.rpartition(".")
    return front if front and len(suffix) <= 4 else last


def _labelled(entries: Sequence[tuple[Entry, int, _Outcome]], place: tuple[int, ...]) -> _Found:
    """The outcomes with labels: decoded together, and `#2`, `#3` for a name that comes again."""
    found = _Found([], [])
    texts = names.decoded([entry.name for entry, _, _ in entries])
    taken: set[str] = set()
    seen: Counter[str] = Counter()  # of a name that 30,000 members have
    for text, (_, position, outcome) in zip(texts, entries, strict=True):
        name = plain = names.label(text)
        while name in taken:
            seen[plain] += 1
            name = f"{plain}#{seen[plain] + 1}"
        taken.add(name)
        if isinstance(outcome, Error):
            found.problems.append((name, outcome))
        elif isinstance(outcome, _Found):
            found.members += [replace(inner, label=name + INSIDE + inner.label) for inner in outcome.members]
            found.problems += [
                (name + INSIDE + label if label else name, row) for label, row in outcome.problems
            ]
        else:
            found.members.append(Member(name, (*place, position), *outcome))
    return found


def _refused(entry: Entry) -> Error | None:
    """The row for an entry that is not opened."""
    match entry.kind:
        case "link":
            return _info("link", "it is a link; links in archives are not followed")
        case "special":
            return _info("special", "it is a pipe, socket or device and is not opened")
        case "encrypted":
            return _row(password())
        case "split":
            message = (
                "it goes on in another volume (.part2.rar, .r00); unpack all volumes and read the folder"
            )
            return _row(ReadError("unsupported", message))
        case _:
            return None


def _so_far(error: ReadError, members: int) -> ReadError:
    """The error of an archive, with what was read of it before."""
    if not members:
        return error
    return ReadError(error.kind, f"{error.message}; what was read before, {members:,} member(s), is kept")


def _empty() -> ReadError:
    return ReadError("empty", "the archive holds no file; fetch it again or leave it out")


def _row(error: ReadError, severity: Severity = "error") -> Error:
    return Error("read", error.kind, severity, error.message)


def _info(kind: str, message: str) -> Error:
    return Error("discover", kind, "info", message)
