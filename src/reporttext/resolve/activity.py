"""Which activity a figure counts (召开专题会议, 会议) from the editable tree in data/activities.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.rule import trie


class Activity(NamedTuple):
    """What is done, its kind, and the word of data/activities.toml that shows the kind."""

    name: str | None
    kind: str | None = None
    cue: str | None = None


_NONE = Activity(None)


@dataclass(frozen=True)
class Kinds:
    """Kind by verb, and by the nouns an object ends in."""

    by_verb: dict[str, str]
    by_noun: dict[str, str]
    verbs: re.Pattern[str]
    nouns: re.Pattern[str]
    closing: frozenset[str]  # the last characters of the nouns


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
    closing = frozenset(noun[-1] for noun in by_noun)
    return Kinds(by_verb, by_noun, re.compile(trie(by_verb)), re.compile(trie(by_noun)), closing)


def activity(indicator: str, verb: str, known: Kinds) -> Activity:
    """The activity and its kind: the object decides where it can (开展培训 is 培训), else the verb."""
    if not verb and indicator[-1:] not in known.closing:
        return _NONE  # most figures
    objects = known.nouns.findall(indicator, len(verb))
    if objects and (verb or indicator.endswith(objects[-1])):
        return Activity(indicator, known.by_noun[objects[-1]], objects[-1])
    if not verb:
        return _NONE
    cue = _known_verb(verb, known)
    return Activity(indicator, cue and known.by_verb[cue], cue)


def _known_verb(verb: str, known: Kinds) -> str | None:
    """Of a run of verbs (改造提升) the whole if it is known, else the first known one in it."""
    if verb in known.by_verb:
        return verb
    found = known.verbs.search(verb)
    return found and found[0]
