"""“插秧节”当天, 紧扣春耕开犁、插秧节等主题: a name found in the report, mentioned again with no verb or head noun to tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reporttext.events.quotes import QUOTE, inner_of
from reporttext.events.spans import Found, Taken
from reporttext.events.vocabulary import Vocabulary
from reporttext.model import EventType

# What is held, and so is talked of by its bare name; drives and programmes share their names with what they are for.
_HELD: Final = frozenset(("culture", "lecture", "meeting", "training", "volunteer", "other"))

_CLOSING = ("”", "」", "』", '"')
# So many names are looked for one by one; more would take longer than one search for all.
_FEW: Final = 30


def find_again(
    text: str, hits: Sequence[re.Match[str]], found: Sequence[Found], words: Vocabulary, taken: Taken
) -> list[Found]:
    """Further mentions, in the quotes `hits` or bare, of the names that `found` holds; linear in the text."""
    names = _names(text, found, words)
    if not names:
        return []
    quoted = [
        Found(hit.start(), hit.end(), names[inner_of(hit)], "event.quoted.again", 0.75)
        for hit in hits
        if inner_of(hit) in names and not taken.overlaps(*hit.span()) and _free(text, hit.end(), words)
    ]
    known = Taken((f.start, f.end) for f in (*found, *quoted)) if quoted else taken
    return [*quoted, *_bare(text, names, words, known)]


def _names(text: str, found: Sequence[Found], words: Vocabulary) -> dict[str, EventType]:
    """What stands in the quotes of names that tell by themselves what they are: by their last word, or as things held."""
    names: dict[str, EventType] = {}
    for item in found:
        if item.type not in _HELD and item.rule != "event.quoted.inside":
            continue
        hit = QUOTE.match(text, item.start) if item.rule.startswith("event.quoted") else None
        if not hit:
            continue
        name, rest = inner_of(hit), text[hit.end() : item.end]
        ended = words.inside.of(name) or words.inside_after_verb.of(name)
        alone = item.type != "project" and (not rest or rest in words.open_heads)
        if alone and (ended or item.rule == "event.quoted.bare"):
            names.setdefault(name, item.type)
    return names


def _free(text: str, end: int, words: Vocabulary) -> bool:
    """No noun behind it that makes it something else (“插秧节”组委会), no explanation of the word in a glossary."""
    if text.startswith((":", "："), end):
        return False
    thing = words.thing.match(text, end)
    return not words.follower.match(text, end) and not (thing and not words.across.search(thing[1]))


def _bare(text: str, names: dict[str, EventType], words: Vocabulary, known: Taken) -> Iterator[Found]:
    """Names without quotes; only such as end in a word of events, so that “大手牵小手” in a sentence is left alone."""
    ended = {
        name for name, kind in names.items() if len(name) > 2 and kind in _HELD and words.inside.of(name)
    }
    # Most names never come again, and the search below stops at every word of events.
    if len(ended) <= _FEW and not any(_comes_again(text, name, known) for name in ended):
        return
    lengths = sorted({len(name) for name in ended}, reverse=True)
    last = 0
    for hit in words.ending.finditer(text):
        end = hit.end()
        start = end - next((n for n in lengths if text[end - n : end] in ended), 0)
        if not last <= start < end or text.startswith(_CLOSING, end) or known.overlaps(start, end):
            continue
        if _free(text, end, words):
            last = end
            yield Found(start, end, names[text[start:end]], "event.plain.again", 0.6)


def _comes_again(text: str, name: str, known: Taken) -> bool:
    """Whether a name stands anywhere but where something is found already."""
    at = text.find(name)
    while at >= 0:
        if not known.overlaps(at, at + len(name)):
            return True
        at = text.find(name, at + 1)
    return False
