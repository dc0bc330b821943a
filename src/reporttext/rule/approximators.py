"""Approximators, the words that qualify a figure: 近, 约, 以上, 余."""

from __future__ import annotations

import re
from re import Pattern
from typing import Final, cast

from reporttext.lexicon import Lexicon, Table, check_keys, texts
from reporttext.model import QUALIFIERS, Qualifier
from reporttext.numbers import Number
from reporttext.rule.tries import ahead, trie

_NUMBER_FOLLOWS: Final = "[\\d*×一二两三四五六七八九十百千万亿]"


class Qualifiers:
    """Approximators: `before` matches at the end of what precedes a numeral, `after` at the start of what follows.

    `closing` are the last characters of those before, and the blank.
    """

    __slots__ = ("after", "before", "closing", "meaning")

    def __init__(
        self, before: Pattern[str], closing: frozenset[str], after: str, meaning: dict[str, Qualifier]
    ) -> None:
        self.before, self.closing, self.after, self.meaning = before, closing, after, meaning

    def read_before(self, text: str, at: int) -> tuple[int, str | None]:
        """Where the figure begins, with its approximator, if one stands straight before `at`."""
        if text[at - 1 : at] not in self.closing:
            return at, None
        found = self.before.search(text, max(0, at - 8), at)
        return (found.start("q"), found["q"]) if found else (at, None)

    def of(self, before: str | None, number: Number, after: str | None) -> Qualifier | None:
        """What the approximators say: one before the numeral outranks one inside it, that one after it (约3000余人)."""
        if before:
            return self.meaning[before]
        if number.over:
            return "over"
        return self.meaning[after] if after else None


_QUALIFIERS: dict[str, Qualifiers] = {}


def qualifiers(lexicon: Lexicon) -> Qualifiers:
    """The approximators of data/qualifiers.toml, compiled once a lexicon."""
    if lexicon.digest not in _QUALIFIERS:
        _QUALIFIERS[lexicon.digest] = _compile_qualifiers(lexicon["qualifiers"])
    return _QUALIFIERS[lexicon.digest]


def _compile_qualifiers(table: Table) -> Qualifiers:
    check_keys("qualifiers", table, ("before", "after", "inside_words", "other_words"))
    meaning: dict[str, Qualifier] = {}
    for side in ("before", "after"):
        check_keys(f"qualifiers.{side}", table[side], QUALIFIERS)
        for name, entries in table[side].items():
            meaning |= dict.fromkeys(texts(f"qualifiers.{side}.{name}", entries), cast("Qualifier", name))
    check_keys("qualifiers.other_words", table["other_words"], ("before", "after"))
    guard, longer = (
        table["inside_words"],
        texts("qualifiers.other_words.before", table["other_words"]["before"]),
    )
    before = [word for entries in table["before"].values() for word in entries]
    guarded = "|".join(
        # 9条约14公里: a measure word between two figures ends no longer word
        (rf"(?:(?<![{guard[word]}])|(?<=\d[{guard[word]}]))" if word in guard else "")
        + "".join(f"(?<!{other.removesuffix(word)})" for other in longer if other.endswith(word))
        + re.escape(word)
        for word in sorted(before, key=len, reverse=True)
    )
    after = [word for entries in table["after"].values() for word in entries]
    of_next = rf"{trie(word for word in after if word in before)} ?{_NUMBER_FOLLOWS}"  # 连续3年(不足1%)
    return Qualifiers(
        re.compile(rf"(?P<q>{guarded}) ?\Z"),
        frozenset(word[-1] for word in (*before, " ")),
        rf"(?:{ahead(after)}(?!{trie(texts('qualifiers.other_words.after', table['other_words']['after']))}|{of_next}){trie(after)})",
        meaning,
    )
