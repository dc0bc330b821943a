"""Whether a figure is achieved, a target, a shortcoming or only a reference: the section first, then words of the clause."""

from __future__ import annotations

import re
from typing import Final

from reporttext.model import Status
from reporttext.resolve.context import MEAN, OF_OTHERS, Passage, Surroundings
from reporttext.resolve.status.aims import aimed_at, announced
from reporttext.resolve.status.classes import defines_class, shares_bound
from reporttext.resolve.status.cues import Cues


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
# 按22%(计征)烟叶税: by what rate
_BY_RATE: Final = re.compile("按照?[^,;。\\d]{0,8}\\Z")
_LIMITS: Final = ("over", "under")
_LEVIED: Final = re.compile("的?(?:计[征提算缴]|征收|提[取留成]|收取|缴纳|折[算扣]|比例|标准|税率|费率|利率)")
_FROM: Final = re.compile(r"[从由][^,;。]{0,16}\Z")
_LATTER: Final = re.compile(
    r"[\u4e00-\u9fff]{0,5}[到至](?:现在的|目前的|如今的)?[约近超逾]?\d[\d,]{0,12}(?:\.\d{1,4})?[十百千万亿]{0,2}"
)
# 全县17个乡镇的第2位, 全区14个镇街第五位
_OF_RANKED: Final = re.compile(
    r"[^,;。\d]{1,12}[中的里],?(?:[我本][镇乡县市区])?(?:分别)?(?:排|列|居|位居|位列|名列|排名|[从由])?(?:第(?!一[书责时线手])|前)\d?"
)
_OF_RANKED_NEXT: Final = re.compile(
    r"[^,;。\d]{1,8}?(?:[由从按][^,;。\d]{1,6}到[高低多少大小])?第[一二三四五六七八九十\d]{1,3}[位名]"
)
_DONE_AFTER: Final = re.compile(r"[^,;。]{0,12}(?:全部|均已|都已|已)")
_DUE_AFTER: Final = re.compile(
    r"[^,;。]{0,12}?(?:[可将拟]|预计|计划)(?:可|将)?(?:全部|全面|基本|如期|按期|陆续)?(?:完成|建成|解决|到位|竣工|整改)"
)
_RULED: Final = ("的规定", "的要求")  # 按每月不少于1次(的要求)
_BY_RULE: Final = re.compile("按照?|依照|根据|执行|落实")
# 降雨只有(常年)四成, 塘库蓄水不足(常年同期)的四成
_OF_USUAL: Final = re.compile(
    "(?:雨|雪|降水|蓄水|来水|水位)[^,;。\\d]{0,8}(?:常年|历年|多年|往年)(?:同期|平均)?(?:水平)?的?\\Z"
)
# 降水量52毫米，(较常年同期减少)四成
_COMPARED: Final = re.compile(
    r"[较比](?:常年|历年|多年|往年|上年|去年)[^,;。\d]{0,4}(?:[偏减]少|偏多|[增偏]|下降|上升|减|多|少)[^,;。\d]{0,3}\Z"
)
_GLOSSARY: Final = re.compile("(?:附[:：])?(?:有关|部分|相关)?[名术用]语?词?(?:解释|注释|说明)")
# 12.“气十条”:指…, 3.两不愁:是指…
_TERM: Final = re.compile(r"[(\[]?\d{1,3}[)\].．、]{1,2}\s{0,2}[^:：\n]{2,24}[:：]\s?(?:是?指|即)")
_TOLD_APART: Final = ("problems", "back")  # what their figures say, no word of the sentence tells
# 力争全县前三(上半年第5), 达到90%(去年86%): what is noted of the time before an aim
# 发挥两个国家级开发区的作用: they are there
_EXERTED: Final = re.compile("发挥好?[^,;。、\\d]{0,4}\\Z")
_ROLE: Final = re.compile("[^,;。、\\d]{2,16}作用(?![明突显])")
_NOTED: Final = re.compile(r"\((去年|上年|上半年|今年|当年|目前|现|原|本年度?|上年度)")
_LOSS: Final = "经济损失"
_COMES: Final = frozenset(("场", "轮"))  # how often a storm came; 次 counts drills and warnings too


