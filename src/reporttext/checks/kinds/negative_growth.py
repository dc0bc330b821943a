"""增长-2.4%, 下降负3%: the word says one direction, the sign of the figure turns it round. 负增长2.4% and 增速-0.4% are well said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reporttext.checks.view import View
from reporttext.model import Check, Span

# One sign only: —— is a dash. A digit before it makes a range (5-6%).
_SIGN: Final = re.compile(r"(?<![\d%—\-])[-−负]\Z")
_RANGE: Final = re.compile(r" ?(?:至|到|~|-|—)")


def find(view: View) -> Iterator[Check]:
    """A figure with a minus straight after a word of rising or falling; targets between two bounds (增长-1%至1%) are left alone."""
    text, known = view.text, view.known
    for i, fact in enumerate(view.facts):
        at = fact.span.start
        if text[at : at + 1] in ("-", "−", "负"):
            at += 1
        elif text[at - 1 : at] not in ("-", "−", "负"):
            continue
        if (
            not _SIGN.search(text, max(0, at - 2), at)
            or fact.quantity.masked
            or fact.quantity.high is not None
        ):
            continue
        if _RANGE.match(text, fact.span.end):
            continue
        for words, meant in ((known.rising, "减少"), (known.falling, "增加")):
            verb = words.search(text, max(0, at - 7), at - 1)
            if verb:
                span = Span(at - 1, fact.span.end)
                message = f"“{verb[0]}”后面的数字是负数（{span.of(view.doc.text)}），意思成了{meant}"
                yield view.alarm("negative_growth", message, i, Span(*verb.span()), span=span)
