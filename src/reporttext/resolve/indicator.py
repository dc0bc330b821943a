"""What a figure measures, in the report's own characters: 召开专题会议, 网上舆情处置率, 宣传委员.

The words before the figure in its clause carry the indicator (改造橘园640亩), or the thing counted follows it (1名宣传员),
or both do (新建15座水库). What stands alone inherits: a change its subject (同比增长6.2%), an item of a list the list's
verb (发放大米4.5吨、毛毯200床), paired figures their own noun (A、B分别增长5%、6%).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reporttext.model import Fact, Quantity
from reporttext.resolve.around import ITEM, JOINS, TERMS, Around
from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.distribute import SEPARATORS, distribute, is_in_rows, respective
from reporttext.resolve.marks import LEAD, MODIFIER, PHRASE_STOP, VERB
from reporttext.resolve.phrases import MOST, NOTHING, Named, Phrases
from reporttext.resolve.tokens import NO_TOKENS, Tokens
from reporttext.resolve.vocabulary import Vocabulary

_OF_EACH: Final = re.compile("[每各]|全[镇乡县市区省村]")
_LISTED: Final = re.compile(r"(?:[、和与]|(?<![惠涉波普触顾遍])及)\s{0,2}\Z")
_COUNTS_ACTION: Final = frozenset(
    ("次", "场", "场次", "人次", "期", "轮", "批次", "天", "年", "小时", "分钟", "个月", "遍")
)
_FAR: Final = 12  # characters of a clause that can be a subject
_REACHES = ("到", "至", "达", "为", "在", "实现", "完成")
_AGES: Final = frozenset(("岁", "周岁"))
_REFERRED: Final = {"前者": -2, "后者": -1}
# The figure is the size of what follows, whoever's it is: 镇东20万吨(有机肥项目)投产.
_SIZED: Final = re.compile("项目|工程|生产线|装置|电站|码头|机组")
_TASK: Final = re.compile(r"(完成)[^,;。、]{0,8}?((?:年度|全年)?(?:任务|目标|计划))数?的\Z")
_CLASSES: Final = frozenset(("吨级", "千伏"))  # 20万吨级码头: the figure names a class of the thing after it
_VERBAL_RATE: Final = re.compile(r"(?:按期|按时|及时|集中|一次性|正确|年)?[\u4e00-\u9fff]{2}率")


class Choices(NamedTuple):
    """The names a figure could have: of the words before it, of those after, of the clause before, of the figure before."""

    before: Named
    after: Named
    clause: Named
    previous: Named


class Namer:
    """Names the figures of one document, passage by passage in order; the last subject of a paragraph carries over."""

    # Of the passage being named:
    passage: Passage
    figures: tuple[Surroundings, ...]
    changes: list[bool]
    defining: list[bool]
    around: Around

    def __init__(self, words: Vocabulary, tokens: Tokens, *, keep_choices: bool = False) -> None:
        self.words = words
        self.phrases = Phrases(words, tokens)
        self.text = tokens.folded
        self.subject = NOTHING
        self.paragraph = -1
        self.unit: str | None = None  # of the figure before
        self.among = False  # the figures before are parts that 其中 opened
        self.listed = False  # whether the figure goes on a list
        self.said = ""  # what is said of the thing it counts
        self.waiting: list[int] = []  # the things of the list of which nothing is said yet
        self.keep_choices = keep_choices
        self.choices: list[Choices] = []  # by figure of the document, where they are kept

    def name(self, passage: Passage, changes: list[bool], defining: list[bool]) -> list[Named]:
        """One indicator a figure; `changes` tells which figures are changes, `defining` which only define a class."""
        if passage.sentence.paragraph != self.paragraph:
            self.subject, self.paragraph = NOTHING, passage.sentence.paragraph
        self.passage, self.figures, self.changes, self.defining = passage, passage.figures, changes, defining
        self.phrases.tokens.open(*passage.sentence.span)
        self.around = Around(self.phrases, passage)
        self.unit, self.among, self.waiting = None, False, []
        named: list[Named] = []
        figures = passage.figures
        in_rows = is_in_rows(passage.near) or True in [figure.joined for figure in figures]
        while len(named) < len(figures):
            i = len(named)
            group = respective(passage, i, self.around.used, named) if in_rows else figures[i : i + 1]
            if self.keep_choices:
                self.choices += [self._choices(j, named) for j in range(i, i + len(group))]
            if len(group) > 1:
                named += distribute(self.phrases, group, named, self.subject)
            else:
                self.listed, self.said = False, ""
                named.append(self._one(i, named))
                self._share(named)
            self.unit = figures[len(named) - 1].unit
            if named[-1].text and not defining[i] and True not in changes[i : len(named)]:
                self.subject = named[-1]
        return named

    def _one(self, i: int, named: list[Named]) -> Named:
        used = self.around.used
        figure, after, previous = self._beside(i, named)
        if self.defining[i] and after and (figure.left == figure.start or figure.unit in _AGES):
            result = self.phrases.named(self._bounded(figure, after))  # 13名30岁以下干部: those after it
        else:
            result = self._single(figure, after, previous)
        if self.defining[i]:
            self.around.used = used  # its words belong to the figure that follows
        return self._referred(result, named) if result.text in _REFERRED else result

    def _bounded(self, figure: Surroundings, after: range) -> range:
        """Of the words after a bound those that say who or what it bounds: 3岁以下(儿童)系统管理率."""
        if figure.unit not in _AGES:
            return after
        known, persons = self.phrases.tokens, self.words.persons
        last = next((k for k in after if known.word(k) in persons), after.stop - 1)
        return range(after.start, last + 1)

    def _referred(self, result: Named, named: list[Named]) -> Named:
        """门诊、住院分别为3.2万和980人次，前者增长12%: the thing meant by 前者 or 后者."""
        levels = [name for name, change in zip(named, self.changes, strict=False) if name.text and not change]
        return levels[_REFERRED[result.text]].by("inherited") if len(levels) > 1 else result

    def _beside(self, i: int, named: list[Named]) -> tuple[Surroundings, range, Named]:
        """The figure with the words before it, the words after it that may name it, and the name before."""
        after_bound = i > 0 and self.defining[i - 1]
        figure = self.around.cut(i, after_bound=after_bound)
        # 列全县17个乡镇的第2位: the field is not what is ranked
        is_rank = figure.kind == "rank"
        known = named[:-1] if i and is_rank and self.around.within(figure) else named
        previous = NOTHING if after_bound else _latest(known)
        if is_rank or (self.changes[i] and figure.kind == "ratio"):
            return figure, NO_TOKENS, previous
        field = self.around.field(i)
        if field:
            return field, self.around.after(field, noun_only=True), NOTHING
        counted = self.around.counted(i, self.defining)
        return figure, self.around.after(counted, noun_only=self.defining[i]), previous

    def _choices(self, i: int, named: list[Named]) -> Choices:
        figure, after, previous = self._beside(i, named)
        before = self.around.before(figure)
        return Choices(
            self.phrases.trim(before) if before else NOTHING,
            self.phrases.named(after) if after else NOTHING,
            NOTHING if figure.joined else self._clause_before(figure),
            previous if previous.text else self.subject,
        )

    # One figure

    def _single(self, figure: Surroundings, after: range, previous: Named) -> Named:
        if figure.left == figure.start and figure.joined and previous.text:
            return previous.by("inherited")  # 30户92人
        related = self._related(figure, previous.noun or self.subject.noun)
        if related:
            return related
        tokens = self.around.before(figure)
        told = self._told_apart(figure, tokens)
        if told:
            return self.phrases.trim(told)
        if not tokens:
            return self._unannounced(figure, after, previous)
        if after and not (figure.kind == "ratio" and self.phrases.is_measured(tokens)):  # 空置率30%的房屋
            listed = _LISTED.search(self.text, figure.left, figure.start)
            joined = (
                self._item(figure, tokens, after, previous)
                if listed
                else self._with_after(figure, tokens, after)
            )
            if joined is not None:
                self._use(after)
                return joined
        return self._complete(self.phrases.trim(tokens), figure, previous)

    def _related(self, figure: Surroundings, owner: str) -> Named | None:
        """What a figure is told against needs its subject: (失业率)低于控制目标0.4个百分点, (脱贫)完成年度任务的102%."""
        if not owner:
            return None
        beyond = self.around.beyond(figure)
        if beyond:
            return self._difference(figure, owner, beyond)
        task = _TASK.search(self.text, figure.left, figure.start) if figure.kind == "ratio" else None
        if task is None or self.phrases.before(figure.left, task.start()):
            return None
        return Named(owner[-MOST:] + task[1] + task[2], "", owner, "owned")

    def _told_apart(self, figure: Surroundings, tokens: range) -> range:
        """What a term is for (用18个月时间完成改造), and what a rank was won in, where the words before it do not say it."""
        if figure.unit in TERMS and self.text.startswith("时间", figure.end):
            self.around.used = figure.end + 2
            return self.phrases.after(figure.end + 2, figure.clause_end)
        if figure.kind == "rank" and not self.phrases.is_measured(tokens):
            return self.around.contest(figure)
        return NO_TOKENS

    def _difference(self, figure: Surroundings, owner: str, beyond: re.Match[str]) -> Named:
        """城镇登记失业率4.1%，低于控制目标0.4个百分点; with a subject of its own: (增幅)比全省平均水平高3个百分点."""
        subject = self.phrases.before(figure.left, beyond.start())
        own = self.phrases.join(subject)
        if own and own not in self.words.generic:
            owner, own = own, ""
        exceeded = "".join(self.phrases.raw[beyond.start() : beyond.end()].split())
        return Named((owner + own)[-MOST:] + exceeded, "", owner, "owned")

    def _use(self, after: range) -> None:
        """The words after a figure are its own, unless they open an action that a later figure counts (投入92万元建成仓库1座)."""
        if not self.phrases.tokens.marks[after.start] & VERB:
            self.around.used = self.phrases.tokens.end(after)

    def _unannounced(self, figure: Surroundings, after: range, previous: Named) -> Named:
        """Nothing before the figure: what follows names it, else what came before does."""
        clause = NOTHING if figure.joined else self._clause_before(figure)
        if after:
            self._use(after)
            noun = self.phrases.named(after)
            owner = clause.noun or previous.noun
            if noun.verb == noun.text and owner:
                return Named(owner + noun.text, "", owner, "owned")
            verb = previous.verb if figure.joined and not noun.verb else ""
            said = "" if verb or noun.verb else self._said(figure, after, noun)
            self.listed, self.said = figure.joined, said or self._acted(after)
            return Named(verb + noun.text + said, verb or noun.verb, noun.noun or noun.text, "after")
        known = previous if previous.text else self.subject
        # 克服影响，增长4.6%: what was done is no subject of a rate
        if clause.text and not (figure.kind == "ratio" and clause.text == clause.verb):
            return clause.by("clause")
        return known.by("inherited")

    def _acted(self, after: range) -> str:
        """What a verb behind the thing counted says of it: 社区(签订责任书)."""
        marks = self.phrases.tokens.marks
        verbs = (k for k in after if marks[k] & VERB and not self.phrases.modifies(after, k))
        verb = next(verbs, after.start)
        return self.phrases.join(range(verb, after.stop)) if verb > after.start else ""

    def _share(self, named: list[Named]) -> None:
        """What is said of the last thing of a list is said of the others: 14个行政村、1个社区签订责任书."""
        last = named[-1]
        if not self.listed:
            self.waiting = []
        if last.how != "after" or last.verb:
            self.waiting = []
        elif not self.said:
            self.waiting.append(len(named) - 1)
        else:
            for i in self.waiting:
                text = named[i].text
                if len(text) + len(self.said) <= MOST and text[-2:] != self.said[-2:]:
                    named[i] = Named(text + self.said, "", named[i].noun, "after")
            self.waiting = []

    def _said(self, figure: Surroundings, after: range, noun: Named) -> str:
        """What is said of the thing counted, where an adverb parts it from its verb: 贫困村(均已)退出, 实事(全部)办结."""
        said = self.around.said(figure, after)
        text, room = self.phrases.join(said), MOST - len(noun.text)
        if len(text) > room:  # 组建(县级文化市场综合执法机构), 通过(国家专家组的)验收
            text = self.phrases.join(self.phrases.leading_verbs(said))
            text += self.phrases.join(said[-1:]) if text in self.words.light else ""
        return text if len(text) <= room else ""

    def _item(self, figure: Surroundings, tokens: range, after: range, previous: Named) -> Named:
        """推进A工程、2个B项目: the figure opens an item of its own, under the list's verb."""
        noun = self.phrases.named(after)
        opens = figure.left == figure.clause_start
        verb = self.phrases.join(self.phrases.leading_verbs(tokens)) if opens else previous.verb
        verb = "" if noun.verb else verb
        if noun.verb == noun.text and previous.how == "owned":  # 56个厂已有15个建成、36个开工
            return Named(previous.noun + noun.text, "", previous.noun, "owned")
        return Named(verb + noun.text, verb or noun.verb, noun.noun, "listed")

    def _with_after(self, figure: Surroundings, tokens: range, after: range) -> Named | None:
        """Verb before and thing after (选派1名干部), or a modifier before (总投资960万元的工程); None where the noun before suffices."""
        noun = self.phrases.named(after)
        before = self.text[figure.left : figure.start].rstrip()
        last = self.phrases.tokens.marks[tokens[-1]]
        if last & VERB and (len(tokens) == 1 or not self.phrases.is_measured(tokens)):
            verb = self.phrases.join(self.phrases.trailing_verbs(tokens))
            return Named(verb + noun.text, verb, noun.text, "both")
        if (
            before.endswith("等")
            or _sums_up(before, figure.fact.quantity)
            or (figure.kind == "measure" and _SIZED.search(noun.text))
        ):
            verb = self.phrases.join(self.phrases.leading_verbs(tokens))
            if verb and not (noun.verb or verb in self.words.causing) and len(verb) + len(noun.text) <= MOST:
                return Named(verb + noun.text, verb, noun.text, "both")  # 建设镇东20万吨有机肥项目
            return noun.by("after")  # A、B、C三家企业, A、B等8个县
        if self._only_after(figure, before, noun):
            return noun.by("after")
        of = self.text.startswith("的", figure.end)
        if of or before.endswith(("的", "有")) or last & MODIFIER:
            near = tokens[-3:] if before.endswith("有") else tokens[-2:]
            modifier = self.phrases.trim(self.phrases.telling(near) or near).text[-10:]
            return Named(modifier + noun.text, "", noun.text, "both")
        return self._combined(figure, self.phrases.trim(tokens), noun)

    def _only_after(self, figure: Surroundings, before: str, noun: Named) -> bool:
        """Whether the words before say only whose they are: 全镇下辖12个村, 每个村至少有1个增收项目."""
        if before.endswith(self.words.having) or figure.unit in _CLASSES:
            return True
        if before.endswith("有") and _OF_EACH.match(before):
            return True
        return figure.unit in _COUNTS_ACTION and bool(noun.verb) and not before.endswith(("的", "有"))

    def _combined(self, figure: Surroundings, named: Named, noun: Named) -> Named | None:
        """Both sides in one head where neither is whole: 解决农村200万人饮水问题, 民生10件实事, 骨干企业80%完成改制."""
        if len(named.text) + len(noun.text) > MOST:
            return None
        if noun.verb:
            if figure.kind == "ratio":
                return Named(named.text + noun.text, "", named.noun, "both")
            # 县政府36个部门制定方案: of whom they are is left out
            of_body = figure.kind == "count" and not named.verb and self.words.actors.search(named.text)
            return noun.by("after") if of_body else None
        short = len(named.text) <= 4 or (named.verb and named.noun and len(named.noun) <= 4)
        if short:
            return Named(named.text + noun.text, named.verb, noun.text, "both")
        reached = self.text[figure.left : figure.start].rstrip().endswith(_REACHES)
        where = (
            figure.kind == "count" and not (named.verb or reached) and not self.words.is_measured(named.text)
        )
        return noun.by("after") if where else None  # 云陂自贸区28项制度创新成果

    def _complete(self, named: Named, figure: Surroundings, previous: Named) -> Named:
        """An item of a list takes the list's verb; a bare verb or a general noun takes the subject before it."""
        start = figure.left
        listed = start > figure.clause_start and bool(JOINS.match(self.text, start))
        acts = previous.verb and previous.verb != previous.text  # 造林37万亩、种草12万亩: no verb of a list
        if listed and not named.verb and acts and not self.words.is_measured(named.text):
            return Named(previous.verb + named.text, previous.verb, named.noun or named.text, "listed")
        self.among = self.text.startswith("其中", start) or (self.among and listed)
        among = self.among and len(named.text) <= 4 and figure.unit == self.unit
        if not (among or self._is_bare(named, figure.fact)):
            return named
        owner = previous
        if not (among or (owner.noun and self._same_part(figure))):
            owner = self._clause_before(figure)
            owner = owner if owner.noun else previous
        if not owner.noun or owner.noun in named.text or owner.noun in self.words.lead:
            return named
        if not among and (owner.noun in self.words.generic or self._acts(owner)):
            return named
        return self._owned(named, owner, among=among)

    def _owned(self, named: Named, owner: Named, *, among: bool) -> Named:
        """A name with its subject before it; of figures `among` others with their whole name."""
        if named.text in self.words.sides:  # 城市低保标准300元，农村150元
            of = next(
                (owner.noun[len(side) :] for side in self.words.sides if owner.noun.startswith(side)), ""
            )
            if of:
                return Named(named.text + of, "", of, "owned")
        whose = (owner.text if among else owner.noun)[-MOST:]
        if among and len(named.text) > 2 and len(whose) + len(named.text) > MOST:
            return named  # 组织理论学习中心组学习12次，其中集中研讨5次
        return Named(whose + named.text, "", owner.noun, "owned")

    def _acts(self, named: Named) -> bool:
        """班子成员(带队检查): who did the last thing is not what this one is about."""
        return not named.verb and named.text != named.noun and bool(self.words.actors.search(named.noun))

    def _same_part(self, figure: Surroundings) -> bool:
        """Whether a figure stands before this one in the same part of the sentence (no ；between)."""
        begin = figure.clause_start
        last = max((f.end for f in self.figures if f.end <= begin), default=None)
        return (last is not None and ";" not in self.text[last:begin]) or begin < figure.left

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
        if named.verb == text and (text in self.words.whole or fact.quantity.unit in ("次", "场", "场次")):
            return False  # 造林300亩; 全年宣讲90场次 counts the action itself
        return (
            named.verb == text
            or text.startswith("占")
            or text in self.words.generic
            or text in self.words.sides
            or (text[-3:-1] in self.words.verbs and bool(_VERBAL_RATE.fullmatch(text)))
        )

    def _clause_before(self, figure: Surroundings) -> Named:
        """The subject of a clause without figures straight before this one (水稻总产创历史最高，达到900万吨)."""
        sentence, end = self.passage.sentence.span.start, figure.clause_start - 1
        if figure.left > figure.clause_start or end <= sentence:
            return NOTHING
        floor = max((f.end for f in self.figures if f.end <= end), default=sentence)
        begin = max(floor, *(self.text.rfind(sign, floor, end) + 1 for sign in ",;:。"))
        item = ITEM.match(self.text, begin, end)
        begin = item.end() if item else begin
        if any(f.clause_start <= begin < f.clause_end for f in self.figures):
            return NOTHING
        if figure.kind != "rank" and self.words.circumstances.match(self.text, begin):
            return NOTHING
        tokens, known = self.phrases.before(begin, end), self.phrases.tokens
        if not tokens:
            return NOTHING
        furthest, stops = known.begin(tokens) + _FAR, PHRASE_STOP | LEAD
        stop = next(
            (k for k in tokens[1:] if known.marks[k] & stops or known.ends[k] > furthest), tokens.stop
        )
        return self.phrases.subject(range(tokens.start, stop))


def _latest(named: list[Named]) -> Named:
    for k in range(len(named) - 1, -1, -1):
        if named[k].text:
            return named[k]
    return NOTHING


def _sums_up(before: str, quantity: Quantity) -> bool:
    """A、B、C三家企业: as many names listed as the figure says, as far as it can be read."""
    if "、" not in before[1:]:
        return False
    return quantity.masked or quantity.low in (before.count("、") + 1, len(SEPARATORS.split(before)))
