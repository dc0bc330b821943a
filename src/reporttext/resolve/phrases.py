"""Words into names: which of the words round a figure say what it measures, and which say nothing of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from reporttext.resolve.context import Token, Tokens
from reporttext.resolve.vocabulary import Vocabulary

MOST = 16  # characters of a column head; a longer phrase loses words in its middle


class Named(NamedTuple):
    """An indicator with its parts: the verb that opens it and the noun it is about, either of them possibly empty.

    `how` says where the words stood: before, after, both, clause (the one before), listed, owned, inherited, paired.
    """

    text: str
    verb: str = ""
    noun: str = ""
    how: str = "before"


MOST_OF_SHARE = 24  # 民营经济增加值占国内生产总值的比重 says nothing without its first words
NOTHING = Named("")
_FUSED = re.compile(r"[率额值量数比度][达为较]\Z")
_YEAR = re.compile(r"(?:19|20)\d\d|[一二][九〇零○][一二三四五六七八九〇零○]{2}年?")
_PER = frozenset("亩户人生地村户篇家")  # 亩均增加值, 生均定额
_DANGLING = frozenset(
    (*"等的和与及、", "以上", "以下", "以及")
)  # what a phrase cut to fit must not begin with
_DECISION = re.compile("(?:决策|决定|部署|目标|要求|任务)(?![\u4e00-\u9fff])")
_OPENING, _CLOSING = re.compile("[(（]"), re.compile("[)）]")
_LETTER = re.compile(r"[\w*×○“”《》()]")


class Phrases:
    """Makes names of stretches of one document. A token is its (start, end); all offsets are the document's."""

    def __init__(self, words: Vocabulary, tokens: Tokens) -> None:
        self.words = words
        self.tokens = tokens
        self.text = tokens.folded
        self.raw = tokens.text

    def join(self, tokens: Sequence[Token]) -> str:
        """The report's own characters, without blanks, line breaks, a quote that has lost its twin and a bracket that does not close."""
        if not tokens:
            return ""
        if len(tokens) > 2 and not self.words.inner.isdisjoint([token[2] for token in tokens[1:-1]]):
            kept = [
                token
                for last, token in pairwise(tokens[:-1])
                if token[2] not in self.words.inner or (token[2] == "均" and last[2] in _PER)
            ]
            tokens = [tokens[0], *kept, tokens[-1]]
            text = "".join([self.raw[begin:end] for begin, end, _ in tokens])
        else:
            text = self.raw[tokens[0][0] : tokens[-1][1]]
        if not text.isalnum():
            text = "".join(text.split())
            if text.count("“") != text.count("”"):
                text = text.replace("“", "").replace("”", "")
            opening = _OPENING.search(text)
            if opening and not _CLOSING.search(text, opening.end()):
                text = text[: opening.start()] or text[opening.end() :]
        return text

    def before(self, begin: int, end: int) -> list[Token]:
        """The tokens of a stretch before a figure, without those at both ends that say nothing of what is measured."""
        tokens = self.tokens.between(begin, end)
        first, last = 0, len(tokens)
        while last > first and self._is_idle(tokens[last - 1], self.words.tail):
            last -= 1
        while first < last and (
            self._is_idle(tokens[first], self.words.lead) or self._is_date(tokens, first)
        ):
            first += 1
        kept = tokens[first:last]
        if kept and _FUSED.search(kept[-1][2]):  # the segmenter joins 率达, 占比较
            start, end, word = kept[-1]
            kept[-1] = (start, end - 1, word[:-1])
        return kept

    def _is_idle(self, token: Token, idle: frozenset[str]) -> bool:
        word = token[2]
        return word in idle or _is_blank(word)

    def _is_date(self, tokens: list[Token], i: int) -> bool:
        """Whether token `i` is a number before 年, 年度, 月 or 日, or that word after its number."""
        word = tokens[i][2]
        if word in ("年", "年度", "月", "日"):
            return i > 0 and tokens[i - 1][2].isdecimal()
        return word.isdecimal() and i + 1 < len(tokens) and tokens[i + 1][2][0] in "年月日"

    def after(self, begin: int, end: int) -> list[Token]:
        """The tokens of a stretch after a figure, where they can be the thing counted."""
        if self.tokens.folded.startswith("人口", begin - 1):
            begin += 1  # 3870万人口中: the unit is 人, what is counted stands after the word
        tokens = self.tokens.between(begin, end)
        while tokens and tokens[0][2] in ("的", "多", "余", "左右", "以上"):
            tokens = tokens[1:]
        while tokens and not says(tokens[-1][2]):
            tokens = tokens[:-1]
        return [] if tokens and tokens[0][2] in self.words.after_stops else tokens

    def counted(self, tokens: list[Token], *, noun_only: bool) -> list[Token]:
        """The words after a figure as far as a column head goes: up to a list, a verb if `noun_only`, MOST characters."""
        kept = tokens[:1]
        bracketed = False  # 县（市、区）
        for i, token in enumerate(tokens[1:], 1):
            word = token[2]
            bracketed = word == "(" or (bracketed and word != ")")
            if token[1] - kept[0][0] > MOST or (word in self.words.phrase_stops and not bracketed):
                break
            if word == "的" and _DECISION.match(self.text, token[1]):
                break  # 建设高速公路的决策
            if noun_only and word in self.words.verbs and not self._modifies(tokens, i):
                break
            kept.append(token)
        while len(kept) > 1 and kept[-1][2] in self.words.tail:
            kept.pop()
        return kept

    def _modifies(self, tokens: list[Token], i: int) -> bool:
        """Whether the verb at `i` belongs to the noun behind it (恢复重建项目)."""
        behind = next((token[2] for token in tokens[i + 1 :] if token[2] not in self.words.verbs), "")
        return behind in self.words.heads

    def named(self, tokens: list[Token]) -> Named:
        """The tokens as they stand, parted into verb and noun."""
        verbs, text = self.leading_verbs(tokens), self.join(tokens)
        return Named(text, self.join(verbs), self.join(tokens[len(verbs) :]) if verbs else text)

    def trim(self, tokens: list[Token]) -> Named:
        """Verb and object, or a measured noun whole; too long a phrase keeps its verb and its last words."""
        if tokens[-1][2] == ")":
            bracket = next((i for i, t in enumerate(tokens) if t[2] == "(" and i), None)
            tokens = tokens[:bracket]
        if self.is_measured(tokens):
            while len(tokens) > 1 and tokens[0][2] in self.words.saying:
                tokens = tokens[1:]  # 提出地区生产总值(增长5%)
            return self._fitted(tokens)
        action = self._action(tokens)
        return self._described(tokens, action) or self._fitted(tokens[action:])

    def _described(self, tokens: list[Token], action: int) -> Named | None:
        """The first verb with the head of a long object: 劝离(向老人兜售保健品的)摊点, 纠正(用语不当等)问题, 检查(A、B的)宣传栏."""
        words = [token[2] for token in tokens]
        first = next((i for i, word in enumerate(words) if word in self.words.verbs), None)
        marks = [i for i, word in enumerate(words[:-1]) if word in ("的", "等")]
        if first is None or not marks:
            listed = "、" in words[:action] and words[0] in self.words.verbs
            marks = [max(i for i, word in enumerate(words) if word == "、")] if listed else []
        if first is None or not marks or marks[-1] <= first + 1:
            return None
        head = tokens[marks[-1] + 1 :]
        text = self.join(head)
        if len(text) < 2 or tokens[-1][1] - tokens[first][0] <= 8:
            return None
        return Named(words[first] + text, words[first], text)

    def _fitted(self, tokens: list[Token]) -> Named:
        while len(tokens) > 1 and not says(tokens[0][2]):
            tokens = tokens[1:]
        verbs = self.leading_verbs(tokens)
        verb = self.join(verbs)
        rest = tokens[len(verbs) :] if verbs else tokens
        most = MOST_OF_SHARE if any(token[2] == "占" for token in rest) else MOST
        rest = self._last_words(rest, most - len(verb))
        noun = self.join(rest)
        text = verb + noun
        if rest and rest[-1][2] in self.words.verbs:
            while rest and rest[-1][2] in self.words.verbs:
                rest = rest[:-1]
            noun = self.join(rest)
        if not rest and len(verbs) > 1:  # 开展宣讲: the last verb is what is done
            verb, noun = self.join(verbs[:-1]), self.join(verbs[-1:])
        return Named(text, verb, noun)

    def subject(self, tokens: list[Token]) -> Named:
        """What a clause without a figure is about: what stands before its verb (电网改造取得成果), else verb and object."""
        verb = self._action(tokens)
        return self.named(tokens[:verb]) if verb and len(self.join(tokens[:verb])) > 2 else self.trim(tokens)

    def _last_words(self, tokens: list[Token], room: int) -> list[Token]:
        """The last tokens that fit in `room` characters, no quoted name cut in two."""
        cut = False
        while len(tokens) > 1 and (
            (too_long := tokens[-1][1] - tokens[0][0] > room)
            or not says(tokens[0][2])
            or (cut and tokens[0][2] in _DANGLING)
        ):
            tokens, cut = tokens[1:], cut or too_long
        if not tokens or "”" not in self.text[tokens[0][0] : tokens[-1][1]]:
            return tokens
        closing = [i for i, token in enumerate(tokens) if "”" in token[2]]
        opening = [i for i, token in enumerate(tokens) if "“" in token[2]]
        if closing and (not opening or opening[0] > closing[0]) and closing[0] + 1 < len(tokens):
            return tokens[closing[0] + 1 :]
        return tokens

    def is_measured(self, tokens: Sequence[Token]) -> bool:
        return bool(self.words.measured.search(self.join(tokens)))

    def _action(self, tokens: list[Token]) -> int:
        """Where the last verb with an object begins; 0 where the phrase has none."""
        words = [token[2] for token in tokens]
        is_verb = [word in self.words.verbs for word in words]
        for i in range(len(words) - 2, -1, -1):
            if is_verb[i] and words[i + 1] not in self.words.heads and not all(is_verb[i + 1 :]):
                while i and (is_verb[i - 1] or (words[i - 1] in ("、", "和") and i > 1 and is_verb[i - 2])):
                    i -= 1  # noqa: PLW2901  back to the first of verbs in a row (改造提升, 新建和改造), and done
                return i
        return 0

    def leading_verbs(self, tokens: list[Token]) -> list[Token]:
        count = 0
        while count < len(tokens) and tokens[count][2] in self.words.verbs:
            count += 1
        return tokens[:count]

    def trailing_verbs(self, tokens: list[Token]) -> list[Token]:
        count = len(tokens)
        while count and tokens[count - 1][2] in self.words.verbs:
            count -= 1
        return tokens[count:]


@lru_cache(maxsize=1 << 16)
def _is_blank(word: str) -> bool:
    return not says(word) or word in "()" or bool(_YEAR.fullmatch(word))


def says(word: str) -> bool:
    """Whether a token has a letter or ideograph at all."""
    return bool(_LETTER.search(word))
