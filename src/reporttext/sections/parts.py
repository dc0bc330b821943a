"""Sections of the parts under the outermost headings.

A heading that says nothing takes its section from its neighbours and from the words of its part; a government work report is
read as a whole, see order.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from reporttext.model import Section
from reporttext.sections.heads import Head
from reporttext.sections.model import SectionModel
from reporttext.sections.order import Part, due_parts
from reporttext.sections.reading import DECIDED, OWN, Label, Reading
from reporttext.structure.numbering import value_of

# What a part under a heading that says nothing can be.
_OF_PARTS: tuple[Section, ...] = ("achievements", "plans", "problems", "overview")
# Where a part ends in what is amiss, it does so in its last paragraphs.
_LAST = 8


def decide_parts(reading: Reading, start: int, model: SectionModel | None) -> dict[int, Label]:
    """The labels of the outermost headings from block `start` on, by index.

    `model` reads the parts whose headings and neighbours say nothing; without one they are achievements.
    """
    tops = [i for i in range(start, reading.stop) if i in reading.opens and len(reading.blocks[i].path) <= 1]
    parts = _Parts(reading, start, tops, model)
    return parts.in_order() if reading.congress else parts.by_neighbours()


class _Parts:
    def __init__(self, reading: Reading, start: int, tops: Sequence[int], model: SectionModel | None) -> None:
        self.model = model
        self.reading, self.rules, self.start, self.tops = reading, reading.rules, start, tops
        self.ends = [*tops[1:], reading.stop][: len(tops)]
        self.heads = [self._head(*part) for part in zip(tops, self.ends, strict=True)]

    def _head(self, begin: int, end: int) -> Head:
        """What a heading says; one that has 问题 or 短板 among other words names what is amiss only if its part does."""
        head = self.reading.head(self.reading.blocks[begin])
        if head.section != "problems" or head.strong or head.sure:
            return head
        bodies = [
            self.reading.texts[i] for i in range(begin + 1, end) if self.reading.blocks[i].role == "body"
        ]
        amiss = sum(map(self.rules.complains, bodies))
        return head if 2 * amiss >= len(bodies) else Head(None, False)

    # -- a government work report ----------------------------------------------------------------------------------

    def in_order(self) -> dict[int, Label]:
        """What was done, then what is to be done."""
        decided: dict[int, Label] = {}
        for index, head, due in zip(self.tops, self.heads, due_parts(self._parts()), strict=True):
            section = _section(head, due)
            decided[index] = Label(section, OWN if section == head.section else DECIDED, "heading")
        return decided

    def _parts(self) -> list[Part]:
        begins = [self.start - 1, *self.tops]
        troubled = [self._ends_in_problems(*part) for part in zip(begins, self.tops, strict=False)]
        numbers = [value_of(self.reading.blocks[i].number or "") for i in self.tops]
        read = self._leans()
        return [
            Part(
                said=head.section,
                sure=head.sure,
                share=None if head.sure else self._share(self.tops[place], self.ends[place]),
                renewed=place > 0 and numbers[place] == 1 and numbers[place - 1] is not None,
                after_problems=troubled[place],
                read=read[place],
            )
            for place, head in enumerate(self.heads)
        ]

    def _leans(self) -> list[float]:
        """How far the model takes each part for a review or for plans, where no heading is sure of it: in an excerpt."""
        if self.model is None or not self.tops or any(head.sure for head in self.heads):
            return [0.0] * len(self.tops)
        run = range(self.tops[0], self.ends[-1])
        labels = self.model.label(self.reading.texts[run.start : run.stop], self.reading.place(run))
        leans = []
        for begin, end in zip(self.tops, self.ends, strict=True):
            weights = {"achievements": 0.0, "plans": 0.0}
            for index in range(begin, end):
                section, score = labels[index - run.start]
                if section in weights:
                    weights[section] += score * len(self.reading.texts[index])
            done, due = weights["achievements"], weights["plans"]
            leans.append((done - due) / (done + due) if done + due else 0.0)
        return leans

    def _share(self, begin: int, end: int) -> float | None:
        """How much of a part tells of what was done, up to its paragraph on problems."""
        stop = next((i for i in range(begin + 1, end) if self._owns_up(i)), end)
        return self.rules.tense.share(self.reading.texts[begin:stop])

    def _ends_in_problems(self, begin: int, end: int) -> bool:
        return any(map(self._owns_up, range(max(begin + 1, end - _LAST), end)))

    def _owns_up(self, index: int) -> bool:
        block = self.reading.blocks[index]
        return block.role == "body" and block.number is None and self.reading.owns_up(index)

    # -- any other report ------------------------------------------------------------------------------------------

    def by_neighbours(self) -> dict[int, Label]:
        """Sections of the outermost headings, those that say nothing by their neighbours and their words."""
        said: list[Section | None] = []
        for head in self.heads:
            # After the plans 举措 and the like are what is to be done.
            late = head.section == "achievements" and not head.strong and "plans" in said
            said.append(None if late else head.section)
        decided = {
            index: Label(section, OWN, "heading")
            for index, section in zip(self.tops, said, strict=True)
            if section
        }
        self._decide_rest(said, decided)
        return decided

    def _decide_rest(self, said: list[Section | None], decided: dict[int, Label]) -> None:
        tops = self.tops
        if self.reading.planning:
            decided.update({i: Label("plans", DECIDED, "position") for i in tops if i not in decided})
            return
        place = 0
        while place < len(tops):
            stop = place
            while stop < len(tops) and said[stop] is None:
                stop += 1
            if stop > place:
                before = said[place - 1] if place else None
                after = next((section for section in said[stop:] if section), None)
                decided.update(self._between(place, stop, before, after))
            place = stop + 1

    def _between(
        self, place: int, stop: int, before: Section | None, after: Section | None
    ) -> dict[int, Label]:
        """Labels of headings that say nothing, between a part of section `before` and one of section `after`."""
        tops = self.tops[place:stop]
        if before == "plans":
            return {index: Label("plans", DECIDED, "heading") for index in tops}
        if after in ("achievements", "problems"):
            return {index: Label("achievements", DECIDED, "heading") for index in tops}
        labels = self._read(place, stop, before, after)
        if after == "plans" and before != "problems":
            # Plans that are still to come under a heading of their own leave what stands before them to the review.
            for label in labels.values():
                label.section = "achievements" if label.section == "plans" else label.section
        return labels

    def _read(self, place: int, stop: int, before: Section | None, after: Section | None) -> dict[int, Label]:
        """Of each part the section that most of its text is, by the model."""
        run = range(self.tops[place], self.ends[stop - 1])
        if self.model is None:
            return {index: Label("achievements", 0.0, "model") for index in self.tops[place:stop]}
        texts = self.reading.texts[run.start : run.stop]
        labels = self.model.label(texts, self.reading.place(run), before, after)
        found: dict[int, Label] = {}
        for begin, end in zip(self.tops[place:stop], self.ends[place:stop], strict=True):
            weights: dict[Section, float] = dict.fromkeys(_OF_PARTS, 0.0)
            for index in range(begin, end):
                section, score = labels[index - run.start]
                if section in weights:
                    weights[section] += score * len(texts[index - run.start])
            section = max(_OF_PARTS, key=lambda s: weights[s])
            size = sum(len(texts[index - run.start]) for index in range(begin, end))
            found[begin] = Label(section, max(0.01, round(weights[section] / size, 2)), "model")
        return found


def _section(head: Head, due: bool) -> Section:
    """The section of a part that was done or is due. What is amiss is no plan only where the heading is sure of it."""
    section = head.section
    if section in ("back", "closing", "preamble") or (section == "problems" and (head.sure or not due)):
        return section
    if section == "overview" and not due:
        return section
    return "plans" if due else "achievements"
