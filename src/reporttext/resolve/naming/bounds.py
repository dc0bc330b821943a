"""What a bound that defines a class is of: (年产值)超亿元的企业, (海拔)1500米以上的村, 13名30岁以下(干部)."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.names import NOTHING, Named, Names
from reporttext.resolve.words.marks import EACH, OF, PHRASE_STOP, VERB

_PEOPLE: Final = "人口"
_INHABITANTS: Final = ("人口", "口")  # its first sign may be the unit
_PERSONAL: Final = frozenset("人员者兵民童师生工女")  # 70周岁以上老兵(用餐)
_BY: Final = re.compile(r"按([^,;。:\d]{2,6}?)(?:大小|高低|多少)?(?:划分|来?分)[:,]")  # 按规模分：
_VILLAGES: Final = re.compile(r"的?[^,;。、\d的]{0,4}村|的\d")
_OPENS: Final = ("个", "一批")  # 我市第三个(产值)过亿元的企业


class Bounds:
    """Names bounds in the sentence that `phrases` is open at."""

    def __init__(self, phrases: Names) -> None:
        self.phrases, self.words, self.text = phrases, phrases.words, phrases.text

    def told(self, figure: Surroundings) -> Named:
        """What is straight before a bound and always its measure: (海拔)1500米以上学校, (年出栏)百头以上的大户."""
        if figure.unit == "人" and self.text.startswith(_INHABITANTS, figure.end):
            return Named(_PEOPLE, "", _PEOPLE)  # 超30万人口的城市
        told = self.words.bounding.search(self.text, figure.left, figure.start)
        return Named(told[0], "", told[0]) if told else NOTHING

    def sorted_by(self, begin: int, figure: Surroundings) -> Named:
        """What the classes of a sentence are told by: 按(规模)分：10亩以下的118户，10—30亩的527户."""
        if not self.text.startswith("的", figure.end):
            return NOTHING
        by = _BY.search(self.text, begin, figure.start)
        return Named(by[1], "", by[1]) if by else NOTHING

    def sorts(self, figure: Surroundings) -> bool:
        """Whether villages are told by what was said of them, and the bound says nothing of it: (50万元以上)的村15个, 消除(10万元以下)的薄弱村."""
        if figure.kind != "money" or not _VILLAGES.match(self.text, figure.end):
            return False
        known, before = self.phrases.tokens, self.phrases.before(figure.left, figure.start)
        return not known.together(before.start, before.stop) & EACH and not self.phrases.is_measured(before)

    def whom(self, figure: Surroundings, after: range) -> Named:
        """Of the words after a bound those that say who or what it bounds: 3岁以下(儿童)系统管理率."""
        known, persons = self.phrases.tokens, self.words.persons
        if figure.unit in self.words.ages:
            ends = (k for k in after if known.word(k) in persons or known.word(k)[-1] in _PERSONAL)
            after = range(after.start, next(ends, after.stop - 1) + 1)
        return self.phrases.named(after)

    def measure(self, tokens: range) -> Named:
        """What the words before say is measured, without what is done to those whom the bound defines: 培育(年销售收入)超亿元的企业.

        NOTHING where they say no measure, or only of whom (每人每月不低于60元的养老金).
        """
        if not self.phrases.is_measured(tokens) or "每" in self.phrases.join(tokens):
            return NOTHING
        known = self.phrases.tokens
        for k in reversed(tokens[:-1]):
            parted = known.marks[k] & (VERB | OF | PHRASE_STOP) and not known.marks[k] & EACH
            if parted or known.word(k).endswith(_OPENS):
                kept = known.marks[k] & VERB and known.word(k + 1) in self.words.aspects  # 生产规模
                measure = self.phrases.telling(range(k if kept else k + 1, tokens.stop))
                return self.phrases.trim(measure if len(self.phrases.join(measure)) > 1 else tokens)
        return self.phrases.trim(tokens)
