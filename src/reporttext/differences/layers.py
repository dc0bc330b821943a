"""The tables of a run as things that can be compared, one report at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, get_args

from reporttext.corrections import MARK
from reporttext.store.reader import Reports

Layer = Literal["documents", "paragraphs", "facts"]
LAYERS: tuple[Layer, ...] = get_args(Layer)

# The fields that are compared. `review` is what a reviewer decided.
FIELDS: Mapping[Layer, tuple[str, ...]] = {
    "documents": (
        "title", "doc_type", "admin_level", "province", "city", "county", "township", "place", "year", "year_given",
        "period_start", "period_end", "topic", "issuer", "issued_on",
    ),
    "paragraphs": ("section", "role", "review"),
    "facts": (
        "kind", "value", "value_max", "unit", "qualifier", "masked", "indicator", "indicator_id", "activity", "activity_type",
        "actor", "scope", "change", "change_base", "growth_basis", "status", "period_start", "period_end", "section", "review",
    ),
}  # fmt: skip
# What tells a thing that is there only once.
MAIN: Mapping[Layer, tuple[str, ...]] = {
    "documents": ("title", "place", "year"), "paragraphs": ("section",), "facts": ("indicator", "value", "unit", "status"),
}  # fmt: skip

_IN_SQL = {
    ("facts", "review"): f"nullif(regexp_extract(t.rule, '{MARK}([a-z]+)', 1), '')",
    ("paragraphs", "review"): "if(t.section_by = 'review', 'review', null)",
}
_PLACE: Mapping[Layer, str] = {
    "documents": "null, null, t.title, null",
    "paragraphs": 't.start, t."end", t.text, null',
    "facts": 't.start, t."end", t.quote, s.text',
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A figure, a paragraph or what a report says of itself: where, the text there, the sentence of a figure, its fields."""

    start: int | None
    end: int | None
    quote: str | None
    sentence: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its things by layer, in the order of its text."""

    source: str
    doc_id: str
    text: str
    layers: Mapping[Layer, Sequence[Thing]]


def reports_of(store: Reports) -> Iterator[Report]:
    """The reports of a run in the order of sources, one held at a time."""
    rows = {layer: _Ahead(store, layer) for layer in LAYERS}
    for source, doc_id, text in store.stream(
        "select source, doc_id, text from main.documents order by source"
    ):
        yield Report(source, doc_id, text, {layer: ahead.of(source) for layer, ahead in rows.items()})


class _Ahead:
    """The things of a layer, report by report, in the order of sources; a report may have none."""

    def __init__(self, store: Reports, layer: Layer) -> None:
        names = FIELDS[layer]
        chosen = ", ".join(_IN_SQL.get((layer, name), f't."{name}"') for name in names)
        joined = (
            "join main.sentences s on s.doc_id = t.doc_id and s.sentence = t.sentence"
            if layer == "facts"
            else ""
        )
        order = "" if layer == "documents" else ', t.start, t."end"'
        query = f"""select d.source, {_PLACE[layer]}, {chosen} from main.{layer} t join main.documents d on d.doc_id = t.doc_id
            {joined} order by d.source {order}"""
        self.names = names
        self.groups = groupby(store.stream(query), key=lambda row: row[0])
        self.next = next(self.groups, None)

    def of(self, source: str) -> Sequence[Thing]:
        if self.next is None or self.next[0] != source:
            return ()
        found = [
            Thing(start, end, quote, sentence, dict(zip(self.names, values, strict=True)))
            for _, start, end, quote, sentence, *values in self.next[1]
        ]
        self.next = next(self.groups, None)
        return found
