"""What a figure measures, in the report's own characters: 召开专题会议, 网上舆情处置率, 宣传委员.

The words before the figure in its clause carry the indicator (改造低产橘园640亩), or the thing counted follows it (1名
宣传员), or both do (新建15座水库). Words that say nothing of it are dropped at the ends, whole words only. What stands
alone inherits: a change its subject (同比增长6.2%), an item of a list the list's verb (发放大米4.5吨、毛毯200床), paired
figures their own noun (A、B分别增长5%、6%).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reporttext.model import Quantity, Span
from reporttext.resolve.context import Passage, Surroundings, Tokens
from reporttext.resolve.vocabulary import Vocabulary

MOST = 16  # characters of a column head; longer ones lose their first words


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator with its parts: the verb that opens it and the noun it is about, either of them possibly empty."""

    text: str
    verb: str = ""
    noun: str = ""


NOTHING = Named("")
_NOUN_FOLLOWS = re.compile(r"[ ]?[\u4e00-\u9fffA-Za-z“《(]")
_JOINS = re.compile(r"[ ]*(?:、|和|与|及|以及|,)")
_SPLIT = re.compile(r"、|以及|和|与|及")
_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[是要]|第[一二三四五六七八九十]{1,2},|[首其再]次,|\(?\d{1,2}[.、)]|[(（]?[一二三四五六七八九十]{1,2}[)）、]|[①-⑳])"
)
_FUSED = re.compile(r"[率额值量数比度][达为较]\Z")
_YEAR = re.compile(r"(?:19|20)\d\d|[一二][九〇零○][一二三四五六七八九〇零○]{2}年?")
_LETTER = re.compile(r"[\w*×○“”《》()]")
_COUNTS_ACTION = frozenset(
    ("次", "场", "场次", "人次", "期", "轮", "批次", "天", "年", "小时", "分钟", "个月", "遍")
)


