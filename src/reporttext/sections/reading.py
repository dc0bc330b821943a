"""One document as the labelling reads it: its blocks, its words, where it begins and ends, what heads its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from reporttext.fold import fold
from reporttext.metadata.dates import year_of_name
from reporttext.model import Block, Document, Section
from reporttext.sections.context import Place
from reporttext.sections.heads import Head
from reporttext.sections.rules import Rules

By = Literal["heading", "model", "position"]
# How far each kind of evidence is trusted. They order the evidence; a model's scores are probabilities.
OWN, INHERITED, TURN, END, CLOSING, DECIDED = 0.95, 0.9, 0.8, 0.95, 0.8, 0.75
_FRONT = frozenset(("title", "subtitle", "salutation", "noise"))
_BACK = frozenset(("signature", "note", "noise"))


_CONGRESS: Final = "各位代表"


@dataclass(slots=True)
class Label:
    section: Section
    score: float
    by: By


class Reading:
    """A document with the rules to label it by.

    `texts` are those of the blocks, folded. `start` and `stop` bound the report between its front and back matter.
    """

    def __init__(self, doc: Document, rules: Rules) -> None:
        self.doc, self.rules = doc, rules
        self.blocks = doc.blocks
        folded = doc.folded or fold(doc.text)
        self.texts = [block.span.of(folded) for block in self.blocks]
        excerpt = _is_excerpt(doc, folded)
        self.congress = excerpt or doc.metadata.doc_type == "政府工作报告"
        self.year = _reported(doc) if excerpt else doc.metadata.year
        self.planning = doc.metadata.doc_type in rules.planning
        self.start = next((i for i, b in enumerate(self.blocks) if b.role not in _FRONT), len(self.blocks))
        self.stop = self._back_start()
        self._owning_up: dict[int, bool] = {}
        self.opens = {i for i in range(self.start, self.stop) if self._opens(self.blocks[i])}

    def place(self, run: range) -> Place:
        """Where some successive blocks stand between `start` and `stop`."""
        begins, ends = self.blocks[self.start].span.start, self.blocks[self.stop - 1].span.end
        return Place(
            paragraphs_before=run.start - self.start,
            characters_before=self.blocks[run.start].span.start - begins,
            paragraphs_behind=self.stop - run.stop,
            characters_behind=ends - self.blocks[run.stop - 1].span.end,
        )

    def head(self, block: Block) -> Head:
        return self.rules.heads.label(fold(block.heading or ""), self.year, self.congress)

    def owns_up(self, index: int) -> bool:
        """Whether a paragraph turns to what is amiss; parts ask it, and turns again."""
        known = self._owning_up.get(index)
        if known is None:
            known = self._owning_up[index] = self.rules.owns_up(self.texts[index])
        return known

    def _back_start(self) -> int:
        """The first block of what follows the report: signature, annex, glossary, furniture at the end."""
        stop = self._before_furniture(len(self.blocks))
        for index in range(max(self.start, stop // 2), stop):
            block = self.blocks[index]
            if block.role == "signature" or (
                block.number is None and self.rules.opens_annex(self.texts[index][:40])
            ):
                return self._before_furniture(index)
        return self._glossary_start(stop)

    def _before_furniture(self, stop: int) -> int:
        """Furniture between the report and its annex goes with what follows."""
        while stop > self.start and self.blocks[stop - 1].role in _BACK:
            stop -= 1
        return stop

    def _glossary_start(self, stop: int) -> int:
        """Where a glossary without a heading begins: terms with colons (1.三公经费：……) behind the final appeal."""
        start = index = stop
        # One line between two entries may be the rest of an entry.
        while index > self.start and index > start - 2:
            index -= 1
            if self.rules.is_note(self.texts[index]):
                start = index
        appeal = (
            start > self.start
            and self.blocks[start - 1].number is None
            and self.rules.appeals(self.texts[start - 1])
        )
        # A piece of a glossary alone: nothing stands before.
        torn = (
            start == self.start == 0
            and 2 * sum(map(self.rules.is_plain_note, self.texts[start:stop])) > stop - start
        )
        return start if stop - start >= 3 and (appeal or torn) else stop

    def _opens(self, block: Block) -> bool:
        """A heading, or one of 一、 that runs into text, or a run-in one that can be no other (（三）存在问题。……)."""
        if block.role == "heading":
            return True
        if block.role != "body" or block.heading is None or block.level is None or block.level > 3:
            return False
        return block.level == 1 or self.rules.heads.label_run_in(fold(block.heading)) is not None


def _is_excerpt(doc: Document, folded: str) -> bool:
    """Whether a text without a title is a piece of a report to a congress: it is of a province, or speaks to deputies."""
    if doc.metadata.doc_type is not None or any(block.role == "title" for block in doc.blocks):
        return False
    return doc.metadata.admin_level == "省" or _CONGRESS in folded


def _reported(doc: Document) -> int | None:
    """The year an excerpt reports on: the one before that in its file's name, the year it was given; a year at the head of a
    paragraph may be any.
    """
    given = year_of_name(doc.source)
    return given - 1 if given else doc.metadata.year