class _Seen:
    """What a passage holds, asked once for all its figures: what is not there no rule needs to look for."""

    __slots__ = ("background", "by", "cued", "goal", "raised", "ranked")

    def __init__(self, passage: Passage, known: Cues) -> None:
        near, (begin, end) = passage.near, passage.sentence.span
        words = known.in_plans if passage.ahead else known.in_review
        self.cued = words.search(passage.text, begin, end) is not None
        self.goal = announced(passage, known) if known.goal_words.opens(near) else None
        self.ranked = "第" in near or "前" in near
        self.background = known.background.opens(near)
        self.raised = "从" in near or "由" in near
        self.by = "按" in near


def judge(passage: Passage, known: Cues) -> list[Judged]:
    """Status and the words that show it, for each figure of the passage."""
    figures, seen = passage.figures, _Seen(passage, known)
    nothing = not (
        seen.cued or seen.goal is not None or seen.ranked or seen.raised or seen.background or seen.by
    )
    if nothing and not passage.ahead and passage.block.section not in _TOLD_APART:
        found = [_DEFINING if defines_class(passage.text, one, known) else _REACHED for one in figures]
    else:
        found = _each(passage, known, seen)
    for i in range(len(found) - 2, -1, -1):  # 涉案金额1亿元以上、参与人数1000人以上的案件
        if found[i + 1].defining and shares_bound(passage.text, figures[i], figures[i + 1]):
            found[i] = _DEFINING
    return found


def _each(passage: Passage, known: Cues, seen: _Seen) -> list[Judged]:
    """Each figure by its own words, and by the aim before it."""
    text, found = passage.text, list[Judged]()
    for i, figure in enumerate(passage.figures):
        judged = _judge(passage, figure, known, seen)
        if (
            judged is _REACHED
            and i
            and found[-1].status == "target"
            and _goes_on(text, found[-1], passage.figures[i - 1], figure, known)
        ):
            judged = found[-1]
        if i and judged is _REACHED and found[-1].status == "reference" and found[-1].cue:
            judged = found[-1] if _COMPARED.match(text, figure.clause_start, figure.start) else judged
        if seen.raised and _is_former(text, figure, known):
            judged = Judged(judged.status, judged.cue, defining=judged.defining, former=True)
        found.append(judged)
    return found


def _goes_on(text: str, before: Judged, previous: Surroundings, figure: Surroundings, known: Cues) -> bool:
    """明年计划新建广场3个，总投资1.2亿元: an aim holds on through the commas, until something is said to be done; so does what
    a project is to bring (达产后预计年产值6亿元，新增岗位300个).
    """
    carried = before.cue in known.carried or known.once.fullmatch(before.cue or "") is not None
    return carried and not known.carried_until.search(text, previous.end, figure.clause_end)


def _is_field(text: str, figure: Surroundings, known: Cues) -> bool:
    """Whether a figure counts those among whom the next one ranks."""
    if _OF_RANKED.match(text, figure.end) or (figure.unit == "个" and known.contest.match(text, figure.end)):
        return True
    return figure.unit == "个" and _OF_RANKED_NEXT.match(text, figure.end) is not None


def _is_rate_of_levy(text: str, figure: Surroundings) -> bool:
    """按22%计征烟叶税: the rule that was followed. Not 按不低于5%的比例压减, which was decided."""
    ratio = figure.kind == "ratio" and figure.fact.quantity.qualifier not in _LIMITS
    by = ratio and _BY_RATE.search(text, figure.left, figure.start)
    return bool(by) and _LEVIED.match(text, figure.end) is not None


