"""The themes of each block: those of its own words, raised by the words of the headings above it, or else what they lend it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple, TypeVar

import numpy as np

from reporttext.model import Block, Span, Theme, records
from reporttext.themes.shown import Places, Scores, Shown, Strong, strongest
from reporttext.themes.tree import Floats, Ints, Scoring, Tree

_OUTSIDE = frozenset(("title", "subtitle", "salutation", "signature", "noise"))
# Salutations and thanks stand under the last heading by accident.
_OF_NO_HEADING = frozenset(("front", "preamble", "closing"))


def of_blocks(blocks: Sequence[Block], found: Shown, known: Tree) -> list[Sequence[Theme]]:
    """The themes of each block, strongest first; none of the lines outside the report's text."""
    width, scoring = len(known.themes), known.scoring
    above, of_which = _above(blocks)
    cells, values = found.blocks
    rows, themes = np.divmod(cells, width)
    lent = _lent(blocks, above, found, scoring)[np.array(of_which, dtype=np.int64).take(rows), themes]
    raised = Scores(cells, values + lent)
    strong = strongest(raised, width, _least(blocks, scoring), scoring.share, found.leads)
    of_block = by_row(_themes(strong, found.places, known, len(blocks)), strong.rows, len(blocks))
    speaking = frozenset(rows.tolist())
    titles: tuple[int, ...] = ()  # the last one that has themes
    for i, block in enumerate(blocks):
        if block.role in _OUTSIDE:
            titles = (i,) if block.role == "title" and of_block[i] else titles
        elif (
            not of_block[i]
            and block.section not in _OF_NO_HEADING
            and (block.role != "table" or i in speaking)
        ):
            heads = above[of_which[i]].headings
            lender = next((head for head in (*heads, *titles) if of_block[head]), i)
            of_block[i] = tuple(
                [t._replace(paragraph=i, score=t.score * scoring.heading) for t in of_block[lender]]
            )
    return [() if block.role in _OUTSIDE else some for block, some in zip(blocks, of_block, strict=True)]


class _Above(NamedTuple):
    """What heads a block: the blocks of headings, nearest first, and so many titles."""

    headings: tuple[int, ...] = ()
    titles: int = 0


def _above(blocks: Sequence[Block]) -> tuple[list[_Above], list[int]]:
    """What heads some blocks, and for each block which of it does. A heading is not above itself; one that runs into its
    paragraph is.
    """
    above = [_Above()]
    of_which: list[int] = []
    titles = 0
    opened: dict[tuple[str, ...], int] = {}  # the block that last opened a path
    known: dict[tuple[str, ...], int] = {}
    for i, block in enumerate(blocks):
        role, path = block.role, block.path
        if role in _OUTSIDE:
            titles += role == "title"
            of_which.append(0)
            continue
        if block.heading is not None and role == "body":
            opened[path] = i
            known.clear()
        over = path[:-1] if role == "heading" else path
        if over not in known:
            known[over] = len(above)
            above.append(_Above(_opened(over, opened), titles))
        of_which.append(known[over])
        if block.heading is not None and role != "body":
            opened[path] = i
            known.clear()
    return above, of_which


def _opened(path: tuple[str, ...], opened: dict[tuple[str, ...], int]) -> tuple[int, ...]:
    """The blocks that opened a path and those above it, nearest first."""
    found: list[int] = []
    while path:
        if path in opened:
            found.append(opened[path])
        path = path[:-1]
    return tuple(found)


def _lent(blocks: Sequence[Block], above: Sequence[_Above], found: Shown, scoring: Scoring) -> Floats:
    """What the words of titles and headings that stand above add to the scores of a block."""
    cells, values = found.blocks
    titles = [i for i, block in enumerate(blocks) if block.role == "title"]
    width = found.heading.shape[1]
    of_titles = np.zeros((len(titles) + 1, width))  # of so many titles, the first of none
    for so_far, title in enumerate(titles):
        begin, end = cells.searchsorted((title * width, (title + 1) * width)).tolist()
        of_titles[so_far + 1] = of_titles[so_far]
        of_titles[so_far + 1, cells[begin:end] % width] += scoring.title * values[begin:end]
    more: Floats = of_titles.take([each.titles for each in above], axis=0)
    # The last row is nought: for blocks with fewer headings above them than others.
    for steps, rows in enumerate(zip_longest(*(each.headings for each in above), fillvalue=-1), 1):
        more += scoring.heading**steps * found.heading.take(rows, axis=0)
    return more


def _least(blocks: Sequence[Block], scoring: Scoring) -> Floats:
    """What a theme must score in each block: in a long paragraph more is only mentioned in passing."""
    least: list[float] = []
    for (start, end), role, *_ in blocks:
        if role in _OUTSIDE:
            least.append(scoring.least if role == "title" else np.inf)
        else:
            least.append(max(scoring.least, scoring.per_100_characters * (end - start) / 100))
    return np.array(least, dtype=np.float64)


def _themes(strong: Strong, places: Places, known: Tree, height: int) -> tuple[Theme, ...]:
    """The records of the themes of so many blocks, with the first place in the block of each word that shows them."""
    width = len(known.themes)
    of_cell = np.full(height * width, -1)
    of_cell[strong.rows * width + strong.themes] = np.arange(len(strong.rows))
    of_place = of_cell.take(places.cells)
    showing = (of_place >= 0).nonzero()[0]
    of_place = of_place.take(showing)
    order = of_place.argsort(kind="stable")
    showing = showing.take(order)
    spans = records(Span, places.starts.take(showing).tolist(), places.ends.take(showing).tolist())
    names = [known.themes[theme] for theme in strong.themes.tolist()]
    return records(
        Theme,
        strong.rows.tolist(),
        [name for _, name in names],
        [branch for branch, _ in names],
        strong.scores.tolist(),
        by_row(spans, of_place.take(order), len(names)),
    )


_T = TypeVar("_T")


def by_row(values: tuple[_T, ...], rows: Ints, height: int) -> list[Sequence[_T]]:
    """What falls into each of so many rows, of values that are sorted by them."""
    ends = np.cumsum(np.bincount(rows, minlength=height)).tolist()
    return [values[begin:end] for begin, end in pairwise((0, *ends))]
