"""Hard line wraps: a paragraph over several lines, as PDF and text of a fixed width have it, joined for reading.

`join` takes the breaks out, so that every later stage finds sentences and figures (投资3⏎5亿元) whole; `part` puts them back
and moves all that was found to its place in the text as it was read. Joined are the lines of one paragraph that a reader
names (one hint over all of them), and the full lines of a text that is wrapped at one width as a whole; short lines, lists,
tables, and lines parted by a blank one stay apart. A page number between two lines of a sentence lies inside its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from reporttext.fold import fold
from reporttext.furniture import Furniture, furniture
from reporttext.lexicon import Lexicon
from reporttext.model import Cut, Document, Joined, Role, Span, Words
from reporttext.structure.numbering import Numbers, numbers

# A paragraph that a PDF broke into several lines comes with one hint over all of them; tables and furniture never join.
_JOINING: frozenset[Role] = frozenset(("body", "heading", "title", "subtitle", "note"))
# A text is wrapped if it has so many lines of about one width, these are such a share of all, few are longer, and such a
# share of them ends inside a sentence. Widths are columns: a Chinese character takes two.
_LEAST, _SHARE, _LONGER, _INSIDE = 6, 0.35, 0.03, 0.6
_SPREAD, _NARROWEST, _WIDEST = 6, 24, 140
_MARKS, _MARKED = ",。;:、", 0.4
# A line without a full stop that is nearly full goes on too: fonts are not all of one width.
_NEARLY: Final = 0.88
_ENDS: Final = "。!?:;”)》"
# The number of a page, and so many lines of it and the heads around it.
_PAGE_LINE, _FURNITURE = 24, 2
_TABULAR: Final = re.compile(r"\t|\S(?: {3,}|\u3000{2,})\S.*\S(?: {3,}|\u3000{2,})\S")
# What is never parted: a figure or Latin word, a bracket and what follows, a sign and the mark behind it.
_UNIT: Final = re.compile(r"[A-Za-z0-9.,%％:：/+-]+|[（(《“‘【]?.[，。；：、！？）》”’】,.;:!?)%％]*")


@dataclass(slots=True)
class _Line:
    start: int  # of its text, behind the blanks
    end: int
    indent: int
    width: int
    row: int  # of all lines, blank ones too
    text: str  # folded


def join(lexicon: Lexicon) -> Callable[[Document], Document]:
    """Return the stage that joins wrapped lines; `joined` of its result knows how to undo it, and is None if none was."""
    read_number, is_furniture = numbers(lexicon), furniture(lexicon)

    def stage(doc: Document) -> Document:
        found = {*_hinted(doc, is_furniture), *_wrapped(doc, read_number, is_furniture)}
        return _without(doc, sorted(found)) if found else doc

    return stage


def join_blocks(lexicon: Lexicon, doc: Document) -> Document:
    """Join a document as it comes back from the tables, whose paragraphs are known: the breaks inside them."""
    is_furniture = furniture(lexicon)
    spans = (block.span for block in doc.blocks)
    found = [each for span in spans for each in _breaks(doc.text, span, is_furniture)]
    return _without(doc, found) if found else doc


def _hinted(doc: Document, is_furniture: Furniture) -> Iterator[Span]:
    """The breaks inside paragraphs that a reader names."""
    for hint in doc.hints:
        if hint.role in _JOINING:
            yield from _breaks(doc.text, hint.span, is_furniture)


def _breaks(text: str, span: Span, is_furniture: Furniture) -> Iterator[Span]:
    """The breaks inside one paragraph."""
    if "\n" in span.of(text):
        lines = list(_lines(text, span))
        kept = (
            one for i, one in enumerate(lines) if i in (0, len(lines) - 1) or not _is_page(one, is_furniture)
        )
        yield from (Span(a.end, b.start) for a, b in pairwise(kept))


def _is_page(line: _Line, is_furniture: Furniture) -> bool:
    return len(line.text) <= _PAGE_LINE and line.text[-1] not in _ENDS and is_furniture(line.text)


def _wrapped(doc: Document, read_number: Numbers, is_furniture: Furniture) -> Iterator[Span]:
    """The breaks between full lines, where the text as a whole is wrapped."""
    raw = doc.text.split("\n")
    lengths = sorted(map(len, filter(None, raw)))
    # Nearly every text ends here: its paragraphs are longer than any page is wide.
    if len(lengths) < _LEAST or lengths[-1 - int(len(lengths) * _LONGER)] > _WIDEST // 2:
        return
    lines = list(_lines(doc.text, Span(0, len(doc.text))))
    width = _width_of(lines)
    if width is None:
        return
    wrap = _Wrap(lines, width, read_number, is_furniture)
    i = 0
    while i + 1 < len(lines):
        below = wrap.following(i)
        if below is not None and wrap.goes_on(lines[i], lines[below]):
            yield Span(lines[i].end, lines[below].start)
            i = below
        else:
            i += 1


def _lines(text: str, span: Span) -> Iterator[_Line]:
    at = span.start
    for row, raw in enumerate(span.of(text).split("\n")):
        bare = raw.strip()
        if bare:
            start = at + raw.index(bare)
            indent = _columns(raw[: start - at])
            yield _Line(start, start + len(bare), indent, indent + _columns(bare), row, fold(bare))
        at += len(raw) + 1


def _columns(text: str) -> int:
    return sum(2 if sign > "\u2e7f" or sign in "“”‘’—…·" else 1 for sign in text)


def _width_of(lines: Sequence[_Line]) -> int | None:
    """The width at which the text is wrapped, or None if it is not."""
    widths = sorted((line.width for line in lines), reverse=True)
    enough = max(_LEAST, int(len(widths) * 0.08))
    width = next((a for a, b in zip(widths, widths[enough - 1 :], strict=False) if a - b <= 3), None)
    if (
        width is None
        or not _NARROWEST <= width <= _WIDEST
        or sum(w > width + 2 for w in widths) > len(widths) * _LONGER
    ):
        return None
    full = [line for line in lines if width - _SPREAD < line.width <= width + 2]
    inside = sum(line.text[-1] not in _ENDS for line in full)
    # A list of names may be as even as a page, but has no sentences.
    if sum(any(mark in line.text for mark in _MARKS) for line in full) < _MARKED * len(full):
        return None
    return width if len(full) >= max(_LEAST, _SHARE * len(lines)) and inside >= _INSIDE * len(full) else None


class _Wrap:
    """Tells of two lines whether the second goes on with the paragraph of the first."""

    def __init__(
        self, lines: Sequence[_Line], width: int, read_number: Numbers, is_furniture: Furniture
    ) -> None:
        self.lines, self.width = lines, width
        self.read_number, self.is_furniture = read_number, is_furniture
        self.margin = Counter(line.indent for line in lines).most_common(1)[0][0]
        opening = sum(self.margin + 1 < line.indent <= self.margin + 8 for line in lines)
        self.indented = opening >= 0.05 * len(lines)

    def following(self, i: int) -> int | None:
        """The index of the next line: right below, or behind the number of a page."""
        below, stop = i + 1, min(len(self.lines), i + 2 + _FURNITURE)
        while below < stop and _is_page(self.lines[below], self.is_furniture):
            below += 1
        apart = below == i + 1 < stop and self.lines[below].row > self.lines[i].row + 1  # a blank line
        return None if below == stop or apart else below

    def goes_on(self, line: _Line, below: _Line) -> bool:
        if below.indent > self.margin + 1 or any(_TABULAR.search(one.text) for one in (line, below)):
            return False
        if self.is_furniture(line.text) or self.is_furniture(below.text):
            return False
        ended = line.text[-1] in _ENDS
        if not self.indented and ended and self.read_number(below.text) is not None:
            return False
        unit = _UNIT.match(below.text)
        full = line.width + _columns(unit.group() if unit else "") > self.width
        return full or (not ended and line.width >= _NEARLY * self.width)


def _without(doc: Document, breaks: Sequence[Span]) -> Document:
    """The document without these stretches; between Latin letters a blank stays."""
    text = doc.text
    pieces: list[str] = []
    cuts: list[Cut] = []
    last = length = 0
    for start, end in breaks:
        latin = text[start - 1].isascii() and text[start - 1].isalpha() and text[end : end + 1].isalpha()
        put = " " if latin and text[end].isascii() else ""
        length += start - last
        pieces += (text[last:start], put)
        cuts.append(Cut(length, text[start:end], put))
        length += len(put)
        last = end
    joined = "".join((*pieces, text[last:]))
    place = _Joining(breaks, cuts)
    return replace(
        doc,
        text=joined,
        folded=fold(joined),
        joined=Joined(text, doc.hints, tuple(cuts)),
        hints=tuple(replace(hint, span=place.span(hint.span)) for hint in doc.hints),
        blocks=tuple(block._replace(span=place.span(block.span)) for block in doc.blocks),
        sentences=tuple(s._replace(span=place.span(s.span)) for s in doc.sentences),
        corrections=tuple(replace(one, span=one.span and place.span(one.span)) for one in doc.corrections),
    )


class _Joining:
    """Places of the text as read → places of the joined text."""

    def __init__(self, breaks: Sequence[Span], cuts: Sequence[Cut]) -> None:
        self.breaks, self.cuts = breaks, cuts
        self.starts = [start for start, _ in breaks]

    def place(self, place: int) -> int:
        i = bisect_right(self.starts, place) - 1
        if i < 0:
            return place
        cut, beyond = self.cuts[i], place - self.breaks[i].end
        return cut.at if beyond < 0 else cut.at + len(cut.put) + beyond

    def span(self, span: Span) -> Span:
        return Span(self.place(span.start), self.place(span.end))


def part(doc: Document) -> Document:
    """The stage that puts the breaks back: the text as it was read, and every layer where it stands in it."""
    if doc.joined is None:
        return doc
    cuts = doc.joined.cuts
    before, behind = [cut.at for cut in cuts], [cut.at + len(cut.put) for cut in cuts]
    gained = [0, *accumulate(len(cut.removed) - len(cut.put) for cut in cuts)]

    def start_of(place: int) -> int:
        return place + gained[bisect_right(behind, place)]

    def moved(span: Span) -> Span:
        # What begins at a break begins behind it, what ends there ends before it.
        start = start_of(span.start)
        return Span(start, max(start, span.end + gained[bisect_left(before, span.end)]))

    # A break inside a token lies inside it, any other is a token of its own.
    starts = doc.words.starts
    between = {cut.at for cut in cuts if not cut.put}.intersection(starts)
    parted = (cut.at + gained[i] for i, cut in enumerate(cuts) if cut.at in between)
    tokens = sorted((*map(start_of, starts), *parted))
    meta = doc.metadata
    return replace(
        doc,
        text=doc.joined.text,
        folded=fold(doc.joined.text),
        hints=doc.joined.hints,
        joined=None,
        blocks=tuple(block._replace(span=moved(block.span)) for block in doc.blocks),
        sentences=tuple(s._replace(span=moved(s.span)) for s in doc.sentences),
        words=Words([doc.joined.text[a:b] for a, b in pairwise((*tokens, len(doc.joined.text)))]),
        metadata=replace(meta, spans=tuple((name, moved(span)) for name, span in meta.spans)),
        facts=tuple(fact._replace(span=moved(fact.span)) for fact in doc.facts),
        events=tuple(event._replace(span=moved(event.span)) for event in doc.events),
        mentions=tuple(mention._replace(span=moved(mention.span)) for mention in doc.mentions),
        themes=tuple(theme._replace(evidence=tuple(map(moved, theme.evidence))) for theme in doc.themes),
        checks=tuple(replace(c, span=moved(c.span), other=moved(c.other)) for c in doc.checks),
        outline_checks=tuple(replace(one, span=moved(one.span)) for one in doc.outline_checks),
        corrections=tuple(replace(one, span=one.span and moved(one.span)) for one in doc.corrections),
    )
