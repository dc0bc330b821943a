"""What a report says of itself: title, kind, place, the year reported on, period, topic, issuer, date.

Read from the title, the lines below it, the first paragraphs and the signature. Where the text is silent, what the file says
of it elsewhere counts (`Document.given`: meta tags of a web page, columns of a list), then the file's name (浙江省_2019_…).
Spans point at the place each value was read from; a value from outside the text has none. Nothing is joined
across reports: a masked place (**镇, 某县) stays as written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from reporttext.lexicon import Lexicon
from reporttext.metadata.reader import Reader
from reporttext.model import Document


@cache
def extractor(lexicon: Lexicon) -> Callable[[Document], Document]:
    """Return the stage that fills `metadata`; raises RuleError on a bad table."""
    reader = Reader(lexicon["metadata"])
    return lambda doc: replace(doc, metadata=reader.read(doc))
