"""Corrections of figures: fields set, figures removed and added; what pointed at a figure still does, or at nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from reporttext.corrections.telling import MARK, told
from reporttext.extract import find_in
from reporttext.lexicon import Lexicon
from reporttext.model import Correction, Document, Error, Fact, Period, Quantity, Section, Span, Status
from reporttext.resolve.relations import Said

Values = Mapping[str, str | None]

_PLAIN = (
    "kind", "indicator", "activity", "activity_type", "actor", "scope", "change", "change_base", "growth_basis", "status",
)  # fmt: skip
_OF_SECTION: Mapping[Section | None, Status] = {"problems": "problem", "plans": "target", "closing": "target"}


class _UnfitError(Exception):
    """A decision that cannot be carried out, with why and what to do."""


def of_facts(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: `doc.facts` with the corrections of figures. A corrected one has the score 1."""

    def correct(doc: Document) -> Document:
        by_span: dict[Span, list[Correction]] = defaultdict(list)
        for one in doc.corrections:
            if one.about == "fact" and one.span is not None:
                by_span[one.span].append(one)
        return _Correcting(doc, lexicon).done(by_span) if by_span else doc

    return correct


class _Correcting:
    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.doc, self.lexicon = doc, lexicon
        # What each fact becomes, in the order of the document; None where it goes.
        self.facts: list[Fact | None] = list(doc.facts)
        self.at = {fact.span: i for i, fact in enumerate(doc.facts)}
        self.added: list[Fact] = []
        self.problems: list[Error] = []

    def done(self, by_span: Mapping[Span, Sequence[Correction]]) -> Document:
        # What is rejected makes room for what is added in its place.
        for adding in (False, True):
            for span, corrections in by_span.items():
                for one in corrections:
                    if (one.decision == "add") == adding:
                        self._try(span, one)
        return replace(
            self.doc, facts=_linked(self.facts, self.added), errors=(*self.doc.errors, *self.problems)
        )

    def _try(self, span: Span, one: Correction) -> None:
        try:
            self._carry_out(span, one)
        except _UnfitError as why:
            self.problems.append(told(one, "malformed", f"{why}, so it is not used"))

    def _carry_out(self, span: Span, one: Correction) -> None:
        values = dict(one.values)
        if one.decision == "add":
            self.added.append(self._new(span, values))
            return
        i = self.at.get(span)
        if i is None:
            message = (
                "no figure is found there any more, so it is not used; to have one all the same, decide “add”"
            )
            self.problems.append(told(one, "stale", message))
            return
        fact = None if one.decision == "reject" else self.facts[i]
        if fact is None:
            self.facts[i] = None
        else:
            rule, _, before = fact.rule.partition(f"/{MARK}")
            how = "fix" if "fix" in (before, one.decision) else "accept"
            self.facts[i] = _with(fact, values)._replace(rule=f"{rule}/{MARK}{how}", score=1.0)

    def _new(self, span: Span, values: Values) -> Fact:
        """A figure that was not found, read by the rules where they can read it."""
        here = (*self.facts, *self.added)
        if any(fact is not None and fact.span.overlaps(span) for fact in here):
            raise _UnfitError("a figure stands there already: decide “fix”, or “reject” it too")
        sentences = self.doc.sentences
        sentence = bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1
        if sentence < 0 or not sentences[sentence].span.holds(span):
            raise _UnfitError("a figure must lie within one sentence")
        paragraph = sentences[sentence].paragraph
        found = find_in(span.of(self.doc.text), self.lexicon)
        read = found[0] if len(found) == 1 else None
        if read is None and not {"value", "unit"} <= values.keys():
            raise _UnfitError("it is not read as a figure: give value and unit")
        fact = Fact(
            kind=read.kind if read else "count",
            span=span,
            sentence=sentence,
            paragraph=paragraph,
            quantity=read.quantity if read else Quantity(Decimal(0), None, ""),
            rule=f"{read.rule}/{MARK}add" if read else f"{MARK}add",
            qualifier_text=read.qualifier_text if read else None,
            status=_OF_SECTION.get(self.doc.blocks[paragraph].section, "achieved"),
        )
        return _with(fact, values)


def _with(fact: Fact, values: Values) -> Fact:
    plain: dict[str, Any] = {name: values[name] for name in _PLAIN if name in values}
    if "status" in plain and plain["status"] != fact.status:
        plain["status_cue"] = None  # the word that led astray
    if "indicator" in plain and plain["indicator"] != fact.indicator:
        plain["indicator_id"] = None  # found anew from the indicator
    return fact._replace(
        **plain, quantity=_quantity(fact.quantity, values), period=_period(fact.period, values)
    )


def _quantity(old: Quantity, values: Values) -> Quantity:
    value = values.get("value")
    if old.masked and value is not None:
        raise _UnfitError("a figure that is blanked out has no value")
    changed: dict[str, Any] = {}
    if value is not None:
        changed["low"] = Decimal(value)
        if "value_max" not in values and old.high is not None and old.low != changed["low"]:
            changed["high"] = None
    if "value_max" in values:
        high = values["value_max"]
        changed["high"] = None if high is None else Decimal(high)
    changed |= {name: values[name] for name in ("unit", "qualifier") if name in values}
    new = old._replace(**changed)
    if new.high is not None and (new.low is None or new.high < new.low):
        raise _UnfitError(f"value_max {new.high} is below the value")
    return new


def _period(old: Period | None, values: Values) -> Period | None:
    if not values.keys() & {"period_start", "period_end"}:
        return old
    known = (None, None) if old is None else (old.start.isoformat(), old.end.isoformat())
    start, end = values.get("period_start", known[0]), values.get("period_end", known[1])
    if start is None and end is None:
        return None
    if start is None or end is None or start > end:
        raise _UnfitError("a period needs period_start and period_end, in this order")
    new = (date.fromisoformat(start), date.fromisoformat(end))
    return old if old is not None and new == (old.start, old.end) else Period(*new, "")


def _linked(facts: Sequence[Fact | None], added: Sequence[Fact]) -> tuple[Fact, ...]:
    """All figures in one order; parts point at their wholes, and what says the same again at the first that says it."""
    every = [*facts, *added]
    order = sorted((i for i, fact in enumerate(every) if fact is not None), key=lambda i: every[i].span.start)  # type: ignore[union-attr]
    moved = {old: new for new, old in enumerate(order)}
    said = Said()
    linked: list[Fact] = []
    for old in order:
        fact = every[old]
        assert fact is not None
        # Figures of tables repeat nothing: see `cells`.
        meaning = (fact.indicator, fact.change, fact.status, fact.period)
        repeats = None if fact.rule.startswith("table.") else said.before(len(linked), fact, meaning)
        part_of = None if fact.part_of is None else moved.get(fact.part_of)
        linked.append(fact._replace(part_of=part_of, repeat_of=repeats))
    return tuple(linked)
