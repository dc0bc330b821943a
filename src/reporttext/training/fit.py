"""The fit of the section model, with scikit-learn.

The second step learns from what the first says of reports it was not fitted to (stacking, Wolpert 1992): places are dealt
into folds, and each fold is judged by a first step of the others. The chain's steps are counted in the examples, its trust in
the words is what makes the sections of those folds likeliest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reporttext.sections import chain
from reporttext.sections.context import Place, context
from reporttext.sections.features import grams
from reporttext.sections.model import LABELS, SectionModel, log_softmax
from reporttext.training.examples import Report, matrix, piece, shortened

_FOLDS, _PIECES = 3, 2
# Inverse strengths of the L2 penalties, chosen on folds of places.
C_WORDS, _C_CONTEXT = 10.0, 1.0
_TRUSTS = (0.4, 0.55, 0.7, 0.85, 1.0)
_WEIGHTS = (0.1, 0.2, 0.35, 0.6, 1.0)
# So many reports and pieces tell both well enough.
_BALANCED = 400
# What a step counts that no example shows: an order never seen is not impossible.
_UNSEEN = 0.5
# A section without a single example: its scores stay low.
_NEVER = -12.0
_NEVER_AFTER = -1000.0
Floats = NDArray[np.float64]


def fit(reports: Sequence[Report], seed: int = 0) -> SectionModel:
    """A model of the reports' paragraphs; paragraphs without a label are neighbours only."""
    chance = np.random.default_rng(seed)
    known = [one for one in reports if len(one.texts)]
    extra = [shortened(one, chance) for one in known]
    folds = _folds(known)
    told: list[NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * len(known)
    for fold in sorted(set(folds)):
        others = [i for i, other in enumerate(folds) if other != fold]
        model = words_only(*fit_words([*(known[i] for i in others), *(extra[i] for i in others)]))
        for i in (i for i, own in enumerate(folds) if own == fold):
            told[i] = model.by_words(grams(known[i].texts))
    cut, cut_told = _pieces(known, told, chance)
    seen, seen_told = [*known, *cut], [*told, *cut_told]
    rows = [context(t, one.texts, Place()) for one, t in zip(seen, seen_told, strict=True)]
    labels = [one.labels for one in seen]
    weights, base = logistic(np.vstack(rows), np.concatenate(labels), _C_CONTEXT)
    words, words_base = fit_words([*known, *extra])
    steps, start, end = _count(labels)
    trust, weight = _balance([r @ weights + base for r in rows], labels, (steps, start, end))
    return SectionModel(words, words_base, weights, base, trust, weight * steps, weight * start, weight * end)


def fit_words(reports: Sequence[Report]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The first step: weights (buckets by sections) and their base."""
    rows, labels = matrix(reports)
    weights, base = logistic(rows, labels, C_WORDS)
    return weights.astype(np.float32), base.astype(np.float32)


def words_only(words: NDArray[np.float32], base: NDArray[np.float32]) -> SectionModel:
    """A model of which only the first step is of use."""
    none = np.zeros((len(LABELS), len(LABELS)))
    return SectionModel(words, base, none, none[0], 1.0, none, none[0], none[0])


def logistic(rows: Any, labels: NDArray[np.int64], c: float) -> tuple[Floats, Floats]:
    """Softmax regression: weights (features by all sections) and their base; sections without examples get none."""
    # A few reports have few of the n-grams there are: the others' weights are nought.
    used = np.unique(rows.indices) if hasattr(rows, "indices") else np.arange(rows.shape[1])
    model = regression(rows[:, used], labels, c)
    weights = np.zeros((rows.shape[1], len(LABELS)))
    base = np.full(len(LABELS), _NEVER)
    coefficients, intercept = model.coef_.T, model.intercept_
    if coefficients.shape[1] == 1:  # of two classes scikit-learn gives the difference
        coefficients, intercept = (
            np.hstack([-coefficients, coefficients]) / 2,
            np.array([-intercept[0], intercept[0]]) / 2,
        )
    weights[np.ix_(used, model.classes_)] = coefficients
    base[model.classes_] = intercept
    return weights, base


def regression(rows: Any, labels: NDArray[np.int64], c: float) -> Any:
    """scikit-learn's own fit to the rows that have a label."""
    from sklearn.linear_model import LogisticRegression

    known = labels >= 0
    return LogisticRegression(C=c, max_iter=200, tol=1e-3).fit(rows[known], labels[known])


def _folds(reports: Sequence[Report]) -> list[int]:
    places = sorted({one.place for one in reports})
    number = {place: i % min(_FOLDS, max(1, len(places))) for i, place in enumerate(places)}
    return [number[one.place] for one in reports]


def _pieces(
    reports: Sequence[Report], told: Sequence[NDArray[np.float32]], chance: np.random.Generator
) -> tuple[list[Report], list[NDArray[np.float32]]]:
    cut: list[Report] = []
    cut_told: list[NDArray[np.float32]] = []
    for one, t in zip(reports, told, strict=True):
        for _ in range(_PIECES):
            kept = piece(one, chance)
            if len(kept) > 1:
                cut.append(one.part(kept))
                cut_told.append(t[kept])
    return cut, cut_told


def _count(labels: Sequence[NDArray[np.int64]]) -> tuple[Floats, Floats, Floats]:
    """Log-probabilities of steps, beginnings and ends, from how often each occurs."""
    kinds = len(LABELS)
    steps, start, end = np.full((kinds, kinds), _UNSEEN), np.full(kinds, _UNSEEN), np.full(kinds, _UNSEEN)
    for row in labels:
        both = (row[:-1] >= 0) & (row[1:] >= 0)
        np.add.at(steps, (row[:-1][both], row[1:][both]), 1)
        if row[0] >= 0:
            start[row[0]] += 1
        if row[-1] >= 0:
            end[row[-1]] += 1
    logs = np.log(steps / steps.sum(axis=1, keepdims=True))
    logs[-1, :-1] = _NEVER_AFTER  # nothing follows the back matter
    return logs, np.log(start / start.sum()), np.log(end / end.sum())


def _balance(
    scores: Sequence[Floats], labels: Sequence[NDArray[np.int64]], costs: tuple[Floats, Floats, Floats]
) -> tuple[float, float]:
    """How far to trust the second step, and how much the steps weigh: what makes the labels of some reports likeliest."""
    step = max(1, len(scores) // _BALANCED)
    some = [(log_softmax(s), row) for s, row in zip(scores[::step], labels[::step], strict=True)]

    def surprise(trust: float, weight: float) -> float:
        total = count = 0.0
        for told, row in some:
            chances = chain.chances(trust * told, *(weight * cost for cost in costs))
            known = row >= 0
            total -= float(np.log(np.maximum(chances[known, row[known]], 1e-9)).sum())
            count += int(known.sum())
        return round(total / max(count, 1), 6)

    _, trust, weight = min((surprise(t, w), t, w) for t in _TRUSTS for w in _WEIGHTS)
    return trust, weight
