"""Measures: length, area, volume, weight, power, energy, temperature, duration: 52.6平方公里, 3万余亩, 24小时, 连续三年, 3—5年内."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from reporttext.lexicon import Lexicon
from reporttext.rule.finding import Finding
from reporttext.rule.kind import Passage, Rule
from reporttext.rule.tries import trie


@cache
def _year_cues(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = lexicon["units"]["measure"]
    before = "|".join(re.escape(w) for w in sorted(table["year_before"], key=len, reverse=True))
    return re.compile(rf"(?:{before}) ?\Z"), re.compile(trie(table["year_after"]))


_FIRST: Final = re.compile(r"(?<![提之])前\Z")  # 前10个月 is a part of the calendar, 提前3个月 is not
_PAST: Final = re.compile(r"(?:(?<!提)前|过去|第)\Z")
_LASTS: Final = re.compile("内|以内|之内|时间|以上|左右")
_TERM: Final = re.compile(r"(?:历时|为期|限|限期|连续|持续|用|满|近|约)\Z")
_SOONER = ("提前", "推迟", "延期")
_CALENDAR: Final = re.compile(r"(?:1[89]|20|21)\d\d\Z|[12一二][\d零〇○一二三四五六七八九]{3}\Z|[6-9]\d\Z")


def accept(finding: Finding, passage: Passage) -> bool:
    """A span of years is a measure where the words round it say how long (连续三年, 3年内); 2022年 and 过去五年 are dates."""
    text, unit, start = passage.text, finding.unit, finding.start
    if unit == "个月" and _FIRST.search(text, max(0, finding.span.start - 2), finding.span.start):
        return False
    if unit in ("日", "周"):  # 3日, 第2周 are dates; 15日内, 历时两周 last
        lasts = _LASTS.match(text, finding.end) or _TERM.search(text, max(0, start - 4), start)
        return bool(lasts) and text[start - 1 : start] != "月"
    if unit in ("年", "个年头"):
        return _is_duration(finding, passage)
    if finding.number == "一" or (finding.style == "han" and unit in ("度", "方", "里")):
        return bool(finding.qualifier_text)
    return True


def _is_duration(finding: Finding, passage: Passage) -> bool:
    if _CALENDAR.search(finding.number):
        return False
    before, after = _year_cues(passage.lexicon)
    start = finding.span.start
    if _PAST.search(passage.text, max(0, start - 2), start):
        return False  # 比前五年增长
    says_how_long = bool(before.search(passage.text, max(0, start - 6), start)) or bool(
        after.match(passage.text, finding.end)
    )
    if finding.number == "一":
        return passage.text.startswith("时间", finding.end) or passage.text.endswith(_SOONER, 0, start)
    return says_how_long or (finding.rule.endswith("range") and finding.style == "digits")


RULE: Final = Rule(
    title="measure 度量",
    units="measure",
    accept=accept,
    refuses="dates and parts of the calendar (2022年, 前10个月, 3日) and spans of years that nothing says are lengths of time",
    examples=(
        ("改造低产橘园640亩", "640亩"),
        ("清理水面约0.4万㎡", "约0.4万㎡"),
        ("新增光伏装机2.5万千瓦", "2.5万千瓦"),
        ("已连续三年未发生事故", "三年"),
        ("3—5年内建成", "3—5年内"),
        ("接报后15分钟以内到达", "15分钟以内"),
        ("为80岁以上老人体检", "80岁以上"),
        ("PM2.5平均浓度28微克/立方米", "28微克/立方米"),
    ),
    silent=("2022年工作总结", "过去五年", "三年行动计划", "二〇一四年以来", "刚刚过去的一年", "7×24小时值守"),
)
