"""One file with several reports (汇编, a yearbook's chapters): each is a document of its own.

A report begins at a line that is a report's title, with its place or year, and has a text of its own below. Such a line may
also be a heading, a quotation, an annex, a link or an entry of the table of contents, so it begins a report only on a sure
sign: a signature or date above it, a new page, or below it the line that says where it was given, or a salutation; or it is
named in the table of contents. What lies in an annex (附件) stays with its report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from reporttext.fold import fold
from reporttext.furniture import furniture
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.metadata import Gazetteer
from reporttext.metadata.dates import years_in
from reporttext.model import Document, Error, Span
from reporttext.structure import Numbering, numbers
from reporttext.structure.contents import bare, contents_of
from reporttext.structure.ends import LETTERHEAD, Ends
from reporttext.structure.lines import Line, lines_of

_LONGEST = 60
# A report has so many characters of running text.
_BODY = 300
_FLOWING = 40
# Lines looked at below a title for where it was given, and above it for the rest of the title.
_BELOW, _ABOVE = 4, 3
_BRACKET = re.compile(r"[(（][^()（）]{1,20}[)）]$")
_STOPS = frozenset("。！？；，、：!?;,:")


def splitter(lexicon: Lexicon) -> Callable[[Document], tuple[Document, ...]]:
    """Return the function that gives the reports of a document, most often the document itself; raises RuleError.

    Each of several is `source#n`, has a text of its own, cut from the document's, and the hints inside it; what was amiss
    in reading stays with the first. A cover and table of contents above the first belong to none: a row of `errors` says so.
    """
    find = _Finder(lexicon)

    def split(doc: Document) -> tuple[Document, ...]:
        starts = find.starts(doc)
        if len(starts) < 2:
            return (doc,)
        spans = [Span(*pair) for pair in zip(starts, (*starts[1:], len(doc.text)), strict=True)]
        reports = [_part(doc, span, n) for n, span in enumerate(spans, 1)]
        errors = doc.errors
        if doc.text[: starts[0]].strip():
            message = (
                f"its first {starts[0]} characters, cover and table of contents, belong to none of its {len(spans)} reports "
                "and are left out"
            )
            errors += (Error("read", "cover", "info", message),)
        return (replace(reports[0], errors=errors), *reports[1:])

    return split


def _part(doc: Document, span: Span, number: int) -> Document:
    hints = (hint for hint in doc.hints if hint.span.overlaps(span))
    return replace(
        doc,
        text=span.of(doc.text).rstrip() + "\n",
        folded="",
        source=f"{doc.source}#{number}",
        errors=(),
        hints=tuple(
            replace(
                hint,
                span=Span(max(hint.span.start, span.start), min(hint.span.end, span.end)).shift(-span.start),
            )
            for hint in hints
        ),
    )


@dataclass(slots=True)
class _Pages:
    """The lines of a file that may be a compilation."""

    lines: list[Line]
    folded: str
    listed: frozenset[str]  # entries of the table of contents
    contents: frozenset[int]
    flowing: Sequence[int]  # characters of running text above each line


class _Finder:
    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon["headings"]["compilation"]
        check_keys("headings.compilation", table, ("kinds", "goes_on"))
        self.kinds = texts("headings.compilation.kinds", table["kinds"])
        self.goes_on = texts("headings.compilation.goes_on", table["goes_on"])
        self.ends = Ends(lexicon, furniture(lexicon))
        self.read_number: Callable[[str], Numbering | None] = numbers(lexicon)
        self.gazetteer = Gazetteer(lexicon["metadata"])

    def starts(self, doc: Document) -> list[int]:
        """Where the reports begin; fewer than two where the file is no compilation."""
        if sum(self._may_be_title(line) for line in doc.text.split("\n")) < 2:
            return []
        pages = self._pages(doc)
        found: list[int] = []
        begun = 0  # the line at which the last one begins
        for index in self._titles(pages):
            first = self._first_line(pages, index)
            if not found:
                if not self._has_text(pages, 0, first):
                    found, begun = [first], first  # below the cover
                    continue
                found, begun = [0], 0
            if self._has_text(pages, begun, first) and self._is_sure(pages, index, first):
                found.append(first)
                begun = first
        while len(found) > 1 and not self._has_text(pages, found[-1], len(pages.lines)):
            found.pop()
        if not found:
            return []
        # What stands above the first title is cover and contents only if it is listed as such; a line or two is its front.
        first = found[0] if any(i < found[0] for i in pages.contents) else 0
        return [pages.lines[i].start if i else 0 for i in (first, *found[1:])]

    def _may_be_title(self, line: str) -> bool:
        if len(line) > _LONGEST + 20:
            return False
        text = _BRACKET.sub("", line.strip().rstrip("*")).replace(" ", "").replace("\u3000", "")
        return text.endswith(self.kinds) and len(text) <= _LONGEST and not _STOPS.intersection(text)

    def _pages(self, doc: Document) -> _Pages:
        folded = doc.folded or fold(doc.text)
        lines = lines_of(replace(doc, folded=folded), self.read_number)
        listed = contents_of(lines)
        contents = frozenset(listed)
        running = (
            len(line.text) if line.flowing and len(line.text) >= _FLOWING and i not in contents else 0
            for i, line in enumerate(lines)
        )
        entries = frozenset(bare(lines[i].text) for i in listed[1:])
        return _Pages(lines, folded, entries, contents, tuple(accumulate(running, initial=0)))

    def _titles(self, pages: _Pages) -> Iterator[int]:
        for index, line in enumerate(pages.lines):
            if index in pages.contents or line.number is not None or line.hint.role not in (None, "title"):
                continue
            text = line.text
            if not self._may_be_title(text) or text[0] in "《“(" or self.ends.is_annex(text):
                continue
            first = self._first_line(pages, index)
            if self._named(pages, first, index) or self._given_at(pages, index):
                yield index

    def _first_line(self, pages: _Pages, index: int) -> int:
        """The first line of the title that ends at `index`, its letterhead included."""
        first = index
        while first and index - first < _ABOVE:
            text, above = pages.lines[first].text, pages.lines[first - 1]
            if (
                first - 1 in pages.contents
                or above.text[-1] in _STOPS
                or len(above.text) > 40
                or above.number
            ):
                break
            goes_on = text.startswith(self.goes_on) or len(text.replace(" ", "")) <= 6
            goes_on = (
                goes_on
                or not self._named(pages, first, index)
                or self._named(pages, first - 1, first - 1) == 2
            )
            # 青石镇人民政府 above 关于……的报告 is the title's; above a whole title it signed the report before.
            dated = self.ends.is_signature(above.text, dated=True) and any(s.isdigit() for s in above.text)
            if not LETTERHEAD.match(above.text) and (
                not goes_on or dated or self.ends.is_furniture(above.text)
            ):
                break
            first -= 1
        return first

    def _has_text(self, pages: _Pages, start: int, end: int) -> bool:
        """Whether there is a report's text between two lines."""
        return pages.flowing[end] - pages.flowing[start] >= _BODY

    def _is_sure(self, pages: _Pages, index: int, first: int) -> bool:
        above = first - 1
        while above > 0 and self.ends.is_furniture(pages.lines[above].text):
            above -= 1
        text = pages.lines[above].text
        if self._in_annex(pages.lines, above):
            return False
        if self.ends.is_signature(text, dated=True) or self._given_at(pages, index):
            return True
        pages_of = (pages.lines[above].hint.page, pages.lines[first].hint.page)
        gap = pages.folded[pages.lines[above].end : pages.lines[first].start]
        new_page = "\f" in gap or (None not in pages_of and pages_of[0] != pages_of[1])
        title = "".join(line.text for line in pages.lines[first : index + 1])
        # 2023年工作计划 may be a heading at the top of a page, 青石镇2022年工作总结 is none.
        return (new_page and self._named(pages, first, index) == 2) or bare(title) in pages.listed

    def _named(self, pages: _Pages, first: int, index: int) -> int:
        """How much of place and year the title names."""
        span = Span(pages.lines[first].start, pages.lines[index].end)
        year = next(years_in(pages.folded, span), None)
        return (year is not None) + (self.gazetteer.find(pages.folded, span) is not None)

    def _in_annex(self, lines: Sequence[Line], above: int) -> bool:
        """Whether 附件, 附：, 附录2 stands right above a title."""
        near = lines[max(0, above - 1) : above + 1]
        return any(self.ends.is_annex(line.text) and len(line.text) <= 12 for line in near)

    def _given_at(self, pages: _Pages, index: int) -> bool:
        """Whether below the title stands where it was given, or a salutation, before any text."""
        for line in pages.lines[index + 1 : index + 1 + _BELOW]:
            if self.ends.is_salutation(line.text) or self.ends.is_given_at(line.text):
                return True
            if line.number is not None or len(line.text) > _LONGEST or line.text[-1] in _STOPS:
                return False
        return False
