"""What the last words of a name say about its type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reporttext.lexicon import Table, texts
from reporttext.model import EVENT_TYPES, EventType

# A month, week or day of the calendar: 十一月, 每周.
_CALENDAR: Final = re.compile(r"[一二两三四五六七八九十\d每本当上下个整全][月周日]$")
# 双增双节, 一村一品, 三会两制一课: shorthand of parts that begin with a number.
_PARALLEL: Final = re.compile(
    r"(?:[一二两三四五六七八九十百千双多\d][^一二两三四五六七八九十百千双多\d]{1,2}){2,4}"
)


def typed_words(name: str, table: Table) -> dict[str, EventType]:
    """Word → type from a table whose keys are event types."""
    found: dict[str, EventType] = {}
    for kind, words in table.items():
        if kind in EVENT_TYPES:
            found |= dict.fromkeys(texts(f"events.{name}.{kind}", words), kind)  # type: ignore[arg-type]
    return found


class Endings:
    """Last words of a name and what they say about its type; the longest wins, and some words only look like one."""

    def __init__(self, typed: dict[str, EventType], unlike: Sequence[str]) -> None:
        self.typed = typed
        self.lengths = tuple(sorted({len(word) for word in typed}, reverse=True))
        self.unlike = tuple(unlike)
        self.last = frozenset(word[-1] for word in typed)

    def of(self, name: str) -> tuple[str, EventType] | None:
        """The ending of `name` that has a type; None for 环节, 委员会, 每周 and for an ending with nothing before it.

        >>> (
        ...     Endings({"节": "culture"}, ["环节"]).of("插秧节"),
        ...     Endings({"节": "culture"}, ["环节"]).of("中间环节"),
        ... )
        (('节', 'culture'), None)
        """
        last = name[-1:]
        if last not in self.last or (last in "月周日" and _CALENDAR.search(name)):
            return None
        for length in self.lengths:
            end = name[-length:]
            if (
                len(end) == length
                and end in self.typed
                and (length > 1 or (len(name) > 2 and not _PARALLEL.fullmatch(name)))
            ):
                unlike = name.endswith(self.unlike) and max(len(w) for w in self.unlike if name.endswith(w))
                return None if unlike >= length else (end, self.typed[end])
        return None
