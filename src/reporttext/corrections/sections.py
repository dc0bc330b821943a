"""Corrections of sections: of the paragraphs they name, and of no others."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import cast

from reporttext.corrections.telling import told
from reporttext.model import Correction, Document, Error, Section


def of_sections(doc: Document) -> Document:
    """The stage: `doc.blocks` with the corrected sections, sure and by `review`; a span may hold several whole paragraphs."""
    corrections = [one for one in doc.corrections if one.about == "section"]
    if not corrections:
        return doc
    blocks = list(doc.blocks)
    starts, problems = [block.span.start for block in blocks], list[Error]()
    for one in corrections:
        meant = _meant(doc, one, starts)
        if not meant:
            message = "no paragraph begins and ends there any more, so it is not used; write the review file anew and decide again"
            problems.append(told(one, "stale", message))
        section = cast("Section", dict(one.values)["section"])
        for i in meant:
            blocks[i] = blocks[i]._replace(section=section, section_score=1.0, section_by="review")
    return replace(doc, blocks=tuple(blocks), errors=(*doc.errors, *problems))


def _meant(doc: Document, one: Correction, starts: list[int]) -> range:
    assert one.span is not None
    first = bisect_left(starts, one.span.start)
    stop = bisect_left(starts, one.span.end)
    whole = first < stop and starts[first] == one.span.start and doc.blocks[stop - 1].span.end == one.span.end
    return range(first, stop) if whole else range(0)
