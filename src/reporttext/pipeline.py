"""The stages in order, and what they are built from."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, reduce
from pathlib import Path

from reporttext import (
    catalogue,
    cells,
    checks,
    compilation,
    corrections,
    events,
    extract,
    lexicon,
    mentions,
    metadata,
    outline_checks,
    personal,
    resolve,
    sections,
    segment,
    structure,
    themes,
)
from reporttext.fold import fold
from reporttext.model import Document

Stage = Callable[[Document], Document]


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides what a text's layers are. Small, frozen and picklable: workers are sent it, not the stages.

    `rules` is the text (TOML) of the user's rule file, see `reporttext.lexicon`; `words` is the text of the user's
    dictionary, see `reporttext.wordlist`. `text_column` names the column of full texts in lists of reports (.xlsx, .csv);
    without it the column is found. `model` is the folder of a section model that `reporttext train` wrote, None the shipped
    one; `model_digest` that of its file: trained again, it is another. `mask_personal`: `mask` blanks out numbers of persons.
    """

    rules: str | None = None
    words: str | None = None
    text_column: str | None = None
    model: str | None = None
    model_digest: str | None = None
    mask_personal: bool = False

    @classmethod
    def of(
        cls,
        rules: str | None = None,
        *,
        words: str | None = None,
        text_column: str | None = None,
        model: str | Path | None = None,
        mask_personal: bool = False,
    ) -> Settings:
        """Settings with the model that lies in a folder now; raises UsageError where there is none."""
        if model is None:
            return cls(rules, words, text_column, mask_personal=mask_personal)
        folder = Path(model).absolute()
        return cls(rules, words, text_column, str(folder), sections.fingerprint(folder), mask_personal)


def fold_text(doc: Document) -> Document:
    return replace(doc, folded=fold(doc.text))


@cache
def stages(settings: Settings) -> tuple[Stage, ...]:
    """The pipeline, built once a process: what stands on the page first, then what it means."""
    known = lexicon.load(settings.rules, words=settings.words)
    return (
        structure.join(known),
        fold_text,
        structure.find_blocks(known),
        structure.split_sentences,
        segment.segmenter(known),
        metadata.extractor(known),
        corrections.of_metadata(known),
        sections.labeller(known, sections.load_model(settings.model, settings.model_digest)),
        corrections.of_sections,
        themes.finder(known),
        extract.figure_finder(known),
        resolve.resolver(known),
        cells.finder(known),
        corrections.of_facts(known),
        catalogue.aligner(known),
        events.finder(known),
        mentions.finder(known),
        checks.checker(known),
        outline_checks.checker(known),
        structure.part,
    )


def mask(doc: Document, settings: Settings) -> Document:
    """A document as it was read, its numbers of persons blanked out where the settings ask for it; see `personal`.

    It comes before all else that is done with the text, so that nothing else can reach any table.
    """
    return _masker(settings.rules)(doc) if settings.mask_personal else doc


@cache
def _masker(rules: str | None) -> Callable[[Document], Document]:
    return personal.masker(lexicon.load(rules))


def split(doc: Document, settings: Settings | None = None) -> tuple[Document, ...]:
    """The reports of a document as it was read: itself, or those of a compilation, `source#1`, `source#2` …, see `compilation`."""
    return _splitter((settings or Settings()).rules)(doc)


@cache
def _splitter(rules: str | None) -> Callable[[Document], tuple[Document, ...]]:
    return compilation.splitter(lexicon.load(rules))


def analyse(doc: Document, settings: Settings | None = None) -> Document:
    """Return `doc` with every layer found. A pure function of the document and the settings."""
    with uncollected():
        return reduce(lambda known, stage: stage(known), stages(settings or Settings()), doc)


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold Python's cycle collector back. Layers are tuples without cycles, so it would only walk them, for a seventh of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
