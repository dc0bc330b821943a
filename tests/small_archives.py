"""Small stores for tests of statistics: reports of a few sentences, of fictional places, with their words counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from reporttext import lexicon
from reporttext.api import Reports
from reporttext.model import Block, Document, Fact, Metadata, Quantity, Sentence, Span, Words
from reporttext.segment import cutter
from stores import store


def report(place: str, year: int | None, sections: dict[str, str], **more: object) -> Document:
    """A report whose body is one paragraph a section."""
    text, blocks, sentences = "", [], []
    for section, body in sections.items():
        start = len(text)
        text += body + "\n"
        blocks.append(Block(Span(start, len(text) - 1), "body", section=section))  # type: ignore[arg-type]
        for part in filter(None, body.split("。")):
            begin = text.index(f"{part}。", sentences[-1].span.end if sentences else 0)
            sentences.append(Sentence(Span(begin, begin + len(part) + 1), len(blocks) - 1))
    doc = Document(
        text=text,
        source=f"{place}{year}.txt",
        format="txt",
        encoding="utf-8",
        bytes=len(text.encode()),
        content_sha256=sha256(text.encode()).hexdigest(),
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        words=Words(tuple(cutter(lexicon.load())(text))),
        metadata=Metadata(province=place, place=place, year=year, doc_type="政府工作报告", admin_level="省"),
    )
    return replace(doc, **more)  # type: ignore[arg-type]


def fact(doc: Document, quote: str, **more: object) -> Fact:
    start = doc.text.index(quote)
    number = next(n for n, s in enumerate(doc.sentences) if s.span.start <= start < s.span.end)
    plain = Fact("count", Span(start, start + len(quote)), number, doc.sentences[number].paragraph, Quantity(None, None, "件"), "count.unit")  # fmt: skip
    return plain._replace(**more)  # type: ignore[arg-type]


def opened(out: Path, documents: Sequence[Document]) -> Reports:
    store(out, documents)
    return Reports(out)
