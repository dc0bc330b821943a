"""What those counted were made: 确定3个(村为示范点), 评定8户(为星级户)."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.names import Named
from reporttext.resolve.words.phrases import MOST

_APPOINTS: Final = re.compile(
    r"(?:确定|选定|评定|认定|指定|划定|选聘|聘请|推荐|评选|推选|命名|列)[^,;。\d]{0,16}\Z"
)
_MADE: Final = re.compile(r"([\u4e00-\u9fff]{0,6}?)[作列]?为([^,;。、\d是了]{2,10}?)(?=[,;。\n]|\Z)")


def appointed(text: str, figure: Surroundings) -> Named | None:
    """What the things counted were made, with what they are; None where nothing says so."""
    made = _MADE.match(text, figure.end) if figure.kind == "count" else None
    chosen = _APPOINTS.search(text, figure.clause_start, figure.start) if made else None
    if made is None or chosen is None or made.end() > figure.right:
        return None
    what = made[1] or chosen[0][:2]
    return Named(f"{what}为{made[2]}"[:MOST], "", made[2], "after")
