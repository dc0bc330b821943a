"""Checks on figures: parts greater than their whole, shares that contradict their parts, 增长-3%, 由9户增加到7户 …

A wrong alarm costs trust, so a check speaks only where the words leave no other reading: masked figures never take part,
figures of different units, periods, statuses and scopes are never compared, rounded ones agree within their written
places, and where a word could mean another whole, period or body the figure is left alone. Each check is one function, in
a file of its own in `kinds/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from reporttext.checks import kinds
from reporttext.checks.view import View, knowledge
from reporttext.lexicon import Lexicon
from reporttext.model import Check, Document, Span

Finder = Callable[[View], Iterator[Check]]

KINDS: Mapping[str, Finder] = {
    m.name: import_module(f"{kinds.__name__}.{m.name}").find
    for m in sorted(iter_modules(kinds.__path__), key=lambda m: m.name)
}


def checker(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: `doc.checks`, in the order of the text."""
    known = knowledge(lexicon)

    def check(doc: Document) -> Document:
        if not doc.facts:
            return doc
        view = View(doc, known)
        found: dict[tuple[Span, Span, str], Check] = {}
        for find in KINDS.values():
            for c in find(view):
                found.setdefault((c.span, c.other, c.kind), c)
        return replace(doc, checks=tuple(found[place] for place in sorted(found)))

    return check
