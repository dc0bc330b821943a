"""Parts of a whole: 党员120名，其中女党员46名; 合作社12家(柑橘5家、水产4家); 全镇党员中，妇女23名."""

from __future__ import annotations

from typing import Final

from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.naming.names import NOTHING, Named, Names
from reporttext.resolve.naming.told import Told

_FAR: Final = 12  # characters of a clause that can be a subject
_KIND: Final = 4  # characters of a kind of the whole, at most: 新增公路80公里，其中(高速公路)23公里
_SIDES: Final = ("内", "外")  # 外出务工1500人，其中省外800人
_PERSONS: Final = ("人", "名")
_LEAST: Final = 2  # characters of a noun that can be a whole
_ATTRIBUTES: Final = ("性", "型")


class Among:
    """The parts of a whole in one passage: those that 其中 opened, that stand in brackets, or that come to the whole."""

    def __init__(self, phrases: Names, passage: Passage, told: Told) -> None:
        self.phrases, self.told = phrases, told
        self.text, self.figures = phrases.text, passage.figures
        self.begin = passage.sentence.span.start
        self.open = False  # the figures before are parts
        self.whole, self.unit = NOTHING, ""  # of these parts
        # Where the figures begin that come to a whole before them.
        self.summed = {
            figure.start for end, whole in told.sums.items() for figure in self.figures[whole + 1 : end + 1]
        }

    def is_part(self, named: Named, figure: Surroundings, previous: Named, *, listed: bool) -> bool:
        """Whether a figure is a part that 其中 or …中 opened, and its name says only which."""
        opens = self.text.startswith("其中", figure.left)
        if not opens and self._is_bracketed(named, figure, previous):
            opens, previous = True, Named(previous.noun, "", previous.noun)
        if named.text == "占" and self.goes_on_behind_share(figure):
            return False  # of the part before it
        if opens:
            self.open, self.whole, self.unit = True, previous, self.told.unit
            if self.told.unit != figure.unit and figure.unit in self.told.wholes:
                self._take_whole(named.text, figure)
        self.open = self.open and (
            listed or opens or figure.start in self.summed or self.goes_on_behind_share(figure)
        )
        self.open = self.open or self._opens_among(figure)
        # 其中集中隔离63人 says all by itself
        short = len(named.text) < (4 if named.verb and named.text[0] != "因" else 5)
        short = short and (figure.kind != "ratio" or len(named.text) < 4)  # 入境游客增长46%
        of_same = figure.unit == self.unit or (figure.kind == "ratio" and named.text[1:].endswith("占"))
        became = named.text.endswith("的占")  # 查出的案件中，已经结案的占90%
        return self.open and of_same and (became or (short and not self._is_kind(named.text)))

    def _is_bracketed(self, named: Named, figure: Surroundings, previous: Named) -> bool:
        """Whether kinds of what was counted stand in brackets behind it: 合作社12家(柑橘5家、水产4家)."""
        opening = figure.left - 1
        return (
            figure.unit == self.told.unit
            and not named.verb
            and len(previous.noun) > _LEAST
            and not named.text.endswith(_ATTRIBUTES)
            and self.text.startswith("(", opening)
            and any(f.end == opening for f in self.figures)
        )

    def goes_on_behind_share(self, figure: Surroundings) -> bool:
        """Whether a share parts two parts of one whole, or is told of one: 其中A类20件，占52%，(B类)12件，(占)31%."""
        begin = figure.clause_start
        if figure.left != begin or ";" in self.text[max(begin - 1, self.begin) : begin]:
            return False
        if self.text.startswith("占", begin):
            return figure.kind == "ratio"
        share = next((f for f in self.figures if f.end == begin - 1), None)
        return share is not None and share.kind == "ratio" and self.text.startswith("占", share.left)

    def _take_whole(self, part: str, figure: Surroundings) -> None:
        """务工2018人，完成任务的101%，其中省外1126人: the whole is the last figure of the parts' own unit."""
        whole, end = self.told.wholes[figure.unit]
        if ";" not in self.text[end : figure.clause_start - 1] and (
            part[-1:] in _SIDES or part[-1:] not in whole.noun
        ):
            self.whole, self.unit = whole, figure.unit

    def _opens_among(self, figure: Surroundings) -> bool:
        """Whether the clause before says of whom parts are told: 全镇党员中，妇女23名."""
        start = figure.clause_start
        if figure.left != start or not self.text.endswith("中,", self.begin, start):
            return False
        begin = max(self.begin, *(self.text.rfind(sign, self.begin, start - 1) + 1 for sign in ",;。"))
        tokens, known = self.phrases.before(begin, start - 2), self.phrases.tokens
        if not tokens or known.end(tokens) - known.begin(tokens) > _FAR:
            return False
        whole = self.phrases.trim(tokens).text
        self.whole, self.unit = Named(whole, "", whole), figure.unit
        return True

    def _is_kind(self, name: str) -> bool:
        """Whether a part says by itself what kind of the whole it is: 基层党组织23个，其中(党总支)5个."""
        if name[-1:] in _SIDES:
            return False
        signs = name[:-1] if name[-1:] in "级占" else name  # 党员占, 省级
        if len(name) > _LEAST and self.whole.noun.endswith(name[-_LEAST:]):
            return True  # 上级资金860万元，其中水利资金210万元
        if self.unit in _PERSONS and signs[-1:] != self.whole.noun[-1:]:
            return False  # 在校学生1200人，其中小学680人
        return not self.whole.verb and len(name) > 1 and any(sign in self.whole.noun for sign in signs)

    def is_same_kind(self, named: Named, figure: Surroundings) -> bool:
        """Whether a part of what was done is named in full but for the verb."""
        name = named.text
        return (
            self.open
            and self.whole.verb not in ("", self.whole.text)
            and not named.verb
            and figure.unit == self.unit
            and _LEAST < len(name) <= _KIND
            and self.whole.noun.endswith(name[-_LEAST:])
        )
