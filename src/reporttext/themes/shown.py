"""What the words of a document show: scores of themes (columns) in its sentences and blocks (rows), and where the words stand.

All words of a document are taken at once, as arrays: a megabyte has 30,000 of them. Most rows show few of the themes, so of each
matrix only the cells that are not nought are kept, by their number: row after row, theme after theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reporttext.fold import fold
from reporttext.model import Block, Document, Sentence, columns_of
from reporttext.themes.tree import Floats, Ints, Tree

Flags = NDArray[np.bool_]


class Scores(NamedTuple):
    """The cells of a matrix that are not nought, in order."""

    cells: Ints
    values: Floats


class Strong(NamedTuple):
    """The themes that stand out, row after row, strongest first, of equals that which the tree has first."""

    rows: Ints
    themes: Ints
    scores: Floats


class Places(NamedTuple):
    """Words, each at its first place in its block and once for each theme it shows, in the order of the text.

    `cells` are those of the matrix of blocks and themes.
    """

    cells: Ints
    starts: Ints
    ends: Ints


class Shown(NamedTuple):
    """What the words of a document show: the themes that stand out in its sentences, and of its blocks three matrices.

    `blocks` has the sums over the sentences of a block, `heading` (whole, below it a row of noughts) what the words of the
    heading that it bears score, `leads` the cells of the themes that lead a sentence of it.
    """

    sentences: Strong
    blocks: Scores
    heading: Floats
    leads: Ints
    places: Places


def shown(doc: Document, known: Tree) -> Shown:
    """Find all words of the tree in a document and sum up what they show."""
    words, starts, ends = known.find(doc.folded or fold(doc.text))
    columns = columns_of(Sentence, doc.sentences)
    paragraphs = np.array(columns["paragraph"], dtype=np.int64)
    sentence_ends = np.array([end for _, end in columns["span"]], dtype=np.int64)
    sentences = sentence_ends.searchsorted(starts, side="right")
    # Between the last sentence and the text's end nothing stands that counts.
    last = sentences.searchsorted(len(paragraphs))
    words, sentences = words[:last], sentences[:last]
    # A word counts once in a sentence …
    once = _firsts(sentences * known.shows.words + words)
    words, sentences = words.take(once), sentences.take(once)
    blocks = paragraphs.take(sentences)
    width = len(known.themes)
    hits, themes, weights = known.shows.spread(words)
    cells = blocks.take(hits) * width + themes
    of_block = _summed(cells, weights)
    strong = strongest(
        _summed(sentences.take(hits) * width + themes, weights),
        width,
        known.scoring.sentence,
        known.scoring.sentence_share,
    )
    leading = (_begins(strong.rows) & (strong.scores >= known.scoring.lead)).nonzero()[0]
    leads = paragraphs.take(strong.rows.take(leading)) * width + strong.themes.take(leading)
    # … and shows itself once in a block.
    first = np.zeros(len(once), dtype=bool)
    first[_firsts(blocks * known.shows.words + words)] = True
    kept = first.take(hits).nonzero()[0]
    hits, cells, weights = hits.take(kept), cells.take(kept), weights.take(kept)
    starts, ends = starts.take(once).take(hits), ends.take(once).take(hits)
    heads = (starts < _heading_ends(doc.blocks).take(blocks.take(hits))).nonzero()[0]
    heading = _sums(cells.take(heads), weights.take(heads), (len(doc.blocks) + 1) * width)
    return Shown(strong, of_block, heading.reshape(-1, width), leads, Places(cells, starts, ends))


def strongest(
    scores: Scores, width: int, least: float | Floats, share: float, leads: Ints | None = None
) -> Strong:
    """The themes of each row with at least the score `least` (one a row, or for all) and a share of the row's best, or a lead."""
    cells, values = scores
    rows = cells // width
    begins = _begins(rows)
    best = np.maximum.reduceat(values, begins.nonzero()[0]).take(begins.cumsum() - 1)
    enough = values >= share * best
    if leads is not None:
        enough[cells.searchsorted(leads)] = True
    enough &= values >= (least if isinstance(least, float) else least.take(rows))
    kept = enough.nonzero()[0]
    rows, values = rows.take(kept), values.take(kept)
    order = np.lexsort((-values, rows))
    return Strong(rows, (cells.take(kept) % width).take(order), values.take(order))


def _begins(keys: Ints) -> Flags:
    """Of keys of which equal ones stand together, which are the first of their kind."""
    first = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    return first


def _firsts(keys: Ints) -> Ints:
    """Of keys in any order, the places of those that are the first of their kind."""
    bits = len(keys).bit_length()
    ordered = keys << bits | np.arange(len(keys))
    ordered.sort()
    first = np.zeros(len(keys), dtype=bool)
    first[ordered[_begins(ordered >> bits)] & (1 << bits) - 1] = True
    return first.nonzero()[0]


def _summed(cells: Ints, values: Floats) -> Scores:
    """The sums of what falls into each cell, in order."""
    order = cells.argsort(kind="stable")
    cells = cells.take(order)
    begins = _begins(cells)
    return Scores(cells[begins], _sums(begins.cumsum() - 1, values.take(order)))


def _sums(places: Ints, values: Floats, least: int = 0) -> Floats:
    """The sum of what falls into each place, for so many at least."""
    return np.bincount(places, values, least).astype(
        np.float64, copy=False
    )  # of nothing it would be integers


def _heading_ends(blocks: Sequence[Block]) -> Ints:
    """Where the heading of each block ends, the whole line's or what runs into the text; 0 where there is none."""
    ends = [0] * len(blocks)
    for i, block in enumerate(blocks):
        if block.role == "heading":
            ends[i] = block.span.end
        elif block.heading is not None:
            ends[i] = block.span.start + len(block.number or "") + len(block.heading) + 1
    return np.array(ends, dtype=np.int64)
