"""A figure found on the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reporttext.model import Quantity, Span

# Makes a named tuple of all its fields in a third of the time that its own constructor takes, which is Python code.
made: Final = tuple.__new__


class Finding:
    """A figure on the page. `core` runs from the first digit or mask to the unit's end; `span` takes in the approximators.

    `style` is how the numeral was written: digits, han, vague (上千) or mask. `qualifier_text` is as written. `start`, `end` and
    `unit` are those of the core and the quantity. A plain class, as others here: once compiled it is made and read far faster
    than a tuple or a dataclass.
    """

    __slots__ = (
        "core",
        "end",
        "kind",
        "number",
        "qualifier_text",
        "quantity",
        "rule",
        "span",
        "start",
        "style",
        "unit",
    )

    def __init__(  # noqa: PLR0917
        self,
        kind: str,
        span: Span,
        core: Span,
        quantity: Quantity,
        style: str,
        number: str,
        qualifier_text: str | None = None,
        rule: str = "",
    ) -> None:
        self.kind = kind
        self.span = span
        self.core = core
        self.quantity = quantity
        self.style = style
        self.number = number
        self.qualifier_text = qualifier_text
        self.rule = rule
        self.start, self.end = core
        self.unit = quantity.unit


def longest(found: Iterable[Finding]) -> list[Finding]:
    """Findings in order of place; of two that overlap the one that starts first, then the longer, then the first kind."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.start, -f.end, f.kind)):
        if not kept or kept[-1].end <= finding.start:
            kept.append(finding)
    return kept
