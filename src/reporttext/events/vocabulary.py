"""The word lists of `data/events.toml`, checked and compiled once a lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from reporttext.errors import RuleError
from reporttext.lexicon import Table, check_keys, texts
from reporttext.model import EVENT_TYPES, EventType

# Signs that end a clause; a name never runs across one outside its own quotes.
STOP = '，。；：！？、,;:!?\n\t“”「」『』《》()（）…—"'
NOT_STOP = rf"[^{re.escape(STOP)}\s]"
_TABLES: dict[str, tuple[str, ...]] = {
    "heads": EVENT_TYPES,
    "hints": EVENT_TYPES,
    "facilities": ("heads", "verbs"),
    "across": ("words",),
    "inside": EVENT_TYPES,
    "verbs": ("strong", "weak", "bare", "adverbs"),
    "strip": ("words",),
    "plain": ("strong", "weak", "predicates", "particles", "broken", "generic", "leading", "followers"),
    "names": (*EVENT_TYPES, "prefixes"),
    "titles": ("won", "sought", "levels", "nouns", "tails"),
    "never": ("quotes", "forbidding"),
    "counts": ("units",),
    "status": ("planned", "held", "reference"),
}
_ORDINAL = r"第?[一二三四五六七八九十百\d○*×xX]+[多余]?(?:届|次|期|个|场次?|轮|批|项|年|名|月|日)|20\d\d"


class Found(NamedTuple):
    """A candidate: where, what, and by which rule. `group` joins names that share one head noun."""

    start: int
    end: int
    type: EventType
    rule: str
    score: float
    group: int = -1


def any_of(words: Sequence[str]) -> str:
    """The words as one pattern that takes the longest; no words match nothing.

    A tree by first character: a flat list of a hundred words is tried from end to end at every likely place.

    >>> any_of(["专项行动", "专项", "大赛"])
    '专项(?:行动|)|大赛'
    """
    return _tree(sorted(set(words))) if words else r"(?!)"


def _tree(words: list[str]) -> str:
    """Words in order, no two alike, as a pattern; an empty one comes last, so longer ones win."""
    branches = []
    for _, group in groupby((word for word in words if word), key=lambda word: word[0]):
        rests = list(group)
        ends_of_list = zip(rests[0], rests[-1], strict=False)  # in order, so these two differ first
        common = next((i for i, (a, b) in enumerate(ends_of_list) if a != b), min(map(len, rests)))
        head = re.escape(rests[0][:common])
        ends = [word[common:] for word in rests]
        branches.append(head if ends == [""] else f"{head}(?:{_tree(ends)})")
    return "|".join(branches) + ("|" if "" in words and branches else "")


def _typed(name: str, table: Table) -> dict[str, EventType]:
    """Word → type from a table whose keys are event types."""
    found: dict[str, EventType] = {}
    for kind, words in table.items():
        if kind in EVENT_TYPES:
            found |= dict.fromkeys(texts(f"events.{name}.{kind}", words), kind)  # type: ignore[arg-type]
    return found


def _checked(table: Table) -> None:
    check_keys("events", table, tuple(_TABLES))
    for name, keys in _TABLES.items():
        part: Any = table.get(name)
        if not isinstance(part, dict):
            raise RuleError(f"[events] needs a table [events.{name}]")
        check_keys(f"events.{name}", part, keys)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What the three families of rules search for. Patterns named after the table they come from."""

    heads: dict[str, EventType]
    hints: dict[str, EventType]
    inside: dict[str, EventType]
    inside_lengths: tuple[int, ...]
    names: dict[str, EventType]
    never: frozenset[str]
    weak: frozenset[str]
    head: re.Pattern[str]
    facility: re.Pattern[str]
    builds: tuple[str, ...]
    strong: re.Pattern[str]
    opening: re.Pattern[str]
    bare: tuple[str, ...]
    strip: re.Pattern[str]
    forbidding: tuple[str, ...]
    follower: re.Pattern[str]
    plain: re.Pattern[str]
    predicate: re.Pattern[str]
    bad: re.Pattern[str]
    across: re.Pattern[str]
    generic: re.Pattern[str]
    name: re.Pattern[str]
    name_prefix: re.Pattern[str]
    prefix: re.Pattern[str]
    vague: tuple[str, ...]
    won: re.Pattern[str]
    sought: re.Pattern[str]
    tail: re.Pattern[str]
    title: re.Pattern[str]
    title_name: re.Pattern[str]
    title_won: frozenset[str]
    units: frozenset[str]
    planned: re.Pattern[str]
    held: re.Pattern[str]
    reference: re.Pattern[str]

    @classmethod
    def of(cls, table: Table) -> Vocabulary:
        """Compile the table; RuleError names an unknown entry."""
        _checked(table)

        def words(name: str, key: str) -> tuple[str, ...]:
            return texts(f"events.{name}.{key}", table[name].get(key, []))

        def alt(name: str, key: str) -> str:
            return any_of(words(name, key))

        heads, names = _typed("heads", table["heads"]), _typed("names", table["names"])
        weak, prefixes = words("plain", "weak"), alt("names", "prefixes")
        levels, won, sought = alt("titles", "levels"), words("titles", "won"), words("titles", "sought")
        weak_verb = alt("verbs", "weak")
        lead = f"(?:{alt('verbs', 'adverbs')}|{weak_verb})"
        return cls(
            heads=heads,
            hints=_typed("hints", table["hints"]),
            inside=(inside := _typed("inside", table["inside"])),
            inside_lengths=tuple(sorted({len(word) for word in inside}, reverse=True)),
            names=names,
            never=frozenset(words("never", "quotes")),
            weak=frozenset(weak),
            head=re.compile(any_of(tuple(heads))),
            facility=re.compile(rf"{NOT_STOP}{{0,6}}?(?:{alt('facilities', 'heads')})"),
            builds=words("facilities", "verbs"),
            strong=re.compile(rf"(?:{alt('verbs', 'strong')})[了好着]?"),
            # A weak verb must open the clause, or stand after adverbs, a date or a sum of money.
            opening=re.compile(
                rf"(?:.{{0,20}}[元月日年底])?{lead}{{0,4}}?(?:{weak_verb})(?!{weak_verb})[了好着]?"
            ),
            bare=words("verbs", "bare"),
            strip=re.compile(rf"(?:{alt('strip', 'words')}|{_ORDINAL}|\s)+"),
            forbidding=words("never", "forbidding"),
            follower=re.compile(alt("plain", "followers")),
            plain=re.compile(any_of((*words("plain", "strong"), *weak))),
            predicate=re.compile(alt("plain", "predicates")),
            bad=re.compile(rf"的(?<!党的)|{alt('plain', 'particles')}|{alt('plain', 'broken')}"),
            across=re.compile(rf"的(?<!党的)|[和与及]|{alt('across', 'words')}"),
            generic=re.compile(rf"(?:{alt('plain', 'leading')})|(?:{alt('plain', 'generic')}){{1,12}}$"),
            name=re.compile(rf"(?:{any_of(tuple(names))})(?:活动|工作)?"),
            name_prefix=re.compile(rf"(?:{levels}|{prefixes})$"),
            prefix=re.compile(rf"(?:{prefixes})$"),
            vague=words("plain", "leading"),
            won=re.compile(rf"(?:{any_of(won)})[了为]?(?:{levels}|年度|20\d\d|年){{0,3}}$"),
            sought=re.compile(rf"(?:{any_of(sought)})[了为]?(?:{levels}){{0,2}}$"),
            tail=re.compile(alt("titles", "tails")),
            title=re.compile(rf"(?:{any_of((*won, *sought))})(?=[了为]?(?:{levels}))"),
            title_name=re.compile(
                rf"[了为]?((?:{levels})(?:(?![的了和与]){NOT_STOP}){{0,16}}(?:{alt('titles', 'nouns')}))"
            ),
            title_won=frozenset(won),
            units=frozenset(words("counts", "units")),
            planned=re.compile(alt("status", "planned")),
            held=re.compile(alt("status", "held")),
            reference=re.compile(alt("status", "reference")),
        )

    def verb_end(self, left: str) -> int | None:
        """Where the event's verb ends in the clause before a name: the last strong one, or a weak one that opens it."""
        ends = [hit.end() for hit in self.strong.finditer(left)]
        if ends:
            return ends[-1]
        opening = self.opening.match(left)
        return opening.end() if opening else None

    def type_inside(self, inner: str) -> EventType | None:
        """The type that the quoted words themselves end with: 厕所[革命], 乡村[夜市]."""
        ends = (inner[-n:] for n in self.inside_lengths)
        return next((self.inside[end] for end in ends if end in self.inside), None)

    def type_of(self, name: str, head: str) -> EventType:
        """The type of the longest head noun that ends `head`; for a mere 活动 or 行动, what the name hints at.

        >>> from reporttext.lexicon import load
        >>> Vocabulary.of(load()["events"]).type_of("“书香满园”读书活动", "读书活动")
        'culture'
        """
        ends = (head[i:] for i in range(len(head)))
        kind: EventType = next((self.heads[end] for end in ends if end in self.heads), "other")
        if kind != "other":
            return kind
        return next((hint for word, hint in self.hints.items() if word in name), "campaign")
