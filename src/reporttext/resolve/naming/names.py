"""Words into names: the verb, the noun it is about, and what is left out where a column head would be too long."""

from __future__ import annotations

from typing import Final

from reporttext.resolve.naming.undone import as_undone
from reporttext.resolve.words.marks import (
    CLOSES,
    DANGLING,
    HEAD,
    IDLE_FIRST,
    IDLE_LAST,
    LINKS,
    LISTS,
    MUTE,
    OF,
    OPENS,
    QUOTED,
    SAYING,
    SHARE,
    VERB,
)
from reporttext.resolve.words.phrases import MOST, Phrases

MOST_OF_SHARE: Final = 24  # 民营经济增加值占国内生产总值的比重 says nothing without its first words
MOST_OF_BOTH: Final = 26  # 城镇居民人均可支配收入和农民人均纯收入均增长7% is of both
_ALIKE: Final = ("均", "都", "双双", "分别")
_PLANS: Final = ("完成计划", "完成年计划", "完成年度计划", "完成任务", "完成年度任务")
_JOINING: Final = ("、", "和", "与", "及")
_PARTING: Final = LISTS | OF | OPENS | QUOTED | IDLE_FIRST | IDLE_LAST
_ADVERBIAL: Final = ("到", "赴", "按", "按照")
_AREAS: Final = ("地", "地区", "省", "市", "县", "省市")
_TOGETHER: Final = ("共同", "携手", "一起", "一道")
_TOLD: Final = ("举报", "投诉", "咨询", "求助")  # verbs that name what is received
_LED: Final = ("带队", "带头", "牵头")
_ACTOR: Final = 4  # words that can name who acts
_RECIPIENTS: Final = frozenset("为向给")
_FEW: Final = 10  # characters that may tell to whom too: 先进村发奖金
_GIVING: Final = frozenset("送发办建修捐装购寄赠还")  # verbs of one character, with their object
_REACH: Final = "实现"
_MANY: Final = VERB | MUTE | SAYING | SHARE | QUOTED
_EACH: Final = 4  # words of each of whom
_TIMES: Final = frozenset(("年内", "全年", "至少", "要", "都", "均", "再", "各"))
_BUILDING: Final = ("在建", "拟建", "待建", "续建", "筹建")
_GOING_ON: Final = ("正在", "正")
_PACES: Final = ("日均", "月均", "年均", "户均", "人均", "村均", "每天", "每日", "每月", "每周")


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


NOTHING: Final = Named("")


