"""Page furniture: 当前位置：首页 ＞ …, 【打印本页】, 浏览次数：236, — 5 —, 第3页 共9页, （下转第四版）, dotted lines of a table of contents.

Only whole lines are furniture, and only short ones: a report may well speak of 浏览量 or 首页 in its sentences.
The words are in data/furniture.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, check_keys, texts

Furniture = Callable[[str], bool]

# — 5 —, - 5 -, · 5 ·, 5, 5/12, 第5页, 第 5 页 共 12 页, Page 5 of 12. Four bare digits are a year torn off its line.
_PAGE = re.compile(
    r"[-—―─·~\s]{0,8}(?:第\s{0,3})?\d{1,3}(?:\s{0,3}页)?[-—―─·~\s]{0,8}(?:(?:[,/(]|共)\s{0,3}共?\s{0,3}\d{1,3}\s{0,3}页?\)?)?"
    r"|[-—]{1,3}\s{0,3}\d{4}\s{0,3}[-—]{1,3}"
    r"|[Pp]age\s{0,3}\d{1,4}(?:\s{0,3}(?:of|/)\s{0,3}\d{1,4})?"
    r"|[-—―─━═=_*·.…~\s]{3,}"
)
_CONTENTS = re.compile(r"[.…·_]{4,}\s{0,8}\d{1,3}$")
_BRACKETS = str.maketrans("", "", " \t()[]【】〔〕|*")
_TURN_LENGTH, _START_LENGTH = 14, 120


def furniture(lexicon: Lexicon) -> Furniture:
    """Return the test of one line, which must be folded and stripped; raises RuleError on a bad table."""
    return _compiled(lexicon)


@cache
def _compiled(lexicon: Lexicon) -> Furniture:
    table = lexicon["furniture"]
    check_keys("furniture", table, ("starts", "parts", "limit", "whole", "turns"))
    limit = table["limit"]
    if not isinstance(limit, int):
        raise RuleError("[furniture.limit] must be a whole number")
    starts = texts("furniture.starts", table["starts"])
    parts = re.compile("|".join(map(re.escape, texts("furniture.parts", table["parts"]))))
    whole = frozenset(texts("furniture.whole", table["whole"]))
    turns = texts("furniture.turns", table["turns"])

    def is_furniture(line: str) -> bool:
        if len(line) > _START_LENGTH:
            return False
        if _PAGE.fullmatch(line) or line.startswith(starts) or _CONTENTS.search(line):
            return True
        if len(line) <= limit and not line.endswith("。") and parts.search(line):
            return True
        bare = line.translate(_BRACKETS) if len(line) <= _TURN_LENGTH else line
        return bare in whole or (len(line) <= _TURN_LENGTH and bare.startswith(turns) and bare.endswith("版"))

    return is_furniture
