"""Things of several levels whose noun only the last one has: 4家国家级和50家省级(现代企业制度试点)."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.names import Named
from reporttext.resolve.words.phrases import MOST

_LEVEL: Final = (
    "(?:国家|自治区|自治州|省部|市县|地市|区县|省|市|县|区|镇|乡|村|州|部|厅|万亿|[百千]亿|[百千]万)级"
)
_ALONE: Final = re.compile(rf"({_LEVEL})[、和与及]")
_WITH_NOUN: Final = re.compile(_LEVEL)


def share_noun(text: str, figures: tuple[Surroundings, ...], named: list[Named]) -> None:
    """Gives the noun of the figure named last to those before it in its list that have only a level."""
    i = len(named) - 1
    level = _WITH_NOUN.match(text, figures[i].end)
    if level is None or not i:
        return
    _, _, noun = named[i].text.partition(level[0])
    while i and noun:
        i -= 1
        alone = _ALONE.fullmatch(text, figures[i].end, figures[i + 1].start)
        if alone is None or not named[i].text.endswith(alone[1]):
            return
        one = named[i]
        fits = len(one.text) + len(noun) <= MOST
        verb, name = (one.verb, one.text) if fits else ("", alone[1])
        named[i] = Named(name + noun, verb, alone[1] + noun, one.how)
