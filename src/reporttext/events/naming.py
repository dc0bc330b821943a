"""“插秧节”, 第三届插秧节 and 2023年“插秧节”活动 are one name; which events of a report tell again what was told before.

A name is compared without its quotes and blanks, in half width, without the number or the year of its edition, and without
an ending that says no more than that it is an event (活动, 称号). One with blanked-out characters is like no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from reporttext.events.patterns import any_of
from reporttext.fold import fold
from reporttext.lexicon import Table, texts
from reporttext.model import Event
from reporttext.numbers import read_number

_QUOTES: Final = re.compile(r"[“”「」『』\"‘’\s]")
_EDITION: Final = re.compile(
    r"第([一二三四五六七八九十百零〇\d]{1,5})[届次轮批期]|首届|(?:19|20)\d\d年(?:度)?|\A(?:19|20)\d\d(?!\d)"
)
# A character that stands in every edition: most names have none.
_COUNTED: Final = re.compile("[第首12]")
_BLANKED: Final = re.compile(r"[*○]|××")
# What must be left of a name; of one without quotes, so much that it still tells more than 三大活动.
_LEAST: Final = 2
_LEAST_BARE: Final = 4
_BEFORE: Final = 5  # characters of 第二十届, or of 首届 and a quote

_Key = tuple[str, str | None, date | None, date | None]


class Naming:
    """The words of `[same]` in `data/events.toml`, and what they do to a name."""

    def __init__(self, table: Table) -> None:
        endings = texts("events.same.endings", table["same"]["endings"])
        self._ends = tuple(endings)
        self._ending = re.compile(rf"(?<![大个项类])(?:{any_of(endings)})\Z")  # not of 三大活动, 专项工作

    def normalised(self, name: str) -> str | None:
        """The name to compare by; None where characters of it are blanked out."""
        half = fold(name)
        if _BLANKED.search(half):
            return None
        bare = _QUOTES.sub("", half)
        whole = (_EDITION.sub("", bare) if _COUNTED.search(bare) else bare).strip("·-—")
        if len(whole) < _LEAST:
            whole = bare
        ending = self._ending.search(whole) if whole.endswith(self._ends) else None
        least = _LEAST if "“" in half or "「" in half or '"' in half else _LEAST_BARE
        return whole[: ending.start()] if ending and ending.start() >= least else whole

    def linked(self, text: str, events: Sequence[Event]) -> tuple[Event, ...]:
        """The events, in the order of the text, each with its normalised name and the index of the first one that it repeats.

        It repeats one of the same name, status and period; of two editions (第二届, 第三届) neither repeats the other. The number
        of the edition may stand before what is taken for the name. `text` is the document's, folded.
        """
        first: dict[_Key, dict[int | None, int]] = {}
        found = []
        for i, event in enumerate(events):
            name, again = self.normalised(event.name), None
            if name is not None:
                start, end = (event.period.start, event.period.end) if event.period else (None, None)
                editions = first.setdefault((name, event.status, start, end), {})
                mine = edition(text[max(0, event.span.start - _BEFORE) : event.span.end])
                again = _first_of(editions, mine)
                if again is None:
                    editions[mine] = i
            found.append(event._replace(normalised=name, repeat_of=again))
        return tuple(found)


def _first_of(editions: dict[int | None, int], mine: int | None) -> int | None:
    """The event told before that may be this one: of the same edition, or where only one of the two names its edition.

    An event told without an edition is then that of the first number that comes: another number is another event.
    """
    if mine is None:
        return min(editions.values(), default=None)
    if mine not in editions and None in editions:
        editions[mine] = editions.pop(None)
    return editions.get(mine)


def edition(text: str) -> int | None:
    """3 for 第三届插秧节, 1 for 首届, None where there is no number of an edition; the last one counts."""
    found = None
    for hit in _EDITION.finditer(text) if _COUNTED.search(text) else ():
        number = read_number(hit[1]) if hit[1] else None
        if hit[0] == "首届":
            found = 1
        elif number and number.low is not None:
            found = int(number.low)
    return found
