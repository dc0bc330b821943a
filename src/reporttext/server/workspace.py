"""The private folder of a server: what users drop and what is made of it, gone when the server ends."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reporttext.store.folder import remove

_PREFIX = "reporttext-serve-"
_LOCK = "lock"


@contextlib.contextmanager
def private() -> Iterator[Path]:
    """A new folder that only this user can open, removed in the end; so are those that a killed server left behind."""
    from filelock import FileLock

    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))  # mode 700
    lock = FileLock(folder / _LOCK)
    try:
        # A lock of the operating system: it goes with the process, however that ends.
        with lock:
            yield folder
    finally:
        remove(folder)


def _sweep() -> None:
    """Remove the folders of servers that no longer run. One without a lock is just being made, or not ours."""
    from filelock import FileLock, Timeout

    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError, Timeout):  # of another user, or in use
            if folder.is_symlink() or not _is_mine(folder) or not (folder / _LOCK).is_file():
                continue
            with FileLock(folder / _LOCK, timeout=0):
                pass
            remove(folder)


def _is_mine(folder: Path) -> bool:
    """Whether it is this user's; what others put into a shared temporary folder is not touched. Windows has none such."""
    return not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid()
