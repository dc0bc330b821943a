"""Sections of the parts under the outermost headings.

A heading that says nothing takes its section from its neighbours and from the words of its part; a government work report is
read as a whole, see order.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from reporttext.model import Section
from reporttext.sections.heads import Head
from reporttext.sections.order import Part, due_parts
from reporttext.sections.reading import DECIDED, OWN, Label, Reading
from reporttext.structure.numbering import value_of

_PART_COST = 0.25
# Where a part ends in what is amiss, it does so in its last paragraphs.
_LAST = 8


def decide_parts(reading: Reading, start: int) -> dict[int, Label]:
    """The labels of the outermost headings from block `start` on, by index."""
    tops = [i for i in range(start, reading.stop) if i in reading.opens and len(reading.blocks[i].path) <= 1]
    parts = _Parts(reading, start, tops)
    return parts.in_order() if reading.congress else parts.by_neighbours()


class _Parts:
    def __init__(self, reading: Reading, start: int, tops: Sequence[int]) -> None:
        self.reading, self.rules, self.start, self.tops = reading, reading.rules, start, tops
        self.ends = [*tops[1:], reading.stop][: len(tops)]
        self.heads = [reading.head(reading.blocks[i]) for i in tops]

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
        return [
            Part(
                said=head.section,
                sure=head.sure,
                share=None if head.sure else self._share(self.tops[place], self.ends[place]),
                renewed=place > 0 and numbers[place] == 1 and numbers[place - 1] is not None,
                after_problems=troubled[place],
            )
            for place, head in enumerate(self.heads)
        ]

    def _share(self, begin: int, end: int) -> float | None:
        """How much of a part tells of what was done, up to its paragraph on problems."""
        stop = next((i for i in range(begin + 1, end) if self._owns_up(i)), end)
        return self.rules.tense.share(map(self.reading.text, range(begin, stop)))

    def _ends_in_problems(self, begin: int, end: int) -> bool:
        return any(map(self._owns_up, range(max(begin + 1, end - _LAST), end)))

    def _owns_up(self, index: int) -> bool:
        block = self.reading.blocks[index]
        return block.role == "body" and block.number is None and self.rules.owns_up(self.reading.text(index))

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
                between = self._between(place, stop, before, said)
                for index, section in zip(tops[place:stop], between, strict=True):
                    decided[index] = Label(section, DECIDED, "heading")
            place = stop + 1

    def _between(
        self, place: int, stop: int, before: Section | None, said: Sequence[Section | None]
    ) -> list[Section]:
        """Sections of headings that say nothing, between one of section `before` and the next that says something."""
        after = next((s for s in said[stop:] if s), None)
        if before == "plans":
            return ["plans"] * (stop - place)
        if after in ("achievements", "problems"):
            return ["achievements"] * (stop - place)
        scores = [
            self.rules.part_score([self.reading.text(i) for i in range(begin, end)])
            for begin, end in zip(self.tops[place:stop], self.ends[place:stop], strict=True)
        ]
        # A report begins with what was done unless its words say otherwise.
        start = before or ("achievements" if self.reading.start else None)
        found = [section for section, _ in self.rules.cues.sequence(scores, start, cost=_PART_COST)]
        if after == "plans" and before != "problems":
            # Plans that are still to come under a heading of their own leave what stands before them to the review.
            return ["achievements" if section == "plans" else section for section in found]
        return found


def _section(head: Head, due: bool) -> Section:
    """The section of a part that was done or is due. What is amiss is no plan only where the heading is sure of it."""
    section = head.section
    if section in ("back", "closing", "preamble") or (section == "problems" and (head.sure or not due)):
        return section
    if section == "overview" and not due:
        return section
    return "plans" if due else "achievements"
