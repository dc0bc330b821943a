"""Words into names: which of the words round a figure say what it measures, and which say nothing of it."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import CIRCUMSTANCES
from reporttext.resolve.marks import (
    AFTER_STOP,
    CLOSES,
    DANGLING,
    DATE,
    DATED,
    DECIMAL,
    EACH,
    FUSED,
    HEAD,
    IDLE_FIRST,
    IDLE_LAST,
    INNER,
    LINKS,
    LISTS,
    LOOSE,
    MUTE,
    OF,
    OPENS,
    PER,
    PHRASE_STOP,
    QUOTED,
    SAYING,
    SHARE,
    TAIL,
    VERB,
)
from reporttext.resolve.tokens import NO_TOKENS, Tokens
from reporttext.resolve.vocabulary import Vocabulary

MOST: Final = 16  # characters of a column head; a longer phrase loses words in its middle


class Named:
    """An indicator with its parts: the verb that opens it and the noun it is about, either of them possibly empty.

    `how` says where the words stood: before, after, both, clause (the one before), listed, owned, inherited, paired.
    """

    __slots__ = ("how", "noun", "text", "verb")

    def __init__(self, text: str, verb: str = "", noun: str = "", how: str = "before") -> None:
        self.text, self.verb, self.noun, self.how = text, verb, noun, how

    def by(self, how: str) -> Named:
        """The same name, found elsewhere."""
        return Named(self.text, self.verb, self.noun, how)


MOST_OF_SHARE: Final = 24  # 民营经济增加值占国内生产总值的比重 says nothing without its first words
NOTHING: Final = Named("")
_MANY: Final = VERB | MUTE | SAYING | SHARE | QUOTED
# 的 with one of these ends the thing counted: 建设高速公路的决策, 办理12件实事的同时
_OUTSIDE: Final = re.compile(
    rf"(?:决策|决定|部署|目标|要求|任务)(?![\u4e00-\u9fff])|{'|'.join(CIRCUMSTANCES)}"
)
_LEVELS: Final = frozenset(("国家", "国家级", "中央", "国内"))
_FOOTNOTE: Final = re.compile(r"[\[［〔]\d{1,3}[\]］〕]?")
_OPENING, _CLOSING = re.compile("[(（]"), re.compile("[)）]")


class Phrases:
    """Makes names of stretches of the sentence that `tokens` is open at. Offsets are the document's."""

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
        if known.seen & INNER and known.together(tokens.start + 1, tokens.stop - 1) & INNER:
            text = self._without_inner(tokens)
        return text if text.isalnum() else _tidied(text)

    def _without_inner(self, tokens: range) -> str:
        starts, ends, marks = self.tokens.starts, self.tokens.ends, self.tokens.marks
        kept = [
            k
            for k in tokens
            if not marks[k] & INNER
            or k in (tokens[0], tokens[-1])
            or (marks[k] & EACH and marks[k - 1] & PER)
        ]
        return "".join([self.raw[starts[k] : ends[k]] for k in kept])

    def before(self, begin: int, end: int) -> range:
        """The words of a stretch before a figure, without those at both ends that say nothing of what is measured."""
        return self.telling(self.tokens.between(begin, end))

    def telling(self, tokens: range) -> range:
        """Words without those at both ends that say nothing of what is measured."""
        marks, (first, last) = self.tokens.marks, (tokens.start, tokens.stop)
        while last > first and marks[last - 1] & IDLE_LAST:
            last -= 1
        while first < last and (marks[first] & IDLE_FIRST or self._is_date(tokens, first)):
            first += 1
        kept = range(first, last)
        if not kept:
            return kept
        begin, end = self.tokens.starts[first], self.tokens.ends[last - 1]
        # The segmenter joins 率达, and 年总产 behind 2012.
        dated = first > tokens.start and marks[first] & DATED and marks[first - 1] & DECIMAL
        begin += 1 if dated and self.tokens.ends[first] - begin > 2 else 0
        end -= 1 if marks[last - 1] & FUSED else 0
        if begin > self.tokens.starts[first] or end < self.tokens.ends[last - 1]:
            return self.tokens.clipped(kept, begin, end)
        return kept

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
        tokens, marks = self.tokens.between(begin, end), self.tokens.marks
        first, last = tokens.start, tokens.stop
        while first < last and marks[first] & LOOSE:
            first += 1
        while first < last and marks[last - 1] & MUTE:
            last -= 1
        if (
            last - first > 2
            and self.tokens.word(first) == "已"
            and self.modifies(range(first, last), first + 1)
        ):
            first += 1  # 4个已签约项目
        return range(first, last) if first < last and not marks[first] & AFTER_STOP else NO_TOKENS

    def counted(self, tokens: range, *, noun_only: bool) -> range:
        """The words after a figure as far as a column head goes: up to a list, a verb if `noun_only`, MOST characters."""
        marks, ends, first = self.tokens.marks, self.tokens.ends, tokens.start
        furthest = self.tokens.starts[first] + MOST
        bracketed = False  # 县（市、区）
        last = first + 1
        while last < tokens.stop:
            mark = marks[last]
            bracketed = bool(mark & OPENS) or (bracketed and not mark & CLOSES)
            stops = mark & PHRASE_STOP and not bracketed and not self._goes_on(first, last)
            if ends[last] > furthest or stops:
                break
            if mark & OF and _OUTSIDE.match(self.text, ends[last]):
                break
            if noun_only and mark & VERB and not self.modifies(tokens, last):
                break
            last += 1
        while last - first > 1 and marks[last - 1] & TAIL:
            last -= 1
        return range(first, last)

    def _goes_on(self, first: int, sign: int) -> bool:
        """Whether 、 or 和 joins two attributes of one noun: 210家(高耗能、高污染企业), 9公里(黑河、臭河治理), 500个(国家和省科技项目)."""
        if sign != first + 1 or sign + 1 >= self.tokens.count or self.tokens.word(sign) not in ("、", "和"):
            return False
        before, behind = self.tokens.word(first), self.tokens.word(sign + 1)
        alike = len(before) > 1 and (
            before[0] == behind[0] or (before[-1] == behind[-1] and len(before) == len(behind))
        )
        return before in _LEVELS or alike

    def modifies(self, tokens: range, verb: int) -> bool:
        """Whether a verb belongs to the noun behind it (恢复重建项目)."""
        marks = self.tokens.marks
        behind = next((marks[k] for k in range(verb + 1, tokens.stop) if not marks[k] & VERB), 0)
        return bool(behind & HEAD)

    def named(self, tokens: range) -> Named:
        """The words as they stand, parted into verb and noun."""
        verbs, text = self.leading_verbs(tokens), self.join(tokens)
        return (
            Named(text, self.join(verbs), self.join(tokens[len(verbs) :])) if verbs else Named(text, "", text)
        )

    def trim(self, tokens: range) -> Named:
        """Verb and object, or a measured noun whole; too long a phrase keeps its verb and its last words."""
        marks = self.tokens.marks
        if marks[tokens.stop - 1] & CLOSES:
            opening = next((k for k in tokens[1:] if marks[k] & OPENS), tokens.stop)
            tokens = range(tokens.start, opening)
        seen = self.tokens.together(tokens.start, tokens.stop)
        if not seen & _MANY and self.tokens.end(tokens) - self.tokens.begin(tokens) <= MOST:
            noun = self.join(tokens)
            return Named(noun, "", noun)  # no verb to part from it, nothing to leave out
        if not marks[tokens.start] & VERB and (summed := self._summed(tokens)):
            return summed
        if self.is_measured(tokens):
            while len(tokens) > 1 and marks[tokens.start] & SAYING:
                tokens = tokens[1:]  # 提出地区生产总值(增长5%)
            return self._fitted(tokens)
        action = self._action(tokens)
        return self._described(tokens, action) or self._fitted(range(action, tokens.stop))

    def _summed(self, tokens: range) -> Named | None:
        """What is listed is of one kind, which the words behind 等 say: 粮食直补、农资补贴等(惠农资金)."""
        marks = self.tokens.marks
        link = next((k for k in reversed(tokens[:-1]) if self.tokens.word(k) == "等"), None)
        if link is None or not any(marks[k] & LISTS for k in range(tokens.start, link)):
            return None
        kind = range(link + 1, tokens.stop)
        noun = self.join(kind)
        return (
            Named(noun, "", noun)
            if len(noun) > 2 and not self.tokens.together(kind.start, kind.stop) & VERB
            else None
        )

    def _described(self, tokens: range, action: int) -> Named | None:
        """The first verb with the head of a long object: 劝离(向老人兜售保健品的)摊点, 纠正(用语不当等)问题, 检查(A、B的)宣传栏."""
        marks = self.tokens.marks
        first = next((k for k in tokens if marks[k] & VERB), None)
        if first is None:
            return None
        link = next((k for k in reversed(tokens[:-1]) if marks[k] & LINKS), None)
        if link is None and first == tokens.start and any(marks[k] & LISTS for k in range(first, action)):
            link = next(k for k in reversed(tokens) if marks[k] & LISTS)
        if link is None or link <= first + 1:
            return None
        if action > link and self.tokens.word(first) in self.words.causing:
            return None  # 组织文化、公安等部门(开展检查)
        text = self.join(range(link + 1, tokens.stop))
        if len(text) < 2 or self.tokens.ends[tokens.stop - 1] - self.tokens.starts[first] <= 8:
            return None
        verb = self.tokens.word(first)
        return Named(verb + text, verb, text)

    def _fitted(self, tokens: range) -> Named:
        marks = self.tokens.marks
        while len(tokens) > 1 and marks[tokens.start] & MUTE:
            tokens = tokens[1:]
        verbs = self.leading_verbs(tokens)
        verb = self.join(verbs)
        rest = range(verbs.stop, tokens.stop)
        most = MOST
        if self.tokens.seen & SHARE and any(marks[k] & SHARE for k in rest):
            most = MOST_OF_SHARE
        rest = self._last_words(rest, most - len(verb))
        noun = self.join(rest)
        text = verb + noun
        if rest and marks[rest[-1]] & VERB:
            head = self.trailing_verbs(rest).start
            if head == rest.start or not marks[head - 1] & OF:  # 财政对民生的投入 is a noun
                rest = range(rest.start, head)
                noun = self.join(rest)
        if not rest and len(verbs) > 1:  # 开展宣讲: the last verb is what is done
            verb, noun = self.join(verbs[:-1]), self.join(verbs[-1:])
        return Named(text, verb, noun)

    def subject(self, tokens: range) -> Named:
        """What a clause without a figure is about: what stands before its verb (电网改造取得成果), else verb and object."""
        owner = range(tokens.start, self._action(tokens))
        return self.named(owner) if owner and len(self.join(owner)) > 2 else self.trim(tokens)

    def _last_words(self, tokens: range, room: int) -> range:
        """The last words that fit in `room` characters, no quoted name cut in two."""
        if not tokens:
            return tokens
        starts, marks = self.tokens.starts, self.tokens.marks
        (first, last), end = (tokens.start, tokens.stop), self.tokens.end(tokens)
        cut = False
        while last - first > 1 and (
            (too_long := end - starts[first] > room)
            or marks[first] & MUTE
            or (cut and marks[first] & DANGLING)
        ):
            first, cut = first + 1, cut or too_long
        if self.tokens.seen & QUOTED and "”" in self.text[starts[first] : end]:
            words = [self.tokens.word(k) for k in range(first, last)]
            closing = next((i for i, word in enumerate(words) if "”" in word), len(words))
            opening = next((i for i, word in enumerate(words) if "“" in word), len(words))
            if closing < opening and closing + 1 < len(words):
                first += closing + 1
        return range(first, last)

    def is_measured(self, tokens: range) -> bool:
        return self.words.is_measured(self.join(tokens))

    def _action(self, tokens: range) -> int:
        """Where the last verb with an object begins; the first word where the phrase has none."""
        marks, first, last = self.tokens.marks, tokens.start, tokens.stop - 1
        if self._names_its_object(tokens):
            return first
        only_verbs = bool(marks[last] & VERB)  # behind the word looked at
        for k in range(last - 1, first - 1, -1):
            if not marks[k] & VERB:
                only_verbs = False
            elif not only_verbs and not marks[k + 1] & HEAD:
                while k > first and (marks[k - 1] & VERB or self._joins_verbs(tokens, k - 1)):
                    k -= 1  # noqa: PLW2901  back to the first of verbs in a row (改造提升, 新建和改造), and done
                return k
        return first

    def _names_its_object(self, tokens: range) -> bool:
        """Whether the first verb has an object with a name of its own before the last noun: 新增“新三板”挂牌企业, 发放《…》宣传手册."""
        if len(tokens) < 4 or not self.tokens.marks[tokens.start] & VERB:
            return False
        if self.tokens.word(tokens.start) in self.words.causing:
            return False
        return self.tokens.folded[self.tokens.ends[tokens[-3]] - 1] in "”》"

    def _joins_verbs(self, tokens: range, k: int) -> bool:
        """Whether word `k` is the 、 or 和 behind a verb."""
        return (
            k > tokens.start and bool(self.tokens.marks[k - 1] & VERB) and self.tokens.word(k) in ("、", "和")
        )

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
    opening = _OPENING.search(text)
    if opening and not _CLOSING.search(text, opening.end()):
        text = text[: opening.start()] or text[opening.end() :]
    return text
