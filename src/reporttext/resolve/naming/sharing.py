"""What is said of the last thing of a list is said of the others: 14个行政村、1个社区签订责任书."""

from __future__ import annotations

from typing import Final

from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.naming.names import NOTHING, Named
from reporttext.resolve.words.phrases import MOST

_PLACES: Final = ("村", "组", "社区", "乡镇", "村庄", "行政村", "自然村")
_PERSONS: Final = ("人", "户", "名", "口")
# 喝上, 住进, 甩掉: a verb that the segmenter may not know
_REACHED: Final = ("上", "到", "了", "出", "进", "掉")


class Sharing:
    """The lists of one passage, told of figure by figure."""

    def __init__(self, passage: Passage) -> None:
        self.text, self.figures = passage.text, passage.figures
        self.listed = False  # whether the figure goes on a list
        self.said = ""  # what is said of the thing it counts
        self._waiting: list[int] = []  # the things of the list of which nothing is said yet

    def tell(self, figure: Surroundings, said: str) -> None:
        """Of the figure that is being named: what is said of the thing it counts."""
        self.listed, self.said = figure.joined, said

    def share(self, named: list[Named]) -> None:
        """Complete those named before the last one by what is said of it."""
        self._share_list(named)
        self._share_pair(named)
        self.listed, self.said = False, ""

    def _share_list(self, named: list[Named]) -> None:
        last, figure = named[-1], self.figures[len(named) - 1]
        if not self.listed:
            self._waiting = []
        if self._waiting and figure.unit == "人" and last.how == "after" and not self.said:
            acts = last.verb or last.text[1:2] in _REACHED
            self.said, last = (last.text, NOTHING) if acts else ("", last)  # 160个村、3.2万人(喝上自来水)
        if last is not NOTHING and (last.how != "after" or last.verb):
            self._waiting = []
        elif not self.said:
            self._waiting.append(len(named) - 1)
        else:
            self._complete(named, self.said)
            self._waiting = []

    def _complete(self, named: list[Named], said: str) -> None:
        for i in self._waiting:
            text = named[i].text
            if len(text) + len(said) <= MOST and text[-2:] != said[-2:]:
                named[i] = Named(text + said, "", named[i].noun, "after")

    def _share_pair(self, named: list[Named]) -> None:
        """What is said of the people of several places is said of these too: 8个(村)3200人(受灾)."""
        i = len(named) - 2
        if i < 0 or named[-1].how != "after" or self.figures[i + 1].unit not in _PERSONS:
            return
        if self.figures[i].clause != self.figures[i + 1].clause:
            return
        place, said = self.text[self.figures[i].end : self.figures[i + 1].start], named[-1].text
        if place in _PLACES and named[i].text.endswith(place) and len(named[i].text) + len(said) <= MOST:
            named[i] = Named(named[i].text + said, named[i].verb, named[i].noun, named[i].how)
