"""What a word can be beside a figure: one bit a property, looked up once a distinct word.

The rules of `phrases` ask several things of each of a dozen words at every figure; a look into a column of small numbers is
cheaper than as many comparisons of strings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from reporttext.fold import fold

# Of the lists of data/indicators.toml, each under its own name there.
VERB: Final = 1 << 0
LEAD: Final = 1 << 1
TAIL: Final = 1 << 2
HEAD: Final = 1 << 3
AFTER_STOP: Final = 1 << 4
PHRASE_STOP: Final = 1 << 5
MODIFIER: Final = 1 << 6
INNER: Final = 1 << 7
HOLDING: Final = 1 << 8
SAYING: Final = 1 << 9
PER: Final = 1 << 26
_LISTED: Final = {
    "verbs": VERB, "lead": LEAD, "tail": TAIL, "heads": HEAD, "after_stops": AFTER_STOP, "phrase_stops": PHRASE_STOP,
    "modifiers": MODIFIER, "inner": INNER, "holding": HOLDING, "saying": SAYING, "per": PER,
}  # fmt: skip
# Of the word's own form.
BLANK: Final = 1 << 10
MUTE: Final = 1 << 11
IDLE_FIRST: Final = 1 << 12
IDLE_LAST: Final = 1 << 13
LOOSE: Final = 1 << 14
OF: Final = 1 << 15
LINKS: Final = 1 << 16
LISTS: Final = 1 << 17
SHARE: Final = 1 << 18
OPENS: Final = 1 << 19
CLOSES: Final = 1 << 20
DATE: Final = 1 << 21
DATED: Final = 1 << 22
DECIMAL: Final = 1 << 23
FUSED: Final = 1 << 24
EACH: Final = 1 << 25
DANGLING: Final = 1 << 27
ACTS: Final = 1 << 28
QUOTED: Final = 1 << 29
TIMED: Final = 1 << 30
TIME: Final = TIMED | LEAD | IDLE_FIRST | IDLE_LAST | INNER  # a time of the sentence, which no name holds
_WORDS: Final = {
    LOOSE: ("把", "的", "多", "余", "左右", "以上"),  # after a figure they belong to it, or open what is done
    OF: ("的",),
    LINKS: ("的", "等"),  # what stands before it describes what stands after it
    LISTS: ("、",),
    SHARE: ("占",),
    OPENS: ("(",),
    CLOSES: (")",),
    DATE: ("年", "年度", "月", "日"),
    EACH: ("均",),
    DANGLING: (*"等的和与及、", "以上", "以下", "以及"),  # what a phrase cut to fit must not begin with
}
# The segmenter joins 率达, 占比较, 量过, 友城达; 下达 and 送达 are words.
_FUSED: Final = re.compile(r"(?:[率额值量数比度][为较过超均仅约由]|[^发到直通抵雷马表传下送转畅]达)\Z")
_YEAR: Final = re.compile(
    r"(?:19|20)\d\d(?:\.(?:1[0-2]|0?[1-9])){0,2}(?:\.[1-3]?\d)?|[一二][九〇零○][一二三四五六七八九〇零○]{2}年?"
)
_LETTER: Final = re.compile(r"[\w*×○“”《》()]")
_MOST: Final = 1 << 17  # words remembered; an archive has numerals without end


class Marks(dict[str, int]):
    """The bits of a word as written, found when it is first asked for.

    `lists` are those of data/indicators.toml by name; `acting` the last characters of what can be an actor's name.
    """

    def __init__(self, lists: Mapping[str, Collection[str]], acting: Collection[str]) -> None:
        super().__init__()
        self._acting = frozenset(acting)
        self._listed: dict[str, int] = {}
        for bit, words in (*((bit, lists[name]) for name, bit in _LISTED.items()), *_WORDS.items()):
            for word in words:
                self._listed[word] = self._listed.get(word, 0) | bit

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        mark = self[word] = self._of(fold(word))
        return mark

    def _of(self, word: str) -> int:
        if word.isspace():
            return BLANK  # and nothing else, so that a column can be searched for it
        mark = self._listed.get(word, 0)
        mute = not _LETTER.search(word)
        idle = mute or word in "()" or _YEAR.fullmatch(word) is not None
        for bit, holds in (
            (MUTE, mute),
            (IDLE_FIRST, idle or mark & LEAD),
            (IDLE_LAST, idle or mark & TAIL),
            (DATED, word[0] in "年月日"),
            (DECIMAL, word.isdecimal()),
            (QUOTED, "”" in word),
            (FUSED, _FUSED.search(word)),
            (ACTS, word[-1] in self._acting or not word[-1].isalnum()),
        ):
            if holds:
                mark |= bit
        return mark
