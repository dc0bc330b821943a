"""全年志愿服务78次 … 全年开展志愿服务75次: one thing, one period, two numbers, as when a summary was not brought up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from reporttext.checks.view import View, exact, joined
from reporttext.model import Check, Fact

# Numbers further apart than this may count two different things under one name.
_NEAR: Final = Decimal("1.5")
_SHORT: Final = 4
_NOUN_FREE: Final = frozenset(",;:。、!?\n)")
_SUMMARY: Final = "preamble"


def find(view: View) -> Iterator[Check]:
    """Two figures with the same words before them and the same unit and period, both done and neither rounded.

    Either one stands in the opening summary, or both say that they speak of the whole period (全年). Reports on several
    years are left alone near words of several years, and so is what has more than two values: it counts several things.
    """
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, fact in enumerate(view.facts):
        period = fact.period
        if (
            period is None
            or not fact.indicator
            or fact.change
            or fact.kind == "rank"
            or fact.status != "achieved"
        ):
            continue
        summary = view.doc.blocks[fact.paragraph].section == _SUMMARY
        if summary or period.text in view.known.whole_period or not period.text:
            groups[view.unit(fact), fact.indicator[-2:], period.start, period.end].append(i)
    for group in groups.values():
        if len({view.facts[i].quantity.low for i in group}) > 1 and any(_telling(view, i) for i in group):
            yield from _conflicts(view, group)


def _telling(view: View, i: int) -> bool:
    return _in_summary(view, i) or _of_whole_period(view, view.facts[i])


def _in_summary(view: View, i: int) -> bool:
    return view.doc.blocks[view.facts[i].paragraph].section == _SUMMARY


def _of_whole_period(view: View, fact: Fact) -> bool:
    return fact.period is not None and fact.period.text in view.known.whole_period


def _conflicts(view: View, group: list[int]) -> Iterator[Check]:
    named: dict[str, list[int]] = defaultdict(list)
    for i in group:
        name = _name(view, i)
        if name:
            named[name].append(i)
    for name, same in named.items():
        if len({view.facts[i].quantity.low for i in same}) != 2 or _over_years(view, same):
            continue
        first = same[0]
        other = next(i for i in same if view.facts[i].quantity.low != view.facts[first].quantity.low)
        if view.facts[first].sentence != view.facts[other].sentence and _sure(view, first, other):
            quotes = joined(view.quote(view.facts[i]) for i in (first, other))
            yield view.alarm("conflicting_values", f"“{name}”前后不一：{quotes}", other, first)


def _name(view: View, i: int) -> str:
    fact = view.facts[i]
    if not exact(fact) or fact.scope != "total" or fact.part_of is not None:
        return ""
    if view.text[fact.span.end : fact.span.end + 1] not in _NOUN_FREE:
        return ""
    name = view.own_words(i)
    if len(name) < _SHORT or name in view.known.too_general or view.known.not_the_same.search(name):
        return ""
    return name


def _over_years(view: View, same: list[int]) -> bool:
    return any(view.over_years(view.facts[i].paragraph) for i in same)


def _sure(view: View, first: int, other: int) -> bool:
    a, b = view.facts[first], view.facts[other]
    low, high = sorted((a.quantity.low or Decimal(0), b.quantity.low or Decimal(0)))
    sections = {view.doc.blocks[f.paragraph].section for f in (a, b)}
    told = (_in_summary(view, first) != _in_summary(view, other)) or (
        _of_whole_period(view, a) and _of_whole_period(view, b)
    )
    near = low > 0 and high / low <= _NEAR
    rounded = high - low <= max(view.step(a), view.step(b))
    return (
        told
        and near
        and not rounded
        and sections <= {_SUMMARY, "achievements"}
        and a.paragraph != b.paragraph
    )
