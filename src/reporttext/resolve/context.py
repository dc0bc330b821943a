"""Where a figure stands: its clause, the words before it and after it, up to the figures beside it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from reporttext.model import Block, Document, Fact, Sentence, Span

_BOUNDARY = re.compile(r"[,;:。!?\n]|——")
MOST = 60  # figures looked at together; the longest sentence of a real report has fewer
_OPENING = re.compile(r"\(([^()]*)\Z")


class Surroundings(NamedTuple):
    """A figure in its sentence. `before` and `after` are spans inside its clause, cut at the neighbouring figures.

    `clause` numbers the clauses of the sentence; `joined` says that only 、和 or nothing parts it from the figure before.
    """

    fact: Fact
    before: Span
    after: Span
    clause: int
    clause_span: Span
    joined: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its figures in order; `ahead` says that its part of the report looks ahead."""

    doc: Document
    sentence: Sentence
    block: Block
    figures: tuple[Surroundings, ...]
    first: int
    ahead: bool

    def folded(self, span: Span) -> str:
        return self.doc.folded[span.start : span.end]


def passages(doc: Document, ahead: Sequence[bool]) -> Iterator[Passage]:
    """The sentences that hold figures, each with what surrounds them; `first` is the index of its first figure in `doc.facts`.
    `ahead` tells by block which look ahead.

    A sentence of more than MOST figures comes in pieces, so that a line of 10,000 figures costs 10,000 times one figure.
    """
    index = 0
    for number, group in groupby(doc.facts, key=lambda fact: fact.sentence):
        facts = tuple(group)
        whole = doc.sentences[number]
        for i in range(0, len(facts), MOST):
            begin = facts[i - 1].span.end if i else whole.span.start
            end = facts[i + MOST].span.start if i + MOST < len(facts) else whole.span.end
            sentence = whole._replace(span=Span(begin, end)) if len(facts) > MOST else whole
            piece = facts[i : i + MOST]
            figures = _surroundings(doc, sentence, piece)
            at = sentence.paragraph
            yield Passage(doc, sentence, doc.blocks[at], figures, index, ahead[at])
            index += len(piece)


def _surroundings(doc: Document, sentence: Sentence, facts: Sequence[Fact]) -> tuple[Surroundings, ...]:
    text, span = doc.folded, sentence.span
    begins = [fact.span.start for fact in facts]
    cuts = [
        m.end()
        for m in _BOUNDARY.finditer(text, span.start, span.end)
        if (i := bisect_right(begins, m.start())) == 0 or facts[i - 1].span.end < m.end()
    ]
    starts = [span.start, *cuts]
    found: list[Surroundings] = []
    for i, fact in enumerate(facts):
        clause = bisect_right(starts, fact.span.start) - 1
        begin = starts[clause]
        end = starts[clause + 1] - 1 if clause + 1 < len(starts) else span.end
        previous = facts[i - 1] if i else None
        left = max(begin, previous.span.end) if previous else begin
        opening = _OPENING.search(text, left, fact.span.start)
        if opening:
            left = opening.start() + 1
        right = min(end, facts[i + 1].span.start) if i + 1 < len(facts) else end
        joined = (
            previous is not None
            and previous.span.end >= begin
            and text[left : fact.span.start].strip(" ") in ("、", "和", "与", "及", "以及", "")
        )
        found.append(
            Surroundings(
                fact,
                Span(left, fact.span.start),
                Span(fact.span.end, max(right, fact.span.end)),
                clause,
                Span(begin, end),
                joined,
            )
        )
    return tuple(found)


Token = tuple[int, int, str]


class Tokens:
    """The words of a document by place: `between(a, b)` gives (start, end, folded word) of each, clipped to [a, b)."""

    __slots__ = ("folded", "starts", "text")

    def __init__(self, doc: Document) -> None:
        self.starts = doc.words.starts
        self.folded = doc.folded
        self.text = doc.text

    def between(self, begin: int, end: int) -> list[Token]:
        if begin >= end or not self.starts:
            return [(begin, end, self.folded[begin:end])] if begin < end else []
        i, j = bisect_right(self.starts, begin), bisect_right(self.starts, end - 1)
        edges, text = [begin, *self.starts[i:j], end], self.folded
        return [(a, b, word) for a, b in pairwise(edges) if not (word := text[a:b]).isspace()]
