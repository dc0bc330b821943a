"""How much of a report stands in another: by pair of reports, and by section in the same place's report before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporttext.stats.reuse.compare import is_later
from reporttext.stats.reuse.leftovers import merged
from reporttext.stats.reuse.records import Comparison, Passage, Report

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports (indices), `other` the earlier one where the dates tell. Characters are without blanks.

    `chars` of `doc` stand in passages shared with `other`, `other_chars` the other way round; formulas are left out and
    counted in `formula_chars` (of `doc`). The shares are of the whole reports.
    """

    doc: int
    other: int
    dated: bool
    passages: int
    chars: int
    share: float
    other_chars: int
    other_share: float
    formula_chars: int


@dataclass(frozen=True, slots=True)
class Recycled:
    """Of a section of `doc`, what stands in `other`, the report before it of the same place and series.

    `chars` are all characters of the section, `recycled_chars` those in copied passages, `formula_chars` those in formulas that
    both share and in no copied passage; blanks are not counted. `share` is recycled_chars / chars.
    `changed` is the number of figures and places in the copied passages that differ.
    """

    doc: int
    other: int
    section: str
    chars: int
    recycled_chars: int
    formula_chars: int
    share: float
    passages: int
    changed: int


def pairs(comparison: Comparison) -> list[Pair]:
    """The pairs of reports that share at least one passage that is no formula."""
    sizes = [_full(report.text, [(0, len(report.text))]) for report in comparison.reports]
    found = []
    for (doc, other), passages in sorted(_by_pair(comparison.passages).items()):
        copied = [p for p in passages if not p.formula]
        if not copied:
            continue
        text, other_text = comparison.reports[doc].text, comparison.reports[other].text
        spans = _here(copied)
        chars = _full(text, spans)
        other_chars = _full(other_text, merged([(b[2], b[3]) for p in copied for b in p.blocks]))
        found.append(
            Pair(
                doc, other, copied[0].dated, len(copied), chars, chars / sizes[doc], other_chars,
                other_chars / sizes[other], _full(text, _here(passages)) - chars,
            )
        )  # fmt: skip
    return found


def recycled(comparison: Comparison) -> list[Recycled]:
    """Each section of each report that has a report of the same place and series before it."""
    by_pair = _by_pair(comparison.passages)
    found = []
    for doc, other in previous(comparison.reports):
        report = comparison.reports[doc]
        passages = by_pair.get((doc, other), [])
        copied = _here([p for p in passages if not p.formula])
        both = _here(passages)
        for section, parts in _sections(report).items():
            chars = _full(report.text, parts)
            if not chars:
                continue
            part = _full(report.text, common(copied, parts))
            inside = [p for p in passages if not p.formula and common([(p.start, p.end)], parts)]
            found.append(
                Recycled(
                    doc, other, section, chars, part, _full(report.text, common(both, parts)) - part, part / chars,
                    len(inside), sum(len(p.differences) for p in inside),
                )
            )  # fmt: skip
    return found


def previous(reports: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """Each report with the last one before it of the same place and series (indices)."""
    series: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for doc, report in enumerate(reports):
        if report.place_id is not None:
            series[report.place_id, *report.series].append(doc)
    for docs in series.values():
        for at, doc in enumerate(docs):
            # Reports of one place are in the order of their dates; two of one date are not each other's forerunner.
            other = next((o for o in reversed(docs[:at]) if is_later(reports[doc], reports[o])), None)
            if other is not None:
                yield doc, other


def common(spans: Spans, others: Spans) -> list[tuple[int, int]]:
    """What lies in both; each is in order and without overlaps.

    >>> common([(0, 5), (8, 12)], [(3, 10)])
    [(3, 5), (8, 10)]
    """
    found, i, j = [], 0, 0
    while i < len(spans) and j < len(others):
        start, end = max(spans[i][0], others[j][0]), min(spans[i][1], others[j][1])
        if start < end:
            found.append((start, end))
        if spans[i][1] <= others[j][1]:
            i += 1
        else:
            j += 1
    return found


def _by_pair(passages: Sequence[Passage]) -> dict[tuple[int, int], list[Passage]]:
    found: dict[tuple[int, int], list[Passage]] = defaultdict(list)
    for passage in passages:
        found[passage.doc, passage.other].append(passage)
    return found


def _here(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    return merged([(block[0], block[1]) for p in passages for block in p.blocks])


def _sections(report: Report) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end, section in report.sections:
        found.setdefault(section, []).append((start, end))
    return {section: merged(spans) for section, spans in found.items()}


def _full(text: str, spans: Spans) -> int:
    """The characters in spans that are no blanks."""
    return sum(len("".join(text[start:end].split())) for start, end in spans)
