"""The reasons in words. What is told here was decided elsewhere: in the scanner, in `extract`, in `resolve`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reporttext.explain.model import Part, Refused
from reporttext.extract import Refusal
from reporttext.facts import RULES
from reporttext.model import Block, Document, Fact, Span
from reporttext.resolve import Grounds
from reporttext.rule import FORMS, Finding

# By `Named.how`: where the words of an indicator stood.
HOW: Mapping[str, str] = {
    "before": "the words before it",
    "after": "the words after it",
    "both": "the words before it with those after it",
    "clause": "the clause before, which has no figure of its own",
    "listed": "the words before it, with the verb of the list that it is an item of",
    "owned": "the words at it, with the subject that stands before",
    "inherited": "no words of its own: the name of the figure before, or the subject of its paragraph",
    "paired": "one of several nouns that share a row of figures (分别)",
}
_CHOICES = {
    "before": "the words before the figure",
    "after": "the words after it",
    "clause": "the clause before",
    "previous": "the figure before, or the subject of the paragraph",
}
_SECTION_BY = {
    "heading": "as the headings say",
    "model": "as the model guesses from the words of the paragraph",
    "position": "as its place, or the words that open the paragraph, show",
}
_REFUSED: Mapping[Refusal, str] = {
    "kind": "the kind {kind} refuses {refuses}",
    "overlap": "it overlaps {winner}, which begins first or is longer",
    "name": "it stands in a quoted name or a title",
    "noncount": "data/noncounts.toml lists it as no count",
    "word": "it is part of a longer word",
    "furniture": "no figures are read here",
    "number": "it is the line's own number",
}
_CELL = "a cell of a table"


def section(block: Block) -> Part:
    score = "" if block.section_score is None else f", score {block.section_score:g}"
    return Part("section", block.section, _SECTION_BY.get(block.section_by or "", "not decided") + score)


def fields(doc: Document, fact: Fact, row: Mapping[str, Any], ground: Grounds | None) -> Iterator[Part]:
    """Every field of a fact with its reason; of figures in tables the columns and rows are the reason (`ground` None)."""
    yield Part("value", _value(row), _form(fact))
    if row["unit_canonical"] != row["unit"]:
        yield Part(
            "canonical",
            _amount(row["value_canonical"], row["unit_canonical"]),
            "units.canonical of data/units.toml",
        )
    if row["qualifier"]:
        yield Part(
            "qualifier",
            row["qualifier"],
            _quoted(row["qualifier_text"]) + " is written at it"
            if row["qualifier_text"]
            else "its numeral says so",
        )
    yield from _cell(row) if ground is None else _meaning(doc, fact, row, ground)
    if fact.indicator_id:
        why = "a wording of the catalogue (data/catalogue.toml), in a unit of it, said of the report's own place"
        yield Part("indicator_id", fact.indicator_id, why)
    for name, words in (
        ("part_of", "the whole that it is a part of"),
        ("repeat_of", "said before, in the same words"),
    ):
        other = getattr(fact, name)
        if other is not None:
            yield Part(name, row[name], f"{words}: {doc.quote(doc.facts[other].span)}")


def _meaning(doc: Document, fact: Fact, row: Mapping[str, Any], ground: Grounds) -> Iterator[Part]:
    yield Part("indicator", fact.indicator, HOW[ground.named.how] if fact.indicator else "nothing names it")
    yield Part(
        "activity",
        fact.activity,
        "the indicator holds a verb or ends in a thing done" if fact.activity else "no verb, no thing done",
    )
    if fact.activity:
        yield Part("activity_type", fact.activity_type, _type(ground))
    if fact.actor:
        yield Part("actor", fact.actor, "who stands before the first verb of its clause")
    yield Part("change", _joined(fact.change, fact.change_base), _change(ground))
    if fact.growth_basis:
        yield Part("growth_basis", fact.growth_basis, "its words say how the growth is counted")
    yield Part("status", fact.status, _status(doc, fact, ground))
    yield Part("period", _period(row), _when(doc, fact, ground))
    yield Part("scope", fact.scope, _quoted(ground.each) if ground.each else "no 每 or 各 is said of it")


def _cell(row: Mapping[str, Any]) -> Iterator[Part]:
    yield Part("indicator", row["indicator"], "the label of its row, with the head of its column")
    yield Part("change", _joined(row["change"], row["change_base"]), "the head of its column tells")
    cue = (
        f"“{row['status_cue']}” heads its column"
        if row["status_cue"]
        else "the head of its column says nothing else"
    )
    yield Part("status", row["status"], cue)
    head = (
        f"{_quoted(row['period_text'])} heads its column"
        if row["period_text"]
        else "the period of the report"
    )
    yield Part("period", _period(row), head)
    yield Part("scope", row["scope"], _CELL)


# Value


def _value(row: Mapping[str, Any]) -> str:
    if row["masked"]:
        width = f" ({row['mask_width']} characters)" if row["mask_width"] else ""  # （ ）户
        return f"blanked out{width} {row['unit']}, {row['kind']}"
    upper = "" if row["value_max"] is None else f" to {row['value_max']:,.15g}"
    return f"{row['value']:,.15g}{upper} {row['unit']}, {row['kind']}"


def _amount(value: float | None, unit: str) -> str:
    return unit if value is None else f"{value:,.15g} {unit}"


def _form(fact: Fact) -> str:
    kind, _, form = fact.rule.partition("/")[0].partition(".")
    if kind == "table":
        return f"{_CELL}; its unit stands in it, in the head of its column or row, or in the caption"
    return RULES[kind].forms.get(form) or FORMS[form]


# Meaning


def _type(ground: Grounds) -> str:
    if ground.activity.cue:
        return f"{_quoted(ground.activity.cue)} in data/activities.toml"
    return f"data/activities.toml has no {_quoted(ground.named.verb)}"


def _change(ground: Grounds) -> str:
    if ground.moved.words is None:
        return "no word of change stands at it"
    return _quoted(ground.moved.words) + (", said of the figure before" if ground.moved.shared else "")


def _status(doc: Document, fact: Fact, ground: Grounds) -> str:
    judged = ground.judged
    if judged.cue:
        return _quoted(judged.cue)
    if judged.defining:
        return "it only bounds a class, or says which ones"
    if judged.status == "reference":
        return "the number of those that are ranked"
    return f"by section ({doc.blocks[fact.paragraph].section}); no word says otherwise"


def _when(doc: Document, fact: Fact, ground: Grounds) -> str:
    if fact.period is None:
        former = "the level before a change, of a time that is not said"
        return former if ground.judged.former else "no word of time, and the report shows no year"
    if not fact.period.text:
        return "the period of its part; no word of time holds for it"
    here = fact.period.text in doc.quote(doc.sentences[fact.sentence].span)
    return _quoted(fact.period.text) + ("" if here else ", said further up")


def _period(row: Mapping[str, Any]) -> str | None:
    return None if row["period_start"] is None else f"{row['period_start']} to {row['period_end']}"


def _quoted(words: str) -> str:
    """In quotes, unless the words bring their own (“十五五”时期)."""
    return words if "“" in words else f"“{words}”"


def _joined(*words: str | None) -> str | None:
    return ", ".join(filter(None, words)) or None


# What else was considered


def names(ground: Grounds) -> Iterator[Part]:
    """The names the figure could have had, those that are not empty."""
    for choice, words in _CHOICES.items():
        name = getattr(ground.choices, choice).text
        if name:
            yield Part(choice, name, words + (", taken" if name == ground.named.text else ""))


def refusals(
    doc: Document, sentence: Span, considered: Sequence[tuple[Finding, Refusal | None]]
) -> Iterator[Refused]:
    """The candidates in a sentence that are no facts, with the reason."""
    here = [pair for pair in considered if pair[0].span.overlaps(sentence)]
    for finding, reason in here:
        if reason:
            winner = next(
                (f for f, other in here if other != "overlap" and f.core.overlaps(finding.core)), None
            )
            why = _REFUSED[reason].format(
                kind=finding.kind,
                refuses=RULES[finding.kind].refuses,
                winner=winner and winner.span.of(doc.text),
            )
            yield Refused(finding.span.of(doc.text), *finding.span, finding.kind, reason, why)
