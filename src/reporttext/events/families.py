"""The families of rules, one after the other: where two find the same, the earlier has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporttext.events.again import find_again
from reporttext.events.held import HeldWords, find_held
from reporttext.events.known import KnownWords, find_known
from reporttext.events.lists import find_headings, find_listed
from reporttext.events.pilots import PilotWords, find_pilots
from reporttext.events.plain import find_plain
from reporttext.events.quoted import find_quoted
from reporttext.events.quotes import quotes
from reporttext.events.spans import Found, Taken, titles
from reporttext.events.titles import TitleWords, find_titles
from reporttext.events.vocabulary import Vocabulary
from reporttext.lexicon import Table
from reporttext.wordscan import Stretches


@dataclass(frozen=True, eq=False)
class Words:
    """What the families search for: the words of all, then those of one."""

    common: Vocabulary
    known: KnownWords
    held: HeldWords
    titles: TitleWords
    pilots: PilotWords

    @classmethod
    def of(cls, table: Table) -> Words:
        """Compile the table `events`. Raises RuleError for an entry it does not know."""
        common = Vocabulary.of(table)  # first, since it checks the keys
        return cls(
            common, KnownWords.of(table), HeldWords.of(table), TitleWords.of(table), PilotWords.of(table)
        )


def candidates(text: str, spotted: Stretches, lists: Words) -> list[Found]:
    """What the families find in a folded text, family by family; nothing that stands in the name of a document.

    `spotted` are the words of `reporttext.spotting` in the text.
    """
    words = lists.common
    documents = titles(text)
    found: list[Found] = []
    known = Taken()

    def take(family: Iterable[Found]) -> None:
        new = [item for item in family if not documents.overlaps(item.start, item.end)]
        if new:
            found.extend(new)
            known.add([(item.start, item.end) for item in new])

    quoted = quotes(text)
    take(find_quoted(text, quoted, words))
    take(find_known(text, spotted["name"], lists.known, words, known))
    take(find_held(text, spotted["held"], lists.held, words, known))
    take(find_plain(text, spotted["plain"], words, known))
    take(find_titles(text, spotted["title"], lists.titles, words, known))
    take(find_pilots(text, lists.pilots, words, known))
    take(find_listed(text, words, known))
    take(find_headings(text, words, known))
    take(find_again(text, quoted, found, words, known))
    return found
