"""What grows behind a share: 增加值85亿元，占生产总值的6%，(增加值)增长9%, since shares change by points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.names import Named

_SHARE: Final = re.compile("[、和并]?占")
_GROWS: Final = re.compile("增长|增加|下降|减少|递增|递减")
_LEVELS: Final = frozenset(("money", "measure", "count"))
_APART: Final = frozenset("；;。\n")


def of_level(text: str, figures: Sequence[Surroundings], named: Sequence[Named]) -> Named | None:
    """The name of the level told before a share, where the next figure is a growth of that level."""
    i = len(named)
    if i < 2:
        return None
    level, share, growth = figures[i - 2 : i + 1]
    told = (
        growth.unit == share.unit == "%"
        and level.kind in _LEVELS
        and _SHARE.match(text, share.left, share.start)
        and _GROWS.search(text, growth.left, growth.start)
        and _APART.isdisjoint(text[level.end : growth.start])
    )
    owned = told and named[i - 2].noun and named[i - 2].noun[-4:] in named[i - 1].text
    return named[i - 2].by("inherited") if owned else None
