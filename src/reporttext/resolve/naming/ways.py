"""The ways in which a figure may be named, made ready for a passage."""

from __future__ import annotations

from reporttext.resolve.context import Passage
from reporttext.resolve.naming.against import Against
from reporttext.resolve.naming.around import Around
from reporttext.resolve.naming.bounds import Bounds
from reporttext.resolve.naming.names import Names
from reporttext.resolve.naming.occasions import Occasions
from reporttext.resolve.naming.purposes import Purposes
from reporttext.resolve.naming.rates import Rates
from reporttext.resolve.naming.sharing import Sharing
from reporttext.resolve.naming.sides import Sides
from reporttext.resolve.naming.subjects import Subjects
from reporttext.resolve.naming.told import Told
from reporttext.resolve.naming.watches import Watches


class Ways:
    """What can name the figures of one passage: a part for each way of putting it, all over the same words."""

    def __init__(self, phrases: Names, passage: Passage, told: Told) -> None:
        self.phrases, self.words, self.text = phrases, phrases.words, phrases.text
        self.passage, self.figures = passage, passage.figures
        self.around = Around(phrases, passage)
        self.occasions = Occasions(phrases, passage)
        self.purposes = Purposes(phrases, passage, self.around)
        self.subjects = Subjects(phrases, passage, self.around, told)
        self.against = Against(phrases, passage, self.around)
        self.sharing = Sharing(passage)
        self.sides, self.bounds = Sides(phrases), Bounds(phrases)
        self.rates, self.watches = Rates(phrases), Watches(phrases)
        self.appoints = "为" in passage.near  # whether those counted may be made something
