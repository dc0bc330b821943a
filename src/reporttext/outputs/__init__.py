"""The formats on top of the store: one file each, of its name.

Such a file has `path(folder)`, where it lies in the output folder, `TRANSLATED`, whether a language shows in it (and what
the user accepted since the run), `OWN`, the patterns of its files where it is a folder, and `write(con, new, language)`,
which writes it from the store `con` at the path `new`, whole, to be put in place then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
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


class _Formats(Mapping[str, Output]):
    """The formats by name, each imported when it is asked for: a run that writes none of them does not wait for them."""

    _NAMES = ("csv", "jsonl", "page", "xlsx")

    def __getitem__(self, name: str) -> Output:
        if name not in self._NAMES:
            raise KeyError(name)
        return cast("Output", import_module(f"{__name__}.{name}"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._NAMES)

    def __len__(self) -> int:
        return len(self._NAMES)


FORMATS: Mapping[str, Output] = _Formats()
