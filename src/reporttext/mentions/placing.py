"""Hits as records of the document: each in its sentence, what stands in page furniture left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from reporttext.mentions.common import Hit
from reporttext.model import Document, Mention, Span
from reporttext.rule.finding import made


def placed(doc: Document, hits: Sequence[Hit]) -> tuple[Mention, ...]:
    """Hits as records, by place; those outside sentences and in page furniture are left out."""
    sentences, blocks = doc.sentences, doc.blocks
    starts = [sentence.span.start for sentence in sentences]
    mentions: list[Mention] = []
    for hit in sorted(hits, key=_by_place):
        start = hit.start
        at = bisect_right(starts, start) - 1
        if at < 0 or start >= sentences[at].span.end:
            continue
        paragraph = sentences[at].paragraph
        if blocks[paragraph].role == "noise":
            continue
        span = made(Span, (start, hit.end))
        mentions.append(
            made(Mention, (span, at, paragraph, hit.label, hit.rule, hit.kind, hit.normalised, hit.score))
        )
    return tuple(mentions)


def _by_place(hit: Hit) -> tuple[int, int, str, str]:
    return hit.start, hit.end, hit.label, hit.rule
