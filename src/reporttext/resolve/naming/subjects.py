"""Whose a figure is, where its own words do not say: the subject before it, of its sentence or of the clause before."""

from __future__ import annotations

import re
from typing import Final

from reporttext.model import Fact
from reporttext.resolve.context import JOINS, Passage, Surroundings
from reporttext.resolve.naming.among import Among
from reporttext.resolve.naming.around import ITEM, Around
from reporttext.resolve.naming.clauses import (
    ENTERED,
    LIES_AT,
    NO_SUBJECT,
    WHEN,
    entered,
    is_one_noun,
    subject_in,
)
from reporttext.resolve.naming.names import NOTHING, Named, Names
from reporttext.resolve.naming.scant import PER, SCANT, how_often, told_again
from reporttext.resolve.naming.told import Told
from reporttext.resolve.words.marks import HEAD, LEAD, PHRASE_STOP, QUOTED, SHARE, VERB
from reporttext.resolve.words.phrases import MOST

_FAR: Final = 12  # characters of a clause that can be a subject
_LEFT: Final = 4  # characters of what says only that something is left: 未完成
_COVERS: Final = ("涉及", "覆盖", "辐射")  # 示范点3个，(示范点)覆盖12个村
_CONCERNS: Final = ("涉及", "入社", "入股")  # 合作社6家，(入社农户)530户
_SHORT: Final = 8  # characters of a subject beside 惠及农户, which tells much by itself
_DONE: Final = ("到位", "办结", "销号", "成功", "属实", "查实")
_BY_HOW_MUCH: Final = re.compile("(?:[增减涨降]幅|增速)\\Z")
# 排查(出)危房47户，(危房)已改造39户
_RESULT: Final = re.compile("\\A(?:出(?![生口栏行租入])|了)")
_OF_YEAR: Final = re.compile(r"[从由][^,;。]{1,12}的\Z")
_OUTPUT: Final = ("产量", "产值", "总产", "单产")
_GROWN: Final = re.compile("(?<=[\u4e00-\u9fff]{2})(?:播种|种植|栽培|栽植|移栽|栽种|养殖)?面积\\Z")
_MEAN_OF: Final = re.compile("[户人亩村组]均")
_SHARES: Final = ("比重", "占比")
_DEEDS: Final = ("建设", "发展", "工作")  # 提速推进建设，完成投资20亿元
_RATES: Final = ("指数", "率", "比重", "占比")
_AMOUNTS: Final = ("额", "收入", "产值", "支出", "价", "价格")
_PER_UNIT: Final = re.compile("每[\u4e00-\u9fff]{1,2}\\Z")  # 批发价(每公斤)
_ALL: Final = ("全部", "所有")
_ACTING: Final = ("人", "名", "位", "支", "户", "家")  # 在25个省市巡演60场: these do nothing
_MEMBERS: Final = ("队员", "成员", "会员", "社员")
_LEAST: Final = 2  # characters of a noun that can be a whole


