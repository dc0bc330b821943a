"""What prices or what scope a growth is told in: 实际增长7.4%, 扣除价格因素增长5%, 按可比价格计算增长9%, 名义增长8%, 同口径增长6%."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.model import GrowthBasis
from reporttext.resolve.change import Moved
from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.gate import Gate
from reporttext.rule.tries import trie

BASES: Final[tuple[GrowthBasis, ...]] = ("real", "nominal", "same_scope")
_FAR: Final = 24  # characters of a clause that only says how it is counted: 按可比价格计算，
_BEHIND: Final = 14  # characters of a bracket behind the figure: 增长9%（按可比价格计算）


@dataclass(frozen=True)
class Growth:
    """The patterns of the bases; `opens` where one of their words can stand."""

    bases: tuple[tuple[GrowthBasis, re.Pattern[str]], ...]
    opens: Gate


@cache
def growth(lexicon: Lexicon) -> Growth:
    """The words of [growth] in data/changes.toml; RuleError names a faulty list."""
    changes = lexicon["changes"]
    table = changes["growth"]
    check_keys("changes.growth", table, (*BASES, "before_change"))
    words = {name: texts(f"changes.growth.{name}", table[name]) for name in BASES}
    before = table["before_change"]
    check_keys("changes.growth.before_change", before, BASES)
    beside = {name: texts(f"changes.growth.before_change.{name}", before[name]) for name in BASES}
    moves = trie([*texts("changes.up", changes["up"]), *texts("changes.down", changes["down"])])
    return Growth(
        bases=tuple((name, _pattern(words[name], beside[name], moves)) for name in BASES),
        opens=Gate([word for name in BASES for word in (*words[name], *beside[name])]),
    )


def _pattern(words: tuple[str, ...], beside: tuple[str, ...], moves: str) -> re.Pattern[str]:
    """The words wherever they stand, and those `beside` a change: 实际(年均)增长, but not 实际利用外资增长."""
    ways = [trie(words)] if words else []
    ways += [rf"{trie(beside)}[年平均比较上同分别累计]{{0,6}}{moves}"] if beside else []
    return re.compile("|".join(ways))


def bases_of(passage: Passage, moved: list[Moved], known: Growth) -> list[GrowthBasis | None]:
    """For each figure of the passage what its rate of growth is told in; None for a level and where nothing says it."""
    found: list[GrowthBasis | None] = [None] * len(passage.figures)
    if not known.opens.opens(passage.near):
        return found  # most sentences
    for i, figure in enumerate(passage.figures):
        if figure.kind != "ratio" or moved[i].change is None:
            continue
        found[i] = _told(passage, figure, known)
        if found[i] is None and i and moved[i].shared:
            found[i] = found[i - 1]  # 实际增长5%和6%
    return found


def _told(passage: Passage, figure: Surroundings, known: Growth) -> GrowthBasis | None:
    """By the words before the figure, by a clause before it that says nothing else, by a bracket behind it."""
    text, end = passage.text, figure.end
    begin = figure.left
    if begin == figure.clause_start and (before := _clause_before(passage, figure)) is not None:
        begin = before
    told = _first(text, begin, end, known)
    if told is None and text.startswith("(", end):
        closing = text.find(")", end, end + _BEHIND)
        own = closing > 0 and not any(char.isdigit() for char in text[end:closing])
        told = _first(text, end, closing, known) if own else None
    return told


def _clause_before(passage: Passage, figure: Surroundings) -> int | None:
    """Where a short clause without a figure begins straight before the figure's: 扣除价格因素，实际增长5%."""
    text, end = passage.text, figure.clause_start - 1
    first = max(passage.sentence.span.start, end - _FAR)
    if not text.startswith(",", end):
        return None
    begin = max(first, *(text.rfind(sign, first, end) + 1 for sign in ",;:。"))
    inside = any(begin < other.end and other.start < end for other in passage.figures)
    return None if inside else begin


def _first(text: str, begin: int, end: int, known: Growth) -> GrowthBasis | None:
    return next((name for name, pattern in known.bases if pattern.search(text, begin, end)), None)
