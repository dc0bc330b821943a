"""Official wording that is no copying: titles in 《》, quoted speech of leaders, the national formulas of data/reuse.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reporttext.lexicon import Lexicon, check_keys, texts

# A title or a quotation, none within another, none over a line break: both patterns are bounded.
_TITLE = re.compile(r"《[^《》\n]{1,60}》")
_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"\n]{8,400})[”」』\"]")
KEYS = ("phrases", "speakers", "not_names", "levels", "surnames", "titles")
_BEFORE = 40  # characters in front of a quotation in which the speaker is looked for


@dataclass(frozen=True)
class Formulas:
    """Finds formulas and official quotations in a text."""

    phrases: re.Pattern[str]
    speakers: re.Pattern[str]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Half-open spans, in no order; they may overlap."""
        for hit in self.phrases.finditer(text):
            yield hit.span()
        for hit in _TITLE.finditer(text):
            yield hit.span()
        for hit in _QUOTED.finditer(text):
            if self.speakers.search(text, max(0, hit.start() - _BEFORE), hit.start()):
                yield hit.span()


@cache
def formulas(lexicon: Lexicon) -> Formulas:
    """The formulas of `data/reuse.toml`; raises RuleError where the table is wrong.

    Within a phrase `…` stands for up to 30 characters of the same sentence.
    """
    table = lexicon["reuse"]
    check_keys("reuse", table, KEYS)
    phrases = texts("reuse.phrases", table["phrases"])
    speakers = texts("reuse.speakers", table["speakers"])
    return Formulas(
        re.compile("|".join(map(_phrase, phrases))), re.compile("|".join(map(re.escape, speakers)))
    )


def _phrase(phrase: str) -> str:
    return r"[^。！？；\n]{0,30}?".join(map(re.escape, phrase.split("…")))
