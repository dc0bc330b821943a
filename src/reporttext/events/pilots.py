"""开展国家服务业综合改革试点, 营改增试点全面推开: pilots without quotes that the state or the province has named.

A pilot of which no level is told (股份制试点, 科技保险试点) is a measure, not a name; what is counted is none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reporttext.events.patterns import NUMBER, broken, next_of
from reporttext.events.quotes import before
from reporttext.events.spans import Found, Taken
from reporttext.events.vocabulary import Vocabulary
from reporttext.lexicon import Table, texts
from reporttext.model import EventType

_PILOT: Final = "试点"
_LEAST, _MOST = 4, 24  # characters of the level and what is tried
_COUNT: Final = re.compile(rf"{NUMBER}\s?[个项家批]$|等$")
_COUNTED: Final = re.compile(rf"{NUMBER}\s?[个项家]")


@dataclass(frozen=True, eq=False)
class PilotWords:
    """What the rule searches for; the lists are in the table `pilots` of `data/events.toml`."""

    level: re.Pattern[str]
    park: tuple[str, ...]  # a level that is part of what is tried: 国家公园
    own: re.Pattern[str]  # pilots that everybody knows without a level
    tail: re.Pattern[str]
    follower: re.Pattern[str]
    nameless: re.Pattern[str]  # 国家级改革试点
    bad: re.Pattern[str]
    seeking: re.Pattern[str]
    won: re.Pattern[str]
    granted: re.Pattern[str]  # behind the name

    @classmethod
    def of(cls, table: Table) -> PilotWords:
        """Compile the table `events`, whose keys `Vocabulary` has checked."""

        def words(key: str) -> tuple[str, ...]:
            return texts(f"events.pilots.{key}", table["pilots"].get(key, []))

        levels = next_of(words("levels"))
        return cls(
            level=re.compile(levels),
            park=words("parks"),
            own=re.compile(rf"(?:{next_of(words('known'))})$"),
            tail=re.compile(rf"(?:{next_of(words('tails'))})?"),
            follower=re.compile(next_of(words("followers"))),
            nameless=re.compile(rf"(?:{levels}|{next_of(words('generic'))})+$"),
            bad=broken(words("broken")),
            seeking=re.compile(rf"{next_of(words('seeking'))}$"),
            won=re.compile(rf"{next_of(words('won'))}[了为]?$"),
            granted=re.compile(next_of(words("granted"))),
        )


def find_pilots(text: str, words: PilotWords, vocabulary: Vocabulary, taken: Taken) -> Iterator[Found]:
    """The pilots of a folded text, in order of place."""
    at = text.find(_PILOT)
    while at >= 0:
        tail = words.tail.match(text, at + len(_PILOT))
        end = tail.end() if tail else at + len(_PILOT)
        start = None if words.follower.match(text, end) else _start(text, at, words, vocabulary)
        if start is not None and not taken.overlaps(start, end):
            yield Found(start, end, _type(text, start, end, words), "event.plain.pilot", 0.7)
        at = text.find(_PILOT, end)


def _type(text: str, start: int, end: int, words: PilotWords) -> EventType:
    """A title where it is conferred (入选国家…试点), a drive where it is sought, else what is being tried."""
    low = max(0, start - 6)
    if words.seeking.search(text, low, start):
        return "campaign"
    conferred = words.won.search(text, low, start) or words.granted.match(text, end)
    return "competition" if conferred else "project"


def _start(text: str, at: int, words: PilotWords, vocabulary: Vocabulary) -> int | None:
    """Where the name begins whose last word stands at `at`: at the level that the clause tells, the last one if several."""
    left, _ = before(text, at)
    low = at - len(left)
    if known := words.own.search(left):
        return low + known.start()
    hit = None
    for hit in words.level.finditer(left):  # noqa: B007 the last
        pass
    if not hit:
        return None
    name = left[hit.start() :]
    if not _LEAST <= len(name) <= _MOST or words.nameless.match(name) or words.bad.search(name):
        return None
    if vocabulary.strong.search(name) or _COUNT.search(left, 0, hit.start()) or _COUNTED.search(name):
        return None
    start = hit.start()
    if name.startswith(words.park):  # 青龙岭国家公园体制试点
        start = vocabulary.verb_end(left) or 0
        start = start if hit.start() - start <= _LEAST * 2 else hit.start()
    return low + start
