"""The output folder: what lies where, whose it is, and who may write to it now."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporttext.errors import UsageError

_MARKER = ".reporttext.json"
_LOCK = ".lock"
_WORK = ".work"
_LOOKING = 1.0  # seconds: who only looks whether a run is under way (`writing`) holds the lock for an instant


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths of one output folder."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "reports.duckdb"

    @property
    def tables(self) -> Path:
        return self.path / "tables"

    @property
    def statistics(self) -> Path:
        """Results of statistics that are kept; a run leaves them alone, unless it masks."""
        return self.path / "stats"

    @property
    def indicators(self) -> Path:
        """What the user accepted as indicators, in the form of a rule file; a run leaves it alone."""
        return self.path / "indicators.toml"

    @property
    def csv(self) -> Path:
        return self.path / "csv"

    @property
    def jsonl(self) -> Path:
        return self.path / "jsonl"

    @property
    def workbook(self) -> Path:
        return self.path / "reports.xlsx"

    @property
    def page(self) -> Path:
        return self.path / "page"

    @property
    def remote(self) -> Path:
        """Reports brought from other storage, and what is known of it; kept, so that only what changed goes over the network.

        Beside the folder: what lies in it is no input of the run.
        """
        return self.path.with_name(f"{self.path.name}.remote")

    @property
    def work(self) -> Path:
        """What a run under way writes; the same file system as the outputs, so that they can be put in place at once."""
        return self.path / _WORK

    @property
    def parts(self) -> Path:
        return self.work / "parts"

    @contextlib.contextmanager
    def claim(self) -> Iterator[None]:
        """Make the folder if need be and keep every other run out. Raises UsageError: not ours, not writable, in use."""
        from filelock import FileLock, Timeout

        self._check_owner()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"the folder {self.path} cannot be made there ({_reason(error)}): name another with -o"
            ) from error
        # A lock of the operating system: it goes with the process, however that ends.
        lock = FileLock(self.path / _LOCK)
        try:
            lock.acquire(timeout=_LOOKING)
        except Timeout:
            raise UsageError(
                f"another run is writing to {self.path}: wait for it, or choose another folder with -o"
            ) from None
        except (OSError, NotImplementedError) as error:
            raise self._not_writable(error) from error
        try:
            try:
                if not (self.path / _MARKER).exists():
                    self.note({})
                self.work.mkdir(exist_ok=True)
            except OSError as error:
                raise self._not_writable(error) from error
            yield
        finally:
            lock.release()

    def _not_writable(self, error: BaseException) -> UsageError:
        return UsageError(
            f"{self.path} cannot be written to ({_reason(error)}): see to it that you may, or name another folder with -o"
        )

    def writing(self) -> bool:
        """Whether a run holds the folder now."""
        from filelock import FileLock, Timeout

        if not (self.path / _LOCK).exists():
            return False
        try:
            with FileLock(self.path / _LOCK, timeout=0):
                return False
        except Timeout:
            return True
        except (OSError, NotImplementedError):
            return False

    def begun(self) -> bool:
        """Whether a run has claimed the folder, ever."""
        return (self.path / _MARKER).exists()

    def _check_owner(self) -> None:
        """Nothing of somebody else's is overwritten: an existing folder must be empty or an earlier output."""
        if not self.path.exists():
            return
        if not self.path.is_dir():
            raise UsageError(f"{self.path} is a file; -o names a folder")
        try:
            ours = {_MARKER, _LOCK, _WORK, self.database.name}
            names = {entry.name for entry in self.path.iterdir()}
        except OSError as error:
            raise UsageError(f"{self.path} cannot be opened: {_reason(error)}") from error
        if names and not names & {_MARKER, self.database.name} and names - ours:
            raise UsageError(
                f"{self.path} holds other files and no output of an earlier run: choose an empty or a new folder with -o"
            )

    def notes(self) -> dict[str, Any]:
        """By output (tables, csv, xlsx), what it was made from: the identity of the store and the options that show in it."""
        try:
            notes = json.loads((self.path / _MARKER).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return notes if isinstance(notes, dict) else {}

    def note(self, notes: dict[str, Any]) -> None:
        temporary = self.path / f"{_MARKER}.tmp"
        temporary.write_text(json.dumps(notes, indent=1, sort_keys=True) + "\n", "utf-8")
        temporary.replace(self.path / _MARKER)

    def fresh(self, name: str) -> Path:
        """A path below `work` with nothing at it, to write an output that then goes into place whole."""
        path = self.work / name
        remove(path)
        return path

    def holds(self, path: Path) -> bool:
        """Whether `path` lies in this folder, links resolved."""
        return path.resolve().is_relative_to(self.path.resolve())


def place(new: Path, final: Path) -> None:
    """Move a finished file, or the files of a folder, into place, each in one step: a reader sees the old or the new one.

    What else lies in the folder, a user's own notes or scripts, stays. Folders within come before files, so that what
    points at them (an index) is replaced when they are there.
    """
    try:
        if new.is_dir():
            final.mkdir(parents=True, exist_ok=True)
            for entry in sorted(new.iterdir(), key=lambda entry: (entry.is_file(), entry.name)):
                place(entry, final / entry.name)
            new.rmdir()
        else:
            new.replace(final)
    except PermissionError as error:
        raise UsageError(
            f"{error.filename2 or error.filename} is open in another program: close it and run again"
        ) from error


def remove(path: Path) -> None:
    """Take a file or folder away, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _reason(error: BaseException) -> str:
    if isinstance(
        error, FileNotFoundError
    ):  # of a folder to be made, below /proc or on a drive that is not there
        return "the system does not allow it"
    return getattr(error, "strerror", None) or str(error)