class Subjects:
    """The subjects of the figures of one passage, asked for in their order."""

    def __init__(self, phrases: Names, passage: Passage, around: Around, told: Told) -> None:
        self.phrases, self.around, self.told = phrases, around, told
        self.among = Among(phrases, passage, told)
        self.words = phrases.words
        self.text = phrases.text
        self.figures = passage.figures
        self.begin = passage.sentence.span.start

    def complete(self, named: Named, figure: Surroundings, previous: Named) -> Named:
        """An item of a list takes the list's verb; a bare verb or a general noun takes the subject before it."""
        start = figure.left
        told = told_again(named, self.text, figure, previous, self.told.unit)
        listed = start > figure.clause_start and bool(JOINS.match(self.text, start))
        acts = previous.verb and previous.verb != previous.text  # 造林37万亩、种草12万亩: no verb of a list
        if told is None and listed and not named.verb and acts and not self.words.is_measured(named.text):
            told = Named(previous.verb + named.text, previous.verb, named.noun or named.text, "listed")
        if told:
            return told
        among = self.among.is_part(named, figure, previous, listed=listed)
        if not among and self.among.is_same_kind(named, figure):  # 新增公路80公里，其中高速公路23公里
            told = Named(self.among.whole.verb + named.text, self.among.whole.verb, named.text, "listed")
        some = "" if among else self._some_of(named, figure, previous) or self._who(named, figure, previous)
        if told or some:
            return told or Named(some + named.text, "", some, "owned")
        if not (among or self._is_bare(named, figure.fact)):
            return named
        owner = self.among.whole if among else self._owner(named.text, figure, previous)
        whose = self._whose(named.text, owner, among=among)
        if not whose or whose in named.text or whose in self.words.lead or whose in _DEEDS:
            return named
        if self._is_clear(named, figure, owner, whose, among=among):
            return named
        result = self._owned(named, owner.noun, whose, among=among)
        return _concerned(named, result) if named.text.startswith(_CONCERNS) else result

    def _whose(self, name: str, owner: Named, *, among: bool) -> str:
        """The words of its owner that a bare name takes: the noun, or all where this is too general."""
        # 代表中，妇女23名，(代表妇女)占32%; 占总产值的比重为16%，我省只(占)5%
        part_of = name == "占" and (owner.how == "owned" or owner.text.endswith(_SHARES))
        mean = _is_mean(name)  # 产值4390万元，(产值)户均6万元
        # 移栽面积1.2万亩，(移栽面积)减幅9%: the noun alone says too little
        aspect = mean or name in self.words.aspects or name.startswith("占")
        vague = owner.noun in self.words.generic or owner.noun in self.words.funds  # (补助资金)户均2.9万元
        general = aspect and vague and self.words.is_measured(owner.text)
        whose = owner.text if among or part_of or general or name.startswith("每") else owner.noun
        if name.endswith("幅") and owner.how != "owned" and owner.text.startswith(owner.noun):
            whose = owner.text  # 刑事立案89起，比上年减少23起，(刑事立案)降幅20%
        if among and owner.how == "both" and self.words.spending.fullmatch(owner.verb):
            whose = owner.verb  # 整合120万元，新建便民桥3座，其中县级补助60万元
        whose = _BY_HOW_MUCH.sub("", whose) if mean else whose
        if whose.startswith("每") and _MEAN_OF.match(name):
            return ""  # 每村补助5万元，户均增收1200元
        if name.endswith(_OUTPUT):
            whose = _GROWN.sub("", whose)  # (粮食)播种面积3万亩，(总产量)1万吨
        return _RESULT.sub("", whose) if owner.verb else whose

    def _is_clear(self, named: Named, figure: Surroundings, owner: Named, whose: str, *, among: bool) -> bool:
        """Whether a bare name says enough without `whose`, the words of its owner."""
        name = named.text
        tells = name.startswith("惠及") and len(name) > len("惠及")
        if tells and (len(whose) > _SHORT or "、" in whose):
            return True
        if whose.removeprefix("已")[:1] == name[-3:-2] and self.words.verbal_rate.fullmatch(name):
            return True  # 已(办)证明68份，(办)证率96%
        if self.text.startswith("其中", figure.left) and name in whose:
            return True  # 进出口总额28亿美元，其中出口15亿美元
        if name.endswith("率") and whose.endswith("率"):
            return True  # 人口自然增长率5‰；参合率95%
        own = not self.text.startswith("、", figure.left)  # 资产总额36亿元、利润1.2亿元 are of one owner
        earned = own and name in self.words.earnings  # 商品销售总额1.2亿元，利润260万元
        if (figure.kind == "money" and whose.endswith(_RATES)) or (
            earned and _PER_UNIT.sub("", whose).endswith(_AMOUNTS)
        ):
            return True  # 经济效益综合指数提高8个百分点，实现利润160亿元
        general = whose in self.words.generic and not _is_mean(name)
        part_of = (owner.how == "owned" and name == "占") or name in _MEMBERS
        return not among and (general or (not part_of and self._acts(owner)))

    def _some_of(self, named: Named, figure: Surroundings, previous: Named) -> str:
        """Those counted before, some of which are or do what is told: 农家乐26家，(停业的)3家; empty where it is not of these."""
        begin, text = figure.clause_start, self.text
        if figure.unit != self.told.unit or figure.kind not in ("count", "measure"):
            return ""
        if figure.left != begin or not text.endswith("的", begin, figure.start):
            return ""
        last = next((f for f in self.figures if f.end == begin - 1), None)
        if self.around.from_level and _OF_YEAR.search(text, begin, figure.start):
            return ""  # 普通高校在校学生由2000年的3万人增加到9万人
        if last is None or not text.startswith(",", last.end):
            return ""
        part = text.startswith("其中", last.clause_start)  # 总人口4.1万人，其中妇女2万人，(常年在外的)1.2万人
        whose = (
            self.among.whole.noun
            if part and self.among.unit == figure.unit
            else _RESULT.sub("", previous.noun)
        )
        if whose.startswith(("实有", "在岗")):
            return ""
        return whose if len(whose) <= MOST - len(named.text) and whose not in named.text else ""

    def _who(self, named: Named, figure: Surroundings, previous: Named) -> str:
        """Those counted straight before what they do so often or so long: 12名(队员)连续奋战5天."""
        text = named.text.removeprefix("连续")
        if figure.unit not in self.words.action_units:
            return ""
        if text != named.verb and text not in self.words.verbs:
            return ""
        last = next((f for f in self.figures if f.end <= figure.start and f.clause == figure.clause), None)
        said = (
            last is not None
            and last.unit in _ACTING
            and self.text.startswith(previous.noun + named.text, last.end)
        )
        return previous.noun if said and len(previous.noun) <= MOST - len(named.text) else ""

    def is_distance(self, figure: Surroundings) -> bool:
        """青溪镇位于县城西北(28公里): where a place lies, of which nothing more is told."""
        return figure.kind == "measure" and LIES_AT.match(self.text, figure.clause_start) is not None

    def concerning(self, named: Named, figure: Surroundings, previous: Named) -> Named:
        """发放补贴159万元，(补贴)涉及8个村: with what concerns those counted, where there is room."""
        of, text = previous.noun, named.text
        covers = next((verb for verb in _COVERS if text.startswith(verb)), "")
        opens = covers == _COVERS[0] or self.text.startswith(covers, figure.clause_start)
        if not (of and covers and opens) or of in text or len(of) + len(text) > MOST:
            return named
        return Named(of + text, f"{of}{covers}", text, "owned")

    def _owner(self, name: str, figure: Surroundings, previous: Named) -> Named:
        """Whose a bare name is: of what was done in the clause before, of the figure before, of the clause before."""
        if PER.match(name):
            clause = self.clause_before(figure)
            if clause.noun:
                return clause
            if how_often(name) and figure.kind == "count" and figure.unit != self.told.unit:
                return NOTHING  # 聘请老艺人5名，在小学开课，每周2节
        of = self._done_before(name, figure)
        if of or (previous.noun and self._same_part(figure)):
            return Named(of, "", of) if of else previous
        owner = self.clause_before(figure)
        return owner if owner.noun else previous

    def _done_before(self, rate: str, figure: Surroundings) -> str:
        """The object of the verb that a rate is of, said without a figure in the clause before: 全面签订(责任书)，签订率98%."""
        if not self.words.verbal_rate.fullmatch(rate):
            return ""
        end = figure.clause_start - 1
        floor = max((f.end for f in self.figures if f.end <= end), default=self.begin)
        begin = max(floor, *(self.text.rfind(sign, floor, max(end, floor)) + 1 for sign in ",;:。"))
        done = self.text.rfind(rate[-3:-1], begin, max(end, begin))
        if done < 0 or any(f.clause_start <= begin < f.clause_end for f in self.figures):
            return ""
        of, known = self.phrases.before(done + 2, end), self.phrases.tokens
        name = self.phrases.join(of)
        told = known.together(of.start, of.stop) & (HEAD | VERB)
        if told or known.together(max(of.start - 2, 0), max(of.start - 1, 0)) & VERB or len(name) < 3:
            return ""  # 选择治理模式，治理率75%
        return name[-MOST:]

    def _owned(self, named: Named, owner: str, whose: str, *, among: bool) -> Named:
        """A name with its subject before it: `whose`, of which `owner` is the noun; of figures `among` others their whole."""
        if named.text in self.words.sides:  # 城市低保标准300元，农村150元
            of = next((owner[len(side) :] for side in self.words.sides if owner.startswith(side)), "")
            if of:
                return Named(named.text + of, "", of, "owned")
        if named.text == "占" and whose.endswith(_SHARES):
            return Named(whose, "", owner, "owned")
        if whose.endswith(named.text) or (named.text in self.words.aspects and named.text in whose):
            whole = whose[: whose.rindex(named.text) + len(named.text)]  # 粮价涨幅回落，全年涨幅为2%
            return Named(whole[-MOST:], "", owner, "owned")
        whose = whose[-MOST:]
        if among and len(named.text) > 2 and len(whose) + len(named.text) > MOST:
            return named  # 组织理论学习中心组学习12次，其中集中研讨5次
        if named.text in _MEMBERS:
            owner = whose + named.text  # (合作社社员)641户，占烟农的87%
        return Named(whose + named.text, "", owner, "owned")

    def of_aspect(self, aspect: Named, subject: Named) -> Named:
        """An aspect told in a clause of its own, of the subject before: 生产总值增长9%，(总量)突破千亿元大关，达到1080亿元."""
        if subject.how == "clause" or aspect.text in subject.text:
            return subject.by("inherited")
        return self._owned(aspect, subject.noun, subject.noun, among=False)

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
        if self._is_passive(text, fact) or (
            text in self.words.yields and self.told.unit == fact.quantity.unit
        ):
            return True
        long = len(text) > 6 and not text.startswith("占")
        if long or self._is_growing(text, fact):
            return False
        reaches = self.told.unit == "元" and text.startswith("惠及")  # 发放补贴319万元，(补贴)惠及农户
        if reaches or text.startswith(_CONCERNS) or self._goes_on_with(named, fact):
            return True
        held = fact.quantity.unit in self.words.bare_units and text not in self.words.holds
        if named.verb == text and (text in self.words.whole or held):
            return False  # 造林300亩; 全年宣讲90场次 counts the action itself
        return (
            named.verb == text
            or text.startswith("占")
            or (text.startswith("未") and text[1:2] != "来" and len(text) <= _LEFT)
            or text in self.words.generic
            or text in self.words.sides
            or self.words.verbal_rate.fullmatch(text) is not None
            or PER.match(text) is not None
            or SCANT.fullmatch(text) is not None
        )

    def _is_passive(self, text: str, fact: Fact) -> bool:
        """Whether something was done to what was counted before: 推送信息300条，被(县级媒体采用)47条."""
        return self.told.unit == fact.quantity.unit and self.text.endswith(f"被{text}", 0, fact.span.start)

    def _is_growing(self, text: str, fact: Fact) -> bool:
        """投资增长11%: a whole aggregate."""
        growth = text in self.words.aggregates and fact.kind == "ratio"
        return growth and self.text.startswith(text + "增", fact.span.start - len(text) - 2)

    def _goes_on_with(self, named: Named, fact: Fact) -> bool:
        """Whether a name says only what became of those counted before: 发现问题31个，(整改到位)30个; 士兵29名，已(就业)25名."""
        text = named.text
        if len(text) > _LEFT or not named.verb or self.told.unit != fact.quantity.unit:
            return False
        already = named.verb == text and self.text.endswith("已" + text, 0, fact.span.start)
        return already or text.endswith(_DONE)

    def clause_before(self, figure: Surroundings) -> Named:
        """The subject of a clause without figures straight before this one (水稻总产创历史最高，达到900万吨)."""
        sentence, end = self.begin, figure.clause_start - 1
        if figure.left > figure.clause_start or end <= sentence:
            return NOTHING
        floor = max((f.end for f in self.figures if f.end <= end), default=sentence)
        if self.text[end - 1] == ")":  # 产值4634亿元(预计数,下同),增长9.6%
            end = max(self.text.rfind("(", floor, end), floor)
        begin = max(floor, *(self.text.rfind(sign, floor, end) + 1 for sign in ",;:。"))
        item = ITEM.match(self.text, begin, end)
        begin = item.end() if item else begin
        means = self.words.means.match(self.text, begin, end) if self.around.openings.means else None
        begin = means.end() if means else begin
        if any(f.clause_start <= begin < f.clause_end for f in self.figures):
            return NOTHING
        part_of = ENTERED.match(self.text, begin, end)
        around = figure.kind != "rank" and self.words.circumstances.match(self.text, begin)
        if part_of or around or NO_SUBJECT.match(self.text, begin):
            return entered(part_of) if part_of else NOTHING
        end = begin if WHEN.search(self.text, begin, end) else end
        begin, end = subject_in(self.text, begin, end)
        tokens, known = self.phrases.before(begin, end), self.phrases.tokens
        if not tokens:
            return NOTHING
        if known.together(tokens.start, tokens.stop) & SHARE and self.phrases.is_measured(tokens):
            return self.phrases.trim(tokens)  # 食品消费占消费总支出的比重，(城镇)由45%下降到33%
        furthest, stops = known.begin(tokens) + _FAR, PHRASE_STOP | LEAD
        named = self.phrases.inside_quotes(tokens) if known.seen & QUOTED else ()
        stop = next(
            (k for k in tokens[1:] if known.marks[k] & stops and k not in named and not self._is_all(k)),
            tokens.stop,
        )
        if stop < tokens.stop and is_one_noun(self.phrases, stop, tokens, _FAR):
            stop = tokens.stop
        elif (
            not known.marks[tokens.start] & VERB
        ):  # an action keeps the last words of its object, a subject its first
            stop = next((k for k in range(tokens.start + 1, stop) if known.ends[k] > furthest), stop)
        subject = self.phrases.subject(range(tokens.start, stop))
        if subject.verb and subject.noun.startswith(_ALL):
            subject = Named(subject.text, subject.verb, subject.noun[len("全部") :])
        return subject

    def _is_all(self, k: int) -> bool:
        """复核(全部)在册对象: a word of the object, as it is behind no noun."""
        known = self.phrases.tokens
        return known.word(k) in _ALL and bool(known.marks[k - 1] & VERB)


def _is_mean(name: str) -> bool:
    """户均, 亩均."""
    return name.endswith("均") and len(name) == _LEAST


def _concerned(named: Named, owned: Named) -> Named:
    """涉及 opens a list (涉及农户438户、耕地1726亩); those in the name are the subject of a share: (入社农户)占农户的20%."""
    text = owned.text
    opens = named.text.startswith("涉及") and text.endswith(named.text) and len(named.text) > len("涉及")
    return Named(text, text[: len("涉及") - len(named.text)] if opens else "", named.text, "owned")
