"""Patterns for the words of long lists, and for what a name may hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from reporttext.rule.tries import ahead

# Signs that end a clause; a name never runs across one outside its own quotes.
STOP: Final = '，。；：！？、,;:!?\n\t“”「」『』《》〈〉()（）…—"'
# Every blank that \s is, as characters: a class of characters alone is looked up at once.
_BLANKS: Final = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
NOT_STOP: Final = rf"[^{re.escape(STOP + _BLANKS)}]"
NUMBER: Final = r"(?:[\d*×○xX_.]+|[一二两三四五六七八九十百千某]+)[万余多]{0,2}"
_BRANCHES: Final = 32  # half of the time of 300 in a row, which a sample of texts showed
# Signs that are also part of words: 党的, 首都, 成都, 都江堰, 就业, 对接, 对口, 对标, 对外, 从业, 从严.
_PARTICLE: Final = "的(?<!党的)|都(?<![首成古]都)(?!江|市)|就(?!业)|对(?![接口标外])|从(?![业严])"
_PARTICLES: Final = "的都就对从"
# The same for words that the lists name: 自由贸易, 行为规范, 农药使用, 并网, 在线.
_ALONE: Final = {
    "由": "由(?<!自由)",
    "为": "为(?<![行作]为)(?!民)",
    "使": "使(?![用命])(?<!大使)",
    "并": "并(?![网购轨])(?<![合撤兼]并)",
    "在": "在(?![线职校岗])",
    "等": "等(?<![中高平初同]等)",
}


def sign_but(others: str) -> str:
    """A pattern for a sign of a name that is none of `others`.

    >>> re.match(sign_but("的") + "*", "云溪的桥")[0]
    '云溪'
    """
    return rf"[^{re.escape(STOP + _BLANKS + others)}]"


def any_of(words: Sequence[str]) -> str:
    """The words as one pattern that takes the longest; no words match nothing.

    A tree by first character: a flat list of a hundred words is tried from end to end at every likely place.

    >>> any_of(["专项行动", "专项", "大赛"])
    '专项(?:行动|)|大赛'
    """
    return _tree(sorted(set(words))) if words else r"(?!)"


def next_of(words: Sequence[str]) -> str:
    """The same for a place where seldom one of them stands: of many words, the next character is looked at first.

    >>> next_of(["专项行动", "大赛"])
    '(?:专项行动|大赛)'
    """
    # A search finds the first characters of few branches by itself, but does not see behind a look ahead.
    few = len({word[0] for word in words}) <= _BRANCHES
    return f"{'' if few else ahead(words)}(?:{any_of(words)})"


def _tree(words: list[str]) -> str:
    """Words in order, no two alike, as a pattern; an empty one comes last, so longer ones win.

    Branches are tried one after the other, so many are parted, with a look at the next character before each part.
    """
    branches, firsts = [], []
    for _, group in groupby((word for word in words if word), key=lambda word: word[0]):
        rests = list(group)
        ends_of_list = zip(rests[0], rests[-1], strict=False)  # in order, so these two differ first
        common = next((i for i, (a, b) in enumerate(ends_of_list) if a != b), min(map(len, rests)))
        head = re.escape(rests[0][:common])
        ends = [word[common:] for word in rests]
        branches.append(head if ends == [""] else f"{head}(?:{_tree(ends)})")
        firsts.append(re.escape(rests[0][0]))
    if len(branches) > _BRANCHES:
        branches = [
            f"(?=[{''.join(firsts[i : i + _BRANCHES])}])(?:{'|'.join(branches[i : i + _BRANCHES])})"
            for i in range(0, len(branches), _BRANCHES)
        ]
    return "|".join(branches) + ("|" if "" in words and branches else "")


def cut(words: Sequence[str]) -> re.Pattern[str]:
    """What no name holds: one of the words, or a particle."""
    return re.compile(f"{ahead((*_PARTICLES, *words))}(?:{_PARTICLE}|{_alone(words)})")


def broken(words: Sequence[str]) -> re.Pattern[str]:
    """One of the words alone, not within a longer one.

    >>> broken(["由"]).search("自由贸易") is None
    True
    """
    return re.compile(f"{ahead(words)}(?:{_alone(words)})")


def _alone(words: Sequence[str]) -> str:
    """The words as one pattern; a sign that is also part of words only where it is none."""
    signs = [_ALONE[word] for word in words if word in _ALONE]
    return "|".join([any_of([word for word in words if word not in _ALONE]), *signs])
