"""The one turn of a government work report: a review, then plans.

Each part under an outermost heading was done or is due. Its own heading may say so for sure (2018年工作回顾, 2019年工作安排); a slogan
(实现新突破) is judged by the tense of what it heads. Nothing returns to what was done unless a heading says so for sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporttext.model import Section

# Set on provincial reports: of the parts whose headings are sure, 95 in 100 reviews lie above, 95 in 100 plans below.
_TURN_SHARE, _TURN_SCALE = 0.37, 5.0
_SURE, _SAID, _NEW, _START, _RETURN = 3.0, 0.5, 0.8, 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """What speaks for a part being done or due.

    `said`, `sure`: its heading's section. `share`: how much of its text tells of what was done. `renewed`: the numbers of
    headings start again at it. `after_problems`: the part before it ends in what is amiss. `read`: how far the section model
    takes it for a review (1) or for plans (-1).
    """

    said: Section | None
    sure: bool
    share: float | None
    renewed: bool = False
    after_problems: bool = False
    read: float = 0.0

    @property
    def done(self) -> float:
        """How far it is a review (above nought) or plans (below)."""
        lean = 0.0 if self.said is None else -1.0 if self.said == "plans" else 1.0
        if self.sure and lean:
            return lean * _SURE
        told = 0.0 if self.share is None else max(-1.0, min(1.0, (self.share - _TURN_SHARE) * _TURN_SCALE))
        return lean * _SAID + told + self.read

    @property
    def returns(self) -> bool:
        return self.sure and self.said == "achievements"


def due_parts(parts: Sequence[Part]) -> list[bool]:
    """For each part whether it is due, at the best turn from what was done to what is to be done."""
    if not parts:
        return []
    done, due = parts[0].done, -parts[0].done - (0.0 if parts[0].after_problems else _START)
    paths: tuple[list[bool], list[bool]] = ([False], [True])
    for part in parts[1:]:
        onward = done + _NEW * part.renewed + _NEW * part.after_problems
        turns = onward > due
        back = part.returns and due - _RETURN > done
        paths = (
            [*(paths[1] if back else paths[0]), False],
            [*(paths[0] if turns else paths[1]), True],
        )
        done, due = (due - _RETURN if back else done) + part.done, max(onward, due) - part.done
    return paths[0] if done >= due else paths[1]
