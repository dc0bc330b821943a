"""Wordings that are likely one indicator: near in their characters, equal in unit, kind and the words that tell things apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

# A pair of characters in more wordings of a block than this tells little; without it the work grows with the number of
# wordings, not with its square.
_COMMON = 300
_ROWS = 2_000  # wordings compared at a time


class Joined(NamedTuple):
    """The wording that stands for another, as a place in the list, and how near the two are, 0 to 1."""

    leader: int
    score: float


def join(wordings: Sequence[str], blocks: Sequence[object], threshold: float) -> list[Joined]:
    """For each wording the one that stands for it: itself, or an earlier one of its block at least `threshold` near.

    Wordings are in the order of their weight, the most frequent first, so that the first of a group is its name. Nearness is
    the cosine of TF-IDF vectors of pairs of characters. A wording joins the nearest leader, never a mere member: in chains
    the ends have nothing in common (leader clustering, Hartigan 1975, ch. 3). The result depends on nothing but the arguments.
    """
    found = [Joined(i, 1.0) for i in range(len(wordings))]
    members: dict[object, list[int]] = {}
    for i, block in enumerate(blocks):
        members.setdefault(block, []).append(i)
    vectors = _vectors(wordings)
    for places in members.values():
        if vectors is not None and len(places) > 1:
            for i, leader, score in _lead(vectors[places], threshold):
                found[places[i]] = Joined(places[leader], score)
    return found


def _lead(vectors: csr_matrix, threshold: float) -> list[tuple[int, int, float]]:
    """The wordings of a block that join another: place, place of the leader, score."""
    import numpy as np

    met = np.bincount(vectors.indices, minlength=vectors.shape[1])
    if met.max(initial=0) > _COMMON:
        vectors = _normal(vectors[:, met <= _COMMON])
    led: dict[int, int] = {}
    joined = []
    across = vectors.T.tocsc()
    for begin in range(0, vectors.shape[0], _ROWS):
        near = (vectors[begin : begin + _ROWS] @ across).tocsr()
        for row in range(near.shape[0]):
            i = begin + row
            part = slice(near.indptr[row], near.indptr[row + 1])
            leader, score = _nearest(i, near.indices[part], near.data[part], led, threshold)
            led[i] = leader
            if leader != i:
                joined.append((i, leader, score))
    return joined


def _normal(vectors: csr_matrix) -> csr_matrix:
    from sklearn.preprocessing import normalize

    return normalize(vectors)


def _nearest(
    i: int, columns: np.ndarray, scores: np.ndarray, led: dict[int, int], threshold: float
) -> tuple[int, float]:
    """The nearest leader before wording `i`, the more frequent of two that are equally near; itself where there is none."""
    best, nearest = 0.0, i
    for column, score in sorted(zip(columns.tolist(), scores.tolist(), strict=True)):
        rounded = round(score, 6)  # what lies below is the order of additions
        if column < i and led[column] == column and rounded >= threshold and rounded > best:
            best, nearest = rounded, column
    return nearest, best if nearest != i else 1.0


def _vectors(wordings: Sequence[str]) -> csr_matrix | None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 2))
    return vectorizer.fit_transform([f"^{wording}$" for wording in wordings]) if wordings else None
