"""The words round figures, by place. A stretch of them is a `range` of places in columns, so that nothing is copied."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from reporttext.model import Document, Words
from reporttext.resolve.words.marks import BLANK, TIME, TIMED, Marks

NO_TOKENS: Final = range(0)


class Tokens:
    """The words of one sentence of a document after the other.

    Word `k` is `folded[starts[k]:ends[k]]`, `marks[k]` says what it can be. A stretch that cuts a word in two has copies
    of its own, at the end of the columns. Blanks are left out. `seen` holds the marks of all words together: what is not
    in it no rule needs to look for.
    """

    __slots__ = ("_begins", "_texts", "count", "ends", "folded", "known", "marks", "seen", "starts", "text")

    def __init__(self, doc: Document, known: Marks) -> None:
        self.folded, self.text, self.known = doc.folded, doc.text, known
        words = doc.words or Words([doc.text])
        self._texts, self._begins = words.texts, words.starts
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.marks: list[int] = []
        self.count = self.seen = 0

    def open(self, begin: int, end: int, times: Sequence[tuple[int, int]] = ()) -> None:
        """Take up the sentence at [begin, end); `between` is asked for stretches of it, and earlier stretches end. Each of its
        `times` is one word that no name holds.
        """
        begins = self._begins
        i = bisect_right(begins, begin) - 1
        j = bisect_left(begins, end, i, min(len(begins), i + end - begins[i]))  # no word is empty
        self.starts, self.ends = [*begins[i:j]], [*begins[i + 1 : j + 1]]
        if j == len(begins):
            self.ends.append(len(self.text))
        self.marks = [*map(self.known.__getitem__, self._texts[i:j])]
        self.seen = self.together(0, j - i)
        if self.seen & BLANK:
            kept = [k for k, mark in enumerate(self.marks) if mark != BLANK]
            self.starts, self.ends = [self.starts[k] for k in kept], [self.ends[k] for k in kept]
            self.marks = [self.marks[k] for k in kept]
        self.count = len(self.starts)
        if times:
            self._take_out(times)

    def _take_out(self, times: Sequence[tuple[int, int]]) -> None:
        """Make one word of each time, cut out of the words that reach into it: (2021年7月1日)至(2022年6月30日)植树."""
        starts, ends, marks = list[int](), list[int](), list[int]()
        i = 0

        def add(start: int, end: int, mark: int) -> None:
            if start < end:
                starts.append(start)
                ends.append(end)
                marks.append(mark)

        for begin, end in times:
            while i < self.count and self.ends[i] <= begin:
                add(self.starts[i], self.ends[i], self.marks[i])
                i += 1
            if i < self.count and self.starts[i] < begin:
                add(self.starts[i], begin, self.known[self.text[self.starts[i] : begin]])
            add(begin, end, TIME)
            while i < self.count and self.ends[i] <= end:
                i += 1
            if i < self.count and self.starts[i] < end:
                add(end, self.ends[i], self.known[self.text[end : self.ends[i]]])
                i += 1
        starts += self.starts[i:]
        ends += self.ends[i:]
        marks += self.marks[i:]
        self.starts, self.ends, self.marks, self.count = starts, ends, marks, len(starts)
        self.seen |= TIME | self.together(0, self.count)

    def together(self, first: int, stop: int) -> int:
        """The marks of the words in [first, stop) in one."""
        marks, seen = self.marks, 0
        for k in range(first, stop):
            seen |= marks[k]
        return seen

    def between(self, begin: int, end: int) -> range:
        """The words in [begin, end), clipped to it."""
        if begin >= end:
            return NO_TOKENS
        i = bisect_right(self.ends, begin, 0, self.count)
        j = bisect_left(self.starts, end, i, self.count)
        if i < j and (self.starts[i] < begin or self.ends[j - 1] > end):
            return self.clipped(range(i, j), begin, end)
        return range(i, j)

    def clipped(self, tokens: range, begin: int, end: int) -> range:
        """Copies of words that may reach beyond [begin, end), as far as they lie in it."""
        first = len(self.starts)
        for k in tokens:
            start, stop = max(self.starts[k], begin), min(self.ends[k], end)
            mark = TIME if self.marks[k] & TIMED else self.known[self.text[start:stop]]
            if mark != BLANK:
                self.starts.append(start)
                self.ends.append(stop)
                self.marks.append(mark)
                self.seen |= mark
        return range(first, len(self.starts))

    def word(self, k: int) -> str:
        return self.folded[self.starts[k] : self.ends[k]]

    def begin(self, tokens: range) -> int:
        """Where a stretch of one word or more begins in the document."""
        return self.starts[tokens.start]

    def end(self, tokens: range) -> int:
        return self.ends[tokens.stop - 1]
