"""The words by which a report speaks of its own place: 全省, 我县, 本市, its names with and without 省, 市, 县."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Final

Stretch = tuple[int, int]

_SUFFIX: Final = re.compile(
    r"(?:省|市|(?:[^自族]{1,6}族)*自治[区州县旗]|特别行政区|地区|盟|州|区|县|旗|乡|镇|街道|村|社区)\Z"
)
_LEVELS: Final = "省市区县州盟旗乡镇村"


class Own:
    """Finds them; `names` are those of the places that the report's lies in, the highest first, None where unknown.

    Names are searched as they are: most reports have their own, and to compile a pattern takes longer than to read with it.
    """

    def __init__(self, names: Sequence[str | None]) -> None:
        known = {n for name in names if name for n in (name, _SUFFIX.sub("", name)) if len(n) > 1}
        self._names = sorted(known, key=lambda name: (-len(name), name))
        level = next((name[-1] for name in reversed(names) if name and name[-1] in _LEVELS), "")
        level = level or ("街道" if any(name and name.endswith("街道") for name in names) else "")
        self._marks = _marks(level)
        self._firsts = frozenset(("全", "我", "本", "省", "市", "自", *(name[0] for name in self._names)))

    def may_stand_in(self, text: str) -> bool:
        """False where no such word begins in the text, which is soon told."""
        return not self._firsts.isdisjoint(text)

    def stretches(self, text: str, begin: int, end: int) -> list[Stretch]:
        """Where such words stand in a part of a text, none overlapping: of those that begin together the longest name."""
        found = [m.span() for m in self._marks.finditer(text, begin, end)]
        marks = len(found)
        for name in self._names:
            at = text.find(name, begin, end)
            while at >= 0:
                found.append((at, at + len(name)))
                at = text.find(name, at + 1, end)
        return found if len(found) == marks else _apart(found)


def _apart(found: list[Stretch]) -> list[Stretch]:
    """Of stretches that overlap the one that begins first, then the one that was found first."""
    kept: list[Stretch] = []
    last = 0
    for start, end in sorted(found, key=itemgetter(0)):
        if start >= last:
            kept.append((start, end))
            last = end
    return kept


@cache
def _marks(level: str) -> re.Pattern[str]:
    """The pattern of 全省, 我省, 本省 for a place of a level, of any where it is not known."""
    marks = [f"[全我本](?:{level})" if level else f"[全我本][{_LEVELS}]"]
    if level in ("省", "市"):  # 市生产总值 at the head of a clause is the city's own
        marks.append(rf"{level}(?<![\u4e00-\u9fff]{level})(?![级属区直])")
    if level == "区":
        marks.append("自治区")
    return re.compile("|".join(marks))
