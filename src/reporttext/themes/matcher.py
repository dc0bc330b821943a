"""Every place of thousands of words in a text: all its characters at once take the next step into a trie of the words.

The trie is a double array (Aoe 1989): the child of node `n` by a character of class `c` is node `base[n] + c` if `owner` of that
is `n`. Its tables are so small that they stay in the processor's cache, where those of an Aho-Corasick automaton of the same
words do not. Few words are longer than the trie is deep; those are compared as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger[Any]]

_DEPTH = 4
_CHARACTERS = 0x110000
_ROOT, _NOBODY = (
    -1,
    -2,
)  # owners: the root, whose children are the classes themselves, and that of a free node


class Found(NamedTuple):
    """Words in a text, one after another: their numbers, starts and ends; offsets in code points."""

    words: Ints
    starts: Ints
    ends: Ints


class Matcher:
    """Finds words of two characters or more, known by their numbers in a list."""

    def __init__(self, words: Sequence[str]) -> None:
        signs = sorted(set("".join(words)))
        class_of = {sign: i for i, sign in enumerate(signs, 1)}
        self._classes = np.zeros(_CHARACTERS, dtype=np.uint16 if len(signs) < 1 << 16 else np.uint32)
        self._classes[[ord(sign) for sign in signs]] = list(class_of.values())
        children: dict[str, list[int]] = {}
        for begin in _beginnings(words):
            children.setdefault(begin[:-1], []).append(class_of[begin[-1]])
        bases = _bases(children, len(signs) + 1)
        size = max(bases.values()) + len(signs) + 1
        self._base, self._owner, self._word = (
            np.full(size, value, dtype=np.int64) for value in (0, _NOBODY, -1)
        )
        nodes = {"": _ROOT}
        for begin in _beginnings(words):
            node = nodes[begin] = bases[begin[:-1]] + class_of[begin[-1]]
            self._owner[node] = nodes[begin[:-1]]
            self._base[node] = bases.get(begin, 0)
        self._long: dict[
            int, list[tuple[str, int]]
        ] = {}  # by node, the words that go on below it, longest first
        for number, word in sorted(enumerate(words), key=lambda each: -len(each[1])):
            if len(word) <= _DEPTH:
                self._word[nodes[word]] = number
            else:
                self._long.setdefault(nodes[word[:_DEPTH]], []).append((word, number))
        self._goes_on = np.zeros(size, dtype=bool)
        self._goes_on[list(self._long)] = True

    def find(self, text: str) -> Found:
        """The words of a text, none overlapping another: the longest of those that begin first, as one reads."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        classes = np.zeros(
            len(codes) + _DEPTH, dtype=np.int64
        )  # behind the text, the class of no word's characters
        classes[: len(codes)] = self._classes.take(codes)
        at, nodes = self._step(np.arange(len(codes)), classes[: len(codes)], classes[1 : len(codes) + 1])
        words, starts, ends = self._word.take(nodes), at, at + 2
        live = np.arange(len(at))  # which of `starts` the trie goes on from
        for depth in range(2, _DEPTH):
            live, nodes = self._step(live, nodes, classes.take(starts.take(live) + depth))
            longer = self._word.take(nodes)
            known = np.flatnonzero(longer >= 0)
            words[live[known]] = longer[known]
            ends[live[known]] = starts[live[known]] + depth + 1
        on = np.flatnonzero(self._goes_on.take(nodes))
        for i, node, start in zip(
            live[on].tolist(), nodes[on].tolist(), starts[live[on]].tolist(), strict=True
        ):
            for word, number in self._long[node]:
                if text.startswith(word, start):
                    words[i], ends[i] = number, start + len(word)
                    break
        whole = np.flatnonzero(words >= 0)
        return _apart(Found(words[whole], starts[whole], ends[whole]))

    def _step(self, which: Ints, nodes: Ints, classes: Ints) -> tuple[Ints, Ints]:
        """From each of some nodes to the child of a class: those that have one, and the children."""
        children = self._base.take(nodes)
        children += classes
        found = np.flatnonzero(self._owner.take(children) == nodes)
        return which[found], children[found]


def _beginnings(words: Iterable[str]) -> Iterable[str]:
    """What the words begin with as far as the trie is deep, shorter beginnings of a word first, each once."""
    return dict.fromkeys(word[:length] for word in words for length in range(1, min(len(word), _DEPTH) + 1))


def _bases(children: Mapping[str, Sequence[int]], classes: int) -> Mapping[str, int]:
    """Where the children of each node begin, by first fit, the fullest nodes first; the root's are nodes 1 to `classes` - 1."""
    bases = {"": 0}
    used = (1 << classes) - 1  # a bit a node
    for node, of_node in sorted(children.items(), key=lambda each: -len(each[1])):
        if node:
            taken = 0
            for each in of_node:
                taken |= used >> each
            bases[node] = base = (~taken & (taken + 1)).bit_length() - 1
            for each in of_node:
                used |= 1 << base + each
    return bases


def _apart(found: Found) -> Found:
    """Without the words that begin inside one before them that stays."""
    _, starts, ends = found
    clear = np.ones(len(starts) + 1, dtype=bool)  # no word before reaches into this one
    np.greater_equal(starts[1:], np.maximum.accumulate(ends)[:-1], out=clear[1:-1])
    crossed = np.flatnonzero(~(clear[1:] & clear[:-1]))
    stays = np.ones(len(starts), dtype=bool)
    inside = []
    end = 0
    for i, start, stop in zip(
        crossed.tolist(), starts[crossed].tolist(), ends[crossed].tolist(), strict=True
    ):
        if start < end:
            inside.append(i)
        else:
            end = stop
    stays[inside] = False
    return Found(*[column[stays] for column in found])
