"""Where the times of a sentence stand, which its names leave out: (2021年7月1日至2022年6月30日)植树, 中欧班列(全年)发运."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.period.calendar import Calendar

_BEFORE: Final = re.compile("(?:截至|截止|自从|[自从到至]|(?<![现正存实所])在)\\Z")
_OF_FORMER: Final = "由从"  # 收购价由(去年的)9元涨到11元
_NO_SPAN: Final = "第每满个"  # 第四年, 上一个五年
_BARE: Final = re.compile("(?<![\\d.])(?:\\d{1,4}(?:、|和|与|及)){1,11}\\Z")  # (3、)5月, (2020、2021、)2022年
_QUARTERS: Final = re.compile("(?:第?[一二三](?:、|和|与|及)){1,3}\\Z")  # (一、二、)三季度
_ROW: Final = 40  # characters of such numbers
_WITH: Final = re.compile("[与同和]\\Z")
_BEHIND: Final = re.compile(
    "(?:相比|以来|开始|起(?![草诉步飞源降运到点])|[底末初](?![始步级中])|间(?!接)|期间)"
)
# 全年任务, 上年计划: of which time a task is, is a part of its name.
_TASKS: Final = ("任务", "计划", "目标", "预算", "指标")
_NAMED: Final = (("“", "”"), ("《", "》"))  # a title keeps its own time: “2022年春风行动”


def timed(known: Calendar, text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """The stretches of [begin, end) that say a time, in order, with the words that hang on it."""
    found: list[tuple[int, int]] = []
    last = begin
    for m in known.find(text, begin, end):
        start, stop = m.span()
        counts = m["count"] is not None or m["since"] is not None
        if text[start - 1] == "占" or (counts and text[start - 1] in _NO_SPAN):
            continue  # 占(“十五”时期公路投资总额)的31%
        if text.startswith(_TASKS, stop) or any(_inside(text, begin, start, pair) for pair in _NAMED):
            continue
        behind = _BEHIND.match(text, stop, end)
        stop = behind.end() if behind else stop
        stop += 1 if counts and text.startswith("来", stop) else 0  # 近两年(来)
        stop += 1 if text[start - 1] in _OF_FORMER and text.startswith("的", stop) else 0
        compared = behind is not None and behind[0] == "相比"
        before = (_WITH if compared else _BEFORE).search(text, max(last, start - 2), start)
        start = before.start() if before else start
        quarter = text.startswith("季度", start + 1)
        if (quarter or text[start].isdigit()) and text[start - 1] in "、和与及":
            bare = (_QUARTERS if quarter else _BARE).search(text, max(last, start - _ROW), start)
            start = bare.start() if bare else start
        if start < stop:
            found.append((start, stop))
            last = stop
    return found


def _inside(text: str, begin: int, at: int, pair: tuple[str, str]) -> bool:
    return text.rfind(pair[0], begin, at) > text.rfind(pair[1], begin, at)
