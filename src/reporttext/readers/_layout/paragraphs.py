"""Rows of all pages to lines of text, one a paragraph: heads, feet and page numbers told apart, wrapped lines joined.

A row goes on with the paragraph above if that row reaches the right margin and this one begins at the left margin, which
the first line of a paragraph does not: it is indented by two characters. A paragraph goes on over the end of a page; the
furniture between stands behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reporttext.readers._layout.glyphs import NUMBER, Page, Row, rows, running
from reporttext.readers._layout.grid import Table, tables
from reporttext.readers._layout.unruled import pieces
from reporttext.readers.lines import Line, table

# Parts of the page's height in which heads and feet stand, and the share of pages on which a line must come back.
_MARGIN, _REPEATED = 0.14, 0.4
# In characters: how much a full line may fall short, how much an indent is at least, how far lines of one column start apart.
_SHORT, _INDENT, _COLUMN = 1.6, 0.7, 3.0
# Rows on a page that are enough to show its columns, and the share of them that a column has at least.
_ENOUGH, _SHARE = 6, 0.15
# Rows of a column that may stick out of its margins, and from where on, in characters, they do so clearly.
_STICKS_OUT, _FAR = 0.08, 4.0
# A gap between lines this much wider than the usual one parts paragraphs.
_LOOSE = 1.4
_SAME_SIZE = 1.15
_PAGE_NUMBER = re.compile(
    r"[-—–―─·•\s]{0,6}(?:第\s?)?\d{1,4}(?:\s?页)?[-—–―─·•\s]{0,6}(?:[,，/]?\s?共?\s?\d{1,4}\s?页?)?"
)
_DIGITS = re.compile(r"[\d\s]+")
_CLOSED = tuple("。！？；：!?;:")
# Lines that a bracket may reach over.
_BRACKET = 4
# A number behind these goes on with the line above.
_COUNTING = ("第", "、", "和", "及", "与", "至", "—", "-", "（", "(", "条", "款", "项", "见")
_ASCII_HEAD = re.compile(r"([\x21-\x7e][\x21-\x7e、]*)([，。；：！？）》”’]?)")
_OPENING = tuple("“‘（《【〔「『(")


class _Found(NamedTuple):
    page: Page
    rows: list[Row]
    tables: list[Table]


@dataclass(slots=True)
class _Margins:
    left: float
    right: float
    em: float


def lines(pages: Sequence[Page]) -> list[Line]:
    """The lines of `pages`, a paragraph each, with page (where it begins) and, where known, role and cell."""
    found = []
    for page in pages:
        ruled = tables(page)
        taken = frozenset[int]().union(*(some.glyphs for some in ruled))
        found.append(_Found(page, rows(page, taken), ruled))
    noise = _furniture(found)
    body = [row for some in found for row in some.rows if id(row) not in noise]
    margins = _Columns(body, {page.number: page.width for page in pages})
    writer = _Writer(_pitch(body, margins), margins)
    for some in found:
        free = pieces([row for row in some.rows if id(row) not in noise])
        for piece in sorted([*free, *some.tables], key=lambda piece: piece.at):
            if isinstance(piece, Table):
                writer.table(piece.cells, some.page.number)
            else:
                writer.row(piece)
        writer.later += [Line(row.text, "noise", page=row.page) for row in some.rows if id(row) in noise]
    return writer.end()


def _furniture(found: Sequence[_Found]) -> set[int]:
    """Rows in the margins that come back on other pages, numbers apart, and page numbers."""
    outer: list[tuple[str, Row]] = []
    noise: set[int] = set()
    for page, some, _ in found:
        by_place = sorted(some, key=lambda row: row.middle)
        for row in {id(row): row for row in (*by_place[:2], *by_place[-2:])}.values():
            top, low = row.middle < _MARGIN * page.height, row.middle > (1 - _MARGIN) * page.height
            if not (top or low):
                continue
            if _PAGE_NUMBER.fullmatch(row.text.strip()):
                noise.add(id(row))
            outer.append((f"{top} {_DIGITS.sub('#', row.text)}", row))
    times = Counter(key for key, _ in outer)
    least = max(2, _REPEATED * len(found))
    noise.update(id(row) for key, row in outer if times[key] >= least)
    return noise


class _Columns:
    """The columns of text of each page, and of all pages for one with few rows on it."""

    def __init__(self, body: Sequence[Row], widths: Mapping[int, float]) -> None:
        by_page: dict[int, list[Row]] = {}
        for row in body:
            if len(row.pieces) == 1:
                by_page.setdefault(row.page, []).append(row)
        everything = [row for some in by_page.values() for row in some]
        width = max(widths.values(), default=0.0)
        self._of_all = _columns(everything, width) or [_margins(everything or body, width)]
        self._of_page = {
            page: [self._drawn_out(column) for column in _columns(some, widths[page])]
            for page, some in by_page.items()
            if len(some) >= _ENOUGH
        }

    def _drawn_out(self, column: _Margins) -> _Margins:
        """On a page of first lines only the left margin shows on other pages."""
        for known in self._of_all:
            if 0 < column.left - known.left <= _COLUMN * column.em:
                return replace(column, left=known.left)
        return column

    def of(self, row: Row) -> _Margins:
        """The column that shares most with the row."""
        columns = self._of_page.get(row.page) or self._of_all
        return max(columns, key=lambda column: min(column.right, row.x1) - max(column.left, row.x0))


def _columns(some: Sequence[Row], width: float) -> list[_Margins]:
    """Groups of rows that begin at about one place; a few rows (a title, a signature) are no column."""
    groups: list[list[Row]] = []
    for row in sorted(some, key=lambda row: row.x0):
        if groups and row.x0 - groups[-1][-1].x0 <= _COLUMN * row.em:
            groups[-1].append(row)
        else:
            groups.append([row])
    least = max(3, _SHARE * len(some))
    columns = [group for group in groups if len(group) >= least]
    return [_margins(group, width if len(columns) == 1 else 0.0) for group in columns]


def _margins(same: Sequence[Row], width: float) -> _Margins:
    """The leftmost beginning and rightmost end of several rows: a few may stick out.

    Where the ends of short lines agree by chance and others reach far beyond, there is no margin to see. It is where the
    longest line ends then, or, on a page of one column of known `width`, as far from its edge as the left one is from its.
    """
    em = median(row.em for row in same)
    least = max(1.5, _STICKS_OUT * len(same))
    begins = Counter(round(2 * row.x0 / em) for row in same)
    ends = Counter(round(2 * row.x1 / em) for row in same)
    left = min((at for at, times in begins.items() if times > 1), default=min(begins))
    right = max((at for at, times in ends.items() if times > least), default=0)
    if sum(times for at, times in ends.items() if at > right + 2 * _FAR) > (least if right else 0):
        edge = 2 * width / em - left
        right = max(ends)
        right = round(edge) if edge - right > 2 * _FAR else right
    return _Margins(left * em / 2, right * em / 2, em)


def _pitch(body: Sequence[Row], margins: _Columns) -> float:
    """The usual distance of lines, in characters: of those that reach the margin and the next; of all if none does."""
    near = [
        (above, (row.middle - above.middle) / above.em)
        for above, row in pairwise(body)
        if above.page == row.page and 0.8 <= (row.middle - above.middle) / above.em <= 4
    ]
    full = [step for above, step in near if above.x1 >= margins.of(above).right - _SHORT * above.em]
    steps = Counter(round(step, 1) for step in full or [step for _, step in near])
    return max(steps, key=lambda step: (steps[step], -step), default=2.0)


class _Writer:
    def __init__(self, pitch: float, margins: _Columns) -> None:
        self._pitch, self._margins = pitch, margins
        self._lines: list[Line] = []
        self._open: list[Row] = []  # rows of the paragraph under way
        self._tables = 0
        self._table: list[list[str]] = []  # rows of the table under way, and the page of each
        self._pages: list[int] = []
        self.later: list[Line] = []  # furniture, which stands behind the paragraph that a page's end cuts

    def row(self, row: Row) -> None:
        if self._table or (self._open and not self._continues(self._open[-1], row)):
            self._close()
        self._open.append(row)

    def table(self, cells: list[list[str]], page: int) -> None:
        """A table's rows; one at the top of a page goes on with that at the end of the page before, if as wide.

        One that repeats its head there is a table of its own.
        """
        before = self._table
        goes_on = (
            before
            and len(before[0]) == len(cells[0])
            and self._pages[-1] == page - 1
            and before[0] != cells[0]
        )
        if not goes_on:
            self._close()
        self._table += cells
        self._pages += [page] * len(cells)

    def end(self) -> list[Line]:
        self._close()
        return self._lines

    def _close(self) -> None:
        if self._open:
            self._lines.append(Line(running(self._open), page=self._open[0].page))
            self._open = []
        if self._table:
            self._tables += 1
            self._lines += table(self._table, self._tables, self._pages)
            self._table, self._pages = [], []
        self._lines += self.later
        self.later = []

    def _continues(self, above: Row, row: Row) -> bool:
        em = above.em
        if not 1 / _SAME_SIZE <= row.em / em <= _SAME_SIZE or len(above.pieces) > 1:
            return False
        column, below = self._margins.of(above), self._margins.of(row)
        # A word or figure that does not fit goes to the next line whole, with the mark behind it.
        word = _ASCII_HEAD.match(row.text)
        short = (_SHORT + 0.6 * len(word[1]) + len(word[2]) if word else _SHORT) * em
        short += row.text.startswith(_OPENING) * em
        if _is_centred(row, below) and all(_is_even(part, column) for part in self._open):
            # A title in two lines; what is above it may end in its middle too.
            wide = column.right - column.left - short - 2 * em
            return above.x1 - above.x0 >= wide and not above.text.endswith(_CLOSED)
        if above.x1 < column.right - short or row.x0 > below.left + _INDENT * em:
            return False
        step = row.middle - above.middle
        if above.page == row.page and step > _LOOSE * self._pitch * em:
            return False
        return not _begins_anew(running(self._open[-_BRACKET:]), row.text)


def _begins_anew(above: str, text: str) -> bool:
    """Whether a line begins with the number of a heading or an entry, and not with what only looks like one: 第｜一、二产业."""
    inside = above.count("（") + above.count("(") > above.count("）") + above.count(")")
    return NUMBER.match(text) is not None and not inside and not above.endswith(_COUNTING)


def _is_centred(row: Row, column: _Margins) -> bool:
    return _is_even(row, column) and row.x0 - column.left > _INDENT * row.em


def _is_even(row: Row, column: _Margins) -> bool:
    """Both ends are drawn in alike."""
    return abs((row.x0 - column.left) - (column.right - row.x1)) < row.em
