"""Word documents in one XML file (.xml, and saved as .doc by WPS): Word 2003's own (w:wordDocument) and flat OPC (pkg:package)."""

from __future__ import annotations

from reporttext.model import Document
from reporttext.readers import parts, signatures

FORMAT = "wordxml"


def matches(data: bytes) -> bool:
    return signatures.recognise(data) is signatures.FLAT


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `damaged`, `limit`, `empty`."""
    from reporttext.readers._wordprocessing import document, flat

    return document.read(flat.parts_of(parts.parse(data, "of the document")), source, FORMAT)
