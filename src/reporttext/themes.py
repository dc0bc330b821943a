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

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.lexicon import Lexicon, Table, check_keys, texts
from reporttext.model import Block, Document, Span, Theme

Scores = dict[int, float]
# Start, end and number of a listed word; offsets in code points.
Hit = tuple[int, int, int]

_OUTSIDE = frozenset(("title", "subtitle", "salutation", "signature", "noise"))
# Salutations and thanks stand under the last heading by accident.
_OF_NO_HEADING = frozenset(("front", "preamble", "closing"))
_SURROGATES = re.compile("[\ud800-\udfff]")  # Rust cannot take them


class Scoring(NamedTuple):
    """The numbers of [themes.scoring], which data/themes.toml explains."""

    least: float
    share: float
    lead: float
    per_100_characters: float
    heading: float
    title: float
    sentence: float
    sentence_share: float


@dataclass(frozen=True)
class Tree:
    """The compiled data: themes as (branch, name) by number, and what each listed word shows."""

    themes: tuple[tuple[str, str], ...]
    shows: tuple[tuple[tuple[int, float], ...], ...]
    find: Callable[[str], Sequence[Hit]]
    scoring: Scoring


@cache
def tree(lexicon: Lexicon) -> Tree:
    """The tree of data/themes.toml with the user's changes; raises RuleError naming a bad entry."""
    table = lexicon["themes"]
    check_keys("themes", table, ("scoring", "silent", "tree"))
    check_keys("themes.silent", table["silent"], ("words",))
    themes, shows = _words(table["tree"])
    for word in texts("themes.silent.words", table["silent"]["words"]):
        shows.setdefault(_checked("themes.silent.words", word), ())
    return Tree(themes, tuple(shows.values()), _finder(tuple(shows)), _scoring(table["scoring"]))


def _scoring(table: Table) -> Scoring:
    check_keys("themes.scoring", table, Scoring._fields)
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise RuleError(f"[themes.scoring] {name} is “{value}”; it must be a number from 0 up")
    return Scoring(**{name: float(table[name]) for name in Scoring._fields})


def _words(
    branches: Table,
) -> tuple[tuple[tuple[str, str], ...], dict[str, tuple[tuple[int, float], ...]]]:
    """The themes in order, and each word with the themes it shows and its weight for each."""
    themes: list[tuple[str, str]] = []
    shows: dict[str, dict[int, float]] = {}
    for branch, inside in branches.items():
        for name, weights in _tables(f"themes.tree.{branch}", inside):
            if name in (known for _, known in themes):
                raise RuleError(f"[themes.tree] has the theme “{name}” twice; a theme stands in one branch")
            if ";" in name:
                raise RuleError(f"[themes.tree.{branch}] has the theme “{name}”; a name cannot hold a ;")
            themes.append((branch, name))
            for word, weight in _weighted(f"themes.tree.{branch}.{name}", weights):
                of_word = shows.setdefault(word, {})
                if of_word.setdefault(len(themes) - 1, weight) != weight:
                    raise RuleError(f"[themes.tree.{branch}.{name}] has the word “{word}” under two weights")
    return tuple(themes), {word: tuple(of_word.items()) for word, of_word in shows.items()}


