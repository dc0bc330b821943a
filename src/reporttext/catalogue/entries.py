"""data/catalogue.toml, read and checked: the entries, and the entry of a wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal, NamedTuple

from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.lexicon import Lexicon, Table, check_keys, texts
from reporttext.rule.tries import trie
from reporttext.units import Units, canonical_units

Measure = Literal["level", "increment", "rate"]
MEASURES: tuple[str, ...] = ("level", "increment", "rate")
NONE: Final = "none"

_KEYS = (
    "name", "variants", "words", "not", "units", "convert", "rates", "measure", "better", "sum", "below", "related", "parts", "whole", "instead", "total", "stock",
)  # fmt: skip
_WORDS = (
    "lead",
    "tail",
    "rate",
    "milestones",
    "neutral",
    "bodies",
    "levels",
    "nation",
    "not_others",
    "acts",
    "kinds",
    "reached",
    "governing",
    "apart",
)
_ID: Final = re.compile(r"[^\s,;:=\"'\[\]]{1,80}")
_LONGEST: Final = 60  # characters; a longer indicator text is no name
_NUMBER: Final = re.compile(r"\d+")
_NEAR: Final = 12  # characters
_NOTE: Final = re.compile(r"\[[^\]]{0,6}\]|\([^)]{0,6}\)?\Z|\s+")


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator; data/catalogue.toml says what each part is for. `convert` gives unit and factor by unit."""

    id: str
    name: str
    units: tuple[str, ...] = ()
    convert: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    rates: bool = True
    measure: Measure | None = None
    better: Literal["up", "down"] = "up"
    sum: bool = True
    below: float | None = None
    related: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    whole: bool = True
    instead: str | None = None
    total: str | None = None
    stock: bool = False

    def admits(self, unit: str, value: float | None, *, change: bool) -> bool:
        """Whether a figure in this canonical unit can be of the indicator; `change` where it is a change."""
        if self.below is not None and value is not None and value >= self.below:
            return False
        if unit in self.units or unit in self.convert:
            return True
        return unit == "%" and self.rates and change


class Match(NamedTuple):
    """An entry, the words of the text that named it, and whether they name its rate of change."""

    entry: Entry
    core: str
    rate: bool


