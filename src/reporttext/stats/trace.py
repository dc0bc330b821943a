"""The sentences behind a row of a statistic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError, check_number
from reporttext.stats import saved
from reporttext.stats.counting import forms, pattern
from reporttext.stats.saved import Saved
from reporttext.stats.statistic import Query
from reporttext.stats.tokens import cut_as_run, neighbours, times
from reporttext.tables import Column, Table, tables

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

FIRST = 50

_ROWS = """
select d.source, d.place, d.year, s.section, s.paragraph, s.sentence, s."start", s."end", {fact} s."text", d.doc_id
from {behind} join main.documents d using (doc_id) join main.sentences s using (doc_id, sentence)
order by d.year, d.source, s.sentence {order} limit {limit}
"""
_FACTS = '(select fact_id, doc_id, sentence, quote, "start" from main.facts where fact_id in ({ids})) b'
_SPANS = """
(select distinct s.doc_id, s.sentence from main.sentences s
join (select unnest($doc_id) as doc_id, unnest($first) as first, unnest($last) as last) p using (doc_id)
where s."start" < p.last and s."end" > p.first) b
"""
_KEYS = "(select unnest($doc_id::varchar[]) as doc_id, unnest($sentence::bigint[]) as sentence) b"

# Sentences segmented at a time.
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Trace:
    """What is behind a row: its first sentences, how many there are, and the row itself.

    `sentences` has source, place, year, section, paragraph, sentence, `start` and `end` (code points into
    `documents.text`), for facts fact_id and quote, text, doc_id. `total` counts all: facts where facts are behind it,
    else sentences. `stale`: the tables are no longer those that the row was computed from. `times`, of a row that counts a
    word of the segmenter: how often it stands in all these sentences. `why`, where nothing is behind the row: the reason.
    `counted` has for each sentence the first place (start, end; code points into its `text`) of what the row counts, None where
    that is no one place.
    """

    name: str
    row: dict[str, Any]
    sentences: pd.DataFrame
    total: int
    stale: bool
    times: int | None = None
    why: str | None = None
    counted: tuple[tuple[int, int] | None, ...] = ()


def trace(reports: Reports, row_id: str, *, first: int = FIRST) -> Trace:
    """The first sentences behind a row of a result that is kept; raises UsageError where no result has the row."""
    check_number("trace: first", first, whole=True, low=0)
    for result in saved.results(reports.path):
        if (row := result.row(row_id)) is not None:
            break
    else:
        raise UsageError(
            f"no statistic kept in {reports.path} has a row {row_id}: compute the statistic again"
        )
    number = None
    query, facts, spans = result.query, result.facts(row_id), result.spans(row_id)
    if spans:
        values = dict(zip(("doc_id", "first", "last"), map(list, zip(*spans, strict=True)), strict=True))
        sentences, total = _of(reports, _SPANS, values, first)
    elif facts or query is None:
        sentences, total = _of_facts(reports, "select unnest($facts::varchar[])", {"facts": facts}, first)
    else:
        values = {name: row[name] for name in query.names}
        if query.facts:
            sentences, total = _of_facts(reports, query.sql, values, first)
        elif query.word is not None and _as_word(row):
            sentences, total, number = _of_words(reports, query, row, first)
        else:
            behind = f"(select distinct doc_id, sentence from ({query.sql})) b"
            sentences, total = _of(reports, behind, values, first)
    why = None if total else _why(result, row)
    places = _places(reports, query, row, sentences, as_word=number is not None)
    stale = result.identity != reports.identity
    return Trace(result.name, row, sentences, total, stale, number, why, tuple(places))


def _of(reports: Reports, behind: str, values: dict[str, Any], first: int) -> tuple[pd.DataFrame, int]:
    total = reports.sql(f"select count(*) as n from {behind}", values)
    return reports.sql(_ROWS.format(fact="", behind=behind, order="", limit=first), values), int(
        total["n"][0]
    )


def _of_facts(reports: Reports, ids: str, values: dict[str, Any], first: int) -> tuple[pd.DataFrame, int]:
    behind = _FACTS.format(ids=ids)
    query = _ROWS.format(fact="b.fact_id, b.quote,", behind=behind, order=', b."start"', limit=first)
    total = reports.sql(f"select count(*) as n from {behind}", values)
    return reports.sql(query, values), int(total["n"][0])


def _as_word(row: dict[str, Any]) -> bool:
    """Whether a row counts words of the segmenter, not strings of the text or names of policies."""
    return (row.get("counted", "words"), row.get("kind", "word")) == ("words", "word")


def _of_words(
    reports: Reports, query: Query, row: dict[str, Any], first: int
) -> tuple[pd.DataFrame, int, int]:
    """Of the sentences with the string those that hold it as a word, and how often they do."""
    assert query.word is not None
    # A word that the user wrote was counted in half and in full width, one of the table of words as it stands there.
    words = frozenset(forms(row[query.word]) if "counted" in row else (row[query.word],))
    node = re.compile(pattern([row[query.near[0]]])) if query.near else None
    cut = cut_as_run(reports)
    keys: list[tuple[str, int]] = []
    total = number = 0
    rows = reports.batches(
        f"""select s.doc_id, s.sentence, s.text from (select distinct doc_id, sentence from ({query.sql}))
        join main.sentences s using (doc_id, sentence) join main.documents d using (doc_id)
        order by d.year, d.source, s.sentence""",
        {name: row[name] for name in query.names},
        _BATCH,
    )
    for batch in rows:
        for doc_id, sentence, text in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            tokens = cut(text)
            if node is None or query.near is None:
                found = times(tokens, words)
            else:
                spans = [match.span() for match in node.finditer(text)]
                near = neighbours(tokens, spans, query.near[1])
                places = {place for sides in near for side in sides for place in side}
                found = times((tokens[place] for place in places), words)
            if found:
                total, number = total + 1, number + found
                if total <= first:
                    keys.append((doc_id, sentence))
    values = {"doc_id": [key[0] for key in keys], "sentence": [key[1] for key in keys]}
    return reports.sql(_ROWS.format(fact="", behind=_KEYS, order="", limit=first), values), total, number


def _places(
    reports: Reports, query: Query | None, row: dict[str, Any], sentences: pd.DataFrame, *, as_word: bool
) -> list[tuple[int, int] | None]:
    """See `Trace.counted`."""
    texts = sentences["text"].tolist()
    if "fact_id" in sentences:
        starts = [int(fact_id.rpartition(":")[2].partition("-")[0]) for fact_id in sentences["fact_id"]]
        within = [start - first for start, first in zip(starts, sentences["start"].tolist(), strict=True)]
        return [(at, at + len(quote)) for at, quote in zip(within, sentences["quote"].tolist(), strict=True)]
    word = row[query.word] if query is not None and query.word is not None else row.get("term")
    if not isinstance(word, str):
        return [None] * len(texts)
    if as_word:
        cut, words = cut_as_run(reports), frozenset(forms(word))
        return [_first(cut(text), words) for text in texts]
    anywhere = re.compile(pattern([word]))
    return [hit.span() if (hit := anywhere.search(text)) else None for text in texts]


def _first(tokens: Iterable[str], words: frozenset[str]) -> tuple[int, int] | None:
    """Where the first token stands that is one of the words."""
    start = 0
    for token in tokens:
        if times((token,), words):
            return start, start + len(token)
        start += len(token)
    return None


def _why(result: Saved, row: dict[str, Any]) -> str:
    """Why nothing is behind a row, and what to do."""
    match row.get("cell", row.get("verdict")):
        case "not_stated":
            return f"no figure is behind this row: {row['source']} does not state it"
        case "other_basis":
            return (
                f"no figure is behind this row: {row['source']} states it on another basis than was asked for"
            )
        case "no_report":
            return "no figure is behind this row: there is no report that would state it"
    if result.query is None and not result.linked and row.get("n") != 0:
        return f"{result.name} was kept without what is behind its rows: compute it again, and trace the row_id it has then"
    if result.query is None or result.query.facts:
        return "no figure is behind this row: none of the reports chosen states one"
    return "no sentence is behind this row: none of the reports chosen holds what it counts"


def table(found: Trace) -> Table:
    """The columns of `Trace.sentences`, described."""
    known: dict[str, Column] = {}
    for name in ("documents", "sentences", "facts"):
        for column in tables()[name].columns:
            known.setdefault(column.name, column)
    text = {c.name: c for c in tables()["sentences"].columns} | {
        name: known[name] for name in ("fact_id", "quote")
    }
    columns = tuple(text.get(name, known.get(name)) for name in found.sentences.columns)
    return Table(
        "trace",
        "出处",
        "Trace",
        "统计行背后的句子",
        "The sentences behind a row",
        tuple(c for c in columns if c),
    )
