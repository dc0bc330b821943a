"""Cue words of the sections, by which a paragraph below a heading is known to complain (不够, 薄弱) or to report (完成了, 累计)."""

from __future__ import annotations

import re

from reporttext.lexicon import Table, check_keys, texts
from reporttext.model import Section
from reporttext.rule.tries import trie

ORDER: tuple[Section, ...] = ("overview", "achievements", "problems", "plans")
_STRONG, _WEAK = 3.0, 1.0
# Cues are counted in the first characters of a paragraph: beyond, they only repeat.
_WINDOW = 600
Scores = tuple[float, ...]


class Cues:
    """Scores paragraphs; built from data/sections.toml."""

    def __init__(self, table: Table) -> None:
        check_keys("sections.cues", table["cues"], ORDER)
        weights: dict[str, dict[int, float]] = {}
        for place, section in enumerate(ORDER):
            entry = table["cues"][section]
            check_keys(f"sections.cues.{section}", entry, ("strong", "weak"))
            for key, weight in (("strong", _STRONG), ("weak", _WEAK)):
                for word in texts(f"sections.cues.{section}.{key}", entry[key]):
                    weights.setdefault(word, {}).setdefault(place, weight)
        self._weights = weights
        self._pattern = re.compile(trie(weights))

    def score(self, folded: str) -> Scores:
        """The share of each section of ORDER in the cues of a text; all nought where there are none."""
        sums = [0.0] * len(ORDER)
        for word in self._pattern.findall(folded[:_WINDOW]):
            for place, weight in self._weights[word].items():
                sums[place] += weight
        total = sum(sums)
        return tuple(s / total for s in sums) if total else tuple(sums)
