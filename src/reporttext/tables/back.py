"""Rows → document: the inverse of `rows.py` and `found.py`, as far as the tables hold a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from reporttext.model import Block, Document, Metadata, Sentence, Span

Row = Mapping[str, Any]


def document(row: Row, paragraphs: Sequence[Row], sentences: Sequence[Row]) -> Document:
    """The document of a row of `documents`, with its metadata, blocks and sentences as the run had them.

    What is cheap to find again (words, facts, events, mentions) is not filled in. `Block.path` is cut at its ` / `.
    """
    known = {field.name for field in fields(Metadata)}
    return Document(
        text=row["text"],
        metadata=Metadata(**{name: value for name, value in row.items() if name in known}),
        blocks=tuple(map(_block, paragraphs)),
        sentences=tuple(
            Sentence(_span(s), s["paragraph"], s["item"], tuple(s["themes"] or ())) for s in sentences
        ),
        **{name: row[name] for name in ("source", "format", "encoding", "bytes", "content_sha256")},
    )


def _block(row: Row) -> Block:
    same = ("role", "level", "number", "heading", "section", "section_score", "section_by", "page", "cell")
    path = tuple(row["heading_path"].split(" / ")) if row["heading_path"] else ()
    themes = tuple(row["themes"] or ())
    return Block(span=_span(row), path=path, themes=themes, **{name: row[name] for name in same})


def _span(row: Row) -> Span:
    return Span(row["start"], row["end"])
