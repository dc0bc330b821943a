"""How sure a fact is: the chance, from 0 to 1, that number, indicator, status and change are all right.

A logistic model over how the indicator was found, its length and the kind of fact; its few weights are data
(data/scores.toml), fitted on annotated reports by scripts/calibrate_scores.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from reporttext.lexicon import Lexicon, check_keys
from reporttext.model import Fact


def features(fact: Fact) -> list[str]:
    """The names of the weights that a fact's score adds up."""
    how = fact.rule.partition("/")[2] or "cell"
    length = len(fact.indicator or "")
    bucket = (
        "1"
        if length <= 1
        else "2"
        if length == 2
        else "3"
        if length == 3
        else "4-12"
        if length <= 12
        else "13-"
    )
    return [f"how {how}", f"length {bucket}", f"kind {fact.kind}"]


def scorer(lexicon: Lexicon) -> Callable[[Fact], float]:
    """The function that gives a fact its score, rounded to four places."""
    table = lexicon["scores"]
    check_keys("scores", table, ("base", "weights"))
    base, weights = float(table["base"]), {name: float(weight) for name, weight in table["weights"].items()}
    known: dict[tuple[str, ...], float] = {}

    def score(fact: Fact) -> float:
        names = tuple(features(fact))
        if names not in known:
            odds = base + sum(weights.get(name, 0.0) for name in names)
            known[names] = round(1 / (1 + math.exp(-odds)), 4)
        return known[names]

    return score
