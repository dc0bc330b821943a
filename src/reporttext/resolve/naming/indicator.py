"""What a figure measures, in the report's own characters: 召开专题会议, 网上舆情处置率, 宣传委员.

The words before the figure in its clause carry the indicator (改造橘园640亩), or the thing counted follows it (1名宣传员),
or both do (新建15座水库). What stands alone inherits: a change its subject (同比增长6.2%), an item of a list the list's
verb (发放大米4.5吨、毛毯200床), paired figures their own noun (A、B分别增长5%、6%).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.naming.against import Against
from reporttext.resolve.naming.appointed import appointed
from reporttext.resolve.naming.around import Around
from reporttext.resolve.naming.bounds import Bounds
from reporttext.resolve.naming.distribute import distribute, is_in_rows, respective
from reporttext.resolve.naming.headed import of_project, project
from reporttext.resolve.naming.levels import share_noun
from reporttext.resolve.naming.names import NOTHING, Named, Names
from reporttext.resolve.naming.occasions import Occasions
from reporttext.resolve.naming.purposes import Purposes
from reporttext.resolve.naming.rates import Rates
from reporttext.resolve.naming.scant import sum_of
from reporttext.resolve.naming.shares import of_level
from reporttext.resolve.naming.sharing import Sharing
from reporttext.resolve.naming.sides import Sides
from reporttext.resolve.naming.subjects import Subjects
from reporttext.resolve.naming.sums import wholes
from reporttext.resolve.naming.timed import timed
from reporttext.resolve.naming.watches import Watches
from reporttext.resolve.period.calendar import Calendar
from reporttext.resolve.words.marks import LISTS, PHRASE_STOP, VERB
from reporttext.resolve.words.phrases import MOST
from reporttext.resolve.words.tokens import NO_TOKENS, Tokens
from reporttext.resolve.words.vocabulary import Vocabulary

_LISTED: Final = re.compile(r"(?:[、和与]|(?<![惠涉波普触顾遍])及)\s{0,2}\Z")
_TITLED: Final = re.compile(r"“[^“”]{1,24}”([^“”、]{4,})")
_MOST_OF_ALL: Final = re.compile(
    "(最[高低多少大小])(?:的[\u4e00-\u9fff]{0,6}(?:村|户|人|组|社|社区|企业|公司|镇|乡|县))?\\Z"
)
_EXTREME_LAST: Final = re.compile("最[高低多少大小]\\Z")
_NOT = ("没有", "尚未", "仍未", "还没")  # 19个项目中，至今有3个(没有完工)
_INVESTED: Final = "完成投资"
_PLACING: Final = ("在", "对", "向", "与")
_OF_THESE: Final = ("有", "其中有", "已有", "其中", "其中已有")
_PLANS: Final = ("任务", "目标", "计划", "全年任务", "年度任务")
_EXTREME: Final = re.compile("最[高低多少大小长短快慢远好]的?一")
_REFERRED: Final = {"前者": -2, "后者": -1}


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
    asides: list[bool]
    around: Around
    occasions: Occasions
    purposes: Purposes
    subjects: Subjects
    against: Against
    sharing: Sharing
    appoints: bool  # whether those counted may be made something
    summed: dict[int, int]  # by the last part of a whole, the whole
    named: list[Named]  # of the figures so far

    def __init__(
        self, words: Vocabulary, tokens: Tokens, times: Calendar, *, keep_choices: bool = False
    ) -> None:
        self.words, self.times = words, times
        self.phrases = Names(words, tokens)
        self.sides, self.bounds = Sides(self.phrases), Bounds(self.phrases)
        self.rates, self.watches = Rates(self.phrases), Watches(self.phrases)
        self.text = tokens.folded
        self.subject = NOTHING
        self.topic = NOTHING  # the last subject of the sentence with a noun
        self.paragraph = -1
        self.project = NOTHING  # that heads the paragraph
        self.keep_choices = keep_choices
        self.choices: list[Choices] = []  # by figure of the document, where they are kept

    def name(self, passage: Passage, changes: list[bool], defining: list[bool]) -> list[Named]:
        """One indicator a figure; `changes` tells which figures are changes, `defining` which only define a class."""
        if passage.sentence.paragraph != self.paragraph:
            self.subject, self.paragraph = NOTHING, passage.sentence.paragraph
            self.project = project(passage)
        self.passage, self.figures, self.changes, self.defining = passage, passage.figures, changes, defining
        span = passage.sentence.span
        self.phrases.tokens.open(*span, timed(self.times, passage.text, *span))
        self.around = Around(self.phrases, passage)
        self.occasions = Occasions(self.phrases, passage)
        self.purposes = Purposes(self.phrases, passage, self.around)
        self.subjects = Subjects(self.phrases, passage, self.around)
        self.against = Against(self.phrases, passage, self.around)
        self.sharing = Sharing(passage)
        self.appoints = "为" in passage.near
        self.summed = wholes(self.figures) if len(self.figures) > 2 else {}
        for end, whole in self.summed.items():
            self.subjects.parts.update(figure.start for figure in self.figures[whole + 1 : end + 1])
        self.topic = NOTHING
        self.asides = _in_brackets(passage) if "(" in passage.near else []
        named = self.named = []
        figures = passage.figures
        in_rows = is_in_rows(passage.near) or True in [figure.joined for figure in figures]
        while len(named) < len(figures):
            i = len(named)
            group = respective(passage, i, self.around.used, named) if in_rows else figures[i : i + 1]
            if self.keep_choices:
                self.choices += [self._choices(j, named) for j in range(i, i + len(group))]
            if len(group) > 1:
                row = self.around.row(group[0])
                known = named[:-1] if row[1] < group[0].start else self._up_to_whole(named, figures[i])
                named += distribute(self.phrases, group, row, known, self.subject)
            else:
                named.append(self._without_title(self._one(i, named), figures[i]))
                if "级" in passage.near:
                    share_noun(self.text, figures, named)
                self.sharing.share(named)
            self.occasions.count(named[-1], figures[len(named) - 1])
            self.subjects.unit = figures[len(named) - 1].unit
            aside = bool(self.asides) and self.asides[i]
            if named[-1].text and not (defining[i] or aside) and True not in changes[i : len(named)]:
                self.subject = named[-1]
                last = figures[len(named) - 1]
                self.subjects.wholes[last.unit] = named[-1], last.end
                self.topic = self.subject if self.subject.noun else self.topic
        return named

    def _one(self, i: int, named: list[Named]) -> Named:
        used = self.around.used
        figure, after, previous = self._beside(i, named)
        bound = self._bound(i, figure, after) if self.defining[i] else self._sized(i)
        result = bound if bound.text else self._single(figure, after, previous)
        if result.how == "after":
            result = self.occasions.of(result, figure) or result  # 警示教育大会2场，1126人次(受教育)
        if self.defining[i]:
            self.around.used = used  # its words belong to the figure that follows
        return self._referred(result, named) if result.text in _REFERRED else result

    def _sized(self, i: int) -> Named:
        """Those counted behind a size of theirs: 建成占地300平方米的(广场)1处; NOTHING where no size stands there."""
        size, figure = self.figures[i - 1] if i else None, self.figures[i]
        if size is None or figure.kind != "count" or size.kind not in ("measure", "money"):
            return NOTHING
        if self.defining[i - 1] or size.right != figure.start or not self.text.startswith("的", size.end):
            return NOTHING
        known = self.phrases.tokens
        thing = self.phrases.before(size.end + 1, figure.start)
        if not thing or known.together(thing.start, thing.stop) & (VERB | PHRASE_STOP | LISTS):
            return NOTHING  # 总投资3亿元的项目达产后可年产轴承12万套
        noun, done = self.phrases.join(thing), self.phrases.before(size.left, size.start)
        verb = known.word(done.start) if len(done) > 1 else ""
        verb = verb if verb in self.words.verbs else ""
        return Named(verb + noun, verb, noun, "after")

    def _bound(self, i: int, figure: Surroundings, after: range) -> Named:
        """What a bound is of: a height, those after it (13名30岁以下干部), or the measure before it (营业面积50平方米以下的店)."""
        told = self.bounds.told(self.figures[i])
        told = told if told.text else self.bounds.sorted_by(self.passage.sentence.span.start, self.figures[i])
        if told.text:
            return told
        whole = self.subjects.wholes.get(figure.unit)
        if whole and self.bounds.sorts(figure):
            text = whole[0].text.removesuffix("村均")
            if text.endswith("收入"):
                return Named(text, "", whole[0].noun, "inherited")
        following = self.figures[i + 1] if i + 1 < len(self.figures) else figure
        if self.text[figure.end : following.start] == "的":  # 60周岁以上的(7214名)老人
            after = self.around.after(following, noun_only=True)
        if after and (self.figures[i].left == figure.start or figure.unit in self.words.ages):
            return self.bounds.whom(figure, after)
        before = self.around.before(figure) or self.phrases.before(self.figures[i].left, figure.start)
        income = i and figure.kind == self.figures[i - 1].kind == "money"
        if income and not before and self.named[i - 1].text.endswith("收入"):
            return self.named[i - 1].by("inherited")  # 经营性收入820万元，其中(30万元以上)的村16个
        return self.bounds.measure(before)  # 50项(投资)5亿元以上的项目

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
        ranked_within = i > 0 and is_rank and self.around.ranks.within(figure)
        known = named[:-1] if ranked_within else self._up_to_whole(named, figure)
        if self.asides and not self.asides[i]:
            known = [name for name, aside in zip(known, self.asides, strict=False) if not aside]
        previous = NOTHING if after_bound else _latest(known)
        if is_rank or (self.changes[i] and figure.kind == "ratio"):
            return figure, NO_TOKENS, previous
        field = self.around.ranks.field(i)
        if field:
            return field, self.around.after(field, noun_only=True), NOTHING
        counted = self.around.counted(i, self.defining)
        return figure, self.around.after(counted, noun_only=self.defining[i]), previous

    def _up_to_whole(self, named: list[Named], figure: Surroundings) -> list[Named]:
        """The names so far, without those of parts that came to their whole: A类28件、B类10件，(38件建议的)面商率."""
        whole = self.summed.get(len(named) - 1)
        if whole is None or self.text.startswith("其中", figure.clause_start):
            return named
        return named[: whole + 1]

    def _choices(self, i: int, named: list[Named]) -> Choices:
        figure, after, previous = self._beside(i, named)
        before = self.around.before(figure)
        return Choices(
            self.phrases.trim(before) if before else NOTHING,
            self.phrases.named(after) if after else NOTHING,
            NOTHING if figure.joined else self.subjects.clause_before(figure),
            previous if previous.text else self.subject,
        )

    # One figure

    def _single(self, figure: Surroundings, after: range, previous: Named) -> Named:
        if figure.left == figure.start and figure.joined and previous.text:
            return previous.by("inherited")  # 30户92人
        subject = previous if previous.noun else self.subject
        told = self.purposes.lasting(figure, after) or self.against.related(
            figure, subject, self.subjects.unit
        )
        told = told or self._by_rate(figure) or self.watches.kept(figure, after, subject)
        told = told or (appointed(self.text, figure) if self.appoints else None)
        alike = self.subjects.wholes.get(figure.unit) if told is None else None
        if alike and self.against.any_goal:
            told = self.against.goal(figure, alike[0])
        if alike and self.against.any_set:
            told = told or self.against.set_before(figure, alike[0])
        tokens = NO_TOKENS if after and self._is_placed(figure) else self.around.before(figure)
        told = told or self._told_apart(figure, tokens, after)
        if told:
            return told
        if not tokens:
            return self._unannounced(figure, after, previous)
        if after and not (figure.kind == "ratio" and self.phrases.is_measured(tokens)):  # 空置率30%的房屋
            listed = _LISTED.search(self.text, figure.left, figure.start)
            joined = (
                self.sides.item(figure, tokens, after, previous)
                if listed
                else self.sides.both(figure, tokens, after)
            )
            if joined is not None:
                self._use(after)
                if joined.how == "after" and not joined.verb and self.around.is_concerned(figure):
                    said = self._said(figure, after, joined)  # 与商场、超市等7家单位(签订合同)
                    joined = Named(joined.text + said, "", joined.noun, "after")
                return self.subjects.concerning(joined, figure, previous)
        return self._by_words_before(self.phrases.trim(tokens), figure, previous)

    def _by_words_before(self, name: Named, figure: Surroundings, previous: Named) -> Named:
        """The name that stands before a figure, with its subject or occasion where it needs one."""
        most = _MOST_OF_ALL.match(name.text)
        if most and figure.unit in self.subjects.wholes:  # 集体收入累计820万元，(最高)的枫桥村90万元
            whole = self.subjects.wholes[figure.unit][0]
            text = _EXTREME_LAST.sub("", whole.text)
            return Named(text[-MOST:] + most[1], "", whole.noun, "owned")
        if self.subjects.is_distance(figure):
            return Named(name.text)
        reached = self.occasions.of(name, figure)
        of_topic = name.text.endswith("率") and not previous.noun  # 工单14件，办结12件，办结率86%
        owner = self.topic if of_topic else self._rated(name, previous)
        planned = self.against.planned(owner, figure, self.subjects.unit) if name.text in _PLANS else owner
        if planned is not owner:
            return planned  # 植树3.2万株，(任务)3万株
        headed = self.project.text and name.text in self.words.of_projects
        own = self.text.startswith("的", figure.end) and self._counts_next(figure)
        named = (
            of_project(name, self.project)
            if headed
            else name
            if own
            else self.subjects.complete(name, figure, owner)
        )
        if reached and not named.text.endswith(reached.text):
            named = reached
        if named.text.endswith("投资") and self.text.endswith(_INVESTED, figure.left, figure.start):
            owned = named.text.removesuffix(_INVESTED).removesuffix("投资").removesuffix("总")
            text = owned + _INVESTED  # not the 总投资
            return Named(text, named.verb, named.noun, named.how)
        return named

    def _counts_next(self, figure: Surroundings) -> bool:
        """Whether what the figure measures is told of those counted behind 的: 总投资31亿元的(13个)项目."""
        return figure.kind == "money" and any(f.start == figure.end + 1 for f in self.figures)

    def _rated(self, rate: Named, previous: Named) -> Named:
        """Whose the rate of an action is: of the things counted, not of money or of the action itself, named after them
        (举报22条，奖励4800元，办结率100%; 隐患60处，限期整改9处，整改率98%).
        """
        last = counted = len(self.named) - 1
        if last < 1 or not self.words.verbal_rate.fullmatch(rate.text) or self.named[last] is not previous:
            return previous
        done, money = rate.text[-3:-1], not rate.text.startswith(self.words.money_rates)
        while counted and (
            (money and self.figures[counted].kind == "money") or _says_only(done, self.named[counted])
        ):
            counted -= 1
        one = self.figures[counted]
        parted = one.kind != "count" or ";" in self.text[one.end : self.figures[last].start]
        return previous if parted or not self.named[counted].noun else self.named[counted]

    def _is_placed(self, figure: Surroundings) -> bool:
        """Whether a preposition stands straight before what is counted: 春节期间在14个(路口设卡)."""
        before = self.text[figure.start - 1] if figure.kind == "count" and figure.left < figure.start else ""
        if before not in _PLACING or self.text.startswith("的", figure.end):
            return False
        tokens, known = self.phrases.tokens.between(figure.left, figure.start), self.phrases.tokens
        if known.word(tokens[-1]) != before:
            return False  # 应对5次降雨
        return len(tokens) == 1 or not known.marks[tokens[-2]] & VERB  # 分布在20个(国家)

    def _by_rate(self, figure: Surroundings) -> Named | None:
        """What is paid by a rate, and 标准 behind it belongs to the rate: 按每亩60元(标准)发放补贴."""
        told = self.rates.told(figure)
        if told:
            self.around.used = self.rates.ends
        return told

    def _told_apart(self, figure: Surroundings, tokens: range, after: range) -> Named | None:
        """What is counted behind its bound, what a term is for (用18个月时间完成改造), what a rank was won in, what money was spent on, where `tokens`, the words
        before it, do not say it.
        """
        if after and self.around.bounded and self.text.endswith("的", 0, figure.start):
            self._use(after)
            return self.phrases.named(after).by("after")  # 年收入5万元以下的3个薄弱村
        if figure.unit in self.words.term_units:
            took = self.purposes.took(figure) or self.purposes.brought_about(figure)
            if took:
                return took
        if figure.unit in self.words.term_units and self.text.startswith("时间", figure.end):
            self.around.used = figure.end + 2
            return self.purposes.aim(figure, figure.end + 2)
        if figure.unit in self.words.term_units and self.text.startswith("就", figure.end):
            taken = self.text.endswith(self.words.taking, figure.left, figure.start)
            return self.purposes.aim(figure, figure.end + 1) if taken else None
        if figure.kind == "rank" and not self.phrases.is_measured(tokens):
            contest = self.around.ranks.contest(figure)
            return self.phrases.trim(contest) if contest else None
        words = self.phrases.join(tokens) if figure.kind == "money" else ""
        spent = words and not self.text.endswith(_INVESTED, figure.left, figure.start)
        verb = self.words.spending.fullmatch(words) if spent else None
        return self.purposes.spent(verb[1], figure, tokens, after) if verb else None

    def _use(self, after: range) -> None:
        """The words after a figure are its own, unless they open an action that a later figure counts (投入92万元建成仓库1座)."""
        if self.around.owned:
            return  # 35家(规上企业产值)12亿元
        if not self.phrases.tokens.marks[after.start] & VERB:
            self.around.used = self.phrases.tokens.end(after)
            if self.text.startswith("中", self.around.used):
                self.around.used += 1  # 从43件候选事项中(票决产生)10件

    def _unannounced(self, figure: Surroundings, after: range, previous: Named) -> Named:
        """Nothing before the figure: what follows names it, else what came before does."""
        clause = NOTHING if figure.joined else self.subjects.clause_before(figure)
        if after:
            self._use(after)
            noun = self.phrases.named(after)
            owner = clause.noun or previous.noun
            if figure.joined and figure.unit != self.subjects.unit and noun.verb == noun.text:
                owner = ""  # 109个贫困村出列、10万人(脱贫)
            if self._is_of_these(figure, noun.text):
                return Named(previous.noun + noun.text, "", previous.noun, "owned")
            negated = noun.text.startswith(_NOT) and "的" not in noun.text and not self._opens_part(figure)
            if owner and (noun.verb == noun.text or negated):
                return Named(owner + noun.text, "", owner, "owned")
            verb = previous.verb if figure.joined and not noun.verb else ""
            said = "" if verb or noun.verb else self._said(figure, after, noun)
            of_all = noun.text if noun.text.startswith("未") else ""  # 3个村、400余人(未通自来水)
            self.sharing.tell(figure, said or of_all or self._acted(after))
            return Named(verb + noun.text + said, verb or noun.verb, noun.noun or noun.text, "after")
        known = previous if previous.text else self.subject
        if known.how == "owned" and figure.kind == "ratio":
            known = of_level(self.text, self.figures, self.named) or known
        if known.how == "owned" and figure.kind == "rank" and self.words.beyond.search(known.text):
            known = Named(known.noun, "", known.noun)  # 高于全国平均水平3个百分点、居全国第9位
        task = self.words.of_task.search(known.text) if known.how == "owned" else None
        if task and figure.kind == "ratio":  # 财政收入为年初预算的97%，同比下降1.6%
            known = Named(known.text[: task.start()], "", known.noun)
        # 克服影响，增长4.6%: what was done is no subject of a rate
        if clause.text in self.words.aspects and known.noun:
            return self.subjects.of_aspect(clause, known)  # 总量迈上新台阶，达到1200亿元
        if clause.text and not (figure.kind == "ratio" and clause.text == clause.verb):
            return clause.by("clause")
        return self.against.planned(sum_of(known, self.text, figure), figure, self.subjects.unit).by(
            "inherited"
        )

    def _opens_part(self, figure: Surroundings) -> bool:
        """Whether a ；stands between the figure before and this one: 20人未服药；还有16户没有改厕."""
        last = max((f.end for f in self.figures if f.end <= figure.left), default=figure.left)
        return ";" in self.text[last : figure.left]

    def _is_of_these(self, figure: Surroundings, said: str) -> bool:
        """Some of those counted before, and what became of them: 文章9篇，有两篇(获二等奖); 11个村有10个(通了车)."""
        if figure.joined or figure.unit != self.subjects.unit or said in self.words.generic:
            return False
        left = self.text[figure.left : figure.start].strip()
        return (left == "有" and figure.left > figure.clause_start) or (
            left in _OF_THESE and said.startswith(self.words.winning)
        )

    def _acted(self, after: range) -> str:
        """What a verb behind the thing counted says of it: 社区(签订责任书)."""
        marks = self.phrases.tokens.marks
        verbs = (k for k in after if marks[k] & VERB and not self.phrases.modifies(after, k))
        verb = next(verbs, after.start)
        return self.phrases.join(range(verb, after.stop)) if verb > after.start else ""

    def _said(self, figure: Surroundings, after: range, noun: Named) -> str:
        """What is said of the thing counted, where an adverb parts it from its verb: 贫困村(均已)退出, 实事(全部)办结."""
        said = self.around.said(figure, after)
        text, room = self.phrases.join(said), MOST - len(noun.text)
        if len(text) > room:  # 组建(县级文化市场综合执法机构), 通过(国家专家组的)验收
            text = self.phrases.join(self.phrases.leading_verbs(said))
            text += self.phrases.join(said[-1:]) if text in self.words.light else ""
        return text if len(text) <= room else ""

    def _without_title(self, named: Named, figure: Surroundings) -> Named:
        """举办“春暖”专场招聘会2场 counts fairs: the title of one event is no column head. It stays before a short word (“…”学习)."""
        if "”" not in named.text or figure.unit not in self.words.session_units:
            return named
        kind = _TITLED.fullmatch(named.text, len(named.verb) if named.text.startswith(named.verb) else 0)
        if kind is None or kind[1].startswith(self.words.plain_kinds):
            return named
        return Named(kind[1], named.verb, kind[1], named.how)


def _in_brackets(passage: Passage) -> list[bool]:
    """Which figures are told in brackets, and so are no subject of what stands behind these: 摸排12栋(商用3栋)，拆除4栋."""
    text, begin = passage.text, passage.sentence.span.start
    openings = [text.rfind("(", begin, figure.start) for figure in passage.figures]
    return [
        at >= 0 and text.find(")", at, figure.start) < 0
        for at, figure in zip(openings, passage.figures, strict=True)
    ]


def _says_only(done: str, named: Named) -> bool:
    """Whether a name tells an action and not of what: 限期(整改)."""
    text = named.text.removesuffix("到位")  # 督促整改到位
    return named.how != "owned" and text.endswith(done) and "”" not in named.text


def _latest(named: list[Named]) -> Named:
    """The last name; 最长的(一座)46米 is only an example."""
    for k in range(len(named) - 1, -1, -1):
        if named[k].text and not _EXTREME.match(named[k].text):
            return named[k]
    return NOTHING
