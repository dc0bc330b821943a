"""Usual parts that a report lacks: no 存在问题, no 下一步打算.

Told only of a whole report, of a kind that has the part as a rule, and only if neither its sections nor a single word of its
text speaks of it: data/outline.toml says for which kinds, and by which words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.model import SECTIONS, Block, Document, OutlineCheck, Span

_CALLED: Final = {"problems": "存在问题", "plans": "下一步打算", "achievements": "工作成效"}
# A whole report has so many characters, a head and an end; of a page cut off nothing is missing.
_WHOLE: Final = 600
_ENDS: Final = "。！？!?”）)…"


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    kinds: frozenset[str]
    words: re.Pattern[str]


def missing_parts(lexicon: Lexicon) -> Callable[[Document], Iterator[OutlineCheck]]:
    """Return the check; raises RuleError on a bad table."""
    parts = tuple(_part(entry) for entry in lexicon["outline"]["parts"])

    def find(doc: Document) -> Iterator[OutlineCheck]:
        kind, title = doc.metadata.doc_type, dict(doc.metadata.spans).get("title")
        if title is None or not _is_whole(doc):
            return
        told = {block.section for block in doc.blocks}
        for part in parts:
            if kind in part.kinds and part.name not in told and not _speaks_of(doc, part, title):
                message = f"{kind}没有“{_CALLED.get(part.name, part.name)}”部分，正文也没有谈到"
                paragraph = next(i for i, b in enumerate(doc.blocks) if b.span.end > title.start)
                yield OutlineCheck("missing_part", message, paragraph, title)

    return find


def _part(entry: dict[str, Any]) -> _Part:
    check_keys("outline.parts", entry, ("name", "kinds", "words"))
    name = entry.get("name")
    if name not in SECTIONS:
        raise RuleError(f"[[outline.parts]] name must be one of: {', '.join(SECTIONS)}")
    kinds = frozenset(texts("outline.parts.kinds", entry.get("kinds")))
    words = texts("outline.parts.words", entry.get("words"))
    return _Part(str(name), kinds, re.compile("|".join(map(re.escape, words))))


def _own(doc: Document) -> list[Block]:
    """The report's own lines: not its front, annexes and page furniture."""
    return [b for b in doc.blocks if b.role in ("heading", "body") and b.section != "back"]


def _is_whole(doc: Document) -> bool:
    own = _own(doc)
    if sum(b.span.end - b.span.start for b in own) < _WHOLE or not any(b.role == "title" for b in doc.blocks):
        return False
    signed = any(b.role == "signature" for b in doc.blocks)
    return signed or doc.text[own[-1].span.end - 1] in _ENDS


def _speaks_of(doc: Document, part: _Part, title: Span) -> bool:
    """Whether a word of the part stands in the text; the title's own (问题整改情况的报告) does not count."""
    return any(
        part.words.search(doc.text, b.span.start, b.span.end) for b in _own(doc) if not b.span.overlaps(title)
    )
