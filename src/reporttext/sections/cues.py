"""Sections of paragraphs without headings, from their words and their order.

Each paragraph is scored by cue words for every section; the best sequence of sections is the one that keeps the usual order
(overview, achievements, problems, plans) unless the words speak clearly against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reporttext.lexicon import Table, check_keys, texts
from reporttext.model import Section

ORDER: tuple[Section, ...] = ("overview", "achievements", "problems", "plans")
_STRONG, _WEAK = 3.0, 1.0
# What it costs to go on to a later section and to go back to an earlier one, in units of the normalised score.
_ONWARD, _BACK = 0.25, 0.9
# Cues are counted in the first characters of a paragraph: beyond, they only repeat.
_WINDOW = 600
_STEPS = tuple(
    tuple(0.0 if before == after else _ONWARD if before < after else _BACK for after in range(len(ORDER)))
    for before in range(len(ORDER))
)
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
        self._pattern = re.compile("|".join(map(re.escape, sorted(weights, key=len, reverse=True))))

    def score(self, folded: str) -> Scores:
        """The share of each section of ORDER in the cues of a text; all nought where there are none."""
        sums = [0.0] * len(ORDER)
        for word in self._pattern.findall(folded[:_WINDOW]):
            for place, weight in self._weights[word].items():
                sums[place] += weight
        total = sum(sums)
        return tuple(s / total for s in sums) if total else tuple(sums)

    def sequence(
        self, scores: Sequence[Scores], start: Section | None = None, cost: float = 1.0
    ) -> list[tuple[Section, float]]:
        """The best section of each paragraph with its share of the cues, after one of section `start`.

        `cost` scales what a change of section costs: whole parts of a report are surer than single paragraphs.
        """
        if not scores:
            return []
        size = range(len(ORDER))
        first = ORDER.index(start) if start in ORDER else None
        best = [scores[0][s] - (cost * _STEPS[first][s] if first is not None else 0.0) for s in size]
        back: list[list[int]] = []
        for shares in scores[1:]:
            # Of equals the earlier section, so that nothing depends on chance.
            reach = [[best[f] - cost * _STEPS[f][s] for f in size] for s in size]
            back.append([row.index(max(row)) for row in reach])
            best = [max(row) + share for row, share in zip(reach, shares, strict=True)]
        at = best.index(max(best))
        path = [at]
        for came in reversed(back):
            at = came[at]
            path.append(at)
        path.reverse()
        return [(ORDER[s], shares[s]) for s, shares in zip(path, scores, strict=True)]
