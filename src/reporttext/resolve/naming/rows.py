"""Figures in a row: bounds before one noun, households and their people, plants each with what it makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.words.marks import VERB
from reporttext.resolve.words.tokens import Tokens

_PERSONS: Final = ("人", "名")
_NAMED: Final = 2  # characters that can name what is measured


def last_bound(text: str, figures: Sequence[Surroundings], i: int, defining: Sequence[bool]) -> Surroundings:
    """The last of the bounds in a row that opens with figure `i`: 5家销售上亿元、创汇超500万美元的企业."""
    while i + 1 < len(figures) and defining[i + 1] and text.startswith("、", figures[i].end):
        i += 1
    return figures[i]


def are_paired(known: Tokens, figure: Surroundings, following: Surroundings) -> bool:
    """住在高山的(200户、)800名群众搬迁: households and their people, of whom the same is told."""
    text = known.folded
    beside = text[figure.end : following.start] in ("", "、") and text[figure.start - 1] == "的"
    if not beside or figure.unit != "户" or following.unit not in _PERSONS:
        return False
    told = known.between(following.end, following.right)
    return bool(told) and not known.marks[told.start] & VERB


def behind_item(text: str, figures: Sequence[Surroundings], figure: Surroundings) -> int:
    """Where the words before a measure begin, behind what the measure before it is of: 甲厂6万吨乙烯、(乙厂)3万吨铜箔."""
    begin = figure.left
    sign = text.rfind("、", begin + 1, figure.start - _NAMED)
    listed = sign > 0 and any(f.end == begin and f.kind == "measure" for f in figures)
    return sign + 1 if listed else begin
