"""The comparison: reports in, passages they share and leftovers out. Pure functions over texts, no store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reporttext.stats.reuse.align import Aligner, Alignment
from reporttext.stats.reuse.chains import candidates
from reporttext.stats.reuse.formulas import Formulas
from reporttext.stats.reuse.leftovers import leftovers
from reporttext.stats.reuse.records import Comparison, Options, Passage, Report
from reporttext.stats.reuse.seeds import commonness, seeds
from reporttext.stats.reuse.symbols import WILD, Symbols, symbols

if TYPE_CHECKING:
    from reporttext.stats.reuse.symbols import Array

# A passage is a formula when so much of what is the same is official wording, and the rest would not make a passage.
_FORMULA_SHARE = 0.5
_SEEDED = 0.6  # the share of `min_chars` that must lie in seeds for a candidate to be aligned


def compare(reports: Iterable[Report], formulas: Formulas, options: Options | None = None) -> Comparison:
    """Compare all reports with each other.

    The result holds the reports in the order of place, then date, and the passages ordered by report and offset. It depends
    on nothing but the reports: not on their order, the machine or the hash seed.
    """
    import numpy as np

    options = options or Options()
    known = sorted(reports, key=_order)
    place, time = _places(known), _times(known)
    number = int(place[-1]) + 1 if known else 0
    formula_places = options.formula_places or max(5, round(number / 10))
    syms = symbols(known, formulas, figures_wild=options.figures_wild)
    runs = candidates(syms, seeds(syms, place, time), max(1, round(options.min_chars * _SEEDED)))
    common = commonness(syms, place)
    maker = _Maker(known, syms, syms.formula | (common >= formula_places), common, options.min_chars)
    aligner = Aligner(syms, min_similarity=options.min_similarity, min_twins=options.min_chars)
    enough = (
        alignment
        for alignment in aligner.passages(runs)
        if np.count_nonzero(syms.symbol[alignment.i] != WILD) >= options.min_chars
    )
    # Of two candidates that grew to the same passage one is kept.
    found = {
        (p.doc, p.start, p.end, p.other, p.other_start, p.other_end): p for p in map(maker.passage, enough)
    }
    passages = [found[key] for key in sorted(found)]
    counts = {
        "reports": len(known),
        "characters": sum(len(report.text) for report in known),
        "places": number,
        "formula_places": formula_places,
        "passages": len(passages),
        "formulas": sum(p.formula for p in passages),
    }
    return Comparison(known, passages, leftovers(known, passages, formulas), counts)


def year_of(report: Report) -> int | None:
    """The year reported on; of a report that only tells when it was given, the year before."""
    if report.year is not None:
        return report.year
    return None if report.year_given is None else report.year_given - 1


def is_later(report: Report, other: Report) -> bool | None:
    """Whether a report is later than another, by the year reported on, then the date of issue; None where these do not tell."""
    years = year_of(report), year_of(other)
    if years[0] is None or years[1] is None:
        return None
    if years[0] != years[1]:
        return years[0] > years[1]
    if report.issued_on is None or other.issued_on is None or report.issued_on == other.issued_on:
        return None
    return report.issued_on > other.issued_on


def _place_key(report: Report) -> str:
    # A report without a place is a place of its own.
    return report.place_id if report.place_id is not None else f"doc:{report.doc_id}"


def _date_key(report: Report) -> tuple[int, str]:
    year = year_of(report)
    return (9999 if year is None else year, report.issued_on.isoformat() if report.issued_on else "")


def _order(report: Report) -> tuple[str, tuple[int, str], str]:
    return _place_key(report), _date_key(report), report.doc_id


def _places(reports: Sequence[Report]) -> Array:
    """The number of each report's place, ascending."""
    import numpy as np

    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(_place_key(r), len(numbers)) for r in reports], np.int64)


def _times(reports: Sequence[Report]) -> Array:
    import numpy as np

    ranks = {key: rank for rank, key in enumerate(sorted({_date_key(r) for r in reports}))}
    return np.array([ranks[_date_key(r)] for r in reports], np.int64)


class _Maker:
    """Makes passages, in characters, of alignments, in symbols."""

    def __init__(
        self, reports: Sequence[Report], syms: Symbols, official: Array, places: Array, least: int
    ) -> None:
        self._reports, self._syms, self._official, self._places = reports, syms, official, places
        self._least = least

    def passage(self, found: Alignment) -> Passage:
        import numpy as np

        syms = self._syms
        here, there = found.i, found.j
        doc, other = int(syms.doc[here[0]]), int(syms.doc[there[0]])
        later = is_later(self._reports[doc], self._reports[other])
        block = found.block
        if later is False:
            order = there.argsort(kind="stable")
            doc, other, here, there, block = other, doc, there[order], here[order], block[order]
        spans = self._spans(here)
        others = self._spans(there)
        wild = syms.symbol[here] == WILD
        same = int(np.count_nonzero(~wild))
        formula_chars = int(np.count_nonzero(self._official[here] & ~wild))
        return Passage(
            doc=doc,
            start=spans[0],
            end=spans[1],
            other=other,
            other_start=others[0],
            other_end=others[1],
            blocks=tuple(self._blocks(here, there, block)),
            length=int(here.max() - here.min()) + 1,
            other_length=int(there.max() - there.min()) + 1,
            same=same,
            wild=int((syms.stop[here[wild]] - syms.start[here[wild]]).sum()),
            wild_places=int(np.count_nonzero(wild)),
            similarity=found.similarity,
            formula_chars=formula_chars,
            formula=formula_chars >= _FORMULA_SHARE * same and same - formula_chars < self._least,
            places=int(np.median(self._places[here])),
            dated=later is not None,
            differences=tuple(self._differences(doc, here[wild], other, there[wild])),
        )

    def _spans(self, at: Array) -> tuple[int, int]:
        return int(self._syms.start[at.min()]), int(self._syms.stop[at.max()])

    def _blocks(self, here: Array, there: Array, block: Array) -> Iterable[tuple[int, int, int, int]]:
        import numpy as np

        opens = np.flatnonzero(np.append(True, block[1:] != block[:-1]))
        for first, last in zip(opens, np.append(opens[1:], len(here)), strict=True):
            yield (*self._spans(here[first:last]), *self._spans(there[first:last]))

    def _differences(self, doc: int, here: Array, other: int, there: Array) -> Iterable[tuple[str, str]]:
        text, other_text = self._reports[doc].text, self._reports[other].text
        start, stop = self._syms.start, self._syms.stop
        for i, j in zip(here.tolist(), there.tolist(), strict=True):
            pair = text[start[i] : stop[i]], other_text[start[j] : stop[j]]
            if pair[0] != pair[1]:
                yield pair
