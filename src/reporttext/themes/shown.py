"""What the words of a document show: scores of themes (columns) in its sentences or blocks (rows), and where the words stand.

All words of a document are taken at once, as arrays: a megabyte has 30,000 of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reporttext.fold import fold
from reporttext.model import Block, Document
from reporttext.themes.search import Ints
from reporttext.themes.tree import Floats, Tree

Flags = NDArray[np.bool_]


class Strong(NamedTuple):
    """The themes that stand out, row after row, strongest first, of equals that which the tree has first."""

    rows: Ints
    themes: Ints
    scores: Floats


class Places(NamedTuple):
    """Words, each at its first place in its block and once for each theme it shows, in the order of the text.

    `cells` are those of the matrix of blocks and themes, row after row.
    """

    cells: Ints
    starts: Ints
    ends: Ints


class Shown(NamedTuple):
    """What the words of a document show: the themes that stand out in its sentences, and three matrices of blocks and themes.

    `blocks` has the sums over the sentences of a block, `heading` what the words of the heading that it bears score, `leads`
    which themes lead a sentence of it.
    """

    sentences: Strong
    blocks: Floats
    heading: Floats
    leads: Flags
    places: Places


def shown(doc: Document, known: Tree) -> Shown:
    """Find all words of the tree in a document and sum up what they show."""
    words, starts, ends = known.find(doc.folded or fold(doc.text))
    paragraphs = np.array([sentence.paragraph for sentence in doc.sentences], dtype=np.int64)
    sentence_ends = np.array([sentence.span[1] for sentence in doc.sentences], dtype=np.int64)
    sentences = np.searchsorted(sentence_ends, starts, side="right")
    # Between the last sentence and the text's end nothing stands that counts.
    last = int(np.searchsorted(sentences, len(paragraphs)))
    words, starts, ends, sentences = words[:last], starts[:last], ends[:last], sentences[:last]
    blocks = paragraphs[sentences]
    width = len(known.themes)
    hits, themes, weights = known.shows.spread(words)
    cells = blocks[hits] * width + themes
    # A word counts once in a sentence, and shows itself once in a block.
    once = _firsts(sentences * known.shows.words + words)[hits]
    first = _firsts(blocks * known.shows.words + words)[hits]
    of_block = _sums(cells[once], weights[once], len(doc.blocks), width)
    of_sentence = _sums(sentences[hits[once]] * width + themes[once], weights[once], len(paragraphs), width)
    hits, cells, weights = hits[first], cells[first], weights[first]
    heads = starts[hits] < _heading_ends(doc.blocks)[blocks[hits]]
    heading = _sums(cells[heads], weights[heads], len(doc.blocks), width)
    scoring = known.scoring
    strong = strongest(of_sentence, scoring.sentence, scoring.sentence_share)
    leading = _begins(strong.rows) & (strong.scores >= scoring.lead)
    leads = np.zeros(of_block.shape, dtype=bool)
    leads[paragraphs[strong.rows[leading]], strong.themes[leading]] = True
    return Shown(strong, of_block, heading, leads, Places(cells, starts[hits], ends[hits]))


def strongest(scores: Floats, least: float | Floats, share: float, leads: Flags | None = None) -> Strong:
    """The themes of each row with at least the score `least` (one a row, or for all) and a share of the row's best, or a lead."""
    width = scores.shape[1]
    cells = np.flatnonzero(scores > 0)
    found, rows = scores.reshape(-1)[cells], cells // width
    enough = found >= share * scores.max(axis=1)[rows]
    if leads is not None:
        enough |= leads.reshape(-1)[cells]
    kept = np.flatnonzero(enough & (found >= (least if isinstance(least, float) else least[rows])))
    rows, found = rows[kept], found[kept]
    order = np.lexsort((-found, rows))
    return Strong(rows, (cells[kept] % width)[order], found[order])


def _begins(keys: Ints) -> Flags:
    """Of keys of which equal ones stand together, which are the first of their kind."""
    first = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    return first


def _firsts(keys: Ints) -> Flags:
    """Of keys in any order, which are the first of their kind."""
    bits = len(keys).bit_length()
    ordered = np.sort(keys << bits | np.arange(len(keys)))
    first = np.zeros(len(keys), dtype=bool)
    first[ordered[_begins(ordered >> bits)] & (1 << bits) - 1] = True
    return first


def _sums(cells: Ints, values: Floats, height: int, width: int) -> Floats:
    """A matrix of the sums of what falls into each cell."""
    sums: Floats = np.bincount(cells, values, height * width).astype(np.float64, copy=False)
    return sums.reshape(height, width)


def _heading_ends(blocks: Sequence[Block]) -> Ints:
    """Where the heading of each block ends, the whole line's or what runs into the text; 0 where there is none."""
    ends = np.zeros(len(blocks), dtype=np.int64)
    for i, block in enumerate(blocks):
        if block.role == "heading":
            ends[i] = block.span.end
        elif block.heading is not None:
            ends[i] = block.span.start + len(block.number or "") + len(block.heading) + 1
    return ends
