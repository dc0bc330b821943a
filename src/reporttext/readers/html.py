"""Web pages (.html, .htm, and those saved as .doc or .xls): the main text without menus, tables in order, title and date.

No script is run, no address opened, nothing outside the file read.
"""

from __future__ import annotations

from reporttext.model import Document
from reporttext.readers import encodings, signatures

FORMAT = "html"


def matches(data: bytes) -> bool:
    return signatures.recognise(data) is signatures.HTML


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `empty`, `encoding`, `limit`, `damaged`, `unsupported` (no text at all)."""
    from reporttext.readers._pages import document

    return document.read(encodings.decode(data), source, FORMAT)
