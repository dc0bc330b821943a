"""What a figure measures, in the report's own characters: 召开专题会议, 网上舆情处置率, 宣传委员.

The words before the figure in its clause carry the indicator (改造橘园640亩), or the thing counted follows it (1名宣传员),
or both do (新建15座水库). What stands alone inherits: a change its subject (同比增长6.2%), an item of a list the list's
verb (发放大米4.5吨、毛毯200床), paired figures their own noun (A、B分别增长5%、6%).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reporttext.model import Fact, Quantity, Span
from reporttext.resolve.context import Passage, Surroundings, Token, Tokens
from reporttext.resolve.distribute import SEPARATORS, distribute, respective
from reporttext.resolve.phrases import MOST, NOTHING, Named, Phrases
from reporttext.resolve.vocabulary import Vocabulary

_NOUN_FOLLOWS = re.compile(r"[ ]?[\u4e00-\u9fffA-Za-z“《(]")
_JOINS = re.compile(r"[ ]*(?:、|和|与|及|以及|,)")
_BESIDE = re.compile(rf"{_JOINS.pattern}|的基础(?:上|[,;。])|的同时")  # what follows is not what is counted
_OF_EACH = re.compile("[每各]|全[镇乡县市区省村]")
_LISTED = re.compile(r"(?:[、和与]|(?<![惠涉波普触顾遍])及)\s{0,2}\Z")
_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[是要]|第[一二三四五六七八九十]{1,2},|[首其再]次,|\(?\d{1,2}[.、)]"
    r"|\(?[一二三四五六七八九十]{1,2}[)、]|[①-⑳])"
)
# What a change is counted from is not what it measures: 比五年前增长, 是2007年的, 比“十五”末提高.
_COMPARED = re.compile(
    r"(?:比|较|与|是|相当于)(?:“?[一二三四五六七八九十]{1,3}五”?|(?:19|20)\d\d年|[上前去]个?(?:年|[一二三四五六七八九十\d]{1,2}年|期)|\d{1,2}年前"
    r"|[一二三四五六七八九十]{1,2}年前|年初|同期|改革开放)"
)
_WITHIN = re.compile(
    r"(?:在|列|位列|居|位居)?(?:全[国省市县区镇州]|辖区)? ?(?:\d{1,3}|[*×xX○_]{1,4}) ?个[^,;。]{1,10}[中的里][^,;。]{0,6}\Z"
)
_COUNTS_ACTION = frozenset(
    ("次", "场", "场次", "人次", "期", "轮", "批次", "天", "年", "小时", "分钟", "个月", "遍")
)
_REACHES = ("到", "至", "达", "为", "在", "实现", "完成")
_PARTED = frozenset("、中里的")  # 12名干部中40岁以下的3名: the bound is not of the 12
_ATTRIBUTE = 10  # characters between what is counted and the bound that describes it
# What the value was set by is not what it measures: 巩固率达到国家规划提出的93%目标, 超过省下达的5万人任务
_SET = re.compile(
    r"(?:达到|超过|完成|实现|好于|高于|优于|低于)[^,;。]{1,20}(?:提出|规定|确定|要求|下达|明确|设定)的\Z"
)
# 年销售收入超亿元的(企业): a bound in words before the thing counted
_BOUND = re.compile(r"[^,;。、\d]{2,12}?[百千]?[万亿](?:元|吨|斤|亩)(?:以上)?的")
_PLANNED = re.compile(r"“?[一二三四五六七八九十]{1,3}五”?(?:时期|期间)")
_FROM_LEVEL = re.compile(r"[从由][^,;。]{2,12}(?:回落|下降|提高|增加|上升|扩大|减少|发展)到")
_CLASSES = frozenset(("吨级", "千伏"))  # 20万吨级码头: the figure names a class of the thing after it
_VERBAL_RATE = re.compile(r"(?:按期|按时|及时|集中|一次性|正确|年)?[\u4e00-\u9fff]{2}率")


class Choices(NamedTuple):
    """The names a figure could have: of the words before it, of those after, of the clause before, of the figure before."""

    before: Named
    after: Named
    clause: Named
    previous: Named


class Namer:
    """Names the figures of one document, passage by passage in order; the last subject of a paragraph carries over."""

    def __init__(self, words: Vocabulary, tokens: Tokens, *, keep_choices: bool = False) -> None:
        self.words = words
        self.phrases = Phrases(words, tokens)
        self.text = tokens.folded
        self.subject = NOTHING
        self.paragraph = -1
        self.unit: str | None = None  # of the figure before
        self.among = False  # the figures before are parts that 其中 opened
        self.used = 0  # up to here the words after a figure were its own
        self.keep_choices = keep_choices
        self.choices: list[Choices] = []  # by figure of the document, where they are kept

    def name(self, passage: Passage, changes: Sequence[str | None], defining: Sequence[bool]) -> list[Named]:
        """One indicator a figure; `changes` tells which figures are changes, `defining` which only define a class."""
        if passage.sentence.paragraph != self.paragraph:
            self.subject, self.paragraph = NOTHING, passage.sentence.paragraph
        self.used, self.unit, self.among = passage.sentence.span.start, None, False
        named: list[Named] = []
        figures = passage.figures
        while len(named) < len(figures):
            i = len(named)
            group = respective(self.text, figures, i, self.used, named)
            if self.keep_choices:
                self.choices += [
                    self._choices(passage, j, named, changes, defining) for j in range(i, i + len(group))
                ]
            if len(group) > 1:
                named += distribute(self.phrases, group, named, self.subject)
            else:
                named.append(self._one(passage, i, named, changes, defining))
            self.unit = figures[len(named) - 1].fact.quantity.unit
            if not any(changes[i : len(named)]) and named[-1].text and not defining[i]:
                self.subject = named[-1]
        return named

    def _one(
        self,
        passage: Passage,
        i: int,
        named: list[Named],
        changes: Sequence[str | None],
        defining: Sequence[bool],
    ) -> Named:
        used = self.used
        figure, after, previous = self._beside(passage, i, named, changes, defining)
        if defining[i] and after and figure.before.start == figure.before.end:
            result = self.phrases.named(after)  # 13名30岁以下干部: the bound is about the people after it
        else:
            result = self._single(passage, figure, after, previous)
        if defining[i]:
            self.used = used  # its words belong to the figure that follows
        return result

    def _beside(
        self,
        passage: Passage,
        i: int,
        named: list[Named],
        changes: Sequence[str | None],
        defining: Sequence[bool],
    ) -> tuple[Surroundings, list[Token], Named]:
        """The figure with the words before it, the words after it that may name it, and the name before."""
        after_bound = i > 0 and defining[i - 1]
        figure = self._cut(passage.figures, i, after_bound=after_bound)
        # 列全县17个乡镇的第2位: the field is not what is ranked
        known = named[:-1] if i and self._within(figure) else named
        previous = NOTHING if after_bound else next((n for n in reversed(known) if n.text), NOTHING)
        counted = self._counted(passage.figures, i, defining)
        alone = figure.fact.kind == "rank" or (changes[i] and figure.fact.kind == "ratio")
        noun_only = defining[i] or self._acts_next(passage.figures, counted)
        return figure, [] if alone else self._after(counted, noun_only=noun_only), previous

    def _choices(
        self,
        passage: Passage,
        i: int,
        named: list[Named],
        changes: Sequence[str | None],
        defining: Sequence[bool],
    ) -> Choices:
        figure, after, previous = self._beside(passage, i, named, changes, defining)
        before = self._before(passage, figure)
        return Choices(
            self.phrases.trim(before) if before else NOTHING,
            self.phrases.named(after) if after else NOTHING,
            NOTHING if figure.joined else self._clause_before(passage, figure),
            previous if previous.text else self.subject,
        )

    def _counted(self, figures: Sequence[Surroundings], i: int, defining: Sequence[bool]) -> Surroundings:
        """The figure whose following words are the thing counted: past a bound that follows (13名30岁以下干部, 20个年销售收入超1亿元的企业)."""
        figure = figures[i]
        if i + 1 < len(figures) and defining[i + 1] and figures[i + 1].clause == figure.clause:
            begin, end = figure.fact.span.end, figures[i + 1].fact.span.start
            if begin == end or (
                not defining[i] and end - begin <= _ATTRIBUTE and _PARTED.isdisjoint(self.text[begin:end])
            ):
                return figures[i + 1]
        return figure

    def _acts_next(self, figures: Sequence[Surroundings], counted: Surroundings) -> bool:
        """Whether a verb after the thing counted is the next figure's (472家企业实现收入15亿元), as it is not in a list (5户危房改造和6户…)."""
        begin, end = counted.after.start, counted.after.end
        follows = any(f.clause == counted.clause and f.fact.span.start == end for f in figures)
        return follows and not self.text[begin:end].rstrip().endswith(("、", "和", "与", "及"))

    def _cut(self, figures: Sequence[Surroundings], i: int, *, after_bound: bool) -> Surroundings:
        """The figure with the words before it that no other figure has used; a bound before it counts as words (亿元以上项目2个)."""
        figure = figures[i]
        begin = figure.before.start
        if after_bound and figures[i - 1].clause == figure.clause:
            begin = figures[i - 1].before.start
        begin = min(max(begin, self.used), figure.before.end)
        between = self.text[begin : figure.before.end].strip()
        joined = figure.joined or (begin > figure.clause_span.start and between in ("、", "和", "与", "及"))
        if begin == figure.before.start and joined == figure.joined:
            return figure
        before = Span(begin, figure.before.end)
        return Surroundings(figure.fact, before, figure.after, figure.clause, figure.clause_span, joined)

    def _after(self, figure: Surroundings, *, noun_only: bool) -> list[Token]:
        """The words right after the figure that can be the thing counted."""
        begin, end = figure.after.start, figure.after.end
        if not _NOUN_FOLLOWS.match(self.text, begin, end) or _BESIDE.match(self.text, begin):
            return []
        bound = _BOUND.match(self.text, begin, end)
        tokens = self.phrases.after(bound.end() if bound else begin, end)
        return self.phrases.counted(tokens, noun_only=noun_only) if tokens else []

    # One figure

    def _single(self, passage: Passage, figure: Surroundings, after: list[Token], previous: Named) -> Named:
        if figure.before.start == figure.before.end and figure.joined and previous.text:
            return previous._replace(how="inherited")  # 30户92人
        tokens = self._before(passage, figure)
        if not tokens:
            return self._unannounced(passage, figure, after, previous)
        suffices = figure.fact.kind == "ratio" and self.phrases.is_measured(tokens)  # 空置率30%的房屋
        if after and not suffices:
            listed = _LISTED.search(self.text, figure.before.start, figure.before.end)
            joined = (
                self._item(figure, tokens, after, previous)
                if listed
                else self._with_after(figure, tokens, after)
            )
            if joined is not None:
                self._use(after)
                return joined
        return self._complete(self.phrases.trim(tokens), passage, figure, previous)

    def _before(self, passage: Passage, figure: Surroundings) -> list[Token]:
        """The words before the figure that can name it: no item mark, no base of a comparison, no field of a rank."""
        begin, end = figure.before.start, figure.before.end
        within = self._within(figure)
        if within:  # 数量在全县12个乡镇中排第三
            begin, end = figure.clause_span.start, within.start()
        elif figure.fact.kind == "rank":
            ranked = [m.start() for m in self.words.ranking.finditer(self.text, begin, end)]
            end = ranked[-1] if ranked else end
        compared = _COMPARED.search(self.text, begin, end)
        end = compared.start() if compared else end
        for planned in _PLANNED.finditer(self.text, begin, end):
            begin = planned.end()
        for pattern in (_FROM_LEVEL, _SET):
            apart = pattern.search(self.text, begin, end)
            end = apart.start() if apart else end
        opens = begin in (passage.sentence.span.start, figure.clause_span.start)
        item = _ITEM.match(self.text, begin, end) if opens else None
        return self._had(self.phrases.before(item.end() if item else begin, end))

    def _had(self, tokens: list[Token]) -> list[Token]:
        """What stands behind a word of having, without its owner: 青杠镇共有(贫困户386户)."""
        for i in range(min(3, len(tokens) - 1)):
            if tokens[i][2] in self.words.holding:
                return tokens[i + 1 :]
        return tokens

    def _within(self, figure: Surroundings) -> re.Match[str] | None:
        """The field that a rank counts in: 在全县12个乡镇中."""
        if figure.fact.kind != "rank":
            return None
        return _WITHIN.search(self.text, figure.clause_span.start, figure.before.end)

    def _use(self, after: list[Token]) -> None:
        """The words after a figure are its own, unless they open an action that a later figure counts (投入92万元建成仓库1座)."""
        if after[0][2] not in self.words.verbs:
            self.used = after[-1][1]

    def _unannounced(
        self, passage: Passage, figure: Surroundings, after: list[Token], previous: Named
    ) -> Named:
        """Nothing before the figure: what follows names it, else what came before does."""
        clause = NOTHING if figure.joined else self._clause_before(passage, figure)
        if after:
            self._use(after)
            noun = self.phrases.named(after)
            owner = clause.noun or previous.noun
            if noun.verb == noun.text and owner:
                return Named(owner + noun.text, "", owner, "owned")
            verb = previous.verb if figure.joined and not noun.verb else ""
            return Named(verb + noun.text, verb or noun.verb, noun.noun or noun.text, "after")
        if clause.text:
            return clause._replace(how="clause")
        return (previous if previous.text else self.subject)._replace(how="inherited")

    def _item(self, figure: Surroundings, tokens: list[Token], after: list[Token], previous: Named) -> Named:
        """推进A工程、2个B项目: the figure opens an item of its own, under the list's verb."""
        noun = self.phrases.named(after)
        opens = figure.before.start == figure.clause_span.start
        verb = self.phrases.join(self.phrases.leading_verbs(tokens)) if opens else previous.verb
        verb = "" if noun.verb else verb
        return Named(verb + noun.text, verb or noun.verb, noun.noun, "listed")

    def _with_after(self, figure: Surroundings, tokens: list[Token], after: list[Token]) -> Named | None:
        """Verb before and thing after (选派1名干部), or a modifier before (总投资960万元的工程); None where the noun before suffices."""
        noun = self.phrases.named(after)
        before = self.text[figure.before.start : figure.before.end].rstrip()
        last = tokens[-1][2]
        if last in self.words.verbs and (len(tokens) == 1 or not self.phrases.is_measured(tokens)):
            verb = self.phrases.join(self.phrases.trailing_verbs(tokens))
            return Named(verb + noun.text, verb, noun.text, "both")
        quantity = figure.fact.quantity
        if (
            before.endswith(("等", *self.words.having))
            or _sums_up(before, quantity)
            or quantity.unit in _CLASSES
        ):
            return noun._replace(how="after")  # A、B等8个县, 全镇下辖12个村, A、B、C三家企业
        of = self.text.startswith("的", figure.fact.span.end)
        if before.endswith("有") and _OF_EACH.match(before):
            return noun._replace(how="after")  # 每个村至少有1个增收项目
        if of or before.endswith(("的", "有")) or last in self.words.modifiers:
            modifier = self.phrases.trim(tokens[-3:] if before.endswith("有") else tokens[-2:]).text[-10:]
            return Named(modifier + noun.text, "", noun.text, "both")
        if quantity.unit in _COUNTS_ACTION and noun.verb:
            return noun._replace(how="after")
        return self._combined(figure, self.phrases.trim(tokens), noun)

    def _combined(self, figure: Surroundings, named: Named, noun: Named) -> Named | None:
        """Both sides in one head where neither is whole: 解决农村200万人饮水问题, 民生10件实事, 骨干企业80%完成改制."""
        if len(named.text) + len(noun.text) > MOST:
            return None
        if noun.verb:
            is_share = figure.fact.kind == "ratio"
            return Named(named.text + noun.text, "", named.noun, "both") if is_share else None
        short = len(named.text) <= 4 or (named.verb and named.noun and len(named.noun) <= 4)
        if short:
            return Named(named.text + noun.text, named.verb, noun.text, "both")
        reached = self.text[figure.before.start : figure.before.end].rstrip().endswith(_REACHES)
        where = (
            figure.fact.kind == "count"
            and not (named.verb or reached)
            and not self.words.measured.search(named.text)
        )
        return noun._replace(how="after") if where else None  # 云陂自贸区28项制度创新成果

    def _complete(self, named: Named, passage: Passage, figure: Surroundings, previous: Named) -> Named:
        """An item of a list takes the list's verb; a bare verb or a general noun takes the subject before it."""
        start = figure.before.start
        listed = start > figure.clause_span.start and bool(_JOINS.match(self.text, start))
        acts = previous.verb and previous.verb != previous.text  # 造林37万亩、种草12万亩: no verb of a list
        if listed and not named.verb and acts and not self.words.measured.search(named.text):
            return Named(previous.verb + named.text, previous.verb, named.noun or named.text, "listed")
        self.among = self.text.startswith("其中", start) or (self.among and listed)
        among = self.among and len(named.text) <= 4 and figure.fact.quantity.unit == self.unit
        if not (among or self._is_bare(named, figure.fact)):
            return named
        owner = previous
        if not (among or (owner.noun and self._same_part(passage, figure))):
            owner = self._clause_before(passage, figure)
            owner = owner if owner.noun else previous
        if not owner.noun or owner.noun in named.text or (not among and self._acts(owner)):
            return named
        if named.text in self.words.sides:  # 城市低保标准300元，农村150元
            of = next(
                (owner.noun[len(side) :] for side in self.words.sides if owner.noun.startswith(side)), ""
            )
            if of:
                return Named(named.text + of, "", of, "owned")
        return Named((owner.text if among else owner.noun)[-MOST:] + named.text, "", owner.noun, "owned")

    def _acts(self, named: Named) -> bool:
        """班子成员(带队检查): who did the last thing is not what this one is about."""
        return not named.verb and named.text != named.noun and bool(self.words.actors.search(named.noun))

    def _same_part(self, passage: Passage, figure: Surroundings) -> bool:
        """Whether a figure stands before this one in the same part of the sentence (no ；between)."""
        begin = figure.clause_span.start
        last = max((f.fact.span.end for f in passage.figures if f.fact.span.end <= begin), default=None)
        return (last is not None and ";" not in self.text[last:begin]) or begin < figure.before.start

    def _is_bare(self, named: Named, fact: Fact) -> bool:
        """Whether a name needs its subject: a verb alone, a general noun, a rate of an action (办结率 of what)."""
        text = named.text
        if len(text) > 6 and not text.startswith("占"):
            return False
        if (
            text in self.words.aggregates
            and fact.kind == "ratio"
            and self.text.startswith(text + "增", fact.span.start - len(text) - 2)
        ):
            return False  # 投资增长11%
        if named.verb == text and fact.quantity.unit in ("次", "场", "场次"):
            return False  # 全年宣讲90场次 counts the action itself
        return (
            named.verb == text
            or text.startswith("占")
            or text in self.words.generic
            or text in self.words.sides
            or (bool(_VERBAL_RATE.fullmatch(text)) and text[-3:-1] in self.words.verbs)
        )

    def _clause_before(self, passage: Passage, figure: Surroundings) -> Named:
        """The subject of a clause without figures straight before this one (水稻总产创历史最高，达到900万吨)."""
        sentence, end = passage.sentence.span.start, figure.clause_span.start - 1
        if figure.before.start > figure.clause_span.start or end <= sentence:
            return NOTHING
        floor = max((f.fact.span.end for f in passage.figures if f.fact.span.end <= end), default=sentence)
        begin = max(floor, *(self.text.rfind(sign, floor, end) + 1 for sign in ",;:。"))
        item = _ITEM.match(self.text, begin, end)
        begin = item.end() if item else begin
        if any(f.clause_span.start <= begin < f.clause_span.end for f in passage.figures):
            return NOTHING
        if figure.fact.kind != "rank" and self.words.circumstances.match(self.text, begin):
            return NOTHING
        kept: list[Token] = []
        for token in self.phrases.before(begin, end):
            word = token[2]
            if kept and (
                word in self.words.phrase_stops or word in self.words.lead or token[1] - kept[0][0] > 12
            ):
                break
            kept.append(token)
        return self.phrases.subject(kept) if kept else NOTHING


def _sums_up(before: str, quantity: Quantity) -> bool:
    """A、B、C三家企业: as many names listed as the figure says."""
    return "、" in before and quantity.low is not None and len(SEPARATORS.split(before)) == quantity.low
