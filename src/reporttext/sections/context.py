"""What the section model sees of a paragraph's place: its neighbours, where it stands in its report, how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# A paragraph's own words say no more than e to this power for or against a section: one odd word decides nothing.
_FLOOR = -8.0
# How far from either end of a report a paragraph is told from the next.
_EDGE = 3
_NEAR = (-2, -1, 1, 2)
_LOOKS = 5


class Place(NamedTuple):
    """What of the report lies before and behind the paragraphs to be labelled: paragraphs and characters."""

    paragraphs_before: int = 0
    characters_before: int = 0
    paragraphs_behind: int = 0
    characters_behind: int = 0


def features_of(kinds: int) -> int:
    """How many features `context` gives where there are `kinds` sections."""
    return (1 + len(_NEAR) + 2) * kinds + 2 + 2 * _EDGE + _LOOKS


def context(told: Floats, texts: Sequence[str], place: Place) -> Floats:
    """The features of each paragraph (rows): what its words and its neighbours' tell, where it stands, how it looks.

    `told` has the log-probability of each section (columns) by the words of each paragraph (rows) alone.
    """
    count, kinds = told.shape
    chances = np.exp(told)
    told = np.maximum(told, _FLOOR)
    padded = np.zeros((count + 4, kinds), dtype=np.float32)
    padded[2:-2] = chances
    near = [padded[2 + step : 2 + step + count] for step in _NEAR]
    summed = np.concatenate(
        (np.zeros((1, kinds), dtype=np.float32), np.cumsum(chances, axis=0, dtype=np.float32))
    )
    index = np.arange(count, dtype=np.float32)[:, None]
    before = summed[:-1] / np.maximum(index, 1)
    behind = (summed[-1] - summed[1:]) / np.maximum(count - 1 - index, 1)
    return np.hstack([told, *near, before, behind, _where(texts, place), _looks(texts)]).astype(np.float32)


def _where(texts: Sequence[str], place: Place) -> Floats:
    sizes = np.array([len(text) for text in texts], dtype=np.float32)
    middles = place.characters_before + np.cumsum(sizes) - sizes / 2
    share = middles / max(1.0, place.characters_before + float(sizes.sum()) + place.characters_behind)
    index = np.arange(len(texts))
    first = index + place.paragraphs_before
    last = index[::-1] + place.paragraphs_behind
    edges = [side == step for side in (first, last) for step in range(_EDGE)]
    return np.stack([share, share**2, *edges], axis=1).astype(np.float32)


def _looks(texts: Sequence[str]) -> Floats:
    looks = [
        (len(text) <= 12, len(text) <= 60, len(text) > 300, text.endswith("!"), text.endswith(":"))
        for text in texts
    ]
    return np.array(looks, dtype=np.float32).reshape(len(texts), -1)
