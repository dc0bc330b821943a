"""Document → columns: what each table holds of one document. Facts, events, mentions and checks are in `found.py`.

Columns, not rows: a comprehension a column is three times as fast as a record a row, and Arrow wants columns anyway.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Final

from reporttext.model import Block, Document, Error, Metadata, Sentence, columns_of
from reporttext.segment import kind_of
from reporttext.tables import NATION, document_id
from reporttext.tables.batch import Columns, Runs
from reporttext.tables.found import (
    check_columns,
    event_columns,
    fact_columns,
    mention_columns,
    outline_check_columns,
)
from reporttext.tables.places import place_columns, rounded, row_ids, sections_of
from reporttext.units import Units

__all__ = ["document_columns", "error_columns", "place_id"]


class _IsWord(dict[str, bool]):
    """Which tokens are words, remembered: the same few thousand make up most of every report. Numerals there are without end."""

    def __missing__(self, token: str) -> bool:
        if token[:1].isdecimal() and kind_of(token) != "word":
            return False
        if len(self) > 100_000:
            self.clear()
        return self.setdefault(token, kind_of(token) == "word")


_IS_WORD: Final = _IsWord()


def document_columns(doc: Document, units: Units) -> dict[str, Columns]:
    """Every table's columns for one document, as lists of equal length; tables that hold nothing of it are absent."""
    doc_id = document_id(doc.source, doc.content_sha256)
    terms = _terms(doc, doc_id)
    fact_ids = row_ids(doc_id, [fact.span for fact in doc.facts])
    return {
        "documents": _document(doc, doc_id, sum(terms["count"])),
        "paragraphs": _paragraphs(doc, doc_id),
        "sentences": _sentences(doc, doc_id),
        "themes": _themes(doc, doc_id),
        "facts": fact_columns(doc, doc_id, fact_ids, units),
        "events": event_columns(doc, doc_id, fact_ids),
        "mentions": mention_columns(doc, doc_id),
        "terms": terms,
        "checks": check_columns(doc, doc_id, fact_ids),
        "outline_checks": outline_check_columns(doc, doc_id),
        "metadata": _variables(doc, doc_id),
        "errors": error_columns(doc.source, doc.errors, doc_id),
    }


def error_columns(source: str, errors: Sequence[Error], doc_id: str | None = None) -> Columns:
    """The rows of `errors` for one input, in the order of stage, kind and place."""
    ordered = sorted(errors, key=lambda e: (-1 if e.start is None else e.start, e.stage, e.kind, e.message))
    return {
        "source": [source] * len(ordered),
        "doc_id": Runs([doc_id], [len(ordered)]),
        **{
            name: [getattr(e, name) for e in ordered]
            for name in ("stage", "kind", "severity", "message", "start", "end")
        },
    }


def place_id(meta: Metadata, doc_id: str) -> str:
    """省/市/县/镇 as far as known, or the name that the user gives; 全国 of a report of the State Council.

    A masked or unknown place is nobody else's: `doc:` and the id.

    It is of this document alone: which places of an archive are one is told by `documents.place_joined`.
    """
    known = "/".join(step for step in (meta.province, meta.city, meta.county, meta.township) if step)
    # Only a user names a place that has no level: 第一管理区.
    known = known or meta.place or (NATION if meta.admin_level == "国" else "")
    return f"doc:{doc_id}" if meta.place_masked or not known else known


_FROM_METADATA = (
    "title", "doc_type", "admin_level", "province", "city", "county", "township", "place", "place_masked", "year",
    "year_given", "period_start", "period_end", "topic", "issuer", "issued_on",
)  # fmt: skip


def _document(doc: Document, doc_id: str, tokens: int) -> Columns:
    row = {
        name: getattr(doc, name)
        for name in ("source", "format", "encoding", "bytes", "content_sha256", "text")
    }
    row |= {name: getattr(doc.metadata, name) for name in _FROM_METADATA}
    row |= {
        "doc_id": doc_id,
        "place_id": place_id(doc.metadata, doc_id),
        "chars": len(doc.text),
        "tokens": tokens,
        "personal_masked": doc.personal,
    }
    row |= {"duplicate_of": None, "place_joined": None}  # known only when all documents are: see the store
    return {name: [value] for name, value in row.items()}


def _paragraphs(doc: Document, doc_id: str) -> Columns:
    blocks = columns_of(Block, doc.blocks)
    same = ("page", "cell", "role", "level", "number", "heading", "section", "section_by", "themes")
    return {
        **place_columns(doc, doc_id, blocks["span"]),
        **{name: blocks[name] for name in same},
        "paragraph": range(len(doc.blocks)),
        "heading_path": [" / ".join(path) or None for path in blocks["path"]],
        "section_score": rounded(blocks["section_score"]),
    }


def _sentences(doc: Document, doc_id: str) -> Columns:
    sentences = columns_of(Sentence, doc.sentences)
    return {
        **place_columns(doc, doc_id, sentences["span"]),
        **{name: sentences[name] for name in ("paragraph", "item", "themes")},
        "sentence": range(len(doc.sentences)),
        "section": sections_of(doc, sentences["paragraph"]),
    }


def _themes(doc: Document, doc_id: str) -> Columns:
    themes = doc.themes
    return {
        "doc_id": Runs([doc_id], [len(themes)]),
        "paragraph": [t.paragraph for t in themes],
        "theme": [t.name for t in themes],
        "branch": [t.branch for t in themes],
        "score": rounded([t.score for t in themes]),
        "words": [[doc.text[start:end] for start, end in t.evidence] for t in themes],
        "start": [t.evidence[0].start for t in themes],
        "end": [t.evidence[0].end for t in themes],
    }


def _variables(doc: Document, doc_id: str) -> Columns:
    # A list's own columns are variables too; metadata.csv goes before them.
    named = {told.name: told.value for told in doc.told if told.name not in _FROM_METADATA}
    variables = sorted((named | dict(doc.given.variables if doc.given else ())).items())
    return {
        "doc_id": Runs([doc_id], [len(variables)]),
        "name": [name for name, _ in variables],
        "value": [value for _, value in variables],
    }


def _terms(doc: Document, doc_id: str) -> Columns:
    """Words by section, in the order in which the report has them. Counting runs in C, over slices."""
    texts, starts = doc.words.texts, doc.words.starts
    by_section: dict[str | None, Counter[str]] = {}
    for block in doc.blocks:
        first, last = bisect_left(starts, block.span.start), bisect_left(starts, block.span.end)
        by_section.setdefault(block.section, Counter()).update(texts[first:last])
    terms: list[str] = []
    counts: list[int] = []
    many: list[int] = []
    for found in by_section.values():
        # A word over a line break is that word; a lone break is none.
        for token in [token for token in found if "\n" in token]:
            found["".join(token.split())] += found.pop(token)
        words = list(filter(_IS_WORD.__getitem__, found))
        terms += words
        counts += map(found.__getitem__, words)
        many.append(len(words))
    return {
        "doc_id": Runs([doc_id], [len(terms)]),
        "section": Runs(list(by_section), many),
        "term": terms,
        "count": counts,
    }
