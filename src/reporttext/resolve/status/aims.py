"""What a review says was aimed at: its tasks and plans, and what it expects of a year that still runs."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.status.cues import Cues

# 计划新建的(60公里)公路, 规划的(5座)水库, but not 计划生育服务的(3个)站点
_PLANNED: Final = re.compile(
    r"(?<![比较与于出过超])计划(?!生育)[^,;。、\d占完率由从年]{2,6}的\Z|规划(?:建设|新建)?的\Z"
    r"|年初(?:确定|安排|定下|排定|部署|计划|下达)的\Z"  # 年初确定的(10件)实事办成9件
)
# 收购3.2万担，(计划3.1万担)，完成103%
_ITSELF: Final = re.compile(
    r"(?:全年|年度|年初|原)?(?:计划|任务数?|目标)(?:数?[为是])?|(?:全年|年度)[^,;。、\d的]{2,8}(?:计划|任务)数?"
)
_CARRIED_OUT: Final = re.compile(",(?:实际|已|超额)?(?:完成|实现)")
_SHARE_OF_IT: Final = re.compile("的[约近超]?(?:[\\d.*×xX○_]{1,8} ?[%倍]|百分之)")  # 为下达任务(7个)的114%
_EXPECTED_BEFORE: Final = re.compile(
    r"[,;。\n\u3000 ][^,;。\d]{0,10}[底末],\Z"
)  # 预计到年底，可完成投资450万元
_BY_YEAR: Final = re.compile("(?:计划|力争|争取|确保|规划)[^,;。\\d]{0,3}到[^,;。]{2,8}年[底末]?,")
_BEYOND: Final = re.compile("超出|超过")  # 超出下达任务(199万亩): what was done beyond it
_EXCEEDED: Final = ("超额", "超额完成", "超额实现")  # 超额完成年度任务(11.5个百分点): by how much
_NEAR: Final = 5  # characters between a task and the word that it is done
_MADE: Final = re.compile(r"[^,;。\d*×xX○_]{0,16}(?:完成|全部|已(?!有)|竣工|建成)")


class Aims(NamedTuple):
    """A list of aims: from the word that announces it to where something is said to be met, or its sentence ends."""

    cue: str
    begin: int
    end: int


_NO_AIMS: Final = Aims("", 0, 0)


def announced(passage: Passage, known: Cues) -> Aims:
    """The list of aims in a sentence: 预期目标是：产值增长9%；……, 会议通过的主要指标是：……"""
    text, (begin, end) = passage.text, passage.sentence.span
    opened = known.announced.search(text, begin, end)
    if opened is None or known.met.search(text, begin, opened.start()):
        return _NO_AIMS
    met = known.met.search(text, opened.end(), end)
    return Aims(opened["goal"] or opened["adopted"], opened.end(), met.start() if met else end)


def aimed_at(
    passage: Passage, figure: Surroundings, known: Cues, goals: Aims | None, *, cued: bool
) -> str | None:
    """The word that makes a figure of a review a target. `goals` is the answer of `announced`, None where no word of goals stands
    near; `cued` says that some word of status does.
    """
    if goals is not None:
        goal = _set_above(passage.text, figure, known)
        if goal:
            return goal
        if goals.begin <= figure.start < goals.end:
            return goals.cue
    return _looked_for(passage, figure, known) if cued else None


def _set_above(text: str, figure: Surroundings, known: Cues) -> str | None:
    """完成80次目标, 下达任务3500亩, 计划新建的60公里公路."""
    begin, start, end = figure.clause_start, figure.start, figure.end
    planned = figure.kind != "ratio" and _PLANNED.search(text, begin, start)
    if planned and not _MADE.match(text, end):
        return planned[0]
    if text.startswith(")的", end) and text.startswith("(", start - 1):
        goal = known.of_task.search(text, begin, start - 1)
        return goal[0] if goal else None  # 完成年度任务(1000户)的61%
    itself = _ITSELF.fullmatch(text, begin, start)
    if itself and _CARRIED_OUT.match(text, end):
        return itself[0]
    if figure.unit in known.task_units and not _SHARE_OF_IT.match(text, end):
        return None
    goal = known.goal.match(text, end) or known.decided.match(text, end)
    if text.startswith("的", end):
        goal = goal or known.of_task.search(text, begin, start)
    if goal and goal.start() >= end and known.met.search(text, goal.end(), goal.end() + _NEAR):
        return None  # 下达的安置移民560人的任务也圆满完成
    goal = goal or (None if _BEYOND.search(text, begin, start) else known.assigned.search(text, begin, start))
    return goal[0] if goal else None


def _looked_for(passage: Passage, figure: Surroundings, known: Cues) -> str | None:
    """力争引进项目10个, 预计全年产值2300万元."""
    text, begin, start, end = passage.text, figure.clause_start, figure.start, figure.end
    aimed = known.target_strong.search(text, figure.left, end)
    of_goal = figure.kind == "ratio" and known.of_goal.search(text, begin, start)
    if aimed and not (of_goal or text.endswith(_EXCEEDED, begin, aimed.start())):
        return aimed[0]
    planned = known.planned.search(text, begin, start)
    if planned and (planned["due"] or not known.carried_until.search(text, planned.end(), start)):
        return planned["plan"] or planned["due"]
    once = known.once.search(text, begin, start) or _by_year(passage, figure, known)
    if once:
        return once[0]
    before = _EXPECTED_BEFORE.search(text, max(0, passage.sentence.span.start - 1), begin)
    begin = before.start() if before else begin
    expected = known.expected.search(text, begin, end)
    return expected[0] if expected and _still_runs(passage, text[begin:end]) else None


def _by_year(passage: Passage, figure: Surroundings, known: Cues) -> re.Match[str] | None:
    """计划到2025年，城镇化率达到48%，人口突破3万人: an aim of a year in a clause of its own holds for those behind it."""
    text, first = passage.text, passage.sentence.span.start
    aimed = _BY_YEAR.search(text, first, figure.clause_start)
    return None if aimed and known.carried_until.search(text, aimed.end(), figure.clause_end) else aimed


def _still_runs(passage: Passage, clause: str) -> bool:
    """Whether the report is of the first part of its year, or was given before its year was over, so that 预计全年 looks ahead.

    In December a year is as good as over, but for what is expected at its end (预计年底可达95%).
    """
    known = passage.doc.metadata
    if known.period_end is not None and known.period_end.month < 12:
        return True
    issued = known.issued_on
    if issued is None or issued.year != known.year:
        return False
    return issued.month < 12 or "年底" in clause or "年末" in clause
