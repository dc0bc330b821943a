"""建设“…”智慧平台, 新建“云课堂”2处: a place or tool is a project of the report while it is being built."""

from __future__ import annotations

import re
from typing import Final

from reporttext.events.patterns import NUMBER
from reporttext.events.quotes import ENDS, SLOGAN, Quote
from reporttext.events.spans import Found
from reporttext.events.vocabulary import Vocabulary

# A longer name of a place is a vision: 打造“…战略平台”.
_PLACE: Final = 8
# One of which there are several is a kind of place: 新建“…”驿站4个.
_COUNTED: Final = re.compile(rf"\s?[共达约超近]?{NUMBER}\s?[个处家座间所]")


def facility(text: str, quote: Quote, left: str, words: Vocabulary) -> Found | None:
    """The quoted place with its head noun, if `left`, the clause before it, says that it is built."""
    if left.rstrip("了好").endswith(words.builds):
        tail = words.facility.match(text, quote.end)
        if tail and not _COUNTED.match(text, tail.end()):
            return Found(quote.start, tail.end(), "project", "event.quoted.facility", 0.7)
    if (
        quote.inner.endswith(words.facilities_inside)
        and len(quote.inner) <= _PLACE
        and "的" not in quote.inner
        and not SLOGAN.match(quote.inner)
        and words.built.search(left)
        and ENDS.match(text, quote.end)
    ):
        return Found(quote.start, quote.end, "project", "event.quoted.facility", 0.6)
    return None
