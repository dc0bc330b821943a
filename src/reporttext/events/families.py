"""The families of rules, one after the other: where two find the same, the earlier has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reporttext.events.again import find_again
from reporttext.events.lists import find_headings, find_listed
from reporttext.events.plain import find_known, find_plain, find_titles
from reporttext.events.quoted import find_quoted
from reporttext.events.spans import taken, titles
from reporttext.events.vocabulary import Found, Vocabulary
from reporttext.wordscan import Stretch


def candidates(text: str, spotted: Mapping[str, list[Stretch]], words: Vocabulary) -> list[Found]:
    """What the families find in a folded text, family by family; nothing that stands in the name of a document.

    `spotted` are the words of `reporttext.spotting` in the text.
    """
    documents = titles(text)

    def outside(found: Iterable[Found]) -> list[Found]:
        return [f for f in found if not documents.overlaps(f.start, f.end)]

    found = outside(find_quoted(text, words))
    found += outside(find_known(text, spotted["name"], words, taken(found)))
    found += outside(find_plain(text, spotted["plain"], words, taken(found)))
    found += outside(find_titles(text, spotted["title"], words, taken(found)))
    found += outside(find_listed(text, words, taken(found)))
    found += outside(find_headings(text, words, taken(found)))
    found += outside(find_again(text, found, words))
    return found
