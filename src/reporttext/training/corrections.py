"""A user's corrected paragraphs, and the model that has learnt from them too.

The reports the shipped model was trained on do not travel with it, so it cannot simply be fitted again to all examples. What
travels is how sure each of its weights is: the diagonal of the loss's second derivative at the fit (Laplace's approximation;
as a penalty: elastic weight consolidation, Kirkpatrick et al. 2017). A correction moves the weights of n-grams that the
training seldom saw, and hardly those it saw in thousands of paragraphs. Only the first step of the model learns: the quote of
a paragraph says nothing of its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from reporttext.errors import UsageError
from reporttext.fold import fold
from reporttext.model import DECISIONS, SECTIONS
from reporttext.review.fields import field_of
from reporttext.review.file import decision_of, read
from reporttext.sections.features import BITS, Grams, grams
from reporttext.sections.model import LABELS, SectionModel, log_softmax
from reporttext.tables import codes
from reporttext.training.exam import Confusion
from reporttext.training.examples import Report, matrix, sparse

# A corrected paragraph weighs as much as this many of the training: it is of the very archive that will be read.
_WEIGHT = 10.0
_FOLDS = 5
MEMORY = ("certainty", "exam_buckets", "exam_starts", "exam_labels")
# Held-out paragraphs of each section that travel with a model, as sorted buckets of n-grams.
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Correction:
    """One paragraph whose section somebody looked at; `column` is that of its true section."""

    doc_id: str
    quote: str
    column: int


@dataclass(frozen=True, slots=True)
class Review:
    """The corrections of a review file. `passed_over` counts, by reason, the rows of field `section` that teach nothing."""

    corrections: tuple[Correction, ...]
    passed_over: Mapping[str, int]


def read_review(path: Path) -> Review:
    """Read the rows of field `section` of a review file (see `reporttext.review.file`); raises UsageError naming the row."""
    found: dict[tuple[str, str, str], Correction] = {}
    passed: dict[str, int] = {}
    # As the workbook calls them, or as the store does.
    named = {chinese: code for code, (chinese, _) in codes()["section"].items()}
    for row in read(path):
        if field_of(row["field"], quoted=True) != ("section", "section"):
            continue
        decision = decision_of(row)
        if decision is None:
            raise UsageError(
                f"{path}, row {row.number}: the decision “{row['decision']}” is none of: {', '.join(DECISIONS)}"
            )
        written = (row["value"] if decision == "accept" else row["new_value"]).strip()
        section = named.get(written, written)
        reason = _useless(decision, section, row["quote"])
        if reason is None and section not in SECTIONS:
            raise UsageError(
                f"{path}, row {row.number}: there is no section “{section}”; there are: {', '.join(SECTIONS)}"
            )
        if reason is None and section not in LABELS:
            reason = "of a section that is told by its place"
        if reason:
            passed[reason] = passed.get(reason, 0) + 1
            continue
        key = row["source"] or row["doc_id"], row["start"], row["end"]
        found[key] = Correction(row["doc_id"], row["quote"], LABELS.index(cast("Any", section)))
    return Review(tuple(found[key] for key in sorted(found)), passed)


def _useless(decision: str, section: str, quote: str) -> str | None:
    if not decision:
        return "not decided"
    if not section:
        return "rejected, or fixed without a new_value"
    return None if quote.strip() else "without a quote"


# -- what travels with a model ------------------------------------------------------------------------------------------


def memory(
    model: SectionModel, training: Sequence[Report], held_out: Sequence[Report], c: float
) -> dict[str, Any]:
    """How sure each weight of the first step is, and held-out paragraphs to examine a changed model on.

    `c` is the inverse strength of the penalty the model was fitted with. Of the held-out paragraphs only bags of hashed
    n-grams are kept, sorted: no sentence can be read from them.
    """
    rows, labels = matrix(training)
    rows = rows[labels >= 0]
    chance = np.exp(log_softmax(rows @ model.words + model.words_base))
    sure = rows.multiply(rows).T @ (chance * (1 - chance)) + 1 / c
    kept = _stratified(held_out)
    found = grams([text for text, _ in kept])
    bags = [np.sort(found.buckets[a:b]) for a, b in zip(found.starts, found.starts[1:], strict=False)]
    return {
        "certainty": np.minimum(sure, 60000).astype(np.float16),
        "exam_buckets": np.concatenate([*bags, np.empty(0)]).astype(np.uint16 if BITS <= 16 else np.uint32),
        "exam_starts": found.starts,
        "exam_labels": np.array([column for _, column in kept], dtype=np.int64),
    }


def _stratified(reports: Sequence[Report]) -> list[tuple[str, int]]:
    """Some paragraphs of each section, spread over all reports."""
    everything = [pair for one in reports for pair in zip(one.texts, one.labels.tolist(), strict=True)]
    kept: list[tuple[str, int]] = []
    for column in range(len(LABELS)):
        own = [pair for pair in everything if pair[1] == column]
        step = max(1, len(own) / _KEPT)
        kept += [own[int(i * step)] for i in range(min(_KEPT, len(own)))]
    return kept


def exam_of(memory: Mapping[str, NDArray[Any]]) -> tuple[Grams, NDArray[np.int64]]:
    return Grams(memory["exam_buckets"].astype(np.uint32), memory["exam_starts"]), memory["exam_labels"]


# -- learning ------------------------------------------------------------------------------------------------------------


def learn(model: SectionModel, certainty: NDArray[Any], corrections: Sequence[Correction]) -> SectionModel:
    """The model with its first step moved toward the corrections, as far as its certainty lets it."""
    from scipy.optimize import minimize

    rows = sparse(grams([fold(one.quote) for one in corrections]))
    touched = np.unique(rows.indices)
    rows = rows[:, touched]
    truth = np.eye(len(LABELS))[[one.column for one in corrections]]
    told = rows @ model.words[touched].astype(np.float64) + model.words_base
    hold = certainty[touched].astype(np.float64)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        move = flat.reshape(len(touched), len(LABELS))
        logs = log_softmax(told + rows @ move)
        value = -_WEIGHT * float((truth * logs).sum()) + 0.5 * float((hold * move * move).sum())
        slope = _WEIGHT * (rows.T @ (np.exp(logs) - truth)) + hold * move
        return value, slope.ravel()

    moved = minimize(loss, np.zeros(hold.size), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    words = model.words.copy()
    words[touched] += moved.reshape(len(touched), len(LABELS)).astype(np.float32)
    return replace(model, words=words)


def confusion_of(model: SectionModel, found: Grams, labels: NDArray[np.int64]) -> Confusion:
    """True and told sections by the words of the paragraphs alone."""
    told = model.by_words(found).argmax(axis=1) if len(labels) else np.empty(0, dtype=np.int64)
    return Confusion((LABELS[w], LABELS[g]) for w, g in zip(labels.tolist(), told.tolist(), strict=True))


def cross_examined(
    model: SectionModel, certainty: NDArray[Any], corrections: Sequence[Correction]
) -> tuple[Confusion, Confusion]:
    """Before and after, on the corrections: each judged by a model that learnt from other reports (or other paragraphs)."""
    groups = sorted({one.doc_id for one in corrections})
    of = {doc: i % _FOLDS for i, doc in enumerate(groups)}
    folds = [of[one.doc_id] if len(groups) > 1 else i % _FOLDS for i, one in enumerate(corrections)]
    before, after = Confusion(), Confusion()
    for fold_ in sorted(set(folds)):
        own = [one for one, f in zip(corrections, folds, strict=True) if f == fold_]
        others = [one for one, f in zip(corrections, folds, strict=True) if f != fold_]
        found, labels = grams([fold(one.quote) for one in own]), np.array([one.column for one in own])
        before += confusion_of(model, found, labels)
        after += confusion_of(learn(model, certainty, others) if others else model, found, labels)
    return before, after
