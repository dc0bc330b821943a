"""What was named in a passage so far."""

from __future__ import annotations

from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.names import NOTHING, Named
from reporttext.resolve.naming.sums import wholes


class Told:
    """The names of the figures so far, and what of them the next may go on with."""

    def __init__(self, figures: tuple[Surroundings, ...], subject: Named, project: Named) -> None:
        self.named: list[Named] = []
        self.subject = subject  # of the paragraph
        self.topic = NOTHING  # the last subject of the sentence with a noun
        self.project = project  # that heads the paragraph
        self.unit = ""  # of the figure before
        self.wholes: dict[str, tuple[Named, int]] = {}  # by unit the last figure before, and where it ends
        self.sums = wholes(figures) if len(figures) > 2 else {}  # by the last part of a whole, the whole

    def speak_of(self, subject: Named, figure: Surroundings) -> None:
        """What stands behind is of `subject`, the name of `figure`, unless it has one of its own."""
        self.subject = subject
        self.topic = subject if subject.noun else self.topic
        self.wholes[figure.unit] = subject, figure.end
