"""The body of a document to lines: paragraphs with their numbers, table rows, text boxes, notes.

A table row is one line, its cells joined by tabs; a cell that another reaches over is empty, so that columns stay in place.
A table of one cell around several paragraphs is a frame and its paragraphs are paragraphs. The rows of a table in a cell
follow the row they stand in, the lines of a text box the paragraph it is fixed to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporttext.model import Role
from reporttext.readers import encodings
from reporttext.readers._wordprocessing import styles
from reporttext.readers._wordprocessing.names import number, switch, unwrapped, value, w
from reporttext.readers._wordprocessing.numbering import Label, Numbering
from reporttext.readers._wordprocessing.paragraphs import ParagraphReader
from reporttext.readers.lines import Line, roles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_AROUND_BLOCKS = frozenset(map(w, ("sdt", "sdtContent", "customXml", "ins", "moveTo")))
_P, _TABLE, _CHUNK, _ROW, _CELL = w("p"), w("tbl"), w("altChunk"), w("tr"), w("tc")
_PPR, _RPR, _TRPR, _TCPR = w("pPr"), w("rPr"), w("trPr"), w("tcPr")
_BLANKS = re.compile(r"\s+")
# Word stops at 63 columns; more in a file is a mistake or an attack.
_MAX_SPAN = 63


@dataclass(frozen=True, slots=True)
class _Carried:
    """Text of a paragraph whose mark is deleted or hidden: on the page the next paragraph goes on with it."""

    text: str = ""
    numbered: bool = False


class BodyReader:
    """Reads blocks in the order of the text, since numbers are counted and notes are collected along it."""

    def __init__(self, sheet: styles.StyleSheet, numbering: Numbering) -> None:
        self._sheet = sheet
        self._numbering = numbering
        self._paragraphs = ParagraphReader(sheet)
        self._tables = 0
        self.notes: list[tuple[str, str]] = []
        self.chunks = 0

    def lines(self, parent: Element) -> list[Line]:
        out: list[Line] = []
        carried = _Carried()
        for block in unwrapped(parent, _AROUND_BLOCKS):
            if block.tag == _P:
                carried = self._paragraph(block, carried, out)
            elif block.tag == _TABLE:
                if carried.text:
                    out.append(Line(carried.text))
                    carried = _Carried()
                self._table(block, out)
            elif block.tag == _CHUNK:
                self.chunks += 1
        if carried.text:
            out.append(Line(carried.text))
        return out

    def note(self, element: Element) -> list[Line]:
        return [Line(line.text, role="note") for line in self.lines(element) if line.text.strip()]

    def _paragraph(self, element: Element, carried: _Carried, out: list[Line]) -> _Carried:
        properties = element.find(_PPR)
        chain = self._sheet.paragraph(value(properties, w("pStyle")))
        found = self._paragraphs.read(element, styles.hidden(chain))
        text = encodings.tidy(found.text)
        self.notes += found.notes
        mark = None if properties is None else properties.find(_RPR)
        deleted = mark is not None and (
            mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None
        )
        mark_hidden = switch(mark, w("vanish"))
        joins_next = deleted or (styles.hidden(chain) if mark_hidden is None else mark_hidden)
        unseen = joins_next and not text
        label = None if deleted or unseen or carried.numbered else self._label(properties, chain)
        text = carried.text + text
        text = label.before(text) if label else text
        if joins_next:
            carried = _Carried(text, carried.numbered or bool(label))
        else:
            role = styles.title_role(chain)
            level = None if role else styles.outline_level(number(properties, w("outlineLvl")), chain)
            out += [Line(line, role, level) for line in text.strip("\n").split("\n")]
            carried = _Carried()
        for box in found.boxes:
            out += [Line(box)] if isinstance(box, str) else self.lines(box)
        return carried

    def _label(self, properties: Element | None, chain: tuple[styles.Style, ...]) -> Label | None:
        """Count the paragraph in its list: its own, else its style's; a style's level is the one tied to the style."""
        own = None if properties is None else properties.find(w("numPr"))
        list_id, level = value(own, w("numId")), number(own, w("ilvl"))
        by_style = list_id is None
        if list_id is None:
            list_id = next((style.list for style in chain if style.list is not None), None)
        if list_id is None:
            return None
        for style in chain:
            if level is None and by_style:
                level = self._numbering.level_of_style(list_id, style.id)
            if level is None:
                level = style.level
        return self._numbering.next(list_id, level or 0)

    def _table(self, element: Element, out: list[Line]) -> None:
        rows = [row for row in unwrapped(element, _AROUND_BLOCKS) if row.tag == _ROW and not _is_deleted(row)]
        cells = [[cell for cell in unwrapped(row, _AROUND_BLOCKS) if cell.tag == _CELL] for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:
            inner = self.lines(cells[0][0])
            if sum(bool(line.text.strip()) for line in inner) != 1:
                out += inner
                return
            self._tables += 1
            out += self._row_lines([_flat(inner)], f"T{self._tables}R1", "table", inner)
            return
        self._tables += 1
        table = self._tables
        texts: list[list[str]] = []
        inside: list[list[Line]] = []
        for at, row in enumerate(rows):
            texts.append([""] * _clipped(number(row.find(_TRPR), w("gridBefore"))))
            inside.append([])
            for cell in cells[at]:
                texts[at] += self._cell(cell, inside[at])
        for at, role in enumerate(self._roles(rows, texts)):
            out += self._row_lines(texts[at], f"T{table}R{at + 1}", role, inside[at])

    @staticmethod
    def _roles(rows: list[Element], texts: list[list[str]]) -> list[Role | None]:
        """Rows that the file repeats on each page are heads, a title among them apart."""
        marked = [switch(row.find(_TRPR), w("tblHeader")) for row in rows]
        found = roles(texts)
        return ["table_head" if mark and role else role for mark, role in zip(marked, found, strict=True)]

    def _cell(self, cell: Element, inside: list[Line]) -> Iterator[str]:
        """The text of a cell and an empty one for each further column it takes; its inner tables go to `inside`."""
        properties = cell.find(_TCPR)
        columns = max(1, _clipped(number(properties, w("gridSpan"))))
        if _goes_on(properties, "vMerge") or _goes_on(properties, "hMerge"):
            text = ""  # covered by the cell above or before, whose text stands there once
        else:
            lines = self.lines(cell)
            inside += [line for line in lines if line.cell]
            text = _flat(lines)
        yield text
        yield from [""] * (columns - 1)

    @staticmethod
    def _row_lines(texts: list[str], address: str, role: Role | None, inside: list[Line]) -> list[Line]:
        row = "\t".join(texts).rstrip("\t") if role else "\t".join(filter(None, texts))
        return ([Line(row, role, cell=address)] if row.strip() else []) + [
            line for line in inside if line.cell
        ]


def _flat(lines: list[Line]) -> str:
    """The lines of one cell as one, inner tables apart."""
    return " ".join(filter(None, (_BLANKS.sub(" ", line.text).strip() for line in lines if not line.cell)))


def _is_deleted(row: Element) -> bool:
    properties = row.find(_TRPR)
    return properties is not None and properties.find(w("del")) is not None


def _goes_on(properties: Element | None, name: str) -> bool:
    merged = None if properties is None else properties.find(w(name))
    return merged is not None and merged.get(w("val"), "continue") == "continue"


def _clipped(columns: int | None) -> int:
    return min(max(columns or 0, 0), _MAX_SPAN)
