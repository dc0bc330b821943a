"""The ways in which a figure may be named, made ready for a passage, and what was named in it so far."""

from __future__ import annotations

from reporttext.resolve.context import Passage
from reporttext.resolve.naming.against import Against
from reporttext.resolve.naming.around import Around
from reporttext.resolve.naming.bounds import Bounds
from reporttext.resolve.naming.names import NOTHING, Named, Names
from reporttext.resolve.naming.occasions import Occasions
from reporttext.resolve.naming.purposes import Purposes
from reporttext.resolve.naming.rates import Rates
from reporttext.resolve.naming.sharing import Sharing
from reporttext.resolve.naming.sides import Sides
from reporttext.resolve.naming.subjects import Subjects
from reporttext.resolve.naming.watches import Watches


class Ways:
    """What can name the figures of one passage: a part for each way of putting it, all over the same words."""

    def __init__(self, phrases: Names, passage: Passage) -> None:
        self.phrases, self.words, self.text = phrases, phrases.words, phrases.text
        self.passage, self.figures = passage, passage.figures
        self.around = Around(phrases, passage)
        self.occasions = Occasions(phrases, passage)
        self.purposes = Purposes(phrases, passage, self.around)
        self.subjects = Subjects(phrases, passage, self.around)
        self.against = Against(phrases, passage, self.around)
        self.sharing = Sharing(passage)
        self.sides, self.bounds = Sides(phrases), Bounds(phrases)
        self.rates, self.watches = Rates(phrases), Watches(phrases)
        self.appoints = "为" in passage.near  # whether those counted may be made something


class Told:
    """What was named so far: the figures of the passage, and what carries over from one to the next."""

    def __init__(self, subject: Named, project: Named) -> None:
        self.named: list[Named] = []
        self.subject = subject  # of the paragraph
        self.topic = NOTHING  # the last subject of the sentence with a noun
        self.project = project  # that heads the paragraph

    def speak_of(self, subject: Named) -> None:
        """What stands behind is of `subject`, unless it has one of its own."""
        self.subject = subject
        self.topic = subject if subject.noun else self.topic
