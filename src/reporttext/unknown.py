"""Verbs that no kind of activity claims: what a user may add to the lists of data/activities.toml.

加装路灯12盏, 3支搜救队奔赴灾区: a verb is the word of two characters or more that opens an indicator, and that the program
(data/indicators.toml) or jieba's dictionary has for a verb. Only facts that can count what was done are looked at: counts,
sums and measures without an activity type that are no change, named by the words at them, by no measured noun (处置率).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from reporttext import lexicon
from reporttext.lexicon import Lexicon
from reporttext.resolve.activity import kinds
from reporttext.resolve.words.vocabulary import vocabulary
from reporttext.segment import cutter
from reporttext.store.reader import Reports

_INDICATORS = """
select indicator, count(*) as count, count(*) filter (rule like '%/after') as after, min(fact_id) as fact_id from facts
where activity_type is null and indicator is not null and change is null and kind in ('count', 'money', 'measure')
and split_part(rule, '/', 2) in ('before', 'both', 'listed', 'after') group by indicator order by fact_id
"""
_EXAMPLES = """
select fact_id, quote, text from facts join sentences using (doc_id, sentence) where fact_id in (select unnest(?))
"""


@dataclass(frozen=True, slots=True)
class UnknownVerb:
    """A verb with how often it stands before and after a figure, and one example.

    `listed` tells that data/indicators.toml has it for a verb: it opens an action of a kind that is not known.
    """

    verb: str
    count: int
    before: int
    after: int
    listed: bool
    indicator: str
    quote: str
    sentence: str
    fact_id: str


def unknown_verbs(reports: Reports) -> list[UnknownVerb]:
    """The verbs at figures that data/activities.toml does not know, the most frequent first; `DataFrame(…)` takes the list."""
    known = lexicon.load(reports.rules(), words=reports.words())
    is_unknown, cut = _unknown(known), cutter(known)
    is_measured, listed = vocabulary(known).is_measured, vocabulary(known).verbs
    found: dict[str, list[tuple[str, int, int, str]]] = {}
    for indicator, count, after, fact_id in reports.sql(_INDICATORS).itertuples(index=False, name=None):
        verb = cut(indicator)[0]
        if verb in is_unknown and not is_measured(indicator):
            found.setdefault(verb, []).append((indicator, int(count), int(after), fact_id))
    examples = _examples(reports, [uses[0][-1] for uses in found.values()])
    verbs = []
    for verb, uses in found.items():
        count, after = sum(use[1] for use in uses), sum(use[2] for use in uses)
        indicator, *_, fact_id = uses[0]
        verbs.append(
            UnknownVerb(
                verb, count, count - after, after, verb in listed, indicator, *examples[fact_id], fact_id
            )
        )
    return sorted(verbs, key=lambda v: (-v.count, v.verb))


def _examples(reports: Reports, fact_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    rows = reports.sql(_EXAMPLES, [list(fact_ids)]).itertuples(index=False, name=None)
    return {fact_id: (quote, " ".join(text.split())) for fact_id, quote, text in rows}


@cache
def _unknown(known: Lexicon) -> frozenset[str]:
    """All verbs of two characters or more without those of a kind, and without words that are known to say nothing."""
    words = vocabulary(known)
    idle = words.lead | words.tail | words.modifiers | words.phrase_stops | set(kinds(known).by_verb)
    return frozenset(
        verb
        for verb in words.verbs | _dictionary_verbs()
        if len(verb) > 1 and verb not in idle and not words.circumstances.match(verb)
    )


@cache
def _dictionary_verbs() -> frozenset[str]:
    """What jieba's dictionary tags v: lines of word, frequency, tag."""
    lines = (resources.files("jieba") / "dict.txt").read_text("utf-8").splitlines()
    return frozenset(line.partition(" ")[0] for line in lines if line.endswith(" v"))
