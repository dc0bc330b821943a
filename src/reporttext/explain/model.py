"""An explanation: as data, and as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reporttext.messages import shown, translated
from reporttext.model import Span
from reporttext.tables import codes_of, tables


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
    """All that led to one fact. `str()` gives it in lines, `told` those in a language, `as_dict()` as plain data.

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
        return self.told("en")

    def told(self, language: str) -> str:
        """It in lines, in a language (zh, en); what the report says stays as it is."""
        return "\n".join(self._lines(_Words(language)))

    def _lines(self, words: _Words) -> Iterator[str]:
        _line, say = words.line, words.say
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
        yield _line("score", self.score, self._sum(words))
        if self.names:
            yield say("\nThe names it could have had")
            for part in self.names:
                yield _line(part.name, part.value, part.why)
        yield say("\nOther candidates in the sentence" + ("" if self.refused else ": none"))
        for refused in self.refused:
            yield _line("", refused.quote, refused.why)
        if self.differences:
            yield say(
                f"\nA reviewer decided ({self.reviewed}); fields that the rules find otherwise"
                if self.reviewed
                else "\nThe tables were made by another version of the program; fields that it finds otherwise today"
            )
            for part in self.differences:
                yield _line(part.name, part.value, part.why)

    def _sum(self, words: _Words) -> str:
        if not self.score_parts:
            return "figures of tables have no weights"
        parts = " ".join(f"{words.say(name)} {weight:+.2f}," for name, weight in self.score_parts)
        total = sum(weight for _, weight in self.score_parts)
        return words.say(f"{parts} together {total:+.2f} as log-odds (data/scores.toml)")


class _Words:
    """How the lines of an explanation are written in a language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def say(self, sentence: str) -> str:
        return shown(sentence, self._language)

    def line(self, name: str, value: Any, why: str = "") -> str:
        """A line: the name of a field, its value, and why."""
        told = "–" if value is None or value == "" else self._value(name, str(value))
        because = f"  ({self.say(why)})" if why else ""
        head = self._head(name)
        blanks = " " * max(1, 14 - sum(1 + (sign > "\u2e7f") for sign in head))
        return f"{head}{blanks}{' '.join(told.split())}{because}"

    def _head(self, name: str) -> str:
        """Of a field that the table has, the head of its column."""
        if self._language != "zh":
            return name
        heads = {column.name: column.zh for column in tables()["facts"].columns}
        return heads.get(name) or shown(name, "zh")

    def _value(self, name: str, value: str) -> str:
        """A code by its name; what is told of a number and its period in the language."""
        coded = codes_of("facts", name)
        if self._language == "zh" and coded and value in coded:
            return coded[value][0]
        if self._language != "zh" or name not in ("value", "period"):
            return value
        if name == "value":  # its kind stands behind it, in English
            value = translated(value) or value.rpartition(", ")[0]
        return value.replace(" to ", " 至 ")
