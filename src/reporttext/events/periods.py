"""Which stretch of time an event is of: 2022年举办“插秧节”, 今年以来, 明年将, and what its part of the report is about.

Words of time are read as for figures, by the same clock (`reporttext.resolve.period`), with three differences: the name
may say its own year (2023年全国科普日活动), an event has no level that would only be that of a span's last year, and a figure
that counts it (举办“…”讲座3场) has told the period already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reporttext.lexicon import Lexicon
from reporttext.model import Document, Event, Fact, Quantity
from reporttext.resolve.context import passages
from reporttext.resolve.period import Clock, calendar_of
from reporttext.resolve.status.ahead import looking_ahead
from reporttext.resolve.status.cues import cues

_NO_FIGURE: Final = Quantity(None, None, "")


class Dating:
    """Gives the events of a document their periods."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._times, self._cues = calendar_of(lexicon), cues(lexicon)

    def dated(self, doc: Document, events: Sequence[Event]) -> tuple[Event, ...]:
        """The events, in the order of the text, each with its period; None where the report shows no year."""
        if not events:
            return ()
        ahead = looking_ahead(doc, self._cues)
        clock = Clock(doc, self._times, ahead)
        named = tuple(Fact("event", e.span, e.sentence, e.paragraph, _NO_FIGURE, e.rule) for e in events)
        found: list[Event] = []
        for passage in passages(replace(doc, facts=named), ahead, self._cues):
            for figure in passage.figures:
                figure.left = figure.start = figure.end  # words of the name count, no 达到 before it
            none = [False] * len(passage.figures)
            for period in clock.periods(passage, former=none, changed=none):
                event = events[len(found)]
                counted = None if event.fact is None else doc.facts[event.fact].period
                found.append(event._replace(period=counted or period))
        return tuple(found)
