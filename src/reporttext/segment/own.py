"""Tokens of our own, which jieba would break: titles, dictionary words with signs in them, masks, figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from reporttext.masks import NAME
from reporttext.segment.characters import ALNUM

DIGIT = "一二三四五六七八九"
MASKED = (
    # 1×支, 20**年, ××.×万元; not 7×24小时, where the cross multiplies.
    r"(?<![0-9.])[0-9]*+[*×]++(?:\.[*×]++)?+%?+(?![0-9])",
    r"[*×]{2,}+%?+",
    # XX名, XXX.X万元; a lone X is left to jieba (X光).
    rf"(?<![{ALNUM}.])(?:[Xx]{{2,}}+(?:\.[Xx]++)?+|[Xx]\.[Xx]++)%?+(?![{ALNUM}])",
    r"(?:○{2,}+(?:\.○++)?+|○\.○++)%?+",
    r"_{2,}+",
    r"某{2,}+",
)
_FIGURES = (
    # Not 站点12，100%覆盖: a percentage after a comma stands for itself.
    rf"(?<![{ALNUM}.,，])[0-9]{{1,3}}(?:[,，][0-9]{{3}}(?![0-9%]))++(?:\.[0-9]++%?+)?+",
    # 〇 and ○ are not Han for jieba, which would cut 二〇二四 in three.
    rf"(?<![{DIGIT}〇○])[{DIGIT}]++[〇○][{DIGIT}〇○]*+",
)
# A title ends on its line; one may be named inside another (《关于修改〈…〉的决定》, 《《…》实施办法》).
_TITLE = r"《[^《》\n]{0,200}+(?:《[^《》\n]{1,200}+》[^《》\n]{0,200}+){0,3}+》"


def own_tokens(words: list[str]) -> re.Pattern[str]:
    """One regex for all tokens that jieba would break: first place, then titles, dictionary words (longest), masks, figures."""
    firsts = "".join(sorted({word[0] for word in words} | set(f"《{NAME}0123456789{DIGIT}")))
    parts = (_TITLE, *_dictionary(words), *MASKED, *_FIGURES)
    # Without the look-ahead every alternative is tried at every character.
    return re.compile(f"(?=[{re.escape(firsts)}])(?:{'|'.join(parts)})")


def _dictionary(words: list[str]) -> Iterable[str]:
    """5G is not found in 15G, 3.5G, 5GHz: a word that begins or ends in a letter or digit has none beside it there."""
    digit = [w for w in words if w[0] in "0123456789"]
    letter = [w for w in words if w[0].isascii() and w[0].isalpha()]
    other = [w for w in words if w not in digit and w not in letter]
    for before, group in (
        (rf"(?<![{ALNUM}])(?<![0-9][.,，])", digit),
        (f"(?<![{ALNUM}])", letter),
        ("", other),
    ):
        if group:
            yield before + _trie(group)


def _trie(words: list[str]) -> str:
    """The words as one regex that reads each character once and prefers the longest."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = f"(?![{ALNUM}])" if word[-1].isascii() and word[-1].isalnum() else ""

    def pattern(node: dict[str, Any]) -> str:
        options = [re.escape(char) + pattern(child) for char, child in sorted(node.items()) if char]
        options += [node[""]] if "" in node else []
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"

    return pattern(root)
