"""Where words of the segmenter stand in a sentence: for the sentences that were counted, and no others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def cut_as_run(reports: Reports) -> Callable[[str], list[str]]:
    """The segmenter with the dictionary and the own words of the run that filled the store."""
    from reporttext import lexicon
    from reporttext.segment import cutter

    return cutter(lexicon.load(reports.rules(), words=reports.words()))


def times(tokens: Iterable[str], words: frozenset[str]) -> int:
    """How many tokens are one of the words; a word over a line break is that word, as in the table of words."""
    return sum("".join(token.split()) in words for token in tokens)


def neighbours(
    tokens: Sequence[str], spans: Iterable[tuple[int, int]], window: int
) -> Iterator[tuple[list[int], list[int]]]:
    """For each span of a sentence the places of the words within `window` words to its left and to its right, nearest first.

    Numbers, masks and punctuation are no words and take no place; what overlaps a span is that span, and no neighbour of another.
    """
    from reporttext.segment import kind_of

    spans = list(spans)
    ends = list(accumulate(map(len, tokens)))
    starts = [0, *ends[:-1]]
    is_word = [kind_of(token) == "word" for token in tokens]
    sides = [(bisect_right(ends, start), bisect_left(starts, end)) for start, end in spans]
    own = {place for first, after in sides for place in range(first, after)}
    for first, after in sides:
        yield (
            _words(is_word, range(first - 1, -1, -1), window, own),
            _words(is_word, range(after, len(tokens)), window, own),
        )


def _words(is_word: Sequence[bool], places: Iterable[int], window: int, own: Container[int]) -> list[int]:
    near = islice((place for place in places if is_word[place]), window)
    return [place for place in near if place not in own]
