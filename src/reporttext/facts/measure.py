"""Measures: length, area, volume, weight, power, energy, temperature, duration: 52.6平方公里, 3万余亩, 24小时, 连续三年, 3—5年内."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from reporttext.lexicon import Lexicon, texts
from reporttext.rule.finding import Finding
from reporttext.rule.kind import Passage, Rule
from reporttext.rule.tries import trie


class _Cues(NamedTuple):
    """The lists of [measure] in data/units.toml that say whether a span of time is a length or a date."""

    year_before: re.Pattern[str]
    year_after: re.Pattern[str]
    lasting_before: re.Pattern[str]
    lasting_after: re.Pattern[str]
    sooner: tuple[str, ...]


@cache
def _cues(lexicon: Lexicon) -> _Cues:
    table = lexicon["units"]["measure"]
    lists = {name: texts(f"units.measure.{name}", table[name]) for name in _Cues._fields}
    return _Cues(
        year_before=re.compile(rf"{trie(lists['year_before'])} ?\Z"),
        year_after=re.compile(trie(lists["year_after"])),
        lasting_before=re.compile(rf"{trie(lists['lasting_before'])}\Z"),
        lasting_after=re.compile(trie(lists["lasting_after"])),
        sooner=lists["sooner"],
    )


_FIRST: Final = re.compile(r"(?<![提之])前\Z")  # 前10个月 is a part of the calendar, 提前3个月 is not
_PAST: Final = re.compile(r"(?:(?<!提)前|过去|第)\Z")
# 占用了6年, 拖了8年才: what went on for so long; 过去了五年 and 实现了三年翻番 tell no such thing
_WENT_ON: Final = re.compile(r"[^过去来到成入]了\Z")
_STOPS: Final = re.compile(r"[,。;、)才还也\n]|\Z")
_CALENDAR: Final = re.compile(r"(?:1[89]|20|21)\d\d\Z|[12一二][\d零〇○一二三四五六七八九]{3}\Z|[6-9]\d\Z")


def accept(finding: Finding, passage: Passage) -> bool:
    """A span of years is a measure where the words round it say how long (连续三年, 3年内); 2022年 and 过去五年 are dates."""
    text, unit, start = passage.text, finding.unit, finding.start
    if unit == "个月" and _FIRST.search(text, max(0, finding.span.start - 2), finding.span.start):
        return False
    if unit in ("日", "周"):  # 3日, 第2周 are dates; 15日内, 历时两周 last
        known = _cues(passage.lexicon)
        lasts = known.lasting_after.match(text, finding.end) or known.lasting_before.search(
            text, max(0, start - 4), start
        )
        return bool(lasts) and text[start - 1 : start] != "月"
    if unit in ("年", "个年头"):
        return _is_duration(finding, passage)
    if finding.number == "一" or (finding.style == "han" and unit in ("度", "方", "里")):
        return bool(finding.qualifier_text)
    return unit != "P" or not text[start - 1 : start].isalpha() or not text[start - 1].isascii()  # P2P


def _is_duration(finding: Finding, passage: Passage) -> bool:
    if _CALENDAR.search(finding.number.replace(" ", "")):  # 2 007年
        return False
    known = _cues(passage.lexicon)
    start = finding.span.start
    if _PAST.search(passage.text, max(0, start - 2), start):
        return False  # 比前五年增长
    says_how_long = bool(known.year_before.search(passage.text, max(0, start - 6), start)) or bool(
        known.year_after.match(passage.text, finding.end)
    )
    says_how_long = says_how_long or (
        _WENT_ON.search(passage.text, max(0, start - 2), start) is not None
        and _STOPS.match(passage.text, finding.end) is not None
    )
    if finding.number == "一":
        return passage.text.startswith("时间", finding.end) or passage.text.endswith(known.sooner, 0, start)
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
        ("这桩旧案拖了6年，终于办结", "6年"),
        ("接报后15分钟以内到达", "15分钟以内"),
        ("为80岁以上老人体检", "80岁以上"),
        ("PM2.5平均浓度28微克/立方米", "28微克/立方米"),
    ),
    silent=(
        "2022年工作总结",
        "过去五年",
        "时间过去了五年，",
        "三年行动计划",
        "二〇一四年以来",
        "刚刚过去的一年",
        "7×24小时值守",
    ),
)
