"""Which activity a figure counts (召开专题会议, 会议) from the editable tree in data/activities.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.rule.tries import ahead, trie


class Activity:
    """What is done, its kind, and the word of data/activities.toml that shows the kind."""

    __slots__ = ("cue", "kind", "name")

    def __init__(self, name: str | None, kind: str | None = None, cue: str | None = None) -> None:
        self.name, self.kind, self.cue = name, kind, cue


NO_ACTIVITY: Final = Activity(None)


@dataclass(frozen=True)
class Kinds:
    """Kind by verb, and by the nouns of an object. General verbs yield to any noun (开展), general nouns to a verb that tells
    (取消收费项目).
    """

    by_verb: dict[str, str]
    by_noun: dict[str, str]
    general_verbs: frozenset[str]
    general_nouns: frozenset[str]
    verbs: re.Pattern[str]
    nouns: re.Pattern[str]
    closing: frozenset[str]  # the last characters of the nouns


@cache
def kinds(lexicon: Lexicon) -> Kinds:
    by_verb: dict[str, str] = {}
    by_noun: dict[str, str] = {}
    general: dict[str, set[str]] = {"verbs": set(), "nouns": set()}
    for kind, table in lexicon["activities"].items():
        check_keys(f"activities.{kind}", table, ("verbs", "nouns", "general_verbs", "general_nouns"))
        for part, words in general.items():
            yielding = texts(f"activities.{kind}.general_{part}", table.get(f"general_{part}", []))
            if unknown := set(yielding) - set(table[part]):
                raise RuleError(
                    f"[activities.{kind}] general_{part} has “{min(unknown)}”, which is none of its {part}"
                )
            words.update(yielding)
        for verb in texts(f"activities.{kind}.verbs", table["verbs"]):
            if by_verb.setdefault(verb, kind) != kind:
                raise RuleError(f"[activities] gives the verb “{verb}” both to {by_verb[verb]} and to {kind}")
        for noun in texts(f"activities.{kind}.nouns", table["nouns"]):
            by_noun.setdefault(noun, kind)
    return Kinds(
        by_verb,
        by_noun,
        frozenset(general["verbs"]),
        frozenset(general["nouns"]),
        re.compile(ahead(by_verb) + trie(by_verb)),
        re.compile(trie(by_noun)),
        frozenset(noun[-1] for noun in by_noun),
    )


def activity(indicator: str, verb: str, known: Kinds) -> Activity:
    """The activity and its kind.

    The noun that ends the object decides (开展技能培训 is 培训, 发放补贴 is 帮扶), then a verb that tells (取消收费项目 is 制度, 建设活动室 is
    建设), then a noun inside the object, then a general verb.
    """
    if not verb and indicator[-1:] not in known.closing:
        return NO_ACTIVITY  # most figures
    cue = _known_verb(verb, known) if verb else None
    tells = cue is not None and cue not in known.general_verbs
    opens = indicator.startswith(verb)
    objects = known.nouns.findall(indicator, len(verb) if opens else 0)
    done = indicator if opens else verb + indicator
    if objects:
        noun = objects[-1]
        ends = indicator.endswith(noun) and not (tells and noun in known.general_nouns)
        if ends or (verb and not tells):
            return Activity(done, known.by_noun[noun], noun)
    return Activity(done, cue and known.by_verb[cue], cue) if verb else NO_ACTIVITY


def _known_verb(verb: str, known: Kinds) -> str | None:
    """Of a run of verbs (改造提升) the whole if it is known, else the first known one in it."""
    if verb in known.by_verb:
        return verb
    found = known.verbs.search(verb)
    return found and found[0]
