"""Tables without ruled lines: rows of several pieces below each other, in columns.

A cell of two lines leaves one of them between the rows. The line belongs to the row whose height it shares, or else to the one
above where it stands nearer to that than to the next, in a column in which that row has text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reporttext.readers._layout.glyphs import NUMBER, Piece, Row
from reporttext.readers._layout.grid import Table

# Lines between two rows that may all be parts of cells.
_BETWEEN = 4
# More columns are none that anyone reads, and the work grows with them.
_MOST_COLUMNS = 63
# In characters: lines of running text are never so near; lines of one cell never so far; how much of a full line may be free.
_BESIDE, _WITHIN, _FREE = 0.95, 2.2, 1.2
# A row stands no farther from the next than this, in usual distances.
_AS_FAR = 1.25
# A line this much nearer to the row above than to the next goes on with it.
_NEARER = 0.85
_OPENS_ROWS = ("其中", "合计", "小计", "总计", "注")


class _Column(NamedTuple):
    x0: float
    x1: float
    width: float  # of its widest piece


def pieces(some: Sequence[Row]) -> list[Row | Table]:
    """The rows of a page, those of a table as one."""
    out: list[Row | Table] = []
    for region in _regions(some):
        out += _tables(region) if len(region) > 1 else region
    return out


def _regions(some: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows one by one, but those together that may be one table: several pieces each, with lines of one between them."""
    region: list[Row] = []
    waiting: list[Row] = []  # lines of one piece behind the region
    last = widest = 0  # pieces of rows of the region
    for row in some:
        count = len(row.pieces)
        if count < 2 and region and len(waiting) < _BETWEEN:
            waiting.append(row)
            continue
        # About as many as the last row or the widest; or the second lines of several cells, right below.
        below = bool(region) and 0 < row.middle - (waiting or region)[-1].middle <= _WITHIN * row.em
        like = abs(count - last) <= 1 or abs(count - widest) <= 1 or (below and count < widest)
        if count > 1 and region and like:
            region += [*waiting, row]
            waiting, last, widest = [], count, max(widest, count)
            continue
        yield from _parted(region, waiting)
        region, waiting, last, widest = [row], [], count, count
        if count < 2:
            yield region
            region = []
    yield from _parted(region, waiting)


def _parted(region: list[Row], waiting: list[Row]) -> Iterator[list[Row]]:
    """A region of two rows and more has the lines behind it, which may belong to its last row; a single row is no table."""
    if sum(len(row.pieces) > 1 for row in region) > 1:
        yield region + waiting
    else:
        yield from ([row] for row in region + waiting)


def _tables(region: Sequence[Row]) -> Iterator[Row | Table]:
    """The tables of a region, parted by the lines that belong to no row."""
    widest = max(region, key=lambda row: len(row.pieces))
    for row in region:
        if 1 < len(row.pieces) < len(widest.pieces) <= _MOST_COLUMNS:
            row.cut([piece.x0 for piece in widest.pieces])
    columns = _columns(region)
    owners = _Owners(region, columns)
    more: dict[int, list[Row]] = {}
    for at, row in enumerate(region):
        if (owner := owners.of(at)) is not None:
            more.setdefault(owner, []).append(row)
    group: list[list[Row]] = []
    for at, row in enumerate(region):
        if owners.of(at) is not None:
            continue
        if len(row.pieces) > 1 or owners.is_row(at):
            group.append([row, *more.get(at, ())])
        else:
            yield from _written(group, columns)
            group = []
            yield row
    yield from _written(group, columns)


def _written(group: list[list[Row]], columns: Sequence[_Column]) -> Iterator[Row | Table]:
    if len(group) > 1:
        yield Table([_cells(rows, columns) for rows in group], frozenset(), group[0][0].at)
    else:
        yield from (row for rows in group for row in rows)


def _columns(region: Sequence[Row]) -> list[_Column]:
    """The columns by the rows with as many pieces as most have; none if these do not stand below each other."""
    counts = Counter(len(row.pieces) for row in region if len(row.pieces) > 1)
    most = max(counts, key=lambda count: (counts[count], count))
    if most > _MOST_COLUMNS:
        return []
    same = [row.pieces for row in region if len(row.pieces) == most]
    columns = [
        _Column(min(p.x0 for p in some), max(p.x1 for p in some), max(p.x1 - p.x0 for p in some))
        for some in zip(*same, strict=True)
    ]
    return columns if all(a.x1 < b.x0 for a, b in pairwise(columns)) else []


def _column_of(piece: Piece, columns: Sequence[_Column]) -> int:
    """The column that a piece shares most with, or else stands nearest to."""
    return max(
        range(len(columns)), key=lambda at: min(columns[at].x1, piece.x1) - max(columns[at].x0, piece.x0)
    )


def _cells(rows: Sequence[Row], columns: Sequence[_Column]) -> list[str]:
    """The cells of a row, empty where no piece stands; the lines of one cell from top to bottom."""
    if not columns or (len(rows) == 1 and len(rows[0].pieces) >= len(columns)):
        return [piece.text for piece in rows[0].pieces]
    cells = [""] * len(columns)
    for row in sorted(rows, key=lambda row: row.middle):
        for piece in row.pieces:
            at = _column_of(piece, columns)
            between = cells[at][-1:].isascii() and cells[at][-1:].isalpha() and piece.text[:1].isalpha()
            cells[at] += " " * (between and piece.text[:1].isascii()) + piece.text
    return cells


