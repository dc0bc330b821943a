"""Whether a figure is achieved, a target, a shortcoming or only a reference: the section first, then words of the clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.model import Status
from reporttext.resolve.context import Passage, Surroundings
from reporttext.rule.tries import trie


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
_EXPECTED: Final = "预计"
_CARRIED: Final = frozenset(("力争", "拟", "明年", "下一步"))
_STOPS: Final = re.compile("[;。]|已|实际|完成|目前|截至|现|今年|去年|取得|进展")
_FROM: Final = re.compile(r"[从由][^,;。]{0,16}\Z")
_LISTED_FORMER: Final = re.compile(r"、[\d.,]{1,12}[^\d,;。]{1,4}(?:分别)?(?:提高|增加|上升|提升|下降|降)")
# 全县17个乡镇的第2位, 全区14个镇街第五位
_OF_RANKED: Final = re.compile(r"[^,;。\d]{1,10}[中的里](?:排|列|居|位居|位列|名列|排名)?(?:第|前)\d?")
_OF_RANKED_NEXT: Final = re.compile(r"[^,;。\d]{1,6}第[一二三四五六七八九十\d]{1,3}[位名]")
_OF_TASK: Final = re.compile(r"(?:任务|目标)[^,;。]{0,12}的\Z")
_GOAL: Final = re.compile(r"的?(?:年度|全年|年|预期|增长|工作){0,2}(?:目标|任务)")  # 超额完成80次目标
_DECIDED: Final = re.compile(
    r"[^,;。\d]{0,12}的(?:决策|决定|战略决策|战略部署)(?![\u4e00-\u9fff])"
)  # 建设60公里公路的决策
_LASTING: Final = frozenset(("年", "个月", "个年头"))  # 连续4年在考核中位列第一
_DONE_AFTER: Final = re.compile(r"[^,;。]{0,12}(?:全部|均已|都已|已)")
_BY_LAW: Final = re.compile("[国省市县区]定")  # 高于省定3500元的标准
_DISASTER: Final = re.compile("雨|洪|灾|台风|旱|震|雹|雪|冻|寒潮|滑坡|泥石流")
# Damage goes on through the commas before more of it.
_PARTS: Final = re.compile(
    "[;。]|,(?![^,;。]{0,8}(?:受灾|成灾|绝收|倒塌|倒房|损毁|冲毁|毁坏|受损|死亡|失踪|损失))"
)
_ASSIGNED: Final = re.compile(
    r"下达[^,;。]{0,20}(?:任务|计划|指标)[为是]?\Z|(?:任务|目标)[为是]\Z"
)  # 县里下达我乡造林任务3500亩
_BASE: Final = re.compile(r"(?:任务|计划|目标)数? ?\Z")  # 为年度任务600人的103%
_TASKS: Final = frozenset(("项", "个", "件", "大", "大类"))  # 16项任务 counts tasks
_COUNTED_NEXT: Final = re.compile(r"\d{1,9} ?[个家名户人项所]")
# 1000个亿元以上工业项目: the class with what kind of it.
_BIG: Final = re.compile(
    "(?:工业|产业|重点|重大|省级|燃煤|供热|火电|发电|农业|服务业|新建|在建|招商|外资|技改|龙头|骨干|高新技术|产业化){1,2}(?:大?项目|机组|企业|园区|集群|开发区)|开发区"
)
# 千亿元产业, 百万亩造林工程: a bare power of ten names a class or a scheme, unless money is spent or a step reached.
_POWERS: Final = frozenset("十百千万亿")
_CLASS: Final = re.compile(
    "级?[^,;。、的了是为\\d]{0,8}?(?:产业|工程|项目|企业|园区|基地|集群|行动|计划|工厂|楼宇|强?镇|强?村|大县|大户|产区|示范方|示范片|园|林|带)"
)
_AMOUNT: Final = re.compile("级?(?:台阶|生产能力|产能|能力)|大关|投资|资金")
_REACHED_OR_SPENT: Final = re.compile(
    "(?:投入|投资|出资|筹集|筹措|筹资|争取|安排|拨付|拨出|资金|补助|奖励|节约|花费|捐赠|减税|流转|挽回|造价|实现|完成|收入|达|到|至|为|是|破|过|跨|上)\\Z"
)
_PLANT: Final = re.compile(
    r"的?[^,;。\d]{0,4}(?:锅炉|输电|变电|输变电|线路|机组)"
)  # 110千伏以上输电线路, 1吨以下燃煤锅炉
_HAMLETS: Final = re.compile("的?(?:自然|聚居|居民点|村寨|村庄|屯)")  # 20户以上自然村
_AGES: Final = frozenset(("岁", "周岁"))
_DEFINES: Final = frozenset(("money", "measure"))


@dataclass(frozen=True)
class Cues:
    """One pattern a list of data/status.toml; `in_review` and `in_plans` find whatever any rule of theirs asks for."""

    target: re.Pattern[str]
    target_strong: re.Pattern[str]
    achieved: re.Pattern[str]
    problem: re.Pattern[str]
    left: re.Pattern[str]
    unfinished: re.Pattern[str]
    reference: re.Pattern[str]
    classes: re.Pattern[str]
    achieved_unless_compared: re.Pattern[str]
    raised: re.Pattern[str]
    in_review: re.Pattern[str]
    in_plans: re.Pattern[str]


_REVIEW = ("problem", "left", "unfinished", "target_strong", "reference")
_PLANS = ("achieved", "achieved_unless_compared", "reference")


@cache
def cues(lexicon: Lexicon) -> Cues:
    table = lexicon["status"]
    names = tuple(f.name for f in fields(Cues) if not f.name.startswith("in_"))
    check_keys("status", table, names)
    words = {name: texts(f"status.{name}", table[name]) for name in names}
    lists = {name: trie(words[name]) for name in names}
    lists["left"] += r"的?\Z"
    lists["achieved_unless_compared"] = rf"(?<![比较与]){lists['achieved_unless_compared']}"
    lists["target_strong"] = rf"(?<![比较于出过超]){lists['target_strong']}"  # 高出预期目标4个百分点
    lists["in_review"] = trie([_EXPECTED, *(word for name in _REVIEW for word in words[name])])
    lists["in_plans"] = trie(word for name in _PLANS for word in words[name])
    return Cues(**{name: re.compile(pattern) for name, pattern in lists.items()})


class _Seen:
    """What a passage holds, asked once for all its figures: what is not there no rule needs to look for."""

    __slots__ = ("background", "cued", "goal", "raised", "ranked")

    def __init__(self, passage: Passage, known: Cues) -> None:
        near, (begin, end) = passage.near, passage.sentence.span
        words = known.in_plans if passage.ahead else known.in_review
        self.cued = words.search(passage.text, begin, end) is not None
        self.goal = "目标" in near or "任务" in near or "决" in near or "部署" in near
        self.ranked = "第" in near or "前" in near
        self.background = "造成" in near or _BY_LAW.search(near) is not None
        self.raised = "从" in near or "由" in near


def judge(passage: Passage, known: Cues) -> list[Judged]:
    """Status and the words that show it, for each figure of the passage."""
    text, seen = passage.text, _Seen(passage, known)
    nothing = not (seen.cued or seen.goal or seen.ranked or seen.raised or seen.background)
    if nothing and not passage.ahead and passage.block.section != "problems":
        return [_DEFINING if _defines_class(text, one, known) else _REACHED for one in passage.figures]
    found: list[Judged] = []
    for i, figure in enumerate(passage.figures):
        judged = _judge(passage, figure, known, seen)
        if (
            judged is _REACHED
            and i
            and found[-1].status == "target"
            and _goes_on(text, found[-1], passage.figures[i - 1], figure)
        ):
            judged = found[-1]
        if seen.raised and _is_former(text, figure, known):
            judged = Judged(judged.status, judged.cue, defining=judged.defining, former=True)
        found.append(judged)
    return found


def _goes_on(text: str, before: Judged, previous: Surroundings, figure: Surroundings) -> bool:
    """明年计划新建广场3个，总投资1.2亿元: an aim holds on through the commas, until something is said to be done."""
    return before.cue in _CARRIED and not _STOPS.search(text, previous.end, figure.clause_end)


def _is_field(text: str, figure: Surroundings) -> bool:
    """Whether a figure counts those among whom the next one ranks."""
    if _OF_RANKED.match(text, figure.end):
        return True
    return figure.unit == "个" and _OF_RANKED_NEXT.match(text, figure.end) is not None


def _is_background(passage: Passage, figure: Surroundings) -> bool:
    """A standard that somebody else set (省定3500元), or what a disaster did."""
    text = passage.text
    if text[figure.start - 1] == "定" and _BY_LAW.match(text, figure.start - 2):
        return True
    return _is_damage(passage, figure)


def _is_damage(passage: Passage, figure: Surroundings) -> bool:
    """暴雨造成农作物受灾1100亩、损毁渠道1.8公里: what a disaster did is nobody's work."""
    begin = passage.text.rfind("造成", passage.sentence.span.start, figure.start)
    return (
        begin >= 0
        and _DISASTER.search(passage.text, passage.sentence.span.start, begin) is not None
        and _PARTS.search(passage.text, begin, figure.start) is None
    )


