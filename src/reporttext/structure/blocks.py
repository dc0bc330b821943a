"""Blocks: one a non-empty line, with its role, level, number and the headings above it.

Recognised: numbered headings of all usual forms (see numbering.py), run-in headings (1.统一思想，提高站位。我镇……),
headings with no end punctuation, unnumbered ones with a head phrase (过去五年工作回顾), titles, subtitles, salutations,
signatures, page furniture. Spans are half-open code points without the blanks around a line. A hint of the reader wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from reporttext.furniture import furniture
from reporttext.lexicon import Lexicon, texts
from reporttext.model import Block, Document, Role, Span
from reporttext.structure.contents import contents_of
from reporttext.structure.ends import Ends
from reporttext.structure.lines import Line, lines_of
from reporttext.structure.numbering import numbers
from reporttext.structure.outline import Outline

# A heading is seldom longer; a run-in one never, or the first sentence is plain text.
_HEAD, _SENTENCE_HEAD, _RUN_IN = 60, 48, 50
_ITEMS: Final = frozenset(("item", "circle", "ordinal", "word"))
_INNER: Final = re.compile(r"\s(?=\([一二三四五六七八九十]{1,3}\)|[一1][、.](?!\d)|①)")
_TRIM: Final = "。;:;,、.:： \t"


@cache
def find_blocks(lexicon: Lexicon) -> Callable[[Document], Document]:
    """Return the stage that fills `blocks`; raises RuleError on a bad table."""
    read_number = numbers(lexicon)
    ends = Ends(lexicon, furniture(lexicon))
    never = texts("headings.plain.never", lexicon["headings"]["plain"]["never"])
    longest = int(lexicon["headings"]["plain"]["longest"])

    def stage(doc: Document) -> Document:
        every = lines_of(doc, read_number)
        contents = contents_of(every)
        lines = [line for i, line in enumerate(every) if i not in contents] if contents else every
        front = ends.front(lines, doc.source)
        tail = ends.tail(lines, len(front))
        plain = _PlainHeads(lines, ends, never, longest)
        body = range(len(front), len(lines))
        roles: list[Role] = [*front, *(tail.get(index) or _role(lines, index, ends, plain) for index in body)]
        blocks = _with_paths(doc, lines, roles, plain)
        if contents:
            listed = (
                Block(Span(line.start, line.end), "noise", page=line.hint.page)
                for line in map(every.__getitem__, contents)
            )
            blocks = tuple(sorted((*blocks, *listed), key=lambda block: block.span))
        return replace(doc, blocks=blocks)

    return stage


def _role(lines: Sequence[Line], index: int, ends: Ends, plain: _PlainHeads) -> Role:
    line = lines[index]
    if line.hint.role is not None and line.hint.role != "body":
        return line.hint.role
    if line.hint.level is not None and len(line.text) <= 2 * _HEAD:
        return "heading"
    if line.number is None:
        if len(line.text) <= 120 and ends.is_furniture(line.text):
            return "noise"
        return "heading" if plain.strength(index) else "body"
    return "heading" if _is_numbered_head(lines, index, ends) else "body"


def _is_numbered_head(lines: Sequence[Line], index: int, ends: Ends) -> bool:
    """Whether the whole line is a heading. One that ends in 。 is, if text or a lower level follows and not its sibling."""
    line = lines[index]
    number, words = line.number, line.words
    assert number is not None
    if not words:
        return number.level is not None and number.level <= 2
    if number.style == "arabic" and _lists_annexes(lines, index, ends):
        return False
    if words[-1] in ";,":
        return False
    if words[-1] == ":":
        return len(words) <= 30 and line.first_end < 0
    if line.first_end < 0:
        return not _is_entry(lines, index)
    whole = line.first_end == len(words) and words[-1] == "。"
    return (
        whole
        and len(words) <= _SENTENCE_HEAD
        and number.style not in _ITEMS
        and _has_text_below(lines, index)
    )


def _lists_annexes(lines: Sequence[Line], index: int, ends: Ends) -> bool:
    """Whether an entry goes on with a list of annexes: 附件：1.清单 above 2.台账."""
    for line in reversed(lines[max(0, index - 9) : index]):
        if line.number is None:
            return ends.is_annex(line.text) and ":" in line.text[:12] and line.text[-1] != ":"
        if line.flowing:
            return False
    return False


def _is_entry(lines: Sequence[Line], index: int) -> bool:
    """A line without a full stop that still is no heading: long, run into text, or in a list beside its siblings."""
    line = lines[index]
    if line.number is None or len(line.words) > _HEAD or run_in_end(line) > 0:
        return True
    if line.number.level is not None and line.number.level <= 2:
        return False
    if line.number.level is None:
        return not _has_text_below(lines, index)
    beside = (lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines))
    return any(
        n.number is not None and n.number.style == line.number.style and n.first_end < 0 for n in beside
    )


def _has_text_below(lines: Sequence[Line], index: int) -> bool:
    if index + 1 >= len(lines):
        return False
    here, below = lines[index], lines[index + 1]
    if below.number is None or here.number is None:
        return below.number is None and below.flowing and len(below.text) > len(here.words)
    return below.number.style != here.number.style and (below.number.level or 9) > (here.number.level or 9)


class _PlainHeads:
    """Unnumbered headings, found conservatively: short, no end punctuation, between paragraphs."""

    def __init__(self, lines: Sequence[Line], ends: Ends, never: tuple[str, ...], longest: int) -> None:
        self.lines, self.ends, self.never, self.longest = lines, ends, never, longest

    def strength(self, index: int) -> int:
        """0 no heading, 1 a short line between paragraphs, 2 with a head phrase, 3 the head of an annex."""
        text = self.lines[index].text
        if len(text) > self.longest or text.startswith(self.never) or len(text) < 2:
            return 0
        if index * 2 >= len(self.lines) and self.ends.is_annex(text) and _short_head(text):
            return 3
        if not _short_head(text):
            return 0
        phrase = self.ends.is_head(text)
        below = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if below is None or not (
            self._opens(index + 1) or (phrase and self._opens(index + 2) and _short_head(below.text))
        ):
            return 0
        above = self.lines[index - 1] if index else None
        if phrase:
            return 2
        # What opens an excerpt has nothing above it.
        closed = above is None or (above.text[-1] in "。!?:;”)" and above.flowing)
        return 1 if closed and below.flowing and len(below.text) > len(text) + 10 and _chinese(text) else 0

    def _opens(self, index: int) -> bool:
        """Whether the line is a paragraph, or has a number."""
        return index < len(self.lines) and bool(self.lines[index].flowing or self.lines[index].number)


def _short_head(text: str) -> bool:
    return text[-1] not in "。!?;:,、…" and not any(mark in text for mark in "。!?;:\t")


def _chinese(text: str) -> bool:
    """At least four characters of Chinese and no figure at its edge: a torn line (年将是……, 1994) is no heading."""
    return (
        sum("\u4e00" <= c <= "\u9fff" for c in text) >= 4
        and not text[-1].isdigit()
        and text[0] not in "年月日%"
    )


def _with_paths(
    doc: Document, lines: Sequence[Line], roles: Sequence[Role], plain: _PlainHeads
) -> tuple[Block, ...]:
    outline = Outline()
    blocks: list[Block] = []
    for index, (line, role) in enumerate(zip(lines, roles, strict=True)):
        text = doc.text[line.start : line.end]
        number = line.number if role in ("heading", "body") else None
        level = line.hint.level if role == "heading" else None
        heading: str | None = None
        path: tuple[str, ...] = ()
        if role == "heading":
            heading = (text[number.rest :] if number else text).strip(_TRIM + "*#") or text
            if number:
                # A whole line behind a dash is a heading below all numbered ones.
                level = outline.enter(heading, number.style, number.value, number.level or level or 5)
            else:
                level = outline.enter_plain(heading, plain.strength(index), level)
            path = outline.path
        elif role == "body" and number:
            level, heading = number.level, _run_in_heading(line, text)
            # What follows 一、…… belongs to it even where it runs into text.
            outline.enter(
                heading, number.style, number.value, number.level, item=heading is None or number.level != 1
            )
            path = outline.path
        elif role not in ("title", "subtitle", "salutation", "signature"):
            outline.leave_items()
            path = outline.path
        shown = text[: number.stop].lstrip("*# ") if number else None
        span = Span(line.start, line.end)
        blocks.append(
            Block(span, role, level, shown, heading, path, page=line.hint.page, cell=line.hint.cell)
        )
    return tuple(blocks)


def _run_in_heading(line: Line, text: str) -> str | None:
    end = run_in_end(line)
    if end <= 0:
        return None
    begin = len(line.text) - len(line.words)
    return text[begin : begin + end].strip(_TRIM) or None


def run_in_end(line: Line) -> int:
    """Where a heading that runs into text ends in `line.words`, 0 if there is none.

    抓学习。…… ends at the full stop, 抓学习：…… at the colon, 抓好学习　　…… at two blanks, or at one in a long line,
    主要工作　（一）…… at the next number.
    """
    words = line.words
    inner = _INNER.search(words, 2, _RUN_IN)
    if inner and "。" not in words[: inner.start()]:
        return inner.start()
    if 0 < line.first_end <= _RUN_IN and line.first_end < len(words):
        return line.first_end
    for mark, least in ((":", 12), ("  ", 12), (" ", 80)):
        at = words.find(mark)
        if 3 < at <= 30 and len(words) - at > least and not words[at - 1].isascii():
            return at
    return 0
