"""Candidates as records of the document: each in its sentence, with its status and the figure that counts it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from reporttext.events.quotes import REACH, before
from reporttext.events.spans import Found
from reporttext.events.vocabulary import Vocabulary
from reporttext.model import Document, Event, EventStatus, Section, Span

_BY_SECTION: dict[Section | None, EventStatus] = {
    "achievements": "held",
    "plans": "planned",
    "closing": "planned",
    "overview": "reference",
    "problems": "reference",
}
# A figure counts an event when it stands right behind the name or right before it: 举办3场“…”讲座, “…”讲座*场次.
_NEAR: Final = 8
_OPENING, _CLOSING, _QUOTES = frozenset('“「『"'), frozenset('”」』"'), frozenset('“”「」『』"')
_CLAUSE: Final = frozenset("，,。；;！？\n")


def placed(doc: Document, found: Sequence[Found], words: Vocabulary) -> tuple[Event, ...]:
    """Candidates as records, those outside sentences and in page furniture left out."""
    text, sentences, blocks = doc.text, doc.sentences, doc.blocks
    starts = [s.span.start for s in sentences]
    figures = [f.span.start for f in doc.facts]
    group_ends = {f.group: f.end for f in found if f.group >= 0}
    events = []
    for start, end, kind, rule, score, group in found:
        at = bisect_right(starts, start) - 1
        if at < 0:
            continue
        sentence = sentences[at]
        block = blocks[sentence.paragraph]
        if start >= sentence.span.end or block.role == "noise":
            continue
        events.append(
            Event(
                span=Span(start, end),
                sentence=at,
                paragraph=sentence.paragraph,
                name=_name(text[start:end]),
                type=kind,
                rule=rule,
                status=_status(text, start, rule, block.section, words),
                fact=_counting(doc, start, group_ends.get(group, end), figures, words.units),
                score=score,
            )
        )
    return tuple(events)


def _name(quote: str) -> str:
    """The name without the quotes where they hold all of it."""
    bare = quote[1:-1]
    whole = quote[0] in _OPENING and quote[-1] in _CLOSING and _QUOTES.isdisjoint(bare)
    return bare if whole else quote


def _status(
    text: str, start: int, rule: str, section: Section | None, words: Vocabulary
) -> EventStatus | None:
    """Cue words of the clause, then the section; None where neither says anything."""
    if section in ("plans", "closing"):
        return "planned"
    if words.cue.search(text, max(0, start - REACH), start):  # most clauses have none
        left, _ = before(text, start)
        if words.reference.search(left):
            return "reference"
        if words.planned.search(left) and not words.held.search(left):
            return "planned"
    if rule.endswith("title_won"):
        return "held"
    status = _BY_SECTION.get(section)
    return status or ("held" if words.held.search(before(text, start)[0]) else None)


def _counting(
    doc: Document, start: int, group_end: int, figures: Sequence[int], units: frozenset[str]
) -> int | None:
    """The count of times right behind the name (in its clause), or right before it; people and sums count other things.

    Behind names that share a head noun, the count is that of the group.
    """
    after = bisect_left(figures, group_end)
    if after < len(figures) and figures[after] - group_end <= _NEAR:
        fact = doc.facts[after]
        if fact.quantity.unit in units and not _CLAUSE.intersection(doc.text[group_end : fact.span.start]):
            return after
    prior = bisect_left(figures, start) - 1
    if prior >= 0 and doc.facts[prior].quantity.unit in units:
        return prior if doc.text[doc.facts[prior].span.end : start] in ("", " ", "的") else None
    return None
