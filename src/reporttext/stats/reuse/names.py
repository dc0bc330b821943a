"""Proper names: how a place is called, whole and short, and persons with their titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from reporttext.lexicon import Lexicon, texts
from reporttext.stats.reuse.records import Name
from reporttext.stats.reuse.symbols import MASK

_SHORTEST = 2


@dataclass(frozen=True)
class Names:
    """Finds provinces and persons in a text, and gives the spellings of a place."""

    short_of: dict[str, str]
    levels: tuple[str, ...]
    never: frozenset[str]
    province: re.Pattern[str]
    person: re.Pattern[str]

    def spellings(self, names: Iterable[str | None]) -> tuple[str, ...]:
        """The names of a place and the same without 省, 市, 县, 镇; masked names are nobody's."""
        found: dict[str, None] = {}
        for name in names:
            if name and not MASK.search(name) and "某" not in name:
                found[name] = None
                short = self.short_of.get(name) or self._short(name)
                if short:
                    found[short] = None
        return tuple(found)

    def _short(self, name: str) -> str | None:
        level = next((level for level in self.levels if name.endswith(level)), None)
        short = name[: -len(level)] if level else ""
        return short if len(short) >= _SHORTEST and short not in self.never else None

    def persons(self, text: str) -> Iterator[Name]:
        for hit in self.person.finditer(text):
            yield Name(hit.start(), hit.end(), "person", hit.group())


@cache
def names(lexicon: Lexicon) -> Names:
    """Names as `data/reuse.toml` and the provinces of `data/metadata.toml` have them; raises RuleError."""
    table = lexicon["reuse"]
    short_of = dict(lexicon["metadata"]["provinces"])
    every = sorted({*short_of, *short_of.values()}, key=lambda name: (-len(name), name))
    levels = sorted(texts("reuse.levels", table["levels"]), key=len, reverse=True)
    titles = "|".join(map(re.escape, texts("reuse.titles", table["titles"])))
    return Names(
        short_of,
        tuple(levels),
        frozenset(texts("reuse.not_names", table["not_names"])),
        re.compile("|".join(map(re.escape, every))),
        re.compile(rf"[{re.escape(table['surnames'])}][\u4e00-\u9fff]{{1,2}}?(?={titles})"),
    )
