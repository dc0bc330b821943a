"""Ranks: what is ranked, in which field (在全县12个乡镇中), and what a rank was won in."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.words.phrases import Phrases
from reporttext.resolve.words.tokens import NO_TOKENS

_OF_FIELD: Final = re.compile("中(?!里)|[里的]")  # 22所初中里
_SOON: Final = 36  # characters between the beginning of a contest's name and a rank


class Ranks:
    """The ranks among the figures of one passage, at which the tokens of `phrases` are open."""

    def __init__(self, phrases: Phrases, passage: Passage) -> None:
        self.phrases = phrases
        self.text, self.words = phrases.text, phrases.words
        self.figures = passage.figures
        self.begin = passage.sentence.span.start

    def within(self, figure: Surroundings) -> re.Match[str] | None:
        """The field that a rank counts in: 在全县12个乡镇中."""
        if figure.kind != "rank":
            return None
        return self.words.within.search(self.text, figure.clause_start, figure.start)

    def ranked(self, figure: Surroundings) -> tuple[int, int]:
        """Where the words before a rank lie that say what is ranked."""
        within = self.within(figure)
        if within:  # 数量在全县12个乡镇中排第三
            return figure.clause_start, within.start()
        begin, end = figure.left, figure.start
        ranked = [m.span() for m in self.words.ranking.finditer(self.text, begin, end)]
        if not ranked:
            return begin, end
        verb, behind = ranked[-1]
        if self.text[verb:behind].endswith(("得", "获")) and "、" not in self.text[behind:end]:
            won = self.phrases.before(behind, end)
            if won and self.phrases.is_measured(won):
                return behind, end  # 获得(金牌总数)第三名
        return begin, verb

    def field(self, i: int) -> Surroundings | None:
        """Figure `i` with the noun it counts, where it is the field of the rank that follows: 数量在全县(12个乡镇)中排第三."""
        figure = self.figures[i]
        within = self.within(self.figures[i + 1]) if i + 1 < len(self.figures) else None
        if within is None or figure.start < within.start():
            return None
        of = (m.start() for m in _OF_FIELD.finditer(self.text, figure.end, within.end()))
        last = next(of, within.end())
        area = self.words.areas.match(self.text, figure.end, last)  # 13个(镇街)综合考评中
        last = area.end() if area else last
        return Surroundings(
            figure.fact, figure.start, figure.end, figure.start, last,
            figure.clause, figure.clause_start, figure.clause_end, joined=False,
        )  # fmt: skip

    def contest(self, figure: Surroundings) -> range:
        """What a rank was won in: 在全县(烹饪技能竞赛)中，我镇选手夺得第3名; in the figure's clause or the one before."""
        begin = self.text.rfind(",", self.begin, max(self.begin, figure.clause_start - 1)) + 1 or self.begin
        found = self.words.contest.search(self.text, begin, figure.end)
        found = found or self.words.own_field.match(self.text, figure.start)
        found = found or self._tested(figure)
        return self.phrases.before(*found.span(1)) if found else NO_TOKENS

    def _tested(self, figure: Surroundings) -> re.Match[str] | None:
        """县上考核，我乡在24个乡镇中列第8位: the contest in a clause of its own."""
        within = self.within(figure)
        end = within.start() if within else figure.start
        begin = max(self.begin, end - _SOON)
        return self.words.tested.search(self.text, begin, end)
