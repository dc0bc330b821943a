"""Tables by their ruled lines: which cells the lines part, and what stands in each.

A cell without a line to its left or above belongs to the one there, whose text stands once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reporttext.readers._layout.glyphs import Glyph, Page, Rule, rows, running

# Lines of one page in each direction; a page with more is a drawing.
_MAX_RULES = 3_000
# In parts of the page's height: lines as near are one; shorter ones are no edge of a cell.
_NEAR, _SHORT = 0.0035, 0.006
# A cell of more characters holds running text: the lines are a frame or a form.
_MAX_CELL = 300


class Table(NamedTuple):
    """A table's cells by row, the characters in it, and where in the page's order it begins."""

    cells: list[list[str]]
    glyphs: frozenset[int]
    at: int


@dataclass(slots=True)
class _Group:
    """Lines that touch each other."""

    flat: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)


def tables(page: Page) -> list[Table]:
    """The ruled tables of two columns and more."""
    near = _NEAR * page.height
    long = [rule for rule in page.rules if max(rule.x1 - rule.x0, rule.y1 - rule.y0) >= _SHORT * page.height]
    flat = sorted(rule for rule in long if rule.y1 - rule.y0 <= near)
    upright = sorted(rule for rule in long if rule.x1 - rule.x0 <= near and rule.y1 - rule.y0 > near)
    if not flat or not upright or max(len(flat), len(upright)) > _MAX_RULES:
        return []
    found = (_table(page, group, near) for group in _groups(flat, upright, near))
    return [table for table in found if table is not None]


def _groups(flat: Sequence[Rule], upright: Sequence[Rule], near: float) -> Iterator[_Group]:
    """Lines by the table they belong to: those of one cross or touch each other."""
    left = dict(enumerate(upright))
    rest = dict(enumerate(flat))
    while left:
        _, first = left.popitem()
        group, waiting = _Group(upright=[first]), [first]
        while waiting:
            rule = waiting.pop()
            standing = rule.x1 - rule.x0 <= near
            others, kept = (rest, group.flat) if standing else (left, group.upright)
            for at in [at for at, other in others.items() if _touch(rule, other, near)]:
                kept.append(others[at])
                waiting.append(others.pop(at))
        yield group


def _touch(a: Rule, b: Rule, near: float) -> bool:
    return a.x0 - near <= b.x1 and b.x0 - near <= a.x1 and a.y0 - near <= b.y1 and b.y0 - near <= a.y1


def _table(page: Page, group: _Group, near: float) -> Table | None:
    xs = _merged([rule.x0 for rule in group.upright], near)
    ys = _merged([rule.y0 for rule in group.flat], near)
    if len(xs) < 3 or len(ys) < 2:
        return None
    owners = _owners(group, xs, ys, near)
    inside: dict[tuple[int, int], list[Glyph]] = {}
    taken: list[int] = []
    for at, glyph in enumerate(page.glyphs):
        row = bisect_right(ys, (glyph.y0 + glyph.y1) / 2) - 1
        column = bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1
        if 0 <= row < len(ys) - 1 and 0 <= column < len(xs) - 1:
            taken.append(at)
            inside.setdefault(owners[row][column], []).append(glyph)
    if not taken or max(map(len, inside.values())) > _MAX_CELL:
        return None
    cells = [
        [
            running(rows(page._replace(glyphs=inside[row, column]))) if (row, column) in inside else ""
            for column in range(len(xs) - 1)
        ]
        for row in range(len(ys) - 1)
    ]
    return Table(cells, frozenset(taken), taken[0])


def _merged(values: list[float], near: float) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > 2 * near:
            out.append(value)
    return out


def _owners(
    group: _Group, xs: Sequence[float], ys: Sequence[float], near: float
) -> list[list[tuple[int, int]]]:
    """For each field of the grid the cell it belongs to, by that cell's first row and column."""
    walls = {
        (column, row)
        for rule in group.upright
        for column, row in _crossed(rule.x0, (rule.y0, rule.y1), xs, ys, near)
    }
    roofs = {
        (row, column)
        for rule in group.flat
        for row, column in _crossed(rule.y0, (rule.x0, rule.x1), ys, xs, near)
    }
    owners: list[list[tuple[int, int]]] = []
    for row in range(len(ys) - 1):
        line: list[tuple[int, int]] = []
        for column in range(len(xs) - 1):
            if column and (column, row) not in walls:
                line.append(line[-1])
            elif row and (row, column) not in roofs:
                line.append(owners[-1][column])
            else:
                line.append((row, column))
        owners.append(line)
    return owners


def _crossed(
    place: float, reach: tuple[float, float], across: Sequence[float], along: Sequence[float], near: float
) -> Iterator[tuple[int, int]]:
    """Which line of the grid a rule lies on, with each field of the other direction that it runs past."""
    on = bisect_right(across, place + near) - 1
    for at in range(len(along) - 1):
        if reach[0] <= (along[at] + along[at + 1]) / 2 <= reach[1]:
            yield on, at
