"""The formats on top of the store: one file each, found by name.

Such a file has `path(folder)`, where it lies in the output folder, `TRANSLATED`, whether a language shows in it (and what
the user accepted since the run), `OWN`, the patterns of its files where it is a folder, and `write(con, new, language)`,
which writes it from the store `con` at the path `new`, whole, to be put in place then.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast

from reporttext.store.folder import Folder

if TYPE_CHECKING:
    import duckdb


class Output(Protocol):
    """A module of this package that writes one format."""

    TRANSLATED: bool
    OWN: tuple[str, ...]

    def path(self, folder: Folder) -> Path: ...
    def write(self, con: duckdb.DuckDBPyConnection, new: Path, language: str) -> None: ...


def _find_outputs() -> Mapping[str, Output]:
    modules = {found.name: import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)}
    return {
        name: cast("Output", module)
        for name, module in sorted(modules.items())
        if hasattr(module, "TRANSLATED")
    }


FORMATS: Mapping[str, Output] = _find_outputs()