class Namer:
    """Names the figures of one document, passage by passage in order; the last subject of a paragraph carries over."""

    def __init__(self, words: Vocabulary, tokens: Tokens) -> None:
        self.words = words
        self.tokens = tokens
        self.text = tokens.folded
        self.raw = tokens.text
        self.subject = NOTHING
        self.paragraph = -1
        self.unit: str | None = None  # of the figure before
        self.used = 0  # up to here the words after a figure were its own

    def name(self, passage: Passage, changes: Sequence[str | None], defining: Sequence[bool]) -> list[Named]:
        """One indicator a figure; `changes` tells which figures are changes, `defining` which only define a class."""
        if passage.sentence.paragraph != self.paragraph:
            self.subject, self.paragraph = NOTHING, passage.sentence.paragraph
        self.used = passage.sentence.span.start
        named: list[Named] = []
        figures = passage.figures
        while len(named) < len(figures):
            i = len(named)
            group = self._respective(figures, i)
            used = self.used
            if len(group) > 1:
                named += self._distribute(group, named)
            else:
                seen = [] if i and defining[i - 1] else named
                named.append(
                    self._single(
                        passage, self._cut(figures, i, defining), seen, changed=changes[i] is not None
                    )
                )
            if defining[i]:
                self.used = used  # its words belong to the figure that follows
            if not any(changes[i : len(named)]) and named[-1].text and not defining[i]:
                self.subject = named[-1]
        return named

    def _cut(self, figures: Sequence[Surroundings], i: int, defining: Sequence[bool]) -> Surroundings:
        """The figure with the words before it that no other figure has used; a bound before it counts as words (亿元以上项目2个)."""
        figure = figures[i]
        begin = figure.before.start
        if i and defining[i - 1] and figures[i - 1].clause == figure.clause:
            begin = figures[i - 1].before.start
        begin = min(max(begin, self.used), figure.before.end)
        joined = figure.joined or (
            begin > figure.clause_span.start
            and self.text[begin : figure.before.end].strip() in ("、", "和", "与", "及")
        )
        return Surroundings(
            figure.fact,
            Span(begin, figure.before.end),
            figure.after,
            figure.clause,
            figure.clause_span,
            joined,
        )

    # One figure

    def _single(
        self, passage: Passage, figure: Surroundings, earlier: list[Named], *, changed: bool
    ) -> Named:
        place = figure.fact.span.start
        self.unit = next(
            (f.fact.quantity.unit for f in reversed(passage.figures) if f.fact.span.start < place), None
        )
        previous = next((n for n in reversed(earlier) if n.text), NOTHING)
        begin, end = figure.before.start, figure.before.end
        if figure.fact.kind == "rank":
            ranked = [m.start() for m in self.words.ranking.finditer(self.text, begin, end)]
            end = ranked[-1] if ranked else end
        item = _ITEM.match(self.text, begin, end) if begin == passage.sentence.span.start else None
        tokens = self._strip(self.tokens.between(item.end() if item else begin, end))
        if begin == end and figure.joined and previous.text:
            return previous  # 30户92人
        after = [] if changed or figure.fact.kind == "rank" else self._after(figure)
        if not tokens:
            return self._unannounced(passage, figure, after, previous)
        if after:
            joined = self._with_after(figure, tokens, after)
            if joined is not None:
                self._use(after)
                return joined
        return self._complete(self._trim(tokens), passage, figure, previous)

    def _use(self, after: list[tuple[int, int]]) -> None:
        """The words after a figure are its own, unless they open an action that a later figure counts (投入92万元建成仓库1座)."""
        if self._word(after[0]) not in self.words.verbs:
            self.used = after[-1][1]

    def _unannounced(
        self, passage: Passage, figure: Surroundings, after: list[tuple[int, int]], previous: Named
    ) -> Named:
        """Nothing before the figure: what follows names it, else what came before does."""
        clause = NOTHING if figure.joined else self._clause_before(passage, figure)
        if after:
            self._use(after)
            noun = self._phrase(after)
            owner = clause.noun or previous.noun
            if noun.verb == noun.text and owner:
                return Named(owner + noun.text, "", owner)
            verb = previous.verb if figure.joined and not noun.verb else ""
            return Named(verb + noun.text, verb or noun.verb, noun.noun or noun.text)
        return clause if clause.text else (previous if previous.text else self.subject)

    def _with_after(
        self, figure: Surroundings, tokens: list[tuple[int, int]], after: list[tuple[int, int]]
    ) -> Named | None:
        """Verb before and thing after (选派1名干部), or a modifier before (总投资960万元的工程); None where the noun before suffices."""
        noun = self._phrase(after)
        before = self.text[figure.before.start : figure.before.end].rstrip()
        last = self._word(tokens[-1])
        if last in self.words.verbs and (
            len(tokens) == 1 or not self.words.measured.search(self._join(tokens))
        ):
            verb = self._join(self._trailing_verbs(tokens))
            return Named(verb + noun.text, verb, noun.text)
        if before.endswith(("等", *self.words.having)) or _sums_up(before, figure.fact.quantity):
            return noun  # A、B等8个县, 全镇下辖12个村, A、B、C三家企业
        of = self.text[figure.fact.span.end : figure.fact.span.end + 1] == "的"
        if of or before.endswith(("的", "有")) or last in self.words.modifiers:
            modifier = self._trim(tokens[-3:] if before.endswith("有") else tokens[-2:]).text[-10:]
            return Named(modifier + noun.text, "", noun.text)
        return noun if figure.fact.quantity.unit in _COUNTS_ACTION and noun.verb else None

    def _complete(self, named: Named, passage: Passage, figure: Surroundings, previous: Named) -> Named:
        """An item of a list takes the list's verb; a bare verb or a general noun takes the subject before it."""
        if named.verb in self.words.holding and named.noun.startswith("“"):
            named = Named(named.noun, "", named.noun)
        listed = (
            bool(_JOINS.match(self.text, figure.before.start))
            and figure.before.start > figure.clause_span.start
        )
        if listed and not named.verb and previous.verb and not self.words.measured.search(named.text):
            return Named(previous.verb + named.text, previous.verb, named.noun or named.text)
        bare = named.verb == named.text or named.text in self.words.generic
        among = (
            self.text.startswith("其中", figure.before.start)
            and len(named.text) <= 4
            and figure.fact.quantity.unit == self.unit
        )
        if not (bare or among) or len(named.text) > 6:
            return named
        owner = NOTHING if among else self._clause_before(passage, figure)
        owner = owner if owner.noun else previous
        if not owner.noun or owner.noun in named.text:
            return named
        return Named((owner.text if among else owner.noun)[-MOST:] + named.text, "", owner.noun)

    # Words

    def _word(self, token: tuple[int, int]) -> str:
        return self.text[token[0] : token[1]]

    def _join(self, tokens: Sequence[tuple[int, int]]) -> str:
        """The report's own characters, without blanks, line breaks and a quote that has lost its twin."""
        kept = (
            t
            for i, t in enumerate(tokens)
            if not 0 < i < len(tokens) - 1 or self._word(t) not in self.words.inner
        )
        text = "".join("".join(self.raw[begin:end].split()) for begin, end in kept)
        return text if text.count("“") == text.count("”") else text.replace("“", "").replace("”", "")

    def _strip(self, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Drop the words at both ends that say nothing of what is measured."""
        begin, end = 0, len(tokens)
        while end > begin and self._is_idle(self._word(tokens[end - 1]), self.words.tail):
            end -= 1
        while begin < end and (
            self._is_idle(self._word(tokens[begin]), self.words.lead) or self._dates(tokens, begin)
        ):
            begin += 1
        kept = tokens[begin:end]
        fused = _FUSED.search(self._word(kept[-1])) if kept else None
        if fused:  # the segmenter joins 率达, 占比较
            kept[-1] = (kept[-1][0], kept[-1][1] - 1)
        return kept

    def _is_idle(self, word: str, idle: frozenset[str]) -> bool:
        return word in idle or not _says(word) or bool(_YEAR.fullmatch(word))

    def _dates(self, tokens: list[tuple[int, int]], i: int) -> bool:
        """Whether token `i` is a number before 年, 月 or 日, or that character after its number."""
        word = self._word(tokens[i])
        following = self._word(tokens[i + 1])[:1] if i + 1 < len(tokens) else ""
        return (word.isdecimal() and following in "年月日" and following != "") or (
            word in "年月日" and i > 0 and self._word(tokens[i - 1]).isdecimal()
        )

    def _after(self, figure: Surroundings) -> list[tuple[int, int]]:
        """The words right after the figure, where they can be the thing counted."""
        if not _NOUN_FOLLOWS.match(self.text, figure.after.start, figure.after.end) or _JOINS.match(
            self.text, figure.after.start
        ):
            return []
        tokens = self.tokens.between(figure.after.start, figure.after.end)
        while tokens and self._word(tokens[0]) in ("的", "多", "余", "左右", "以上", " "):
            tokens = tokens[1:]
        while tokens and not _says(self._word(tokens[-1])):
            tokens = tokens[:-1]
        if tokens and self._word(tokens[0]) in self.words.after_stops:
            return []
        return tokens

    def _phrase(self, tokens: list[tuple[int, int]]) -> Named:
        """The words after a figure as far as a column head goes, cut at a list or after MOST characters."""
        kept = tokens[:1]
        for token in tokens[1:]:
            if token[1] - kept[0][0] > MOST or self._word(token) in self.words.phrase_stops:
                break
            kept.append(token)
        while len(kept) > 1 and self._word(kept[-1]) in self.words.tail:
            kept.pop()
        verbs = self._leading_verbs(kept)
        return Named(self._join(kept), self._join(verbs), self._join(kept[len(verbs) :]))

    def _trim(self, tokens: list[tuple[int, int]]) -> Named:
        """Verb and object, or a measured noun whole; too long a phrase keeps its verb and its last words."""
        bracket = next((i for i, t in enumerate(tokens) if self._word(t) == "(" and i), None)
        if bracket and self._word(tokens[-1]) == ")":
            tokens = tokens[:bracket]
        if not self.words.measured.search(self._join(tokens)):
            tokens = tokens[self._action(tokens) :]
        while len(tokens) > 1 and not _says(self._word(tokens[0])):
            tokens = tokens[1:]
        verbs = self._leading_verbs(tokens)
        rest = tokens[len(verbs) :]
        room = MOST - len(self._join(verbs))
        while len(rest) > 1 and (rest[-1][1] - rest[0][0] > room or not _says(self._word(rest[0]))):
            rest = rest[1:]
        text = self._join(verbs) + self._join(rest)
        while rest and self._word(rest[-1]) in self.words.verbs:
            rest = rest[:-1]
        return Named(text, self._join(verbs), self._join(rest))

    def _action(self, tokens: list[tuple[int, int]]) -> int:
        """Where the last verb with an object begins; 0 where the phrase has none."""
        words = [self._word(t) for t in tokens]
        is_verb = [word in self.words.verbs for word in words]
        for i in range(len(words) - 2, -1, -1):
            if is_verb[i] and words[i + 1] not in self.words.heads and not all(is_verb[i + 1 :]):
                return self._first_of_run(words, is_verb, i)
        return 0

    def _first_of_run(self, words: list[str], is_verb: list[bool], i: int) -> int:
        """The first of verbs in a row (改造提升, 新建和改造)."""
        while i and (is_verb[i - 1] or (words[i - 1] in "、和" and i > 1 and is_verb[i - 2])):
            i -= 1
        return i

    def _leading_verbs(self, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
        count = 0
        while count < len(tokens) and self._word(tokens[count]) in self.words.verbs:
            count += 1
        return tokens[:count]

    def _trailing_verbs(self, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
        count = len(tokens)
        while count and self._word(tokens[count - 1]) in self.words.verbs:
            count -= 1
        return tokens[count:]

    def _clause_before(self, passage: Passage, figure: Surroundings) -> Named:
        """The subject of a clause without figures straight before this one (水稻总产创历史最高，达到900万吨)."""
        end = figure.clause_span.start - 1
        if figure.before.start > figure.clause_span.start or end <= passage.sentence.span.start:
            return NOTHING
        floor = max(
            (f.fact.span.end for f in passage.figures if f.fact.span.end <= end),
            default=passage.sentence.span.start,
        )
        begin = max(self.text.rfind(sign, floor, end) for sign in ",;:。") + 1
        begin = max(begin, floor)
        if any(f.clause_span.start <= begin < f.clause_span.end for f in passage.figures) or (
            figure.fact.kind != "rank" and self.words.circumstances.match(self.text, begin)
        ):
            return NOTHING
        kept: list[tuple[int, int]] = []
        for token in self._strip(self.tokens.between(begin, end)):
            if kept and (
                self._word(token) in self.words.phrase_stops
                or self._word(token) in self.words.lead
                or token[1] - kept[0][0] > 12
            ):
                break
            kept.append(token)
        return self._trim(kept) if kept else NOTHING

    # 分别

    def _respective(self, figures: Sequence[Surroundings], i: int) -> Sequence[Surroundings]:
        """The figures from `i` on that 分别 pairs with as many nouns."""
        head = figures[i]
        if (
            "分别" not in self.text[head.before.start : head.before.end]
            and "分别" not in self.text[head.fact.span.start : head.fact.span.end]
        ):
            return figures[i : i + 1]
        j = i + 1
        while (
            j < len(figures)
            and figures[j].joined
            and figures[j].fact.quantity.unit == head.fact.quantity.unit
        ):
            j += 1
        return figures[i:j]

    def _distribute(self, group: Sequence[Surroundings], earlier: list[Named]) -> list[Named]:
        """Pair the figures with the nouns listed before 分别, or with the figures named before."""
        head = group[0]
        before = self.text[head.before.start : head.before.end].partition("分别")[0]
        tokens = self._strip(self.tokens.between(head.before.start, head.before.start + len(before)))
        if not tokens or self.words.circumstances.match(before):
            recent = [n for n in earlier if n.text][-len(group) :]
            return (
                recent if len(recent) == len(group) else [recent[-1] if recent else self.subject] * len(group)
            )
        listed = self._join(tokens)
        items = [part for part in _SPLIT.split(listed) if part]
        if len(items) < len(group):
            whole = self._trim(tokens)
            return [whole] * len(group)
        items = items[-len(group) :]
        last = self.tokens.between(tokens[-1][1] - len(items[-1]), tokens[-1][1])
        ending = self._join(last[1:]) if len(last) > 1 else ""
        complete = [
            item if self.words.measured.search(item) or not ending else item + ending for item in items[:-1]
        ]
        return [Named(item[-MOST - 4 :], "", item) for item in (*complete, items[-1])]


def _sums_up(before: str, quantity: Quantity) -> bool:
    """A、B、C三家企业: as many names listed as the figure says."""
    return "、" in before and quantity.low is not None and len(_SPLIT.split(before)) == quantity.low


def _says(word: str) -> bool:
    """Whether a token has a letter or ideograph at all."""
    return bool(_LETTER.search(word))
