"""How sure a fact is: the chance, from 0 to 1, that number, indicator, status and change are all right.

A logistic model over how the indicator was found, its length and the kind of fact; its few weights are data
(data/scores.toml), fitted on annotated reports by scripts/calibrate_scores.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from reporttext.lexicon import Lexicon, check_keys

_LONG: Final = 13  # characters; beyond, length tells no more


def features(how: str, indicator: str, kind: str) -> tuple[str, ...]:
    """The names of the weights that a fact's score adds up; `how` is where its indicator stood."""
    return _features(how, len(indicator), kind)


def _features(how: str, length: int, kind: str) -> tuple[str, ...]:
    bucket = "4-12" if 4 <= length < _LONG else f"{_LONG}-" if length >= _LONG else str(max(1, length))
    return f"how {how}", f"length {bucket}", f"kind {kind}"


def weighed(lexicon: Lexicon) -> Callable[[tuple[str, ...]], tuple[tuple[str, float], ...]]:
    """The function that gives each of `features` its weight, with the base that every score has; log-odds."""
    table = lexicon["scores"]
    check_keys("scores", table, ("base", "weights"))
    base, weights = float(table["base"]), {name: float(weight) for name, weight in table["weights"].items()}
    return lambda names: (("base", base), *((name, weights.get(name, 0.0)) for name in names))


def chance(parts: Iterable[tuple[str, float]]) -> float:
    """The score that weights add up to, rounded to four places."""
    return round(1 / (1 + math.exp(-sum(weight for _, weight in parts))), 4)


def scorer(lexicon: Lexicon) -> Callable[[str, str, str], float]:
    """The function that gives a fact its score from `features`."""
    parts = weighed(lexicon)
    score = cache(lambda how, length, kind: chance(parts(_features(how, length, kind))))
    return lambda how, indicator, kind: score(how, min(len(indicator), _LONG), kind)
