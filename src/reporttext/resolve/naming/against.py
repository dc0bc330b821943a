"""What a figure is told against: a task or a plan, a standard, a mean, another place: (合格率82%)，低于县里(90%)的标准."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import MEAN, OF_OTHERS, Passage, Surroundings
from reporttext.resolve.naming.around import Around
from reporttext.resolve.naming.names import Named, Names
from reporttext.resolve.words.phrases import MOST

_HAN: Final = re.compile("[\u4e00-\u9fff]")
_OF_IT: Final = 2  # characters between a task and how much of it was done: )的
_PLANNED: Final = re.compile(
    "(.{0,8}?)(?:年度|全年|当年)?计划(投资|[\u4e00-\u9fff]{2,6})\\Z"
)  # 年度计划投资20亿元，(实际完成)21亿元
# 收购3.2万担，(计划)3.1万担，(完成)103%
_ITSELF: Final = re.compile("(?:全年|年度|年初|原)?(计划|任务|目标)(?:数?[为是])?")
_PLAN: Final = re.compile("(?:计划|任务|目标)\\Z")
_PLAN_MET: Final = re.compile("(?:计划|任务|目标)完成\\Z")
_CARRIED_OUT: Final = re.compile("(?:实际|已|超额)?(完成)")
# 低于(县里)90%的(标准), 离(市里)85%的(要求)还(差)9个百分点
_ASKED: Final = re.compile(
    "(?:低于|高于|优于|未达到?|不到|达不到|超过|距离?|离)([国省市县区镇乡上]?[家里级定局]?[^,;。、\\d]{0,4})\\Z"
)
_STANDARD: Final = re.compile("的(标准|要求|规定|指标|目标|任务|底线)")
_MISSED: Final = re.compile("的(?:标准|要求|规定|指标|目标|任务|底线)[还仍尚]?(?:相)?(差|低|少|高)了?")
_GOAL: Final = re.compile("的?(?:年度|全年|年初|既定)?(任务|目标|计划)(?![\u4e00-\u9fff])")
_MET: Final = re.compile(
    r"(?:超额|提前|全面|圆满|顺利|没有|没能?|未能?|尚未|仅)?(?:完成|达到|实现)了?(?:[^,;。、\d]{0,6}?(?:下达|定下|确定|安排|提出|交办|核定|规定|制定)的?)?"
)
_SET: Final = re.compile(r"(?:距离?|离|比|较)([^,;。、\d]{0,6}?(?:定|定下|确定|下达|核定|提出|规定))的?\Z")
_SET_AT: Final = re.compile("定下|下达|提出|核定|规定|确定|[国省市县区镇乡里]定")
_OFF: Final = re.compile("的?(?:标准|目标|任务|要求)?([还尚相]?(?:差|少|多|低|高出?|超出))了?")
_SETTING: Final = ("定", "下达", "提出")  # one of these stands in each
_GOALS: Final = ("任务", "目标", "计划")
_BEHIND: Final = 4  # characters between 平均水平 and the difference: 高出


class Against:
    """What the figures of one passage are told against."""

    def __init__(self, phrases: Names, passage: Passage, around: Around) -> None:
        self.phrases, self.around = phrases, around
        self.words, self.text, self.figures = phrases.words, phrases.text, passage.figures
        near = passage.near  # cheap tests first: most sentences tell of no aim
        self.any_set = any(word in near for word in _SETTING) and _SET_AT.search(near) is not None
        self.any_goal = any(word in near for word in _GOALS)

    def related(self, figure: Surroundings, subject: Named, unit: str) -> Named | None:
        """What a figure is told against needs its subject: (失业率)低于控制目标0.4个百分点, (脱贫)完成年度任务的102%.

        `unit` is that of the figure before.
        """
        owner = subject.noun
        standard = self._standard(figure, owner) if "的" in self.text[figure.left : figure.end + 1] else None
        if standard or not owner:
            return standard
        if self.around.mean:
            mean = self._mean(figure, owner)
            if mean:
                return mean
        beyond = self.around.beyond(figure)
        if beyond:
            return self._difference(figure, owner, beyond)
        return self._of_whole(figure, subject, unit) or self._of_task(figure, subject)

    def set_before(self, figure: Surroundings, of: Named) -> Named | None:
        """What was set, and how far it is from that: 公开信息241条，离(年初定下)的250条(还差)9条."""
        text = self.text
        before = next((f for f in self.figures if f.end == figure.left), None)
        off = _OFF.fullmatch(text, figure.left, figure.start) if before else None
        if before and off and _SET.search(text, before.left, before.start):
            return Named(of.text[-MOST:] + off[1], "", of.text, "owned")
        told = _SET.fullmatch(text, figure.left, figure.start) if _OFF.match(text, figure.end) else None
        return Named(of.text[-MOST:] + told[1], "", of.text, "owned") if told else None

    def goal(self, figure: Surroundings, of: Named) -> Named | None:
        """The aim that was met or missed, where what it is of was counted before: 服务85次，超额完成年初定下的(80次)目标."""
        kind = _GOAL.match(self.text, figure.end) if figure.kind != "ratio" else None
        if kind is None or not _MET.fullmatch(self.text, figure.left, figure.start) or kind[1] in of.text:
            return None
        return Named(of.text[-MOST:] + kind[1], "", of.noun, "owned")

    def _of_task(self, figure: Surroundings, subject: Named) -> Named | None:
        """(脱贫)完成年度任务的102%, (到位资金)完成全年任务12亿元的81.7%: what of it was done, and the task itself."""
        text, begin, end = self.text, figure.left, figure.start
        share = figure.kind == "ratio"
        if share and text[begin:end] == "的":  # behind the task itself
            before = next((f for f in self.figures if f.end == begin), None)
            begin, end = (before.left, before.start) if before else (begin, end)
        elif not share and not any(
            f.kind == "ratio" and figure.end < f.start <= figure.end + _OF_IT for f in self.figures
        ):
            return None
        task = self.words.task.search(text, begin, end)
        if task is None or self.phrases.before(begin, task.start()):
            return None
        owner = subject.noun if subject.how == "owned" else subject.text
        noun, whose = (subject.noun, task[1]) if share else (owner, "")
        return Named(owner[-MOST:] + whose + task[2], "", noun, "owned")

    def _of_whole(self, figure: Surroundings, subject: Named, unit: str) -> Named | None:
        """改造年度任务400户仅(完成)152户: what of the task was done."""
        if figure.kind == "ratio" and not _HAN.match(self.text, figure.end):
            done = _CARRIED_OUT.fullmatch(self.text, figure.left, figure.start)
            return (
                Named(subject.text + done[1], "", subject.text, "owned")
                if done and _PLAN.search(subject.text)
                else None
            )
        planned = _PLANNED.match(subject.text) if figure.unit == unit else None
        if planned and self.text[figure.left : figure.start].startswith("实际完成"):
            return Named(planned[1] + planned[2] + "实际完成", "", planned[1] + planned[2], "owned")
        task = self.words.tasked.search(subject.text) if figure.unit == unit else None
        if task and _HAN.match(self.text, figure.end):
            return None  # 完成60个村的治理
        done = task and self.words.finished.search(self.text, figure.left, figure.start)
        if not (task and done) or figure.left != done.start():
            return None
        owner = subject.text[: task.start()]
        return Named(owner + done[1], "", owner, "owned") if owner else None

    def _standard(self, figure: Surroundings, owner: str) -> Named | None:
        """(合格率82%)，低于县里(90%)的标准: what others ask for."""
        missed = _MISSED.fullmatch(self.text, figure.left, figure.start)
        if owner and missed and figure.left > figure.clause_start:  # 离85%(的要求还差)9个百分点
            return Named(owner[-MOST:] + missed[1], "", owner, "owned")
        asked = _STANDARD.match(self.text, figure.end)
        others = _ASKED.search(self.text, figure.left, figure.start) if asked else None
        if others is None or asked is None:
            return None
        if others.start() > figure.left:  # (领证率)离35%的任务还差4个百分点
            own = self.phrases.before(figure.left, others.start())
            if not own or not self.phrases.is_measured(own):
                return None
            owner = self.phrases.trim(own).text
        if not owner:
            return None
        return Named(owner[-MOST:] + others[1] + asked[1], "", owner, "owned")

    def _mean(self, figure: Surroundings, owner: str) -> Named | None:
        """(合格率)高于全国(96%)的平均水平, and the difference behind it: 比全国(70%)的平均水平高(22个百分点)."""
        text, mean, behind = self.text, MEAN.match(self.text, figure.end), ""
        if mean is None:
            before = next((f for f in self.figures if f.end == figure.left), figure)
            mean = MEAN.match(text, before.end, figure.start)
            if mean is None or figure.kind != "ratio":
                return None
            figure, behind = before, text[mean.end() : figure.start]
            if len(behind) > _BEHIND:
                return None
        others = OF_OTHERS.search(text, figure.left, figure.start)
        if others is None:
            return None
        name = others[0] + mean[0].removeprefix("的") + behind
        return Named(owner[-MOST:] + name, "", owner, "owned")

    def _difference(self, figure: Surroundings, owner: str, beyond: re.Match[str]) -> Named:
        """城镇登记失业率4.1%，低于控制目标0.4个百分点; with a subject of its own: (增幅)比全省平均水平高3个百分点."""
        subject = self.phrases.before(figure.left, beyond.start())
        own = self.phrases.join(subject)
        if own and own not in self.words.generic:
            owner, own = own, ""
        exceeded = "".join(self.phrases.raw[beyond.start() : beyond.end()].split())
        return Named((owner + own)[-MOST:] + exceeded, "", owner, "owned")

    def planned(self, known: Named, figure: Surroundings, unit: str) -> Named:
        """收购3.2万担，(计划)3.1万担: the plan for what was told before."""
        plan = _ITSELF.fullmatch(self.text, figure.left, figure.start)
        met = _PLAN_MET.search(known.text) if plan is None and figure.kind != "ratio" else None
        if met and met.start():
            return Named(known.text[: met.start()], "", known.text[: met.start()])
        if plan is None or figure.unit != unit or plan[1] in known.text or not known.text:
            return known
        return Named(known.text + plan[1], "", known.text + plan[1])