def _is_background(passage: Passage, figure: Surroundings, known: Cues) -> bool:
    """A standard that somebody else set (省定3500元), their mean (高于全省92%的平均水平), how often a storm came or what it did."""
    text, start, end = passage.text, figure.start, figure.end
    return (
        text.endswith(known.by_law, 0, start)
        or (text.startswith(_RULED, end) and _BY_RULE.search(text, figure.clause_start, start) is not None)
        or (
            text.startswith("的水平", end)
            and text.endswith("平均", 0, start)
            and OF_OTHERS.search(text, figure.left, start - 2) is not None
        )
        or (MEAN.match(text, end) is not None and OF_OTHERS.search(text, figure.left, start) is not None)
        or _OF_USUAL.search(text, figure.left, start) is not None
        or (figure.unit in _COMES and known.storms.match(text, end) is not None)
        or _is_damage(passage, figure, known)
    )


def _is_damage(passage: Passage, figure: Surroundings, known: Cues) -> bool:
    """暴雨造成农作物受灾1100亩、损毁渠道1.8公里: what a disaster did is nobody's work."""
    text, first = passage.text, passage.sentence.span.start
    begin = figure.clause_start
    if _LOSS in text[begin : figure.start]:  # of a storm, but not of an accident or a fire
        told = known.disasters.finditer(text, first, passage.sentence.span.end)
        return any(text[m.start() - 1] != "火" for m in told)
    damaged = known.hit.match(text, figure.end) or known.damaged.match(text, begin, figure.start)
    if damaged and known.disasters.search(text, first, begin):
        return True
    begin = max([text.rfind(word, first, figure.start) for word in known.caused], default=-1)
    return (
        begin >= 0
        and known.disasters.search(text, first, begin) is not None
        and known.damage_ends.search(text, begin, figure.start) is None
    )


def _is_former(text: str, figure: Surroundings, known: Cues) -> bool:
    """从90元提高到110元, 由12支到20支: a word that says so, or another figure of the unit."""
    if not _FROM.search(text, figure.clause_start, figure.start):
        return False
    if known.raised.match(text, figure.end) or known.listed_former.match(text, figure.end):
        return True
    latter = _LATTER.match(text, figure.end)
    return latter is not None and text.startswith(figure.unit, latter.end())


def _explains(passage: Passage) -> bool:
    """Whether a paragraph behind the report explains its terms, which says what a rule asks for."""
    block = passage.block
    above = block.path[-1] if block.path else ""
    begin = block.span.start
    return any(
        (_GLOSSARY.match(passage.text, begin), _GLOSSARY.match(above), _TERM.match(passage.text, begin))
    )


def _judge(passage: Passage, figure: Surroundings, known: Cues, seen: _Seen) -> Judged:
    text, section = passage.text, passage.block.section
    if defines_class(text, figure, known):
        return _DEFINING
    ranked = seen.ranked and figure.unit not in known.lasting_units and _is_field(text, figure, known)
    levied = seen.by and not passage.ahead and _is_rate_of_levy(text, figure)
    if ranked or levied or (section == "back" and _explains(passage)):
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
    if not problem and figure.right == figure.clause_end:
        problem = known.still.match(text, figure.right)
    return Judged("problem", problem[0]) if problem else None


def _done(text: str, figure: Surroundings, known: Cues, seen: _Seen) -> str | None:
    """The word that says a figure in a plan is past: 已建成…, 去年…, or the former level in 从90元提高到110元."""
    begin, start = figure.clause_start, figure.start
    if seen.cued:
        past = known.achieved.search(text, begin, start) or known.achieved_unless_compared.search(
            text, begin, start
        )
        base = past and seen.raised and past.end() <= figure.left and text[past.start() - 1] in "从由"
        if past and not base:  # 由去年的3亿元增加到(5亿元)
            return past[0]
    if _EXERTED.search(text, begin, start) and _ROLE.match(text, figure.end):
        return "发挥"
    noted = _NOTED.match(text, figure.left - 1, start) if figure.left else None
    if noted:
        return noted[1]
    return "原" if seen.raised and _is_former(text, figure, known) else None
