"""The words at which events and mentions begin to look, found in one pass for both.

A pass goes slowly through an automaton that is no longer in the processor's cache, so one large is better than two.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from reporttext.lexicon import Lexicon, texts
from reporttext.model import EVENT_TYPES
from reporttext.wordscan import WordScan

# Of each list: the file, the table in it, and the entries that make it up.
_LISTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "name": ("events", "names", (*EVENT_TYPES, "numbered")),
    "plain": ("events", "plain", ("strong", "weak")),
    "held": ("events", "held", ("verbs",)),
    "title": ("events", "titles", ("won", "sought", "strict", "building", "vision", "granted")),
    "full": ("mentions", "organisations", ("full",)),
    "agency": ("mentions", "organisations", ("party", "government", "local")),
    "body": ("mentions", "organisations", ("bodies",)),
    "post": ("mentions", "posts", ("leader", "member", "duty", "staff")),
    "own": ("mentions", "places", ("self",)),
    "province": ("mentions", "places", ("provinces",)),
    "level": ("mentions", "places", ("levels",)),
    "policy": ("mentions", "policy", ("political", "party", "governance", "rural", "economy")),
}


@cache
def spotter(lexicon: Lexicon) -> WordScan:
    """The scan for all these lists; RuleError for an entry that is no list of texts."""
    return WordScan({name: _words(lexicon, *where) for name, where in _LISTS.items()})


def _words(lexicon: Lexicon, file: str, table: str, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        yield from texts(f"{file}.{table}.{key}", lexicon[file][table].get(key, []))
