"""Reports and outputs on other storage (s3://, hdfs://, memory:// …, whatever fsspec opens here).

A run works on this machine's disk, or one that all workers share: reports are brought to it first, those that have not
changed not again, and finished outputs are put back after it. The store (reports.duckdb) stays on this side, where the
statistics ask it; what is put back are the Parquet tables and the formats that were asked for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from reporttext.errors import ReporttextError, UsageError
from reporttext.store.folder import Folder, remove

_URL = re.compile(r"[a-z][a-z0-9+.-]+(?:::[a-z][a-z0-9+.-]+)*://", re.IGNORECASE)
# What may tell that a remote file has changed: each storage gives some of these.
_STAMPS = (
    "size",
    "ETag",
    "etag",
    "md5",
    "checksum",
    "mtime",
    "LastModified",
    "last_modified",
    "created",
    "version_id",
)
_KEPT = "fetched.json"


def is_remote(path: str | Path) -> bool:
    """Whether a path names other storage; a Windows drive (C:) does not."""
    return isinstance(path, str) and _URL.match(path) is not None


def local_out(out: str | Path, scratch: str | Path | None) -> Path:
    """The folder of this machine that a run writes to; raises UsageError."""
    if is_remote(out) and scratch is None:
        raise UsageError(
            f"{out} is no folder of this machine: name one with --scratch, which keeps the store and is used again next time"
        )
    if not is_remote(out) and scratch is not None:
        raise UsageError("--scratch is for an output on other storage, such as s3://bucket/folder")
    return Path(out if scratch is None else scratch)


def place(path: str | Path, folder: Folder) -> Path:
    """Where a path will be on this machine: itself, or beside the output folder, under its own name."""
    if not is_remote(path):
        return Path(path)
    name = PurePosixPath(str(path).rstrip("/")).name
    return folder.remote / hashlib.sha256(str(path).rstrip("/").encode()).hexdigest()[:16] / name


def fetch(paths: Iterable[str | Path], folder: Folder) -> None:
    """Bring the remote ones of `paths` to their places; what is no longer there leaves. Raises UsageError, ReporttextError."""
    for path in paths:
        if is_remote(path):
            with _told(str(path)):
                _fetch(str(path), place(path, folder))


def publish(folder: Folder, names: Iterable[Path], out: str | Path) -> None:
    """Put finished outputs, files and folders of `folder`, to the remote `out`, and take away what was put there before and is no more."""
    if not is_remote(out):
        return
    with _told(str(out)):
        fs, root = _storage(str(out))
        index = folder.remote / "published.json"
        published = _read(index)
        files = {
            file.relative_to(folder.path).as_posix(): file
            for name in names
            if name != folder.database
            for file in ([name] if name.is_file() else sorted(p for p in name.rglob("*") if p.is_file()))
        }
        now = {name: _digest(file) for name, file in files.items()}
        known = published.get(str(out), {})
        for name, file in files.items():
            if known.get(name) != now[name] or not fs.exists(f"{root}/{name}"):
                fs.makedirs(f"{root}/{PurePosixPath(name).parent}", exist_ok=True)
                fs.put_file(str(file), f"{root}/{name}")
        for name in set(known) - set(now):
            if fs.exists(f"{root}/{name}"):
                fs.rm_file(f"{root}/{name}")
        index.parent.mkdir(parents=True, exist_ok=True)
        index.write_text(json.dumps({**published, str(out): now}, ensure_ascii=False), "utf-8")


def _fetch(url: str, target: Path) -> None:
    fs, root = _storage(url)
    listed: Mapping[str, Mapping[str, Any]] = fs.find(root, detail=True)
    if not listed:
        raise UsageError(f"there is no file at {url}")
    index = target.parent / _KEPT
    known = _read(index)
    stamps: dict[str, str] = {}
    try:
        for name, info in listed.items():
            if info.get("type") != "file":
                continue
            inside = name[len(root) :].lstrip("/")  # empty: the URL names this one file
            file = target / inside if inside else target
            if not file.resolve().is_relative_to(target.parent.resolve()):
                raise ReporttextError(
                    f"{url} has a file of the name {name}, which would lie outside of its folder"
                )
            stamp = json.dumps({key: str(info[key]) for key in _STAMPS if key in info}, sort_keys=True)
            if known.get(inside) != stamp or not file.is_file():
                file.parent.mkdir(parents=True, exist_ok=True)
                fs.get_file(name, str(file))
            stamps[inside] = stamp
        for inside in set(known) - set(stamps):
            remove(target / inside)
        known = {}
    finally:  # stopped on the way: what is here is here
        target.parent.mkdir(parents=True, exist_ok=True)
        index.write_text(json.dumps({**known, **stamps}, ensure_ascii=False), "utf-8")


def _read(index: Path) -> dict[str, Any]:
    """What was known when a run ended. Lost, everything goes over the network once more."""
    try:
        known = json.loads(index.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _storage(url: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError as error:
        raise UsageError(f'{url} needs the extra cluster: pip install "reporttext[cluster]"') from error
    fs, root = fsspec.core.url_to_fs(url)
    return fs, str(root).rstrip("/")


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Failures of other storage in words. It may raise anything: each has errors of its own."""
    try:
        yield
    except ReporttextError:
        raise
    except ImportError as error:
        raise UsageError(f"{url} needs a package that is not installed: {error}") from error
    except ValueError as error:
        raise UsageError(f"{url} cannot be opened: {error}") from error
    except Exception as error:
        raise ReporttextError(
            f"{url} cannot be read or written ({type(error).__name__}: {error}); what is finished is kept, run the same command again"
        ) from error


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
