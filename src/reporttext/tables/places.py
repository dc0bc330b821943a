"""The columns that say where a row stands, for every table that has a place in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from reporttext.model import Document, Span, columns_of
from reporttext.tables.batch import Runs


def row_ids(doc_id: str, spans: Iterable[Span]) -> list[str]:
    """`doc_id:start-end`; a second row over the same span (two labels of one name) gets `+1`, so that ids stay unique."""
    ids = [f"{doc_id}:{start}-{end}" for start, end in spans]
    if len(set(ids)) < len(ids):
        seen: Counter[str] = Counter()
        for at, plain in enumerate(ids):
            if seen[plain]:
                ids[at] = f"{plain}+{seen[plain]}"
            seen[plain] += 1
    return ids


def place_columns(
    doc: Document, doc_id: str, spans: Sequence[Span], text: str = "text"
) -> dict[str, Sequence[Any]]:
    """The columns that say where a row stands; in `text` the words that stand there."""
    ends = columns_of(Span, spans)
    return {
        "doc_id": Runs([doc_id], [len(spans)]),
        "start": ends["start"],
        "end": ends["end"],
        text: [doc.text[start:end] for start, end in spans],
    }


def sections_of(doc: Document, paragraphs: Sequence[int]) -> list[str | None]:
    """The sections of rows that stand in these paragraphs."""
    of_blocks = [block.section for block in doc.blocks]
    return [of_blocks[at] for at in paragraphs]


def rounded(scores: Sequence[float | None]) -> list[float | None]:
    """Four places: what lies below is the linear algebra library's, not the method's."""
    return [None if score is None else round(score, 4) for score in scores]
