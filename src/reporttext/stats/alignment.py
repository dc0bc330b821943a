"""Sentences of two reports set side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_DIGITS = re.compile(r"\d")


def likeness(a: Sequence[str], b: Sequence[str]) -> np.ndarray[Any, Any]:
    """How alike the sentences are: the cosine of their counts of character pairs, 0 to 1, a row for each of `a`.

    Every digit counts as the same, so that a sentence with another figure is the same sentence.
    """
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.preprocessing import normalize

    if not a or not b:
        return np.zeros((len(a), len(b)))
    pairs = CountVectorizer(analyzer="char", ngram_range=(1, 2), lowercase=False, dtype=np.float64)
    texts = [_DIGITS.sub("0", text) or " " for text in (*a, *b)]
    vectors = normalize(pairs.fit_transform(texts))
    alike: np.ndarray[Any, Any] = (vectors[: len(a)] @ vectors[len(a) :].T).toarray()
    return alike


def aligned(a: Sequence[str], b: Sequence[str], least: float) -> list[tuple[int, int, float]]:
    """Pairs of sentences, each in one pair at most, with the highest sum of likeness; pairs below `least` are none.

    Kuhn (1955) and Munkres (1957), as scipy.optimize.linear_sum_assignment.
    """
    from scipy.optimize import linear_sum_assignment

    alike = likeness(a, b)
    rows, columns = linear_sum_assignment(alike.round(9), maximize=True)
    return [
        (int(i), int(j), float(alike[i, j]))
        for i, j in zip(rows, columns, strict=True)
        if alike[i, j] >= least
    ]
