"""The stage that labels blocks, see the package's docstring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from reporttext.fold import fold
from reporttext.lexicon import Lexicon
from reporttext.model import Block, Document, Section
from reporttext.sections.rules import Rules

By = Literal["heading", "model", "position"]
# What labels the paragraphs that no heading decides: (document, their indices, the section before them) -> section and score each.
Guess = Callable[[Document, Sequence[int], "Section | None"], Sequence[tuple[Section, float]]]

# How far each kind of evidence is trusted. They order the evidence; a model's scores are probabilities.
_OWN, _INHERITED, _TURN, _END, _CLOSING, _DECIDED = 0.95, 0.9, 0.8, 0.95, 0.8, 0.75
_FRONT = frozenset(("title", "subtitle", "salutation", "noise"))
_BACK = frozenset(("signature", "note", "noise"))
# An opening is short; what is longer than this share of the text before the first heading is the report itself.
_PART_COST = 0.25
_OPENING_SHARE, _OPENING_BLOCKS = 0.35, 4


@dataclass(slots=True)
class _Label:
    section: Section
    score: float
    by: By


def labeller(lexicon: Lexicon, guess: Guess | None = None) -> Callable[[Document], Document]:
    """Return the stage that fills `section`, `section_score` and `section_by`; raises RuleError on a bad table.

    `guess` labels the paragraphs that headings and position leave open; without one, cue words and order do.
    """
    rules = _rules(lexicon)

    def stage(doc: Document) -> Document:
        labels = _Walk(doc, rules, guess).labels()
        return replace(doc, blocks=tuple(map(_labelled, doc.blocks, labels)))

    return stage


def _labelled(b: Block, label: _Label) -> Block:
    """A copy of block `b` with its label; spelled out, since `dataclasses.replace` takes four times as long."""
    found = label.section, round(label.score, 4), label.by
    return Block(b.span, b.role, b.level, b.number, b.heading, b.path, *found, b.themes, b.page, b.cell)


@cache
def _rules(lexicon: Lexicon) -> Rules:
    return Rules(lexicon["sections"], lexicon["headings"]["annex"])


class _Walk:
    """One document on its way to labels."""

    def __init__(self, doc: Document, rules: Rules, guess: Guess | None) -> None:
        self.doc, self.rules, self.guess = doc, rules, guess
        self.blocks = doc.blocks
        self.folded = doc.folded or fold(doc.text)
        self.year = doc.metadata.year
        self.congress = doc.metadata.doc_type == "政府工作报告"
        self.found: list[_Label | None] = [None] * len(doc.blocks)
        self.start = next((i for i, b in enumerate(self.blocks) if b.role not in _FRONT), len(self.blocks))
        self.stop = self._back_start()
        self.opens = {i for i in range(self.start, self.stop) if self._opens(self.blocks[i])}

    def labels(self) -> list[_Label]:
        for index in range(self.start):
            self.found[index] = _Label("front", _END, "position")
        for index in range(self.stop, len(self.blocks)):
            self.found[index] = _Label("back", _END, "position")
        self._walk_parts(self._preamble())
        self._fill()
        self._close()
        return [label or _Label("back", _END, "position") for label in self.found]

    def text(self, index: int) -> str:
        return self.blocks[index].span.of(self.folded)

    def _back_start(self) -> int:
        """The first block of what follows the report: signature, annex, glossary, furniture at the end."""
        stop = self._before_furniture(len(self.blocks))
        for index in range(max(self.start, stop // 2), stop):
            block = self.blocks[index]
            if block.role == "signature" or (
                block.number is None and self.rules.opens_annex(self.text(index)[:40])
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
            if self.rules.is_entry(self.text(index)):
                start = index
        appeal = (
            start > self.start
            and self.blocks[start - 1].number is None
            and self.rules.appeals(self.text(start - 1))
        )
        return start if stop - start >= 3 and appeal else stop

    # -- opening ---------------------------------------------------------------------------------------------------

    def _preamble(self) -> int:
        """Label the opening summary; returns where the parts begin."""
        first = next((i for i in range(self.start, self.stop) if self._is_head(i)), self.stop)
        bodies = [i for i in range(self.start, first) if self.blocks[i].role == "body"]
        if not bodies:
            return self.start
        headed = any(self.blocks[i].role in ("title", "salutation") for i in range(self.start))
        opening = max((i for i in bodies[:3] if self.rules.is_opening(self.text(i))), default=None)
        if headed:
            size = sum(len(self.text(i)) for i in bodies)
            whole = self.blocks[self.stop - 1].span.end - self.blocks[self.start].span.start
            if first < self.stop and (len(bodies) <= _OPENING_BLOCKS or size <= _OPENING_SHARE * whole):
                opening = first - 1
            elif opening is None and len(bodies) > 2:
                opening = bodies[0]
        if opening is None:
            return self.start
        for index in range(self.start, opening + 1):
            self.found[index] = _Label("preamble", _INHERITED, "position")
        return opening + 1

    def _is_head(self, index: int) -> bool:
        block = self.blocks[index]
        return block.role == "heading" or (
            block.role == "body" and block.level is not None and block.heading is not None
        )

    # -- parts -----------------------------------------------------------------------------------------------------

    def _walk_parts(self, start: int) -> None:
        decided = self._decide_tops(start)
        open_parts: list[tuple[int, _Label | None]] = []
        turned: Section | None = "plans" if self.doc.metadata.doc_type in self.rules.planning else None
        for index in range(start, self.stop):
            block = self.blocks[index]
            if index in self.opens:
                depth = max(1, len(block.path))
                while open_parts and open_parts[-1][0] >= depth:
                    open_parts.pop()
                above = open_parts[-1][1] if open_parts else None
                label = decided.get(index) or self._headed(block, above)
                open_parts.append((depth, label))
                self.found[index], turned = label, None
                continue
            above = open_parts[-1][1] if open_parts else None
            if block.role == "body" and block.number is None:
                turned = self._turn(index, above.section if above else None, turned) or turned
            if turned:
                self.found[index] = _Label(turned, _TURN, "position")
            elif above:
                self.found[index] = _Label(above.section, min(above.score, _INHERITED), above.by)

    def _opens(self, block: Block) -> bool:
        """A heading, or one of 一、 that runs into text, or a run-in one that can be no other (（三）存在问题。……)."""
        if block.role == "heading":
            return True
        if block.role != "body" or block.heading is None or block.level is None or block.level > 3:
            return False
        return block.level == 1 or self.rules.heads.label_run_in(fold(block.heading)) is not None

    def _headed(self, block: Block, above: _Label | None) -> _Label | None:
        head = self.rules.heads.label(fold(block.heading or ""), self.year, self.congress)
        if head.section and head.strong:
            return _Label(head.section, _OWN, "heading")
        return _Label(above.section, _INHERITED, above.by) if above else None

    def _decide_tops(self, start: int) -> dict[int, _Label]:
        """Sections of the outermost headings, those that say nothing by their neighbours and their words."""
        tops = [i for i in range(start, self.stop) if i in self.opens and len(self.blocks[i].path) <= 1]
        said: list[Section | None] = []
        for index in tops:
            head = self.rules.heads.label(fold(self.blocks[index].heading or ""), self.year, self.congress)
            # After the plans 举措 and the like are what is to be done.
            late = head.section == "achievements" and not head.strong and "plans" in said
            said.append(None if late else head.section)
        decided = {
            index: _Label(section, _OWN, "heading")
            for index, section in zip(tops, said, strict=True)
            if section
        }
        self._decide_rest(tops, said, decided)
        return decided

    def _decide_rest(
        self, tops: Sequence[int], said: list[Section | None], decided: dict[int, _Label]
    ) -> None:
        if self.doc.metadata.doc_type in self.rules.planning:
            decided.update({i: _Label("plans", _DECIDED, "position") for i in tops if i not in decided})
            return
        place = 0
        while place < len(tops):
            stop = place
            while stop < len(tops) and said[stop] is None:
                stop += 1
            if stop > place:
                before = said[place - 1] if place else None
                for index, section in zip(
                    tops[place:stop], self._between(tops, place, stop, before, said), strict=True
                ):
                    decided[index] = _Label(section, _DECIDED, "heading")
            place = stop + 1

    def _between(
        self,
        tops: Sequence[int],
        place: int,
        stop: int,
        before: Section | None,
        said: Sequence[Section | None],
    ) -> list[Section]:
        """Sections of headings that say nothing, between one of section `before` and the next that says something."""
        after = next((s for s in said[stop:] if s), None)
        if before == "plans":
            return ["plans"] * (stop - place)
        if after in ("achievements", "problems"):
            return ["achievements"] * (stop - place)
        ends = [*tops[place + 1 : stop + 1], self.stop][: stop - place]
        scores = [
            self.rules.part_score([self.text(i) for i in range(tops[place + k], end)])
            for k, end in enumerate(ends)
        ]
        # A report begins with what was done unless its words say otherwise.
        start = before or ("achievements" if self.start else None)
        return [section for section, _ in self.rules.cues.sequence(scores, start, cost=_PART_COST)]

    def _turn(self, index: int, base: Section | None, turned: Section | None) -> Section | None:
        """The section an unnumbered paragraph of a part `base` turns to, or None: by its first words, or all of them."""
        text = self.text(index)
        current = turned or base
        turn = self.rules.turn(text[: self.rules.within])
        if turn is not None and turn == current:
            return None
        if turn == "problems" and (current != "plans" or base in ("achievements", "overview")):
            return "problems"
        if turn == "achievements" and current == "problems":
            return base if base in ("achievements", "overview") else None
        if turn == "plans" and current in ("achievements", "problems", "overview"):
            return "plans"
        if turn is None and current == "achievements" and self.rules.is_complaint(text):
            return "problems"
        return None

    # -- what is left, and the end ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Label the runs of blocks that nothing has decided yet."""
        index = self.start
        while index < self.stop:
            if self.found[index] is not None:
                index += 1
                continue
            end = index
            while end < self.stop and self.found[end] is None:
                end += 1
            before = self.found[index - 1] if index else None
            self._fill_run(range(index, end), before.section if before else None)
            index = end

    def _fill_run(self, run: range, before: Section | None) -> None:
        if self.guess is not None:
            guessed = self.guess(self.doc, run, before)
            for index, (section, score) in zip(run, guessed, strict=True):
                self.found[index] = _Label(section, score, "model")
            return
        scores = [self.rules.score(self.text(index)) for index in run]
        for index, (section, share) in zip(run, self.rules.cues.sequence(scores, before), strict=True):
            self.found[index] = _Label(section, 0.5 + min(share, 1.0) / 2, "position")

    def _close(self) -> None:
        """The final appeal or pledge: unnumbered paragraphs at the end that call or promise and do not report."""
        last = self.stop
        while last > self.start:
            block = self.blocks[last - 1]
            if block.role == "noise":
                last -= 1
                continue
            label = self.found[last - 1]
            if (
                block.role != "body"
                or block.number is not None
                or label is None
                or label.section == "preamble"
            ):
                return
            if not self._is_closing(last - 1, label.section):
                return
            self.found[last - 1] = _Label("closing", _CLOSING, "position")
            last -= 1

    def _is_closing(self, index: int, section: Section) -> bool:
        text = self.text(index)
        following = self.found[index + 1] if index + 1 < self.stop else None
        closed = following is not None and following.section == "closing"
        torn = len(text) <= 12 and text[-1] not in "。!?"
        if self.rules.is_bare_call(text) or (closed and torn):
            return closed
        appeals = self.rules.appeals(text)
        called = index > 0 and self.rules.is_bare_call(self.text(index - 1))
        calling = called or self.rules.is_call(text) or text.endswith("!")
        if closed:
            return appeals >= 2 and calling and len(text) <= 150
        if not appeals:
            return False
        if calling:
            return True
        listed = any(
            b.number is not None or b.role == "heading"
            for b in self.blocks[max(self.start, index - 3) : index]
        )
        planned = section == "plans" or any(
            label is not None and label.section == "plans" for label in self.found
        )
        return planned and listed and self.blocks[index - 1].role != "heading"
