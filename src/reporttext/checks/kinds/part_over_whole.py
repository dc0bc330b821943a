"""党员120名，其中女党员130名; 隐患9处，其中一般隐患8处、重大隐患3处: parts that are greater than their whole.

Parts may overlap (渔民8名、女性11名、35岁以下19名), so they are added only where their names exclude each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from reporttext.checks.view import View, exact, joined
from reporttext.model import Check, Fact

_ADDED: Final = frozenset(("count", "money", "measure"))
_BETWEEN: Final = frozenset(
    ("ratio", "rank")
)  # 413处，增长5%，其中: what may stand between a whole and its parts
_AMONG: Final = re.compile("其中")
_OF_THEM: Final = re.compile(r"中,?(?:已有|有|已)(?=\d)")
_ENDS: Final = re.compile(r"[,;:。!?]")
_STOPS_LIST: Final = re.compile(r"[,;:。!?]|其中")
_CLAUSE: Final = re.compile(r"[^,;:。!? 、(]+")
_OUT_OF: Final = re.compile(r"[^,;:。、\d]{0,10}中,?(?:已有|有|已)\Z")
_CLASS: Final = re.compile(r" ?(?:的|以上|及以上)")  # 10亿元的企业: the sum names a class
_LEVELS: Final = re.compile(r"[由从][^,;:。、]{0,8}\Z|[增降减升提]\Z|[到至]\Z")
_FAR, _BACK = 40, 8  # characters and figures within which a whole and its parts stand
_SLACK: Final = Decimal("1.1")  # of a rounded figure (近, 约, 余)
_LOOSE: Final = frozenset(("余", "多", "近", "约", "左右"))


def find(view: View) -> Iterator[Check]:
    """A figure after 其中, or after N个村中有, that is greater than the figure before it.

    `Fact.part_of` does not serve here: it is only set where a part is no larger than its whole.
    """
    for group in _groups(view):
        whole = view.facts[group[0]]
        for i in group[1:]:
            if _exceeds(whole, view.facts[i]):
                message = f"其中的{view.quote(view.facts[i])}大于总数{view.quote(whole)}"
                yield view.alarm("part_over_whole", message, i, group[0])
        if len(group) > 2:
            yield from _sum(view, group[0], group[1:])


def _groups(view: View) -> Iterator[list[int]]:
    """A whole and its parts, by index, wherever the text says 其中 or 中有."""
    for marker in _AMONG.finditer(view.text):
        i = view.fact_after(marker.end())
        if i is None or view.facts[i].span.start - marker.end() > _FAR:
            continue
        lead = view.text[marker.end() : view.facts[i].span.start]
        w = _whole_before(view, i)
        if w is None or _ENDS.search(lead.lstrip(",:")) or not _introduced(view, i, w, marker.start()):
            continue
        group = [w, *(k for k in _listed(view, i) if _is_part(view, k, w))]
        if len(group) > 1:
            yield group
    for marker in _OF_THEM.finditer(view.text):
        i = view.fact_after(marker.end())
        if not i or view.facts[i].span.start != marker.end() or not _is_part(view, i, i - 1):
            continue
        if _OUT_OF.fullmatch(view.between(view.facts[i - 1], view.facts[i])):
            yield [i - 1, i]


def _whole_before(view: View, i: int) -> int | None:
    part = view.facts[i]
    for w in range(i - 1, max(-1, i - 1 - _BACK), -1):
        whole = view.facts[w]
        if whole.sentence != part.sentence:
            return None
        if whole.quantity.unit == part.quantity.unit and whole.kind == part.kind:
            return w
    return None


def _listed(view: View, i: int) -> Iterator[int]:
    """The figures of a list from `i` on: 其中A 3个、B 5个和C 2个."""
    yield i
    facts = view.facts
    for k in range(i + 1, len(facts)):
        between = view.between(facts[k - 1], facts[k])
        if (
            facts[k].sentence != facts[i].sentence
            or not between.startswith(("、", "和"))
            or _STOPS_LIST.search(between)
        ):
            return
        yield k


def _is_part(view: View, i: int, w: int) -> bool:
    part, whole = view.facts[i], view.facts[w]
    unit = part.quantity.unit
    return (
        part.kind == whole.kind
        and unit == whole.quantity.unit
        and part.kind in _ADDED
        and part.sentence == whole.sentence
        and unit not in view.known.not_added
        and "/" not in unit
        and _alike(part, whole)
        and _is_sum(view, w, whole)
        and not _LEVELS.search(view.text, max(whole.span.end, part.span.start - 10), part.span.start)
    )


def _alike(part: Fact, whole: Fact) -> bool:
    return (
        part.change == whole.change
        and part.status == whole.status != "reference"
        and part.scope == whole.scope == "total"
        and not part.quantity.masked
        and not whole.quantity.masked
        and whole.quantity.high is None
    )


def _introduced(view: View, i: int, w: int, at: int) -> bool:
    """Whether 其中 (at `at`) follows the whole in the next clause, or after figures that only say how it changed or ranks."""
    begin = view.facts[w].span.end
    told = [view.facts[k] for k in range(w + 1, i)]
    if at - begin > _FAR or any(f.kind not in _BETWEEN for f in told):
        return False
    for clause in _CLAUSE.finditer(view.text, begin, at):
        if clause.start() > begin and not any(clause.start() <= f.span.start < clause.end() for f in told):
            return False  # it has a subject of its own
    return True


def _is_sum(view: View, w: int, whole: Fact) -> bool:
    """Whether the whole is one amount: no mean or price, no bound of a class, not the last of several listed."""
    text, start = view.text, whole.span.start
    written = text[start : whole.span.end]
    if (whole.quantity.qualifier and whole.qualifier_text not in _LOOSE) or written[0] in "百千万亿":
        return False
    if text[max(0, start - 3) : start].rstrip()[-1:].isdigit():  # 5220 1件: a number torn apart
        return False
    lead = view.clause_before(whole)[-16:]
    if view.known.not_sums.search(lead) or _LEVELS.search(lead):
        return False
    if whole.kind == "money" and _CLASS.match(text, whole.span.end):
        return False
    before = view.facts[w - 1] if w else None
    if before is None or before.sentence != whole.sentence or before.quantity.unit != whole.quantity.unit:
        return True
    return bool(_ENDS.search(view.between(before, whole)))


def _exceeds(whole: Fact, part: Fact) -> bool:
    most, least = whole.quantity.low, part.quantity.low
    if most is None or least is None or most <= 0:
        return False
    slack = Decimal(1) if exact(whole) and part.quantity.qualifier in (None, "over") else _SLACK
    return least > most * slack


def _sum(view: View, w: int, group: Sequence[int]) -> Iterator[Check]:
    """Parts whose names exclude each other (男, 女), exact as their whole, that add up to more."""
    whole = view.facts[w]
    for names in view.known.exclusive:
        chosen: dict[str, int] = {}
        for i in group:
            words = view.own_words(i).removeprefix("其中")
            name = max((n for n in names if words.startswith(n)), key=len, default=None)
            if name is not None:
                chosen.setdefault(name, i)
        members = sorted(chosen.values())
        figures = [view.facts[i] for i in members]
        if (
            len(members) < 2
            or not exact(whole)
            or not all(exact(f) for f in figures)
            or any(_exceeds(whole, f) for f in figures)
        ):
            continue
        total = sum((f.quantity.low or Decimal(0) for f in figures), Decimal(0))
        rounding = sum((view.step(f) for f in (*figures, whole)), Decimal(0)) / 2
        if whole.quantity.low is not None and total > whole.quantity.low + rounding:
            quotes = joined(view.quote(f) for f in figures)
            yield view.alarm(
                "part_over_whole", f"其中的{quotes}合计大于总数{view.quote(whole)}", members[-1], w
            )
