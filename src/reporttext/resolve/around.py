"""Which words round a figure may name it: those before it that no other figure has used, and those after it."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import CIRCUMSTANCES, Passage, Surroundings
from reporttext.resolve.marks import HOLDING, SAYING, VERB
from reporttext.resolve.phrases import Phrases
from reporttext.resolve.tokens import NO_TOKENS

_NOUN_FOLLOWS: Final = re.compile(r"[ ]?[\u4e00-\u9fffA-Za-z“《(]")
JOINS: Final = re.compile(r"[ ]*(?:、|和|与|及|以及|,)")
_MOVES: Final = "提高|提升|增加|增长|上升|下降|降低|减少|压减|压缩|缩短|扩大|回落|发展|调整"
# What follows is not what is counted.
_BESIDE: Final = re.compile(
    rf"{JOINS.pattern}|\((?:其中|含|不含|包括)|的?基础[,;。]|的?(?:{'|'.join(CIRCUMSTANCES)})|(?:{_MOVES})[到至为]"
)
_BESIDE_OPENS: Final = frozenset(" 、和与及以,(的") | {
    word[0] for word in ("基础", *CIRCUMSTANCES, *_MOVES.split("|"))
}
# Nor is it what is measured: 在播种面积减少的情况下(总产量)达到753万吨, (“三公”经费)在去年下降的基础上再压缩5%
_CIRCUMSTANCE: Final = re.compile(rf"在[^,;。]{{1,24}}(?:{'|'.join(CIRCUMSTANCES)})")
_PASSES: Final = re.compile("通过[^,;。、]{2,16}(?:验收|认定|评审|审核|评估|考核|审批|认证|复审|检查|督查)")
_JOINING: Final = frozenset("、和与及")
ITEM: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[是要]|第[一二三四五六七八九十]{1,2},|[首其再]次,|\(?\d{1,2}[.、)]"
    r"|\(?[一二三四五六七八九十]{1,2}[)、]|[①-⑳])"
)
_ITEM_OPENS: Final = frozenset(" \n\t\r\u3000\xa0一二三四五六七八九十第首其再(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
# What a change is counted from is not what it measures: 比五年前增长, 是2007年的, 比“十五”末提高.
_COMPARED: Final = re.compile(
    r"(?:比|较|与|是|相当于)(?:“?[一二三四五六七八九十]{1,3}五”?|(?:19|20)\d\d年|[上前去]个?(?:年|[一二三四五六七八九十\d]{1,2}年|期)|\d{1,2}年前"
    r"|[一二三四五六七八九十]{1,2}年前|年初|同期|改革开放|平[时日]|往[年常]|以往|常年|此前)"
)
_BASES: Final = re.compile("[年期五平往前改]")  # one of these stands in each
# What it exceeds or misses belongs to the name of a difference: 失业率(低于控制目标)0.7个百分点
_BEYOND: Final = re.compile(
    r"(?=[比较高低优好超])(?:(?:(?<![相占])比(?![例重])|较(?![大快高]))[^,;。、\d]{0,8}(?:目标|计划|平均(?:水平|值|数)|全[国省市县区州]|标准)[^,;。、\d]{0,4}"
    r"|(?:高于|高出|低于|优于|好于|超出|超过)[^,;。、\d]{0,8}(?:目标|计划|平均(?:水平|值|数)?|全[国省市县区州]|标准))\s?\Z"
)
_EXCEEDS: Final = re.compile("[比较高低优好超](?:(?<=[比较])|于|出|过)")
_WITHIN: Final = re.compile(
    r"(?:列|位列|居|位居|排)全[国省市县区镇州]约? ?(?:\d{1,3}|[*×xX○_]{1,4}|[一二三四五六七八九十百]{1,4}) ?个[^,;。中的里]{1,6}\Z"
    r"|(?:(?:在|列|位列|居|位居)?(?:全[国省市县区镇州]|辖区)?约? ?(?:\d{1,3}|[*×xX○_]{1,4}|[一二三四五六七八九十百]{1,4}) ?个[^,;。]{1,10}"
    r"|在[^,;。]{0,10}(?:乡镇|镇街|街道|[县市]区|区县|市县|单位|部门|地区|省市|省份|城市))[中的里][^,;。]{0,6}\Z"
)
_CONTEST: Final = re.compile(
    r"(?:在|(?=全[国省市县区镇乡]))([^,;。、]{2,16}(?:竞赛|比赛|大赛|考核|考评|评比|测评|评选|评估|检查|督查|比武))(?:中|进入|位?列|排|居)"
)
_OWN_FIELD: Final = re.compile(  # 进入(全县小城镇建设)前三名
    r"全[国省市县区镇乡]([^,;。\d]{2,8}?(?:建设|管理|工作|发展|创建|治理|服务|整治))(?:第|前)"
)
_PARTED: Final = frozenset("、中里的")  # 12名干部中40岁以下的3名: the bound is not of the 12
_CONCERNING: Final = frozenset("与同对为给向")
# 3名干部(因工作不力被)问责
_SUFFERED: Final = re.compile(r"(?:因[^,;。、\d]{2,20}?而|(?:因[^,;。、\d]{2,20}?)?(?:被|受到))")
# Behind a reason stands what became of those counted, behind an attribute or names what they are: 3人因履职不力被(问责), 5个有特色的(集镇), 20处“微光”等(书屋).
_ASIDES: Final = {
    "因": _SUFFERED,
    "“": re.compile(r"(?:“[^“”\n]{1,16}”、?){1,4}等"),
    "有": re.compile(r"有[^,;。\d]{1,24}的"),
    "事": re.compile(r"事关[^,;。\d]{1,40}的"),
}
TERMS: Final = frozenset(("年", "个月", "天"))  # 用5年时间建设百万亩经济林
_TOWARDS: Final = frozenset("在与同向为对")
_PLACE: Final = 5  # words of a place, with the verb behind it
_OCCASIONS: Final = frozenset("中时期间前后下")
_BOUNDS: Final = ("以上", "以下", "以内")
_ATTRIBUTE: Final = 10  # characters between what is counted and the bound that describes it
# What the value was set by is not what it measures: 巩固率达到国家规划提出的93%目标, 超过省下达的5万人任务
_SET: Final = re.compile(
    r"(?:达到|超过|完成|实现|好于|高于|优于|低于)[^,;。]{1,20}(?:提出|规定|确定|要求|下达|明确|设定)的\Z"
)
# 年销售收入超亿元的(企业): a bound in words before the thing counted
_BOUND: Final = re.compile(r"[^,;。、\d]{2,12}?[百千]?[万亿](?:元|吨|斤|亩)(?:以上)?的")
# When, and by what, something came about: 7月17日至19日的强降雨造成(农作物受灾)
_DATES: Final = re.compile(r"(?:\d{1,2}月)?\d{1,2}日?(?:至|到|-)(?:\d{1,2}月)?\d{1,2}日的?")
_GONE: Final = re.compile(
    r"(?:带队|组团|先后|分别)?(?:赴|前往)[^,;。]{2,20}?等地(?:区)?"
)  # 赴长三角、珠三角等地(外出招商)23批次
_CAUSED: Final = re.compile("造成|致使|引发")
_PLANNED: Final = re.compile(r"“?[一二三四五六七八九十]{1,3}五”?(?:时期|期间)")
_FROM_BASE: Final = re.compile(
    r"[从由](?:“?[一二三四五六七八九十]{1,3}五”?|(?:19|20)\d\d年|[上去前]年|年初|原来|过去)[期末底初时的]{0,4}\Z"
)
_FROM_LEVEL: Final = re.compile(
    r"[从由][^,;。]{2,12}(?:回落|下降|提高|提升|增加|上升|扩大|减少|发展|缩短|压缩|压减|[压涨扩])[到至]"
)


class Around:
    """The words round the figures of one passage, at which the tokens of `phrases` are open."""

    def __init__(self, phrases: Phrases, passage: Passage) -> None:
        self.phrases = phrases
        self.text = phrases.text
        self.figures = passage.figures
        self.begin = passage.sentence.span.start
        self.bounded = False  # the words before the figure end in a bound: 60岁以上的有9名
        self.used = self.begin  # up to here the words after a figure were its own
        near = passage.near  # what does not stand there need not be looked for at each figure
        self.compared = _BASES.search(near) is not None
        self.exceeds = _EXCEEDS.search(near) is not None
        self.planned = "时期" in near or "期间" in near
        self.gone = "等地" in near
        self.caused = _CAUSED.search(near) is not None
        self.circumstance = any(words in near for words in CIRCUMSTANCES)
        self.bound = "的" in near and ("万" in near or "亿" in near)
        self.from_level = "从" in near or "由" in near

    def cut(self, i: int, *, after_bound: bool) -> Surroundings:
        """Figure `i` with the words before it that no other figure has used; a bound before it counts as words (亿元以上项目2个)."""
        figure = self.figures[i]
        begin = figure.left
        self.bounded = after_bound and self.figures[i - 1].clause == figure.clause
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

    def counted(self, i: int, defining: list[bool]) -> Surroundings:
        """The figure whose following words are the thing counted: past a bound that follows (13名30岁以下干部, 20个年销售收入超1亿元的企业)."""
        figures = self.figures
        figure = figures[i]
        if i + 1 < len(figures) and defining[i + 1] and figures[i + 1].clause == figure.clause:
            begin, end = figure.end, figures[i + 1].start
            if begin == end or (
                not (defining[i] or figure.unit in TERMS)
                and end - begin <= _ATTRIBUTE
                and _PARTED.isdisjoint(self.text[begin:end])
            ):
                return figures[i + 1]
        return figure

    def after(self, figure: Surroundings, *, noun_only: bool) -> range:
        """The words right after the figure that can be the thing counted."""
        begin, end = figure.end, figure.right
        if begin == end or not _NOUN_FOLLOWS.match(self.text, begin, end):
            return NO_TOKENS
        if self.text[begin] in _BESIDE_OPENS and _BESIDE.match(self.text, begin):
            return NO_TOKENS
        skipped = _BOUND.match(self.text, begin, end) if self.bound else None
        if self.text[begin] in _ASIDES:
            skipped = _ASIDES[self.text[begin]].match(self.text, begin, end)
        tokens = self.phrases.after(skipped.end() if skipped else begin, end)
        if not tokens:
            return tokens
        return self.phrases.counted(tokens, noun_only=noun_only or self._acts_next(figure))

    def said(self, figure: Surroundings, after: range) -> range:
        """The verb behind the thing counted and an adverb, with its object: 3058个贫困村(全部)退出."""
        known, words = self.phrases.tokens, self.phrases.words
        concerned = self._is_concerned(figure)
        if not concerned and self._acts_next(figure):
            return NO_TOKENS  # 86个项目已(开工74个)
        rest = known.between(known.end(after), figure.right)
        if rest and known.word(rest.start) in _TOWARDS:  # 7个国家在我市(设立机构), 96名干部与贫困户(结对)
            verb = next((k for k in rest[1:_PLACE] if known.marks[k] & VERB), rest.start)
            where = self.text[known.begin(rest) : known.starts[verb]]
            placed = where and _OCCASIONS.isdisjoint(where)
            return self.phrases.counted(range(verb, rest.stop), noun_only=False) if placed else NO_TOKENS
        suffered = _SUFFERED.match(self.text, known.begin(rest), figure.right) if rest else None
        if suffered:
            done = self.phrases.after(suffered.end(), figure.right)
            return self.phrases.counted(done, noun_only=False) if done else NO_TOKENS
        passed = _PASSES.match(self.text, known.begin(rest), figure.right) if rest else None
        if passed:
            return known.between(*passed.span())
        verb = next((k for k in rest if known.word(k) not in words.adverbs), rest.stop)
        if (
            verb == rest.stop
            or (verb == rest.start and not concerned)
            or not known.marks[verb] & (VERB | SAYING)
        ):
            return NO_TOKENS
        return self.phrases.counted(range(verb, rest.stop), noun_only=False)

    def _is_concerned(self, figure: Surroundings) -> bool:
        """Whether a preposition opens the clause: (与)14个行政村、1个社区签订责任书15份."""
        first = figure.clause_start
        return (
            self.text[first] in _CONCERNING
            and figure.kind == "count"
            and (figure.joined or figure.start == first + 1)
        )

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
            begin, end = self._ranked(figure)
        compared = _COMPARED.search(text, begin, end) if self.compared else None
        end = compared.start() if compared else end
        begin = self._behind_times(begin, end)
        level = (
            (_FROM_LEVEL.search(text, begin, end) or _FROM_BASE.search(text, begin, end))
            if self.from_level
            else None
        )
        end = level.start() if level else end
        by = _SET.search(text, begin, end) if text[end - 1 : end] == "的" else None
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
        return self._with_bound(tokens, end) if self.bounded and tokens else tokens

    def _behind_times(self, begin: int, end: int) -> int:
        """Where the words begin that follow a time or a cause: 7月17日至19日的强降雨造成(农作物受灾)."""
        text = self.text
        if self.planned:
            for planned in _PLANNED.finditer(text, begin, end):
                if text[planned.start() - 1] != "占":
                    begin = planned.end()
        dates = _DATES.match(text, begin, end) if text[begin].isdigit() else None
        begin = dates.end() if dates else begin
        gone = _GONE.search(text, begin, end) if self.gone else None
        begin = gone.end() if gone and gone.end() < end else begin
        caused = _CAUSED.search(text, begin, end) if self.caused else None
        return caused.end() if caused and caused.end() < end else begin

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
        return _BEYOND.search(self.text, figure.left, figure.start) if self.exceeds else None

    def _had(self, tokens: range) -> range:
        """What stands behind a word of having, without its owner: 青杠镇共有(贫困户386户)."""
        known = self.phrases.tokens
        if known.seen & HOLDING:
            for k in tokens[:-1][:3]:
                if known.marks[k] & HOLDING:
                    return range(k + 1, tokens.stop)
        return tokens

    def _ranked(self, figure: Surroundings) -> tuple[int, int]:
        """Where the words before a rank lie that say what is ranked."""
        within = self.within(figure)
        if within:  # 数量在全县12个乡镇中排第三
            return figure.clause_start, within.start()
        begin, end = figure.left, figure.start
        ranked = [m.start() for m in self.phrases.words.ranking.finditer(self.text, begin, end)]
        return begin, ranked[-1] if ranked else end

    def field(self, i: int) -> Surroundings | None:
        """Figure `i` with the noun it counts, where it is the field of the rank that follows: 数量在全县(12个乡镇)中排第三."""
        figure = self.figures[i]
        within = self.within(self.figures[i + 1]) if i + 1 < len(self.figures) else None
        if within is None or figure.start < within.start():
            return None
        last = next((k for k in range(figure.end, within.end()) if self.text[k] in "中里的"), within.end())
        return Surroundings(
            figure.fact, figure.start, figure.end, figure.start, last,
            figure.clause, figure.clause_start, figure.clause_end, joined=False,
        )  # fmt: skip

    def contest(self, figure: Surroundings) -> range:
        """What a rank was won in: 在全县(烹饪技能竞赛)中，我镇选手夺得第3名; in the figure's clause or the one before."""
        begin = self.text.rfind(",", self.begin, max(self.begin, figure.clause_start - 1)) + 1 or self.begin
        found = _CONTEST.search(self.text, begin, figure.end)
        found = found or _OWN_FIELD.match(self.text, figure.start)
        return self.phrases.before(*found.span(1)) if found else NO_TOKENS

    def within(self, figure: Surroundings) -> re.Match[str] | None:
        """The field that a rank counts in: 在全县12个乡镇中."""
        if figure.kind != "rank":
            return None
        return _WITHIN.search(self.text, figure.clause_start, figure.start)
