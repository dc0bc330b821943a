"""How right a model is on headless reports, read by the whole pipeline as a run reads them; and what simpler means reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from reporttext import lexicon, metadata, sections, structure
from reporttext.fold import fold
from reporttext.model import SECTIONS, Document, Section
from reporttext.sections import SectionModel
from reporttext.sections.cues import ORDER, Cues
from reporttext.training.silver import Headless

Confusion = Counter[tuple[str, str]]
# What the macro-F1 is taken over: a section that hardly occurs would rule it.
JUDGED: tuple[Section, ...] = ("achievements", "problems", "plans", "closing", "preamble")
_BANDS = (0.0, 0.5, 0.7, 0.9, 0.95, 1.01)
_TENTHS = 10


class Mistake(NamedTuple):
    source: str
    want: str
    got: str
    score: float
    text: str


class Exam(NamedTuple):
    """What came of an examination. `scored` pairs the score of each paragraph that the model labelled with its being right."""

    confusion: Confusion
    mistakes: list[Mistake]
    scored: list[tuple[float, bool]]


def examine(model: SectionModel, reports: Iterable[Headless]) -> Exam:
    """Label reports without headings and compare with what the headings said."""
    known = lexicon.load()
    stages: tuple[Callable[[Document], Document], ...] = (
        structure.find_blocks(known), metadata.extractor(known), sections.labeller(known, model),
    )  # fmt: skip
    exam = Exam(Counter(), [], [])
    for one in reports:
        doc = reduce(lambda d, stage: stage(d), stages, Document(text=one.text, folded=fold(one.text)))
        place = 0
        for line in one.lines:
            while place < len(doc.blocks) and doc.blocks[place].span.end <= line.span.start:
                place += 1
            if line.section is None or place == len(doc.blocks):
                continue
            block = doc.blocks[place]
            got, right = block.section or "", block.section == line.section
            exam.confusion[line.section, got] += 1
            if block.section_by == "model":
                exam.scored.append((block.section_score or 0.0, right))
            if not right:
                text = line.span.of(one.text)
                exam.mistakes.append(Mistake(one.source, line.section, got, block.section_score or 0.0, text))
    return exam


def scores(confusion: Confusion) -> dict[str, Any]:
    """Precision, recall and F1 of each section in percent, their mean over JUDGED, the share right, and the confusion."""
    by_section: dict[str, dict[str, float]] = {}
    for section in SECTIONS:
        hit = confusion[section, section]
        want = sum(n for (w, _), n in confusion.items() if w == section)
        got = sum(n for (_, g), n in confusion.items() if g == section)
        if want or got:
            by_section[section] = {
                "precision": _percent(hit, got), "recall": _percent(hit, want), "f1": _percent(2 * hit, want + got), "paragraphs": want,
            }  # fmt: skip
    judged = [row["f1"] for section, row in by_section.items() if section in JUDGED and row["paragraphs"]]
    right = sum(n for (w, g), n in confusion.items() if w == g)
    return {
        "macro_f1": round(sum(judged) / max(1, len(judged)), 2),
        "accuracy": _percent(right, confusion.total()),
        "paragraphs": confusion.total(),
        "sections": by_section,
        "confusion": {w: {g: n for (v, g), n in sorted(confusion.items()) if v == w} for w in by_section},
    }


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def reliability(scored: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """Of each band of scores: how many paragraphs, their mean score, the share that is right."""
    bands = []
    for low, high in pairwise(_BANDS):
        inside = [(score, right) for score, right in scored if low <= score < high]
        if inside:
            mean_score, share = (round(float(np.mean(column)), 3) for column in zip(*inside, strict=True))
            bands.append({"from": low, "paragraphs": len(inside), "score": mean_score, "right": share})
    return bands


def baselines(training: Sequence[Headless], held_out: Sequence[Headless]) -> dict[str, dict[str, Any]]:
    """Scores without a model: the commonest section; the commonest at each tenth of a report; cue words alone.

    Front and back matter are left out: they are told by their form.
    """
    seen: list[Counter[Section]] = [Counter() for _ in range(_TENTHS)]
    for one in training:
        for tenth, _, section in _placed(one):
            seen[tenth][section] += 1
    total: Counter[Section] = sum(seen, Counter())
    commonest = _commonest(total, "achievements")
    by_tenth = [_commonest(count, commonest) for count in seen]
    cues = Cues(lexicon.load()["sections"])
    found: dict[str, Confusion] = {"majority": Counter(), "position": Counter(), "cue words": Counter()}
    for one in held_out:
        last: Section = "achievements"
        for tenth, text, section in _placed(one):
            shares = cues.score(fold(text))
            last = ORDER[int(np.argmax(shares))] if any(shares) else last
            found["majority"][section, commonest] += 1
            found["position"][section, by_tenth[tenth]] += 1
            found["cue words"][section, last] += 1
    kept = ("macro_f1", "accuracy")
    return {name: {key: scores(confusion)[key] for key in kept} for name, confusion in found.items()}


def _commonest(seen: Counter[Section], otherwise: Section) -> Section:
    return max(sorted(seen), key=seen.__getitem__, default=otherwise)


def _placed(one: Headless) -> Iterable[tuple[int, str, Section]]:
    lines = [line for line in one.lines if line.section not in ("front", "back")]
    for index, line in enumerate(lines):
        if line.section is not None:
            yield _TENTHS * index // len(lines), line.span.of(one.text), line.section
