"""An explanation: as data, and as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reporttext.model import Span


@dataclass(frozen=True, slots=True)
class Part:
    """A field with its value and, in words, where that came from."""

    name: str
    value: Any
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What has the form of a figure and is none. `reason` is the code of `reporttext.extract.Refusal`, offsets the document's."""

    quote: str
    start: int
    end: int
    kind: str
    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that led to one fact. `str()` gives it in lines, `as_dict()` as plain data.

    `marked` is the figure's place in `sentence`. `score_parts` are log-odds that add up to the score. `names` are the
    names the figure could have had. `differences` are fields that this version of the program finds otherwise; of a figure that
    was `reviewed` (how: accept, fix) they are what the reviewer set.
    """

    fact_id: str
    quote: str
    sentence: str
    marked: Span
    report: Mapping[str, Any]
    section: Part
    heading_path: tuple[str, ...]
    fields: tuple[Part, ...]
    score: float
    score_parts: tuple[tuple[str, float], ...]
    names: tuple[Part, ...]
    refused: tuple[Refused, ...]
    differences: tuple[Part, ...]
    reviewed: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        start, end = self.marked
        yield f"{self.quote}  {self.fact_id}"
        yield ""
        yield f"  {self.sentence[:start]}【{self.sentence[start:end]}】{self.sentence[end:]}".rstrip()
        yield ""
        yield _line("report", self.report["source"])
        yield _line("title", self.report["title"])
        yield _line("year", self.report["year"])
        yield _line("section", self.section.value, self.section.why)
        if self.heading_path:
            yield _line("below", " / ".join(self.heading_path))
        yield ""
        for part in self.fields:
            yield _line(part.name, part.value, part.why)
        yield _line("score", self.score, self._sum())
        if self.names:
            yield "\nThe names it could have had"
            for part in self.names:
                yield _line(part.name, part.value, part.why)
        yield "\nOther candidates in the sentence" + ("" if self.refused else ": none")
        for refused in self.refused:
            yield _line("", refused.quote, refused.why)
        if self.differences:
            yield (
                f"\nA reviewer decided ({self.reviewed}); fields that the rules find otherwise"
                if self.reviewed
                else "\nThe tables were made by another version of the program; fields that it finds otherwise today"
            )
            for part in self.differences:
                yield _line(part.name, part.value, part.why)

    def _sum(self) -> str:
        if not self.score_parts:
            return "figures of tables have no weights"
        parts = " ".join(f"{name} {weight:+.2f}," for name, weight in self.score_parts)
        total = sum(weight for _, weight in self.score_parts)
        return f"{parts} together {total:+.2f} as log-odds (data/scores.toml)"


def _line(name: str, value: Any, why: str = "") -> str:
    shown = "–" if value is None or value == "" else str(value)
    return f"{name:<14}{' '.join(shown.split())}{f'  ({why})' if why else ''}"
