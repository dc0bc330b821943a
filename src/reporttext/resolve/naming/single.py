"""One figure: which of the ways to name it holds, the surest first."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.appointed import appointed
from reporttext.resolve.naming.headed import of_project
from reporttext.resolve.naming.names import NOTHING, Named
from reporttext.resolve.naming.scant import sum_of
from reporttext.resolve.naming.shares import of_level
from reporttext.resolve.naming.told import Told
from reporttext.resolve.naming.ways import Ways
from reporttext.resolve.words.marks import VERB
from reporttext.resolve.words.phrases import MOST
from reporttext.resolve.words.tokens import NO_TOKENS

_LISTED: Final = re.compile(r"(?:[、和与]|(?<![惠涉波普触顾遍])及)\s{0,2}\Z")
_MOST_OF_ALL: Final = re.compile(
    "(最[高低多少大小])(?:的[\u4e00-\u9fff]{0,6}(?:村|户|人|组|社|社区|企业|公司|镇|乡|县))?\\Z"
)
_EXTREME_LAST: Final = re.compile("最[高低多少大小]\\Z")
_NOT = ("没有", "尚未", "仍未", "还没")  # 19个项目中，至今有3个(没有完工)
_INVESTED: Final = "完成投资"
_PLACING: Final = ("在", "对", "向", "与")
_OF_THESE: Final = ("有", "其中有", "已有", "其中", "其中已有")
_PLANS: Final = ("任务", "目标", "计划", "全年任务", "年度任务")


class Single:
    """Names one figure after the other."""

    def __init__(self, ways: Ways, told: Told) -> None:
        self.ways, self.told = ways, told
        self.phrases, self.words, self.text, self.figures = ways.phrases, ways.words, ways.text, ways.figures
        self.around, self.subjects, self.purposes = ways.around, ways.subjects, ways.purposes
        self.against, self.sides, self.occasions, self.sharing = (
            ways.against,
            ways.sides,
            ways.occasions,
            ways.sharing,
        )

    def name(self, figure: Surroundings, after: range, previous: Named) -> Named:
        if figure.left == figure.start and figure.joined and previous.text:
            return previous.by("inherited")  # 30户92人
        subject = previous if previous.noun else self.told.subject
        told = self.purposes.lasting(figure, after) or self.against.related(figure, subject, self.told.unit)
        told = told or self._by_rate(figure) or self.ways.watches.kept(figure, after, subject)
        told = told or (appointed(self.text, figure) if self.ways.appoints else None)
        alike = self.told.wholes.get(figure.unit) if told is None else None
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
        if most and figure.unit in self.told.wholes:  # 集体收入累计820万元，(最高)的枫桥村90万元
            whole = self.told.wholes[figure.unit][0]
            text = _EXTREME_LAST.sub("", whole.text)
            return Named(text[-MOST:] + most[1], "", whole.noun, "owned")
        if self.subjects.is_distance(figure):
            return Named(name.text)
        reached = self.occasions.of(name, figure)
        of_topic = (
            name.text.endswith("率") and not previous.noun
        )  # 接种对象3200人，共接种3100剂，(对象)接种率96%
        owner = self.told.topic if of_topic else self._rated(name, previous)
        planned = self.against.planned(owner, figure, self.told.unit) if name.text in _PLANS else owner
        if planned is not owner:
            return planned  # 植树3.2万株，(任务)3万株
        headed = self.told.project.text and name.text in self.words.of_projects
        own = self.text.startswith("的", figure.end) and self._counts_next(figure)
        named = (
            of_project(name, self.told.project)
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
        last = counted = len(self.told.named) - 1
        if (
            last < 1
            or not self.words.verbal_rate.fullmatch(rate.text)
            or self.told.named[last] is not previous
        ):
            return previous
        done, money = rate.text[-3:-1], not rate.text.startswith(self.words.money_rates)
        while counted and (
            (money and self.figures[counted].kind == "money") or _says_only(done, self.told.named[counted])
        ):
            counted -= 1
        one = self.figures[counted]
        parted = one.kind != "count" or ";" in self.text[one.end : self.figures[last].start]
        return previous if parted or not self.told.named[counted].noun else self.told.named[counted]

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
        told = self.ways.rates.told(figure)
        if told:
            self.around.used = self.ways.rates.ends
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
            if figure.joined and figure.unit != self.told.unit and noun.verb == noun.text:
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
        known = previous if previous.text else self.told.subject
        if known.how == "owned" and figure.kind == "ratio":
            known = of_level(self.text, self.figures, self.told.named) or known
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
        return self.against.planned(sum_of(known, self.text, figure), figure, self.told.unit).by("inherited")

    def _opens_part(self, figure: Surroundings) -> bool:
        """Whether a ；stands between the figure before and this one: 20人未服药；还有16户没有改厕."""
        last = max((f.end for f in self.figures if f.end <= figure.left), default=figure.left)
        return ";" in self.text[last : figure.left]

    def _is_of_these(self, figure: Surroundings, said: str) -> bool:
        """Some of those counted before, and what became of them: 文章9篇，有两篇(获二等奖); 11个村有10个(通了车)."""
        if figure.joined or figure.unit != self.told.unit or said in self.words.generic:
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


def _says_only(done: str, named: Named) -> bool:
    """Whether a name tells an action and not of what: 限期(整改)."""
    text = named.text.removesuffix("到位")  # 督促整改到位
    return named.how != "owned" and text.endswith(done) and "”" not in named.text
