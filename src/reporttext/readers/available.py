"""Which formats and archives this installation reads, and what the others need.

A format that cannot be read without an extra names it in its file: `NEEDS = ("office", "striprtf")`, the extra and the
package to import.
"""

from __future__ import annotations

import re
from importlib import metadata
from importlib.util import find_spec
from typing import Any, NamedTuple

from reporttext import readers
from reporttext.readers import archives

_STDLIB = {"backports.zstd": "compression.zstd"}  # packages that later Pythons bring themselves

# As the build writes them: py7zr<2,>=1.1; extra == 'archives'
_REQUIREMENT = re.compile(r"""([\w.-]+)[^;]*;.*\bextra == ['"]([\w-]+)['"]""")


class Readable(NamedTuple):
    """A format or kind of archive. `extra` is what it needs, if anything; `ready`, whether that is there."""

    name: str
    about: str
    extra: str | None
    ready: bool


def formats() -> list[Readable]:
    """The formats, by name."""
    return sorted(
        _readable(reader.FORMAT, _first_line(reader), getattr(reader, "NEEDS", None))
        for reader in readers.all_readers()
    )


def kinds_of_archives() -> list[Readable]:
    """The kinds of archives."""
    return [_readable(name, kind.about, kind.needs) for name, kind in archives.KINDS.items()]


def extras() -> dict[str, dict[str, str | None]]:
    """For each extra its packages with their versions, None where one is not installed. Empty in a bare checkout."""
    try:
        requirements = metadata.requires("reporttext") or []
    except metadata.PackageNotFoundError:
        return {}
    found: dict[str, dict[str, str | None]] = {}
    for package, extra in (hit.groups() for hit in map(_REQUIREMENT.match, requirements) if hit):
        if extra not in ("all", "dev"):
            found.setdefault(extra, {})[package] = _version(package)
    return found


def _readable(name: str, about: str, needs: tuple[str, str] | None) -> Readable:
    extra, package = needs or (None, None)
    return Readable(name, about, extra, package is None or _is_there(package))


def _is_there(package: str) -> bool:
    try:
        return any(find_spec(name) for name in (package, _STDLIB.get(package, package)))
    except ImportError:  # of a package's parent
        return False


def _first_line(module: Any) -> str:
    return (module.__doc__ or "").strip().split("\n")[0].split(":")[0]


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
