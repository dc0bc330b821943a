"""The words round a figure: which of them can say what it measures, and which say nothing of it."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.words.marks import (
    AFTER_STOP,
    CLOSES,
    DATE,
    DATED,
    DECIMAL,
    EACH,
    FUSED,
    HEAD,
    IDLE_FIRST,
    IDLE_LAST,
    INNER,
    LOOSE,
    MODIFIER,
    MUTE,
    OF,
    OPENS,
    PER,
    PHRASE_STOP,
    TAIL,
    TIMED,
    VERB,
)
from reporttext.resolve.words.tokens import NO_TOKENS, Tokens
from reporttext.resolve.words.vocabulary import Vocabulary

MOST: Final = 16  # characters of a column head; a longer phrase loses words in its middle
_REACHES: Final = frozenset("达为提缩降升保控扩")
_PREFIXES: Final = frozenset("未不没")
_CAUSE: Final = re.compile("因[病残灾学婚老丧伤疫毒]")
# 水利、道路等 before the noun that these are of.
_ATTRIBUTES: Final = re.compile(r"[\u4e00-\u9fff]{2,6}(?:、[^,;。、等\d]{2,6}){1,3}等(?=[\u4e00-\u9fff]{2})")
# 14家(涉粉尘、有限空间)企业, but not 2家(银行、保险公司)
_OF_FIRMS: Final = re.compile(
    r"[^,;。、等\d]{2,6}(?<![企公行店厂社司场馆所院校])(?<!企业)(?<!单位)(?<!工厂)(?<!酒店)(?:、[^,;。、等\d]{2,6}?){1,3}(?=(?:企业|单位)(?!负责人|家))"
)
_CONTROLLED: Final = ("率控制", "量控制", "数控制", "额控制")  # the segmenter joins 率控制
_RETURNED: Final = re.compile("还[林草湖湿牧耕绿田]")  # 退耕还林还草: no adverb
# 20家(中试基地), 5000家(中小企业): the segmenter joins 家中
_MIDDLE: Final = re.compile("中(?:试|小(?!学?生)|央企|医|药|外合|型|等职|高职|介)")
_FOOTNOTE: Final = re.compile(r"[\[［〔]\d{1,3}[\]］〕]?")
# 9个市、州、地(传染病医院): whose they are.
_LEVELS: Final = re.compile(
    "[省市州盟地县区旗乡镇村](?:、[省市州盟地县区旗乡镇村]){1,3}(?=[\u4e00-\u9fff]{3})"
)
_PARTNERS: Final = re.compile("政府[和与]社会资本")
_AND: Final = ("和", "与", "及")
_OTHERS: Final = ("一批", "一系列", "一大批", "部分", "其他", "有关", "相关")
_WORKS: Final = ("建设", "工程", "项目", "改造", "治理", "整治", "开发", "基地", "系统", "体系")
_CLAUSE_ENDS: Final = re.compile(r"[,;。、\n]|\Z")
_OPENING, _CLOSING = re.compile("[(（]"), re.compile("[)）]")


class Phrases:
    """Finds the words that tell in stretches of the sentence that `tokens` is open at. Offsets are the document's."""

    def __init__(self, words: Vocabulary, tokens: Tokens) -> None:
        self.words = words
        self.tokens = tokens
        self.text = tokens.folded
        self.raw = tokens.text

    def join(self, tokens: range) -> str:
        """The report's own characters, without blanks, line breaks, a quote that has lost its twin and a bracket that does not close."""
        if not tokens:
            return ""
        known = self.tokens
        text = self.raw[known.starts[tokens.start] : known.ends[tokens.stop - 1]]
        if known.seen & INNER and (
            known.together(tokens.start + 1, tokens.stop - 1) & INNER
            or (known.marks[tokens.start] | known.marks[tokens.stop - 1]) & TIMED
        ):
            text = self._without_inner(tokens)
        if "由每" in text:
            text = text.replace("由每", "每")  # 发案数由每月9起: the segmenter joins 数由
        return text if text.isalnum() else _tidied(text)

    def _without_inner(self, tokens: range) -> str:
        starts, ends, marks = self.tokens.starts, self.tokens.ends, self.tokens.marks
        kept = [
            k
            for k in tokens
            if not marks[k] & INNER
            or (k in (tokens[0], tokens[-1]) and not marks[k] & TIMED)
            or (marks[k] & EACH and marks[k - 1] & PER)
            or _RETURNED.match(self.text, starts[k])
        ]
        return "".join([self.raw[starts[k] : ends[k]] for k in kept])

    def is_measured(self, tokens: range) -> bool:
        return self.words.is_measured(self.join(tokens))

    def before(self, begin: int, end: int) -> range:
        """The words of a stretch before a figure, without those at both ends that say nothing of what is measured."""
        return self.telling(self.tokens.between(begin, end))

    def telling(self, tokens: range) -> range:
        """Words without those at both ends that say nothing of what is measured."""
        marks, (first, last) = self.tokens.marks, (tokens.start, tokens.stop)
        while last > first and marks[last - 1] & IDLE_LAST and not self._is_quotient(last - 1, tokens.stop):
            last -= 1
        while first < last and (marks[first] & IDLE_FIRST or self._is_date(tokens, first)):
            if _CAUSE.match(self.text, self.tokens.starts[first]):
                break  # 其中(因病致贫)27户
            first += 1
        if last - first == 1 and self.tokens.ends[first] - self.tokens.starts[first] == 1:
            first, last = self._with_neighbour(tokens, first)
        kept = range(first, last)
        if not kept:
            return kept
        begin, end = self.tokens.starts[first], self.tokens.ends[last - 1]
        # The segmenter joins 率达, and 年总产 behind 2012.
        dated = first > tokens.start and marks[first] & DATED and marks[first - 1] & DECIMAL
        # The segmenter joins 确保全 of 确保全社会投资.
        begin += 2 if end - begin > 6 and self.text.startswith("确保全", begin) else 0
        begin += 1 if dated and self.tokens.ends[first] - begin > 2 else 0
        end -= 1 if marks[last - 1] & FUSED else 0
        end -= 2 if self.text.endswith(_CONTROLLED, begin, end) else 0
        if begin > self.tokens.starts[first] or end < self.tokens.ends[last - 1]:
            return self.tokens.clipped(kept, begin, end)
        return kept

    def _is_quotient(self, k: int, stop: int) -> bool:
        """Whether 比 is a quotient and compares nothing: 存贷(比)达到86%, 城乡收入(比)缩小到2.1."""
        known = self.tokens
        return known.word(k) == "比" and k + 1 < stop and known.word(k + 1)[0] in _REACHES

    def _with_neighbour(self, tokens: range, k: int) -> tuple[int, int]:
        """The one character left of a stretch with the word that it hangs on: (重点)件, 未(完成)."""
        known = self.tokens
        if k + 1 < tokens.stop and known.word(k) in _PREFIXES:
            return k, k + 2
        if k > tokens.start and known.word(k - 1) == "在":
            return k - 1, k + 1  # (在保)405户, (在册)81人
        kind = known.word(k - 1) if k > tokens.start and not known.marks[k] & VERB else ""
        return (k - 1 if kind in self.words.modifiers else k), k + 1

    def _is_date(self, tokens: range, k: int) -> bool:
        """Whether word `k` is a number before 年, 年度, 月 or 日, or that word after its number."""
        marks = self.tokens.marks
        if marks[k] & DATE:
            return k > tokens.start and bool(marks[k - 1] & DECIMAL)
        return bool(marks[k] & DECIMAL) and k + 1 < tokens.stop and bool(marks[k + 1] & DATED)

    def after(self, begin: int, end: int) -> range:
        """The words of a stretch after a figure, where they can be the thing counted."""
        if self.text.startswith("人口", begin - 1):
            begin += 1  # 3870万人口中: the unit is 人, what is counted stands after the word
        levels = _LEVELS.match(self.text, begin, end) if self.text[begin + 1 : begin + 2] == "、" else None
        owned = self.tokens.between(levels.end(), end) if levels else NO_TOKENS
        if owned and not self.tokens.marks[owned.start] & VERB:
            begin = self.tokens.begin(owned)
        tokens, marks = self.tokens.between(begin, end), self.tokens.marks
        first, last = tokens.start, tokens.stop
        middle = self.text.startswith("中", begin) and _MIDDLE.match(self.text, begin) is not None
        while first < last and marks[first] & LOOSE and not middle:
            first += 1
        while first < last and marks[last - 1] & MUTE:
            last -= 1
        if (
            last - first > 2
            and self.tokens.word(first) == "已"
            and self.modifies(range(first, last), first + 1)
        ):
            first += 1  # 4个已签约项目
        if first == last or (marks[first] & AFTER_STOP and not middle):
            return NO_TOKENS
        idle = IDLE_FIRST | IDLE_LAST
        says = any(marks[k] & idle != idle or marks[k] & VERB for k in range(first, last))  # 6处(共)1.4公里
        return range(first, last) if says else NO_TOKENS

    def counted(
        self, tokens: range, *, noun_only: bool, acting: bool = False, several: bool = False
    ) -> range:
        """The words after a figure as far as a column head goes: up to a list, a verb if `noun_only`, MOST characters.

        Of those who are `acting` no verb is a part: 43家企业(提供岗位528个). What is of `several` kinds may open with a list of
        these: 20个水利、道路等民生工程.
        """
        marks, ends, first = self.tokens.marks, self.tokens.ends, tokens.start
        furthest = self.tokens.starts[first] + MOST
        bracketed = False  # 县（市、区）
        quoted = self._quoted(first, tokens.stop)
        last = self._past_list(first, tokens.stop, furthest) if several else first + 1
        while last < tokens.stop:
            mark = marks[last]
            bracketed = bool(mark & OPENS) or (bracketed and not mark & CLOSES)
            stops = mark & PHRASE_STOP and not bracketed and not self._goes_on(first, last)
            stops = stops and not (
                _PARTNERS.match(self.text, self.tokens.starts[first]) and last == first + 1
            )
            stops = stops and not self._is_joint(first, last, tokens.stop)
            stops = stops and not (
                last == first + 1 and marks[first] & VERB and mark & MODIFIER
            )  # 化解全部债务
            if ends[last] > furthest or stops:
                break
            if mark & OF and self.words.outside.match(self.text, ends[last]):
                break
            if noun_only and mark & VERB and last > quoted and not self.tokens.marks[last - 1] & VERB:
                acts = acting and self.words.actors.search(self.join(range(first, last)))
                if acts or not self.modifies(tokens, last):
                    break
            last += 1
        while last - first > 1 and (marks[last - 1] & TAIL or self._is_left_over(last - 1)):
            last -= 1
        return range(first, last)

    def _is_left_over(self, k: int) -> bool:
        """Whether a numeral ends the words without its unit: 3名教师支教(2)年; not that of a footnote."""
        known = self.tokens
        return bool(known.marks[k] & DECIMAL) and self.text[known.starts[k] - 1] not in "[［〔"

    def _quoted(self, first: int, stop: int) -> int:
        """The last word of the name that the quotes open with, whose verbs are its own: 6209个(“能力提升”项目); else -1."""
        if not self.text.startswith("“", self.tokens.starts[first]):
            return -1
        return next((k for k in range(first, stop) if "”" in self.tokens.word(k)), -1)

    def _past_list(self, first: int, stop: int, furthest: int) -> int:
        """The word behind the attributes of one noun, where 等 closes a list of them: 20个(水利、道路等)民生工程; else the second word."""
        begin = self.tokens.starts[first]
        firms = _OF_FIRMS.match(self.text, begin) if self.text.startswith("家", begin - 1) else None
        listed = firms or _ATTRIBUTES.match(self.text, begin)
        if listed is None or listed.end() + 2 > furthest:
            return first + 1
        last = first
        while last < stop and self.tokens.ends[last] <= listed.end():
            if self.tokens.marks[last] & VERB:
                return first + 1  # 20个县开展宣传、培训等活动
            last += 1
        return last if last < stop else first + 1

    def _goes_on(self, first: int, sign: int) -> bool:
        """Whether 、 or 和 joins two attributes of one noun: 210家(高耗能、高污染企业), 9公里(黑河、臭河治理), 500个(国家和省科技项目)."""
        if sign != first + 1 or sign + 1 >= self.tokens.count or self.tokens.word(sign) not in ("、", "和"):
            return False
        before, behind = self.tokens.word(first), self.tokens.word(sign + 1)
        alike = len(before) > 1 and (
            before[0] == behind[0] or (before[-1] == behind[-1] and len(before) == len(behind))
        )
        return before in self.words.levels or alike

    def _is_joint(self, first: int, sign: int, stop: int) -> bool:
        """Whether 和 or 及 joins what the noun at the end of the clause is of: 8个(地区的道路及客运系统建设)."""
        known = self.tokens
        if known.word(sign) not in _AND or known.ends[stop - 1] - known.starts[first] > MOST:
            return False
        rest = known.together(sign + 1, stop)
        return (
            self.text.endswith(_WORKS, known.starts[sign], known.ends[stop - 1])
            and not rest & PHRASE_STOP
            and not known.marks[first] & VERB
            and not known.marks[sign - 1] & HEAD
            and not self.text.endswith(_WORKS, known.starts[first], known.ends[sign - 1])
            and not self.text.startswith(_OTHERS, known.ends[sign])
            and _CLAUSE_ENDS.match(self.text, known.ends[stop - 1]) is not None
        )

    def modifies(self, tokens: range, verb: int) -> bool:
        """Whether a verb belongs to the noun behind it (恢复重建项目)."""
        marks = self.tokens.marks
        behind = next((marks[k] for k in range(verb + 1, tokens.stop) if not marks[k] & VERB), 0)
        return bool(behind & HEAD)

    def leading_verbs(self, tokens: range) -> range:
        marks, end = self.tokens.marks, tokens.start
        while end < tokens.stop and marks[end] & VERB:
            end += 1
        return range(tokens.start, end)

    def trailing_verbs(self, tokens: range) -> range:
        marks, begin = self.tokens.marks, tokens.stop
        while begin > tokens.start and marks[begin - 1] & VERB:
            begin -= 1
        return range(begin, tokens.stop)


def _tidied(text: str) -> str:
    text = _FOOTNOTE.sub("", "".join(text.split()))
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    text = text.lstrip(")）")
    opening = _OPENING.search(text)
    if opening and not _CLOSING.search(text, opening.end()):
        text = text[: opening.start()] or text[opening.end() :]
    return text
