"""由85%提高到82%, 从9起下降到12起: the level reached lies on the other side of the former one than the verb says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reporttext.checks.view import View, exact
from reporttext.model import Check

_FROM: Final = re.compile(r"[由从][^,;:。、\d]{0,14}\Z")
_RANKS: Final = frozenset(("位",))  # 排名由8位提升到3位 is a rise
_SEVERAL: Final = re.compile(r"分别|[和、与]")


def find(view: View) -> Iterator[Check]:
    """Two figures of one unit, 由 or 从 before the first and only a verb of change with 到 or 至 between them."""
    facts = view.facts
    for i in range(1, len(facts)):
        before, after = facts[i - 1], facts[i]
        gap = after.span.start - before.span.end
        if not 1 < gap < 12 or before.quantity.unit != after.quantity.unit or before.kind == "rank":
            continue
        if not (exact(before) and exact(after)) or before.quantity.unit in _RANKS:
            continue
        between = view.between(before, after).strip()
        rises, falls = view.known.raised_to.fullmatch(between), view.known.lowered_to.fullmatch(between)
        lead = (
            _FROM.search(view.text, max(0, before.span.start - 16), before.span.start)
            if rises or falls
            else None
        )
        low, high = before.quantity.low, after.quantity.low
        if lead is None or low is None or high is None or _SEVERAL.search(lead[0]):
            continue
        if (rises and high < low) or (falls and high > low):
            message = f"写作“{between}”，但{view.quote(before)}到{view.quote(after)}方向相反"
            yield view.alarm("direction", message, i, i - 1)
