"""Small documents made by hand, with every layer, and stores filled with them: tests of what comes after the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from reporttext.model import (
    Block,
    Document,
    Error,
    Event,
    Fact,
    Mention,
    Metadata,
    Period,
    Quantity,
    Sentence,
    Span,
    Theme,
    Words,
)  # fmt: skip
from reporttext.runner.worker import PartRows
from reporttext.store.build import Build
from reporttext.store.folder import Folder
from reporttext.store.items import Input
from reporttext.store.parts import finished, write_part

TEXT = "松岗镇2022年工作总结\n一、主要工作\n开展宣讲**余场次，修路3.5公里，下降-5%。举办“书香松岗”读书活动，印发《安全手册》。\n"


def span(quote: str, text: str = TEXT) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def document(source: str = "archive/a.txt", text: str = TEXT, **more: object) -> Document:
    """A report of three paragraphs with four figures (one masked, one repeating another), an activity and a document."""
    lines = [span(line, text) for line in text.splitlines()]
    year = Period(date(2022, 1, 1), date(2022, 12, 31), "2022年")
    first = text.index("。") + 1
    facts = (
        Fact("count", span("**余场次"), 2, 2, Quantity(None, None, "场次", "over", masked=True, mask_width=2), "count.unit", "余", 0.91239, "开展宣讲"),
        Fact("measure", span("3.5公里"), 2, 2, Quantity(Decimal("3.5"), Decimal(4), "公里"), "measure.unit", indicator="修路", status="target", period=year, part_of=0),
        Fact("ratio", span("-5%"), 2, 2, Quantity(Decimal(-5), None, "%"), "ratio.unit", change="down", repeat_of=1),
    )  # fmt: skip
    doc = Document(
        text=text,
        source=source,
        format="txt",
        encoding="utf-8",
        bytes=len(text.encode()),
        content_sha256=sha256(text.encode()).hexdigest(),
        errors=(Error("read", "encoding", "warning", "2 bytes are left out", 7, 9),),
        blocks=(
            Block(lines[0], "title", section="front"),
            Block(lines[1], "heading", 1, "一、", "主要工作", ("主要工作",), "achievements", 0.98765, "heading", ("党建", "安全")),
            Block(lines[2], "body", path=("主要工作",), section="achievements", themes=("党建",), page=1),
        ),
        sentences=(
            Sentence(lines[0], 0),
            Sentence(lines[1], 1),
            Sentence(Span(lines[2].start, first), 2, "一是"),
            Sentence(Span(first, lines[2].end), 2, themes=("安全",)),
        ),
        themes=(
            Theme(1, "党建", "党", 3.0, (span("主要工作"),)),
            Theme(2, "党建", "党", 4.5, (span("宣讲"), span("修路"))),
        ),
        words=Words(("松岗镇", "2022年", "工作", "总结", "\n", text[lines[1].start :])),
        metadata=Metadata(
            title="松岗镇2022年工作总结", doc_type="工作总结", admin_level="镇", county="平岭县", township="松岗镇", place="松岗镇",
            year=2022, year_given=2023, period_start=date(2022, 1, 1), period_end=date(2022, 12, 31),
        ),
        facts=facts,
        events=(Event(span("“书香松岗”读书活动"), 3, 2, "书香松岗读书活动", "culture", "quoted", "held", year, 0, 0.8),),
        mentions=(
            Mention(span("《安全手册》"), 3, 2, "document", "title", "book", "安全手册"),
            Mention(span("松岗"), 0, 0, "place", "place", normalised="松岗镇"),
        ),
    )  # fmt: skip
    return replace(doc, **more)  # type: ignore[arg-type]


def store(out: Path, documents: Sequence[Document]) -> Folder:
    """A finished store of `documents`, each an input of its own, without the pipeline and without other outputs."""
    folder = Folder(out)
    with folder.claim(), Build(folder, "key", "environment") as build:
        rows, worked, inputs = PartRows(), [], []
        for doc in documents:
            inputs.append(Input(doc.source, Path(doc.source), doc.bytes, doc.content_sha256))
            worked.append(rows.add(inputs[-1], [doc]))
        write_part(folder.parts, "part", rows.tables(), worked)
        list(build.plan.add(inputs))
        parts = list(finished(folder.parts))
        build.plan.take_parts(parts)
        build.merge(parts, "identity")
        build.publish("identity")
    return folder
