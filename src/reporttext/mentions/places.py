"""我镇, 全县, **镇, 禾塘镇, 沈塘村: places; never 以镇 or 纳入镇.

The report's own place (我镇, 本镇, 全镇, and its name where the metadata know it) is normalised "self". A masked place is
normalised to nothing: two reports' **镇 are not one place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from reporttext.events.patterns import any_of, next_of
from reporttext.events.spans import Taken
from reporttext.lexicon import Table, check_keys, texts
from reporttext.masks import NAME
from reporttext.mentions.common import Hit
from reporttext.model import Document
from reporttext.wordscan import Stretch, Stretches, apart

# A name opens a clause or follows a word that takes a place: 在禾塘镇, 由望梨县; elsewhere its beginning is a guess.
_OPENERS: Final = frozenset(
    "省区，。；：！？、,;:!?（）()《》“”\n\t 在于到赴由与和及对从、是经向"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
)
# 周边三县, 省市县: which or how many, and no name.
_NO_NAME: Final = re.compile(
    r"[两二三四五六七八九十百千]+[省市州盟县区旗乡镇村]|\A[省市州盟地县区旗乡镇街村]+\Z"
)
_ITEMS: Final = "①-⒇㈠-㈩"  # numbers of a list, letters to `re`: ①(云溪村)改造3户
_LEAST, _MOST = 2, 4  # characters of a name before its level


class Places:
    """Finds the report's own place, masked places, provinces and named places."""

    def __init__(self, table: Table) -> None:
        keys = (
            "self",
            "provinces",
            "levels",
            "chained",
            "characters",
            "words",
            "followers",
            "self_followers",
        )
        check_keys("mentions.places", table, keys)
        levels, chained, characters, words, followers, self.self_followers = (
            texts(f"mentions.places.{key}", table.get(key, [])) for key in keys[2:]
        )
        self.levels = frozenset((*levels, *chained, "省", "自治区", "特别行政区"))
        self.lengths = sorted({len(level) for level in self.levels}, reverse=True)
        # One class first, which the search engine can skip to; a single x is a letter, not a mask.
        self.masked = re.compile(rf"[{NAME}](?:[{NAME}]{{1,3}}|(?<=[*×○某]))(?:{any_of(levels)})")
        name = rf"[^{re.escape(''.join(characters))}\W\da-zA-Z{_ITEMS}]"
        level, below = next_of(levels), next_of((*levels, *chained))
        self.named = re.compile(
            rf"{name}{{{_LEAST},{_MOST}}}?(?:{level})(?:{name}{{2,3}}?(?:{below})){{0,3}}(?!{any_of(followers)})"
        )
        self.bad = re.compile(any_of(words))
        # A report names the same places again and again.
        self.trimmed = lru_cache(maxsize=1 << 12)(self._trimmed)

    def find(self, doc: Document, text: str, spotted: Stretches, taken: Taken) -> Iterator[Hit]:
        """`spotted` are the words of `reporttext.spotting` in the text."""
        known, levels = self._known(doc), spotted["level"]
        for whole in self._named(text, levels):
            name = self.trimmed(whole.group())
            start = whole.start() + whole.group().find(name)
            level = self._level(name)
            if not level or _torn(doc, start, start + len(name) - len(level)):
                continue
            if not taken.overlaps(start, start + len(name)):
                normalised = "self" if name in known else name
                yield Hit(start, start + len(name), "place", "mention.place.named", level, normalised, 0.8)
        for start, end in apart(
            [own for own in spotted["own"] if not text.startswith(self.self_followers, own[1])]
        ):
            if not taken.overlaps(start, end):
                yield Hit(start, end, "place", "mention.place.self", self._level(text[start:end]), "self")
        masked = any(text[start - 1] in NAME for start, _ in levels)
        for hit in self.masked.finditer(text) if masked else ():
            if not taken.overlaps(*hit.span()):
                yield Hit(*hit.span(), "place", "mention.place.masked", self._level(hit.group()), None, 0.9)
        for start, end in apart(spotted["province"]):
            if not taken.overlaps(start, end):
                name = text[start:end]
                normalised = "self" if name in known else name
                yield Hit(start, end, "place", "mention.place.province", self._level(name), normalised)

    def _named(self, text: str, levels: Sequence[Stretch]) -> Iterator[re.Match[str]]:
        """Names behind an opener or at the text's start, looked for where a level stands; each opener serves one."""
        begins = {
            begin
            for level, _ in levels
            for begin in range(max(0, level - _MOST), level - _LEAST + 1)
            if begin == 0 or text[begin - 1] in _OPENERS
        }
        last = -1
        for begin in sorted(begins):
            hit = self.named.match(text, begin) if begin > last else None
            if hit:
                last = hit.end()
                yield hit

    def _trimmed(self, name: str) -> str:
        """The name without a word no name holds: 总结[禾塘镇], [禾塘镇]地处…县; nothing where that word is the name."""
        bad = self.bad.search(name)
        if _NO_NAME.search(name):
            return ""
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


def _torn(doc: Document, start: int, end: int) -> bool:
    """Whether a word goes across the beginning of a name and ends in it: 经[济发达镇], 和[谐村镇], 农民[工返乡].

    One that holds all of it but its level is mostly what the model of unknown words joined: 由[云溪]镇.
    """
    words = doc.words
    k = bisect_right(words.starts, start) - 1
    if k < 0 or words.starts[k] == start:
        return False
    return words.starts[k] + len(words.texts[k]) < end
