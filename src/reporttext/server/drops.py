"""Files that users drop: taken into a private folder, read by a process of its own, kept until there is no room.

A drop is read by the command `reporttext run`, with its workers and their limits: a file that takes too much time or memory
costs a row of its errors, and what a run takes goes with its process, so the server stays small however much is read.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, Literal

from reporttext.errors import ReporttextError
from reporttext.server.names import another, safe
from reporttext.store.folder import Folder, remove

# Of one drop; more is what `reporttext run` is for.
MOST_FILES = 2_000
MOST_BYTES = 500_000_000
# Kept at a time; the oldest that is not at work makes room.
MOST_DROPS = 8

State = Literal["filling", "waiting", "working", "done", "failed"]


class RefusedError(ReporttextError):
    """What a client asked for is over a limit: `word` is the key of what to tell, `values` go into it."""

    def __init__(self, status: int, word: str, *values: object) -> None:
        super().__init__(f"{word} {values}")
        self.status, self.word, self.values = status, word, values


@dataclass(slots=True)
class Drop:
    """Some files dropped at once, and what became of them. `folder` holds `files` and, in the end, `out`."""

    id: str
    folder: Path
    state: State = "filling"
    touched: float = field(default_factory=time.monotonic)
    files: int = 0
    size: int = 0
    read: int = 0
    of: int = 0
    result: Mapping[str, Any] | None = None
    message: str = ""
    process: subprocess.Popen[bytes] | None = None
    _names: set[str] = field(default_factory=set)

    @property
    def out(self) -> Folder:
        return Folder(self.folder / "out")

    @property
    def told(self) -> Mapping[str, Any]:
        """How far it is, for a page that waits."""
        return {"state": self.state, "read": self.read, "of": self.of}

    @contextmanager
    def file(self, label: str) -> Iterator[Sink]:
        """Take a file that the client calls `label`; a file that is not finished is not kept. Raises RefusedError."""
        if self.state != "filling":
            raise RefusedError(409, "not_found")
        if self.files >= MOST_FILES:
            raise RefusedError(413, "too_many", MOST_FILES)
        path = self.folder / "files" / self._name(safe(label))
        self.files += 1
        before = self.size
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                yield Sink(self, stream)
        except BaseException as error:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            self.files -= 1
            self.size = before
            if isinstance(error, OSError):
                raise RefusedError(507, "not_stored", error.strerror or type(error).__name__) from error
            raise
        self.touched = time.monotonic()

    def _name(self, wanted: str) -> str:
        """`wanted`, or another where there is such a file; to Windows and macOS A.txt and a.txt are one."""
        name, times = wanted, 1
        while name.casefold() in self._names:
            times += 1
            name = another(wanted, times)
        self._names.add(name.casefold())
        return name


class Sink:
    """Where the bytes of a file go; counts them."""

    def __init__(self, drop: Drop, stream: BinaryIO) -> None:
        self._drop, self._stream = drop, stream

    def write(self, data: bytes) -> None:
        """Raises RefusedError where the drop would be too large."""
        self._drop.size += len(data)
        if self._drop.size > MOST_BYTES:
            raise RefusedError(413, "too_large", MOST_BYTES // 1_000_000)
        self._stream.write(data)


class Drops:
    """All drops of a server, in the private folder `work`; read one after the other, in the order they were finished."""

    def __init__(self, work: Path, language: str) -> None:
        self._work, self._language = work, language
        self._drops: dict[str, Drop] = {}
        self._lock = Lock()
        self._closing = False
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="drops")

    def __iter__(self) -> Iterator[Drop]:
        """Those that were read or will be, the newest first."""
        return iter([drop for drop in reversed(list(self._drops.values())) if drop.state != "filling"])

    def get(self, id: str) -> Drop | None:
        return self._drops.get(id)

    def new(self) -> Drop:
        """An empty drop. The oldest makes room; raises RefusedError where all are at work."""
        with self._lock:
            while len(self._drops) >= MOST_DROPS:
                idle = [drop for drop in self._drops.values() if drop.state not in ("waiting", "working")]
                if not idle:
                    raise RefusedError(503, "too_full", len(self._drops))
                self._forget(min(idle, key=lambda drop: drop.touched))
            id = secrets.token_hex(8)
            folder = self._work / f"drop-{id}"
            (folder / "files").mkdir(parents=True)
            self._drops[id] = drop = Drop(id, folder)
            return drop

    def start(self, drop: Drop) -> None:
        """Have its files read. Raises RefusedError."""
        with self._lock:
            if drop.state != "filling":
                return
            if not drop.files:
                raise RefusedError(400, "no_file")
            drop.state = "waiting"
        self._reader.submit(self._read, drop)

    def remove(self, drop: Drop) -> None:
        """Forget a drop, at work or not, with its files and results."""
        with self._lock:
            self._forget(drop)

    def close(self) -> None:
        """End what is under way."""
        self._closing = True
        with self._lock:
            for drop in self._drops.values():
                _end(drop.process)
        self._reader.shutdown(cancel_futures=True)

    def _forget(self, drop: Drop) -> None:
        self._drops.pop(drop.id, None)
        _end(drop.process)
        remove(drop.folder)

    def _read(self, drop: Drop) -> None:
        with self._lock:
            if self._closing or drop.id not in self._drops:
                return
            drop.state = "working"
            try:
                process = drop.process = self._process(drop)
            except OSError as error:
                drop.state, drop.message = "failed", f"no process could be started: {error}"
                return
        assert process.stdout is not None
        with process, (drop.folder / "stderr").open("rb") as said:
            for line in process.stdout:
                _note(drop, line)
            process.wait()
            if drop.result is None and not drop.message:
                lines = said.read().decode("utf-8", "replace").strip().splitlines()
                drop.message = lines[-1] if lines else f"the process ended with code {process.returncode}"
        drop.process = None
        drop.touched = time.monotonic()
        drop.state = "failed" if drop.result is None else "done"
        if drop.id not in self._drops:  # removed meanwhile; what the process still wrote goes too
            remove(drop.folder)

    def _process(self, drop: Drop) -> subprocess.Popen[bytes]:
        """`reporttext run` on the files, with our own path: the working directory is not searched (-P)."""
        command = [
            sys.executable, "-P", "-m", "reporttext", "run", str(drop.folder / "files"), "-o", str(drop.out.path),
            "--format", "xlsx", "--workers", "1", "--lang", self._language, "--json",
        ]  # fmt: skip
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
            "PYTHONUTF8": "1",
        }
        with (drop.folder / "stderr").open("wb") as said:
            return subprocess.Popen(  # noqa: S603  # our own program; of the client's there are only the files
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, env=environment, cwd=drop.folder,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip


def _note(drop: Drop, line: bytes) -> None:
    """Take note of a step that the run tells (`reporttext run --json`)."""
    try:
        step = json.loads(line)
    except ValueError:
        return
    match step:
        case {"step": "plan", "pending": files}:
            drop.of = files
        case {"step": "work", "files": files, "of_files": of}:
            drop.read, drop.of = files, of
        case {"step": "error", "message": message}:
            drop.message = message
        case {"step": "end"}:
            drop.result = step


def _end(process: subprocess.Popen[bytes] | None) -> None:
    """End a run at once, with its workers, which would only end after the file they are at."""
    import psutil

    if process is None or process.poll() is not None:
        return
    with suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
    process.kill()
    process.wait()
