"""The best sequence of sections and how sure each is: a first-order Markov chain (Rabiner 1989).

Scores are logarithms. `told` is what each paragraph (row) says for each section (column), `steps` what it costs to go from
one section (row) to the next (column), `start` and `end` what it costs to begin and to end with one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def best(told: Floats, steps: Floats, start: Floats, end: Floats) -> NDArray[np.int64]:
    """The likeliest sequence (Viterbi 1967); of equals the earlier section, so that nothing depends on chance."""
    count = len(told)
    into = np.ascontiguousarray(steps.T)
    came = np.empty((count, told.shape[1]), dtype=np.int64)
    most = np.maximum.reduce
    here = told[0] + start
    for row in range(1, count):
        reach = into + here
        came[row] = reach.argmax(axis=1)
        here = most(reach, axis=1) + told[row]
    path = np.empty(count, dtype=np.int64)
    path[-1] = int((here + end).argmax())
    for row in range(count - 1, 0, -1):
        path[row - 1] = came[row, path[row]]
    return path


def chances(told: Floats, steps: Floats, start: Floats, end: Floats) -> Floats:
    """The probability of each section for each paragraph, over all sequences (forward-backward)."""
    count = len(told)
    chance = np.exp(told - told.max(axis=1, keepdims=True))
    onward = np.exp(steps - steps.max())
    back = np.ascontiguousarray(onward.T)
    total = np.add.reduce
    ahead, behind = np.empty_like(chance), np.empty_like(chance)
    here = chance[0] * np.exp(start - start.max())
    ahead[0] = here = here / total(here)
    for row in range(1, count):
        here = here.dot(onward)
        here *= chance[row]
        here /= total(here)
        ahead[row] = here
    there = np.exp(end - end.max())
    behind[-1] = there = there / total(there)
    for row in range(count - 1, 0, -1):
        there = (there * chance[row]).dot(back)
        there /= total(there)
        behind[row - 1] = there
    both = ahead * behind
    shares: Floats = both / both.sum(axis=1, keepdims=True)
    return shares