def _is_former(text: str, figure: Surroundings, known: Cues) -> bool:
    return bool(_FROM.search(text, figure.clause_start, figure.start)) and bool(
        known.raised.match(text, figure.end) or _LISTED_FORMER.match(text, figure.end)
    )


def _judge(passage: Passage, figure: Surroundings, known: Cues, seen: _Seen) -> Judged:
    text, section = passage.text, passage.block.section
    if _defines_class(text, figure, known):
        return _DEFINING
    if seen.ranked and figure.unit not in _LASTING and _is_field(text, figure):
        return _REFERENCE
    if section == "problems":
        return _PROBLEM
    if seen.background and _is_background(passage, figure):
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
    text, begin, start, end = passage.text, figure.clause_start, figure.start, figure.end
    if seen.cued:
        problem = known.problem.search(text, begin, end)
        left = known.left.search(text, begin, start)
        if left and not _DONE_AFTER.match(text, end):
            problem = left
        problem = problem or known.unfinished.search(text, end, figure.right)
        if problem:
            return Judged("problem", problem[0])
    if seen.goal:
        goal = _GOAL.match(text, end) or _DECIDED.match(text, end)
        if text.startswith("的", end):
            goal = goal or _BASE.search(text, begin, start)
        goal = goal or _ASSIGNED.search(text, begin, start)
        if goal and figure.unit not in _TASKS:
            return Judged("target", goal[0])
    if seen.cued:
        aimed = known.target_strong.search(text, figure.left, end)
        if aimed and not (figure.kind == "ratio" and _OF_TASK.search(text, begin, start)):
            return Judged("target", aimed[0])
        if _EXPECTED in text[begin:end] and _still_runs(passage):
            return Judged("target", _EXPECTED)
    return _REACHED


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


