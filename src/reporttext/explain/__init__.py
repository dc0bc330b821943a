"""Why a fact is what it is: where each of its fields comes from, what its score is made of, what else was considered.

The document is put together again from its rows, and the stages that find facts and give them their meaning run on it
once more, with a witness: what is told is what decided, not a second opinion.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from reporttext import catalogue, cells, extract, lexicon, pipeline, resolve, segment, structure
from reporttext.corrections import reviewed
from reporttext.errors import UsageError
from reporttext.explain.because import fields, names, refusals, section
from reporttext.explain.model import Explanation, Part, Refused
from reporttext.lexicon import Lexicon
from reporttext.model import Document, Fact, Span
from reporttext.resolve import Grounds
from reporttext.resolve.score import chance, features, weighed
from reporttext.store.reader import Reports
from reporttext.tables.rows import document_columns
from reporttext.units import canonical_units

__all__ = ["Explanation", "Part", "Refused", "explain"]


def explain(reports: Reports, fact_id: str) -> Explanation:
    """Explain one fact of a finished run by its `fact_id`; raises UsageError where there is no such fact.

    The rules are those of the run. Where the program has changed since, `differences` says in which fields.
    """
    stored = _stored(reports, fact_id)
    known = lexicon.load(reports.rules(), words=reports.words())
    doc, grounds = _again(reports.document(stored["doc_id"]), known)
    rows = document_columns(structure.part(doc), canonical_units(known))["facts"]
    if fact_id not in rows["fact_id"]:
        if reviewed(stored["rule"]) == "add":
            raise UsageError(
                f"the fact {fact_id} (“{stored['quote']}”) was added by a reviewer: no rule found it, so there is nothing to explain"
            )
        raise UsageError(
            f"{reports.path} has the fact {fact_id} (“{stored['quote']}”), but this version of the program no longer finds it: "
            "run it on the archive again"
        )
    place = list(rows["fact_id"]).index(fact_id)
    now = {name: _plain(column[place]) for name, column in rows.items()}
    whole = zip(doc.facts, structure.part(doc).facts, strict=True)
    fact = next(f for f, placed in whole if placed.span == (stored["start"], stored["end"]))
    sentence, ground = doc.sentences[fact.sentence].span, grounds.get(fact.span)
    return Explanation(
        fact_id=fact_id,
        quote=stored["quote"],
        sentence=sentence.of(doc.text),
        marked=fact.span.shift(-sentence.start),
        report={"source": doc.source, "title": doc.metadata.title, "year": doc.metadata.year},
        section=section(doc.blocks[fact.paragraph]),
        heading_path=doc.blocks[fact.paragraph].path,
        fields=tuple(fields(doc, fact, now, ground)),
        score=now["score"],
        score_parts=_parts(fact, ground, known),
        names=tuple(names(ground)) if ground else (),
        reviewed=reviewed(stored["rule"]),
        refused=tuple(refusals(doc, sentence, extract.considered(doc, known))),
        differences=tuple(
            Part(name, stored[name], f"now {value}")
            for name, value in now.items()
            if _plain(stored[name]) != value
        ),
    )


def _stored(reports: Reports, fact_id: str) -> Mapping[str, Any]:
    found = reports.rows("facts", "fact_id", fact_id)
    if found:
        return found[0]
    raise UsageError(
        f"there is no fact {fact_id} in {reports.path}; an id is a document's id and the figure's place in its text, "
        "like 0f3a5c7e9b1d2468:120-124, and stands in the column fact_id of the table facts"
    )


def _again(doc: Document, known: Lexicon) -> tuple[Document, dict[Span, Grounds]]:
    """The document, wrapped lines joined, with its facts found anew, and the grounds of those that do not stand in tables."""
    told: list[Grounds] = []
    doc = structure.join_blocks(known, doc)
    for stage in (pipeline.fold_text, segment.segmenter(known), extract.figure_finder(known)):
        doc = stage(doc)
    doc = resolve.resolver(known, told.append)(doc)
    grounds = dict(zip((fact.span for fact in doc.facts), told, strict=True))
    return catalogue.aligner(known)(cells.finder(known)(doc)), grounds


def _parts(fact: Fact, ground: Grounds | None, known: Lexicon) -> tuple[tuple[str, float], ...]:
    """A figure of a table has no weights: its place names it."""
    if ground is None:
        return ()
    parts = weighed(known)(features(ground.named.how, ground.named.text, fact.kind))
    if fact.score is None or not 0 < fact.score < chance(parts):
        return parts
    odds = math.log(fact.score / (1 - fact.score))
    return (*parts, ("section in doubt", round(odds - sum(weight for _, weight in parts), 4)))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
