"""What the section model sees of a paragraph: hashed character n-grams. No word list and no rule has a part in it.

Runs of digits and of blanking signs become one `0`, blanks go: 3,200余人 and **余人 are the same to the model, and no year or
name of an amount is. A paragraph's edges count as characters, so that what opens and what ends it is told from what stands
inside; so do its marks, which tell the head of a clause (，加强) from its end (加强。).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# n-grams of one to three characters, hashed (Weinberger et al. 2009, without signs) to this many bits.
BITS = 16
ORDERS = (1, 2, 3)
# Of a long paragraph its beginning and its end: between them it only repeats.
HEAD, TAIL = 360, 120
# Odd multipliers of Knuth's multiplicative hashing, one a place in the n-gram and one for its length.
_PLACES = np.array([2654435761, 2246822519, 3266489917], dtype=np.uint32)
_LENGTHS = np.array([374761393, 668265263, 1274126177], dtype=np.uint32)
_SIGN = "[0-9*×○□■_%]"
# It opens with a character class, which `re` skips to in C.
_NUMBER = re.compile(
    rf"[0-9*×○□■_%xX某](?:(?<={_SIGN}){_SIGN}*+(?:[.,]{_SIGN}++)*+|(?<=[xX])[xX]++|(?<=某)某++)"
)
# No blank, so that it stays where blanks go; an edge is one, so that no text has it.
_BETWEEN, _EDGE = "\0", "\n\n"


class Grams(NamedTuple):
    """The n-grams of some paragraphs, one after another: paragraph i has `buckets[starts[i]:starts[i + 1]]`."""

    buckets: NDArray[np.uint32]
    starts: NDArray[np.int64]

    @property
    def weights(self) -> NDArray[np.float32]:
        """What one n-gram of each paragraph weighs, 1/√n: a paragraph of n n-grams has a vector of about unit length."""
        sizes = np.maximum(np.diff(self.starts), 1)
        return (1.0 / np.sqrt(sizes)).astype(np.float32)


def plain(folded: str) -> str:
    """A paragraph as the model reads it."""
    return _together([folded])


def grams(paragraphs: Sequence[str]) -> Grams:
    """Hash the n-grams of folded paragraphs."""
    # Two edges between paragraphs: no n-gram holds characters of both.
    joined = _EDGE + _together(paragraphs).replace(_BETWEEN, _EDGE) + _EDGE
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    count = len(codes) - 2
    hashed = np.empty((count, len(ORDERS)), dtype=np.uint32)
    so_far = np.zeros(count, dtype=np.uint32)
    for place in range(len(ORDERS)):
        so_far += codes[place : count + place] * _PLACES[place]
        mixed = so_far + _LENGTHS[place]
        mixed ^= mixed >> np.uint32(15)
        mixed *= _PLACES[1]
        hashed[:, place] = mixed >> np.uint32(32 - BITS)
    # A paragraph's n-grams begin at the edges before it or in it; there are as many as characters and edges.
    edges = np.flatnonzero(codes == ord(_EDGE[0]))
    return Grams(hashed.reshape(-1), edges[:: len(_EDGE)] * len(ORDERS))


def _together(paragraphs: Sequence[str]) -> str:
    """Paragraphs as the model reads them, in one text: a pass over all is faster than one over each."""
    cut = [text if len(text) <= HEAD + TAIL else text[:HEAD] + text[-TAIL:] for text in paragraphs]
    joined = _BETWEEN.join(cut)
    if joined.count(_BETWEEN) >= len(cut):
        joined = _BETWEEN.join(text.replace(_BETWEEN, "") for text in cut)
    return _NUMBER.sub("0", "".join(joined.split()))
