"""What each paragraph and sentence is about: themes from the tree of words in data/themes.toml, with the words that show them.

A word counts once in a sentence, with its weight; the longest of the listed words that begins first is the one that counts.
A paragraph's score for a theme is the sum over its sentences, and less for words of the headings above it. Its themes are
those with at least the score `least` and the `share` of all scores, strongest first; a paragraph without any has the themes
of the nearest heading above it that has one, or of the title. A sentence's themes are found the same way in it alone, and
are what its figures take; a figure of a sentence that shows none takes its paragraph's.

The method is the weighted word list of content analysis (Stone et al., The General Inquirer, 1966), with the words found by
one Aho-Corasick automaton.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reporttext.lexicon import Lexicon
from reporttext.model import Block, Document, Sentence, Theme
from reporttext.themes.shown import Scores, Shown, add, shown, strongest
from reporttext.themes.tree import Scoring, Tree, tree

__all__ = ["finder", "tree"]

_OUTSIDE = frozenset(("title", "subtitle", "salutation", "signature", "noise"))
# Salutations and thanks stand under the last heading by accident.
_OF_NO_HEADING = frozenset(("front", "preamble", "closing"))


def finder(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage that fills `themes` of the document, of its blocks and of its sentences."""
    known = tree(lexicon)
    names = [name for _, name in known.themes]

    def find(doc: Document) -> Document:
        found = shown(doc, known)
        themes = _of_blocks(doc, found, known)
        of_block: dict[int, tuple[str, ...]] = {}
        for theme in themes:
            of_block[theme.paragraph] = (*of_block.get(theme.paragraph, ()), theme.name)
        blocks, sentences = list(doc.blocks), list(doc.sentences)
        for i, of_this in of_block.items():
            blocks[i] = blocks[i]._replace(themes=of_this)
        for i, strong in found.of_sentence.items():
            span, paragraph, item, _ = sentences[i]
            sentences[i] = Sentence(span, paragraph, item, tuple([names[t] for t in strong]))
        return replace(doc, blocks=tuple(blocks), sentences=tuple(sentences), themes=tuple(themes))

    return find


class _Above:
    """The headings above the blocks, nearest first, and what their words and those of the title add to a block's scores."""

    def __init__(self, found: Shown, scoring: Scoring) -> None:
        self._found, self._scoring = found, scoring
        self._opened: dict[tuple[str, ...], int] = {}  # the block that last opened a path
        self._known: dict[tuple[str, ...], tuple[Sequence[int], Scores]] = {}
        self.title: list[int] = []

    def open(self, path: tuple[str, ...], block: int) -> None:
        self._opened[path] = block
        self._known.clear()

    def of(self, path: tuple[str, ...]) -> tuple[Sequence[int], Scores]:
        """The blocks of the headings of `path`, and their scores."""
        known = self._known.get(path)
        if known is None:
            above = [self._opened[path[:k]] for k in range(len(path), 0, -1) if path[:k] in self._opened]
            scores: Scores = {}
            for head in self.title:
                add(scores, self._found.scores.get(head, {}), self._scoring.title)
            for steps, head in enumerate(above, 1):
                add(scores, self._found.heading.get(head, {}), self._scoring.heading**steps)
            known = self._known[path] = above, scores
        return known


def _of_blocks(doc: Document, found: Shown, known: Tree) -> list[Theme]:
    """The themes of all paragraphs, in order."""
    scoring, above = known.scoring, _Above(found, known.scoring)
    own: dict[
        int, dict[int, float]
    ] = {}  # by block, its themes by its own words, strongest first, with their scores
    lender: dict[int, int] = {}  # by block without any, the one above whose themes it takes
    for i, block in enumerate(doc.blocks):
        scores = found.scores.get(i)
        if block.role == "title":
            own[i] = _strong(found, known, i, scores, scoring.least) if scores else {}
            above.title.append(i)
        if block.role in _OUTSIDE or (block.role == "table" and not scores):
            continue
        # A heading is not above itself; one that runs into its paragraph is.
        heads, more = above.of(block.path[:-1] if block.role == "heading" else block.path)
        if block.heading is not None:
            above.open(block.path, i)
            if block.role == "body":
                heads, more = above.of(block.path)
        if scores:
            raised = {t: score + more[t] if t in more else score for t, score in scores.items()}
            own[i] = _strong(found, known, i, raised, _least(block, scoring))
        if not own.get(i) and block.section not in _OF_NO_HEADING:
            lent = next((h for h in (*heads, *reversed(above.title)) if own.get(h) or h in lender), None)
            if lent is not None:
                lender[i] = lent
    return _with_evidence(doc, found, known, own, lender)


def _with_evidence(
    doc: Document,
    found: Shown,
    known: Tree,
    own: Mapping[int, Mapping[int, float]],
    lender: Mapping[int, int],
) -> list[Theme]:
    evidence = found.evidence(known.shows, {i: tuple(themes) for i, themes in own.items()}, len(doc.blocks))
    of_block: dict[int, list[Theme]] = {}
    themes: list[Theme] = []
    for i in sorted({*own, *lender}):
        if i in lender:
            lent = of_block[lender[i]]
            factor = known.scoring.heading
            of_block[i] = [
                Theme(i, theme.name, theme.branch, theme.score * factor, theme.evidence) for theme in lent
            ]
        else:
            of_block[i] = [
                Theme(i, known.themes[t][1], known.themes[t][0], score, evidence[i, t])
                for t, score in own[i].items()
            ]
        if doc.blocks[i].role not in _OUTSIDE:
            themes += of_block[i]
    return themes


def _least(block: Block, scoring: Scoring) -> float:
    """What a theme must score here: in a long paragraph more is only mentioned in passing."""
    return max(scoring.least, scoring.per_100_characters * (block.span.end - block.span.start) / 100)


def _strong(found: Shown, known: Tree, i: int, scores: Scores, least: float) -> dict[int, float]:
    """The themes of block `i`, strongest first, with their scores."""
    strong = strongest(scores, least, known.scoring.share, found.leads.get(i, frozenset()))
    return {theme: scores[theme] for theme in strong}
