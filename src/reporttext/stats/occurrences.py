"""Where a word or phrase stands, character by character: what kwic and collocations look round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from reporttext.errors import UsageError
from reporttext.stats.counting import folded, pattern
from reporttext.stats.selection import Selection

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

# Sentences held at a time.
_ROWS = 5_000


class Held(NamedTuple):
    """A sentence that has the term: its row, text, and the spans of the term in it, from 0."""

    row: dict[str, Any]
    text: str
    spans: list[tuple[int, int]]


def holding(reports: Reports, chosen: Selection, term: str) -> Iterator[Held]:
    """The sentences with the term, full or half width, by year, source and place; raises UsageError for an empty term.

    A row has doc_id, sentence, section, start, text, source, place, year and the grouping columns.
    """
    if not term.strip():
        raise UsageError("name a word to look for, not an empty one")
    any_form = re.compile(pattern([term]))
    batches = reports.batches(
        f"""select {chosen.group()} d.source, d.year as of_year, d.place_id, s.doc_id, s.sentence, s.section,
            s."start", s.text
        from main.sentences s join {chosen.documents()} d using (doc_id)
        where {chosen.in_section("s")} and contains({folded("s.text")}, {folded("$term")})
        order by d.year, d.source, s.sentence""",
        {"term": term},
        _ROWS,
    )
    for batch in batches:
        for row in batch.to_pylist():
            spans = [match.span() for match in any_form.finditer(row["text"])]
            if spans:  # of a term with a form of its own for only some of its characters
                yield Held(row, row["text"], spans)
