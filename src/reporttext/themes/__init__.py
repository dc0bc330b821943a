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

from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from reporttext.lexicon import Lexicon
from reporttext.model import Document, with_columns
from reporttext.themes.blocks import by_row, of_blocks
from reporttext.themes.shown import shown
from reporttext.themes.tree import tree

__all__ = ["finder", "tree"]


def finder(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage that fills `themes` of the document, of its blocks and of its sentences."""
    known = tree(lexicon)

    def find(doc: Document) -> Document:
        found = shown(doc, known)
        themes = of_blocks(doc.blocks, found, known)
        strong = found.sentences
        names = tuple([known.themes[theme][1] for theme in strong.themes.tolist()])
        return replace(
            doc,
            blocks=with_columns(doc.blocks, themes=[tuple([t.name for t in some]) for some in themes]),
            sentences=with_columns(doc.sentences, themes=by_row(names, strong.rows, len(doc.sentences))),
            themes=tuple(chain.from_iterable(themes)),
        )

    return find
