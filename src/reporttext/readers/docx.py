"""Word and WPS documents (.docx, .docm, .dotx): text as the page shows it, with automatic numbers in their places.

Notes follow the body; headers, footers, comments and pictures are left out. The numbering is restored because nothing
else has it: 一、（一）第一条 ① are in no run of the document.
"""

from __future__ import annotations

from reporttext.model import Document
from reporttext.readers import parts

FORMAT = "docx"


def matches(data: bytes) -> bool:
    return parts.kind_of(data) == "docx"


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `damaged`, `password`, `limit`, `empty`."""
    from reporttext.readers._wordprocessing import document

    return document.read(document.Packed(data), source, FORMAT)
