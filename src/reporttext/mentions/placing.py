"""Hits as records of the document: each in its sentence, what stands in page furniture left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from reporttext.mentions.common import Hit
from reporttext.model import Document, Mention, Span


def placed(doc: Document, hits: Sequence[Hit]) -> tuple[Mention, ...]:
    """Hits as records; those outside sentences and in page furniture are left out."""
    sentences, blocks = doc.sentences, doc.blocks
    starts = [sentence.span.start for sentence in sentences]
    mentions = []
    for hit in hits:
        at = bisect_right(starts, hit.start) - 1
        if at < 0 or hit.start >= sentences[at].span.end:
            continue
        paragraph = sentences[at].paragraph
        if blocks[paragraph].role == "noise":
            continue
        span = Span(hit.start, hit.end)
        mentions.append(
            Mention(span, at, paragraph, hit.label, hit.rule, hit.kind, hit.normalised, hit.score)
        )
    return tuple(mentions)
