"""Which files a run reads: the inputs, files and folders, to one list with a name for each.

The name, `source`, is the input's own name and the path below it, with `/` on every system, in Unicode's form NFC; it is
the same wherever the folder lies. The second input of a name is `name~2`, in the order given. Each file is read once, even
if two inputs or a link reach it. What is left out has a row that says why.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reporttext.model import Error, Severity

#: The table of the user's own variables: known, and no report.
METADATA = "metadata.csv"
#: A folder with one of these was written by a run; its tables are no reports.
OUTPUT_MARKS = frozenset({"reports.duckdb"})
_SYSTEM = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, where it is, and its name in every table. An archive has millions, and a `Path` is ten times a text."""

    place: str
    source: str

    @property
    def path(self) -> Path:
        return Path(self.place)


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that is not read, and the row of the table `errors` that says why; `path` is that of a `metadata.csv`."""

    source: str
    error: Error
    path: Path | None = None


def discover(paths: Iterable[Path], out: Path | None = None) -> Iterator[Found | Missed]:
    """All files at and below `paths`, and a row for each thing left out, by `source` in code-point order.

    Left out with a row of severity `info`: hidden files, Office's lock files (~$), files of the system, `metadata.csv`,
    folders written by a run, links that lead outside their input or back, files reached a second time, and pipes,
    sockets and devices, which are never opened. A row of severity `error`: a path that does not exist or cannot be
    looked into, and an input that as a whole is one of the former. `out`, the folder that this run writes to, is passed
    over without a row where it lies in an input: the first run and the second shall find the same.
    """
    search = _Search(None if out is None else os.path.realpath(out))
    for path in paths:
        search.add(path)
    search.follow_links()
    renamed: set[str] = set()
    last = None
    for item in search.in_order():
        source = item.source
        if source == last or source in renamed:
            renamed.add(source)
            item = replace(item, source=_unique(source, renamed))  # noqa: PLW2901
        last = source
        yield item


def printable(name: str) -> str:
    """A file's name as text: NFC; bytes that are no UTF-8 read as GB18030, as on old Windows, or else escaped."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            name = raw.decode("gb18030")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "backslashreplace")
    escaped = _UNPRINTABLE.sub(lambda sign: sign[0].encode("unicode_escape").decode(), name)
    return unicodedata.normalize("NFC", escaped)


def below(folder: str) -> str:
    """What the names of a folder's files begin with. Only an archive's begin with its name and `!/`."""
    return f"{folder}~/" if folder.endswith("!") else f"{folder}/"


@dataclass(frozen=True, slots=True)
class _Place:
    """A file or folder on the way: where it is, its name in the tables, where it really is, and the input it belongs to."""

    path: str
    source: str
    real: str
    root: str


