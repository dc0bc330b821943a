"""Measures the readers on the corpus of make_formats.py: how much of the text comes back, and whether the same facts are found.

    python scripts/measure_formats.py FOLDER

Prints, for each folder of the corpus, files, recall and precision of characters (blanks and page furniture apart), paragraphs
that come back whole, and facts: equal ones, those of the original, those found. A fact is equal in kind, quote, value, unit,
indicator, status, change, period and section.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import make_formats
from reporttext import pipeline, readers
from reporttext.model import Document, Hint, Span

_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Score:
    """Sums over files."""

    files: int = 0
    chars: int = 0
    found: int = 0
    common: int = 0
    paragraphs: int = 0
    whole: int = 0
    facts: int = 0
    facts_found: int = 0
    facts_equal: int = 0

    @property
    def recall(self) -> float:
        return self.common / max(1, self.chars)

    def __str__(self) -> str:
        precision = self.common / max(1, self.found)
        return (
            f"{self.files:4} files  recall {self.recall:.4f}  precision {precision:.4f}  paragraphs {self.whole}/{self.paragraphs}  "
            f"facts {self.facts_equal}/{self.facts}, {self.facts_found} found"
        )


def original(report: make_formats.Report) -> Document:
    """The report as a document, tables marked."""
    hints, at, before = [], 0, False
    for line in report.lines:
        if line.cells:
            hints.append(
                Hint(Span(at, at + len(line.text)), "table" if before else "table_head", cell="T1R1")
            )
        before = bool(line.cells)
        at += len(line.text) + 1
    return pipeline.analyse(Document(report.text, report.name, hints=tuple(hints)))


@cache
def originals() -> dict[str, Document]:
    return {report.name: original(report) for report in make_formats.reports()}


def facts(doc: Document) -> Counter[tuple[object, ...]]:
    return Counter(
        (
            fact.kind, _flat(doc.quote(fact.span)), fact.quantity.low, fact.quantity.unit, _flat(fact.indicator or ""), fact.status,
            fact.change, fact.change_base, fact.period and (fact.period.start, fact.period.end), doc.blocks[fact.paragraph].section,
        )
        for fact in doc.facts
    )  # fmt: skip


def add(score: Score, reference: Document, doc: Document) -> None:
    """Compare `doc`, analysed, with the original."""
    wanted, shown = (
        [_flat(block.span.of(some.text)) for block in some.blocks if block.role != "noise"]
        for some in (reference, doc)
    )
    a, b = "".join(wanted), "".join(shown)
    score.files += 1
    score.chars += len(a)
    score.found += len(b)
    score.common += sum(
        match.size for match in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    )
    score.paragraphs += len(wanted)
    score.whole += (Counter(wanted) & Counter(shown)).total()
    expected, found = facts(reference), facts(doc)
    score.facts += expected.total()
    score.facts_found += found.total()
    score.facts_equal += (expected & found).total()


def documents(folder: Path) -> Iterator[tuple[str, Document]]:
    """The documents of a folder of the corpus, analysed, with the name of the report each is of."""
    names = list(originals())
    for path in sorted(folder.iterdir()):
        for at, doc in enumerate(readers.read_all(path)):
            yield (names[at] if "#" in doc.source else path.stem), pipeline.analyse(doc)


def measure(folder: Path) -> Score:
    score = Score()
    for name, doc in documents(folder):
        add(score, originals()[name], doc)
    return score


def _flat(text: str) -> str:
    return _BLANKS.sub("", text)


if __name__ == "__main__":
    for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
        print(f"{folder.name:18}", measure(folder), flush=True)
