"""Word and WPS documents (.docx, .docm, .dotx): text as the page shows it, with automatic numbers in their places.

Notes follow the body; headers, footers, comments and pictures are left out. The numbering is restored because nothing
else has it: 一、（一）第一条 ① are in no run of the document.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from reporttext.errors import ReadError
from reporttext.model import Document, Error, Hint, Span
from reporttext.readers import encodings, parts
from reporttext.readers._wordprocessing.body import BodyReader, Line
from reporttext.readers._wordprocessing.names import transitional, value, w
from reporttext.readers._wordprocessing.numbering import Numbering
from reporttext.readers._wordprocessing.styles import StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORMAT = "docx"


def matches(data: bytes) -> bool:
    return parts.kind_of(data) == "docx"


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `damaged`, `password`, `limit`, `empty`."""
    package = parts.Package(data)
    main = package.related("").get("officeDocument", "word/document.xml")
    found = _Parts(package, main)
    body = found.main.find(w("body"))
    if body is None:
        raise parts.damaged(f"the part {main} has no body")
    sheet = found.optional("styles")
    numbering = Numbering(found.optional("numbering"), _style_lists(sheet))
    reader = BodyReader(StyleSheet(sheet), numbering)
    lines = reader.lines(body) + _notes(found, reader)
    text, hints = join(lines)
    if encodings.is_blank(text):
        raise ReadError(
            "empty",
            "it holds no text: an empty document, or scanned pages; recognise their text (OCR) and save that as .docx or .txt",
        )
    rows = encodings.warnings(text) + _rows(reader, numbering)
    return Document(text, source, FORMAT, hints=hints, errors=rows)


class _Parts:
    """The main part and those it points to. Hand-made files may lack the pointers; then the usual names are tried."""

    def __init__(self, package: parts.Package, main: str) -> None:
        self._package = package
        self._folder = posixpath.dirname(main)
        self.main = transitional(package.xml(main))
        self._related = package.related(main)

    def optional(self, kind: str) -> Element | None:
        name = self._related.get(kind, posixpath.join(self._folder, f"{kind}.xml"))
        return transitional(self._package.xml(name)) if name in self._package else None


def join(lines: list[Line]) -> tuple[str, tuple[Hint, ...]]:
    """The text of `lines`, without empty ones at both ends, and a hint for each of which the document said something."""
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    lines = lines[filled[0] : filled[-1] + 1] if filled else []
    hints: list[Hint] = []
    at = 0
    for line in lines:
        if line.text.strip() and (line.role or line.level or line.cell):
            hints.append(Hint(Span(at, at + len(line.text)), line.role, line.level, cell=line.cell))
        at += len(line.text) + 1
    return "\n".join(line.text for line in lines), tuple(hints)


def _notes(found: _Parts, reader: BodyReader) -> list[Line]:
    """Footnotes, then endnotes, each in the order they are referred to; notes nothing refers to are not shown by Word."""
    out: list[Line] = []
    for kind, name in (("footnotes", "footnote"), ("endnotes", "endnote")):
        referred = list(dict.fromkeys(id for of, id in reader.notes if of == kind))
        root = found.optional(kind) if referred else None
        notes = {} if root is None else {note.get(w("id"), ""): note for note in root.iterfind(w(name))}
        for id in referred:
            if id in notes:
                out += reader.note(notes[id])
    return out


def _style_lists(sheet: Element | None) -> dict[str, str]:
    """The lists that list styles name, by style."""
    found: dict[str, str] = {}
    for style in () if sheet is None else sheet.iterfind(w("style")):
        list_id = value(style.find(f"{w('pPr')}/{w('numPr')}"), w("numId"))
        if list_id is not None:
            found.setdefault(style.get(w("styleId"), ""), list_id)
    return found


def _rows(reader: BodyReader, numbering: Numbering) -> tuple[Error, ...]:
    rows = []
    if numbering.unknown:
        formats = ", ".join(sorted(numbering.unknown))
        message = f"the numbering format {formats} is not known; these numbers are written in digits: compare them with the original"
        rows.append(Error("read", "numbering", "warning", message))
    if reader.chunks:
        message = (
            f"{reader.chunks} other document(s) embedded in it (altChunk) were not read; open it in Word, save it again as .docx "
            "and read that copy"
        )
        rows.append(Error("read", "embedded", "error", message))
    return tuple(rows)
