"""What stops a whole run: a disk that is full, a database that cannot be written, in words, with what to do."""

from __future__ import annotations

import contextlib
import errno
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reporttext.errors import ReporttextError
from reporttext.runner.options import Report
from reporttext.store.folder import Folder

_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
_SAID = ("no space left", "not enough space", "disk full", "disk quota exceeded", "磁盘空间不足")
_LITTLE = 1 << 20  # bytes: with less left on the disk a database that broke down did so for that


class _CallersError(Exception):
    """What a caller's function raised on being told of a step: neither disk nor database is to blame."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def callers(report: Report) -> Report:
    """`report`, whose own failures pass through `told` as they are."""

    def call(step: Mapping[str, Any]) -> None:
        try:
            report(step)
        except Exception as error:
            raise _CallersError(error) from error

    return call


@contextlib.contextmanager
def told(folder: Folder) -> Iterator[None]:
    """Failures of disk and database as ReporttextError."""
    import duckdb

    began = time.time()
    try:
        yield
    except _CallersError as passing:
        raise passing.error from None
    except (duckdb.Error, OSError, RuntimeError) as error:
        if (
            isinstance(error, duckdb.InterruptException | RuntimeError)
            and "interrupted" in str(error).lower()
        ):
            raise KeyboardInterrupt from error  # Ctrl-C reaches the database first
        if _is_full(error, folder):
            raise ReporttextError(
                f"the disk of {folder.path} is full: {_in_place(folder, began)}; what is finished is kept: make room there, or name "
                "another disk with -o, and run the same command again"
            ) from error
        if not isinstance(
            error, OSError | duckdb.OperationalError | duckdb.FatalException | duckdb.PermissionException
        ):
            raise
        if isinstance(error, duckdb.Error) and (most := _largest_file()) is not None:
            raise ReporttextError(
                f"the tables could not be written: the system lets this program write no file over {most:,} bytes (ulimit -f); "
                "what is finished is kept: allow it more, and run the same command again"
            ) from error
        raise ReporttextError(
            f"the tables could not be written ({str(error).splitlines()[0]}); what is finished is kept: "
            "make room or mend what is said, and run the same command again"
        ) from error


def _is_full(error: BaseException, folder: Folder) -> bool:
    """Whether a failure, or one it came of, is that of a full disk. Of an invalidated database DuckDB forgets the first."""
    import duckdb

    one: BaseException | None = error
    while one is not None:
        if (isinstance(one, OSError) and one.errno in _FULL) or any(
            said in str(one).lower() for said in _SAID
        ):
            return True
        # What was handled before has nothing to do with it where the one who raised it says so.
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return isinstance(error, duckdb.Error) and _free(folder.path) < _LITTLE


def _largest_file() -> int | None:
    """The size of a file that the system allows this process, if it sets one: the database only says that it broke down."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    return None if most == resource.RLIM_INFINITY else most


def _free(path: Path) -> int:
    try:
        return shutil.disk_usage(path).free
    except OSError:
        return _LITTLE


def _in_place(folder: Folder, began: float) -> str:
    """Which outputs this run has put in place."""
    outputs = (folder.database, folder.tables, folder.csv, folder.jsonl, folder.workbook, folder.page)
    new = [path.name for path in outputs if path.exists() and path.stat().st_mtime >= began - 1]
    return f"written are {', '.join(new)}, and nothing else" if new else "no table is written yet"