class _Owners:
    """Which row of a region a line between the rows belongs to."""

    def __init__(self, region: Sequence[Row], columns: Sequence[_Column]) -> None:
        self._region, self._columns = region, columns
        self._rows = [at for at, row in enumerate(region) if len(row.pieces) > 1]
        steps = [region[b].middle - region[a].middle for a, b in pairwise(self._rows)]
        self._step = median(steps)
        self._of: dict[int, int | None] = {}
        for at in range(len(region)):
            self._of[at] = self._owner(at) if columns else None
        # A row that turned out to be the second line of another has no lines of its own.
        for at in self._of:
            self._of[at] = self._first(at)

    def of(self, at: int) -> int | None:
        """The index of the row, None for a line that belongs to none and for a row."""
        return self._of[at]

    def _first(self, at: int) -> int | None:
        found = owner = self._of[at]
        while owner is not None:
            found, owner = owner, self._of[owner]
        return found

    def is_row(self, at: int) -> bool:
        """Whether a line of one piece is a row of its own (其中：): in a column, as far from its neighbours as rows are."""
        if not self._columns or not self._rows[0] < at < self._rows[-1] or not self._fits(self._region[at]):
            return False
        middles = [self._middle(i) for i in (at - 1, at, at + 1)]
        return all(0 < b - a <= _AS_FAR * self._step for a, b in pairwise(middles))

    def _owner(self, at: int) -> int | None:
        line = self._region[at]
        if len(line.pieces) >= len(self._columns) or not self._fits(line):
            return None
        rows = [i for i in self._near(at) if i != at and len(self._region[i].pieces) > 1]
        higher = [i for i in rows if self._middle(i) <= line.middle and self._of.get(i) is None]
        above = max(higher, key=self._middle, default=None)
        below = min((i for i in rows if self._middle(i) > line.middle), key=self._middle, default=None)
        for other in (above, below):
            if other is not None and abs(self._middle(other) - line.middle) < _BESIDE * line.em:
                return other if len(line.pieces) == 1 else None
        if below is not None and len(line.pieces) == 1 and self._shares(above, below, line, at):
            return below
        return above if above is not None and self._goes_on(above, below, line, at) else None

    def _near(self, at: int) -> range:
        """The lines that can be of one table row with a line, or of those beside it."""
        return range(max(0, at - 2 * _BETWEEN), min(len(self._region), at + 2 * _BETWEEN + 1))

    def _middle(self, at: int) -> float:
        return self._region[at].middle

    def _goes_on(self, above: int, below: int | None, line: Row, at: int) -> bool:
        if any(any(map(str.isdigit, piece.text)) for piece in line.pieces) and len(line.pieces) > 1:
            return False
        if NUMBER.match(line.text) or line.text.startswith(_OPENS_ROWS) or not self._has_text(above, line):
            return False
        lines = [self._middle(i) for i in self._near(at) if self._of.get(i) == above]
        step = line.middle - max([self._middle(above), *(y for y in lines if y < line.middle)])
        if step > _WITHIN * line.em:
            return False
        usual = self._middle(below) - line.middle if below is not None else self._step
        if step < _NEARER * usual:
            return True
        return (
            below is not None and len(line.pieces) == 1 and step <= 1.1 * usual and self._is_full(above, line)
        )

    def _fits(self, line: Row) -> bool:
        """Each piece stands in one column, between its neighbours."""
        free = 0.3 * line.em
        for piece in line.pieces:
            at = _column_of(piece, self._columns)
            column = self._columns[at]
            left = self._columns[at - 1].x1 if at else column.x0 - 2 * line.em
            last = at + 1 == len(self._columns)
            right = column.x1 + 2 * line.em if last else self._columns[at + 1].x0
            if piece.x0 < left + free or piece.x1 > right - free:
                return False
        return True

    def _text_in(self, row: int, line: Row) -> list[Piece]:
        """The pieces of a row in the columns of a line."""
        wanted = {_column_of(piece, self._columns) for piece in line.pieces}
        return [p for p in self._region[row].pieces if _column_of(p, self._columns) in wanted]

    def _has_text(self, row: int, line: Row) -> bool:
        return len(self._text_in(row, line)) == len(line.pieces)

    def _shares(self, above: int | None, below: int, line: Row, at: int) -> bool:
        """A line above a row is the first of its cell, if another stands as far below, and the row above is farther."""
        away = self._middle(below) - line.middle
        before = line.middle - self._middle(above) if above is not None else 2 * away
        if away > _WITHIN * line.em or (self._has_text(below, line) and away > _NEARER * before):
            return False
        return any(
            abs(other.middle - self._middle(below) - away) < 0.3 * line.em
            for other in map(self._region.__getitem__, self._near(at))
            if len(other.pieces) == 1
            and _column_of(other.pieces[0], self._columns) == _column_of(line.pieces[0], self._columns)
        )

    def _is_full(self, row: int, line: Row) -> bool:
        piece = self._text_in(row, line)[0]
        column = self._columns[_column_of(piece, self._columns)]
        return piece.x1 - piece.x0 >= column.width - _FREE * line.em
