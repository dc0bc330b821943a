"""What a name begins behind: 未, 不, 没 stay in it, or what is undone would count as done (未按期(办结的工单), (整改不)到位问题)."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.words.marks import HOLDING, MUTE, VERB
from reporttext.resolve.words.phrases import Phrases

_SIGNS: Final = re.compile("[未不没无]")
_NOT: Final = re.compile("[仍还尚暂从也均都]?[未不没无](?:能|有|曾)?|拒不|从不")
# How it was not done: 未(按期)办结; 未能(及时)化解. The segmenter may join 未按.
_HOW: Final = re.compile(
    "按[期时规]?|期|时|及时|如期|按[期时规]|依法|规范|完全|真正|严格|按规定|按要求|规定|要求"
)
_NOT_BY: Final = re.compile("[仍还尚]?未按(?:[期时]|规定|要求)?")
_LEFT_OUT: Final = 4  # words between the negation and the first of a name
_STATES: Final = (
    "到位",
    "达标",
    "合格",
    "规范",
    "清",
    "力",
    "足",
    "严",
    "实",
    "强",
    "高",
    "作为",
)  # 整改(不)到位


def as_undone(phrases: Phrases, parts: tuple[str, str, str], tokens: range) -> tuple[str, str, str] | None:
    """The text, verb and noun of a name made of `tokens` with its 未; None where nothing is denied."""
    text, verb, noun = parts
    undone = denial(phrases, text, tokens)
    if not undone:
        return None
    return (undone + text, undone + verb, noun) if verb else (undone + text, "", undone + noun)


def denial(phrases: Phrases, name: str, tokens: range) -> str:
    """What belongs before a name made of `tokens`, where a negation stands before the words it begins with; else nothing."""
    known = phrases.tokens
    begin, end = known.begin(tokens), known.end(tokens)
    if not name or not _SIGNS.search(phrases.text, max(0, begin - _LEFT_OUT * 2), end):
        return ""
    first = next((k for k in reversed(tokens) if name.startswith(known.word(k))), tokens.start)
    k, verbs = first, ""
    while k > 0 and first - k < _LEFT_OUT and known.ends[k - 1] == known.starts[k]:
        word = known.word(k - 1)
        joined = len(word) > 2 and word[0] in "未没" and known.known[word[1:]] & VERB  # 未办理
        if joined or _NOT.fullmatch(word) or _NOT_BY.fullmatch(word):
            sign = "未" if _NOT_BY.fullmatch(word) else word
            return _whose(phrases, k - 1, name, first) + sign + verbs
        denied = k > 1 and _NOT.fullmatch(known.word(k - 2)) is not None  # 暂不(具备)改造条件
        if known.marks[k - 1] & (VERB | HOLDING) or (
            denied and not (known.marks[k - 1] & MUTE or _is_how(phrases, word))
        ):
            verbs = word + verbs
        elif not _is_how(phrases, word):
            return ""
        k -= 1
    return ""


def _is_how(phrases: Phrases, word: str) -> bool:
    return _HOW.fullmatch(word) is not None or word in phrases.words.adverbs


def _whose(phrases: Phrases, sign: int, name: str, first: int) -> str:
    """What is not in the state that the name begins with: (整改)不到位问题."""
    known = phrases.tokens
    if (
        sign == 0
        or first != sign + 1
        or known.ends[sign - 1] != known.starts[sign]
        or not name.startswith(_STATES)
    ):
        return ""
    return known.word(sign - 1) if known.marks[sign - 1] & VERB else ""
