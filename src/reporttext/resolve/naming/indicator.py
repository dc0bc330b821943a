"""What a figure measures, in the report's own characters: 召开专题会议, 网上舆情处置率, 宣传委员.

The words before the figure in its clause carry the indicator (改造橘园640亩), or the thing counted follows it (1名宣传员),
or both do (新建15座水库). What stands alone inherits: a change its subject (同比增长6.2%), an item of a list the list's
verb (发放大米4.5吨、毛毯200床), paired figures their own noun (A、B分别增长5%、6%).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.naming.distribute import distribute, is_in_rows, respective
from reporttext.resolve.naming.headed import project
from reporttext.resolve.naming.levels import share_noun
from reporttext.resolve.naming.names import NOTHING, Named, Names
from reporttext.resolve.naming.single import Single
from reporttext.resolve.naming.timed import timed
from reporttext.resolve.naming.told import Told
from reporttext.resolve.naming.ways import Ways
from reporttext.resolve.period.calendar import Calendar
from reporttext.resolve.words.marks import LISTS, PHRASE_STOP, VERB
from reporttext.resolve.words.tokens import NO_TOKENS, Tokens
from reporttext.resolve.words.vocabulary import Vocabulary

_TITLED: Final = re.compile(r"“[^“”]{1,24}”([^“”、]{4,})")
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

    def __init__(
        self, words: Vocabulary, tokens: Tokens, times: Calendar, *, keep_choices: bool = False
    ) -> None:
        self.phrases, self.times = Names(words, tokens), times
        self.subject = NOTHING
        self.project = NOTHING  # that heads the paragraph
        self.paragraph = -1
        self.keep_choices = keep_choices
        self.choices: list[Choices] = []  # by figure of the document, where they are kept

    def name(self, passage: Passage, changes: list[bool], defining: list[bool]) -> list[Named]:
        """One indicator a figure; `changes` tells which figures are changes, `defining` which only define a class."""
        if passage.sentence.paragraph != self.paragraph:
            self.subject, self.paragraph = NOTHING, passage.sentence.paragraph
            self.project = project(passage)
        span = passage.sentence.span
        self.phrases.tokens.open(*span, timed(self.times, passage.text, *span))
        told = Told(passage.figures, self.subject, self.project)
        naming = _Naming(Ways(self.phrases, passage, told), told, changes, defining)
        naming.name_all(self.choices if self.keep_choices else None)
        self.subject = told.subject
        return told.named


class _Naming:
    """The figures of one passage, in order, those of a row together."""

    def __init__(self, ways: Ways, told: Told, changes: list[bool], defining: list[bool]) -> None:
        self.ways, self.told, self.single = ways, told, Single(ways, told)
        self.passage, self.figures, self.text = ways.passage, ways.figures, ways.text
        self.changes, self.defining = changes, defining
        self.phrases, self.words, self.around, self.subjects = (
            ways.phrases,
            ways.words,
            ways.around,
            ways.subjects,
        )
        self.asides = _in_brackets(self.passage) if "(" in self.passage.near else []

    def name_all(self, choices: list[Choices] | None) -> None:
        """Name them; what each could have been named goes to `choices`."""
        passage, figures, named = self.passage, self.figures, self.told.named
        in_rows = is_in_rows(passage.near) or True in [figure.joined for figure in figures]
        while len(named) < len(figures):
            i = len(named)
            group = respective(passage, i, self.around.used, named) if in_rows else figures[i : i + 1]
            if choices is not None:
                choices += [self._choices(j, named) for j in range(i, i + len(group))]
            if len(group) > 1:
                row = self.around.row(group[0])
                known = named[:-1] if row[1] < group[0].start else self._up_to_whole(named, figures[i])
                named += distribute(self.phrases, group, row, known, self.told.subject)
            else:
                named.append(self._without_title(self._one(i, named), figures[i]))
                if "级" in passage.near:
                    share_noun(self.text, figures, named)
                self.ways.sharing.share(named)
            self.ways.occasions.count(named[-1], figures[len(named) - 1])
            self.told.unit = figures[len(named) - 1].unit
            aside = bool(self.asides) and self.asides[i]
            if (
                named[-1].text
                and not (self.defining[i] or aside)
                and True not in self.changes[i : len(named)]
            ):
                self.told.speak_of(named[-1], figures[len(named) - 1])

    def _one(self, i: int, named: list[Named]) -> Named:
        used = self.around.used
        figure, after, previous = self._beside(i, named)
        bound = self._bound(i, figure, after) if self.defining[i] else self._sized(i)
        result = bound if bound.text else self.single.name(figure, after, previous)
        if result.how == "after":
            result = self.ways.occasions.of(result, figure) or result  # 警示教育大会2场，1126人次(受教育)
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
        told = self.ways.bounds.told(self.figures[i])
        told = (
            told
            if told.text
            else self.ways.bounds.sorted_by(self.passage.sentence.span.start, self.figures[i])
        )
        if told.text:
            return told
        whole = self.told.wholes.get(figure.unit)
        if whole and self.ways.bounds.sorts(figure):
            text = whole[0].text.removesuffix("村均")
            if text.endswith("收入"):
                return Named(text, "", whole[0].noun, "inherited")
        following = self.figures[i + 1] if i + 1 < len(self.figures) else figure
        if self.text[figure.end : following.start] == "的":  # 60周岁以上的(7214名)老人
            after = self.around.after(following, noun_only=True)
        if after and (self.figures[i].left == figure.start or figure.unit in self.words.ages):
            return self.ways.bounds.whom(figure, after)
        before = self.around.before(figure) or self.phrases.before(self.figures[i].left, figure.start)
        income = i and figure.kind == self.figures[i - 1].kind == "money"
        if income and not before and self.told.named[i - 1].text.endswith("收入"):
            return self.told.named[i - 1].by("inherited")  # 经营性收入820万元，其中(30万元以上)的村16个
        return self.ways.bounds.measure(before)  # 50项(投资)5亿元以上的项目

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
        whole = self.told.sums.get(len(named) - 1)
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
            previous if previous.text else self.told.subject,
        )

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


def _latest(named: list[Named]) -> Named:
    """The last name; 最长的(一座)46米 is only an example."""
    for k in range(len(named) - 1, -1, -1):
        if named[k].text and not _EXTREME.match(named[k].text):
            return named[k]
    return NOTHING
