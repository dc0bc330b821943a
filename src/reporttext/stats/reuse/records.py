"""What the comparison of reports takes and gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name that a report says, not its own place's: `label` is place, organisation or person."""

    start: int
    end: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as the comparison sees it; all offsets are code points into `text`.

    `place_id` is None where the place is unknown or masked: such a report is a place of its own. `names` are the spellings
    of its own place. `wild` are spans that may differ in a copy (places, 我省, **镇); figures and masks are found in the text.
    `sections` are (start, end, section), in order. `series` tells a place's reports of different kinds apart.
    """

    doc_id: str
    text: str
    place_id: str | None = None
    names: tuple[str, ...] = ()
    year: int | None = None
    year_given: int | None = None
    issued_on: date | None = None
    series: tuple[str | None, ...] = ()
    wild: tuple[tuple[int, int], ...] = ()
    sections: tuple[tuple[int, int, str], ...] = ()
    named: tuple[Name, ...] = ()

    def section_at(self, offset: int) -> str | None:
        """The section that an offset lies in."""
        return next((section for start, end, section in self.sections if start <= offset < end), None)


@dataclass(frozen=True, slots=True)
class Options:
    """How reports are compared.

    `min_chars`: the least number of characters, marks and blanks not counted, that must be the same. `min_similarity`: the
    least share of the longer side that must be the same. `figures_wild`: a figure may differ. `formula_places`: from how many
    places on a wording is a formula and not a copy; None is 5, or a tenth of the places where that is more.
    """

    min_chars: int = 30
    min_similarity: float = 0.6
    figures_wild: bool = True
    formula_places: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that two reports share.

    `doc` and `other` are indices into the reports; where the dates tell (`dated`) `other` is the earlier one, the likely
    source. `blocks` are the pieces (start, end, other_start, other_end) in the order of `doc`; more than one where sentences
    change places. `same` are the characters that are equal, `wild` those of `doc` that stand where a place, mask or figure
    may differ, in `wild_places` pairs; `length` and `other_length` count each of these once. `formula_chars` the equal ones that belong to formulas or quotations.
    `places` is the median number of places with its wording. `differences` are the pairs of wild texts that differ.
    """

    doc: int
    start: int
    end: int
    other: int
    other_start: int
    other_end: int
    blocks: tuple[tuple[int, int, int, int], ...]
    length: int
    other_length: int
    same: int
    wild: int
    wild_places: int
    similarity: float
    formula_chars: int
    formula: bool
    places: int
    dated: bool
    differences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Leftover:
    """In the copied passage `passage` (an index), words of report `doc` that belong to report `other`, and where both say them.

    `kind` is leftover_place, leftover_year or leftover_name.
    """

    passage: int
    kind: str
    doc: int
    start: int
    end: int
    other: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The reports compared, the passages they share, and the leftovers in these."""

    reports: Sequence[Report]
    passages: Sequence[Passage]
    leftovers: Sequence[Leftover]
    counts: Mapping[str, int] = field(default_factory=dict)
