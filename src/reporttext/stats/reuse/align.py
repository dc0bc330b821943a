"""The exact aligner: which symbols of a candidate are the same in both reports, and where the passage begins and ends.

Between runs that are known to be equal, and at both ends, the symbols are aligned by edit distance (Levenshtein; rapidfuzz's
bit-parallel implementation). A passage is then a stretch of highest score, with 1 for a symbol that has its twin and a
penalty for one that has none (Ruzzo and Tompa: A linear time algorithm for finding all maximal scoring subsequences, 1999).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reporttext.stats.reuse.chains import Runs
from reporttext.stats.reuse.symbols import Symbols

if TYPE_CHECKING:
    from reporttext.stats.reuse.symbols import Array

_REACH = 24  # symbols beyond a run in which more of the passage is looked for
_FAR = 100  # symbols between two runs that are aligned; what is further apart is a block of its own
_MOST = 4000  # runs of a candidate that are looked at, the longest: lines repeated over and over give thousands, all alike

Piece = tuple[int, int, int]
"""(i, j, size): symbols i to i + size are those from j on, one to one but for single changes."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A passage: `i` and `j` are the indices of symbols that are each other's twin, `i` ascending.

    `block` numbers the stretches in which `j` ascends without a jump over another stretch.
    """

    i: Array
    j: Array
    block: Array

    @property
    def similarity(self) -> float:
        """Twins as a share of the longer side."""
        longer = max(int(self.i[-1] - self.i[0]), int(self.j.max() - self.j.min())) + 1
        return len(self.i) / longer


class Aligner:
    """Aligns candidates; what has fewer than `min_twins` symbols that are the same is no passage."""

    def __init__(self, symbols: Symbols, *, min_similarity: float, min_twins: int) -> None:
        self._symbols = symbols
        self._text = symbols.symbol.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        self._penalty = min_similarity / max(1 - min_similarity, 0.01)
        self._least, self._fewest = min_similarity, min_twins

    def passages(self, runs: Runs) -> Iterator[Alignment]:
        """The passages of each candidate, in the order of the candidates."""
        import numpy as np

        opens = np.flatnonzero(np.diff(runs.group, prepend=-1))
        rows = list(zip(runs.i.tolist(), runs.j.tolist(), runs.size.tolist(), strict=True))
        for first, last in pairwise([*opens.tolist(), len(rows)]):
            found = self._twins(_disjoint(rows[first:last]))
            yield from self._dense(found)

    def _twins(self, pieces: list[Piece]) -> Alignment:
        """All twins of a candidate: in its pieces, between those that follow each other on both sides, and beyond."""
        import numpy as np

        blocks = _blocks(pieces)
        (low_i, low_j), (high_i, high_j) = self._bounds(pieces[0])
        ends_j = sorted((piece[1], piece[1] + piece[2]) for piece in pieces)
        rank = {start: n for n, (start, _) in enumerate(ends_j)}
        parts: list[list[tuple[Array, Array]]] = []
        for n, block in enumerate(blocks):
            first, last = block[0], block[-1]
            before, after = rank[first[1]] - 1, rank[last[1]] + 1
            free = (
                blocks[n - 1][-1][0] + blocks[n - 1][-1][2] if n else low_i,
                ends_j[before][1] if before >= 0 else low_j,
                blocks[n + 1][0][0] if n + 1 < len(blocks) else high_i,
                ends_j[after][0] if after < len(ends_j) else high_j,
            )
            found = [self._backward(first[0], first[1], free[0], free[1])]
            for one, other in pairwise(block):
                found += [self._inside(one), self._between(one, other)]
            found += [
                self._inside(last),
                self._forward(last[0] + last[2], last[1] + last[2], free[2], free[3]),
            ]
            parts.append(found)
        twins = [pair for part in parts for pair in part]
        numbers = np.repeat(np.arange(len(parts)), [sum(len(pair[0]) for pair in part) for part in parts])
        i, j = (np.concatenate([pair[side] for pair in twins]) for side in (0, 1))
        if len(parts) > 1:
            # Two blocks may reach for the same symbols between them: the first that has a symbol keeps it.
            i, j, numbers = _once(j, (i, j, numbers))
            i, j, numbers = _once(i, (i, j, numbers))
        order = i.argsort(kind="stable")
        return Alignment(i[order], j[order], numbers[order])

    def _bounds(self, piece: Piece) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where the two reports begin and where they end, in symbols."""
        first = self._symbols.first
        doc, other = int(self._symbols.doc[piece[0]]), int(self._symbols.doc[piece[1]])
        return (int(first[doc]), int(first[other])), (int(first[doc + 1]), int(first[other + 1]))

    def _inside(self, piece: Piece) -> tuple[Array, Array]:
        import numpy as np

        i, j, size = piece
        equal = np.flatnonzero(self._symbols.symbol[i : i + size] == self._symbols.symbol[j : j + size])
        return equal + i, equal + j

    def _between(self, one: Piece, other: Piece) -> tuple[Array, Array]:
        from rapidfuzz.distance import Levenshtein

        i, j = one[0] + one[2], one[1] + one[2]
        steps = Levenshtein.opcodes(self._text[i : other[0]], self._text[j : other[1]])
        return _pairs(
            (s.src_start + i, s.dest_start + j, s.src_end - s.src_start) for s in steps if s.tag == "equal"
        )

    def _forward(self, i: int, j: int, i_end: int, j_end: int) -> tuple[Array, Array]:
        a, b = self._text[i : min(i + _REACH, i_end)], self._text[j : min(j + _REACH, j_end)]
        return _pairs((i + x, j + y, size) for x, y, size in self._reach(a, b))

    def _backward(self, i: int, j: int, i_end: int, j_end: int) -> tuple[Array, Array]:
        a, b = self._text[max(i - _REACH, i_end) : i][::-1], self._text[max(j - _REACH, j_end) : j][::-1]
        return _pairs((i - x - size, j - y - size, size) for x, y, size in self._reach(a, b))

    def _reach(self, a: str, b: str) -> list[Piece]:
        """What goes on being the same from the beginning of both: as far as the score rises."""
        from rapidfuzz.distance import Levenshtein

        score, best, kept = 0.0, 0.0, 0
        pieces: list[Piece] = []
        if not a or not b:
            return pieces
        for step in Levenshtein.opcodes(a, b):
            if step.tag == "equal":
                score += step.src_end - step.src_start
                pieces.append((step.src_start, step.dest_start, step.src_end - step.src_start))
                if score > best:
                    best, kept = score, len(pieces)
            else:
                score -= self._penalty * max(step.src_end - step.src_start, step.dest_end - step.dest_start)
        return pieces[:kept]

    def _dense(self, found: Alignment) -> Iterator[Alignment]:
        """The stretches of a candidate that are dense with twins on both sides, in the order of i."""
        waiting = [found]
        while waiting:
            part = waiting.pop()
            if len(part.i) < self._fewest:
                continue
            similar = part.similarity >= self._least
            if similar and _tight(part.i) and _tight(part.j):
                yield part
                continue
            pieces = [piece for half in self._split(part, part.i) for piece in self._split(half, half.j)]
            if len(pieces) > 1 or len(pieces[0].i) < len(part.i):
                # What is dense in one report may lie apart in the other: again, until nothing more comes off.
                waiting += reversed(pieces)
            elif similar:
                yield part

    def _split(self, part: Alignment, places: Array) -> Iterator[Alignment]:
        order = places.argsort(kind="stable")
        for start, end in dense(places[order].tolist(), self._penalty):
            yield _select(part, sorted(order[start:end].tolist()))


