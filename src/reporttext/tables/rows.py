"""Document → columns: what each table holds of one document.

Columns, not rows: a comprehension a column is three times as fast as a record a row, and Arrow wants columns anyway.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Final

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon
from reporttext.model import Document, Error, Fact, Metadata, Span
from reporttext.segment import kind_of
from reporttext.tables import document_id
from reporttext.tables.batch import Columns, Runs

Units = Mapping[str, tuple[str, Decimal]]


@cache
def canonical_units(lexicon: Lexicon) -> Units:
    """`units.canonical` gives a unit its canonical one and the factor; a unit without an entry is canonical."""
    entries = lexicon["units"]["canonical"]
    try:
        return {unit: (canonical, Decimal(factor)) for unit, (canonical, factor) in entries.items()}
    except (ValueError, TypeError, ArithmeticError) as error:
        raise RuleError(
            '[units.canonical] must give each unit a canonical unit and a factor: ["千米", "1"]'
        ) from error


class _IsWord(dict[str, bool]):
    """Which tokens are words, remembered: the same few thousand make up most of every report."""

    def __missing__(self, token: str) -> bool:
        if len(self) > 1_000_000:
            self.clear()
        return self.setdefault(token, kind_of(token) == "word")


_IS_WORD: Final = _IsWord()


def document_columns(doc: Document, units: Units) -> dict[str, Columns]:
    """Every table's columns for one document, as lists of equal length; tables that hold nothing of it are absent."""
    doc_id = document_id(doc.source, doc.content_sha256)
    terms = _terms(doc, doc_id)
    fact_ids = _ids(doc_id, [fact.span for fact in doc.facts])
    return {
        "documents": _document(doc, doc_id, sum(terms["count"])),
        "paragraphs": _paragraphs(doc, doc_id),
        "sentences": _sentences(doc, doc_id),
        "themes": _themes(doc, doc_id),
        "facts": _facts(doc, doc_id, fact_ids, units),
        "events": _events(doc, doc_id, fact_ids),
        "mentions": _mentions(doc, doc_id),
        "terms": terms,
        "checks": _checks(doc, doc_id, fact_ids),
        "outline_checks": _outline_checks(doc, doc_id),
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


def _ids(doc_id: str, spans: Iterable[Span]) -> list[str]:
    """`doc_id:start-end`; a second row over the same span (two labels of one name) gets `+1`, so that ids stay unique."""
    seen: Counter[str] = Counter()
    ids = []
    for span in spans:
        plain = f"{doc_id}:{span.start}-{span.end}"
        ids.append(f"{plain}+{seen[plain]}" if seen[plain] else plain)
        seen[plain] += 1
    return ids


def _score(score: float | None) -> float | None:
    """Four places: what lies below is the linear algebra library's, not the method's."""
    return None if score is None else round(score, 4)


def place_id(meta: Metadata, doc_id: str) -> str:
    """省/市/县/镇 as far as known. A masked or unknown place is nobody else's, nor is 城关镇 of no known county: `doc:` and the id."""
    steps = [step for step in (meta.province, meta.city, meta.county, meta.township) if step]
    return f"doc:{doc_id}" if meta.place_masked or meta.place_shared or not steps else "/".join(steps)


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
    row["duplicate_of"] = None  # known only when all documents are: see the store
    return {name: [value] for name, value in row.items()}


def _paragraphs(doc: Document, doc_id: str) -> Columns:
    blocks = doc.blocks
    same = ("page", "cell", "role", "level", "number", "heading", "section", "section_by")
    return {
        "doc_id": Runs([doc_id], [len(blocks)]),
        "paragraph": range(len(blocks)),
        "start": [b.span.start for b in blocks],
        "end": [b.span.end for b in blocks],
        **{name: [getattr(b, name) for b in blocks] for name in same},
        "heading_path": [" / ".join(b.path) or None for b in blocks],
        "section_score": [_score(b.section_score) for b in blocks],
        "themes": [b.themes for b in blocks],
        "text": [b.span.of(doc.text) for b in blocks],
    }


def _sentences(doc: Document, doc_id: str) -> Columns:
    sentences = doc.sentences
    return {
        "doc_id": Runs([doc_id], [len(sentences)]),
        "paragraph": [s.paragraph for s in sentences],
        "sentence": range(len(sentences)),
        "start": [s.span.start for s in sentences],
        "end": [s.span.end for s in sentences],
        "section": [doc.blocks[s.paragraph].section for s in sentences],
        "item": [s.item for s in sentences],
        "text": [s.span.of(doc.text) for s in sentences],
        "themes": [s.themes for s in sentences],
    }


def _themes(doc: Document, doc_id: str) -> Columns:
    themes = doc.themes
    return {
        "doc_id": Runs([doc_id], [len(themes)]),
        "paragraph": [t.paragraph for t in themes],
        "theme": [t.name for t in themes],
        "branch": [t.branch for t in themes],
        "score": [_score(t.score) for t in themes],
        "words": [[word.of(doc.text) for word in t.evidence] for t in themes],
        "start": [t.evidence[0].start for t in themes],
        "end": [t.evidence[0].end for t in themes],
    }


def _placed(doc: Document, doc_id: str, found: Sequence[Any]) -> dict[str, Sequence[Any]]:
    """The columns that facts, events and mentions share."""
    return {
        "doc_id": Runs([doc_id], [len(found)]),
        "paragraph": [f.paragraph for f in found],
        "sentence": [f.sentence for f in found],
        "start": [f.span.start for f in found],
        "end": [f.span.end for f in found],
        "quote": [f.span.of(doc.text) for f in found],
        "section": [doc.blocks[f.paragraph].section for f in found],
        "rule": [f.rule for f in found],
        "score": [_score(f.score) for f in found],
    }


def _in_order(found: Sequence[Any]) -> list[int]:
    """Indexes by place in the text; stages that find in several passes need not care."""
    return sorted(range(len(found)), key=lambda i: (found[i].span.start, found[i].span.end))


def _period(found: Sequence[Any]) -> dict[str, Sequence[Any]]:
    return {
        "period_start": [f.period and f.period.start for f in found],
        "period_end": [f.period and f.period.end for f in found],
    }


def _number(value: Decimal | None, masked: bool) -> float | None:
    """A masked figure has no value, whatever a finder may have put there."""
    return None if masked or value is None else float(value)


_FROM_FACT = (
    "kind", "qualifier_text", "indicator", "indicator_id", "activity", "activity_type", "actor", "scope", "change", "change_base",
    "status", "status_cue",
)  # fmt: skip


def _facts(doc: Document, doc_id: str, ids: Sequence[str], units: Units) -> Columns:
    places = _in_order(doc.facts)
    facts = [doc.facts[i] for i in places]
    quantities = [f.quantity for f in facts]
    canonical = [_canonical(f, units) for f in facts]
    return {
        **_placed(doc, doc_id, facts),
        **_period(facts),
        **{name: [getattr(f, name) for f in facts] for name in _FROM_FACT},
        "fact_id": [ids[i] for i in places],
        "value": [_number(q.low, q.masked) for q in quantities],
        "value_max": [_number(q.high, q.masked) for q in quantities],
        "unit": [q.unit for q in quantities],
        "unit_canonical": [unit for unit, _ in canonical],
        "value_canonical": [value for _, value in canonical],
        "qualifier": [q.qualifier for q in quantities],
        "masked": [q.masked for q in quantities],
        "mask_width": [q.mask_width for q in quantities],
        "period_text": [(f.period and f.period.text) or None for f in facts],
        "themes": [doc.sentences[f.sentence].themes or doc.blocks[f.paragraph].themes for f in facts],
        "part_of": [None if f.part_of is None else ids[f.part_of] for f in facts],
        "repeat_of": [None if f.repeat_of is None else ids[f.repeat_of] for f in facts],
    }


def _canonical(fact: Fact, units: Units) -> tuple[str, float | None]:
    quantity = fact.quantity
    unit, factor = units.get(quantity.unit, (quantity.unit, Decimal(1)))
    return unit, None if quantity.low is None else _number(quantity.low * factor, quantity.masked)


def _events(doc: Document, doc_id: str, fact_ids: Sequence[str]) -> Columns:
    events = [doc.events[i] for i in _in_order(doc.events)]
    return {
        **_placed(doc, doc_id, events),
        **_period(events),
        "event_id": _ids(doc_id, [e.span for e in events]),
        **{name: [getattr(e, name) for e in events] for name in ("name", "type", "status")},
        "fact_id": [None if e.fact is None else fact_ids[e.fact] for e in events],
    }


def _mentions(doc: Document, doc_id: str) -> Columns:
    mentions = [doc.mentions[i] for i in _in_order(doc.mentions)]
    return {
        **_placed(doc, doc_id, mentions),
        "mention_id": _ids(doc_id, [m.span for m in mentions]),
        **{name: [getattr(m, name) for m in mentions] for name in ("label", "kind", "normalised")},
    }


def _checks(doc: Document, doc_id: str, fact_ids: Sequence[str]) -> Columns:
    checks = [doc.checks[i] for i in _in_order(doc.checks)]
    return {
        "check_id": [
            f"{doc_id}:{c.kind}:{c.span.start}-{c.span.end}:{c.other.start}-{c.other.end}" for c in checks
        ],
        "doc_id": Runs([doc_id], [len(checks)]),
        **{name: [getattr(c, name) for c in checks] for name in ("kind", "severity", "message")},
        "fact_id": [fact_ids[c.fact] for c in checks],
        "other_fact_id": [None if c.other_fact is None else fact_ids[c.other_fact] for c in checks],
        "start": [c.span.start for c in checks],
        "end": [c.span.end for c in checks],
        "other_start": [c.other.start for c in checks],
        "other_end": [c.other.end for c in checks],
    }


def _outline_checks(doc: Document, doc_id: str) -> Columns:
    checks = doc.outline_checks
    return {
        "doc_id": Runs([doc_id], [len(checks)]),
        **{name: [getattr(c, name) for c in checks] for name in ("paragraph", "kind", "message")},
        "start": [c.span.start for c in checks],
        "end": [c.span.end for c in checks],
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
        for token in [token for token in found if "\n" in token]:  # a word over a line break is that word
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