def _tables(where: str, value: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    if not isinstance(value, Mapping):
        raise RuleError(f"[{where}] must be a table of themes")
    for name, inside in value.items():
        if not isinstance(inside, Mapping):
            raise RuleError(f"[{where}] has “{name}”, which must be a table of weights with their words")
        yield name, inside


def _weighted(where: str, weights: Mapping[str, object]) -> Iterator[tuple[str, float]]:
    for key, words in weights.items():
        if not re.fullmatch(r"\d{1,3}(?:\.\d{1,3})?", key) or float(key) == 0:
            raise RuleError(f"[{where}] has the weight “{key}”; it must be a number above 0, such as 3")
        for word in texts(f"{where}.{key}", words):
            yield _checked(where, word), float(key)


def _checked(where: str, word: str) -> str:
    """The word folded. One character would be found inside any other word."""
    if len(word) < 2 or word != word.strip() or "\n" in word:
        raise RuleError(f"[{where}] has the word “{word}”; a word has 2 characters or more, no blanks around it")
    return fold(word)


def _finder(words: Sequence[str]) -> Callable[[str], Sequence[Hit]]:
    """A function from a folded text to the listed words in it: none overlapping, the longest that begins first."""
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(text: str) -> Sequence[Hit]:
        try:
            found = automaton.find_matches_as_indexes(text)
        except UnicodeEncodeError:
            found = automaton.find_matches_as_indexes(_SURROGATES.sub("\ufffd", text))
        return [(start, end, word) for word, start, end in found]

    return find


def finder(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage that fills `themes` of the document, of its blocks and of its sentences."""
    known = tree(lexicon)

    def find(doc: Document) -> Document:
        found = _shown(doc, known)
        themes = _of_blocks(doc, found, known)
        names: dict[int, tuple[str, ...]] = {}
        for theme in themes:
            names[theme.paragraph] = (*names.get(theme.paragraph, ()), theme.name)
        return replace(
            doc,
            blocks=tuple(
                replace(block, themes=names[i]) if i in names else block for i, block in enumerate(doc.blocks)
            ),
            sentences=tuple(
                replace(doc.sentences[i], themes=found.of_sentence[i]) if i in found.of_sentence else sentence
                for i, sentence in enumerate(doc.sentences)
            ),
            themes=tuple(themes),
        )

    return find


class _Shown(NamedTuple):
    """What the words of a document show: scores and words by block, the scores of the heading it bears, names by sentence."""

    scores: list[Scores]
    hits: list[dict[int, list[Hit]]]
    heading: list[Scores]
    leads: list[set[int]]
    of_sentence: dict[int, tuple[str, ...]]


def _shown(doc: Document, known: Tree) -> _Shown:
    """One pass over the words found and the sentences, both in order."""
    shows, scoring, blocks = known.shows, known.scoring, doc.blocks
    found = _Shown([{} for _ in blocks], [{} for _ in blocks], [{} for _ in blocks], [set() for _ in blocks], {})
    heads = [_heading_end(block) for block in blocks]
    words = iter(known.find(doc.folded or fold(doc.text)))
    hit = next(words, None)
    for number, sentence in enumerate(doc.sentences):
        start, end = sentence.span
        while hit is not None and hit[0] < start:
            hit = next(words, None)
        seen: set[int] = set()
        alone: Scores = {}
        paragraph = sentence.paragraph
        while hit is not None and hit[0] < end:
            if hit[2] not in seen:
                seen.add(hit[2])
                for theme, weight in shows[hit[2]]:
                    alone[theme] = alone.get(theme, 0.0) + weight
                    found.hits[paragraph].setdefault(theme, []).append(hit)
                    if hit[0] < heads[paragraph]:
                        _add(found.heading[paragraph], {theme: weight})
            hit = next(words, None)
        if alone:
            _add(found.scores[paragraph], alone)
            first = max(alone, key=lambda t: (alone[t], -t))
            if alone[first] >= scoring.lead:
                found.leads[paragraph].add(first)
            if strong := _strong(alone, scoring.sentence, scoring.sentence_share):
                found.of_sentence[number] = tuple(known.themes[theme][1] for theme in strong)
    return found


def _heading_end(block: Block) -> int:
    """Where the block's heading ends, the whole line or the part that runs into the text; its start where it has none."""
    if block.heading is None:
        return block.span.start
    if block.role == "heading":
        return block.span.end
    return block.span.start + len(block.number or "") + len(block.heading) + 1


def _add(scores: Scores, more: Scores, factor: float = 1.0) -> None:
    for theme, score in more.items():
        scores[theme] = scores.get(theme, 0.0) + factor * score


def _strong(scores: Scores, least: float, share: float, leads: Set[int] = frozenset()) -> list[int]:
    """The themes that stand out, strongest first, in the order of the tree where they are equal."""
    top = max(scores.values(), default=0.0)
    enough = share * top
    found = [t for t, score in scores.items() if score >= least and (score >= enough or t in leads)]
    return sorted(found, key=lambda t: (-scores[t], t))


def _of_blocks(doc: Document, found: _Shown, known: Tree) -> list[Theme]:
    """The themes of all paragraphs, in order."""
    scoring, themes = known.scoring, []
    headings: dict[tuple[str, ...], int] = {}  # the block that last opened a path
    of_block: dict[int, list[Theme]] = {}
    title: list[int] = []
    for i, block in enumerate(doc.blocks):
        if block.heading:
            headings[block.path] = i
        if block.role == "title":
            title.append(i)
        elif block.role in _OUTSIDE or (block.role == "table" and not found.scores[i]):
            continue
        path = block.path
        above = [headings[path[:k]] for k in range(len(path), 0, -1) if path[:k] in headings]
        scores = dict(found.scores[i])
        for head in title:
            _add(scores, found.scores[head], scoring.title)
        for steps, head in enumerate(above, 1):
            if head != i or block.role == "body":
                _add(scores, found.heading[head], scoring.heading**steps)
        mine = [
            Theme(i, known.themes[t][1], known.themes[t][0], scores[t], _evidence(found.hits[i][t]))
            for t in _strong(scores, _least(block, scoring), scoring.share, found.leads[i])
            if t in found.hits[i]
        ]
        if not mine and block.role != "title" and block.section not in _OF_NO_HEADING:
            lent = next((of_block[head] for head in (*above, *reversed(title)) if of_block.get(head)), [])
            mine = [replace(theme, paragraph=i, score=theme.score * scoring.heading) for theme in lent]
        of_block[i] = mine
        if block.role != "title":
            themes += mine
    return themes


def _least(block: Block, scoring: Scoring) -> float:
    """What a theme must score here: in a long paragraph more is only mentioned in passing."""
    return max(scoring.least, scoring.per_100_characters * (block.span.end - block.span.start) / 100)


def _evidence(hits: Sequence[Hit]) -> tuple[Span, ...]:
    """The first place of each word, in order."""
    first = {word: Span(start, end) for start, end, word in reversed(hits)}
    return tuple(sorted(first.values()))