def _blocks(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces, in the order of i, in blocks: what follows each other, not far apart, in both reports."""
    order = {piece: n for n, piece in enumerate(sorted(pieces, key=lambda piece: piece[1]))}
    blocks = [pieces[:1]]
    for before, piece in pairwise(pieces):
        apart = max(piece[0] - before[0] - before[2], piece[1] - before[1] - before[2])
        if order[piece] == order[before] + 1 and apart <= _FAR:
            blocks[-1].append(piece)
        else:
            blocks.append([piece])
    return blocks


def _once(key: Array, columns: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
    """The columns without the rows whose key was there before."""
    import numpy as np

    kept = np.sort(np.unique(key, return_index=True)[1])
    return columns[0][kept], columns[1][kept], columns[2][kept]


def _disjoint(pieces: list[Piece]) -> list[Piece]:
    """The pieces, the longest first, without what overlaps a longer one in either report; in the order of i."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (-p[2], p[0], p[1]))[:_MOST]:
        i, j, size = piece
        for a, b, length in kept:
            # Cut the front or the back that is taken; what lies within a longer piece goes.
            front = max(a + length - i if a <= i else 0, b + length - j if b <= j else 0, 0)
            back = max(i + size - a if a > i else 0, j + size - b if b > j else 0, 0)
            i, j, size = i + front, j + front, size - front - back
            if size <= 0:
                break
        if size > 0:
            kept.append((i, j, size))
    return sorted(kept)


def dense(places: list[int], penalty: float) -> list[tuple[int, int]]:
    """Half-open ranges of `places` (ascending) whose stretches score highest: 1 for each place, -penalty for what is between.

    >>> dense([0, 1, 2, 3, 40, 41, 43, 44], 1.0)
    [(0, 4), (4, 8)]
    """
    # Each candidate stretch: (total before it, total after it, first place, end).
    stack: list[tuple[float, float, int, int]] = []
    total = 0.0
    for n, place in enumerate(places):
        if n:
            total -= penalty * (place - places[n - 1] - 1)
        before, total = total, total + 1
        current = (before, total, n, n + 1)
        while stack:
            at = next((k for k in range(len(stack) - 1, -1, -1) if stack[k][0] < current[0]), None)
            if at is None or stack[at][1] >= current[1]:
                break
            current = (stack[at][0], current[1], stack[at][2], current[3])
            del stack[at:]
        stack.append(current)
    return [(first, end) for _, _, first, end in stack]


def _tight(places: Array) -> bool:
    import numpy as np

    ordered = np.sort(places)
    return bool((np.diff(ordered) <= _REACH).all())


def _pairs(pieces: Iterator[Piece]) -> tuple[Array, Array]:
    import numpy as np

    listed = list(pieces)
    if not listed:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return (
        np.concatenate([np.arange(i, i + size) for i, _, size in listed]),
        np.concatenate([np.arange(j, j + size) for _, j, size in listed]),
    )


def _select(found: Alignment, which: list[int]) -> Alignment:
    return Alignment(found.i[which], found.j[which], found.block[which])
