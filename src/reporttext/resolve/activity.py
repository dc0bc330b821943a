"""Which activity a figure counts (召开专题会议, 会议) from the editable tree in data/activities.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.rule import trie


@dataclass(frozen=True)
class Kinds:
    """Kind by verb, and by the nouns an object ends in."""

    by_verb: dict[str, str]
    by_noun: dict[str, str]
    verbs: re.Pattern[str]
    nouns: re.Pattern[str]


@cache
def kinds(lexicon: Lexicon) -> Kinds:
    by_verb: dict[str, str] = {}
    by_noun: dict[str, str] = {}
    for kind, table in lexicon["activities"].items():
        check_keys(f"activities.{kind}", table, ("verbs", "nouns"))
        for verb in texts(f"activities.{kind}.verbs", table["verbs"]):
            if by_verb.setdefault(verb, kind) != kind:
                raise RuleError(f"[activities] gives the verb “{verb}” both to {by_verb[verb]} and to {kind}")
        for noun in texts(f"activities.{kind}.nouns", table["nouns"]):
            by_noun.setdefault(noun, kind)
    return Kinds(by_verb, by_noun, re.compile(trie(by_verb)), re.compile(trie(by_noun)))


def activity(indicator: str, verb: str, known: Kinds) -> tuple[str | None, str | None]:
    """The activity and its kind: the object decides where it can (开展培训 is 培训), else the verb."""
    objects = known.nouns.findall(indicator, len(verb)) if indicator else []
    if verb:
        return indicator, known.by_noun[objects[-1]] if objects else _of_verbs(verb, known)
    if objects and indicator.endswith(objects[-1]):
        return indicator, known.by_noun[objects[-1]]
    return None, None


def _of_verbs(verb: str, known: Kinds) -> str | None:
    """The kind of a run of verbs (改造提升): of the whole, else of the first known one in it."""
    found = known.verbs.search(verb)
    return known.by_verb.get(verb) or (known.by_verb[found[0]] if found else None)
