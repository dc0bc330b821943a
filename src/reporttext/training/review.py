"""`reporttext train`: a review file to a model that has learnt from it, unless it got worse."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporttext.errors import UsageError
from reporttext.sections import shipped_folder
from reporttext.sections.model import FILE, from_arrays, read_arrays
from reporttext.training.corrections import (
    MEMORY,
    Review,
    confusion_of,
    cross_examined,
    exam_of,
    learn,
    read_review,
)
from reporttext.training.exam import scores
from reporttext.training.keeping import read_card, save

# The held-out paragraphs are of other reports than the user's: a little may be lost on them, in points of macro-F1.
_GIVEN_UP = 0.5
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of a training: scores before and after, on the corrections and on paragraphs held out of the first training.

    On the corrections each paragraph is judged by a model that learnt from the others (by reports, in five parts).
    """

    folder: Path
    corrections: int
    passed_over: Mapping[str, int]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    held_out_before: Mapping[str, Any]
    held_out_after: Mapping[str, Any]

    @property
    def worse(self) -> str | None:
        """Why the new model is not to be kept, None where it is."""
        if (
            self.after["accuracy"] < self.before["accuracy"]
            or self.after["macro_f1"] < self.before["macro_f1"]
        ):
            return (
                f"on corrections it had not seen its accuracy would be {self.after['accuracy']} % "
                f"(macro-F1 {self.after['macro_f1']}) in place of {self.before['accuracy']} % ({self.before['macro_f1']})"
            )
        there, here = self.held_out_before["macro_f1"], self.held_out_after["macro_f1"]
        return (
            f"on held-out reports its macro-F1 would fall from {there} to {here}"
            if here < there - _GIVEN_UP
            else None
        )


def learn_from(review: Path, out: Path, base: Path | None = None) -> Learnt:
    """Learn from a review file and write the new model to `out`, unless `Learnt.worse` says why not.

    `base` is the folder of the model to start from: by default the one in `out`, if there is one, so that a second review
    adds to the first; else the shipped one. Raises UsageError where the file is none, or holds too little to judge by.
    """
    found = read_review(review)
    if len(found.corrections) < _FEWEST:
        raise UsageError(
            f"{review} has {len(found.corrections)} corrected paragraphs (rows of field “section” that are accepted, fixed or "
            f"added{_reasons(found)}); at least {_FEWEST} are needed to tell whether a model gets better"
        )
    folder = base or (out if (out / FILE).is_file() else shipped_folder())
    path = folder / FILE
    arrays = read_arrays(path)
    model = from_arrays(arrays, path)
    if missing := [name for name in MEMORY if name not in arrays]:
        raise UsageError(
            f"{path} holds nothing to learn on from (array {missing[0]}): start from another model"
        )
    before, after = cross_examined(model, arrays["certainty"], found.corrections)
    new = learn(model, arrays["certainty"], found.corrections)
    held = exam_of(arrays)
    learnt = Learnt(
        folder=out,
        corrections=len(found.corrections),
        passed_over=found.passed_over,
        before=scores(before),
        after=scores(after),
        held_out_before=scores(confusion_of(model, *held)),
        held_out_after=scores(confusion_of(new, *held)),
    )
    if learnt.worse is None:
        save(out, new, {name: arrays[name] for name in MEMORY}, _card(learnt, review, folder))
    return learnt


def _reasons(found: Review) -> str:
    return "".join(f"; {count} {reason}" for reason, count in sorted(found.passed_over.items()))


def _card(learnt: Learnt, review: Path, folder: Path) -> dict[str, Any]:
    """The card of the model it came from, and what was learnt since."""
    card = {key: value for key, value in read_card(folder).items() if key not in ("reporttext", "versions")}
    lesson = {
        "review_sha256": hashlib.sha256(review.read_bytes()).hexdigest(),
        "corrections": learnt.corrections,
        "corrections before": learnt.before,
        "corrections after, each judged by a model that learnt from the others": learnt.after,
        "held-out paragraphs before": learnt.held_out_before,
        "held-out paragraphs after": learnt.held_out_after,
    }
    return card | {"learnt since": [*card.get("learnt since", []), lesson]}
