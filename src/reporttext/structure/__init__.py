"""The shape of a report: its blocks (title, headings, paragraphs, signature, page furniture) and its sentences."""

from __future__ import annotations

from reporttext.structure.blocks import find_blocks
from reporttext.structure.numbering import Numbering, numbers, value_of
from reporttext.structure.sentences import split_sentences
from reporttext.structure.wraps import join, join_blocks, part

__all__ = [
    "Numbering",
    "find_blocks",
    "join",
    "join_blocks",
    "numbers",
    "part",
    "split_sentences",
    "value_of",
]
