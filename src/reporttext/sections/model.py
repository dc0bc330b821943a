"""The section model applied: paragraphs that no heading decides, from their words, their neighbours, their place and their order.

Three steps, each a few arrays: a softmax regression on the character n-grams of a paragraph; another on what the first says
of it and its neighbours and on where it stands; a chain that knows in which order sections follow. Trained by
`reporttext.training` with scikit-learn, applied with numpy alone.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reporttext import shipped
from reporttext.errors import ReporttextError, UsageError
from reporttext.model import Section
from reporttext.sections.chain import best, chances
from reporttext.sections.context import Place, context, features_of
from reporttext.sections.features import BITS, Grams, grams

# The sections that a paragraph below the front matter can belong to; columns of every array. `back` is a glossary or note
# that no heading announces; nothing follows it.
LABELS: tuple[Section, ...] = ("preamble", "overview", "achievements", "problems", "plans", "closing", "back")
FORMAT = 1
FILE = "sections.npz"
# Scores come with two places: sums that differ in the last bits on another processor are the same score.
_PLACES = 2
_LEAST = 0.01
# A log-probability below all others.
_NEVER = -1e3

Floats = NDArray[np.float32]
_KINDS = len(LABELS)
FEATURES = features_of(_KINDS)
_SHAPES: dict[str, tuple[int, ...]] = {
    "format": (), "words": (1 << BITS, _KINDS), "words_base": (_KINDS,), "context": (FEATURES, _KINDS), "context_base": (_KINDS,),
    "steps": (_KINDS, _KINDS), "start": (_KINDS,), "end": (_KINDS,), "trust": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class SectionModel:
    """The arrays, see the module's docstring. Rows of `words` are buckets of n-grams, of `context` features.

    `steps`, `start`, `end` are what it costs to go from a section to the next, to begin and to end with one; `trust` is how
    far the second step's log-probabilities are believed against them.
    """

    words: Floats
    words_base: Floats
    context: NDArray[np.float64]
    context_base: NDArray[np.float64]
    trust: float
    steps: NDArray[np.float64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]

    def by_words(self, found: Grams) -> Floats:
        """Log-probabilities of the sections (columns) of paragraphs (rows) by their n-grams alone."""
        # Sums of rows in the order of the text: no library of linear algebra, whose sums differ between machines.
        sums = np.add.reduceat(self.words.take(found.buckets, axis=0), found.starts[:-1], axis=0)
        return log_softmax(sums * found.weights[:, None] + self.words_base).astype(np.float32)

    def by_context(self, told: Floats, texts: Sequence[str], place: Place) -> NDArray[np.float64]:
        """Log-probabilities with the neighbours and the place of each paragraph in view."""
        return log_softmax(context(told, texts, place).astype(np.float64) @ self.context + self.context_base)

    def label(
        self,
        texts: Sequence[str],
        place: Place,
        before: Section | None = None,
        after: Section | None = None,
        *,
        notes: bool = True,
    ) -> list[tuple[Section, float]]:
        """The section of each of some successive paragraphs (folded), with the probability that it is right.

        `before` and `after` are the sections of what stands next to them; None where the report begins and ends. Without
        `notes` none of them is `back`.
        """
        if not texts:
            return []
        told = self.trust * self.by_context(self.by_words(grams(texts)), texts, place)
        if not notes:
            told[:, LABELS.index("back")] = _NEVER
        start = self.steps[LABELS.index(before)] if before in LABELS else self.start
        end = self.steps[:, LABELS.index(after)] if after in LABELS else self.end
        path, chance = best(told, self.steps, start, end), chances(told, self.steps, start, end)
        sure = np.clip(np.round(chance[np.arange(len(path)), path], _PLACES), _LEAST, 1.0)
        return [(LABELS[column], float(score)) for column, score in zip(path, sure, strict=True)]

    def arrays(self) -> dict[str, Any]:
        """What is written to a file, by name."""
        names = ("words", "words_base", "context", "context_base", "steps", "start", "end")
        return {name: getattr(self, name) for name in names} | {"trust": np.float64(self.trust)}


def log_softmax(scores: NDArray[Any]) -> NDArray[np.float64]:
    """Logarithms of probabilities that are as the exponentials of the scores of a row."""
    shifted = scores.astype(np.float64) - scores.max(axis=1, keepdims=True)
    logs: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logs


def fingerprint(folder: Path) -> str:
    """SHA-256 of the model in a folder; raises UsageError where there is none."""
    return hashlib.sha256(_bytes(folder / FILE)).hexdigest()


@cache
def load_model(folder: str | None = None, digest: str | None = None) -> SectionModel:
    """The model in a folder, of the package where None is named; raises UsageError with what is wrong with it, of the
    package's ReporttextError.

    With a `digest`, it must be that very file: another, trained meanwhile, would give other results under the same key.
    """
    path = (shipped.models() if folder is None else Path(folder)) / FILE
    if digest is not None and fingerprint(path.parent) != digest:
        raise UsageError(f"{path} was replaced while it was in use: run the same command again")
    try:
        return from_arrays(read_arrays(path, tuple(_SHAPES)), path)
    except UsageError as error:
        if folder is not None:
            raise
        raise ReporttextError(
            f"{path}, a part of the program, is missing or damaged: install reporttext again"
        ) from error


def read_arrays(path: Path, names: Sequence[str] | None = None) -> dict[str, NDArray[Any]]:
    """The arrays of a model file, or those named; raises UsageError. Pickled objects are refused: a file can run nothing."""
    try:
        with np.load(io.BytesIO(_bytes(path)), allow_pickle=False) as file:
            return {name: file[name] for name in file.files if names is None or name in names}
    except (
        OSError,
        ValueError,
        EOFError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise UsageError(f"{path} is no section model, or a damaged one ({error}): train it again") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"the section model {path} cannot be read ({error.strerror}): name a folder that `reporttext train` wrote"
        ) from error


def from_arrays(arrays: Mapping[str, NDArray[Any]], path: Path) -> SectionModel:
    """The model of some arrays; raises UsageError where they are not of this version of the program."""
    for name, shape in _SHAPES.items():
        array = arrays.get(name)
        if (
            array is None
            or array.shape != shape
            or array.dtype.kind not in "fi"
            or not np.isfinite(array).all()
        ):
            raise UsageError(f"{path} is no section model of this version (array {name}): train it again")
    if int(arrays["format"]) != FORMAT:
        raise UsageError(f"{path} was written by another version of reporttext: train it again")
    return SectionModel(
        words=arrays["words"].astype(np.float32),
        words_base=arrays["words_base"].astype(np.float32),
        context=arrays["context"].astype(np.float64),
        context_base=arrays["context_base"].astype(np.float64),
        trust=float(arrays["trust"]),
        steps=arrays["steps"].astype(np.float64),
        start=arrays["start"].astype(np.float64),
        end=arrays["end"].astype(np.float64),
    )
