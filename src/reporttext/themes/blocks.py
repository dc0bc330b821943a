"""The themes of each block: those of its own words, raised by the words of the headings above it, or else what they lend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple, TypeVar

import numpy as np

from reporttext.model import Block, Span, Theme, records
from reporttext.themes.search import Ints
from reporttext.themes.shown import Places, Shown, Strong, strongest
from reporttext.themes.tree import Floats, Scoring, Tree

_OUTSIDE = frozenset(("title", "subtitle", "salutation", "signature", "noise"))
# Salutations and thanks stand under the last heading by accident.
_OF_NO_HEADING = frozenset(("front", "preamble", "closing"))


def of_blocks(blocks: Sequence[Block], found: Shown, known: Tree) -> list[Sequence[Theme]]:
    """The themes of each block, strongest first; none of the lines outside the report's text."""
    above = list(_above(blocks))
    raised = np.where(found.blocks > 0, found.blocks + _lent(blocks, above, found, known.scoring), 0.0)
    strong = strongest(raised, _least(blocks, known.scoring), known.scoring.share, found.leads)
    of_block = by_row(_themes(strong, found.places, known, len(blocks)), strong.rows, len(blocks))
    speaks: list[bool] = np.any(found.blocks > 0, axis=1).tolist()
    factor = known.scoring.heading
    titles: tuple[int, ...] = ()  # the last one that has themes
    for i, block in enumerate(blocks):
        if block.role in _OUTSIDE:
            titles = (i,) if block.role == "title" and of_block[i] else titles
        elif not of_block[i] and block.section not in _OF_NO_HEADING and (block.role != "table" or speaks[i]):
            lender = next((head for head in (*above[i].headings, *titles) if of_block[head]), i)
            of_block[i] = tuple([t._replace(paragraph=i, score=t.score * factor) for t in of_block[lender]])
    return [() if block.role in _OUTSIDE else some for block, some in zip(blocks, of_block, strict=True)]


class _Above(NamedTuple):
    """What heads a block: the blocks of headings, nearest first, and so many titles."""

    headings: tuple[int, ...] = ()
    titles: int = 0


def _above(blocks: Sequence[Block]) -> Iterator[_Above]:
    """What heads each block. A heading is not above itself; one that runs into its paragraph is."""
    titles = 0
    opened: dict[tuple[str, ...], int] = {}  # the block that last opened a path
    known: dict[tuple[str, ...], _Above] = {}

    def of(path: tuple[str, ...]) -> _Above:
        above = known.get(path)
        if above is None:
            paths = [path[:k] for k in range(len(path), 0, -1)]
            above = known[path] = _Above(tuple([opened[p] for p in paths if p in opened]), titles)
        return above

    for i, block in enumerate(blocks):
        if block.role in _OUTSIDE:
            titles += block.role == "title"
            yield _Above()
            continue
        above = of(block.path[:-1] if block.role == "heading" else block.path)
        if block.heading is not None:
            opened[block.path] = i
            known.clear()
            above = of(block.path) if block.role == "body" else above
        yield above


def _lent(blocks: Sequence[Block], above: Sequence[_Above], found: Shown, scoring: Scoring) -> Floats:
    """What the words of titles and headings add to the scores of each block."""
    nothing = np.zeros((1, found.blocks.shape[1]))
    titles = found.blocks[[i for i, block in enumerate(blocks) if block.role == "title"]]
    more: Floats = np.vstack((nothing, np.cumsum(scoring.title * titles, axis=0)))[
        [each.titles for each in above]
    ]
    headings = np.vstack((found.heading, nothing))  # row -1 is for blocks with fewer above them than others
    for steps, rows in enumerate(zip_longest(*(each.headings for each in above), fillvalue=-1), 1):
        more += scoring.heading**steps * headings[list(rows)]
    return more


def _least(blocks: Sequence[Block], scoring: Scoring) -> Floats:
    """What a theme must score in each block: in a long paragraph more is only mentioned in passing."""
    lengths = np.array([block.span.end - block.span.start for block in blocks], dtype=np.int64)
    least = np.maximum(scoring.least, scoring.per_100_characters * lengths / 100)
    for i, block in enumerate(blocks):
        if block.role in _OUTSIDE:
            least[i] = scoring.least if block.role == "title" else np.inf
    return least


def _themes(strong: Strong, places: Places, known: Tree, height: int) -> tuple[Theme, ...]:
    """The records of the themes of so many blocks, with the first place in the block of each word that shows them."""
    width = len(known.themes)
    of_cell = np.full(height * width, -1)
    of_cell[strong.rows * width + strong.themes] = np.arange(len(strong.rows))
    of_place = of_cell[places.cells]
    order = np.argsort(of_place, kind="stable")[np.count_nonzero(of_place < 0) :]
    spans = records(Span, places.starts[order].tolist(), places.ends[order].tolist())
    names = [known.themes[theme] for theme in strong.themes.tolist()]
    return records(
        Theme,
        strong.rows.tolist(),
        [name for _, name in names],
        [branch for branch, _ in names],
        strong.scores.tolist(),
        by_row(spans, of_place[order], len(names)),
    )


_T = TypeVar("_T")


def by_row(values: tuple[_T, ...], rows: Ints, height: int) -> list[Sequence[_T]]:
    """What falls into each of so many rows, of values that are sorted by them."""
    ends = np.cumsum(np.bincount(rows, minlength=height)).tolist()
    return [values[begin:end] for begin, end in pairwise((0, *ends))]
