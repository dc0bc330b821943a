"""From folders of headed reports to a model and its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporttext.errors import UsageError
from reporttext.model import Document
from reporttext.sections.features import BITS, HEAD, ORDERS, TAIL
from reporttext.sections.model import FILE, LABELS, SectionModel, from_arrays, read_arrays
from reporttext.training import corrections
from reporttext.training.corpus import annotated_files, headless, sections_told, sources_of
from reporttext.training.exam import Exam, Mistake, baselines, examine, reliability, scores
from reporttext.training.examples import report
from reporttext.training.fit import C_WORDS, fit
from reporttext.training.keeping import read_card, save
from reporttext.training.silver import Headless, behead, label

# Every fifth place is held out where no annotated reports say which.
_EVERY = 5
# The few reports of townships count as often as makes them a match for the many others.
_TIMES = 4


@dataclass(frozen=True, slots=True)
class Split:
    """Headless reports to learn from and to be examined on, in two forms: without heading lines, and without run-in headings too."""

    training: list[Headless]
    held_out: dict[str, list[Headless]]


FORMS = {"heading lines deleted": False, "run-in headings deleted too": True}


def split(corpus: Sequence[Path], gold: Sequence[Path]) -> Split:
    """Split the reports of some folders by place; raises UsageError where no place is left to learn from or to examine."""
    forms = {
        name: [one for folder in corpus for one in headless(folder, run_in=run_in)]
        for name, run_in in FORMS.items()
    }
    lines, bare = forms.values()
    texts = [path.with_suffix(".txt").read_text("utf-8") for path in annotated_files(gold)]
    taken = sources_of(texts, lines)
    places = sorted({one.place for one in lines})
    held = {one.place for one in lines if one.digest in taken} if texts else set(places[::_EVERY])
    if not held or len(held) == len(places):
        raise UsageError(
            f"the reports are of {len(places)} places, {len(held)} of them held out: name folders with reports of two places at "
            "least, and no annotated reports but of some of them"
        )
    # Half of the reports are learnt from in either form.
    training = [
        (one if i % 2 else other)
        for i, (one, other) in enumerate(zip(lines, bare, strict=True))
        if one.place not in held
    ]
    held_out = {name: [one for one in form if one.place in held] for name, form in forms.items()}
    return Split(training, held_out)


def train(
    corpus: Sequence[Path], also: Sequence[Path], gold: Sequence[Path], out: Path
) -> tuple[dict[str, Any], list[Mistake]]:
    """Fit a model, examine it, and write it to `out`; returns its card and its mistakes.

    Raises UsageError, and writes nothing, where the model in `out` does better on the same held-out reports.
    """
    parts = split(corpus, gold)
    few = [one for folder in also for run_in in FORMS.values() for one in headless(folder, run_in=run_in)]
    training = [report(one) for one in parts.training] + [report(one) for one in few] * _TIMES
    model = fit(training)
    found, mistakes = _examined(model, parts, gold)
    _refuse_worse(out, parts, found)
    held = [report(one) for one in next(iter(parts.held_out.values()))]
    card = {
        "model": "sections",
        "features": {"n-grams of characters": ORDERS, "bits": BITS, "first and last characters": (HEAD, TAIL)},
        "sections": LABELS,
        "trained on": {
            "reports": len(parts.training), "places": len({one.place for one in parts.training}),
            "reports of another kind": len({one.digest for one in few}),
            "paragraphs": sum(int((one.labels >= 0).sum()) for one in map(report, [*parts.training, *few])),
            "digests": sorted({one.digest for one in [*parts.training, *few]}),
        },
        **found,
    }  # fmt: skip
    save(out, model, corrections.memory(model, training, held, C_WORDS), card)
    return card, mistakes


def evaluate(corpus: Sequence[Path], gold: Sequence[Path], out: Path) -> tuple[dict[str, Any], list[Mistake]]:
    """Examine the model in `out` on the held-out places; says how many of their reports it was trained on."""
    path = out / FILE
    model = from_arrays(read_arrays(path), path)
    parts = split(corpus, gold)
    found, mistakes = _examined(model, parts, gold)
    seen = set(read_card(out).get("trained on", {}).get("digests", ()))
    held = {one.digest for form in parts.held_out.values() for one in form}
    return {"held-out reports it was trained on": len(held & seen)} | found, mistakes


def _examined(
    model: SectionModel, parts: Split, gold: Sequence[Path]
) -> tuple[dict[str, Any], list[Mistake]]:
    exams = {name: examine(model, form) for name, form in parts.held_out.items()}
    first = next(iter(exams.values()))
    found: dict[str, Any] = {
        "held out": {
            "reports": len(next(iter(parts.held_out.values()))),
            "places": len({one.place for form in parts.held_out.values() for one in form}),
            "digests": sorted({one.digest for form in parts.held_out.values() for one in form}),
        },
        "scores": {name: scores(exam.confusion) for name, exam in exams.items()},
        "scores and truth": {name: reliability(exam.scored) for name, exam in exams.items()},
        "without a model": baselines(parts.training, next(iter(parts.held_out.values()))),
    }  # fmt: skip
    if gold:
        found["annotated"] = {name: _annotated(model, gold, run_in) for name, run_in in FORMS.items()}
    return found, first.mistakes


def _annotated(model: SectionModel, gold: Sequence[Path], run_in: bool) -> dict[str, Any]:
    """Accuracy on annotated reports without headings: of all, and by the first letter of their names (d, p, s)."""
    groups: dict[str, list[Headless]] = {}
    for path in annotated_files(gold):
        groups.setdefault(path.name[0], []).append(annotated(path, run_in=run_in))
    groups = {"all": [one for group in groups.values() for one in group]} | groups
    exams: dict[str, Exam] = {name: examine(model, group) for name, group in groups.items()}
    kept = ("accuracy", "macro_f1", "paragraphs", "confusion")
    return {name: {key: scores(exam.confusion)[key] for key in kept} for name, exam in exams.items()}


def annotated(path: Path, *, run_in: bool) -> Headless:
    """An annotated report, NAME.json beside NAME.txt in the form of corpora/gold, without headings."""
    doc = label(Document(text=path.with_suffix(".txt").read_text("utf-8"), source=path.stem))
    return behead(doc, sections_told(doc, path), run_in=run_in)


def _refuse_worse(out: Path, parts: Split, found: dict[str, Any]) -> None:
    """Raise UsageError where the model in `out` does better than the new one on the same reports."""
    path = out / FILE
    if not path.is_file():
        return
    try:
        old = from_arrays(read_arrays(path), path)
    except UsageError:
        return  # a damaged model, or one of another version, is nobody's better
    name, form = next(iter(parts.held_out.items()))
    there, here = scores(examine(old, form).confusion)["macro_f1"], found["scores"][name]["macro_f1"]
    if there > here:
        raise UsageError(
            f"the model in {out} does better on the same held-out reports (macro-F1 {there} against {here}) and stays; "
            "name another folder to keep both"
        )
