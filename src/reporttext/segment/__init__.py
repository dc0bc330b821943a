"""Words: jieba 0.42.1's own result with our dictionary, at rjieba's speed.

Whole tokens beside jieba's: 《…》 titles, masks (**, ×××, XX, ○○, __, 某某, 20**, ×.×), figures (１００％, 1,234.5, 二〇二四),
dictionary words that hold a digit, a letter, a sign or a blank (PM2.5, R&D经费, 互联网+, 12·4).

Most lines have nothing in them that jieba does not cut well, and those that stand together are cut in one piece. A line that
may hold a token of ours or needs folding is cut by itself; no word of jieba's crosses a line break, so this is jieba's result
on the whole text. Such a line is cut in its folded form, so １００％ and 100% have the same boundaries, and the tokens are
slices of the line as written. Our own tokens are found first, jieba cuts what lies between them. A stretch of jieba's word
characters longer than `LONGEST` is cut at that length first: its Viterbi copies every path, and 300,000 characters without a
stop would not end.

jieba itself (pure Python) serves where rjieba is missing, with the same tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import accumulate

from reporttext.fold import fold
from reporttext.lexicon import Lexicon
from reporttext.model import Document, Words
from reporttext.segment.dictionary import PLAIN, read_entries
from reporttext.segment.engines import LONGEST, Backend, Cut, bounded, cutters, weight_to_keep
from reporttext.segment.kinds import Kind, kind_of, masks
from reporttext.segment.lines import special_lines, wide_characters
from reporttext.segment.own import own_tokens

__all__ = ["LONGEST", "Backend", "Cut", "Kind", "cutter", "kind_of", "masks", "segmenter", "weight_to_keep"]


def segmenter(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage that sets `doc.words`: the tokens tile the text exactly."""
    cut = cutter(lexicon)
    return lambda doc: replace(doc, words=Words(cut(doc.text)))


@cache
def cutter(lexicon: Lexicon, backend: Backend = "auto") -> Cut:
    """A function from any text to its tokens; joined they are the text again.

    `backend` is for tests: "auto" takes rjieba where it can be imported. Built once a process and dictionary, safe in
    threads, not picklable: a worker process calls `cutter` itself.
    """
    words = read_entries(lexicon["words"], lexicon.tables.get("user_words", {}).get("words", ()))
    signed = [e.word for e in words if not PLAIN.fullmatch(e.word)]
    own = own_tokens(signed)
    plain, careful = cutters([e for e in words if PLAIN.fullmatch(e.word)], backend)
    wide = wide_characters(signed)
    is_wide, special = re.compile(f"[{wide}]"), special_lines(signed, wide)

    def folded_line(line: str) -> list[str]:
        found: list[str] = []
        end = 0
        for match in own.finditer(line):
            start, stop = match.span()
            if start > end:
                found += careful(line[end:start])
            found.append(match[0])
            end = stop
        if end < len(line):
            found += careful(line[end:] if end else line)
        return found

    def line_by_line(text: str) -> list[str]:
        found: list[str] = []
        for line in text.splitlines(keepends=True):
            found += _as_written(line, folded_line(fold(line))) if is_wide.search(line) else folded_line(line)
        return found

    def tokens(text: str) -> list[str]:
        found: list[str] = []
        whole = plain if all(len(line) <= LONGEST for line in text.split("\n")) else bounded(plain)
        done = 0
        while (match := special.search(text, done)) is not None:
            begin = text.rfind("\n", done, match.start()) + 1 or done
            if begin > done:
                found += whole(text[done:begin])
            done = text.find("\n", match.end()) + 1 or len(text)
            found += line_by_line(text[begin:done])
        return found + whole(text[done:]) if done < len(text) else found

    return tokens


def _as_written(line: str, tokens: list[str]) -> list[str]:
    """The stretches of `line` that lie under the tokens of its folded form."""
    ends = list(accumulate(map(len, tokens)))
    return [line[start:end] for start, end in zip([0, *ends], ends, strict=False)]
