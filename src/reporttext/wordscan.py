"""The words of several lists, found in one pass over a text: a dozen searches one after the other would read it a dozen times.

After Aho and Corasick, “Efficient string matching: an aid to bibliographic search”, 1975.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

Stretch = tuple[int, int]
Stretches = Mapping[str, list[Stretch]]  # by the name of a list

_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")  # Rust cannot take them
_START: Final = itemgetter(0)


class WordScan:
    """One automaton for all words of all lists; a word may stand in several."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        import ahocorasick_rs

        self.names: list[str] = list(lists)
        numbers: dict[str, list[int]] = {}
        for number, words in enumerate(lists.values()):
            for word in dict.fromkeys(words):
                numbers.setdefault(word, []).append(number)
        self.numbers: list[list[int]] = list(numbers.values())
        self.last: tuple[str, Stretches] = "", {name: [] for name in lists}
        # What it gives is kept as it is: told that these are integers, a compiled module would make them anew.
        self.find: Callable[..., list[tuple[int, Any, Any]]] = ahocorasick_rs.AhoCorasick(
            list(numbers), implementation=ahocorasick_rs.Implementation.DFA
        ).find_matches_as_indexes

    def stretches(self, text: str) -> Stretches:
        """Of each list, where its words stand: start and end of every one, also within another, in order of the ends.

        What is asked of the same text again is remembered.
        """
        known, found = self.last
        if known is not text:
            found = self._stretches(text)
            self.last = text, found
        return found

    def _stretches(self, text: str) -> Stretches:
        try:
            hits = self.find(text, overlapping=True)
        except UnicodeEncodeError:
            hits = self.find(_SURROGATES.sub("\ufffd", text), overlapping=True)
        found: list[list[Stretch]] = [[] for _ in self.names]
        for word, start, end in hits:
            for number in self.numbers[word]:
                found[number].append((start, end))
        return dict(zip(self.names, found, strict=True))


def apart(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Of stretches in order of their ends those that a search would find: the earliest of such as overlap, the longest of such
    as begin together.

    >>> apart([(0, 2), (0, 3), (1, 3), (3, 4)])
    [(0, 3), (3, 4)]
    """
    in_order = list(reversed(stretches))
    in_order.sort(key=_START)  # stable: of those that begin together the longest stays first
    kept: list[Stretch] = []
    last = 0
    for start, end in in_order:
        if start >= last:
            kept.append((start, end))
            last = end
    return kept
