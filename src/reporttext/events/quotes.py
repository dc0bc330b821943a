"""Quotes of a text, the runs they stand in, and the clause before a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reporttext.events.patterns import NOT_STOP, STOP

# How far before a name its verb may stand.
REACH: Final = 28
_QUOTE: Final = re.compile(r"“([^“”\n]{1,40})”")
QUOTE: Final = re.compile(
    rf"{_QUOTE.pattern}|「([^「」\n]{{1,40}})」|『([^『』\n]{{1,40}})』|\"([^\"\n]{{1,40}})\""
)
_OTHER_QUOTES: Final = '「『"'
_GAP: Final = 14  # between two quotes of a run
# A comma joins only names that stand bare beside each other (folding has made ， of it); 、 and 和 join any.
_LINK: Final = re.compile(rf"(?:({NOT_STOP}{{0,12}}?)(、|和|与|及|以及|暨)|,)?")
# 一企一策, 两个维护, 三提三效, 双减: a number first and little behind it is a slogan, not an activity.
SLOGAN: Final = re.compile(
    r"(?:[一二两三四五六七八九十百千万零\d]+|双).{0,3}$|[一二两三四五六七八九十\d].{1,3}[一二两三四五六七八九十\d+]"
)
# 八大经济区, 一核一带一区: a count of zones is where things are done, not what; not 六进社区, 一刻钟便民圈, 三大灌区.
ZONES: Final = re.compile(
    "(?:[一二两三四五六七八九十百\\d]{1,3}[^一二两三四五六七八九十百\\d]{1,6})+(?<=[区带圈极轴廊群翼])(?<![社灌范验]区)(?<![活民务]圈)"
)
# Behind a name that is whole.
ENDS: Final = re.compile(rf"[{re.escape(STOP)}\s\d和与及]|$")
_CLAUSE_START: Final = re.compile(rf"(?s).*[{re.escape(STOP)}]")


class Quote:
    """A quoted name. A plain class, as those below, since one is made for every quote of a text.

    `own` is where the text that belongs to this name alone ends, before the next quote or 等; `joint` is the sign that joins
    it to the next.
    """

    __slots__ = ("end", "inner", "joint", "own", "start")

    def __init__(self, hit: re.Match[str], own: int, joint: str) -> None:
        self.start, self.end = hit.span()
        self.inner = inner_of(hit)
        self.own = own
        self.joint = joint


def quotes(text: str) -> list[re.Match[str]]:
    """What QUOTE finds in the text; most reports have one sort of quotes, which is found much faster alone."""
    return list((QUOTE if any(quote in text for quote in _OTHER_QUOTES) else _QUOTE).finditer(text))


def inner_of(hit: re.Match[str]) -> str:
    """What stands in the quotes of a match of QUOTE."""
    return hit[hit.lastindex or 1].strip()


def before(text: str, at: int) -> tuple[str, str]:
    """What stands before `at` in its clause (at most 28 characters), and the sign that opens the clause."""
    low = max(0, at - REACH)
    cut = _CLAUSE_START.match(text, low, at)
    if cut:
        start = cut.end()
        return text[start:at], text[start - 1]
    return text[low:at], "" if low else "\n"


def groups(text: str, hits: Sequence[re.Match[str]]) -> list[list[Quote]]:
    """Runs of quotes joined by nothing, 、 or 和: “甲”“乙”和“丙”."""
    groups: list[list[Quote]] = []
    group: list[Quote] = []
    last = len(hits) - 1
    for number, hit in enumerate(hits):
        end = hit.end()
        following = hits[number + 1].start() if number < last else end + _GAP + 1
        link = _LINK.fullmatch(text, end, following) if following - end <= _GAP else None
        group.append(Quote(hit, end + len(link[1] or ""), link[2] or "") if link else Quote(hit, -1, ""))
        if not link:
            groups.append(group)
            group = []
    return groups
