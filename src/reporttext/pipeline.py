"""The stages in order, and what they are built from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, reduce
from pathlib import Path

from reporttext import (
    cells,
    checks,
    events,
    extract,
    lexicon,
    mentions,
    metadata,
    resolve,
    sections,
    segment,
    structure,
)
from reporttext.fold import fold
from reporttext.model import Document

Stage = Callable[[Document], Document]


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides what a text's layers are. Small, frozen and picklable: workers are sent it, not the stages.

    `rules` is the text (TOML) of the user's rule file, see `reporttext.lexicon`. `model` is the folder of a section model
    that `reporttext train` wrote, None the shipped one; `model_digest` that of its file: trained again, it is another.
    """

    rules: str | None = None
    model: str | None = None
    model_digest: str | None = None

    @classmethod
    def of(cls, rules: str | None = None, model: str | Path | None = None) -> Settings:
        """Settings with the model that lies in a folder now; raises UsageError where there is none."""
        if model is None:
            return cls(rules)
        folder = Path(model).absolute()
        return cls(rules, str(folder), sections.fingerprint(folder))


def fold_text(doc: Document) -> Document:
    return replace(doc, folded=fold(doc.text))


@cache
def stages(settings: Settings) -> tuple[Stage, ...]:
    """The pipeline, built once a process: what stands on the page first, then what it means."""
    known = lexicon.load(settings.rules)
    return (
        fold_text,
        structure.find_blocks(known),
        structure.split_sentences,
        segment.segmenter(known),
        metadata.extractor(known),
        sections.labeller(known, sections.load_model(settings.model, settings.model_digest)),
        extract.figure_finder(known),
        resolve.resolver(known),
        cells.finder(known),
        events.finder(known),
        mentions.finder(known),
        checks.checker(known),
    )


def analyse(doc: Document, settings: Settings | None = None) -> Document:
    """Return `doc` with every layer found. A pure function of the document and the settings."""
    return reduce(lambda known, stage: stage(known), stages(settings or Settings()), doc)
