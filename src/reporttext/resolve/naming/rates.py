"""By what rate something is paid or charged: (垃圾处理费)按(每人每年)24元的标准收取, 按(每亩)60元标准发放(种粮补贴)86万元."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.names import Named, Names
from reporttext.resolve.words.marks import VERB
from reporttext.resolve.words.phrases import MOST

_EACH: Final = "(?:每[人户名亩头只生床座辆家村年月天次季日公斤]{1,2}|人均|户均|亩均|生均|年|月)"
_BY_RATE: Final = re.compile(rf"按照?((?:平均)?{_EACH}{{1,3}})\Z")
_CHARGED: Final = re.compile(
    "(?:、[^,;。、]{2,10})?的?(?:标准)?(?:统一|足额|按时|予以|给予|一次性)?(?:收取|收缴|缴纳|缴费|发放|补助|补贴|补偿|奖励|奖补|核算|计算|拨付|兑付|兑现|资助|执行|筹集|计|投入)"
)
_OF_STANDARD: Final = re.compile("的?标准")


class Rates:
    """Names the rates of the sentence that `phrases` is open at."""

    def __init__(self, phrases: Names) -> None:
        self.phrases, self.text = phrases, phrases.text
        self.ends = 0  # where the words of the last rate end, 标准 with them

    def told(self, figure: Surroundings) -> Named | None:
        """What is paid by a rate with the rate: 垃圾处理费每人每年; None where the figure is no rate, or of nothing."""
        by = _BY_RATE.search(self.text, figure.left, figure.start) if figure.unit == "元" else None
        if by is None:
            return None
        standard = _OF_STANDARD.match(self.text, figure.end)
        charged = _CHARGED.match(self.text, figure.end) or standard
        if charged is None:
            return None
        self.ends = standard.end() if standard else figure.end
        before = self.phrases.before(figure.left, by.start())
        if before and not self.phrases.tokens.together(before.start, before.stop) & VERB:
            of = self.phrases.join(self.phrases.last_words(before, MOST - len(by[1])))
            return Named(of + by[1], "", of, "owned")
        paid = self.phrases.after(charged.end(), figure.right) if charged.end() < figure.right else None
        what = self.phrases.trim(self.phrases.telling(paid)) if paid and self.phrases.telling(paid) else None
        if what is None or not what.text or len(what.text) + len(by[1]) > MOST:
            return None
        return Named(by[1] + what.text, "", what.text, "both")
