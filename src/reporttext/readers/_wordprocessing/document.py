"""The parts of one document to its text, with automatic numbers in their places; notes follow the body."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Protocol

from reporttext.errors import ReadError
from reporttext.model import Document, Error
from reporttext.readers import encodings, parts
from reporttext.readers._wordprocessing.body import BodyReader
from reporttext.readers._wordprocessing.names import transitional, value, w
from reporttext.readers._wordprocessing.numbering import Numbering
from reporttext.readers._wordprocessing.styles import StyleSheet
from reporttext.readers.lines import Line, join

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class Parts(Protocol):
    """Where the pieces of one document come from: a zip package or one XML file."""

    main: Element

    def optional(self, kind: str) -> Element | None:
        """The root of the part that the main part points to as `kind`: numbering, styles, footnotes, endnotes."""


class Packed:
    """The main part of a package and those it points to. Hand-made files may lack the pointers; then the usual names are tried."""

    def __init__(self, data: bytes) -> None:
        self._package = parts.Package(data)
        main = self._package.related("").get("officeDocument", "word/document.xml")
        self._folder = posixpath.dirname(main)
        self.main = transitional(self._package.xml(main))
        self._related = self._package.related(main)

    def optional(self, kind: str) -> Element | None:
        name = self._related.get(kind, posixpath.join(self._folder, f"{kind}.xml"))
        return transitional(self._package.xml(name)) if name in self._package else None


def read(found: Parts, source: str, format: str) -> Document:
    """The document of `found`. Raises ReadError: `damaged`, `password`, `limit`, `empty`."""
    body = found.main.find(w("body"))
    if body is None:
        raise parts.damaged("its main part has no body")
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
    return Document(text, source, format, hints=hints, errors=rows)


def _notes(found: Parts, reader: BodyReader) -> list[Line]:
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
