"""How often a word stands in reports: from the table of words, or by searching the text.

A word that the segmenter knows is counted from `terms`. A string that is no word to it (it may cut 新质生产力 in two) is
found all the same, by text search. Which was done is told, for the two differ: 疫情 as a word is not in 疫情防控 where
that is a word of its own, in the text it is.

Full-width and half-width forms count as one. A text is searched from the left, an occurrence never overlapping the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Parameter, Query
from reporttext.store import literal
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

HOW = ("auto", "words", "text")

TERMS = Parameter("terms", "Words or phrases.", many=True, argument=True)
COUNT = Parameter(
    "count", "From the table of words, by text search, or words where it is one and text where not.", default="auto", choices=HOW
)  # fmt: skip

TERM = Column("term", "text", "词", "Term", "词或短语", "The word or phrase")
COUNTED = Column(
    "counted", "text", "计法", "Counted",
    "words：按分词结果计；text：在正文中查找（不论分词）", "words: as a word of the segmenter; text: as a string in the text",
)  # fmt: skip

# Full width and half width of ASCII, as `fold` has them.
_WIDE, _HALF = ("".join(map(chr, range(first, first + 94))) for first in (0xFF01, 0x21))
_WIDEN, _NARROW = str.maketrans(_HALF, _WIDE), str.maketrans(_WIDE, _HALF)

# At this share more in the text than as a word, the reader is told.
_MORE = 1.05


@dataclass(frozen=True, slots=True)
class Counted:
    """Occurrences of terms: `sql` is a query, in brackets, of doc_id, section, term, count; `how` by term: words or text."""

    sql: str
    how: Mapping[str, str]
    notes: tuple[str, ...]


def counted(reports: Reports, terms: Sequence[str], how: str) -> Counted:
    """Count `terms`, each in the way that `how` (one of `HOW`) asks for; raises UsageError for an empty term."""
    if not terms or not all(term.strip() for term in terms):
        raise UsageError("name at least one word to count, and no empty one")
    terms = list(dict.fromkeys(terms))
    words = _words(reports, terms) if how != "text" else {}
    ways = {term: "words" if how == "words" or term in words else "text" for term in terms}
    in_words = [term for term in terms if ways[term] == "words"]
    in_text = [term for term in terms if ways[term] == "text"]
    parts = [_in_words(in_words)] * bool(in_words) + [_in_text(in_text)] * bool(in_text)
    return Counted(
        f"({' union all '.join(parts)})", ways, tuple(_fewer(reports, words) if how == "auto" else ())
    )


def forms(term: str) -> tuple[str, ...]:
    """互联网+ and 互联网＋: as written, in half and in full width."""
    half = term.translate(_NARROW)
    return tuple(dict.fromkeys((term, half, half.translate(_WIDEN))))


def _values(terms: Iterable[str]) -> str:
    rows = (f"({literal(term)}, {literal(form)})" for term in terms for form in forms(term))
    return f"(values {', '.join(rows)}) v(term, form)"


def _in_words(terms: Sequence[str]) -> str:
    return f"""select t.doc_id, t.section, v.term, sum(t.count)::bigint as count
        from main.terms t join {_values(terms)} on t.term = v.form group by all"""


def _in_text(terms: Sequence[str]) -> str:
    times = "(length(s.text) - length(replace(s.text, v.form, ''))) // length(v.form)"
    return f"""select s.doc_id, s.section, v.term, sum({times})::bigint as count
        from main.sentences s join {_values(terms)} on contains(s.text, v.form) group by all"""


def _words(reports: Reports, terms: Sequence[str]) -> dict[str, int]:
    """The terms that are words of the segmenter, with their occurrences in the store."""
    rows = reports.sql(f"select term, sum(count)::bigint as n from ({_in_words(terms)}) group by term")
    found = dict(zip(rows["term"].tolist(), rows["n"].tolist(), strict=True))
    return {term: found[term] for term in terms if term in found}


def _fewer(reports: Reports, words: Mapping[str, int]) -> Iterable[str]:
    """The words that the text has more often, as a part of others."""
    if not words:
        return
    rows = reports.sql(f"select term, sum(count)::bigint as n from ({_in_text(list(words))}) group by term")
    found = dict(zip(rows["term"].tolist(), rows["n"].tolist(), strict=True))
    for term, number in words.items():
        if found.get(term, 0) > _MORE * number:
            yield (
                f"{term}: counted as a word, {number:,} times in all reports; in all, as a part of longer words too, it is there "
                f"{found[term]:,} times (--count text)"
            )


def nowhere(found: Counted, terms: Iterable[str]) -> tuple[str, ...]:
    """A note on the terms that the reports chosen do not have, by how they were looked for."""
    missing = {how: [term for term in terms if found.how[term] == how] for how in ("words", "text")}
    told = {
        "words": "not in the reports chosen as a word of the segmenter (--count text looks for the string)",
        "text": "not in the reports chosen",
    }
    return tuple(f"{', '.join(words)}: {told[how]}" for how, words in missing.items() if words)


def sentences(
    chosen: Selection, *columns: str, word: str | None = None, near: tuple[str, int] | None = None
) -> Query:
    """The sentences of the row's group that hold every one of its `columns`, which are text, wide or narrow.

    `word` is that of the columns which they must hold as a word; see `Query`.
    """
    held = " and ".join(["true", *(f"contains({folded('s.text')}, {folded('$' + c)})" for c in columns)])
    return Query(
        f"""select s.doc_id, s.sentence from main.sentences s join {chosen.documents()} d using (doc_id)
        where {held} and {chosen.in_section("s")} and {chosen.same_group()}""",
        (*columns, *chosen.by),
        word,
        near,
    )


def folded(what: str) -> str:
    """SQL for a text in half width."""
    return f"translate({what}, {literal(_WIDE)}, {literal(_HALF)})"


def pattern(words: Iterable[str]) -> str:
    """A regex (RE2) of any of the words, the longest first, so that 疫情防控 is found before 疫情; for `literal`."""
    every = {form for word in words for form in forms(word)}
    return "|".join(re.escape(form) for form in sorted(every, key=lambda form: (-len(form), form)))


def groups(chosen: Selection) -> str:
    """A query, in brackets, of the groups: their columns, reports, sentences, characters (of sentences): the denominators."""
    return f"""(select {chosen.group()} count(distinct s.doc_id) as reports, count(*) as sentences,
        sum(length(s.text))::bigint as characters
        from main.sentences s join {chosen.documents()} d using (doc_id) where {chosen.in_section("s")} group by all)"""


def joined(chosen: Selection, left: str, right: str) -> str:
    """The condition that two queries speak of the same group."""
    return " and ".join(["true", *(f'{left}."{by}" is not distinct from {right}."{by}"' for by in chosen.by)])
