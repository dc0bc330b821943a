"""What a copied passage should not say: the place, the year or a name of the report that it was copied from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reporttext.stats.reuse.formulas import Formulas
from reporttext.stats.reuse.records import Leftover, Name, Passage, Report
from reporttext.stats.reuse.symbols import own_names

# A year that only serves to compare or to count from is right in later reports too: 比2018年, 自2018年以来, 2018-2020年.
_YEAR = re.compile(
    r"(?<![比较自从与到至\d—~－-])(?:(?:19|20)\d\d|[一二][九〇○零][〇○零一二三四五六七八九]{2})(?=年(?!以来|至|到|[-—~－]))"
)
_HAN = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PLANS = "plans"
# The source's own name is wild in the source and plain characters in the copy: at the edge it falls out of the passage.
_BESIDE = 12


@dataclass(frozen=True, slots=True)
class _Side:
    """A passage seen from one of its reports."""

    doc: int
    report: Report
    start: int
    end: int
    other_doc: int
    other: Report
    other_start: int
    other_end: int

    @property
    def same_place(self) -> bool:
        return self.report.place_id is not None and self.report.place_id == self.other.place_id

    def turned(self) -> _Side:
        return _Side(
            self.other_doc, self.other, self.other_start, self.other_end,
            self.doc, self.report, self.start, self.end,
        )  # fmt: skip

    def twins(
        self, pattern: re.Pattern[str], *, beside: int = 0
    ) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
        """What both passages, and `beside` characters on either side, say: each hit here with the first equal one there."""
        there: dict[str, re.Match[str]] = {}
        start, end = max(0, self.other_start - beside), self.other_end + beside
        for hit in pattern.finditer(self.other.text, start, end):
            there.setdefault(hit.group(), hit)
        for hit in pattern.finditer(self.report.text, max(0, self.start - beside), self.end + beside):
            if hit.group() in there:
                yield hit, there[hit.group()]


def leftovers(reports: Sequence[Report], passages: Sequence[Passage], formulas: Formulas) -> list[Leftover]:
    """The leftovers of all passages that are copies, not formulas, in their order.

    leftover_place: the own place of the other report, or a place that only reports of that place name.
    leftover_name: an organisation or person that only reports of the other place name.
    leftover_year: the other report's own year (in plans the year planned), where this report has another.
    Titles, quotations and formulas may say what they like. Where the dates do not tell which report is the copy, both are
    looked at.
    """
    copies = {n: passage for n, passage in enumerate(passages) if not passage.formula}
    owners = _Owners(reports, list(copies.values()))
    found = []
    for n, p in copies.items():
        side = _Side(
            p.doc, reports[p.doc], p.start, p.end, p.other, reports[p.other], p.other_start, p.other_end
        )
        for one in (side,) if p.dated else (side, side.turned()):
            hits = [*_own_places(one), *owners.names(one), *(_years(one) if p.dated else ())]
            if hits:
                official = [
                    (start + one.start, end + one.start)
                    for start, end in formulas.spans(one.report.text[one.start : one.end])
                ]
                found += [
                    Leftover(n, kind, one.doc, span[0], span[1], one.other_doc, twin[0], twin[1])
                    for kind, span, twin in dict.fromkeys(hits)
                    if not any(start <= span[0] and span[1] <= end for start, end in official)
                ]
    return sorted(found, key=lambda x: (x.passage, x.doc, x.start, x.end, x.kind))


def _own_places(side: _Side) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """The other report's own place, in or right beside a passage that says it on both sides."""
    pattern = own_names(side.other.names)
    if side.same_place or pattern is None:
        return
    for hit, twin in side.twins(pattern, beside=_BESIDE):
        if not any(hit.group() in name or name in hit.group() for name in side.report.names if name):
            yield "leftover_place", hit.span(), twin.span()


def _years(side: _Side) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """The other report's own year, where by its own year this report should say another."""
    for hit, twin in side.twins(_YEAR):
        year = int(hit.group().translate(_HAN))
        own, others = _own_year(side.report, hit.start()), _own_year(side.other, twin.start())
        if own is not None and others == year and own > year:
            yield "leftover_year", hit.span(), twin.span()


def _own_year(report: Report, offset: int) -> int | None:
    """The year that a report speaks of at an offset: in plans the year after that which it reports on."""
    if report.year is None:
        return None
    return report.year + (report.section_at(offset) == _PLANS)


class _Owners:
    """Which places say a name of their own accord: outside the passages that they share with other places."""

    def __init__(self, reports: Sequence[Report], copies: Sequence[Passage]) -> None:
        shared = _shared(reports, copies)
        self._places: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._starts = [[name.start for name in report.named] for report in reports]
        for doc, report in enumerate(reports):
            spans = shared.get(doc, [])
            starts = [start for start, _ in spans]
            for name in report.named:
                at = bisect_right(starts, name.start) - 1
                if at < 0 or spans[at][1] < name.end:
                    self._places[name.label, name.name].add(_place(report))

    def names(self, side: _Side) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
        """Names in a passage, said on both sides, that at most the other report's place says of its own accord."""
        if side.same_place:
            return
        there: dict[tuple[str, str], Name] = {}
        for name in self._within(side.other_doc, side.other, side.other_start, side.other_end):
            there.setdefault((name.label, name.name), name)
        for name in self._within(side.doc, side.report, side.start, side.end):
            key = (name.label, name.name)
            if key in there and self._places[key] == {_place(side.other)}:
                kind = "leftover_place" if name.label == "place" else "leftover_name"
                yield kind, (name.start, name.end), (there[key].start, there[key].end)

    def _within(self, doc: int, report: Report, start: int, end: int) -> Iterator[Name]:
        for name in report.named[bisect_right(self._starts[doc], start - 1) :]:
            if name.start >= end:
                return
            if name.end <= end:
                yield name


def _place(report: Report) -> str:
    return report.place_id if report.place_id is not None else f"doc:{report.doc_id}"


def _shared(reports: Sequence[Report], copies: Sequence[Passage]) -> Mapping[int, list[tuple[int, int]]]:
    """For each report the spans that it shares with reports of other places, merged, in order."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for p in copies:
        if _place(reports[p.doc]) != _place(reports[p.other]):
            spans[p.doc].append((p.start, p.end))
            spans[p.other].append((p.other_start, p.other_end))
    return {doc: merged(found) for doc, found in spans.items()}


def merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap made one.

    >>> merged([(5, 9), (0, 3), (2, 4)])
    [(0, 4), (5, 9)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
