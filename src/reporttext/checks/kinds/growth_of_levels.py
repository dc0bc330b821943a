"""由120件减少到90件，下降20%: a stated growth that its own two levels contradict (it is 25%).

Only counts: money and output grow at constant prices, which their levels do not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from reporttext.checks.view import View, exact, plain, written_step
from reporttext.model import Check, Fact

_FROM: Final = re.compile(r"[由从][^,;:。、\d]{0,14}\Z")


def find(view: View) -> Iterator[Check]:
    """Two counts of one unit, 由 or 从 before the first and a verb with 到 or 至 between them, then 增长 or 下降 and a percentage."""
    facts, known = view.facts, view.known
    for k in range(2, len(facts)):
        stated, after, before = facts[k], facts[k - 1], facts[k - 2]
        if (
            stated.quantity.unit != "%"
            or after.kind != "count"
            or after.quantity.unit != before.quantity.unit
        ):
            continue
        if before.sentence != stated.sentence or not (exact(before) and exact(after) and exact(stated)):
            continue
        between = view.between(before, after).strip()
        rises, falls = known.raised_to.fullmatch(between), known.lowered_to.fullmatch(between)
        if not (rises or falls) or not _FROM.search(
            view.text, max(0, before.span.start - 16), before.span.start
        ):
            continue
        verb = (known.rising if rises else known.falling).search(view.between(after, stated))
        if (
            verb
            and view.between(after, stated)[: verb.start()] in (",", "、")
            and not _agrees(view, before, after, stated)
        ):
            value = plain(_percent(before, after))
            message = f"从{view.quote(before)}到{view.quote(after)}是{value}%，文中写{view.quote(stated)}"
            yield view.alarm("growth_of_levels", message, k, k - 1)


def _percent(before: Fact, after: Fact) -> Decimal:
    a, b = before.quantity.low, after.quantity.low
    return abs(b - a) / a * 100 if a and b is not None else Decimal(0)


def _agrees(view: View, before: Fact, after: Fact, stated: Fact) -> bool:
    a, b, said = before.quantity.low, after.quantity.low, stated.quantity.low
    if (
        not a
        or not b
        or said is None
        or (b > a) != bool(view.known.raised_to.search(view.between(before, after)))
    ):
        return True
    one = written_step(view.text, stated)
    slack = (view.step(before) / a + view.step(after) / b) / 2 * b / a * 100
    return abs(_percent(before, after) - said) <= one + slack
