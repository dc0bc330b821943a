"""Packages that are not always installed: what a file needs that this installation lacks, said with the remedy."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from reporttext.errors import ReadError


def load(module: str, extra: str, what: str, size: int) -> ModuleType:
    """The package `module` of the extra `extra`, which reads `what` (a file of `size` bytes). Raises ReadError: `missing_extra`."""
    try:
        return import_module(module)
    except ImportError as error:
        raise missing(extra, what, size) from error


def missing(extra: str, what: str, size: int) -> ReadError:
    """The error for a file of `size` bytes that only an installation with `extra` reads."""
    return ReadError(
        "missing_extra",
        f'it is {what} ({size:,} bytes) and needs the extra {extra}: pip install "reporttext[{extra}]", then run again',
    )
