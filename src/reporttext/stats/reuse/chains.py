"""From seeds to stretches that two reports may share: runs on one diagonal, then runs that are near in both reports.

Nearness is all that is asked, not order: sentences that changed places stay one candidate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporttext.stats.reuse.seeds import LENGTH
from reporttext.stats.reuse.symbols import Symbols

if TYPE_CHECKING:
    from reporttext.stats.reuse.symbols import Array

GAP = 20  # symbols that may lie between two runs of one passage, in each report


@dataclass(frozen=True, slots=True)
class Runs:
    """Symbols `i` to `i + size` of one report are, but for single changes, `j` to `j + size` of a later one.

    Sorted by candidate (`group`), then `i`. `hits` is how many of them lie in a seed.
    """

    group: Array
    i: Array
    j: Array
    size: Array
    hits: Array


def candidates(symbols: Symbols, seeds: tuple[Array, Array], least: int) -> Runs:
    """The candidates whose seeds cover at least `least` symbols."""
    import numpy as np

    i, j, size, hits = _diagonals(symbols, *seeds)
    pair = symbols.doc[i].astype(np.int64) * len(symbols.first) + symbols.doc[j]
    order = np.argsort(pair, kind="stable")
    columns = [column[order] for column in (i, j, size, hits)]
    group = _numbered(pair[order])
    settled = -1
    while len(group) and settled != (settled := int(group[-1])):
        columns, group = _enough(columns, group, least)
        for side in (0, 1):
            columns, group = _split(columns, group, side)
    columns, group = _enough(columns, group, least)
    return Runs(group, *columns)


def _diagonals(symbols: Symbols, i: Array, j: Array) -> tuple[Array, Array, Array, Array]:
    """Runs of seeds on one diagonal, with no more than GAP symbols between them."""
    import numpy as np

    bits = np.int64(max(len(symbols.symbol) - 1, 1).bit_length())
    packed = ((j - i).astype(np.int64) << bits) | i
    packed.sort()
    new = np.ones(len(packed), bool)
    new[1:] = packed[1:] != packed[:-1]
    packed = packed[new]
    i = packed & ((np.int64(1) << bits) - 1)
    diagonal = packed >> bits
    doc, other = symbols.doc[i], symbols.doc[i + diagonal]
    opens = np.ones(len(i), bool)
    opens[1:] = (
        (diagonal[1:] != diagonal[:-1]) | (i[1:] - i[:-1] > LENGTH + GAP) | (doc[1:] != doc[:-1]) | (other[1:] != other[:-1])
    )  # fmt: skip
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(i))[: len(first)] - 1
    step = np.minimum(np.diff(i, append=i[-1:] + LENGTH), LENGTH)
    step[last] = LENGTH
    hits = np.add.reduceat(step, first) if len(first) else np.zeros(0, np.int64)
    return i[first], i[first] + diagonal[first], i[last] - i[first] + LENGTH, hits


def _numbered(key: Array) -> Array:
    """0, 1, 2, … for each run of equal keys."""
    import numpy as np

    new = np.ones(len(key), bool)
    new[1:] = key[1:] != key[:-1]
    return np.cumsum(new) - 1


def _enough(columns: list[Array], group: Array, least: int) -> tuple[list[Array], Array]:
    import numpy as np

    if not len(group):
        return columns, group
    kept = (np.bincount(group, weights=columns[3]) >= least)[group]
    return [column[kept] for column in columns], _numbered(group[kept])


def _split(columns: list[Array], group: Array, side: int) -> tuple[list[Array], Array]:
    """Split each group where in one report (`side`) more than GAP symbols lie between its runs."""
    import numpy as np

    if not len(group):
        return columns, group
    start = columns[side]
    order = np.lexsort((columns[1 - side], start, group))
    columns, group = [column[order] for column in columns], group[order]
    start = columns[side]
    # The furthest end so far within the group: groups are lifted apart, so that one running maximum serves all.
    lift = group * (int(start.max()) + int(columns[2].max()) + 1)
    furthest = np.maximum.accumulate(start + columns[2] + lift)
    opens = np.ones(len(group), bool)
    opens[1:] = (group[1:] != group[:-1]) | (start[1:] + lift[1:] > furthest[:-1] + GAP)
    return columns, np.cumsum(opens) - 1
