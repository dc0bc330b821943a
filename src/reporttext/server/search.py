"""Search over all sentences of a store, character by character: a word of two characters is found like any other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reporttext.fold import any_form, fold
from reporttext.stats.selection import Selection

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

MOST_WORDS = 8
MOST_CHARACTERS = 100
# Hits a page, and in all: who has more adds a word.
PAGE = 50
MOST = 10_000

# In the order of the table. The page is chosen before reports are joined: only its rows are ever held.
_ROWS = """
select h.doc_id, coalesce(d.title, d.source) as title, d.place, d.year, h.section, h.sentence, h.text
from (select rowid as n, s.* from main.sentences s where {held} order by s.rowid limit {page} offset $start) h
join main.documents d using (doc_id) order by h.n
"""


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of the sentences found: each row has doc_id, title, place, year, section, sentence (its number) and `pieces`,
    its text as (text, is a hit). `of` are the sentences found in all; they are in the order of the table.
    """

    rows: Sequence[Mapping[str, Any]]
    of: int
    start: int


def words(query: str) -> list[str]:
    """The words of a query, which blanks of any width part."""
    return list(dict.fromkeys(query.split()))


def search(reports: Reports, wanted: Iterable[str], chosen: Selection, *, start: int = 0) -> Hits:
    """The sentences with all of the words, in full or half width, in capitals or not; copies of reports are searched too.

    The whole table is read once for the count and once for the page, so memory does not grow with it.
    """
    found = list(wanted)
    conditions = [chosen.in_section("s")]
    if chosen.years or chosen.places or chosen.where:
        conditions.append(f"s.doc_id in (select doc_id from {chosen.documents(copies=True)})")
    parameters: dict[str, Any] = {}
    for number, word in enumerate(found):
        condition, parameters[f"w{number}"] = _condition(word, f"$w{number}")
        conditions.append(condition)
    held = " and ".join(conditions)
    count = int(reports.sql(f"select count(*) as n from main.sentences s where {held}", parameters)["n"][0])
    at = min(max(start, 0), MOST - PAGE)
    batches = reports.batches(_ROWS.format(held=held, page=PAGE), {**parameters, "start": at}, PAGE)
    marked = re.compile("|".join(map(any_form, sorted(found, key=len, reverse=True))), re.IGNORECASE)
    rows = [
        {**row, "pieces": list(_pieces(row.pop("text"), marked))}
        for batch in batches
        for row in batch.to_pylist()
    ]
    return Hits(rows, count, at)


def _condition(word: str, parameter: str) -> tuple[str, str]:
    """A condition and the value of its parameter. Plain search is twenty times as fast as folding every sentence."""
    if any_form(word) == re.escape(word) and fold(word).lower() == fold(word).upper():
        return f"contains(s.text, {parameter})", word
    return f"regexp_matches(s.text, {parameter}, 'i')", any_form(word)


def _pieces(text: str, marked: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    at = 0
    for hit in marked.finditer(text):
        if at < hit.start():
            yield text[at : hit.start()], False
        yield hit[0], True
        at = hit.end()
    if at < len(text):
        yield text[at:], False
