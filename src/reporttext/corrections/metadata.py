"""Corrections of what a report says of itself: laid over it as metadata.csv is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from reporttext.fold import fold
from reporttext.lexicon import Lexicon
from reporttext.metadata import Gazetteer, overridden
from reporttext.model import Document, Given, Metadata, Span

_PLACES = ("province", "city", "county", "township", "place")
# What falls with a value that is only known to be wrong.
_FALLS: Mapping[str, tuple[str, ...]] = {"place": _PLACES, "year": ("year", "period_start", "period_end")}


def of_metadata(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: `doc.metadata` with the corrections of the report; None takes a value away, and what was read from it.

    Of a place the levels are read too: 平岭县云陂镇 is a county and a township.
    """

    def correct(doc: Document) -> Document:
        return _corrected(doc, lexicon) if any(one.about == "metadata" for one in doc.corrections) else doc

    return correct


def _corrected(doc: Document, lexicon: Lexicon) -> Document:
    values: dict[str, str] = {}
    gone: set[str] = set()
    for one in doc.corrections:
        for name, value in one.values if one.about == "metadata" else ():
            if value is None:
                gone.update(_FALLS.get(name, (name,)))
            elif _text(getattr(doc.metadata, name)) != value:
                values[name] = value
    if not values and not gone:
        return doc
    meta = doc.metadata
    if "place" in values:
        values = _levels(values["place"], lexicon) | values
    if values:
        given = dict(doc.given.values) if doc.given else {}
        meta = overridden(doc.stated or meta, Given(tuple((given | values).items())))
    return replace(doc, metadata=_without(meta, gone - values.keys()))


def _levels(written: str, lexicon: Lexicon) -> dict[str, str]:
    found = _gazetteer(lexicon).find(fold(written), Span(0, len(written)))
    levels = {name: getattr(found, name) for name in _PLACES[:-1]} if found else {}
    return {name: value for name, value in levels.items() if value}


@cache
def _gazetteer(lexicon: Lexicon) -> Gazetteer:
    return Gazetteer(lexicon["metadata"])


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _without(meta: Metadata, gone: set[str]) -> Metadata:
    if not gone:
        return meta
    values: dict[str, Any] = dict.fromkeys(gone)
    if "place" in gone:
        values |= {"place_masked": False, "place_shared": False}
    spans = tuple((name, span) for name, span in meta.spans if name not in gone)
    return replace(meta, **values, spans=spans)
