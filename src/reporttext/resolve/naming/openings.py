"""Where the words before a figure begin that say what it measures: behind a time, a cause, a means, a theme."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.words.phrases import Phrases

# 扣除价格上涨因素(实际增长5%), 按可比口径计算: how a growth is counted is nothing that it measures.
_ADJUSTED: Final = re.compile(
    r"(?:扣除|剔除)[^,;。、\d]{0,6}[价通][^,;。、\d]{0,6}?(?:因素|影响)(?:的?影响)?后?|按照?(?:可比|不变|当年)(?:价格|价|口径)(?:计算|折算)?|按?同口径(?:相比|计算)|[据经]?初步(?:核算|统计|测算|汇总)"
    "|经(?:核实|核查|查实|复核|鉴定|认定|排查|摸排|调查|抽查)(?:确属|确为|确认为?|认定为|属于)?(?![的了])"
)
# When, and by what, something came about: 7月17日至19日的强降雨造成(农作物受灾)
_DATES: Final = re.compile(r"(?:\d{1,2}月)?\d{1,2}日?(?:至|到|-)(?:\d{1,2}月)?\d{1,2}日的?")
_GONE: Final = re.compile(
    r"(?:带队|组团|先后|分别)?(?:赴|前往)(?:[^,;。]{2,20}?等地(?:区)?|[^,;。、\d]{2,5}(?:、[^,;。、\d]{2,5}?){1,4}(?=外出|开展|考察|招商|学习|对接|洽谈))"
)  # 赴长三角、珠三角等地(外出招商)23批次
# 剔除停产因素后(增长3%): counted without what came but once
_LEFT_OUT: Final = re.compile(r"(?:扣除|剔除)[^,;。、\d]{0,12}?(?:因素|影响)(?:的?影响)?后?")
_THEMES: Final = ("围绕", "聚焦", "针对", "紧扣", "对照")
# 围绕海洋强国等重要论述(开展研讨)5次
_ABOUT: Final = re.compile(rf"(?:{'|'.join(_THEMES)})[^,;。\d]{{2,40}}?(?=开展|进行|举办|举行|召开)")
# 走进校园、工地(举办讲座)19场
_TOURED: Final = re.compile(r"走进[^,;。\d]{2,20}?(?=开展|举办|宣讲|进行|提供|举行)")
# 试点以来(调解纠纷)43起, 宣传周期间(入户劝导)2300户, 改造后(新增车位)200个
_SINCE: Final = re.compile(
    r"[^,;。、\d]{1,14}?(?:期间|以来|(?<!产)后(?![备续勤期方进面盾台代端起果]))(?=[\u4e00-\u9fff]{2})"
)
_PERIODS: Final = frozenset(("期间", "以来", "后"))
_PLANNED: Final = re.compile(r"“?[一二三四五六七八九十]{1,3}五”?(?:时期|期间)")
# 两年间(修路)9公里, 半年来(新接收)12人
_YEARS: Final = re.compile(
    r"\s?[这过去近]{0,3}(?:[一二三四五六七八九十两]{1,2}年[中间](?![期央等心])|(?:半|[一二三四五六七八九十两]{1,2})(?:年多?|个多?月|个?季度)来)"
)
_AIMS: Final = re.compile("目标[是为]")
_ON_BASE: Final = "的基础上"  # 在上年增长15%(的基础上)又增长14%


class Openings:
    """What opens the stretches before the figures of one sentence, `near`, and is not measured."""

    def __init__(self, phrases: Phrases, near: str) -> None:
        self.phrases, self.text, self.words = phrases, phrases.text, phrases.words
        self.planned = "时期" in near or "期间" in near
        self.gone = "赴" in near or "前往" in near
        self.toured = "走进" in near
        self.about = any(word in near for word in _THEMES)
        self.since = "期间" in near or "以来" in near or "后" in near
        self.aims = "目标是" in near or "目标为" in near
        self.contests = "在" in near and ("中" in near or "上" in near)
        self.means = any(word in near for word in phrases.words.using)
        self.caused = self.words.caused.search(near) is not None
        self.adjusted = "除" in near or "按" in near or "口径" in near or "初步" in near or "经" in near
        self.years = "年中" in near or "年间" in near or "来" in near

    def behind(self, begin: int, end: int) -> int:
        """Where the words begin that follow a time, a cause, a means, or what announces aims: 7月17日至19日的强降雨造成(农作物受灾)."""
        text = self.text
        begin += len(_ON_BASE) if text.startswith(_ON_BASE, begin) and begin + len(_ON_BASE) <= end else 0
        if self.planned:
            for planned in _PLANNED.finditer(text, begin, end):
                if text[planned.start() - 1] != "占":
                    begin = planned.end()
        years = _YEARS.match(text, begin, end) if self.years else None
        begin = years.end() if years else begin
        aims = _AIMS.search(text, begin, end) if self.aims else None
        begin = aims.end() if aims and aims.end() < end else begin
        dates = _DATES.match(text, begin, end) if text[begin].isdigit() else None
        begin = dates.end() if dates else begin
        gone = _GONE.search(text, begin, end) if self.gone else None
        begin = gone.end() if gone and gone.end() < end else begin
        left_out = _LEFT_OUT.match(text, begin, end) if self.adjusted else None
        begin = left_out.end() if left_out else begin
        toured = _TOURED.match(text, begin, end) if self.toured else None
        begin = toured.end() if toured else begin
        about = _ABOUT.match(text, begin, end) if self.about else None
        begin = about.end() if about else begin
        begin = self._behind_period(begin, end) if self.since else begin
        won = self.words.in_contest.match(text, begin, end) if self.contests else None
        begin = won.end() if won and won.end() < end else begin
        adjusted = _ADJUSTED.search(text, begin, end) if self.adjusted else None
        begin = adjusted.end() if adjusted and adjusted.start() == begin else begin
        means = self.words.means.search(text, begin, end) if self.means else None
        begin = means.end() if means and means.end() < end else begin
        caused = self.words.caused.search(text, begin, end) if self.caused else None
        return caused.end() if caused else begin

    def _behind_period(self, begin: int, end: int) -> int:
        """Where the words begin that follow 期间, 以来 or 后, each a word of its own (not in 灾后): 改造后(新增车位)200个."""
        since = _SINCE.match(self.text, begin, end)
        if since is None:
            return begin
        known = self.phrases.tokens
        before, rest = known.between(begin, since.end()), self.phrases.before(since.end(), end)
        if len(before) < 2 or known.word(before[-1]) not in _PERIODS or not rest:
            return begin
        says_all = self.phrases.join(rest) not in self.words.generic
        of_time = known.word(before[-1]) != "后" and self.phrases.is_measured(rest)
        return since.end() if says_all and not of_time else begin  # 假日期间旅游收入 is of these days
