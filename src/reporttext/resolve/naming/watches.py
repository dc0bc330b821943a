"""Where watch is kept round the clock: (志愿队)实行24小时(值守), 对(重点水库)落实24小时(巡查)."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.names import Named, Names
from reporttext.resolve.words.marks import VERB
from reporttext.resolve.words.phrases import MOST

_KEEPING: Final = re.compile("(?:坚持|严格|全面)?(?:实行|执行|落实|坚持|保持|做到|推行)了?\\Z")
_OF: Final = re.compile("(?:对|在|由|,)")
_FAR: Final = 8  # characters of who keeps it, or over what


class Watches:
    """Names the hours of watch of the sentence that `phrases` is open at."""

    def __init__(self, phrases: Names) -> None:
        self.phrases, self.text = phrases, phrases.text

    def kept(self, figure: Surroundings, after: range, subject: Named) -> Named | None:
        """Who watches or what is watched, with how: 水库巡查; None where the figure is no such term."""
        if figure.unit != "小时" or not after or figure.fact.quantity.qualifier == "under":
            return None
        known, begin = self.phrases.tokens, figure.left
        keeping = _KEEPING.search(self.text, begin, figure.start)
        if keeping is None or not known.marks[after.start] & VERB:
            return None
        of = _OF.match(self.text, begin, keeping.start())
        whose = self.phrases.before(of.end() if of else begin, keeping.start())
        done = known.word(after.start)
        text = self.phrases.join(self.phrases.last_words(whose, _FAR)) if whose else subject.noun[-_FAR:]
        return Named((text + done)[-MOST:], "", text, "both") if text else None
