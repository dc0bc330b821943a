"""排查隐患120处，整改96处，整改率90%; 抽查60家，其中不合格21家，占25%: a stated share that its own parts contradict.

The share agrees within one step of its last written place, and within what the rounding of its parts (7.27万) allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from reporttext.checks.view import Knowledge, View, exact, plain, written_step
from reporttext.model import Check, Fact

_KINDS: Final = frozenset(("count", "money", "measure"))
_GAP: Final = 24  # characters between a part and its percentage
_BACK: Final = 5  # how many figures before the part its whole is looked for
_OF_WHOLE: Final = re.compile(r"[^,;:。、\d]{0,10}中")  # 20个(村中)15个
_OPENS: Final = re.compile(r"(?:其中|有|已有|其中有|已|并有)")


@dataclass(frozen=True)
class _Patterns:
    """`share`, `told` and `rate` match all between part and percentage, `before` and `after` what stands round the part."""

    share: re.Pattern[str]
    told: re.Pattern[str]  # what became of the part stands between: (15个)完成改造，占比(75%)
    rate: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _patterns(known: Knowledge) -> _Patterns:
    adverbs, done, reached = known.adverbs, known.done, known.reached
    base = r"占比(?:例)?|占(?P<base>[\u4e00-\u9fff]{0,8}?)(?:的|的比重|的比例|比重|比例)?"
    share = rf"(?:约|仅|只)?(?:{base}){reached}"
    return _Patterns(
        share=re.compile(rf"[,、]?{share}"),
        told=re.compile(rf"[\u4e00-\u9fff]{{0,8}},{share}"),
        rate=re.compile(rf"[,、]?[\u4e00-\u9fff]{{0,6}}?(?P<verb>{done})率{reached}"),
        before=re.compile(rf"(?:(?:{adverbs}|{done})[或并、]?){{0,4}}(?P<verb>{done})(?:了|完毕)?"),
        after=re.compile(rf"(?:{adverbs}){{0,2}}(?P<verb>{done})(?![率\u4e00-\u9fff])"),
    )


def find(view: View) -> Iterator[Check]:
    """A percentage straight after a count, its whole the last figure of that unit before it in the sentence."""
    patterns = _patterns(view.known)
    for k in view.shares:
        if k < 2:
            continue
        part, stated = view.facts[k - 1], view.facts[k]
        if (
            part.sentence != stated.sentence
            or part.kind not in _KINDS
            or stated.span.start - part.span.end > _GAP
        ):
            continue
        if not (exact(part) and exact(stated)):
            continue
        gap = view.between(part, stated)
        said = patterns.share.fullmatch(gap) or (
            patterns.told.fullmatch(gap) if _named_of(view, k - 1) else None
        )
        w = _shared(view, k - 1, said["base"] or "") if said else _rated(view, k - 1, gap, patterns)
        if w is not None and not _agrees(view, view.facts[w], part, stated):
            yield view.alarm("share_of_parts", _message(view, w, k), k, w)


def _message(view: View, w: int, k: int) -> str:
    whole, part, stated = view.facts[w], view.facts[k - 1], view.facts[k]
    value = plain(_percent(whole, part))
    return f"{view.quote(part)}占{view.quote(whole)}的{value}%，文中写{view.quote(stated)}"


def _percent(whole: Fact, part: Fact) -> Decimal:
    a, b = part.quantity.low, whole.quantity.low
    return Decimal(0) if a is None or not b else a / b * 100


def _named_of(view: View, p: int) -> bool:
    """Whether a part stands straight behind its whole and 中: 20个村中15个."""
    w = view.facts[p].part_of
    return w == p - 1 and _OF_WHOLE.fullmatch(view.between(view.facts[w], view.facts[p])) is not None


def _shared(view: View, p: int, base: str) -> int | None:
    """The whole of a part that 占 follows: the figure before, where the part's clause opens with 其中, 有 or the figure itself."""
    part, w = view.facts[p], p - 1
    if part.part_of is not None:
        w = part.part_of
    if not _can_be_whole(view, w, part):
        return None
    start = view.facts[w].span.start
    if base and base not in view.known.totals and base not in view.text[max(0, start - 16) : start]:
        return None
    if _named_of(view, p):
        return w
    between = view.between(view.facts[w], part)
    clause = re.split(r"[,;:。]", between)[-1]
    if "其中" in clause:
        return (
            w
            if clause.startswith("其中") and (w == p - 1 or part.part_of == w) and ";" not in between
            else None
        )
    opens = _OPENS.match(clause)
    bare = clause[opens.end() :] if opens else clause
    return w if w == p - 1 and "," in between and not bare.strip() and ";" not in between else None


def _rated(view: View, p: int, gap: str, patterns: _Patterns) -> int | None:
    """The whole of a part that was 办结 where 办结率 follows: the nearest figure of its unit that is no part itself."""
    part = view.facts[p]
    own = view.clause_before(part).strip()
    named = patterns.rate.fullmatch(gap)
    if named:
        verb = patterns.before.fullmatch(own)
    else:  # 有30项完成，完成率…
        head, _, tail = gap.partition(",")
        named = patterns.rate.fullmatch(tail)
        verb = patterns.after.fullmatch(head) if not own or own.endswith("有") else None
    if (
        named is None
        or verb is None
        or named["verb"] not in (verb["verb"], verb["verb"].removeprefix("调解"))
    ):
        return None
    for w in range(p - 1, max(-1, p - 1 - _BACK), -1):
        whole = view.facts[w]
        if whole.sentence != part.sentence:
            return None
        if whole.quantity.unit == part.quantity.unit and whole.part_of is None:
            return w if _can_be_whole(view, w, part) else None
    return None


def _alone(view: View, w: int) -> bool:
    """Whether no other figure of the unit stands before the whole, to which the part could belong too (新收20件，结转10件)."""
    whole = view.facts[w]
    for fact in reversed(view.facts[max(0, w - _BACK) : w]):
        if fact.sentence != whole.sentence:
            return True
        if fact.quantity.unit == whole.quantity.unit:
            return False
    return True


def _can_be_whole(view: View, w: int, part: Fact) -> bool:
    whole = view.facts[w]
    return (
        whole.sentence == part.sentence
        and whole.kind == part.kind
        and whole.quantity.unit == part.quantity.unit
        and exact(whole)
        and not whole.change
        and not part.change
        and whole.scope == part.scope == "total"
        and whole.quantity.low is not None
        and part.quantity.low is not None
        and 0 < part.quantity.low <= whole.quantity.low
        and not view.known.not_sums.search(view.text, max(0, whole.span.start - 6), whole.span.start)
        and _alone(view, w)
    )


def _agrees(view: View, whole: Fact, part: Fact, stated: Fact) -> bool:
    a, b, said = part.quantity.low, whole.quantity.low, stated.quantity.low
    if a is None or not b or said is None:
        return True
    one = written_step(view.text, stated)
    half_a, half_b = view.step(part) / 2, view.step(whole) / 2
    least, most = (a - half_a) / (b + half_b) * 100, (a + half_a) / (b - half_b) * 100
    return least - one <= said <= most + one
