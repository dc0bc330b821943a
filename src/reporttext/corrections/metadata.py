"""Corrections of what a report says of itself: laid over it as metadata.csv is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from reporttext.lexicon import Lexicon
from reporttext.metadata import Gazetteer, overridden, with_levels
from reporttext.model import Document, Metadata

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
    if values:
        given = dict(doc.given.values) if doc.given else {}
        stated = doc.stated or meta
        meta = overridden(stated, with_levels(stated, given | values, _gazetteer(lexicon)))
    return replace(doc, metadata=_without(meta, gone - values.keys()))


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
