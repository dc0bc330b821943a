"""Lines of a document with what its reader knew of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reporttext.fold import fold
from reporttext.model import Document, Hint, Span
from reporttext.structure.numbering import Numbering, Numbers

_FIRST_END: Final = re.compile("[。!?][”’)》]*+")


@dataclass(slots=True)
class Line:
    """A non-empty line without the blanks around it; `text` is folded.

    `words` are the line's own, behind a number; `first_end` is the end of their first sentence, -1 if none ends.
    """

    start: int
    end: int
    text: str
    hint: Hint
    number: Numbering | None
    first_end: int

    @property
    def words(self) -> str:
        return self.text[self.number.rest :] if self.number else self.text

    @property
    def flowing(self) -> bool:
        """It holds running text: a sentence ends in it, or it is too long for a heading."""
        return self.first_end >= 0 or len(self.text) > 60


_NO_HINT: Final = Hint(Span(0, 0))


def lines_of(doc: Document, read_number: Numbers) -> list[Line]:
    """The document's lines, in order; those of wrapped paragraphs are joined already, see `wraps`."""
    folded = doc.folded or fold(doc.text)
    found: list[Line] = []
    hints = _Hints(doc.hints) if doc.hints else None
    at = 0
    for raw in folded.split("\n"):
        start, at = at, at + len(raw) + 1
        text = raw.strip()
        if not text:
            continue
        start += raw.find(text[0]) if raw[0] != text[0] else 0
        end = start + len(text)
        number = read_number(text)
        first_end = _first_end(text, number.rest if number else 0)
        found.append(Line(start, end, text, hints.at(start, end) if hints else _NO_HINT, number, first_end))
    return found


def _first_end(text: str, begin: int) -> int:
    """The end of the first sentence of the words from `begin` on, counted from there, with the quote or bracket that closes it; or -1.

    >>> _first_end("1.抓学习。每月一次。", 2), _first_end("抓学习", 0)
    (4, -1)
    """
    end = _FIRST_END.search(text, begin)
    return end.end() - begin if end else -1


class _Hints:
    """Hints by place. Lines come in order, so each hint is opened and closed once."""

    def __init__(self, hints: tuple[Hint, ...]) -> None:
        self.hints = sorted(hints, key=lambda h: (h.span.start, h.span.end))
        self.next = 0
        self.open: list[Hint] = []

    def at(self, start: int, end: int) -> Hint:
        """What is known of a line. The hint that names a role lends its span, others fill in page, level and cell."""
        while self.next < len(self.hints) and self.hints[self.next].span.start < end:
            self.open.append(self.hints[self.next])
            self.next += 1
        if not self.open:
            return _NO_HINT
        self.open = [h for h in self.open if h.span.end > start]
        known = _NO_HINT
        for hint in sorted(self.open, key=lambda h: (h.role is None, h.level is None)):
            known = hint if known is _NO_HINT else _filled(known, hint)
        return known


def _filled(hint: Hint, other: Hint) -> Hint:
    return Hint(
        hint.span,
        hint.role if hint.role is not None else other.role,
        hint.level if hint.level is not None else other.level,
        hint.page if hint.page is not None else other.page,
        hint.cell if hint.cell is not None else other.cell,
    )
