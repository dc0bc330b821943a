"""元宵板龙巡游、端午龙舟赛、“月满堤上”中秋诗会等文化活动; 2.燃气安全整治。: unquoted names that their place in the text gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from reporttext.events.quotes import before
from reporttext.events.spans import Found, Taken
from reporttext.events.vocabulary import Vocabulary
from reporttext.model import EventType

# How far before 等文化活动 its list may begin, and how long a name in it may be.
_REACH: Final = 80
_LEAST, _MOST = 4, 14
_JOINS: Final = 4  # names are not longer lists than this
_START: Final = re.compile(r"(?s).*[，。；：！？,;:!?\n]")
# 和 parts items where the one before it ends like an event: 桃花节和龙舟赛, not 和美乡村篮球赛.
_ITEM: Final = re.compile("(?:(?<![节会赛演秀季])[和与及]|[^、和与及])+")
_QUOTES: Final = frozenset('“”「」『』《》"')


def find_listed(text: str, words: Vocabulary, taken: Taken) -> Iterator[Found]:
    """The unquoted items of a list that ends in 等文化活动 and the like."""
    last = 0
    for hit in words.list_end.finditer(text):
        low = max(last, hit.start() - _REACH)
        cut = _START.match(text, low, hit.start())
        start, last = cut.end() if cut else low, hit.end()
        items = list(_ITEM.finditer(text, start, hit.start()))
        for number, item in enumerate(items if len(items) > 1 else ()):
            at = item.start() + (_verb_end(item.group(), words) if number == 0 else 0)
            kind = _named(text[at : item.end()], words)
            if kind and not taken.overlaps(at, item.end()):
                yield Found(at, item.end(), kind, "event.plain.listed", 0.65)


def _verb_end(item: str, words: Vocabulary) -> int:
    end = words.verb_end(item) or 0
    skipped = words.strip.match(item, end)
    return skipped.end() if skipped else end


def _named(name: str, words: Vocabulary) -> EventType | None:
    """The type of an item that is a name: a festival or contest with a modifier that says which."""
    if not _LEAST <= len(name) <= _MOST or _QUOTES.intersection(name):
        return None
    if name.startswith(words.list_verbs) or words.bad.search(name):
        return None
    ending = words.list_types.of(name)
    if ending:
        modifier = name[: -len(ending[0])]
        return ending[1] if len(modifier) > 1 and not words.list_generic.match(modifier) else None
    return "culture" if name.startswith(words.seasons) else None


def find_headings(text: str, words: Vocabulary, taken: Taken) -> Iterator[Found]:
    """Drives and programmes that a small heading or item names: 3.燃气安全整治。, 四是安居惠民工程。"""
    first = words.heading.match("\n" + text[:_REACH])  # the first line has no line end before it
    for hit in chain([first] if first else [], words.heading.finditer(text), words.item.finditer(text)):
        start, end = hit.span(1) if hit is not first else (hit.start(1) - 1, hit.end(1) - 1)
        if words.bad.search(hit[1]) or words.generic.match(hit[1]) or taken.overlaps(start, end):
            continue
        if words.verb_end(hit[1]) is None:
            yield Found(start, end, words.type_of(hit[1], hit[1]), "event.plain.heading", 0.6)


def joined_start(text: str, head: int, left: str, words: Vocabulary) -> int | None:
    """Where 企业负责人、安全员培训班 begins: things joined by 、 before one head noun, with the verb before the first."""
    at = head - len(left) - 1  # of the 、
    for _ in range(_JOINS):
        item, opener = before(text, at)
        end = words.verb_end(item)
        rest = item[end or 0 :]
        skipped = words.strip.match(rest) if end else None
        rest = rest[skipped.end() :] if skipped else rest
        if not 2 <= len(rest) <= _MOST or words.bad.search(rest) or words.plain.search(rest):
            return None
        if end is not None:
            return at - len(rest)
        if opener != "、":
            return None
        at -= len(item) + 1
    return None
