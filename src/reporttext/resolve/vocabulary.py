"""The words that name an indicator or say nothing of it: data/indicators.toml, with the verbs of data/activities.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.rule import trie

_LISTS = (
    "lead", "tail", "measured", "heads", "generic", "after_stops", "phrase_stops", "ranking", "circumstances",
    "modifiers", "inner", "having", "holding", "saying", "sides", "aggregates", "verbs",
)  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """The lists by name, as sets of whole words or as patterns; data/indicators.toml says what each is for."""

    verbs: frozenset[str]
    lead: frozenset[str]
    tail: frozenset[str]
    heads: frozenset[str]
    generic: frozenset[str]
    after_stops: frozenset[str]
    phrase_stops: frozenset[str]
    modifiers: frozenset[str]
    inner: frozenset[str]
    having: tuple[str, ...]
    holding: frozenset[str]
    saying: frozenset[str]
    sides: frozenset[str]
    aggregates: frozenset[str]
    actors: re.Pattern[str]
    not_actors: re.Pattern[str]
    measured: re.Pattern[str]
    ranking: re.Pattern[str]
    circumstances: re.Pattern[str]


@cache
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    table = lexicon["indicators"]
    check_keys("indicators", table, _LISTS)
    actors = lexicon["actors"]
    check_keys("actors", actors, ("endings", "manner", "never"))
    acting = {name: trie(texts(f"actors.{name}", words)) for name, words in actors.items()}
    lists = {name: texts(f"indicators.{name}", table[name]) for name in _LISTS}
    return Vocabulary(
        verbs=frozenset(
            [*lists["verbs"], *(v for kind in lexicon["activities"].values() for v in kind["verbs"])]
        ),
        lead=frozenset(lists["lead"]),
        tail=frozenset(lists["tail"]),
        heads=frozenset(lists["heads"]),
        generic=frozenset(lists["generic"]),
        after_stops=frozenset(lists["after_stops"]),
        phrase_stops=frozenset(lists["phrase_stops"]),
        modifiers=frozenset(lists["modifiers"]),
        inner=frozenset(lists["inner"]),
        having=lists["having"],
        holding=frozenset(lists["holding"]),
        saying=frozenset(lists["saying"]),
        sides=frozenset(lists["sides"]),
        aggregates=frozenset(lists["aggregates"]),
        actors=re.compile(rf"(?:{acting['endings']})(?:{acting['manner']})?\Z"),
        not_actors=re.compile(acting["never"]),
        measured=re.compile(rf"{trie(lists['measured'])}\Z"),
        ranking=re.compile(trie(lists["ranking"])),
        circumstances=re.compile(trie(lists["circumstances"])),
    )