class Catalogue:
    """All entries. `match` finds that of an indicator's text."""

    def __init__(self, table: Table, units: Units) -> None:
        check_keys("catalogue", table, ("words", "entries"))
        check_keys("catalogue.words", table["words"], _WORDS)
        words = {name: texts(f"catalogue.words.{name}", table["words"][name]) for name in _WORDS}
        self.words: Mapping[str, Sequence[str]] = words
        self.entries: dict[str, Entry] = {}
        self._variants: dict[str, str] = {}
        self._groups: list[tuple[tuple[str, ...], tuple[str, ...], str]] = []
        self._units = units
        for id, entry in table["entries"].items():
            self._add(id, entry)
        self._check_ids()
        self._groups.sort(key=lambda group: (-len("".join(group[0])), group))
        self._lead = re.compile(rf"(?:{trie(words['lead'])})")
        self._tail = re.compile(rf"(?:{trie([w[::-1] for w in words['tail']])})")
        self._rate = re.compile(rf"(?:{trie(words['rate'])})\Z")
        self._passed = re.compile(trie(words["milestones"]))
        self._apart = re.compile(trie(words["apart"]))
        self._seen: dict[str, Match | None] = {}

    def _add(self, id: str, raw: Any) -> None:
        where = f"catalogue.entries.{id}"
        if not _ID.fullmatch(id) or not isinstance(raw, Mapping):
            raise RuleError(f"[{where}] must be a table with a name without blanks and punctuation")
        check_keys(where, raw, _KEYS)
        if raw.get("measure", "level") not in MEASURES or raw.get("better", "up") not in ("up", "down"):
            raise RuleError(f"[{where}] measure is one of {', '.join(MEASURES)}; better is up or down")
        for flag in ("rates", "sum", "whole", "stock"):
            if not isinstance(raw.get(flag, True), bool):
                raise RuleError(f"[{where}] {flag} must be true or false")
        if not isinstance(raw.get("name"), str) or not raw["name"]:
            raise RuleError(f"[{where}] needs a name")
        self.entries[id] = Entry(
            id, raw["name"], texts(f"{where}.units", raw.get("units", [])), _convert(where, raw.get("convert", {})),
            raw.get("rates", True), raw.get("measure"), raw.get("better", "up"), raw.get("sum", True), _limit(where, raw.get("below")),
            texts(f"{where}.related", raw.get("related", [])), texts(f"{where}.parts", raw.get("parts", [])), raw.get("whole", True),
            raw.get("instead"), raw.get("total"), raw.get("stock", False),
        )  # fmt: skip
        for variant in texts(f"{where}.variants", raw.get("variants", [])):
            plain = _plain(variant)
            if self._variants.setdefault(plain, id) != id:
                raise RuleError(
                    f"[{where}] has the wording “{variant}”, which [catalogue.entries.{self._variants[plain]}] has too: "
                    f'write "!{variant}" there'
                )
        without = texts(f"{where}.not", raw.get("not", []))
        for group in raw.get("words", []):
            self._groups.append((texts(f"{where}.words", group), without, id))

    def _check_ids(self) -> None:
        """Entries may name others only that are there."""
        for id, entry in self.entries.items():
            for other in (*entry.parts, entry.instead, entry.total):
                if other is not None and other not in self.entries:
                    raise RuleError(f"[catalogue.entries.{id}] names {other}, which is no entry")

    def canonical(self, unit: str) -> str:
        """The canonical unit of a unit as written."""
        entry = self._units.get(unit)
        return entry[0] if entry else unit

    def conversion(self, unit: str) -> tuple[str, float]:
        """The canonical unit of a unit as written, and how many of it make one."""
        entry = self._units.get(unit)
        return (entry[0], float(entry[1])) if entry else (unit, 1.0)

    @property
    def names(self) -> Mapping[str, str]:
        """Ids by every name that a user may know an indicator by: id, name, wording."""
        found = dict(self._variants)
        found |= {_plain(entry.name): id for id, entry in self.entries.items()}
        found |= {id: id for id in self.entries}
        found.pop(NONE, None)
        return {name: id for name, id in found.items() if id != NONE}

    def match(self, text: str) -> Match | None:
        """The entry that an indicator's text names, or None. Remembered: few texts make up most of an archive."""
        if text not in self._seen:
            if len(self._seen) > 200_000:
                self._seen.clear()
            self._seen[text] = self._match(text)
        return self._seen[text]

    def passes(self, between: str) -> bool:
        """Whether the words between a name and its figure say that a mark was passed, not what the value is (先后跨越)."""
        return len(between) <= _NEAR and "," not in between and bool(self._passed.search(between))

    def summed(self, clause: str) -> bool:
        """Whether the words of a clause say that a sum over years is told, or a mark that was passed (累计到位)."""
        return self._passed.search(clause) is not None

    def bare(self, text: str) -> str:
        """A text without the words of no meaning at its ends, as far as two characters are left."""
        return min((name for name in self._shorter(_plain(text)) if len(name) > 1), key=len, default=text)

    def signature(self, text: str) -> str:
        """The words and numbers in a text that tell it from its neighbours, joined; see `words.apart`."""
        plain = _plain(text)
        return " ".join(sorted({*self._apart.findall(plain), *_NUMBER.findall(plain)}))

    def _match(self, text: str) -> Match | None:
        plain = _plain(text)
        if len(plain) > _LONGEST or self._passed.search(plain):
            return None
        for name in self._shorter(plain):
            rate = self._rate.search(name)
            for core in (name, name[: rate.start()]) if rate else (name,):
                if (id := self._variants.get(core)) is not None:
                    return None if id == NONE else Match(self.entries[id], core, core != name)
        for group, without, id in self._groups:
            if (
                group[0] in plain
                and all(word in plain for word in group)
                and not any(word in plain for word in without)
            ):
                return Match(self.entries[id], group[-1], rate=False)
        return None

    def _shorter(self, plain: str) -> Iterator[str]:
        """The text, and what is left of it as words of no meaning are taken off its end and its front."""
        ends = [plain]
        while (tail := self._tail.match(ends[-1][::-1])) and tail.end() < len(ends[-1]):
            ends.append(ends[-1][: -tail.end()])
        for name in ends:
            yield name
            begin = 0
            while (lead := self._lead.match(name, begin)) and lead.end() < len(name):
                begin = lead.end()
                yield name[begin:]


def _plain(text: str) -> str:
    """Half width, without blanks, note marks and a short remark in brackets at the end."""
    folded = fold(text)
    if folded.isalnum():
        return folded
    return _NOTE.sub("", folded) or folded


def _limit(where: str, raw: Any) -> float | None:
    if raw is not None and (isinstance(raw, bool) or not isinstance(raw, int | float)):
        raise RuleError(f"[{where}] below must be a number")
    return raw


def _convert(where: str, raw: Any) -> dict[str, tuple[str, float]]:
    try:
        return {unit: (str(to), float(factor)) for unit, (to, factor) in raw.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise RuleError(
            f'[{where}] convert must give units and factors: {{ "千克" = ["吨", 0.001] }}'
        ) from error


@cache
def catalogue(lexicon: Lexicon) -> Catalogue:
    """The catalogue of a lexicon; raises RuleError naming a bad entry."""
    return Catalogue(lexicon["catalogue"], canonical_units(lexicon))
