"""The words round figures, by place. A stretch of them is a `range` of places in columns, so that nothing is copied."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import reduce
from operator import or_

from reporttext.model import Document, Words
from reporttext.resolve.marks import BLANK, Marks

NO_TOKENS = range(0)


class Tokens:
    """The words of one sentence of a document after the other.

    Word `k` is `folded[starts[k]:ends[k]]`, `marks[k]` says what it can be. A stretch that cuts a word in two has copies
    of its own, at the end of the columns. Blanks are left out. `seen` holds the marks of all words together: what is not
    in it no rule needs to look for.
    """

    __slots__ = ("count", "ends", "folded", "known", "marks", "seen", "starts", "text", "words")

    def __init__(self, doc: Document, known: Marks) -> None:
        self.folded, self.text, self.known = doc.folded, doc.text, known
        self.words = doc.words or Words([doc.text])
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.marks: list[int] = []
        self.count = self.seen = 0

    def open(self, begin: int, end: int) -> None:
        """Take up the sentence at [begin, end); `between` is asked for stretches of it, and earlier stretches end."""
        starts, texts = self.words.starts, self.words.texts
        i, j = bisect_right(starts, begin) - 1, bisect_left(starts, end)
        self.starts = list(starts[i:j])
        self.ends = [*starts[i + 1 : j], starts[j] if j < len(starts) else len(self.text)]
        self.marks = [*map(self.known.__getitem__, texts[i:j])]
        if BLANK in self.marks:
            kept = [k for k, mark in enumerate(self.marks) if mark != BLANK]
            self.starts, self.ends, self.marks = (
                [column[k] for k in kept] for column in (self.starts, self.ends, self.marks)
            )
        self.count = len(self.starts)
        self.seen = reduce(or_, self.marks, 0)

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