class _Search:
    def __init__(self, out: str | None = None) -> None:
        self._out = out
        self._items: list[Found | Missed] = []
        self._names: set[str] = set()
        self._read_as: dict[str, str] = {}  # real path → source, of files and folders
        self._links: list[_Place] = []

    def add(self, path: Path) -> None:
        """One input."""
        source = _unique(printable(_own_name(path)), self._names)
        try:
            mode = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError, ValueError):
            message = f"there is no file or folder {printable(str(path))}; check the path"
            self._miss(source, "missing", message, "error")
            return
        except OSError as error:
            message = f"the system does not let it be read ({error.strerror})"
            if error.errno == errno.ELOOP:
                message = "the link leads in a circle; name the file itself"
            self._miss(source, "unreadable", message, "error")
            return
        real = os.path.realpath(path)
        place = _Place(str(path), source, real, real)
        reason = unwanted(path.name, named=True)
        if self._is_out(real):
            message = "it lies in the folder that this run writes to; keep reports and results apart"
            self._miss(source, "output", message, "error")
        elif reason is not None:
            self._miss(source, "skipped", reason, path=path if _is_metadata(path.name) else None)
        elif stat.S_ISDIR(mode):
            self._folder(place, "error")
        elif stat.S_ISREG(mode):
            self._file(place)
        else:
            self._special(source, "error")

    def follow_links(self) -> None:
        """Links inside their input, last: what they lead to is better read under its own name."""
        while self._links:
            links, self._links = sorted(self._links, key=lambda link: link.source), []
            for link in links:
                if Path(link.real).is_dir():
                    self._folder(link, "info")
                else:
                    self._file(link)

    def in_order(self) -> list[Found | Missed]:
        """By source; of those with one source the files first. Sorted three times, so that no key is made of any."""
        self._items.sort(key=lambda item: item.place if isinstance(item, Found) else item.error.message)
        self._items.sort(key=lambda item: isinstance(item, Missed))
        self._items.sort(key=lambda item: item.source)
        return self._items

    def _file(self, place: _Place) -> None:
        if not self._is_out(place.real) and self._is_new(place):
            self._items.append(Found(place.path, place.source))

    def _folder(self, top: _Place, severity: Severity) -> None:
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            if self._is_out(folder.real) or not self._is_new(folder):
                continue
            try:
                with os.scandir(folder.path) as scan:
                    entries = sorted(scan, key=lambda entry: entry.name)
            except OSError as error:
                message = (
                    f"the system does not let this folder be read ({error.strerror}); check its permissions"
                )
                self._miss(folder.source, "unreadable", message, "error")
                continue
            if any(entry.name in OUTPUT_MARKS for entry in entries):
                message = "the folder holds the tables of an earlier run and is not read; keep reports and results apart"
                self._miss(folder.source, "output", message, severity if folder is top else "info")
                continue
            for entry in entries:
                waiting += self._entry(entry, folder)

    def _entry(self, entry: os.DirEntry[str], folder: _Place) -> Iterator[_Place]:
        """Note one entry of a folder; yields it if it is a folder to look into."""
        source = f"{below(folder.source)}{printable(entry.name)}"
        if (reason := unwanted(entry.name, named=False)) is not None:
            self._miss(source, "skipped", reason, path=Path(entry.path) if _is_metadata(entry.name) else None)
            return
        same = folder.real == folder.path  # one text for both: there may be millions
        real = entry.path if same else os.path.join(folder.real, entry.name)  # noqa: PTH118
        place = _Place(entry.path, source, real, folder.root)
        try:
            if _is_link(entry):
                self._link(place)
            elif entry.is_dir(follow_symlinks=False):
                yield place
            elif entry.is_file(follow_symlinks=False):
                self._file(place)
            else:
                self._special(source, "info")
        except OSError as error:
            self._miss(
                source, "unreadable", f"the system does not let it be read ({error.strerror})", "error"
            )

    def _link(self, place: _Place) -> None:
        try:
            mode = Path(place.path).stat().st_mode
        except FileNotFoundError:
            self._miss(
                place.source,
                "missing",
                "the link leads nowhere; restore the file or remove the link",
                "error",
            )
            return
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            self._miss(place.source, "link", "the link leads in a circle and is not followed")
            return
        real = os.path.realpath(place.path)
        if not _is_below(real, place.root):
            self._miss(
                place.source,
                "link",
                "the link leads outside its input and is not followed; name its goal as an input",
            )
        elif stat.S_ISDIR(mode) or stat.S_ISREG(mode):
            self._links.append(replace(place, real=real))
        else:
            self._special(place.source, "info")

    def _is_out(self, real: str) -> bool:
        return self._out is not None and _is_below(real, self._out)

    def _is_new(self, place: _Place) -> bool:
        known = self._read_as.setdefault(place.real, place.source)
        if known == place.source:
            return True
        self._miss(place.source, "repeated", f"it is read already, as {known}")
        return False

    def _special(self, source: str, severity: Severity) -> None:
        self._miss(source, "special", "it is a pipe, socket or device and is not opened", severity)

    def _miss(
        self, source: str, kind: str, message: str, severity: Severity = "info", path: Path | None = None
    ) -> None:
        self._items.append(Missed(source, Error("discover", kind, severity, message), path))


def _own_name(path: Path) -> str:
    """The name of an input; that of the folder itself for `.` and `..`."""
    name = path.name if path.name not in {"", ".", ".."} else path.resolve().name
    return name or "root"


def unwanted(name: str, *, named: bool) -> str | None:
    """Why a file or folder of this name is no report, or None. A hidden one that was `named` as an input is wanted."""
    if name.startswith("~$"):
        return "it is a lock file that Word or WPS left behind, not a document"
    if name.startswith(".") and not named:
        return "it is hidden (its name begins with a dot); name it as an input to have it read"
    if name in _SYSTEM:
        return "it belongs to the operating system, not to the archive"
    if _is_metadata(name):
        return "it is the table of variables that goes with the reports, not a report"
    return None


def _is_metadata(name: str) -> bool:
    return name.lower() == METADATA


def _is_link(entry: os.DirEntry[str]) -> bool:
    is_junction = getattr(entry, "is_junction", None)  # Windows, Python 3.12
    return entry.is_symlink() or (is_junction is not None and is_junction())


def _is_below(real: str, root: str) -> bool:
    return real == root or real.startswith(root.rstrip(os.sep) + os.sep)


def _unique(name: str, taken: set[str]) -> str:
    """`name`, or `name~2`, `name~3` if it is taken, which it is from now on."""
    chosen, times = name, 1
    while chosen in taken:
        times += 1
        chosen = f"{name}~{times}"
    taken.add(chosen)
    return chosen
