"""The shape of a report: its blocks (title, headings, paragraphs, signature, page furniture) and its sentences."""

from __future__ import annotations

from reporttext.structure.blocks import find_blocks
from reporttext.structure.numbering import Numbering, numbers, value_of
from reporttext.structure.sentences import split_sentences

__all__ = ["Numbering", "find_blocks", "numbers", "split_sentences", "value_of"]
