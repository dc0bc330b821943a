"""Plain text (.txt): any of the encodings of `encodings`, as written."""

from __future__ import annotations

from reporttext.errors import ReadError
from reporttext.model import Document
from reporttext.readers import encodings, limits, prose, signatures
from reporttext.readers.lines import tabbed

FORMAT = "txt"
RANK = 9  # asked last: every other format would also be some text


def matches(data: bytes) -> bool:
    return signatures.recognise(data) is None


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `unsupported` (no text), `encoding` (mixed or damaged), `empty`, `limit`, `not_a_report`."""
    if len(data) > limits.current().text:
        raise limits.exceeded(
            "text", f"it is a text of {len(data):,} bytes, to be cut into its reports", len(data)
        )
    decoded = encodings.decode(data)
    if encodings.is_blank(decoded.text):
        raise ReadError("empty", "it holds nothing but blanks; fetch the file again or leave it out")
    prose.check(decoded.text)
    rows = encodings.left_out(decoded) + encodings.warnings(decoded.text)
    return Document(
        decoded.text, source, FORMAT, decoded.encoding, hints=tuple(tabbed(decoded.text)), errors=rows
    )
