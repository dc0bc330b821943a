"""The stage that labels blocks, see the package's docstring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from reporttext.fold import fold
from reporttext.lexicon import Lexicon
from reporttext.model import Block, Document, Section, with_columns
from reporttext.sections.heads import Head
from reporttext.sections.lists import as_lists
from reporttext.sections.model import SectionModel
from reporttext.sections.parts import decide_parts
from reporttext.sections.reading import CLOSING, DECIDED, END, INHERITED, OWN, TURN, Label, Reading
from reporttext.sections.rules import Rules
from reporttext.sections.turns import Turns

# An opening is short; what is longer than this share of the text before the first heading is the report itself.
_OPENING_SHARE, _OPENING_BLOCKS = 0.35, 4
# A government work report greets and begins; a longer opening is its review under a heading that was lost.
_CONGRESS_SHARE = 0.1


def labeller(lexicon: Lexicon, model: SectionModel | None) -> Callable[[Document], Document]:
    """Return the stage that fills `section`, `section_score` and `section_by`; raises RuleError on a bad table.

    `model` labels the paragraphs that headings and position leave open. Without one, as where a model is to be trained,
    they are `achievements` with a score of 0.
    """
    rules = _rules(lexicon)

    def stage(doc: Document) -> Document:
        labels = _Walk(doc, rules, model).labels()
        blocks = with_columns(
            doc.blocks,
            section=[label.section for label in labels],
            section_score=[round(label.score, 4) for label in labels],
            section_by=[label.by for label in labels],
        )
        return replace(doc, blocks=blocks)

    return stage


@cache
def _rules(lexicon: Lexicon) -> Rules:
    return Rules(lexicon["sections"], lexicon["headings"]["annex"])


class _Walk:
    """One document on its way to labels."""

    def __init__(self, doc: Document, rules: Rules, model: SectionModel | None) -> None:
        self.doc, self.rules, self.model = doc, rules, model
        self.reading = Reading(doc, rules)
        self.blocks, self.texts = self.reading.blocks, self.reading.texts
        self.start, self.stop = self.reading.start, self.reading.stop
        self.found: list[Label | None] = [None] * len(doc.blocks)

    def labels(self) -> list[Label]:
        for index in range(self.start):
            self.found[index] = Label("front", END, "position")
        for index in range(self.stop, len(self.blocks)):
            self.found[index] = Label("back", END, "position")
        self._walk_parts(self._preamble())
        self._fill()
        self._close()
        return [label or Label("back", END, "position") for label in self.found]

    # -- opening ---------------------------------------------------------------------------------------------------

    def _preamble(self) -> int:
        """Label the opening summary; returns where the parts begin."""
        first = next((i for i in range(self.start, self.stop) if self._is_head(i)), self.stop)
        bodies = [i for i in range(self.start, first) if self.blocks[i].role == "body"]
        if not bodies:
            return self.start
        headed = any(self.blocks[i].role in ("title", "salutation") for i in range(self.start))
        if first < self.stop and (self.blocks[first].role == "heading" or self.blocks[first].level == 1):
            opening = self._opening(bodies, first, headed)
        else:
            # No heading, or none but those that run into items: words tell where the opening ends; the first line is of it.
            opening = bodies[0] if headed and not self.reading.congress and len(bodies) > 2 else None
        if opening is None:
            return self.start
        due = False
        for index in range(self.start, opening + 1):
            due = due or self._sets_aims(index)
            self.found[index] = (
                Label("plans", TURN, "position") if due else Label("preamble", INHERITED, "position")
            )
        return opening + 1

    def _sets_aims(self, index: int) -> bool:
        """2024年是……。今年的主要预期目标是…… above the first heading, where an excerpt has lost the one before."""
        text = self.texts[index]
        return (
            self.reading.congress
            and self.blocks[index].role == "body"
            and self.rules.is_coming(text, self.reading.year)
            and (self.rules.sets_aims(text) or self.rules.turn(text) == "plans")
        )

    def _opening(self, bodies: Sequence[int], first: int, headed: bool) -> int | None:
        """The last block of the opening above the heading `first`, None where there is no opening."""
        opening = max((i for i in bodies[:3] if self.rules.is_opening(self.texts[i])), default=None)
        if not headed:
            return opening
        size = sum(len(self.texts[i]) for i in bodies)
        whole = self.blocks[self.stop - 1].span.end - self.blocks[self.start].span.start
        most = _CONGRESS_SHARE if self.reading.congress else _OPENING_SHARE
        few = len(bodies) <= _OPENING_BLOCKS and not (self.reading.congress and size > _OPENING_SHARE * whole)
        if few or size <= most * whole:
            return first - 1
        return bodies[0] if opening is None and len(bodies) > 2 else opening

    def _is_head(self, index: int) -> bool:
        block = self.blocks[index]
        return block.role == "heading" or (
            block.role == "body" and block.level is not None and block.heading is not None
        )

    # -- parts -----------------------------------------------------------------------------------------------------

    def _walk_parts(self, start: int) -> None:
        decided = decide_parts(self.reading, start, self.model)
        turns = Turns(self.reading)
        open_parts: list[tuple[int, Label | None]] = []
        for index in range(start, self.stop):
            block = self.blocks[index]
            if index in self.reading.opens:
                depth = max(1, len(block.path))
                while open_parts and open_parts[-1][0] >= depth:
                    open_parts.pop()
                above = open_parts[-1][1] if open_parts else None
                label = decided.get(index)
                if label:
                    turns.part(label)
                else:
                    label = self._headed(block, above, turns)
                open_parts.append((depth, label))
                self.found[index] = label
                continue
            above = open_parts[-1][1] if open_parts else None
            if above is None and not self.reading.planning:
                continue
            turned = turns.paragraph(index, above.section if above else None)
            if turned:
                self.found[index] = Label(turned, TURN, "position")
            elif above:
                self.found[index] = Label(above.section, min(above.score, INHERITED), above.by)

    def _headed(self, block: Block, above: Label | None, turns: Turns) -> Label | None:
        """The label of a heading inside a part: its own where it says so at any depth, else that of the part."""
        head = self.reading.head(block)
        # Below plans 着力解决突出的问题 and 通报工作情况 are what is to be done.
        due = self.reading.congress and above is not None and above.section == "plans"
        label = Label(above.section, INHERITED, above.by) if above else None
        if self._names_coming(block, head):
            turns.past = True
            label = Label("plans", OWN, "heading")
        elif head.section and head.strong and not (due and head.section in ("achievements", "problems")):
            label = Label(head.section, OWN, "heading")
        turns.heading(block, label.section if label else None)
        return (
            Label("plans", DECIDED, "position")
            if turns.past and label and label.section == "achievements"
            else label
        )

    def _names_coming(self, block: Block, head: Head) -> bool:
        """2005年政府工作的主要任务 without a number: it opens plans also where it stands below the last heading of the review."""
        if not self.reading.congress or block.number is not None or head.section != "plans" or not head.sure:
            return False
        return self.rules.is_coming(fold(block.heading or ""), self.reading.year)

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
            self._fill_run(range(index, end))
            index = end

    def _fill_run(self, run: range) -> None:
        guessed = self._guess(run)
        planned = self.reading.planning or any(section == "plans" for section, _ in guessed)
        due = False
        for index, (section, score) in zip(run, guessed, strict=True):
            self.found[index] = Label(section, score, "model")
            if self._owns_up(index, section):
                self.found[index] = Label("problems", TURN, "position")
            # 下一步，我镇将…… at the end of a report that plans nothing else is what it plans.
            if section == "closing" and not planned and self.rules.turn(self.texts[index]) == "plans":
                self.found[index] = Label("plans", score, "model")
            # 2024年是……。今年的主要预期目标是……; what follows in a report to a congress reviews no more.
            due = due or self._sets_aims(index)
            if due and section in ("preamble", "overview", "achievements"):
                self.found[index] = Label("plans", TURN, "position")

    def _owns_up(self, index: int, section: Section) -> bool:
        """Whether what the model takes for a review is of what is amiss: 我们也清醒地看到……, in a report to a congress."""
        if section != "achievements" or not self.reading.congress:
            return False
        block = self.blocks[index]
        return block.role == "body" and block.number is None and self.reading.owns_up(index)

    def _guess(self, run: range) -> Sequence[tuple[Section, float]]:
        """The sections of some blocks by the model. Notes at the end have the form of notes: 放管服：指……."""
        if self.model is None:
            return [("achievements", 0.0)] * len(run)
        before = self.found[run.start - 1] if run.start > self.start else None
        after = self.found[run.stop] if run.stop < self.stop else None
        texts, place = self.texts[run.start : run.stop], self.reading.place(run)
        beside = (before.section if before else None, after.section if after else None)
        guessed = self.model.label(texts, place, *beside)
        notes = [
            self.rules.is_note(text)
            for text, (section, _) in zip(texts, guessed, strict=True)
            if section == "back"
        ]
        if 2 * sum(notes) < len(notes):
            guessed = self.model.label(texts, place, *beside, notes=False)
        return as_lists(self.reading, run, guessed)

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
            self.found[last - 1] = Label("closing", CLOSING, "position")
            last -= 1

    def _is_closing(self, index: int, section: Section) -> bool:
        text = self.texts[index]
        following = self.found[index + 1] if index + 1 < self.stop else None
        closed = following is not None and following.section == "closing"
        torn = len(text) <= 12 and text[-1] not in "。!?"
        if self.rules.is_bare_call(text) or (closed and torn):
            return closed
        if self.reading.congress and not closed and self._only_ends(text, section):
            return False
        appeals = self.rules.appeals(text)
        called = index > 0 and self.rules.is_bare_call(self.texts[index - 1])
        calling = called or self.rules.is_call(text) or text.endswith("!")
        if closed:  # 我们将以此为新的起点…… above 特此报告。
            return (appeals >= 2 and calling and len(text) <= 150) or (
                appeals > 0 and section == "plans" and self.rules.promises(text)
            )
        if not appeals and not self.rules.is_pledge(text):
            return False
        if calling or self.rules.is_courtesy(text):
            return True
        listed = any(
            b.number is not None or b.role == "heading"
            for b in self.blocks[max(self.start, index - 3) : index]
        )
        planned = section == "plans" or any(
            label is not None and label.section == "plans" for label in self.found
        )
        return planned and listed and self.blocks[index - 1].role != "heading"

    def _only_ends(self, text: str, section: Section) -> bool:
        """A paragraph of a report to a congress that calls to nothing: an excerpt may end anywhere, with thanks for the past year too."""
        reviews = section in ("achievements", "problems")
        if reviews and (self.rules.turn(text) == "achievements" or not self.rules.calls_all(text)):
            return True
        return not (self.rules.is_summons(text) or self.rules.is_courtesy(text))
