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
    columns_of,
)
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
    """Which tokens are words, remembered: the same few thousand make up most of every report. Numerals there are without end."""

    def __missing__(self, token: str) -> bool:
        if token[0].isdecimal() and kind_of(token) != "word":
            return False
        if len(self) > 100_000:
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
    ids = [f"{doc_id}:{start}-{end}" for start, end in spans]
    if len(set(ids)) < len(ids):
        seen: Counter[str] = Counter()
        for at, plain in enumerate(ids):
            if seen[plain]:
                ids[at] = f"{plain}+{seen[plain]}"
            seen[plain] += 1
    return ids


def _scores(scores: Sequence[float | None]) -> list[float | None]:
    """Four places: what lies below is the linear algebra library's, not the method's."""
    return [None if score is None else round(score, 4) for score in scores]


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
    blocks = columns_of(Block, doc.blocks)
    same = ("page", "cell", "role", "level", "number", "heading", "section", "section_by", "themes")
    return {
        **_places(doc, doc_id, blocks["span"]),
        **{name: blocks[name] for name in same},
        "paragraph": range(len(doc.blocks)),
        "heading_path": [" / ".join(path) or None for path in blocks["path"]],
        "section_score": _scores(blocks["section_score"]),
    }


def _sentences(doc: Document, doc_id: str) -> Columns:
    sentences = columns_of(Sentence, doc.sentences)
    return {
        **_places(doc, doc_id, sentences["span"]),
        **{name: sentences[name] for name in ("paragraph", "item", "themes")},
        "sentence": range(len(doc.sentences)),
        "section": _sections(doc, sentences["paragraph"]),
    }


def _places(
    doc: Document, doc_id: str, spans: Sequence[Span], text: str = "text"
) -> dict[str, Sequence[Any]]:
    """The columns that say where a row stands; in `text` the words that stand there."""
    ends = columns_of(Span, spans)
    return {
        "doc_id": Runs([doc_id], [len(spans)]),
        "start": ends["start"],
        "end": ends["end"],
        text: [doc.text[start:end] for start, end in spans],
    }


def _sections(doc: Document, paragraphs: Sequence[int]) -> list[str | None]:
    """The sections of rows that stand in these paragraphs."""
    of_blocks = [block.section for block in doc.blocks]
    return [of_blocks[at] for at in paragraphs]


def _themes(doc: Document, doc_id: str) -> Columns:
    themes = doc.themes
    return {
        "doc_id": Runs([doc_id], [len(themes)]),
        "paragraph": [t.paragraph for t in themes],
        "theme": [t.name for t in themes],
        "branch": [t.branch for t in themes],
        "score": _scores([t.score for t in themes]),
        "words": [[doc.text[start:end] for start, end in t.evidence] for t in themes],
        "start": [t.evidence[0].start for t in themes],
        "end": [t.evidence[0].end for t in themes],
    }


def _found(doc: Document, doc_id: str, found: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """The columns that facts, events and mentions share."""
    return {
        **_places(doc, doc_id, found["span"], "quote"),
        **{name: found[name] for name in ("paragraph", "sentence", "rule")},
        "section": _sections(doc, found["paragraph"]),
        "score": _scores(found["score"]),
    }


def _in_order(found: Sequence[Any]) -> list[int]:
    """Indexes by place in the text; stages that find in several passes need not care."""
    return sorted(range(len(found)), key=[row.span for row in found].__getitem__)


def _period(periods: Sequence[Period | None]) -> dict[str, Sequence[Any]]:
    return {
        "period_start": [period and period.start for period in periods],
        "period_end": [period and period.end for period in periods],
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
    facts = columns_of(Fact, [doc.facts[i] for i in places])
    quantities = columns_of(Quantity, facts["quantity"])
    values = list(map(_number, quantities["low"], quantities["masked"]))
    canonical = [units.get(unit) for unit in quantities["unit"]]
    return {
        **_found(doc, doc_id, facts),
        **_period(facts["period"]),
        **{name: facts[name] for name in _FROM_FACT},
        **{name: quantities[name] for name in ("unit", "qualifier", "masked", "mask_width")},
        "fact_id": [ids[i] for i in places],
        "value": values,
        "value_max": list(map(_number, quantities["high"], quantities["masked"])),
        "unit_canonical": [
            unit if known is None else known[0]
            for unit, known in zip(quantities["unit"], canonical, strict=True)
        ],
        "value_canonical": [
            value if known is None or value is None else float(low * known[1])
            for value, low, known in zip(values, quantities["low"], canonical, strict=True)
        ],
        "period_text": [(period and period.text) or None for period in facts["period"]],
        "themes": [
            doc.sentences[sentence].themes or doc.blocks[paragraph].themes
            for sentence, paragraph in zip(facts["sentence"], facts["paragraph"], strict=True)
        ],
        "part_of": [None if at is None else ids[at] for at in facts["part_of"]],
        "repeat_of": [None if at is None else ids[at] for at in facts["repeat_of"]],
    }


def _events(doc: Document, doc_id: str, fact_ids: Sequence[str]) -> Columns:
    events = columns_of(Event, [doc.events[i] for i in _in_order(doc.events)])
    return {
        **_found(doc, doc_id, events),
        **_period(events["period"]),
        **{name: events[name] for name in ("name", "type", "status")},
        "event_id": _ids(doc_id, events["span"]),
        "fact_id": [None if at is None else fact_ids[at] for at in events["fact"]],
    }


def _mentions(doc: Document, doc_id: str) -> Columns:
    mentions = columns_of(Mention, [doc.mentions[i] for i in _in_order(doc.mentions)])
    return {
        **_found(doc, doc_id, mentions),
        **{name: mentions[name] for name in ("label", "kind", "normalised")},
        "mention_id": _ids(doc_id, mentions["span"]),
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
