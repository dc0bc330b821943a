"""What a term or money was for: 用3年时间(打通断头路), 投入资金30万元(增设摄像头), 投资28万元为9个村(配齐装备)."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.naming.around import ITEM, Around
from reporttext.resolve.naming.names import NOTHING, Named, Names
from reporttext.resolve.words.marks import TAIL, VERB
from reporttext.resolve.words.phrases import MOST
from reporttext.resolve.words.tokens import NO_TOKENS

# 2.安居惠民工程。筹措资金7亿元: a programme that heads its paragraph has the money named behind it.
_PROGRAMME: Final = re.compile(
    r"\n?\s{0,4}(?:[(（]?\d{1,2}[)）.、．]\s?)?(?:[^。,，;；、:：\n]{0,6}?(?:实施|推进))?(?:[一二三四五六七八九十\d]{1,3}[项件个大])?"
    r"([^。,，;；、:：\n]{2,16}?(?:工程|行动|计划))。\s?"
)
_MANNER: Final = re.compile(
    "(?:全面|重点|大力|集中)(?=实施|建设|推进|支持|扶持|开展|改造|解决|用于)"
)  # the segmenter joins 全面实施
# 从开工到交付(只用了280天)
_FROM_TO: Final = re.compile(
    r"(从[^,;。\d从到]{2,8}到[^,;。\d到]{2,6}?)(?:仅仅?|只|一?共|总共|前后)?(?:用了?|用时|历时|耗时)\Z"
)
_BRINGS: Final = re.compile("(?:时间)?,?(?:把|使|将|让)")
_LASTING: Final = ("连续", "提前", "推迟")
_RAISING: Final = ("提高", "增加", "上调", "减少", "调整", "降低")
_WHOLE: Final = 4  # characters of what was brought about that tell by themselves
_HEAD: Final = 40  # characters of such a heading with its number


class Purposes:
    """What the terms and the money of one passage were for, asked figure by figure."""

    def __init__(self, phrases: Names, passage: Passage, around: Around) -> None:
        self.phrases, self.around, self.text = phrases, around, phrases.text
        self.sentence, self.figures = passage.sentence.span, passage.figures

    def aim(self, figure: Surroundings, begin: int) -> Named | None:
        """What is done in a term, told from `begin` on, with what the next figure counts: 用3年时间打通(50条)断头路."""
        done = self.phrases.after(begin, figure.right)
        named = self.phrases.trim(done) if done else NOTHING
        following = next((f for f in self.figures if f.start == figure.right), None)
        if following and named.text == named.verb:
            return self._with_counted(named, following)
        return named if named.text else None

    def lasting(self, figure: Surroundings, after: range) -> Named | None:
        """粮食产量连续七年超过百万吨, 主要指标提前一年完成: what went on for so long, or came so much sooner, where it is said
        behind the figure.
        """
        if figure.unit not in self.phrases.words.term_units:
            return None
        after = after or self._raised(figure)
        if not after:
            return None
        begin = figure.start - 2
        how = self.text[begin : figure.start]
        if how not in _LASTING or begin < figure.left:
            return None
        what = self.phrases.join(after)
        item = ITEM.match(self.text, figure.left, begin) if figure.left == figure.clause_start else None
        whose = self.phrases.before(item.end() if item else figure.left, begin)
        room = MOST - len(how) - len(what)
        subject = self.phrases.join(self.phrases.last_words(whose, room)) if room > 1 else ""
        return Named(f"{subject}{how}{what}", "", subject or what, "both")

    def _raised(self, figure: Surroundings) -> range:
        """连续10年(提高养老金标准): a change with what was changed, which behind other figures says nothing."""
        known = self.phrases.tokens
        done = known.between(figure.end, figure.right)
        raised = (
            len(done) > 1 and known.word(done.start) in _RAISING and not known.marks[done.start + 1] & TAIL
        )
        return self.phrases.counted(done, noun_only=False) if raised else NO_TOKENS

    def took(self, figure: Surroundings) -> Named | None:
        """What took a term, from one step to another: (菌业项目从签约到投产)仅用11个月."""
        found = _FROM_TO.search(self.text, figure.left, figure.start)
        if found is None:
            return None
        of = self.phrases.before(figure.left, found.start())
        room = MOST + 4 - len(found[1])
        text = self.phrases.join(self.phrases.last_words(of, room)) + found[1]
        return Named(text, "", text, "before")

    def brought_about(self, figure: Surroundings) -> Named | None:
        """What is brought about in a term: 用三年时间，把(建成区扩大)到2平方公里, 2年内使八成(村组完成整治)."""
        brings = _BRINGS.match(self.text, figure.end)
        if brings is None:
            return None
        begin = brings.end()
        following = next((f for f in self.figures if f.start >= begin), None)
        stop = next((k for k in range(begin, self.sentence.end) if self.text[k] in ",;。"), self.sentence.end)
        end = min(stop, following.start) if following else stop
        done = self.phrases.before(begin, end)
        named = self.phrases.trim(done) if done else NOTHING
        if following and end == following.start and len(named.text) < _WHOLE:
            named = self._with_counted(named, following)
        if not named.text:
            return None
        self.around.used = begin
        return named

    def _with_counted(self, done: Named, following: Surroundings) -> Named:
        """What is done with what the next figure counts: 打通(50条)断头路."""
        counted = self.phrases.join(self.around.after(following, noun_only=True))
        return Named(done.text + counted, done.verb, "", "after")

    def spent(self, verb: str, figure: Surroundings, tokens: range, after: range) -> Named | None:
        """投入资金30万元(增设摄像头), and behind the comma where nothing was said before: 投入30万元，(增设摄像头)40个."""
        begin = self.sentence.start
        line = self.text.rfind("\n", max(0, begin - _HEAD), begin)
        at_head = line >= 0 or begin <= _HEAD
        programme = _PROGRAMME.fullmatch(self.text, max(line, 0), begin) if at_head else None
        if programme:
            text = programme[1] + self.phrases.join(tokens)
            return Named(text, "", text, "owned")
        if after and len(tokens) > 1 and self.phrases.tokens.marks[after.start] & VERB:
            return _with_verb(verb, self.phrases.named(after))
        if self.text.startswith("为", figure.end):
            return self._spent_for(verb, figure)
        begin, sentence = figure.end + 1, self.sentence
        opens = not figure.clause or self.text.startswith(";", figure.clause_start - 1)
        if not opens or not self.text.startswith(",", figure.end):
            return None
        begin = self._behind_parts(begin)
        following = next((f for f in self.figures if f.start >= begin), None)
        bound = following.start if following else sentence.end
        end = next((k for k in range(begin, bound) if self.text[k] in ",;。"), bound)
        if following and following.kind == "money" and end == bound:
            return None  # 投入300万元，带动社会资本2000万元
        return self._spent_on(verb, begin, end, following if end == bound else None)

    def _behind_parts(self, begin: int) -> int:
        """Where the clause begins behind those that say what the money is made of: 投入80万元，其中上级补助50万元，(改造小区)3个."""
        for part in self.figures:
            if part.kind != "money" or part.start < begin:
                continue
            if part.clause_start != begin or not self.text.startswith("其中", begin):
                break
            last = max(f.end for f in self.figures if f.clause == part.clause)
            if not self.text.startswith(",", last):
                break
            begin = last + 1
        return begin

    def _spent_on(self, verb: str, begin: int, end: int, following: Surroundings | None) -> Named | None:
        """What was done with the money, told in [begin, end), where `following` counts its object: 投入30万元，解决8个(村)用水."""
        manner = _MANNER.match(self.text, begin, end)
        done = self.phrases.before(manner.end() if manner else begin, end)
        if following and not done and self.text[begin:end] == "完成":  # 整合资金90万元，完成4个(小区改造)
            counted = self.phrases.join(self.around.after(following, noun_only=False))
            return Named(verb + counted, verb, counted, "both") if counted else None
        named = self.phrases.trim(done) if done else NOTHING
        if following and named.text == named.verb:
            named = self._with_counted(named, following)
        if done and not named.verb and self.text.startswith("完成", begin):
            return Named(verb + named.text, verb, named.text, "both")  # 投入90万元，完成(管网改造)6公里
        return _with_verb(verb, named) if done else None

    def _spent_for(self, verb: str, figure: Surroundings) -> Named | None:
        """投资28万元为9个村(配齐装备): what was done for those counted next."""
        last = max(f.end for f in self.figures if f.clause == figure.clause)
        tokens, marks = self.phrases.after(last, figure.clause_end), self.phrases.tokens.marks
        begin = next((k for k in tokens if marks[k] & VERB), tokens.stop)
        return _with_verb(verb, self.phrases.trim(range(begin, tokens.stop))) if begin < tokens.stop else None


def _with_verb(verb: str, done: Named) -> Named | None:
    known = done.verb and not done.text.startswith("占")
    return Named(verb + done.text, verb, done.noun, "both") if known else None
