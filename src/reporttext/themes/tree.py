"""The tree of data/themes.toml, compiled: what each listed word shows, and one automaton that finds them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.lexicon import Lexicon, Table, check_keys, texts

Ints = NDArray[np.signedinteger[Any]]
Floats = NDArray[np.float64]
# Numbers, starts and ends of listed words in a text, in order; offsets in code points.
Hits = tuple[Ints, Ints, Ints]

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


@dataclass(frozen=True, eq=False)
class Shows:
    """What each listed word shows, by its number: pairs of theme and weight; and the same as arrays, words after words.

    Word `w` has `themes[starts[w]:starts[w + 1]]` with the weights beside them.
    """

    of: tuple[tuple[tuple[int, float], ...], ...]
    starts: Ints
    themes: Ints
    weights: Floats

    @property
    def words(self) -> int:
        return len(self.of)

    def spread(self, words: Ints) -> tuple[Ints, Ints, Floats]:
        """Each of some words once for each theme that it shows: its place among them, the theme, the weight."""
        begins = self.starts.take(words)
        ends = self.starts.take(words + 1)
        counts = ends - begins
        hits = np.arange(len(words)).repeat(counts)
        places = (ends - counts.cumsum()).take(hits)
        places += np.arange(len(hits))
        return hits, self.themes.take(places), self.weights.take(places)


def _arrays(shows: tuple[tuple[tuple[int, float], ...], ...]) -> Shows:
    pairs = [pair for of_word in shows for pair in of_word]
    return Shows(
        shows,
        np.cumsum([0, *map(len, shows)]),
        np.array([theme for theme, _ in pairs], dtype=np.int64),
        np.array([weight for _, weight in pairs], dtype=np.float64),
    )


@dataclass(frozen=True)
class Tree:
    """The compiled data: themes as (branch, name) by number, and what each listed word shows."""

    themes: tuple[tuple[str, str], ...]
    shows: Shows
    find: Callable[[str], Hits]
    scoring: Scoring


@cache
def tree(lexicon: Lexicon) -> Tree:
    """The tree of data/themes.toml with the user's changes; raises RuleError naming a bad entry."""
    table = lexicon["themes"]
    check_keys("themes", table, ("scoring", "silent", "tree"))
    check_keys("themes.silent", table["silent"], ("words",))
    themes, shows = _words(table["tree"])
    for word in texts("themes.silent.words", table["silent"]["words"]):
        shows[_checked("themes.silent.words", word)] = ()
    return Tree(themes, _arrays(tuple(shows.values())), _finder(tuple(shows)), _scoring(table["scoring"]))


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
        raise RuleError(
            f"[{where}] has the word “{word}”; a word has 2 characters or more, no blanks around it"
        )
    return fold(word)


def _finder(words: Sequence[str]) -> Callable[[str], Hits]:
    """A function from a folded text to the listed words in it: none overlapping, the longest that begins first."""
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(text: str) -> Hits:
        try:
            found = automaton.find_matches_as_indexes(text)
        except UnicodeEncodeError:
            found = automaton.find_matches_as_indexes(_SURROGATES.sub("\ufffd", text))
        flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
        return flat[::3], flat[1::3], flat[2::3]

    return find
