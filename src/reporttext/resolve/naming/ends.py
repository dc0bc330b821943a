"""Where the words before a figure end that say what it measures: (国有股比重)由目前的72%, 建成(以茶叶为主的)10个基地."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.words.phrases import Phrases

_FROM_BASE: Final = re.compile(
    r"[从由](?:“?[一二三四五六七八九十]{1,3}五”?|(?:19|20)\d\d年|[上去前]年|年初|原来|原先|过去|往年|以往|以前|法定|最初|当初|目前|现在|当前|现有|现行)[期末底初时的]{0,4}\Z"
)
# 人均住房面积(到“十五”期末)超过20平方米
_BY_TERM: Final = re.compile(
    r"[到至]“?(?:[一二三四五六七八九十]{1,3}五”?|本?世纪|[本下]届|(?:19|20)\d\d年)期?末\Z"
)
# 建成(以优势资源为主的)10个基地: of what kind they are, before their number
_MAINLY: Final = re.compile(r"以[^,;。\d]{2,14}为(?:主体?|重点|核心|龙头|骨干|基础|依托|中心|主导)的\Z")
# 30个(潜力大、实力强的)县市, 500个(促进升级、填补空白的)项目: in a list what those counted are like
DESCRIBED: Final = re.compile(
    r"(?:[^,;。、\d“”]{2,10}(?:[大强高好多优长广深低快新小]|明显|鲜明|突出|先进|合理|严重|完善|齐全|领先|雄厚)"
    r"|(?:促进|实现|具有|体现|符合|推动|带动|浪费|破坏|影响|危害|覆盖|适应|代表|填补|拥有)[^,;。、\d“”]{2,12})"
    r"(?:、[^,;。、\d“”]{2,14}){1,4}的(?!目标|任务|要求|决定|情况|同时)(?=[\u4e00-\u9fff]{2,10}(?:[,;。:\n]|\Z))"
)
# 资金支出率(12月前)达到100%, 完工率(9月底前)要达到90%: by when
_BY_DATE: Final = re.compile(
    r"(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|[初中底末])?|[年季月]度?[底末])(?:之前|以前|前)?(?:力争|确保|争取|要|可|将|全部|基本|预计){0,2}(?:达到?|提[升高]到|[增降升]至|降到|控制在|保持在)\Z"
)
_FIRST: Final = "实现零的突破"  # 千亿企业(实现零的突破)、达到3家


class Ends:
    """What stands straight before the figures of one sentence, `near`, and is not measured."""

    def __init__(self, phrases: Phrases, near: str) -> None:
        self.text, self.words = phrases.text, phrases.words
        self.mainly = "的" in near and "以" in near
        self.first = _FIRST in near
        self.terms = "末" in near
        self.dates = "月" in near or "底" in near or "末" in near
        self.from_level = "从" in near or "由" in near

    def of(self, begin: int, end: int) -> int:
        """Where the words of [begin, end) end without a kind, a first, a term or the base of a change."""
        text = self.text
        kind = self.mainly and text[end - 1] == "的"
        mainly = _MAINLY.search(text, begin, end) if kind else None
        end = mainly.start() if mainly else end
        first = text.rfind(_FIRST, begin, end) if self.first else -1
        end = first if first > begin else end
        term = _BY_TERM.search(text, begin, end) if self.terms else None
        end = term.start() if term and term.start() > begin else end
        date = _BY_DATE.search(text, begin, end) if self.dates else None
        end = date.start() if date and date.start() > begin else end
        if self.from_level:
            level = self.words.from_level.search(text, begin, end) or _FROM_BASE.search(text, begin, end)
            end = level.start() if level else end
        return end
