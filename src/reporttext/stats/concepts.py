"""How much reports speak of a concept, given as a list of words."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.fold import fold
from reporttext.stats import intervals
from reporttext.stats.counting import counted, groups, joined, pattern
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.stats.trends import COUNTS
from reporttext.store import literal
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


_BARE = re.compile(r"""^([ \t]*)([^\s"'=\[\]#,]+)([ \t]*=)""", re.MULTILINE)


def concepts(reports: Reports, chosen: Selection, *, lists: str, count: str) -> Found:
    """Concept indices from your own word lists: the panel of places and years.

    `lists` is a file of TOML with a list of words for each concept: 创新 = ["创新", "研发", "专利"]. The index `per_10000`
    is the occurrences of any of its words by 10,000 characters of the group's sentences; `share` the part of the reports
    that have one; `sentence_share` the part of the sentences. By text search (`count` text) no character counts twice:
    the longest word that fits is taken. By words each word of the segmenter counts, once though the list repeats it. `words_found` are how many words of
    the list occur in the group.
    """
    known = read(lists)
    every = list(dict.fromkeys(word for words in known.values() for word in words))
    found = counted(reports, every, count)
    values = ", ".join(
        f"({n}, {literal(concept)}, {literal(word)})" for n, (concept, words) in enumerate(known.items()) for word in words
    )  # fmt: skip
    lists_of = f"(values {values}) w(place, concept, word)"
    rows = reports.sql(
        f"""
        with concept as (select distinct place, concept from {lists_of}),
        hits as ({_in_text(chosen, known) if count == "text" else _in_words(chosen, found.sql, lists_of)}),
        words as (select {chosen.group()} w.concept, count(distinct s.term) as words_found
            from {found.sql} s join {lists_of} on w.word = s.term join {chosen.documents()} d using (doc_id)
            where {chosen.in_section("s")} group by all),
        held as ({_sentences(chosen, known)})
        select g.*, c.concept, coalesce(h.count, 0) as count, coalesce(h.reports_with, 0) as reports_with,
            coalesce(w.words_found, 0) as words_found, coalesce(e.sentences_with, 0) as sentences_with,
            coalesce(h.count, 0) / g.characters * 10000 as per_10000, coalesce(h.reports_with, 0) / g.reports as share,
            coalesce(e.sentences_with, 0) / g.sentences as sentence_share
        from {groups(chosen)} g cross join concept c
        left join hits h on h.concept = c.concept and {joined(chosen, "g", "h")}
        left join words w on w.concept = c.concept and {joined(chosen, "g", "w")}
        left join held e on e.concept = c.concept and {joined(chosen, "g", "e")}
        order by {"".join(f'g."{by}" nulls last, ' for by in chosen.by)} c.place
        """
    )
    rows = intervals.of_counts(rows)
    patterns = " ".join(f"when {literal(c)} then {literal(pattern(words))}" for c, words in known.items())
    query = f"""select s.doc_id, s.sentence from main.sentences s join {chosen.documents()} d using (doc_id)
        where regexp_matches(s.text, case $concept {patterns} end)
        and {chosen.in_section("s")} and {chosen.same_group()}"""
    notes = found.notes
    if count == "words":
        notes = (*notes, "trace shows every sentence with a word of the list as text, in longer words too")
    return Found(rows, query=Query(query, ("concept", *chosen.by)), notes=notes)


def read(text: str) -> dict[str, list[str]]:
    """The word lists of a TOML file; raises UsageError with what is wrong and how it is written.

    TOML wants quotes round a Chinese name before the =; nobody who writes a word list knows that, so they are added.
    """
    try:
        lists = tomllib.loads(_BARE.sub(r'\1"\2"\3', text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the word lists are not valid TOML: {error}") from error
    for concept, words in lists.items():
        fine = isinstance(words, list) and words and all(isinstance(w, str) and w.strip() for w in words)
        if not fine:
            raise UsageError(f'the word list {concept} must be a list of texts: {concept} = ["…", "…"]')
    if not lists:
        raise UsageError('the file has no word list; one is written: 创新 = ["创新", "研发", "专利"]')
    # A word that is repeated, in half or full width, would count twice.
    return {concept: list({fold(word): word for word in words}.values()) for concept, words in lists.items()}


def _in_text(chosen: Selection, known: dict[str, list[str]]) -> str:
    """Occurrences that do not overlap, concept by concept."""
    return " union all ".join(
        f"""select {chosen.group()} {literal(concept)} as concept,
            sum(len(regexp_extract_all(s.text, {literal(pattern(words))})))::bigint as count,
            count(distinct s.doc_id) as reports_with
            from main.sentences s join {chosen.documents()} d using (doc_id)
            where {chosen.in_section("s")} and regexp_matches(s.text, {literal(pattern(words))}) group by all"""
        for concept, words in known.items()
    )


def _in_words(chosen: Selection, source: str, lists: str) -> str:
    return f"""select {chosen.group()} w.concept, sum(s.count)::bigint as count, count(distinct s.doc_id) as reports_with
        from {source} s join {lists} on w.word = s.term join {chosen.documents()} d using (doc_id)
        where {chosen.in_section("s")} group by all"""


def _sentences(chosen: Selection, known: dict[str, list[str]]) -> str:
    return " union all ".join(
        f"""select {chosen.group()} {literal(concept)} as concept, count(*) as sentences_with
            from main.sentences s join {chosen.documents()} d using (doc_id)
            where {chosen.in_section("s")} and regexp_matches(s.text, {literal(pattern(words))}) group by all"""
        for concept, words in known.items()
    )


STATISTIC = Statistic(
    "concepts", "概念指数", "Concepts", concepts,
    columns=(
        Column("concept", "text", "概念", "Concept", "词表的名称", "Name of the word list"),
        *COUNTS,
        Column("words_found", "int", "出现的词数", "Words found", "词表中在该组出现的词的个数", "Words of the list that occur in the group"),
        Column("sentences_with", "int", "含词句数", "Sentences with it", "含词表中任一词的句子数", "Sentences with any word of the list, as text"),
        Column("sentences", "int", "句数", "Sentences", "该组的句子数", "Sentences of the group"),
        Column("sentence_share", "float", "句子占比", "Share of sentences", "含词句数除以句数", "Sentences with it by sentences"),
        *intervals.OF_COUNTS,
    ),
    key=("concept",),
    parameters=(
        Parameter("lists", 'A TOML file of word lists: 创新 = ["创新", "研发"].', "file", argument=True, required=True),
        Parameter("count", "By text search, or as words of the segmenter.", default="text", choices=("text", "words")),
    ),
    by=("place", "year"), wide=("concept", "per_10000"),
    empty="the reports chosen have no sentence in the sections chosen",
)  # fmt: skip