def _still_runs(passage: Passage) -> bool:
    """Whether the report is of the first part of its year, or was given before its year was over, so that 预计全年 looks ahead."""
    known = passage.doc.metadata
    if known.period_end is not None and known.period_end.month < 12:
        return True
    return known.issued_on is not None and known.issued_on.year == known.year


def _defines_class(text: str, figure: Surroundings, known: Cues) -> bool:
    """80岁以上老人, 投资5000万元以上的项目: the bound says which ones, not how many."""
    _, high, unit, qualifier, _, _ = figure.fact.quantity
    if qualifier is None and high is None:
        return _is_power(text, figure)  # neither a bound nor a range: most figures
    if unit in _AGES and high is not None:  # 80至89周岁的老年人
        return bool(known.classes.match(text, figure.end))
    bound = qualifier in ("over", "under") and figure.fact.qualifier_text not in (None, "余", "多")
    if bound and unit in _AGES:
        before = text[figure.clause_start : figure.start]
        return "寿命" not in before and "平均年龄" not in before
    return bound and _bounds_things(text, figure, known)


def _bounds_things(text: str, figure: Surroundings, known: Cues) -> bool:
    """Whether what follows a bound is a class of things: (20户以上)自然村, (110千伏以上)输电线路, (亿元以上)项目."""
    kind, unit, end = figure.kind, figure.unit, figure.end
    if unit == "户":
        return _HAMLETS.match(text, end) is not None
    if kind == "measure" and _PLANT.match(text, end):
        return True
    if kind not in _DEFINES or unit in ("亩", "公里", "吨", "平方米"):
        return False
    return bool(known.classes.match(text, end) or _COUNTED_NEXT.match(text, end) or _BIG.match(text, end))


def _is_power(text: str, figure: Surroundings) -> bool:
    """千亿元产业, 百万亩造林工程: which kind of thing, not how much of it."""
    if figure.kind not in _DEFINES or text[figure.start] not in _POWERS:
        return False
    number = text[figure.start : figure.end - len(figure.unit)]
    return (
        number != "十"
        and _POWERS.issuperset(number)
        and _CLASS.match(text, figure.end) is not None
        and not _AMOUNT.match(text, figure.end)
        and not _REACHED_OR_SPENT.search(text, figure.clause_start, figure.start)
    )
