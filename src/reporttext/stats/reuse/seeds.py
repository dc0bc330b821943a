"""Where two reports have the same few symbols: an index of all shingles, and the pairs of places that share one.

All shingles are indexed, not a sample or a sketch of them: on 807 reports (12.6 million) the index costs some seconds, no copy
is missed by chance, and a seed says where in both texts, which the aligner needs. The cost stays near linear because a
shingle that many reports have is not paired all with all: each of its reports is paired with the earliest one and with the
last one of its own place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reporttext.stats.reuse.symbols import WILD, Symbols

if TYPE_CHECKING:
    from reporttext.stats.reuse.symbols import Array

LENGTH = (
    8  # symbols of a shingle that pairs reports; a copy with a change in every eighth symbol would escape
)
COMMON = 12  # symbols of a wording that is counted over places: common ones of 8 are in every sentence
_MOST_WILD = 3  # W年W个W is no wording
_ALL_PAIRS = 32  # occurrences of a shingle that are paired all with all
_PART = 1 << 22  # shingles worked at a time, which bounds the memory
# Odd constants of splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014): fixed, so the same everywhere.
_STEP, _MIX, _MIX2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def seeds(symbols: Symbols, place: Array, time: Array) -> tuple[Array, Array]:
    """All seeds (i, j; uint32), i < j: indices of symbols in different reports from which LENGTH symbols are the same.

    `place` and `time` are those of each report: numbers that ascend with place, and with the date. Reports must be in the
    order of place, then time.
    """
    import numpy as np

    pairs = [
        pair for group, at in _shingles(symbols, LENGTH) for pair in _pairs(symbols, group, at, place, time)
    ]
    i, j = (np.concatenate([np.zeros(0, np.uint32), *(pair[side] for pair in pairs)]) for side in (0, 1))
    return i, j


def commonness(symbols: Symbols, place: Array) -> Array:
    """For each symbol (uint8), in how many places its commonest COMMON symbols occur, at most 255; 0 where only here."""
    import numpy as np

    places = np.zeros(len(symbols.symbol), np.uint8)
    for group, at in _shingles(symbols, COMMON):
        number = np.minimum(_places(group, place[symbols.doc[at]]), 255).astype(np.uint8)[group]
        for offset in range(COMMON):
            # A symbol stands once among at + offset, so that plain assignment is right.
            places[at + offset] = np.maximum(places[at + offset], number)
    return places


def _hashes(symbols: Symbols, length: int) -> tuple[Array, Array]:
    """Index and hash of each shingle that lies in one report and has wording in it."""
    import numpy as np

    size = len(symbols.symbol) - length + 1
    if size <= 0:
        return np.zeros(0, np.int64), np.zeros(0, np.uint64)
    value = np.zeros(size, np.uint64)
    wild = np.zeros(size, np.uint8)
    for offset in range(length):
        window = symbols.symbol[offset : offset + size]
        value *= np.uint64(_STEP)
        value += window.astype(np.uint64) * np.uint64(_MIX)
        wild += window == WILD
    value ^= value >> np.uint64(30)
    value *= np.uint64(_MIX2)
    value ^= value >> np.uint64(31)
    whole = symbols.doc[:size] == symbols.doc[length - 1 :]
    at = np.flatnonzero(whole & (wild <= _MOST_WILD))
    return at, value[at]


def _shingles(symbols: Symbols, length: int) -> Iterator[tuple[Array, Array]]:
    """The shingles that occur more than once, in parts: (number of the shingle, index of its first symbol), by both."""
    import numpy as np

    at, value = _hashes(symbols, length)
    parts = len(at) // _PART + 1
    bits = np.uint64(max(len(symbols.symbol) - 1, 1).bit_length())
    share = (value % np.uint64(parts)).astype(np.uint16)
    for part in range(parts):
        mine = share == part if parts > 1 else slice(None)
        # One number holds hash and place, so that a plain sort orders both. Two shingles with the same (64 - bits) bits of
        # their hash are told apart below, by looking.
        packed = ((value[mine] >> bits) << bits) | at[mine].astype(np.uint64)
        packed.sort()
        hashed = packed >> bits
        equal = hashed[1:] == hashed[:-1]
        repeated = np.zeros(len(packed), bool)
        repeated[1:] |= equal
        repeated[:-1] |= equal
        index = (packed[repeated] & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
        hashed = hashed[repeated]
        del packed, equal, repeated
        new = np.ones(len(hashed), bool)
        new[1:] = hashed[1:] != hashed[:-1]
        yield np.cumsum(new) - 1, index


def _places(group: Array, place: Array) -> Array:
    """In how many places each shingle occurs; within a shingle the places ascend."""
    import numpy as np

    new = np.ones(len(group), bool)
    new[1:] = (group[1:] != group[:-1]) | (place[1:] != place[:-1])
    return np.bincount(group[new], minlength=int(group[-1]) + 1 if len(group) else 0)


def _pairs(
    symbols: Symbols, group: Array, at: Array, place: Array, time: Array
) -> Iterator[tuple[Array, Array]]:
    import numpy as np

    dense = (np.bincount(group) <= _ALL_PAIRS)[group] if len(group) else np.zeros(0, bool)
    for i, j in _all_pairs(symbols, group[dense], at[dense]):
        yield _same(symbols, i, j)
    for i, j in _sparse_pairs(symbols, group[~dense], at[~dense], place, time):
        yield _same(symbols, i, j)


def _all_pairs(symbols: Symbols, group: Array, at: Array) -> Iterator[tuple[Array, Array]]:
    import numpy as np

    doc = symbols.doc[at]
    for apart in range(1, _ALL_PAIRS):
        pair = np.flatnonzero((group[apart:] == group[:-apart]) & (doc[apart:] != doc[:-apart]))
        if len(pair):
            yield at[pair], at[pair + apart]
        elif not (group[apart:] == group[:-apart]).any():
            break


def _sparse_pairs(
    symbols: Symbols, group: Array, at: Array, place: Array, time: Array
) -> list[tuple[Array, Array]]:
    """Each occurrence with the one before it in its own place, and with the earliest of all."""
    import numpy as np

    if not len(at):
        return []
    doc = symbols.doc[at]
    once = np.ones(len(at), bool)  # the first occurrence in each report
    once[1:] = (group[1:] != group[:-1]) | (doc[1:] != doc[:-1])
    group, at, doc = group[once], at[once], doc[once]
    chained = np.flatnonzero((group[1:] == group[:-1]) & (place[doc[1:]] == place[doc[:-1]]))
    opens = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    rank = time[doc].astype(np.int64) * len(time) + doc
    lowest = np.minimum.reduceat(rank, opens)
    size = np.diff(np.append(opens, len(group)))
    earliest = np.flatnonzero(rank == np.repeat(lowest, size))
    source = np.repeat(at[earliest], size)
    others = doc != symbols.doc[source]
    return [(at[chained], at[chained + 1]), (source[others], at[others])]


def _same(symbols: Symbols, i: Array, j: Array) -> tuple[Array, Array]:
    """The pairs whose symbols are equal: all but the rare ones that only share bits of a hash."""
    import numpy as np

    equal = symbols.symbol[i] == symbols.symbol[j]
    for offset in range(1, LENGTH):
        equal &= symbols.symbol[i + offset] == symbols.symbol[j + offset]
    i, j = i[equal], j[equal]
    return np.minimum(i, j).astype(np.uint32), np.maximum(i, j).astype(np.uint32)
