"""Document → columns of what was found in it: facts, events, mentions and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reporttext.model import Document, Event, Fact, Mention, Period, Quantity, columns_of
from reporttext.tables.batch import Columns, Runs
from reporttext.tables.places import place_columns, rounded, row_ids, sections_of
from reporttext.units import Units


def _found(doc: Document, doc_id: str, found: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """The columns that facts, events and mentions share."""
    return {
        **place_columns(doc, doc_id, found["span"], "quote"),
        **{name: found[name] for name in ("paragraph", "sentence", "rule")},
        "section": sections_of(doc, found["paragraph"]),
        "score": rounded(found["score"]),
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
    "growth_basis", "status", "status_cue",
)  # fmt: skip


def fact_columns(doc: Document, doc_id: str, ids: Sequence[str], units: Units) -> Columns:
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


def event_columns(doc: Document, doc_id: str, fact_ids: Sequence[str]) -> Columns:
    places, ids = _in_order(doc.events), row_ids(doc_id, [event.span for event in doc.events])
    events = columns_of(Event, [doc.events[i] for i in places])
    return {
        **_found(doc, doc_id, events),
        **_period(events["period"]),
        **{name: events[name] for name in ("name", "type", "status", "normalised")},
        "event_id": [ids[i] for i in places],
        "fact_id": [None if at is None else fact_ids[at] for at in events["fact"]],
        "repeat_of": [None if at is None else ids[at] for at in events["repeat_of"]],
    }


def mention_columns(doc: Document, doc_id: str) -> Columns:
    mentions = columns_of(Mention, [doc.mentions[i] for i in _in_order(doc.mentions)])
    return {
        **_found(doc, doc_id, mentions),
        **{name: mentions[name] for name in ("label", "kind", "normalised")},
        "mention_id": row_ids(doc_id, mentions["span"]),
    }


def check_columns(doc: Document, doc_id: str, fact_ids: Sequence[str]) -> Columns:
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


def outline_check_columns(doc: Document, doc_id: str) -> Columns:
    checks = doc.outline_checks
    return {
        "doc_id": Runs([doc_id], [len(checks)]),
        **{name: [getattr(c, name) for c in checks] for name in ("paragraph", "kind", "message")},
        "start": [c.span.start for c in checks],
        "end": [c.span.end for c in checks],
    }
