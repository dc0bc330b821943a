"""What the words of a document show, sentence by sentence: scores, and where the words stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from reporttext.fold import fold
from reporttext.model import Block, Document
from reporttext.themes.tree import Hit, Tree

# By the number of a theme in the tree.
Scores = dict[int, float]


class Shown(NamedTuple):
    """What the words of a document show. All but `hits` by the number of a block, or of a sentence; where there is nothing,
    there is no entry. `slices` says which of the hits are a block's, `heading` what the words of the heading it bears score,
    `leads` which themes lead a sentence of it.
    """

    hits: Sequence[Hit]
    slices: Mapping[int, slice]
    scores: Mapping[int, Scores]
    heading: Mapping[int, Scores]
    leads: Mapping[int, AbstractSet[int]]
    of_sentence: Mapping[int, Sequence[int]]


def shown(doc: Document, known: Tree) -> Shown:
    """One pass over the sentences and the words found. A megabyte has 8,000 and 30,000: the loops are written for speed."""
    shows, scoring = known.shows, known.scoring
    hits = known.find(doc.folded or fold(doc.text))
    starts = [hit[1] for hit in hits]
    first_of: dict[int, int] = {}
    slices: dict[int, slice] = {}
    scores: dict[int, Scores] = {}
    leads: dict[int, set[int]] = {}
    of_sentence: dict[int, Sequence[int]] = {}
    at = 0
    for number, sentence in enumerate(doc.sentences):
        first, at = at, bisect_left(starts, sentence.span[1], at)
        if first == at:
            continue
        alone: Scores = {}
        for word in {hit[0] for hit in hits[first:at]}:
            for theme, weight in shows[word]:
                alone[theme] = alone[theme] + weight if theme in alone else weight
        if not alone:
            continue
        paragraph = sentence.paragraph
        slices[paragraph] = slice(first_of.setdefault(paragraph, first), at)
        if paragraph in scores:
            add(scores[paragraph], alone)
        else:
            scores[paragraph] = alone.copy()
        strong = strongest(alone, scoring.sentence, scoring.sentence_share)
        if strong:
            of_sentence[number] = strong
            if alone[strong[0]] >= scoring.lead:
                leads.setdefault(paragraph, set()).add(strong[0])
    heading = {
        i: _of_heading(block, hits[slices[i]], known)
        for i, block in enumerate(doc.blocks)
        if block.heading is not None and i in slices
    }
    return Shown(hits, slices, scores, heading, leads, of_sentence)


def _of_heading(block: Block, hits: Sequence[Hit], known: Tree) -> Scores:
    """The scores of a block's heading: the whole line, or what runs into the text."""
    assert block.heading is not None
    end = block.span.end
    if block.role != "heading":
        end = block.span.start + len(block.number or "") + len(block.heading) + 1
    scores: Scores = {}
    for word in {word for word, start, _ in hits if start < end}:
        add(scores, dict(known.shows[word]))
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
