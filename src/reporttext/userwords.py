"""The effect of a user's dictionary: how often each of its words was used in a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reporttext.errors import UsageError
from reporttext.fold import fold
from reporttext.segment import kind_of
from reporttext.store.reader import Reports
from reporttext.wordlist import read_words

_TERMS = "select term, doc_id, sum(count) from terms where length(term) > 1 group by term, doc_id order by term, doc_id"


@dataclass(frozen=True, slots=True)
class WordHit:
    """A word of the user's dictionary, as folded, with how often the run has it as a token and in how many documents.

    `counted` tells whether it is a word that term counts hold at all; figures and signs are not.
    """

    word: str
    count: int
    documents: int
    counted: bool


def word_hits(reports: Reports) -> list[WordHit]:
    """The words of the dictionary that the run was given, the most frequent first, those never used last. Raises UsageError."""
    given = reports.words()
    if given is None:
        raise UsageError(
            f"{reports.path} was made without a dictionary of yours: run it with --words FILE first"
        )
    words = [entry.word for entry in read_words(given)]
    count: Counter[str] = Counter()
    documents: dict[str, set[str]] = {word: set() for word in words}
    for term, doc_id, number in reports.stream(_TERMS):
        word = fold(term)  # a report may have it in full width
        if word in documents:
            count[word] += int(number)
            documents[word].add(doc_id)
    hits = [WordHit(word, count[word], len(documents[word]), kind_of(word) == "word") for word in words]
    return sorted(hits, key=lambda hit: (-hit.count, hit.word))
