"""Characters with their places, and the rows they stand in."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

# Between characters, in widths of a Chinese character: from here on a blank is seen; two columns of a table.
_BLANK, _BLANK_IN_WORDS, _GAP = 0.8, 0.2, 1.6
# The same within a table whose columns are known, and how far from its beginning a cell of a column may begin.
_CELL_GAP, _CELL_START = 0.4, 0.6
# Rows so near in the file can be cells of one table row; columns of text are written one after the other.
_NEAR = 6
#: The number that a heading or an entry begins with; 三条线, 一、二、三产业 and 1.5 do not.
NUMBER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．](?![一二三四五六七八九十][、产季级线轮批])|第[一二三四五六七八九十]{1,3}[章节条]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]"
)
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
# Fonts made from the radicals block show ⼀ for 一: the block's own compatibility mapping, and the usual ones of the supplement.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
} | str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)


class Glyph(NamedTuple):
    """A character, or several that belong together, and its box; y grows down the page, units are the page's own."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class Rule(NamedTuple):
    """A straight line drawn on a page, along it or across."""

    x0: float
    y0: float
    x1: float
    y1: float


class Page(NamedTuple):
    """The characters of one page, in the order of the file, and its lines; `number` counts from 1, a `width` of 0 is not known."""

    number: int
    height: float
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule] = ()
    width: float = 0.0


class Piece(NamedTuple):
    """Characters of a row up to a gap as wide as those between columns."""

    text: str
    x0: float
    x1: float


@dataclass(slots=True)
class Row:
    """Characters on one line of a page, from left to right; the first of them was the page's `at`th, the row the `order`th."""

    page: int
    glyphs: list[Glyph]
    order: int
    at: int
    x0: float = 0.0
    x1: float = 0.0
    y0: float = 0.0
    y1: float = 0.0
    em: float = 0.0
    pieces: list[Piece] = field(default_factory=list)

    def measure(self) -> None:
        self.glyphs.sort(key=lambda glyph: glyph.x0)
        self.x0, self.x1 = self.glyphs[0].x0, max(glyph.x1 for glyph in self.glyphs)
        self.y0 = median(glyph.y0 for glyph in self.glyphs)
        self.y1 = median(glyph.y1 for glyph in self.glyphs)
        wide = [(g.x1 - g.x0) / len(g.text) for g in self.glyphs if _HAN.match(g.text)]
        self.em = median(wide) if wide else 0.8 * (self.y1 - self.y0)
        self.em = self.em or 1.0
        self.pieces = _pieces(self.glyphs, self.em)

    def cut(self, starts: Sequence[float]) -> None:
        """Cut it at narrower gaps too, where what follows begins at one of `starts`: a full cell leaves little before the next."""
        self.pieces = _pieces(self.glyphs, self.em, starts)

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def rows(page: Page, without: frozenset[int] = frozenset()) -> list[Row]:
    """The rows of a page in the order of the file, cells of one table row and torn lines joined."""
    found: list[Row] = []
    for at, glyph in enumerate(page.glyphs):
        if (
            at in without
            or not glyph.text.strip()
            or not glyph.x1 - glyph.x0 < 1e6
            or not abs(glyph.y0) < 1e6
        ):
            continue
        plain = glyph._replace(text=glyph.text.translate(_RADICALS))
        if found and _goes_on(found[-1], plain):
            found[-1].glyphs.append(plain)
        else:
            found.append(Row(page.number, [plain], len(found), at))
    for row in found:
        row.measure()
    return _joined(found)


def running(some: Sequence[Row]) -> str:
    """The text of a wrapped paragraph; a blank is lost only between two words of letters."""
    text = ""
    for row in some:
        text += " " * (text[-1:].isascii() and text[-1:].isalpha() and row.text[:1].isascii()) + row.text
    return text


def _goes_on(row: Row, glyph: Glyph) -> bool:
    last = row.glyphs[-1]
    height = max(last.y1 - last.y0, glyph.y1 - glyph.y0, 0.1)
    middle = (glyph.y0 + glyph.y1) / 2
    return last.y0 - 0.1 * height <= middle <= last.y1 + 0.1 * height and glyph.x0 >= last.x0 - 0.2 * height


def _joined(found: list[Row]) -> list[Row]:
    """Rows side by side become one: torn lines wherever they stand in the file, cells of a table only near each other."""
    kept: list[Row] = []
    by_band: dict[int, list[Row]] = {}
    tall = max(median(row.y1 - row.y0 for row in found), 0.1) if found else 1.0
    for row in found:
        band = int(row.middle // tall)
        beside = (
            other
            for key in (band - 1, band, band + 1)
            for other in by_band.get(key, ())
            if _side_by_side(other, row)
        )
        host = next(beside, None)
        if host is None:
            kept.append(row)
            by_band.setdefault(band, []).append(row)
        else:
            host.glyphs += row.glyphs
            host.order = row.order
            host.measure()
    return kept


def _side_by_side(a: Row, b: Row) -> bool:
    if not (a.y0 <= b.middle <= a.y1 and b.y0 <= a.middle <= b.y1):
        return False
    gap = max(a.x0, b.x0) - min(a.x1, b.x1)
    if gap < -0.3 * a.em:
        return not _collide(a, b)  # signs of another font, written after the line into its holes
    return gap <= 1.2 * a.em or b.order - a.order <= _NEAR


def _collide(a: Row, b: Row) -> bool:
    begins = [glyph.x0 for glyph in a.glyphs]
    for glyph in b.glyphs:
        middle = (glyph.x0 + glyph.x1) / 2
        at = bisect_right(begins, middle) - 1
        if at >= 0 and middle < a.glyphs[at].x1:
            return True
    return False


def _pieces(glyphs: Iterable[Glyph], em: float, starts: Sequence[float] = ()) -> list[Piece]:
    """A row cut at gaps as wide as those between columns, with blanks where they are seen."""
    found: list[tuple[list[str], list[Glyph]]] = []
    last: Glyph | None = None
    for glyph in glyphs:
        gap = (glyph.x0 - last.x1) / em if last is not None else 0.0
        begins = gap >= _CELL_GAP and any(abs(glyph.x0 - start) <= _CELL_START * em for start in starts)
        if last is None or gap >= _GAP or begins:
            found.append(([], []))
        elif gap >= _BLANK or (gap >= _BLANK_IN_WORDS and _in_words(last.text[-1], glyph.text[0])):
            found[-1][0].append(" ")
        found[-1][0].append(glyph.text)
        found[-1][1].append(glyph)
        last = glyph
    return [Piece("".join(text), some[0].x0, max(g.x1 for g in some)) for text, some in found]


def _in_words(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and (before.isalnum() or before in ",.;:") and after.isalnum()
