"""荒山造林640万亩 … 荒山造林420亩: the same thing ten thousand times as much, as when 万 is forgotten or 亿 written for 万."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Final

from reporttext.checks.view import View
from reporttext.model import Check, Fact

# The same quantity of another year or plan differs from 10⁴ by what a year changes: by half at most.
_LEAST, _MOST = Decimal(6000), Decimal(17000)
_KINDS: Final = frozenset(("count", "money", "measure"))
_SHORT, _FEW = 4, 6
_NOUN_FREE: Final = frozenset(",;:。、!?\n)")


def find(view: View) -> Iterator[Check]:
    """Figures of one unit with the same words before them, whose values stand nearly as 10,000 to 1."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, fact in enumerate(view.facts):
        if fact.kind in _KINDS and fact.quantity.low and fact.indicator:
            groups[fact.quantity.unit, fact.indicator[-_SHORT:]].append(i)
    for group in groups.values():
        if len(group) > 1 and _spread(view, group) >= _LEAST:
            yield from _slips(view, group)


def _spread(view: View, group: list[int]) -> Decimal:
    values = [abs(view.facts[i].quantity.low or Decimal(1)) for i in group]
    return max(values) / min(values)


def _slips(view: View, group: list[int]) -> Iterator[Check]:
    named = [(i, name) for i in group if _comparable(view, view.facts[i]) and (name := _name(view, i))]
    if len(named) > _FEW:  # said so often, it is a general word (投入, 补助)
        return
    for (i, name), (j, other) in combinations(named, 2):
        a, b = view.facts[i], view.facts[j]
        if name != other or not a.quantity.low or not b.quantity.low:
            continue
        ratio = max(a.quantity.low, b.quantity.low) / min(a.quantity.low, b.quantity.low)
        if _LEAST <= ratio <= _MOST:
            less, more = (i, j) if a.quantity.low < b.quantity.low else (j, i)
            message = f"“{name}”一处是{view.quote(view.facts[less])}，一处是{view.quote(view.facts[more])}，相差约一万倍，疑漏写或多写“万”"
            yield view.alarm("magnitude", message, less, more)


def _comparable(view: View, fact: Fact) -> bool:
    quantity = fact.quantity
    return (
        fact.status != "reference"
        and fact.scope == "total"
        and not fact.change
        and quantity.high is None
        and "/" not in quantity.unit
        and view.text[fact.span.end : fact.span.end + 1] in _NOUN_FREE
    )


def _name(view: View, i: int) -> str:
    name = view.own_words(i)
    if len(name) < _SHORT or name in view.known.too_general or view.known.not_the_same.search(name):
        return ""
    return name
