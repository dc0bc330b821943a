"""Whether a figure is achieved, a target, a shortcoming or only a reference: the section first, then words of the clause."""

from __future__ import annotations

import re
from typing import Final

from reporttext.model import Status
from reporttext.resolve.aims import aimed_at, announced
from reporttext.resolve.context import MEAN, OF_OTHERS, Passage, Surroundings
from reporttext.resolve.cues import Cues


class Judged:
    """`cue` is the word that decided; `defining` says that the figure only bounds a class (80岁以上老人), `former` that it
    is the level before a change (从90元提高到110元).
    """

    __slots__ = ("cue", "defining", "former", "status")

    def __init__(
        self, status: Status, cue: str | None = None, *, defining: bool = False, former: bool = False
    ) -> None:
        self.status, self.cue, self.defining, self.former = status, cue, defining, former


_REACHED, _REFERENCE, _PROBLEM = Judged("achieved"), Judged("reference"), Judged("problem")
_DEFINING: Final = Judged("reference", None, defining=True)
_FROM: Final = re.compile(r"[从由][^,;。]{0,16}\Z")
# 全县17个乡镇的第2位, 全区14个镇街第五位
_OF_RANKED: Final = re.compile(
    r"[^,;。\d]{1,10}[中的里](?:分别)?(?:排|列|居|位居|位列|名列|排名)?(?:第|前)\d?"
)
_OF_RANKED_NEXT: Final = re.compile(r"[^,;。\d]{1,6}第[一二三四五六七八九十\d]{1,3}[位名]")
_DONE_AFTER: Final = re.compile(r"[^,;。]{0,12}(?:全部|均已|都已|已)")
_DUE_AFTER: Final = re.compile(
    r"[^,;。]{0,12}?(?:[可将拟]|预计|计划)(?:可|将)?(?:全部|全面|基本|如期|按期|陆续)?(?:完成|建成|解决|到位|竣工|整改)"
)
_COMES: Final = frozenset(("场", "轮"))  # how often a storm came; 次 counts drills and warnings too
_COUNTED_NEXT: Final = re.compile(r"\d{1,9} ?[个家名户人项所]")
# 千亿元产业, 百万亩造林工程: a bare power of ten names a class or a scheme, unless money is spent or a step reached.
_POWERS: Final = frozenset("十百千万亿")
_DEFINES: Final = frozenset(("money", "measure"))


class _Seen:
    """What a passage holds, asked once for all its figures: what is not there no rule needs to look for."""

    __slots__ = ("background", "cued", "goal", "raised", "ranked")

    def __init__(self, passage: Passage, known: Cues) -> None:
        near, (begin, end) = passage.near, passage.sentence.span
        words = known.in_plans if passage.ahead else known.in_review
        self.cued = words.search(passage.text, begin, end) is not None
        self.goal = announced(passage, known) if known.goal_words.opens(near) else None
        self.ranked = "第" in near or "前" in near
        self.background = known.background.opens(near)
        self.raised = "从" in near or "由" in near


def judge(passage: Passage, known: Cues) -> list[Judged]:
    """Status and the words that show it, for each figure of the passage."""
    text, seen = passage.text, _Seen(passage, known)
    nothing = not (seen.cued or seen.goal is not None or seen.ranked or seen.raised or seen.background)
    if nothing and not passage.ahead and passage.block.section != "problems":
        return [_DEFINING if _defines_class(text, one, known) else _REACHED for one in passage.figures]
    found: list[Judged] = []
    for i, figure in enumerate(passage.figures):
        judged = _judge(passage, figure, known, seen)
        if (
            judged is _REACHED
            and i
            and found[-1].status == "target"
            and _goes_on(text, found[-1], passage.figures[i - 1], figure, known)
        ):
            judged = found[-1]
        if seen.raised and _is_former(text, figure, known):
            judged = Judged(judged.status, judged.cue, defining=judged.defining, former=True)
        found.append(judged)
    return found


def _goes_on(text: str, before: Judged, previous: Surroundings, figure: Surroundings, known: Cues) -> bool:
    """明年计划新建广场3个，总投资1.2亿元: an aim holds on through the commas, until something is said to be done."""
    return before.cue in known.carried and not known.carried_until.search(
        text, previous.end, figure.clause_end
    )


def _is_field(text: str, figure: Surroundings, known: Cues) -> bool:
    """Whether a figure counts those among whom the next one ranks."""
    if _OF_RANKED.match(text, figure.end) or (figure.unit == "个" and known.contest.match(text, figure.end)):
        return True
    return figure.unit == "个" and _OF_RANKED_NEXT.match(text, figure.end) is not None


def _is_background(passage: Passage, figure: Surroundings, known: Cues) -> bool:
    """A standard that somebody else set (省定3500元), their mean (高于全省92%的平均水平), how often a storm came or what it did."""
    text, start, end = passage.text, figure.start, figure.end
    return (
        text.endswith(known.by_law, 0, start)
        or (MEAN.match(text, end) is not None and OF_OTHERS.search(text, figure.left, start) is not None)
        or (figure.unit in _COMES and known.storms.match(text, end) is not None)
        or _is_damage(passage, figure, known)
    )


def _is_damage(passage: Passage, figure: Surroundings, known: Cues) -> bool:
    """暴雨造成农作物受灾1100亩、损毁渠道1.8公里: what a disaster did is nobody's work."""
    text, first = passage.text, passage.sentence.span.start
    begin = max([text.rfind(word, first, figure.start) for word in known.caused], default=-1)
    return (
        begin >= 0
        and known.disasters.search(text, first, begin) is not None
        and known.damage_ends.search(text, begin, figure.start) is None
    )


