"""The text of one paragraph: what a reader of the page sees, and nothing of the machinery.

Kept: text, insertions, results of fields, links, content controls, tabs, line breaks, the base of ruby, formulas in a line.
Left out: deletions, hidden text, codes of fields, marks of notes and comments, soft hyphens, pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reporttext.readers._wordprocessing import styles
from reporttext.readers._wordprocessing.names import SPACE, TEXTPATH, m, switch, unwrapped, value, w
from reporttext.readers._wordprocessing.symbols import symbols

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Around runs without changing what they say. Deletions (w:del, w:moveFrom) are not among them, and so left out.
_AROUND_RUNS = frozenset(
    map(
        w,
        (
            "ins",
            "moveTo",
            "hyperlink",
            "smartTag",
            "sdt",
            "sdtContent",
            "customXml",
            "dir",
            "bdo",
            "fldSimple",
            "ruby",
            "rubyBase",
        ),
    )
) | {m("oMathPara")}
_NO_WRAPPERS: frozenset[str] = frozenset()
# What has no entry, such as a soft hyphen or the mark of the last page break, shows nothing on the line.
_SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_R, _T, _RPR, _SYM, _FIELD = w("r"), w("t"), w("rPr"), w("sym"), w("fldChar")
_BOX = w("txbxContent")
_MATH, _MATH_TEXT = m("oMath"), m("t")
_DRAWN = frozenset(map(w, ("drawing", "pict", "object")))
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_VERTICAL, _VANISH, _RSTYLE = w("vertAlign"), w("vanish"), w("rStyle")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_BLANKS = re.compile(r"[\t\r\n]+")
# Two parts of a formula on a line: without the sign between them 3 over 4 is 34.
_BETWEEN = {m("den"): "/", m("sup"): "^"}


@dataclass(slots=True)
class Reading:
    """What one paragraph holds: its text, its text boxes (or words drawn as pictures), the notes it refers to."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Element | str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class ParagraphReader:
    """Reads paragraphs in the order of the text: fields may reach over several."""

    def __init__(self, sheet: styles.StyleSheet) -> None:
        self._sheet = sheet
        self._in_code: list[bool] = []  # for each field begun, whether its code or its result is being read
        self._leaves: dict[str, Callable[[Element, Reading], None]] = {
            _T: _text,
            _SYM: _symbol,
            **dict.fromkeys(_SIGNS, _sign),
            **dict.fromkeys(_NOTES, _note),
        }

    def read(self, paragraph: Element, style_hidden: bool) -> Reading:
        found = Reading()
        self._runs(paragraph, found, style_hidden)
        # A code that does not end with its paragraph is a field broken off; what follows is text again.
        self._in_code = [in_code for in_code in self._in_code if not in_code]
        return found

    def _runs(self, parent: Element, found: Reading, style_hidden: bool) -> None:
        for child in unwrapped(parent, _AROUND_RUNS):
            if child.tag == _R:
                self._run(child, found, style_hidden)
            elif child.tag == _MATH and not self._skipping:
                found.pieces.append(_formula(child))

    def _run(self, run: Element, found: Reading, style_hidden: bool) -> None:
        properties = run.find(_RPR)
        hidden = style_hidden if properties is None else self._is_hidden(properties, style_hidden)
        begin = len(found.pieces)
        for child in unwrapped(run, _NO_WRAPPERS):
            if child.tag == _FIELD:
                self._field(child)
            elif hidden or self._skipping:
                continue
            elif (leaf := self._leaves.get(child.tag)) is not None:
                leaf(child, found)
            elif child.tag in _DRAWN:
                found.boxes.extend(_boxes(child))
            elif child.tag in _AROUND_RUNS:
                self._runs(child, found, style_hidden)
        if properties is not None and value(properties, _VERTICAL) == "superscript":
            _raise(found.pieces, begin)

    def _is_hidden(self, properties: Element, style_hidden: bool) -> bool:
        own = switch(properties, _VANISH)
        if own is not None:
            return own
        style = value(properties, _RSTYLE)
        return style_hidden if style is None else styles.hidden(self._sheet.chain(style)) or style_hidden

    @property
    def _skipping(self) -> bool:
        return any(self._in_code)

    def _field(self, mark: Element) -> None:
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            self._in_code.append(True)
        elif kind == "separate" and self._in_code:
            self._in_code[-1] = False
        elif kind == "end" and self._in_code:
            self._in_code.pop()


def _text(element: Element, found: Reading) -> None:
    text = element.text or ""
    if element.get(SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    found.pieces.append(_BLANKS.sub(" ", text))


def _sign(element: Element, found: Reading) -> None:
    found.pieces.append(_SIGNS[element.tag])


def _symbol(element: Element, found: Reading) -> None:
    try:
        sign = chr(int(element.get(w("char"), ""), 16))
    except (ValueError, OverflowError):
        return
    if not "\ud800" <= sign <= "\udfff":
        found.pieces.append(symbols(sign, element.get(w("font"))))


def _note(element: Element, found: Reading) -> None:
    found.notes.append((_NOTES[element.tag], element.get(w("id"), "")))


def _raise(pieces: list[str], begin: int) -> None:
    """10 with a raised 4 is 10⁴, not 104. Only whole runs of digits: other raised text loses nothing on the line."""
    text = "".join(pieces[begin:])
    if text and not text.strip("0123456789+-"):
        pieces[begin:] = [text.translate(_RAISED)]


def _formula(math: Element) -> str:
    out: list[str] = []
    stack = [math]
    while stack:
        element = stack.pop()
        if element.tag == _MATH_TEXT:
            out.append(element.text or "")
        else:
            out.append(_BETWEEN.get(element.tag, ""))
            stack.extend(reversed(element))
    return "".join(out)


def _boxes(drawn: Element) -> list[Element | str]:
    """The text boxes of a drawing, and words drawn as pictures (WordArt), which letterheads were once made of."""
    found: list[Element | str] = []
    stack = [drawn]
    while stack:
        element = stack.pop()
        if element.tag == _BOX:
            found.append(element)
        elif element.tag == TEXTPATH:
            found.append(element.get("string", ""))
        else:
            stack.extend(reversed(list(unwrapped(element, _NO_WRAPPERS))))
    return found
