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
    if not verb:
        return (
            (indicator, known.by_noun[objects[-1]])
            if objects and indicator.endswith(objects[-1])
            else (None, None)
        )
    kind = (
        known.by_noun[objects[-1]]
        if objects
        else next((known.by_verb[v] for v in _within(verb, known)), None)
    )
    return indicator, kind


def _within(verb: str, known: Kinds) -> list[str]:
    """The known verbs in a run of verbs (改造提升), the longest first."""
    return sorted((v for v in known.by_verb if v in verb), key=lambda v: (-len(v), v))