def _is_former(text: str, figure: Surroundings, known: Cues) -> bool:
    return bool(_FROM.search(text, figure.clause_start, figure.start)) and bool(
        known.raised.match(text, figure.end) or known.listed_former.match(text, figure.end)
    )


def _judge(passage: Passage, figure: Surroundings, known: Cues, seen: _Seen) -> Judged:
    text, section = passage.text, passage.block.section
    if _defines_class(text, figure, known):
        return _DEFINING
    if seen.ranked and figure.unit not in known.lasting_units and _is_field(text, figure, known):
        return _REFERENCE
    if section == "problems":
        return _PROBLEM
    if seen.background and _is_background(passage, figure, known):
        return _REFERENCE
    reference = known.reference.search(text, figure.clause_start, figure.end) if seen.cued else None
    if reference:
        return Judged("reference", reference[0])
    judged = _ahead if passage.ahead else _back
    return judged(passage, figure, known, seen)


def _ahead(passage: Passage, figure: Surroundings, known: Cues, seen: _Seen) -> Judged:
    """In a plan a figure is aimed at, unless its clause says that it is past."""
    done = _done(passage.text, figure, known, seen)
    if done:
        return Judged("achieved", done)
    aimed = known.target.search(passage.text, figure.clause_start, figure.end)
    return Judged("target", aimed and aimed[0])


def _back(passage: Passage, figure: Surroundings, known: Cues, seen: _Seen) -> Judged:
    """In a review a figure is reached, unless its clause strongly says that it is aimed at or missing."""
    left_over = _left_over(passage.text, figure, known) if seen.cued else None
    if left_over:
        return left_over
    aim = aimed_at(passage, figure, known, seen.goal, cued=seen.cued)
    return Judged("target", aim) if aim else _REACHED


def _left_over(text: str, figure: Surroundings, known: Cues) -> Judged | None:
    """What is not done: a shortfall, or to be done by a date (剩余6万人到3月底可全部完成)."""
    begin, start, end = figure.clause_start, figure.start, figure.end
    problem = known.problem.search(text, begin, end)
    left = known.left.search(text, begin, start)
    if left and _DUE_AFTER.match(text, end):
        return Judged("target", left[0])
    if left and not _DONE_AFTER.match(text, end):
        problem = left
    problem = problem or known.unfinished.search(text, end, figure.right)
    return Judged("problem", problem[0]) if problem else None


def _done(text: str, figure: Surroundings, known: Cues, seen: _Seen) -> str | None:
    """The word that says a figure in a plan is past: 已建成…, 去年…, or the former level in 从90元提高到110元."""
    begin, start = figure.clause_start, figure.start
    if seen.cued:
        past = known.achieved.search(text, begin, start) or known.achieved_unless_compared.search(
            text, begin, start
        )
        if past:
            return past[0]
    return "原" if seen.raised and _is_former(text, figure, known) else None


def _defines_class(text: str, figure: Surroundings, known: Cues) -> bool:
    """80岁以上老人, 投资5000万元以上的项目: the bound says which ones, not how many."""
    _, high, unit, qualifier, _, _ = figure.fact.quantity
    if qualifier is None and high is None:
        return _is_power(text, figure, known)  # neither a bound nor a range: most figures
    if unit in known.ages and high is not None:  # 80至89周岁的老年人
        return bool(known.classes.match(text, figure.end))
    bound = qualifier in ("over", "under") and figure.fact.qualifier_text not in (None, "余", "多")
    if bound and unit in known.ages:
        return known.mean_ages.search(text, figure.clause_start, figure.start) is None
    return bound and _bounds_things(text, figure, known)


def _bounds_things(text: str, figure: Surroundings, known: Cues) -> bool:
    """Whether what follows a bound is a class of things: (20户以上)自然村, (110千伏以上)输电线路, (亿元以上)项目."""
    kind, unit, end = figure.kind, figure.unit, figure.end
    if unit == "户":
        return known.hamlets.match(text, end) is not None
    if kind == "measure" and (known.plant.match(text, end) or _how_high(text, figure, known)):
        return True
    if kind not in _DEFINES:
        return False
    if unit in known.amount_units:  # 营业面积50平方米以下的小店, but 种植100亩以上
        begin = max(figure.clause_start - 1, 0)
        sized = figure.start == 0 or known.sizes.search(text, begin, figure.start)
        return bool(sized and known.sized_things.match(text, end))
    return bool(
        known.classes.match(text, end)
        or _COUNTED_NEXT.match(text, end)
        or known.class_things.match(text, end)
    )


def _how_high(text: str, figure: Surroundings, known: Cues) -> bool:
    """海拔(1500米以上)学校: straight before what lies so high."""
    return text.endswith(known.heights, figure.left, figure.start) and figure.end < figure.right


def _is_power(text: str, figure: Surroundings, known: Cues) -> bool:
    """千亿元产业, 百万亩造林工程: which kind of thing, not how much of it."""
    if figure.kind not in _DEFINES or text[figure.start] not in _POWERS:
        return False
    number = text[figure.start : figure.end - len(figure.unit)]
    return (
        number != "十"
        and _POWERS.issuperset(number)
        and known.schemes.match(text, figure.end) is not None
        and not known.amounts.match(text, figure.end)
        and not known.spent_or_reached.search(text, figure.clause_start, figure.start)
    )
