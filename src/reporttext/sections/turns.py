"""Paragraphs without a number that leave the section of their heading: 同时，我们也清醒地认识到……, 下一步，……, 建议2024年主要预期目标是……."""

from __future__ import annotations

from reporttext.model import Block, Section
from reporttext.sections.reading import Label, Reading
from reporttext.structure.numbering import value_of

_REVIEW = ("achievements", "overview")
_BEFORE_PLANS = (*_REVIEW, "problems")


class Turns:
    """What the paragraphs of one report turn to, in order of the text."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.rules = reading, reading.rules
        self.turned: Section | None = "plans" if reading.planning else None
        # Whether a government work report has left its review behind for good.
        self.past = False
        self._levels: set[int | None] = set()

    def part(self, label: Label | None) -> None:
        """An outermost heading: its section holds until a paragraph turns."""
        self.turned, self._levels = None, set()
        if label is not None and label.section == "achievements":
            self.past = False

    def heading(self, block: Block, section: Section | None) -> None:
        """A heading inside a part, of that section unless the review is past.

        Below a review that has turned, one of 一、 or one that counts from 1 again opens plans.
        """
        if self.reading.congress and section == "achievements" and block.number is not None:
            anew = value_of(block.number) == 1 and block.level in self._levels
            if self.turned in ("plans", "problems") and (anew or block.level == 1):
                self.past = True
        self._levels.add(block.level if block.number else None)
        self.turned = None

    def paragraph(self, index: int, base: Section | None) -> Section | None:
        """The section a paragraph of a part `base` has turned to, None where it keeps to its heading."""
        block = self.reading.blocks[index]
        if self.reading.congress and self.turned == "problems" and block.number and block.level == 1:
            self.turned, self.past = "plans", True
        if block.role == "body" and block.number is None:
            find = self._in_order if self.reading.congress else self._freely
            self.turned = find(index, base) or self.turned
        return self.turned

    def _freely(self, index: int, base: Section | None) -> Section | None:
        """By the paragraph's first words, or by all of them."""
        text = self.reading.texts[index]
        turn, current = self.rules.turn(text), self.turned or base
        if turn == current and turn is not None:
            return None
        if turn == "problems" and (current != "plans" or base in _REVIEW):
            return "problems"
        if turn == "achievements" and current == "problems":
            return base if base in _REVIEW else None
        if turn == "plans" and current in ("achievements", "problems", "overview"):
            return "plans"
        complaint = turn is None and current == "achievements" and self.rules.is_complaint(text)
        return "problems" if complaint else None

    def _in_order(self, index: int, base: Section | None) -> Section | None:
        """In a government work report: a review, what is amiss, plans, and no paragraph against its own tense."""
        if self.past or base not in _BEFORE_PLANS:
            return None
        text = self.reading.texts[index]
        if self.rules.is_coming(text, self.reading.year):
            self.past = True
            return "plans"
        if self.reading.owns_up(index):
            return "problems"
        turn = self.rules.turn(text)
        if turn == "plans" and not self.rules.looks_back(text):
            return "plans"
        return self._back_to(text, turn, base) if base in _REVIEW and turn in (None, "achievements") else None

    def _back_to(self, text: str, turn: Section | None, base: Section | None) -> Section | None:
        """The review, what it complains of, or what follows that: more of the review or plans, by the tense."""
        if self.turned is None or self.turned == base:
            return "problems" if self.rules.is_complaint(text) else None
        if turn == "achievements":
            return base
        if self.turned == "plans" or self.rules.complains(text):
            return None
        if self.rules.reports(text):
            return base
        return "plans" if self.rules.intends(text) else None
