"""What the words of a document show, sentence by sentence: scores, and where the words stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reporttext.fold import fold
from reporttext.model import Block, Document, Span
from reporttext.themes.tree import Floats, Ints, Scoring, Shows, Tree

# `Span(*pair)` in C: thousands a report.
_span = partial(tuple.__new__, Span)
# By the number of a theme in the tree.
Scores = dict[int, float]


class Shown(NamedTuple):
    """What the words of a document show. Mappings are by the number of a block, or of a sentence; where there is nothing,
    there is no entry. Of the words found, `words`, `places` (start, end) and `blocks` say which, where, and in what block;
    `heading` is what the words of the heading that a block bears score, `leads` which themes lead a sentence of it.
    """

    words: Ints
    places: Ints
    blocks: Ints
    scores: Mapping[int, Scores]
    heading: Mapping[int, Scores]
    leads: Mapping[int, AbstractSet[int]]
    of_sentence: Mapping[int, Sequence[int]]

    def evidence(
        self, shows: Shows, themes: Mapping[int, Sequence[int]], height: int
    ) -> Mapping[tuple[int, int], tuple[Span, ...]]:
        """The first place of each word that shows one of the `themes` of a block, by block and theme; `height` blocks."""
        width = 1 + int(shows.themes.max(initial=0))
        wanted = np.zeros(height * width, dtype=bool)
        wanted[[block * width + theme for block, some in themes.items() for theme in some]] = True
        hit, theme, _ = shows.spread(np.arange(len(self.words)), self.words)
        shown = self.blocks[hit] * width + theme
        kept = wanted[shown]
        hit, shown = hit[kept], shown[kept]
        # Of the places of a word the first, and the places of a block and a theme together, in order.
        _, first = np.unique(shown * shows.words + self.words[hit], return_index=True)
        first.sort()
        hit, shown = hit[first], shown[first]
        order = np.argsort(shown, kind="stable")
        hit, shown = hit[order], shown[order]
        spans = tuple(map(_span, self.places[hit].tolist()))
        return {divmod(key, width): spans[begin:end] for key, begin, end in _runs(shown)}


def shown(doc: Document, known: Tree) -> Shown:
    """All words of the document at once, as a matrix of sentences (rows) and themes: a megabyte has 30,000 words."""
    hits = known.find(doc.folded or fold(doc.text))
    found = np.fromiter(chain.from_iterable(hits), dtype=np.int64, count=3 * len(hits)).reshape(-1, 3)
    paragraphs = np.array([sentence.paragraph for sentence in doc.sentences], dtype=np.int64)
    sentence_ends = np.array([sentence.span[1] for sentence in doc.sentences], dtype=np.int64)
    in_sentence = np.searchsorted(sentence_ends, found[:, 1], side="right")
    # Between the last sentence and the text's end nothing stands that counts.
    last = int(np.searchsorted(in_sentence, len(paragraphs)))
    words, places, in_sentence = found[:last, 0], found[:last, 1:], in_sentence[:last]
    blocks = paragraphs[in_sentence]
    # A word counts once in a sentence.
    pairs = np.sort(in_sentence * known.shows.words + words)
    pairs = pairs[_last_of_run(pairs)]
    rows, themes, weights = known.shows.spread(pairs // known.shows.words, pairs % known.shows.words)
    sums = _sums(rows, themes, weights, (len(paragraphs), len(known.themes)))
    of_block = _sums(paragraphs[rows], themes, weights, (len(doc.blocks), len(known.themes)))
    strong, leading = _strong(sums, known.scoring)
    leads: dict[int, set[int]] = {}
    for number in leading:
        leads.setdefault(int(paragraphs[number]), set()).add(strong[number][0])
    headed = [(i, block) for i, block in enumerate(doc.blocks) if block.heading is not None]
    numbers = np.array([i for i, _ in headed], dtype=np.int64)
    begins, ends = np.searchsorted(blocks, numbers), np.searchsorted(blocks, numbers, side="right")
    heading = {
        i: _of_heading(block, words[begin:end].tolist(), places[begin:end, 0].tolist(), known)
        for (i, block), begin, end in zip(headed, begins.tolist(), ends.tolist(), strict=True)
        if begin < end
    }
    return Shown(words, places, blocks, _rows(of_block), heading, leads, strong)


def _last_of_run(keys: Ints) -> NDArray[np.bool_]:
    """Of sorted keys, which are the last of their kind."""
    last = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=last[:-1])
    return last


def _runs(keys: Ints) -> Iterator[tuple[int, int, int]]:
    """Each of the sorted keys, with where its run begins and ends."""
    ends = np.flatnonzero(_last_of_run(keys)) + 1
    begins = [0, *ends.tolist()]
    return zip(keys[ends - 1].tolist(), begins, begins[1:], strict=False)


def _sums(rows: Ints, columns: Ints, values: Floats, shape: tuple[int, int]) -> Floats:
    """A matrix of the sums of what falls into each place."""
    height, width = shape
    sums: Floats = np.bincount(rows * width + columns, values, height * width).astype(np.float64, copy=False)
    return sums.reshape(shape)


def _rows(matrix: Floats) -> dict[int, Scores]:
    """The rows of a matrix that are not all nought, and what they hold beside it."""
    scores: dict[int, Scores] = {}
    rows, columns = np.nonzero(matrix)
    for row, column, score in zip(
        rows.tolist(), columns.tolist(), matrix[rows, columns].tolist(), strict=True
    ):
        scores.setdefault(row, {})[column] = score
    return scores


def _strong(sums: Floats, scoring: Scoring) -> tuple[dict[int, list[int]], list[int]]:
    """The themes that stand out in each sentence, strongest first, and the sentences that one theme leads."""
    tops = sums.max(axis=1, initial=0.0)
    enough = np.maximum(scoring.sentence, scoring.sentence_share * tops)
    rows, themes = np.nonzero((sums >= enough[:, None]) & (sums > 0))
    # Strongest first, of equals that which the tree has first.
    order = np.lexsort((-sums[rows, themes], rows))
    ranked = themes[order].tolist()
    strong = {row: ranked[begin:end] for row, begin, end in _runs(rows[order])}
    return strong, np.flatnonzero((tops >= scoring.lead) & (tops >= scoring.sentence) & (tops > 0)).tolist()


def _of_heading(block: Block, words: Sequence[int], starts: Sequence[int], known: Tree) -> Scores:
    """The scores of a block's heading: the whole line, or what runs into the text. `words` are those of the block."""
    assert block.heading is not None
    end = block.span.end
    if block.role != "heading":
        end = block.span.start + len(block.number or "") + len(block.heading) + 1
    scores: Scores = {}
    for word in {word for word, start in zip(words, starts, strict=True) if start < end}:
        add(scores, dict(known.shows.of[word]))
    return scores


def add(scores: Scores, more: Mapping[int, float], factor: float = 1.0) -> None:
    for theme, score in more.items():
        scores[theme] = scores.get(theme, 0.0) + factor * score


def strongest(scores: Scores, least: float, share: float, leads: AbstractSet[int] = frozenset()) -> list[int]:
    """The themes that stand out, strongest first, in the order of the tree where they are equal."""
    top = max(scores.values())
    if top < least:
        return []
    enough = share * top
    found = [t for t, score in scores.items() if score >= least and (score >= enough or t in leads)]
    return sorted(found, key=lambda t: (-scores[t], t)) if len(found) > 1 else found
