"""覆盖率达到102%, 占比120%: a share of a whole cannot exceed 100 %. 完成率, 增长率, 开工率 and the like can, and are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from reporttext.checks.view import View
from reporttext.model import Check, Span

_ALL: Final = Decimal(100)


def find(view: View) -> Iterator[Check]:
    """A figure over 100 % straight after the name of a rate that data/checks.toml lists under `at_most_100`."""
    for i in view.shares:
        fact = view.facts[i]
        low = fact.quantity.low
        if low is None or low <= _ALL or fact.quantity.qualifier == "under":
            continue
        floor = view.doc.sentences[fact.sentence].span.start
        noun = view.known.capped.search(view.text, max(floor, fact.span.start - 20), fact.span.start)
        if noun:
            span = Span(*noun.span("noun"))
            message = f"“{span.of(view.doc.text)}”不可能超过100%，文中是{view.quote(fact)}"
            yield view.alarm("share_over_100", message, i, span)
