"""What a report says of itself: title, kind, place, the year reported on, period, topic, issuer, date.

Read from the title, the lines below it, the first paragraphs and the signature. Where the text is silent, what the file tells
of it elsewhere counts (`Document.told`: meta tags of a web page, columns of a list), then the file's name (浙江省_2019_…).
Spans point at the place each value was read from; a value from outside the text has none. Nothing is joined across reports: a
masked place (**镇, 某县) stays as written. What the user gives (metadata.csv) goes before all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from reporttext.lexicon import Lexicon
from reporttext.metadata.given import FIELDS, overridden, slip, with_levels
from reporttext.metadata.places import Gazetteer, Place
from reporttext.metadata.reader import Reader
from reporttext.model import Document

__all__ = ["FIELDS", "Gazetteer", "Place", "extractor", "overridden", "slip", "with_levels"]


@cache
def extractor(lexicon: Lexicon) -> Callable[[Document], Document]:
    """Return the stage that fills `metadata`; raises RuleError on a bad table."""
    reader = Reader(lexicon["metadata"])

    def stage(doc: Document) -> Document:
        stated = reader.read(doc)
        if doc.given is None or not doc.given.values:
            return replace(doc, metadata=stated)
        given = with_levels(stated, dict(doc.given.values), reader.gazetteer)
        return replace(doc, metadata=overridden(stated, given), stated=stated)

    return stage
