"""Where words of the segmenter stand in a sentence: for the sentences that were counted, and no others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
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
) -> Iterator[tuple[list[str], list[str]]]:
    """For each span of a sentence the words within `window` words to its left and to its right, nearest first.

    Numbers, masks and punctuation are no words and take no place; what overlaps the span belongs to it.
    """
    from reporttext.segment import kind_of

    ends = list(accumulate(map(len, tokens)))
    starts = [0, *ends[:-1]]
    is_word = [kind_of(token) == "word" for token in tokens]
    for start, end in spans:
        first, after = bisect_right(ends, start), bisect_left(starts, end)
        yield (
            _words(tokens, is_word, range(first - 1, -1, -1), window),
            _words(tokens, is_word, range(after, len(tokens)), window),
        )


def _words(tokens: Sequence[str], is_word: Sequence[bool], places: range, window: int) -> list[str]:
    found: list[str] = []
    for place in places:
        if len(found) == window:
            break
        if is_word[place]:
            found.append(tokens[place])
    return found
