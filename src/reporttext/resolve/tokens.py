"""The words round figures, by place. A stretch of them is a `range` of places in columns, so that nothing is copied."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from reporttext.model import Document, Words
from reporttext.resolve.marks import BLANK, Marks

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

    def open(self, begin: int, end: int) -> None:
        """Take up the sentence at [begin, end); `between` is asked for stretches of it, and earlier stretches end."""
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
            mark = self.known[self.text[start:stop]]
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
