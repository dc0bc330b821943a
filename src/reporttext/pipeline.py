"""The stages in order, and what they are built from."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, reduce

from reporttext import (
    catalogue,
    cells,
    checks,
    compilation,
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
from reporttext.corrections.facts import of_facts
from reporttext.corrections.metadata import of_metadata
from reporttext.corrections.sections import of_sections
from reporttext.fold import fold
from reporttext.model import Document
from reporttext.settings import Settings

Stage = Callable[[Document], Document]


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
        of_metadata(known),
        sections.labeller(known, sections.load_model(settings.model, settings.model_digest)),
        of_sections,
        themes.finder(known),
        extract.figure_finder(known),
        resolve.resolver(known),
        cells.finder(known),
        of_facts(known),
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
    """Hold Python's cycle collector back: layers are tuples without cycles, so it would only walk them. What readers leave in
    cycles waits until it is let go again, at the end of a batch.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
