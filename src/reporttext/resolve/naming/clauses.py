"""Clauses without a figure that name what the figures behind them are told of: 最大的一笔是宿舍楼，投资395万元."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.naming.names import Named
from reporttext.resolve.words.marks import PHRASE_STOP, VERB
from reporttext.resolve.words.phrases import Phrases

# 平均寿命75岁，(高于全国平均水平)，居第2位: what is only compared is no subject
_COMPARISON: Final = "(?:高于|低于|超过|好于|快于|优于)(?:全[国省市区]|沿海|周边|同期|预期)"
# 将信访工作纳入年终考核，(信访工作考核)分值
ENTERED: Final = re.compile(
    r"[将把]([^,;。、\d]{2,14}?)(?:纳入|列入)[^,;。\d]{0,12}?(考核|考评|测评|评比)(?:体系|内容|指标)?\Z"
)
# 青溪镇地处县城西北，(总面积)98平方公里: where it lies is no subject
_LIES: Final = r"[^,;。、\d]{1,12}?(?:地处|位于|坐落|毗邻|距离?(?:县城|市区|城区))"
LIES_AT: Final = re.compile(_LIES)
NO_SUBJECT: Final = re.compile(f"{_COMPARISON}|{_LIES}")
_FAR: Final = 12  # characters of what became part of an assessment
# 计生年度(去年十月至今年九月)内, 汛期以来: when, and nothing that is told of
WHEN: Final = re.compile("(?:内|期间|以来|之前|之后|以后)\\Z")
# 品种以云烟为主, 最大的一笔是宿舍楼: what the figures behind are told of
_MAINLY: Final = re.compile(r"以([^,;。、]{2,10})为主\Z")
_FOREMOST: Final = re.compile(r"[^,;。\d]{0,8}?最[^,;。、的]{1,3}的[^,;。、的]{0,4}是")
# 跨上50亿元和100亿元(两个台阶), 突破千亿元(大关): behind a figure nothing that is counted
STAGE: Final = re.compile("[一二两三四五六几]?个?[百千万亿]{0,2}元?[新大]{0,2}(?:台阶|大关|关口)")
# 总量(迈上5万亿大台阶)，达到52000亿元; 出生率(几年来一直低于全国平均水平)，去年为9‰; 人均产值(2010年基本达到全国平均水平)，2020年超过…:
# what became of a subject before
_CLIMBED: Final = re.compile(
    r"(?:先后|接连|连续|成功|历史性|首次){0,2}(?:迈[上入]|[跨登跃站踏]上|突破|越过|跨[越过])了?[^,;。、]{0,8}(?:台阶|大关|关口)\Z"
)
_KEPT: Final = re.compile(
    r"(?:(?:[近几多]|[一二三四五六七八九十\d]{1,2})年来)?(?:一直|始终|连年|历年|均|都|仍|连续[^,;。]{1,3}年){0,2}(?:(?:高于|低于|好于|快于|优于)[^,;。]{2}|超过(?:全[国省市区]|沿海|周边|同期|预期))"
)
_BY_YEAR: Final = re.compile(r"[到至在]?(?:19|20)\d\d年")
_LEAST: Final = 2  # characters of a subject
_SHORT: Final = 2  # words of a noun behind its owner


def subject_in(text: str, begin: int, end: int) -> tuple[int, int]:
    """The part of a clause that names its subject, where the clause says what is foremost: 最大的一笔是(宿舍楼), 品种以(云烟)为主."""
    mainly = _MAINLY.search(text, begin, end)
    if mainly:
        return mainly.span(1)
    for told in (_CLIMBED, _KEPT, _BY_YEAR):
        behind = told.search(text, min(begin + _LEAST, end), end)
        end = behind.start() if behind else end
    foremost = _FOREMOST.match(text, begin, end)
    return (foremost.end() if foremost and foremost.end() < end else begin), end


def is_one_noun(phrases: Phrases, of: int, tokens: range, most: int) -> bool:
    """Whether a clause of at most `most` characters is all one noun with its owner, parted by the word `of`: 独生子女户的奖励费，每户120元."""
    known, rest = phrases.tokens, range(of + 1, tokens.stop)
    return (
        known.word(of) == "的"
        and 1 <= len(rest) <= _SHORT
        and known.end(tokens) - known.begin(tokens) <= most
        and not known.marks[rest[-1]] & (VERB | PHRASE_STOP)
        and not known.together(tokens.start, of) & VERB
    )


def entered(found: re.Match[str]) -> Named:
    """将意识形态工作纳入年终考核，(意识形态工作考核)分值."""
    name = found[1][-_FAR:] + found[2]
    return Named(name, "", name)
