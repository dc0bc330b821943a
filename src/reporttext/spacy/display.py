"""Facts to look at: displaCy's marks over the text, each with what the fact says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from spacy import displacy
from spacy.tokens import Doc

from reporttext.errors import UsageError
from reporttext.model import Document, Event, Fact, Mention
from reporttext.spacy.bridge import from_doc, label_of, records
from reporttext.tables import codes

# By displaCy's convention in capitals. Registered as an entry point, so displaCy knows them of `doc.ents` too.
COLORS = {
    "COUNT": "#aad5ff",
    "MONEY": "#ffd9a0",
    "RATIO": "#c5eab5",
    "MEASURE": "#e3d0f5",
    "RANK": "#ffc9d4",
}
_SHOWN = {"facts": "kind", "events": "event_type", "mentions": "label"}  # layer → group of codes
# displaCy fills `label` and our fields in as they are: all of them are escaped here. `text` it escapes itself.
_MARK = (
    '<mark class="entity" title="{about}" style="background: {bg}; padding: 0.25em 0.4em; line-height: 1; '
    'border-radius: 0.35em">{text} <span style="font-size: 0.75em; font-weight: bold">{label}</span></mark>'
)


def rendered(doc: Doc | Document, layer: str = "facts", *, language: str = "zh", page: bool = False) -> str:
    """HTML of a report's text with its facts (or events, mentions) marked; a pointer over one shows what it says.

    `page` makes it a whole page. Of records that overlap the longest is marked. Nothing of the text becomes markup.
    Raises UsageError.
    """
    document = from_doc(doc) if isinstance(doc, Doc) else doc
    if layer not in _SHOWN:
        raise UsageError(f"{layer} cannot be shown; there are: {', '.join(_SHOWN)}")
    names = codes()[_SHOWN[layer]]
    marks = [
        {
            "start": record.span.start,
            "end": record.span.end,
            "label": (code := label_of(record, layer)).upper(),
            "params": {
                "label": escape(names[code][0 if language == "zh" else 1] if code in names else code),
                "about": escape(_about(record)),
            },
        }
        for record in _apart(records(document, layer))
    ]
    shown: dict[str, Any] = {"text": document.text, "ents": marks}
    options = {"template": _MARK, "colors": COLORS}
    html: str = displacy.render(shown, style="ent", manual=True, page=page, jupyter=False, options=options)
    return html


def _apart(found: Sequence[Any]) -> Iterator[Any]:
    """Records that do not overlap, in order: of those that do, the longest, and of equal ones the first."""
    taken: list[Any] = []
    for record in sorted(found, key=lambda r: (r.span.start - r.span.end, r.span.start)):
        at = bisect_left(taken, record.span.start, key=lambda r: r.span.start)
        if not any(record.span.overlaps(other.span) for other in taken[max(0, at - 1) : at + 1]):
            taken.insert(at, record)
    yield from taken


def _about(record: Fact | Event | Mention) -> str:
    """What a record says, in a line."""
    said: list[Any]
    if isinstance(record, Fact):
        quantity = record.quantity
        ends = [f"{end.normalize():f}" for end in (quantity.low, quantity.high) if end is not None]
        value = "masked" if quantity.masked else "–".join(ends)
        said = [record.indicator, f"{value} {quantity.unit}".strip(), quantity.qualifier, record.change]
        said += [record.change_base, record.status]
    elif isinstance(record, Event):
        said = [record.name, record.status]
    else:
        said = [record.normalised, record.kind]
    period = getattr(record, "period", None)
    said += [f"{period.start} – {period.end}"] if period else []
    return " · ".join(text for text in said if text)