class Names(Phrases):
    """Makes names of the words of the sentence that `tokens` is open at."""

    def named(self, tokens: range) -> Named:
        """The words as they stand, parted into verb and noun."""
        verbs, text = self.leading_verbs(tokens), self.join(tokens)
        return (
            Named(text, self.join(verbs), self.join(tokens[len(verbs) :])) if verbs else Named(text, "", text)
        )

    def trim(self, tokens: range) -> Named:
        """Verb and object, or a measured noun whole; too long a phrase keeps its verb and its last words. What was not done keeps
        its 未.
        """
        named = self._trim(tokens)
        if named.text in _BUILDING:  # 拟建公园2个，(在建)3个
            return Named(named.text, named.text, "")
        parts = as_undone(self, (named.text, named.verb, named.noun), tokens)
        return Named(*parts, named.how) if parts else named

    def _trim(self, tokens: range) -> Named:
        marks = self.tokens.marks
        if marks[tokens.stop - 1] & CLOSES:
            opening = next((k for k in tokens[1:] if marks[k] & OPENS), tokens.stop)
            tokens = range(tokens.start, opening)
        seen = self.tokens.together(tokens.start, tokens.stop)
        if not seen & VERB and self.tokens.end(tokens) - self.tokens.begin(tokens) > _FEW:
            given = self._given(tokens)
            if given:
                return self.named(given)
        if not seen & _MANY and self.tokens.end(tokens) - self.tokens.begin(tokens) <= MOST:
            noun = self.join(tokens)
            return Named(noun, "", noun)  # no verb to part from it, nothing to leave out
        found = None if marks[tokens.start] & VERB else self._summed(tokens) or self._visiting(tokens)
        found = found or (self._reaching(tokens) if seen & VERB else None)
        if found:
            return found
        if seen & VERB and marks[tokens.start] & VERB and (kind := self._kind_of_listed(tokens)):
            return kind
        measured = self.is_measured(tokens)
        while measured and len(tokens) > 1 and marks[tokens.start] & SAYING:
            tokens = tokens[1:]  # 提出地区生产总值(增长5%)
        share = seen & SHARE and not marks[tokens.start] & SHARE and self._tells_share(tokens)
        # 带动的农户占总农户(三分之一)
        given = self._given(tokens) if measured or seen & QUOTED else None
        if given:
            return self._fitted(given)
        return self._fitted(tokens) if measured or share else self._acted(tokens)

    def _given(self, tokens: range) -> range | None:
        """What was given or done, without to or for whom: 向贫困户(发放贷款), 为老人(送去棉被), “暖冬行动”为老人(送去棉被)."""
        known, first = self.tokens, tokens.start
        if self.text[known.begin(tokens) - 1] not in _RECIPIENTS:
            first = next((k for k in tokens[1:-2] if known.word(k) in _RECIPIENTS), tokens.stop)
            if first == tokens.stop or known.together(tokens.start, first) & VERB:
                return None
        does = (k for k in range(first + 1, tokens.stop) if known.marks[k] & VERB or known.word(k) in _GIVING)
        verb = next(does, tokens.stop)
        return range(verb, tokens.stop) if verb < tokens.stop else None

    def _acted(self, tokens: range) -> Named:
        """The last action of a phrase with its object, and at what pace."""
        action = self._action(tokens)
        if action == tokens.start:
            action = self._holding(tokens)
        if action > tokens.start and self.tokens.word(action) == "完成":
            done = self.join(tokens)
            if done.endswith(_PLANS) and len(done) <= MOST:  # 造林面积完成计划(的111%)
                return Named(done, "", self.join(range(tokens.start, action)))
        named = self._described(tokens, action) or self._fitted(range(action, tokens.stop))
        pace = self._pace(tokens, action)
        if not pace or len(pace) + len(named.text) > MOST or "”" in named.text:
            return named
        return Named(pace + named.text, named.verb and pace + named.verb, named.noun)  # (日均)接待群众

    def _holding(self, tokens: range) -> int:
        """Where a verb of holding opens the verbs that a phrase ends with: 学校和企业(开展疏散演练); else the first word."""
        verbs = self.trailing_verbs(tokens)
        if tokens.start < verbs.start < tokens.stop and self.tokens.word(verbs.start - 1) in _TOGETHER:
            return verbs.start  # 理事会、乡贤共同(上门劝导)
        opens = (
            tokens.start < verbs.start < tokens.stop - 1 and self.tokens.word(verbs.start) in self.words.holds
        )
        return (
            verbs.start
            if opens and self.words.actors.search(self.join(range(tokens.start, verbs.start)))
            else tokens.start
        )

    def _pace(self, tokens: range, action: int) -> str:
        """How often an action is done or by each of whom, before it: (日均)接待群众, (每季度)集中培训, (每名干部)结对3户."""
        pace = self.tokens.word(action - 1) if action > tokens.start else ""
        if pace in _PACES:
            return pace
        first = next(
            (k for k in range(max(tokens.start, action - _EACH), action) if self.tokens.word(k)[0] == "每"),
            action,
        )
        each = range(first, action)
        parted = not each or self.tokens.together(first, action) & (LISTS | OF | VERB)
        return "" if parted else self.join(self._without_times(each))

    def _without_times(self, each: range) -> range:
        """每名代表(年内), 每村(至少)."""
        stop = each.stop
        while stop > each.start and self.tokens.word(stop - 1) in _TIMES:
            stop -= 1
        return range(each.start, stop)

    def _reaching(self, tokens: range) -> Named | None:
        """Who reaches what: 下岗失业人员(实现)再就业."""
        known = self.tokens
        at = next((k for k in tokens[1:-1] if known.word(k) == _REACH), None)
        if at is None or known.word(at - 1) not in self.words.persons:
            return None
        if known.together(tokens.start, at) & VERB:
            return None
        who, what = self.join(range(tokens.start, at)), self.join(range(at + 1, tokens.stop))
        return Named(who + what, "", who) if len(who) + len(what) <= MOST else None

    def _tells_share(self, tokens: range) -> bool:
        """Whether 占 tells what the figure is a share of, as it does not in 占工业半数的能源产业."""
        marks = self.tokens.marks
        share = next(k for k in reversed(tokens) if marks[k] & SHARE)
        of = next((k for k in reversed(tokens) if marks[k] & OF), share)
        return of <= share or self.text.startswith("比", self.tokens.ends[of])

    def _visiting(self, tokens: range) -> Named | None:
        """Who does it and what, without where and by what rule: 班子成员(到联系社区)督导, 班子成员(按要求)带队检查."""
        known = self.tokens
        by = next((k for k in tokens[1:_ACTOR] if known.word(k) in _ADVERBIAL), tokens.stop)
        verbs = self.trailing_verbs(tokens)
        if by == tokens.stop or not verbs or verbs.start <= by + 1:
            return None
        who = self.join(range(tokens.start, by))
        if not self.words.actors.search(who) or known.together(tokens.start, by) & (VERB | LISTS | OF):
            return None
        led = self.tokens.word(verbs.start - 1) in _LED
        done = self.join(range(verbs.start - led, verbs.stop))
        return Named(who + done, "", who)

    def _summed(self, tokens: range, least: int = 3) -> Named | None:
        """What is listed is of one kind, which the words behind 等 say: 粮食直补、农资补贴等(惠农资金)."""
        marks = self.tokens.marks
        link = next((k for k in reversed(tokens[:-1]) if self.tokens.word(k) == "等"), None)
        if link is None or not any(marks[k] & LISTS for k in range(tokens.start, link)):
            return None
        kind = range(link + 1, tokens.stop)
        if len(kind) > 1 and self.tokens.word(kind.start) in _AREAS:
            kind = kind[1:]  # 浙江、广东等地(企业)
        noun = self.join(kind)
        return (
            Named(noun, "", noun)
            if len(noun) >= least and not self.tokens.together(kind.start, kind.stop) & VERB
            else None
        )

    def _kind_of_listed(self, tokens: range) -> Named | None:
        """发放粮食直补、良种补贴等(惠农资金)386万元: the verb with the kind of what is listed."""
        verbs = self.leading_verbs(tokens)
        if len(verbs) > 1 and verbs.stop < tokens.stop and self.tokens.marks[verbs.stop] & LISTS:
            verbs = verbs[:-1]  # 开展(义诊、义剪等)志愿服务
        elif len(verbs) > 1 and verbs.stop < tokens.stop and self.tokens.marks[verbs.stop] & HEAD:
            verbs = verbs[:1]  # 建设(创业孵化)基地、产业园等载体
        kind = self._summed(range(verbs.stop, tokens.stop), 2) if verbs.stop < tokens.stop else None
        if kind is None or "的" in kind.text:
            return None
        causes = len(verbs) > 1 and self.tokens.word(verbs.start) in self.words.causing
        verb = self.join(verbs[1:] if causes else verbs)  # 推动(解决)
        return Named(verb + kind.text, verb, kind.text)

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
        if self.tokens.word(first) in self.words.causing:
            if action > link:
                return None  # 组织文化、公安等部门(开展检查)
            first += 1 if marks[first + 1] & VERB else 0  # 推动(解决停车难、漏水等问题)
        link += link + 2 < tokens.stop and self.tokens.word(link + 1) in _AREAS
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
        elif self.text.startswith(_ALIKE, self.tokens.end(tokens)) and self.is_measured(tokens):
            both = any(self.tokens.word(k) in _JOINING for k in rest)
            fits = self.tokens.end(tokens) - self.tokens.begin(tokens) <= MOST_OF_BOTH
            most = MOST_OF_BOTH if both and fits else most
        whole = rest
        rest = self.last_words(rest, most - len(verb))
        if len(rest) < len(whole) and (short := self._untitled(whole, most - len(verb))):
            return Named(verb + short, verb, short)
        noun = self.join(rest)
        text = verb + noun
        told = len(rest) > 1 and self.tokens.word(rest[-1]) in _TOLD  # 接到(群众举报)
        if rest and marks[rest[-1]] & VERB and not (told or self.is_measured(rest)):
            head = self.trailing_verbs(rest).start
            if head == rest.start or not marks[head - 1] & OF:  # 财政对民生的投入 is a noun
                rest = range(rest.start, head)
                noun = self.join(rest)
        if verb == "" and noun in _GOING_ON:  # 拟新建公园2个，(正在建设)3个
            return Named(text, text, "")
        if not rest and len(verbs) > 1:  # 开展宣讲: the last verb is what is done
            verb, noun = self.join(verbs[:-1]), self.join(verbs[-1:])
        return Named(text, verb, noun)

    def subject(self, tokens: range) -> Named:
        """What a clause without a figure is about: what stands before its verb (电网改造取得成果), else verb and object."""
        owner = range(tokens.start, self._action(tokens))
        return self.named(owner) if owner and len(self.join(owner)) > 2 else self.trim(tokens)

    def _untitled(self, tokens: range, room: int) -> str:
        """What a long noun says without the title in its middle: 作业人员“持证上岗”(培训班)."""
        titled = self.inside_quotes(tokens) if self.tokens.seen & QUOTED else []
        if not titled or titled[0] == tokens.start or titled[-1] == tokens[-1]:
            return ""
        if titled[-1] - titled[0] >= len(titled):
            return ""  # “满意”和“基本满意”合占
        marks, kind = self.tokens.marks, titled[-1] + 1
        parted = any(marks[k] & _PARTING for k in tokens if k not in titled)
        acts = marks[titled[0] - 1] & VERB or self.tokens.together(kind, tokens.stop) & VERB
        if parted or acts:
            return ""  # “三免费”范围扩大到边境
        name = self.join(range(tokens.start, titled[0])) + self.join(range(titled[-1] + 1, tokens.stop))
        return name if len(name) <= room else ""

    def last_words(self, tokens: range, room: int) -> range:
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

    def _action(self, tokens: range) -> int:
        """Where the last verb with an object begins; the first word where the phrase has none."""
        marks, first, last = self.tokens.marks, tokens.start, tokens.stop - 1
        if self._names_its_object(tokens):
            return first
        only_verbs = bool(marks[last] & VERB)  # behind the word looked at
        named = self.inside_quotes(tokens) if self.tokens.seen & QUOTED else ()
        for k in range(last - 1, first - 1, -1):
            if named and named[0] == first and k == named[-1] + 1 and marks[k + 1] & VERB == 0:
                return first  # “新三板”挂牌企业
            if not marks[k] & VERB or k in named or (k > first and self.tokens.word(k - 1) == "重点"):
                only_verbs = False
            elif not only_verbs and not marks[k + 1] & HEAD:
                while k > first and (marks[k - 1] & VERB or self._joins_verbs(tokens, k - 1)):
                    k -= 1  # noqa: PLW2901  back to the first of verbs in a row (改造提升, 新建和改造), and done
                return k
        return first

    def inside_quotes(self, tokens: range) -> list[int]:
        """The words of quoted names, none of which is a verb of the phrase: 建成“老支书调解室”."""
        found: list[int] = []
        opened = False
        for k in tokens:
            word = self.tokens.word(k)
            opened = opened or "“" in word
            if opened:
                found.append(k)
            opened = opened and "”" not in word
        return found

    def _names_its_object(self, tokens: range) -> bool:
        """Whether the first verb has an object with a name of its own before the last noun: 新增“新三板”挂牌企业, 发放《…》宣传手册."""
        if len(tokens) < 4 or not self.tokens.marks[tokens.start] & VERB:
            return False
        if self.tokens.word(tokens.start) in self.words.causing:
            return False
        if self.tokens.word(tokens.start) in self.words.holds and self._is_class(tokens):
            return True  # 举办(代表履职能力提升培训班)
        return self.tokens.folded[self.tokens.ends[tokens[-3]] - 1] in "”》"

    def _is_class(self, tokens: range) -> bool:
        """Whether an occasion ends a phrase that says one thing only: no list, no 的."""
        parted = any(self.tokens.marks[k] & (LISTS | OF) for k in tokens)
        return not parted and self.words.occasion_kinds.search(self.join(tokens)) is not None

    def _joins_verbs(self, tokens: range, k: int) -> bool:
        """Whether word `k` is the 、 or 和 behind a verb."""
        return (
            k > tokens.start and bool(self.tokens.marks[k - 1] & VERB) and self.tokens.word(k) in ("、", "和")
        )
