"""How figures hang together: 其中 and 20个村中15个 (part of), the same figure said again (repeat of), 各村均配备1名 (of each)."""

from __future__ import annotations

import re
from typing import Final

from reporttext.model import Change, Fact, Period, Status
from reporttext.resolve.context import Passage, Surroundings

_EACH: Final = re.compile(
    r"每(?!年|天|日|月|季|周|次)[^,;。]{0,8}\Z|各[^,;。]{0,14}[均都各][^,;。]{0,6}\Z|各建[^,;。]{0,4}\Z|(?<![\d个家十百千万多余])[户村]均(?![已全都])[^,;。、\d]{0,8}\Z"
)
_PER_TIME: Final = re.compile(r"每(?:年|天|日|月|季度|季|周|个月|半年)[^,;。]{0,10}\Z")
_OUT_OF: Final = re.compile(r"[^、,;。]{0,10}(?:中|里面),?(?:有|已有|已|仅有|只有|仅)?\Z")


def said_of_each(passage: Passage) -> list[str | None]:
    """For each figure of the passage the words that say it of each of several (每户奖励500元, 每月检查2次): such figures must
    not be summed as one.
    """
    near = passage.near
    if "每" not in near and "各" not in near and "户均" not in near and "村均" not in near:
        return [None] * len(passage.figures)
    return [_each(passage.text, figure.clause_start, figure.start) for figure in passage.figures]


def _each(text: str, begin: int, start: int) -> str | None:
    words = _EACH.search(text, begin, start) or _PER_TIME.search(text, begin, start)
    return words and words[0]


def parts_of(passage: Passage, changed: list[bool], defining: list[bool]) -> list[int | None]:
    """For each figure of the passage the index, in the document's facts, of the whole that it is a part of.

    A part has its whole's unit and is no larger; neither a change (增长11%，其中…增长8%) nor a bound is part of anything.
    """
    text, figures, near = passage.text, passage.figures, passage.near
    if len(figures) == 1 or not ("中" in near or "包括" in near or "里面" in near):
        return [None] * len(figures)
    found: list[int | None] = []
    for i, figure in enumerate(figures):
        if changed[i] or defining[i]:
            found.append(None)
            continue
        wholes = (
            j
            for j in range(i - 1, -1, -1)
            if found[j] is None and not changed[j] and not defining[j] and _can_hold(figures[j], figure)
        )
        whole = next(wholes, None)
        if whole is not None and not (
            _is_among(passage, figure) or (found[-1] is not None and _goes_on(text, figures, i))
        ):
            between = text[figures[i - 1].end : figure.start]
            whole = whole if whole == i - 1 and _OUT_OF.match(between) else None
        found.append(whole)
    return [None if whole is None else passage.first + whole for whole in found]


def _is_among(passage: Passage, figure: Surroundings) -> bool:
    """其中A 3个; 其中，A 3个; 包括A 3个."""
    text, begin = passage.text, figure.clause_start
    if text.startswith(("其中", "包括"), begin):
        return True
    return text[max(passage.sentence.span.start, begin - 3) : begin].rstrip(",: ").endswith("其中")


def _goes_on(text: str, figures: tuple[Surroundings, ...], i: int) -> bool:
    """其中A 3个、B 5个: the list goes on in the same clause."""
    between = text[figures[i - 1].end : figures[i].start]
    return figures[i - 1].clause == figures[i].clause and between.startswith(("、", "和"))


def _can_hold(whole: Surroundings, part: Surroundings) -> bool:
    a, b = whole.fact.quantity, part.fact.quantity
    if a.unit != b.unit or whole.kind != part.kind:
        return False
    return a.low is None or b.low is None or b.low <= a.low


class Said:
    """The figures said so far, to know one that says the same again: indicator, value, unit, change, status, period equal.

    A masked figure repeats nothing: two blanks need not hide the same number.
    """

    def __init__(self) -> None:
        self.first: dict[tuple[object, ...], int] = {}

    def before(
        self, index: int, fact: Fact, meaning: tuple[str | None, Change | None, Status, Period | None]
    ) -> int | None:
        """The index of the first figure that says what figure `index` says, if one did."""
        name, change, status, period = meaning
        low, high, unit, _, masked, _ = fact.quantity
        if masked or not name:
            return None
        when = (period.start, period.end) if period else None
        key = (fact.kind, name, low, high, unit, change, status, when)
        seen = self.first.setdefault(key, index)
        return None if seen == index else seen
