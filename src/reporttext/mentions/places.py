"""我镇, 全县, **镇, 禾塘镇, 沈塘村: places; never 以镇 or 纳入镇.

The report's own place (我镇, 本镇, 全镇, and its name where the metadata know it) is normalised "self". A masked place is
normalised to nothing: two reports' **镇 are not one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reporttext.events.vocabulary import any_of
from reporttext.lexicon import Table, check_keys, texts
from reporttext.mentions.common import Hit, Taken
from reporttext.model import Document

# A name opens a clause or follows a word that takes a place: 在禾塘镇, 由望梨县; elsewhere its beginning is a guess.
_MASKS = "*×○xX某"
_OPENERS = "省区，。；：！？、,;:!?（）()《》“”\n\t 在于到赴由与和及对从、是经向"


def _level_pattern(levels: Sequence[str]) -> str:
    """The levels as an alternation behind a look at the first character: most stretches fail on that one test."""
    return rf"(?=[{re.escape(''.join(sorted({level[0] for level in levels})))}])(?:{any_of(levels)})"


class Places:
    """Finds the report's own place, masked places, provinces and named places."""

    def __init__(self, table: Table) -> None:
        keys = ("self", "provinces", "levels", "chained", "characters", "words", "followers")
        check_keys("mentions.places", table, keys)
        own, provinces, levels, chained, characters, words, followers = (
            texts(f"mentions.places.{key}", table.get(key, [])) for key in keys
        )
        self.levels = frozenset((*levels, *chained, "省", "自治区", "特别行政区"))
        self.lengths = sorted({len(level) for level in self.levels}, reverse=True)
        self.own = re.compile(rf"(?:{any_of(own)})(?!区域|长)")
        # One class first, which the search engine can skip to; a single x is a letter, not a mask.
        self.masked = re.compile(rf"[*×○xX某](?:[*×○xX]{{1,3}}|(?<![xX]))(?:{any_of(levels)})")
        self.province = re.compile(any_of(provinces))
        name = rf"[^{re.escape(''.join(characters))}\W\da-zA-Z]"
        level, below = _level_pattern(levels), _level_pattern((*levels, *chained))
        self.named = re.compile(
            rf"[{re.escape(_OPENERS)}]({name}{{2,4}}?(?:{level})(?:{name}{{2,3}}?(?:{below})){{0,3}})(?!{any_of(followers)})"
        )
        self.bad = re.compile(any_of(words))

    def find(self, doc: Document, text: str, taken: Taken) -> Iterator[Hit]:
        known = self._known(doc)
        # Text with a line break before it, so that a place at its very start has an opener as well.
        for hit in self.named.finditer("\n" + text):
            name = self._trimmed(hit[1])
            start = hit.start(1) - 1 + hit[1].find(name)
            if name and not taken.overlaps(start, start + len(name)):
                normalised = "self" if name in known else name
                level = self._level(name)
                yield Hit(start, start + len(name), "place", "mention.place.named", level, normalised, 0.8)
        for hit in self.own.finditer(text):
            if not taken.overlaps(*hit.span()):
                yield Hit(*hit.span(), "place", "mention.place.self", self._level(hit.group()), "self")
        masked = any(mark in text for mark in _MASKS)
        for hit in self.masked.finditer(text) if masked else ():
            if not taken.overlaps(*hit.span()):
                yield Hit(*hit.span(), "place", "mention.place.masked", self._level(hit.group()), None, 0.9)
        for hit in self.province.finditer(text):
            if not taken.overlaps(*hit.span()):
                name = hit.group()
                normalised = "self" if name in known else name
                yield Hit(*hit.span(), "place", "mention.place.province", self._level(name), normalised)

    def _trimmed(self, name: str) -> str:
        """The name without a word no name holds: 总结[禾塘镇], [禾塘镇]地处…县; nothing where that word is the name."""
        bad = self.bad.search(name)
        while bad and name:
            name = name[bad.end() :] if bad.start() == 0 else name[: bad.start()]
            level = self._level(name)
            name = name if level and len(name) - len(level) >= 2 else ""
            bad = self.bad.search(name)
        return name

    def _level(self, name: str) -> str | None:
        return next((name[-n:] for n in self.lengths if name[-n:] in self.levels), None)

    def _known(self, doc: Document) -> frozenset[str]:
        """The spellings of the report's own place; a masked name is nobody's spelling."""
        if doc.metadata.place_masked or not doc.metadata.place:
            return frozenset()
        place = doc.metadata.place
        own = next(
            (
                p
                for p in (
                    doc.metadata.township,
                    doc.metadata.county,
                    doc.metadata.city,
                    doc.metadata.province,
                )
                if p
            ),
            place,
        )
        return frozenset((place, own))
