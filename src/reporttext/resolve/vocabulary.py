"""The words that name an indicator or say nothing of it: data/indicators.toml, with the verbs of data/activities.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.resolve.marks import Marks
from reporttext.rule.tries import trie

_LISTS = (
    "lead", "tail", "measured", "heads", "generic", "after_stops", "phrase_stops", "ranking", "circumstances",
    "modifiers", "adverbs", "persons", "spending", "funds", "light", "causing", "whole", "inner", "having", "holding", "saying", "sides", "aggregates", "verbs",
)  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """The lists by name, as sets of whole words or as patterns; data/indicators.toml says what each is for.

    What is asked of single words stands in `marks`.
    """

    marks: Marks
    verbs: frozenset[str]
    lead: frozenset[str]
    tail: frozenset[str]
    generic: frozenset[str]
    phrase_stops: frozenset[str]
    modifiers: frozenset[str]
    adverbs: frozenset[str]
    persons: frozenset[str]
    spending: re.Pattern[str]
    light: frozenset[str]
    causing: frozenset[str]
    whole: frozenset[str]
    having: tuple[str, ...]
    sides: frozenset[str]
    aggregates: frozenset[str]
    actors: re.Pattern[str]
    not_actors: re.Pattern[str]
    measured: Mapping[str, tuple[str, ...]]  # by their last character
    ranking: re.Pattern[str]
    circumstances: re.Pattern[str]

    def is_measured(self, name: str) -> bool:
        """Whether a name ends in a measured noun (…收入, …率)."""
        return name.endswith(self.measured.get(name[-1:], ()))


@cache
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    table = lexicon["indicators"]
    check_keys("indicators", table, _LISTS)
    actors = lexicon["actors"]
    check_keys("actors", actors, ("endings", "manner", "never"))
    acting = {name: texts(f"actors.{name}", words) for name, words in actors.items()}
    lists = {name: texts(f"indicators.{name}", table[name]) for name in _LISTS}
    lists["verbs"] += tuple(verb for kind in lexicon["activities"].values() for verb in kind["verbs"])
    return Vocabulary(
        marks=Marks(lists, {word[-1] for word in (*acting["endings"], *acting["manner"])}),
        verbs=frozenset(lists["verbs"]),
        lead=frozenset(lists["lead"]),
        tail=frozenset(lists["tail"]),
        generic=frozenset(lists["generic"]),
        phrase_stops=frozenset(lists["phrase_stops"]),
        modifiers=frozenset(lists["modifiers"]),
        adverbs=frozenset(lists["adverbs"]),
        persons=frozenset(lists["persons"]),
        spending=re.compile(rf"({trie(lists['spending'])})(?:{trie(lists['funds'])})?"),
        light=frozenset(lists["light"]),
        causing=frozenset(lists["causing"]),
        whole=frozenset(lists["whole"]),
        having=lists["having"],
        sides=frozenset(lists["sides"]),
        aggregates=frozenset(lists["aggregates"]),
        actors=re.compile(rf"(?:{trie(acting['endings'])})(?:{trie(acting['manner'])})?\Z"),
        not_actors=re.compile(trie(acting["never"])),
        measured=by_last(lists["measured"]),
        ranking=re.compile(trie(lists["ranking"])),
        circumstances=re.compile(trie(lists["circumstances"])),
    )


def by_last(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their last character, for `endswith`."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        found[word[-1]] = (*found.get(word[-1], ()), word)
    return found
