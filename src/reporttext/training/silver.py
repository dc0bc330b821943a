"""Headed reports with their headings taken away: what the section model learns from, and is examined on.

Where headings speak, our labeller is right nearly always (a report of the gold set at a time); the same paragraphs without
their headings, with the sections that the headings gave them, are examples that nobody had to annotate (silver labels).
Paragraphs that no heading and no position decided have no label.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from reporttext import lexicon, metadata, sections, structure
from reporttext.fold import fold
from reporttext.model import Block, Document, Role, Section, Span

# A run-in heading of these levels goes with its number; of an item (一是……) the first sentence is text like the rest.
_RUN_IN_LEVELS = frozenset((1, 2, 3, 4))
_LEFT = "。;:;,、.:：；，！!　 \t"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a headless report: its span in `Headless.text`, its role, its section (None where nobody knows)."""

    span: Span
    role: Role
    section: Section | None


@dataclass(frozen=True, slots=True)
class Headless:
    """A report without its headings. `place` is what it is a report of, `digest` tells the original text."""

    source: str
    place: str
    digest: str
    text: str
    lines: tuple[Line, ...]


def digest(text: str) -> str:
    """Sixteen hexadecimal digits that tell texts apart; blanks do not count."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:16]


def label(doc: Document) -> Document:
    """`doc` with blocks, metadata and the sections of what headings and position decide."""
    return _stages()(doc)


@cache
def _stages() -> Callable[[Document], Document]:
    known = lexicon.load()
    blocks, meta = structure.find_blocks(known), metadata.extractor(known)
    labels = sections.labeller(known, model=None)

    def stage(doc: Document) -> Document:
        return labels(meta(blocks(replace(doc, folded=fold(doc.text)))))

    return stage


def behead(doc: Document, known: Sequence[Section | None] | None = None, *, run_in: bool = True) -> Headless:
    """A labelled document without its heading lines, and without run-in headings where `run_in`.

    `known` are the true sections of its blocks, where somebody annotated them.
    """
    labels = known or [b.section if b.section_by != "model" else None for b in doc.blocks]
    pieces: list[str] = []
    lines: list[Line] = []
    at = 0
    for block, section in zip(doc.blocks, labels, strict=True):
        if block.role == "heading":
            continue
        text = doc.text[_after_heading(doc, block) if run_in else block.span.start : block.span.end]
        lines.append(Line(Span(at, at + len(text)), block.role, section))
        pieces.append(text)
        at += len(text) + 1
    return Headless(doc.source, place_of(doc), digest(doc.text), "\n".join(pieces), tuple(lines))


def _after_heading(doc: Document, block: Block) -> int:
    """Where a block's text begins behind its run-in heading."""
    start, end = block.span
    if block.role != "body" or not block.number or not block.heading or block.level not in _RUN_IN_LEVELS:
        return start
    stop = doc.text.find(block.heading, start, end) + len(block.heading)
    while stop < end and doc.text[stop] in _LEFT:
        stop += 1
    return stop if stop < end else start


def place_of(doc: Document) -> str:
    """What a report is of, as far as it says; its own digest where it says nothing."""
    meta = doc.metadata
    parts = (meta.province, meta.city, meta.county, meta.township)
    if meta.place_masked or not any(parts):
        return digest(doc.text)
    return "/".join(part or "" for part in parts)
