"""Which words round a figure may name it: those before it that no other figure has used, and those after it."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import CIRCUMSTANCES, Passage, Surroundings
from reporttext.resolve.naming.clauses import STAGE
from reporttext.resolve.naming.distribute import SEPARATORS
from reporttext.resolve.naming.ends import DESCRIBED, Ends
from reporttext.resolve.naming.openings import Openings
from reporttext.resolve.naming.owning import bounds_those, owners
from reporttext.resolve.naming.ranks import Ranks
from reporttext.resolve.naming.rows import are_paired, behind_item, last_bound
from reporttext.resolve.words.marks import HOLDING, LISTS, SAYING, VERB
from reporttext.resolve.words.phrases import MOST, Phrases
from reporttext.resolve.words.tokens import NO_TOKENS

# 5项973项目, 3家12345热线分中心: a number that is no figure opens a name
_NOUN_FOLLOWS: Final = re.compile(r"[ ]?(?:[\u4e00-\u9fffA-Za-z“《(]|\d{2,5}[\u4e00-\u9fff]{2})")
# What is not measured: 在播种面积减少的情况下(总产量)达到753万吨, (“三公”经费)在去年下降的基础上再压缩5%
_CIRCUMSTANCE: Final = re.compile(rf"在[^,;。]{{1,24}}(?:{'|'.join(CIRCUMSTANCES)})")
_JOINING: Final = frozenset("、和与及")
ITEM: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[是要]|第[一二三四五六七八九十]{1,2},|[首其再]次,|\(?\d{1,2}[.、)]"
    r"|\(?[一二三四五六七八九十]{1,2}[)、]|[①-⑳])"
)
_NUMERALS: Final = frozenset("一二三四五六七八九十0123456789")
_ITEM_OPENS: Final = frozenset(" \n\t\r\u3000\xa0一二三四五六七八九十第首其再(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
# What a change is counted from is not what it measures: 比五年前增长, 是2007年的, 比“十五”末提高.
_COMPARED: Final = re.compile(
    r"(?:比|较|与|是|相当于)(?:“?[一二三四五六七八九十]{1,3}五”?|(?:19|20)\d\d年|[上前去]个?(?:年|[一二三四五六七八九十\d]{1,2}年|期)|\d{1,2}年前"
    r"|[一二三四五六七八九十]{1,2}年前|[上前]一?(?:[届次轮期月]|半年|季度)|年初|同期|改革开放|平[时日]|往[年常]|以往|常年|此前)"
)
_BASES: Final = re.compile("[年期五平往前改上]")  # one of these stands in each
_EXCEEDS: Final = re.compile("[比较高低优好超](?:(?<=[比较])|于|出|过)")
_PARTED: Final = frozenset("、中里的")  # 12名干部中40岁以下的3名: the bound is not of the 12
# 10个县城成为30万人口以上的城市: the bound is of what they become
_BECOMING: Final = ("成为", "变成", "建成", "发展成", "成长为", "打造成")
_CONCERNING: Final = frozenset("与同对为给向由")
# 7眼机井(因供电不足)不能通水, 5个单位(被县政府)授予称号, 3名干部(因工作不力被)问责
_BY: Final = r"被[^,;。\d]{2,30}?(?=授予|评为|命名|认定为|确定为|列为|列入|纳入|表彰)"
_SUFFERED: Final = re.compile(
    r"(?:因[^,;。、\d]{2,20}?而|因[^,;。、\d]{2,20}?(?=不能|无法|没有|未能|尚未)"
    rf"|{_BY}|(?:因[^,;。、\d]{{2,20}}?)?(?:被|受到))"
)
# Behind a reason stands what became of those counted, behind an attribute or names what they are: 3人因履职不力被(问责), 5个有特色的(集镇), 20处“微光”等(书屋).
_ASIDES: Final = {
    "因": _SUFFERED,
    "被": re.compile(_BY),
    "“": re.compile(r"(?:“[^“”\n]{1,16}”、?){1,4}等"),
    "有": re.compile(r"有[^,;。\d]{1,24}的"),
    "事": re.compile(r"事关[^,;。\d]{1,40}的"),
}
_POWERS: Final = frozenset("百千万")
_STILL: Final = frozenset("仍还尚只仅共现")
_TOWARDS: Final = frozenset("在与同向为对")
# (年初)与12个村签订责任书, (先后)对6家企业立案
_LED: Final = re.compile(
    r"\s*(?:年初|年内|全年|今年|分别|先后|逐一|层层|共|已|均|依法|主动|积极|重点|镇[政府]?里?)+(?=[与同对为给向])"
)
_ALL_OF: Final = re.compile(
    "(?:[我本][镇乡县区市])?(?:全[镇乡县区市村省]|辖区内?|[县镇乡区市]内)?"
)  # 对(辖区)36家场所
_LISTED_BEFORE: Final = re.compile("[^,;。\\d]{2,20}等")  # 与学校、企业等(18家)单位签订合同
_ROWED: Final = ("分别", "依次")
_RATED: Final = re.compile("(?:平均)?每[人户名个亩头只次场期套座村组]|[户人]均")  # 245户(每户)一年120元
_MORE: Final = re.compile("[多少早晚](?![了于出达至])[\u4e00-\u9fff]")
_TOLD: Final = 3  # characters before a bracket that can name what stands in it
_PLACE: Final = 5  # words of a place, with the verb behind it
_OCCASIONS: Final = frozenset("中时期间前后下")
_WITHIN: Final = ("内", "之内")
_BOUNDS: Final = ("以上", "以下", "以内")
_ATTRIBUTE: Final = 10  # characters between what is counted and the bound that describes it
# 三年内(在全省率先基本)实现村村通, 5个(在全国有影响的)市场
_FIRST_IN: Final = re.compile(
    r"在全[国省市县区州](?:范围内)?(?:有[^,;。\d]{1,24}的|(?:率先|首先)?(?:基本|全面|初步|普遍)?(?!同|[^,;。]{0,4}领先))"
)
# 两名(在防汛一线表现突出的)干部
_STANDING: Final = re.compile(
    r"在[^,;。、\d]{2,14}(?:一线|前线|岗位|期间|方面|[中上])[^,;。、\d]{2,8}的(?=[^,;。\d]{2})"
)
# 补助标准(提高到每人每年)320元
_RAISED_TO_EACH: Final = re.compile(
    r"(?:统一|分别|均|再|逐步)?(?:提高|增加|提升|调整|上调|调高|上涨|增长|降低|下降)[到至为](?:每[人月年户生亩岁]|年?月?人均|月均|户均|生均){1,3}\Z"
)


class Around:
    """The words round the figures of one passage, at which the tokens of `phrases` are open."""

    def __init__(self, phrases: Phrases, passage: Passage) -> None:
        self.phrases = phrases
        self.text, self.words = phrases.text, phrases.words
        self.figures = passage.figures
        self.begin = passage.sentence.span.start
        self.bounded = False  # the words before the figure end in a bound: 60岁以上的有9名
        self.ranks = Ranks(phrases, passage)
        self.owned = False  # the words after the figure go on with what is theirs
        self.used = self.begin  # up to here the words after a figure were its own
        self.bracketed = ")的" in passage.near
        near = passage.near  # what does not stand there need not be looked for at each figure
        self.compared = _BASES.search(near) is not None
        self.exceeds = _EXCEEDS.search(near) is not None
        self.mean = self.exceeds and "平均" in near
        self.circumstance = any(words in near for words in CIRCUMSTANCES)
        self.bound = "的" in near and ("万" in near or "亿" in near)
        self.stages = "台阶" in near or "关" in near
        self.ends, self.openings = Ends(phrases, near), Openings(phrases, near)
        self.described = "、" in near and "的" in near
        self.each = "每" in near or "均" in near
        self.from_level = "从" in near or "由" in near

    def cut(self, i: int, *, after_bound: bool) -> Surroundings:
        """Figure `i` with the words before it that no other figure has used; a bound before it counts as words (亿元以上项目2个)."""
        figure = self.figures[i]
        self.bounded = False
        told = self._past_brackets(i) if self.bracketed else self._in_brackets(i)
        if told:
            return told
        begin = figure.left
        self.bounded = (
            after_bound
            and self.figures[i - 1].clause == figure.clause
            and self.figures[i - 1].fact.qualifier_text not in _WITHIN  # 一小时内(到场核实的)19件
        )
        if self.bounded:
            begin = self.figures[i - 1].left
        begin = min(max(begin, self.used), figure.start)
        if begin == figure.left and (figure.joined or begin == figure.clause_start):
            return figure
        joined = figure.joined or (
            begin > figure.clause_start and self.text[begin : figure.start].strip() in _JOINING
        )
        if begin == figure.left and not joined:
            return figure
        return Surroundings(
            figure.fact, figure.start, figure.end, begin, figure.right,
            figure.clause, figure.clause_start, figure.clause_end, joined,
        )  # fmt: skip

    def _past_brackets(self, i: int) -> Surroundings | None:
        """A figure alone in brackets, and what stands behind these, by the words before them: 占资金总量(1520万元)的(83%)."""
        text, figure = self.text, self.figures[i]
        alone = i > 0 and text[figure.left : figure.start].strip() == ")的"
        inner = self.figures[i - 1] if alone else figure
        opening = inner.left - 1
        if (
            inner.left != inner.start
            or not text.startswith(")的", inner.end)
            or not text.startswith("(", opening)
        ):
            return None
        before = i - 2 if alone else i - 1
        begin = max(inner.clause_start, self.used, self.figures[before].end if before >= 0 else self.begin)
        if opening - begin < _TOLD:
            return None
        if not alone and text.startswith("占", begin) and not self.words.task.search(text, begin, opening):
            begin += 1
        return Surroundings(
            figure.fact, opening, figure.end, begin, figure.right,
            figure.clause, figure.clause_start, figure.clause_end, joined=False,
        )  # fmt: skip

    def _in_brackets(self, i: int) -> Surroundings | None:
        """A figure alone in brackets, by the words before them: 由育苗工场(2座)供应, 张村(12户)、李村(8户)."""
        text, figure = self.text, self.figures[i]
        opening = figure.start - 1
        if not text.startswith("(", opening) or not text.startswith(")", figure.end):
            return None
        begin = max(
            self.used, self.figures[i - 1].end + text.startswith(")", self.figures[i - 1].end) if i else 0
        )
        begin = max(figure.clause_start, begin)
        if opening - begin < _TOLD - 1:
            return None
        return Surroundings(
            figure.fact, opening, figure.end, begin, figure.right,
            figure.clause, figure.clause_start, figure.clause_end, joined=False,
        )  # fmt: skip

    def counted(self, i: int, defining: list[bool]) -> Surroundings:
        """The figure whose following words are the thing counted: past a bound that follows (13名30岁以下干部, 20个年销售收入超1亿元的企业)."""
        figures = self.figures
        figure = figures[i]
        if i + 1 < len(figures) and defining[i + 1] and figures[i + 1].clause == figure.clause:
            begin, end = figure.end, figures[i + 1].start
            if begin == end or (
                not (defining[i] or figure.unit in self.words.term_units)
                and end - begin <= _ATTRIBUTE
                and _PARTED.isdisjoint(self.text[begin:end])
                and not self.text.endswith(_BECOMING, begin, end)
            ):
                return last_bound(self.text, figures, i + 1, defining)
        elif (
            i + 1 < len(figures)
            and not defining[i]
            and are_paired(self.phrases.tokens, figure, figures[i + 1])
        ):
            return self.counted(i + 1, defining)
        elif i + 1 < len(figures) and figures[i + 1].start == figure.end and not defining[i]:
            # 53户148人贫困人口脱贫, 建设7条500千伏线路
            # 6个百万羽蛋鸡养殖项目, 建设7条500千伏线路
            sized = figures[i + 1].unit in self.words.size_units or self.text[figure.end] in _POWERS
            return self.counted(i + 1, defining) if sized or not self.before(figure) else figure
        return figure

    def after(self, figure: Surroundings, *, noun_only: bool) -> range:
        """The words right after the figure that can be the thing counted."""
        begin, end = figure.end, figure.right
        if begin == end or not _NOUN_FOLLOWS.match(self.text, begin, end) or _RATED.match(self.text, begin):
            return NO_TOKENS
        if self.text[begin] == "由" and figure.kind == "count" and figure.left < figure.start:
            return NO_TOKENS  # 教材1.2万册由老师送到户
        if self.stages and STAGE.match(self.text, begin):
            return NO_TOKENS
        if self.text[begin] == "级" and figure.kind in ("measure", "money"):
            begin += 1  # 千万千瓦级(产业园区)
        if self.text[begin] in self.words.beside_opens and self.words.beside.match(self.text, begin):
            return NO_TOKENS
        if self.text.startswith("从", figure.left) or self.text.endswith("从", figure.left, figure.start):
            among = self.text.rfind("中", begin + 1, end)  # the last one: 从20所中小学(中选出)
            end = among if among > 0 else end
        skipped = self.words.bound.match(self.text, begin, end) if self.bound else None
        if self.text[begin] in _ASIDES:
            skipped = _ASIDES[self.text[begin]].match(self.text, begin, end)
        elif self.text[begin] == "在":
            skipped = _STANDING.match(self.text, begin, end) or _FIRST_IN.match(self.text, begin, end)
        described = self.described and skipped is None and figure.kind == "count"
        if described and self.text.find("、", begin, end) < self.text.rfind("的", begin, end):
            skipped = DESCRIBED.match(self.text, begin, end)
        tokens = self.phrases.after(skipped.end() if skipped else begin, end)
        if not tokens:
            return tokens
        acting = self._acts_next(figure)
        several = figure.kind == "count"
        counted = self.phrases.counted(tokens, noun_only=noun_only or acting, acting=acting, several=several)
        kept = (
            owners(self.phrases, counted)
            if acting and several and not bounds_those(self.text, self.figures, end)
            else counted
        )
        self.owned = kept != counted
        if several and self.is_concerned(figure):  # 对26家场所(进行)摸底
            word, light = self.phrases.tokens.word, self.words.light
            kept = range(kept.start, next((k for k in kept[1:] if word(k) in light), kept.stop))
        return kept

    def said(self, figure: Surroundings, after: range) -> range:
        """The verb behind the thing counted and an adverb, with its object: 3058个贫困村(全部)退出."""
        known, words = self.phrases.tokens, self.words
        concerned = self.is_concerned(figure)
        if not concerned and self._acts_next(figure):
            return NO_TOKENS  # 86个项目已(开工74个)
        rest = known.between(known.end(after), figure.right)
        if concerned and rest and known.marks[rest.start] & LISTS:  # 与26所学校、幼儿园(签订责任书)
            verb = next((k for k in rest[1:_PLACE] if known.marks[k] & VERB), rest.stop)
            rest = range(verb, rest.stop)
        passed = self.words.passes.match(self.text, known.begin(rest), figure.right) if rest else None
        if passed and len(passed["said"]) < MOST:
            return known.between(*passed.span("said"))
        behind = self._behind_circumstance(known.begin(rest), figure.right) if rest else 0
        if behind:
            done = self.phrases.after(behind, figure.right)
            return self.phrases.counted(done, noun_only=False) if done else NO_TOKENS
        if rest and known.word(rest.start) in _TOWARDS:  # 7个国家在我市(设立机构), 96名干部与贫困户(结对)
            verb = next((k for k in rest[1:_PLACE] if known.marks[k] & VERB), rest.start)
            where = self.text[known.begin(rest) : known.starts[verb]]
            placed = where and _OCCASIONS.isdisjoint(where)
            return self.phrases.counted(range(verb, rest.stop), noun_only=False) if placed else NO_TOKENS
        verb = next((k for k in rest if known.word(k) not in words.adverbs), rest.stop)
        if (
            verb == rest.stop
            or (verb == rest.start and not concerned)
            or not known.marks[verb] & (VERB | SAYING)
        ):
            return NO_TOKENS
        does = verb + 1 < rest.stop and (known.marks[verb + 1] & VERB or known.word(verb) == "进行")
        if concerned and does and known.word(verb) in words.light:
            verb += 2 if known.word(verb + 1) == "了" and verb + 2 < rest.stop else 1
        return self.phrases.counted(range(verb, rest.stop), noun_only=False)

    def _behind_circumstance(self, begin: int, end: int) -> int:
        """Where what was done begins behind a reason or a contest, 0 where there is none: 3人因履职不力被(问责), 4名代表在评选中(上榜)."""
        told = _SUFFERED.match(self.text, begin, end)
        if told is None and self.text.startswith("在", begin):
            told = self.words.in_contest.match(self.text, begin, end)
        return told.end() if told else 0

    def is_concerned(self, figure: Surroundings) -> bool:
        """Whether a preposition opens the clause: (与)14个行政村、1个社区签订责任书15份."""
        if figure.kind != "count":
            return False
        first = figure.clause_start
        if self.text[first] not in _CONCERNING:
            led = _LED.match(self.text, first, figure.start)
            if led is None:
                return False
            first = led.end()
        listed = figure.left <= first and _LISTED_BEFORE.fullmatch(self.text, first + 1, figure.start)
        placed = _ALL_OF.fullmatch(self.text, first + 1, figure.start)
        return figure.joined or placed is not None or bool(listed)

    def _acts_next(self, figure: Surroundings) -> bool:
        """Whether a verb after the thing counted is the next figure's (472家企业实现收入15亿元), as it is not in a list (5户危房改造和6户…)."""
        begin, end = figure.end, figure.right
        follows = [f.clause for f in self.figures if f.start == end]
        return figure.clause in follows and not self.text[begin:end].rstrip().endswith(
            ("、", "和", "与", "及")
        )

    def before(self, figure: Surroundings) -> range:
        """The words before the figure that can name it: no item mark, no base of a comparison, no field of a rank."""
        text, begin, end = self.text, figure.left, figure.start
        if figure.kind == "rank":
            begin, end = self.ranks.ranked(figure)
        elif figure.kind == "measure":
            begin = behind_item(self.text, self.figures, figure)
        if (
            self.from_level
            and begin > figure.clause_start
            and self.words.to_level.fullmatch(text, begin, end)
        ):
            return NO_TOKENS  # it is of what the level before it is of
        compared = _COMPARED.search(text, begin, end) if self.compared else None
        end = compared.start() if compared else end
        begin = self.openings.behind(begin, end)
        each = _RAISED_TO_EACH.search(text, begin, end) if self.each else None
        end = each.start() if each else end
        end = self.ends.of(begin, end)
        by = self.words.set_by_others.search(text, begin, end) if text[end - 1 : end] == "的" else None
        end = by.start() if by else end
        around = _CIRCUMSTANCE.search(text, begin, end) if self.circumstance else None
        if around:
            behind = self.phrases.before(around.end(), end)
            if around.start() == begin or self.phrases.is_measured(behind):
                return behind
            end = around.start()
        opens = begin in (self.begin, figure.clause_start)
        item = ITEM.match(text, begin, end) if opens and text[begin] in _ITEM_OPENS else None
        tokens = self._had(self.phrases.before(item.end() if item else begin, end))
        if compared and not tokens:
            tokens = self._done_more(compared.end(), figure.start)
        return self._with_bound(tokens, end) if self.bounded and tokens else tokens

    def _done_more(self, begin: int, end: int) -> range:
        """What was done more, less or sooner than before: 比上年(少生)14人, 较去年(提前)4天."""
        tokens, known = self.phrases.before(begin, end), self.phrases.tokens
        more = _MORE.match(self.text, begin, end)
        return tokens if more or known.together(tokens.start, tokens.stop) & VERB else NO_TOKENS

    def _with_bound(self, tokens: range, end: int) -> range:
        """The words with the 以上 or 以下 behind them, which a bound needs."""
        known = self.phrases.tokens
        if len(tokens) > 1 and known.word(tokens[-1]) == "占":  # 亿元以上的占7个
            tokens = self.phrases.telling(tokens[:-1])
        k = tokens.stop
        bounds = k < known.count and known.starts[k] < end and known.word(k) in _BOUNDS
        return range(tokens.start, k + 1) if bounds else tokens

    def beyond(self, figure: Surroundings) -> re.Match[str] | None:
        """What a difference is counted from, where that is a target, a mean or another place."""
        return self.words.beyond.search(self.text, figure.left, figure.start) if self.exceeds else None

    def _had(self, tokens: range) -> range:
        """What stands behind a word of having, without its owner: 青杠镇共有(贫困户386户)."""
        known = self.phrases.tokens
        if known.seen & HOLDING:
            for k in tokens[:-1][:3]:
                if known.marks[k] & HOLDING:
                    return self.phrases.telling(range(k + 1, tokens.stop))
        for k in tokens[1:-1][:3]:
            if known.word(k) == "有" and known.word(k - 1) in _STILL:
                return range(k + 1, tokens.stop)
        return tokens

    def row(self, figure: Surroundings) -> tuple[int, int]:
        """Where the words lie that stand before the first figure of a row: (总量和增幅)在全县17个乡镇中分别列第五和第三."""
        within = self.ranks.within(figure)
        if within:
            ranked = self.phrases.tokens.between(figure.clause_start, within.start())
            if ranked and self.phrases.tokens.word(ranked[-1]) in self.words.aspects:
                return figure.clause_start, within.start()
        begin = self._clause_of_row(figure)
        item = ITEM.match(self.text, begin, figure.start) if self.text[begin] in _ITEM_OPENS else None
        if item and self.text[item.end()] not in _NUMERALS:  # not of (一、二、三产业)增加值
            begin = item.end()
        return begin, figure.start

    def _clause_of_row(self, figure: Surroundings) -> int:
        """Where a row begins that a comma parts from its figures: (中小学和职业学校招生)，分别增长3%和5%."""
        begin, comma = figure.left, figure.clause_start - 1
        apart = begin == figure.clause_start and self.text.startswith(",", comma)
        if not apart or not self.text.startswith(_ROWED, begin):
            return begin
        floor = max((f.end for f in self.figures if f.end <= comma), default=self.begin)
        floor = max(floor, *(self.text.rfind(sign, floor, comma) + 1 for sign in ",;:。"))
        named = SEPARATORS.search(self.text, floor, comma)
        ownerless = any(f.clause_start <= floor < f.clause_end for f in self.figures)
        return floor if named and not ownerless else begin
