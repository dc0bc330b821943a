"""What the model is fitted to: the paragraphs of headless reports, whole and in pieces, as hashed n-grams.

Provincial reports are long, in order, and written by the best pens; a township's is short, and may be a part of one. So every
report is also seen in pieces: a stretch of it, or what is left where most paragraphs are dropped; and long paragraphs also as
one or two of their sentences. All chance comes from a seeded generator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reporttext.fold import fold
from reporttext.sections.features import BITS, Grams, grams
from reporttext.sections.model import LABELS
from reporttext.training.silver import Headless

UNKNOWN = -1
_SENTENCE = re.compile(r"(?<=[。!?])")
_SHORTENED = frozenset(LABELS.index(section) for section in ("achievements", "problems", "plans"))
_LONGEST_STRETCH, _FEWEST, _MOST = 25, 0.1, 0.6


@dataclass(frozen=True, slots=True)
class Report:
    """What the model is to label of one headless report: paragraphs, folded, with the columns of their sections."""

    place: str
    texts: tuple[str, ...]
    labels: NDArray[np.int64]

    def part(self, kept: Sequence[int] | NDArray[np.int64]) -> Report:
        return Report(self.place, tuple(self.texts[i] for i in kept), self.labels[kept])


def report(headless: Headless) -> Report:
    """Front matter, and back matter that shows by its form (signatures, furniture), is not the model's business."""
    inside = [
        line
        for line in headless.lines
        if line.section != "front" and (line.section != "back" or line.role == "body")
    ]
    columns = [LABELS.index(line.section) if line.section in LABELS else UNKNOWN for line in inside]
    texts = tuple(fold(line.span.of(headless.text)) for line in inside)
    return Report(headless.place, texts, np.array(columns, dtype=np.int64))


def shortened(whole: Report, chance: np.random.Generator) -> Report:
    """Of the long paragraphs about half, each as one or two of its sentences."""
    texts: list[str] = []
    labels: list[int] = []
    for text, column in zip(whole.texts, whole.labels.tolist(), strict=True):
        sentences = [s for s in _SENTENCE.split(text) if len(s) > 8]
        if column in _SHORTENED and len(sentences) > 2 and chance.random() < 0.5:
            first = int(chance.integers(len(sentences) - 1))
            texts.append("".join(sentences[first : first + 1 + int(chance.integers(2))]))
            labels.append(column)
    return Report(whole.place, tuple(texts), np.array(labels, dtype=np.int64))


def piece(whole: Report, chance: np.random.Generator) -> NDArray[np.int64]:
    """The paragraphs kept in a piece of a report: a stretch of it, or a sample of all of it. May be none."""
    count = len(whole.texts)
    if chance.random() < 0.5:
        first = int(chance.integers(count))
        return np.arange(first, min(count, first + int(chance.integers(2, _LONGEST_STRETCH))))
    return np.flatnonzero(chance.random(count) < chance.uniform(_FEWEST, _MOST))


def matrix(reports: Iterable[Report]) -> tuple[Any, NDArray[np.int64]]:
    """The n-grams of all paragraphs as a sparse matrix for scikit-learn (paragraphs by buckets), and their labels."""
    known = list(reports)
    found = grams([text for one in known for text in one.texts])
    return sparse(found), np.concatenate([one.labels for one in known])


def sparse(found: Grams) -> Any:
    from scipy.sparse import csr_matrix

    weights = np.repeat(found.weights, np.diff(found.starts))
    shape = (len(found.starts) - 1, 1 << BITS)
    rows = csr_matrix((weights, found.buckets.astype(np.int64), found.starts), shape=shape)
    rows.sum_duplicates()
    return rows
