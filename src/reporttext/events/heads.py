"""The head noun behind a quote: “…”农村实用人才[培训班]."""

from __future__ import annotations

import re
from typing import Final

from reporttext.events.patterns import STOP
from reporttext.events.vocabulary import Vocabulary

_TAIL: Final = re.compile(rf"(?:[^{re.escape(STOP)}\s\d]|\d{{1,3}}(?=周年)){{0,16}}")
# 以“…”为主题的全民健身[活动]: the motto is its name.
_MOTTO: Final = re.compile("为主(?:题|要内容)的(?:系列)?")
_STOPS: Final = frozenset(STOP)
# What those who act do is not what the quoted name is (“银发”宣讲团宣讲), unless it is done to them.
_AFTER_ACTORS: Final = frozenset(("training", "meeting", "competition"))


class Head:
    """A head noun, and where it ends."""

    __slots__ = ("end", "word")

    def __init__(self, end: int, word: str) -> None:
        self.end = end
        self.word = word


def head_at(text: str, at: int, words: Vocabulary, limit: int = -1) -> Head | None:
    """The head noun of a name whose quote closes at `at`: “…”农村实用人才[培训班], but not across a verb or a particle."""
    sign = text[at : at + 1]
    at = _behind_motto(text, at) if sign == "为" else at
    tail = None if sign in _STOPS else _TAIL.match(text, at)
    chunk = tail.group() if tail else ""
    if not chunk:
        return None
    if limit >= 0:
        chunk = chunk[: limit - at]
    start = end = 0
    for hit in words.head.finditer(chunk):
        if hit.group() in words.not_heads:
            continue
        gap = chunk[end : hit.start()]
        if words.across.search(gap):
            break
        if end and len(gap) > 2:
            if chunk[start:end] not in words.thin or hit.group() in words.thin:
                break
            start = end = 0  # “两山”实践创新基地[创建工作]
        if (
            chunk.endswith(words.actors, 0, hit.start())
            and words.type_of(hit.group(), hit.group()) not in _AFTER_ACTORS
        ):
            return None
        if (
            end
            and hit.group() in words.thin
            and not (gap == "" and _compound(chunk[start:end], hit.group(), words))
        ):
            break  # “夏送清凉”活动[慰问工人]
        start = start if end and not gap else hit.start()
        end = hit.end()
    if not end or words.follower.match(chunk, end):
        return None
    if (
        start
        and chunk[start:end] == "建设"
        and not (text[at - 2].isdigit() and chunk.endswith("体系", 0, start))
    ):
        return None  # “315”科技创新体系建设 is a programme, since it has a number
    return Head(at + end, chunk[start:end])


def _behind_motto(text: str, at: int) -> int:
    hit = _MOTTO.match(text, at)
    return hit.end() if hit else at


def _compound(head: str, more: str, words: Vocabulary) -> bool:
    """Whether a word that may be a verb makes one head noun with the one before it: 技能培训+班, 走访+慰问, not 活动+慰问."""
    return head in words.thin or len(words.end_of(head + more)) > len(more)
