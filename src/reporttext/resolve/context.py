"""Where a figure stands: its clause, the words before it and after it, up to the figures beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from reporttext.model import Document, Fact, Sentence, Span
from reporttext.resolve.status.ahead import by_own_words, in_doubt
from reporttext.resolve.status.cues import Cues

# It opens with a character class, which `re` skips to in C; —— is the only one of two characters.
_BOUNDARY: Final = re.compile(r"[,;:。!?\n—](?:(?<!—)|—)")
MOST: Final = 60  # figures looked at together; the longest sentence of a real report has fewer
_REACH: Final = 32  # characters; no rule looks further beyond a figure that ends its sentence
#: What closes a circumstance: 在播种面积减少的(情况下), 在去年下降的(基础上), 抓好12件实事的(同时).
CIRCUMSTANCES = ("情况下", "条件下", "前提下", "基础上", "同时")
#: What joins the items of a list.
JOINS: Final = re.compile("[ ]*(?:、|和|与|及|以及|,)")
#: Whose mean stands before and behind its figure: (高于全国)96.8%(的平均水平).
OF_OTHERS: Final = re.compile(
    r"(?:[高低快慢优好多少]于|[高多超低]出|超过|比|较)[^,;。\d]{0,4}(?:全[国省市州县区镇乡]|世界|同期)\Z"
)
MEAN: Final = re.compile("的?(?:总体|整体)?平均(?:水平|值|数)?")
_JOINING: Final = frozenset(("、", "和", "与", "及", "以及", ""))


class Surroundings:
    """A figure at [start, end) in its sentence. What stands before it begins at `left`, what stands after it ends at `right`;
    both lie inside its clause, cut at the neighbouring figures.

    `clause` numbers the clauses of the sentence; `joined` says that only 、和 or nothing parts it from the figure before.
    A class with slots, as `Passage` and `Named` are: asked dozens of times a figure, and compiled to a struct.
    """

    __slots__ = (
        "clause",
        "clause_end",
        "clause_start",
        "end",
        "fact",
        "joined",
        "kind",
        "left",
        "right",
        "start",
        "unit",
    )

    def __init__(  # noqa: PLR0917
        self, fact: Fact, start: int, end: int, left: int, right: int,
        clause: int, clause_start: int, clause_end: int, joined: bool,
    ) -> None:  # fmt: skip
        self.fact, self.kind, self.unit = fact, fact.kind, fact.quantity.unit
        self.start, self.end, self.left, self.right = start, end, left, right
        self.clause, self.clause_start, self.clause_end, self.joined = (
            clause,
            clause_start,
            clause_end,
            joined,
        )


class Passage:
    """A sentence with its figures in order; `ahead` says that its part of the report looks ahead, or it does by its own words
    where that part is in doubt. `sure` is how far that can be believed, 1 where there is no doubt. `text` is the document's,
    folded.

    `near` is the sentence with as much of what follows as any rule sees: `"从" in near` is far cheaper than a pattern
    that needs a 从, so rules ask it first, once for all figures.
    """

    __slots__ = ("ahead", "block", "doc", "figures", "first", "near", "sentence", "sure", "text")

    def __init__(  # noqa: PLR0917
        self, doc: Document, near: str, sentence: Sentence, figures: tuple[Surroundings, ...],
        first: int, ahead: bool, sure: float,
    ) -> None:  # fmt: skip
        self.doc, self.text, self.near, self.sentence = doc, doc.folded, near, sentence
        self.block, self.figures, self.first = doc.blocks[sentence.paragraph], figures, first
        self.ahead, self.sure = ahead, sure


def passages(doc: Document, ahead: Sequence[bool], known: Cues) -> Iterator[Passage]:
    """The sentences that hold figures, each with what surrounds them; `first` is the index of its first figure in `doc.facts`.
    `ahead` tells by block which look ahead.

    A sentence of more than MOST figures comes in pieces, so that a line of 10,000 figures costs 10,000 times one figure.
    """
    index, text = 0, doc.folded
    for number, group in groupby(doc.facts, key=attrgetter("sentence")):
        facts = tuple(group)
        whole = doc.sentences[number]
        looks, sure, block = ahead[whole.paragraph], 1.0, doc.blocks[whole.paragraph]
        if in_doubt(block):
            own = by_own_words(text, whole.span, known)
            looks, sure = (looks, block.section_score or 0.0) if own is None else (own, 1.0)
        for i in range(0, len(facts), MOST):
            begin = facts[i - 1].span.end if i else whole.span.start
            end = facts[i + MOST].span.start if i + MOST < len(facts) else whole.span.end
            sentence = whole._replace(span=Span(begin, end)) if len(facts) > MOST else whole
            piece = facts[i : i + MOST]
            figures = _surroundings(text, begin, end, piece)
            yield Passage(doc, text[begin : end + _REACH], sentence, figures, index, looks, sure)
            index += len(piece)


def _surroundings(text: str, begin: int, end: int, facts: tuple[Fact, ...]) -> tuple[Surroundings, ...]:
    bounds = [begin, *[m.end() for m in _BOUNDARY.finditer(text, begin, end)]]
    spans = [fact.span for fact in facts]
    found: list[Surroundings] = []
    bracketed = text.find("(", begin, end) >= 0
    clause, last = 0, begin  # that of the figure before, and where it ends
    for i, (at, to) in enumerate(spans):
        while clause + 1 < len(bounds) and bounds[clause + 1] <= at:
            clause += 1
        while clause + 1 < len(bounds) and bounds[clause + 1] <= to:
            del bounds[clause + 1]  # 1,234: the sign is the figure's own
        clause_start = bounds[clause]
        clause_end = bounds[clause + 1] - 1 if clause + 1 < len(bounds) else end
        left = max(clause_start, last)
        if bracketed:
            opening = text.rfind("(", left, at)
            if opening >= 0 and text.find(")", opening, at) < 0:
                left = opening + 1
        right = min(clause_end, spans[i + 1].start) if i + 1 < len(spans) else clause_end
        if bracketed and i + 1 < len(spans):  # 改厕460户(旱厕改水厕312户)
            opening = text.find("(", to, right)
            right = opening if opening >= 0 and text.find(")", opening, right) < 0 else right
        joined = i > 0 and last >= clause_start and text[left:at].strip(" ") in _JOINING
        found.append(
            Surroundings(facts[i], at, to, left, max(right, to), clause, clause_start, clause_end, joined)
        )
        last = to
    return tuple(found)
