"""Which indicator of the catalogue a figure is of: 生产总值, 国内生产总值 and GDP are one, 某市生产总值 is not the province's.

`entries` reads data/catalogue.toml, `owner` tells whether a figure is the report's own place's: `own` finds the place's own names,
`others` those of other bodies, `between` weighs what stands before the name. Only what is sure gets an
id: the wording must be one of the entry's, the unit one of its units, and nothing before it may speak of another body.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reporttext.catalogue.entries import Catalogue, Entry, catalogue
from reporttext.catalogue.owner import Figure, Owner
from reporttext.lexicon import Lexicon
from reporttext.model import Document, Fact

__all__ = ["Catalogue", "Entry", "Figure", "Owner", "aligner", "catalogue"]

# Characters before a figure that are read: the longest sentence of 807 reports has 757, text without a stop has no end.
_REACH = 2_000


def aligner(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: fills `indicator_id` of the facts that the catalogue knows."""
    known = catalogue(lexicon)

    def align(doc: Document) -> Document:
        meta = doc.metadata
        owner = Owner(known, (meta.province, meta.city, meta.county, meta.township, meta.place))

        def aligned(fact: Fact) -> Fact:
            match = owner.match(fact.indicator) if fact.indicator and fact.kind != "rank" else None
            if match is None:
                return fact
            start = max(doc.sentences[fact.sentence].span.start, fact.span.start - _REACH)
            unit, low = known.canonical(fact.quantity.unit), fact.quantity.low
            value = None if low is None else float(low)
            before = doc.folded[start : fact.span.start]
            changed, qualified = fact.change is not None, fact.quantity.qualifier is not None
            id = owner.id_of(match, Figure(unit, value, before, changed, qualified))
            return fact._replace(indicator_id=id) if id else fact

        return replace(doc, facts=tuple(map(aligned, doc.facts)))

    return align
