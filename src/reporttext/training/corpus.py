"""Folders of headed reports, read and beheaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reporttext import readers
from reporttext.errors import ReadError, UsageError
from reporttext.model import SECTIONS, Document, Section
from reporttext.training.silver import Headless, behead, digest, label

_READ = frozenset((".txt", ".docx"))
# A report of which a shorter text holds this many characters in one stretch is the report the text was taken from.
_STRETCH = 24


def labelled(folder: Path) -> Iterator[tuple[Document, list[Section | None]]]:
    """The reports at and below a folder, in the order of their names, each with the sections of its blocks.

    Where NAME.json lies beside NAME.txt, in the form of corpora/gold, its sections win over ours. What cannot be read is left
    out, as is a text that occurs again.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder: name one that holds reports with headings (.txt, .docx)")
    seen: set[str] = set()
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in _READ)
    for path in paths:
        try:
            doc = readers.read(path)
        except ReadError:
            continue
        if digest(doc.text) in seen:
            continue
        seen.add(digest(doc.text))
        doc = label(replace(doc, source=path.relative_to(folder).as_posix()))
        yield doc, _sections(doc, path.with_suffix(".json"))


def _sections(doc: Document, annotated: Path) -> list[Section | None]:
    ours = [b.section if b.section_by != "model" else None for b in doc.blocks]
    if not annotated.is_file():
        return ours
    return [told or own for told, own in zip(sections_told(doc, annotated), ours, strict=True)]


def sections_told(doc: Document, annotated: Path) -> list[Section | None]:
    """The section of each block by an annotation in the form of corpora/gold; None of what it passes over."""
    try:
        paragraphs = json.loads(annotated.read_text("utf-8"))["paragraphs"]
        told = [(p["start"], p["end"], p["section"]) for p in paragraphs]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{annotated} is not in the form of corpora/gold: {error}") from error
    if strange := next((section for _, _, section in told if section not in SECTIONS), None):
        raise UsageError(f"{annotated} names a section {strange}; there are: {', '.join(SECTIONS)}")
    return [
        next((section for start, end, section in told if start < b.span.end and b.span.start < end), None)
        for b in doc.blocks
    ]


def annotated_files(folders: Iterable[Path]) -> list[Path]:
    """The NAME.json of some folders; raises UsageError where one holds none, or no NAME.txt beside it."""
    found: list[Path] = []
    for folder in folders:
        paths = sorted(folder.glob("*.json"))
        if not paths:
            raise UsageError(
                f"{folder} holds no annotated reports: name a folder of NAME.json beside NAME.txt"
            )
        if missing := next((p for p in paths if not p.with_suffix(".txt").is_file()), None):
            raise UsageError(
                f"{missing} has no text beside it: {missing.with_suffix('.txt').name} is missing"
            )
        found += paths
    return found


def headless(folder: Path, *, run_in: bool) -> list[Headless]:
    """The reports of a folder without headings, see `labelled` and `reporttext.training.silver.behead`."""
    return [behead(doc, sections, run_in=run_in) for doc, sections in labelled(folder)]


def sources_of(excerpts: Iterable[str], reports: Sequence[Headless]) -> set[str]:
    """The digests of the reports that excerpts were taken from, found by their text."""
    bare = [(one.digest, "".join(one.text.split())) for one in reports]
    found: set[str] = set()
    for excerpt in excerpts:
        whole = "".join(excerpt.split())
        # Probes from all over the excerpt: some lie in headings or in what was mended.
        probes = [
            whole[at : at + _STRETCH]
            for at in range(0, max(1, len(whole) - _STRETCH), max(1, len(whole) // 20))
        ]
        for key, text in bare:
            if sum(probe in text for probe in probes) * 2 >= len(probes):
                found.add(key)
    return found
