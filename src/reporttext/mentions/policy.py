"""“两个维护”, 一岗双责, “三提三效”, “十四五”, 十四五规划, “生态立镇、工业强镇”的方针: shorthand, slogans and plan periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from reporttext.events.patterns import any_of, next_of
from reporttext.events.spans import Taken
from reporttext.lexicon import Table, check_keys, texts
from reporttext.mentions.common import Hit, spans
from reporttext.wordscan import Stretches, apart

_KINDS = ("political", "party", "governance", "rural", "economy")
_QUOTED: Final = re.compile(r"“([^“”\n]{2,40})”")
_QUOTED_TWICE: Final = re.compile(
    rf"{_QUOTED.pattern}|「([^「」\n]{{2,40}})」"
)  # slower, and hardly ever needed
_PERIOD: Final = r"(?:十[一二三四五六七八九]?|[一二三四五六七八九])五"
# What periods and shorthand begin with.
_NUMBERS: Final = frozenset("一二两三四五六七八九十百千双")
_IS_PERIOD: Final = re.compile(rf"{_PERIOD}$")
# Numbers with measures or things, again and again: 三提三效, 一约四会, 四个意识, 1+3+N, 五老. Not a mere date or 12345.
_SHORTHAND: Final = re.compile(
    r"(?:[一二两三四五六七八九十百千双\d]个?[^一二两三四五六七八九十百千\d\s]{1,4}){2,4}$"
    r"|[二两三四五六七八九十双](?:个|大|项|条)?[^\d\s、，]{1,4}$|\d\+[\dN+]{1,8}$"
)


class Policies:
    """Finds quoted shorthand by its shape or what follows it, and known shorthand without quotes."""

    def __init__(self, table: Table) -> None:
        check_keys("mentions.policy", table, (*_KINDS, "period_tails", "after", "leads", "never"))
        self.known = {
            word: kind for kind in _KINDS for word in texts(f"mentions.policy.{kind}", table.get(kind, []))
        }
        self.never = frozenset(texts("mentions.policy.never", table.get("never", [])))
        after = texts("mentions.policy.after", table.get("after", []))
        leads = ("", *texts("mentions.policy.leads", table.get("leads", [])))
        self.after = re.compile(next_of([lead + word for lead in leads for word in after]))
        tails = any_of(texts("mentions.policy.period_tails", table.get("period_tails", [])))
        self.shape = lru_cache(maxsize=1 << 12)(self._shape)  # reports quote the same words again and again
        # 五 comes last in every period's name and is rare, so the search looks for it first.
        self.period = re.compile(rf"五(?=(?:{tails}))")

    def find(self, text: str, spotted: Stretches, taken: Taken) -> Iterator[Hit]:
        """`spotted` are the words of `reporttext.spotting` in the text."""
        quoted = list(self._quoted(text, taken))
        yield from quoted
        inside = Taken(spans(quoted))
        for start, end in apart(spotted["policy"]):
            if not taken.overlaps(start, end) and not inside.overlaps(start, end):
                name = text[start:end]
                yield Hit(start, end, "policy", "mention.policy.known", self.known[name], name, 0.9)
        for hit in self.period.finditer(text):
            start = hit.start() - (2 if text[hit.start() - 2 : hit.start() - 1] == "十" else 1)
            name = text[max(0, start) : hit.end()]
            if _IS_PERIOD.match(name) and not taken.overlaps(start, hit.end()):
                yield Hit(start, hit.end(), "policy", "mention.policy.period", "plan_period", name, 0.8)

    def _quoted(self, text: str, taken: Taken) -> Iterator[Hit]:
        for hit in (_QUOTED_TWICE if "「" in text else _QUOTED).finditer(text):
            inner = hit[hit.lastindex or 1].strip()
            shape = self.shape(inner)
            if shape is None and self.after.match(text, hit.end()):
                shape = "mention.policy.after", "slogan", 0.7
            if shape and inner not in self.never and not taken.overlaps(*hit.span()):
                rule, kind, score = shape
                yield Hit(*hit.span(), "policy", rule, kind, inner, score)

    def _shape(self, inner: str) -> tuple[str, str, float] | None:
        """Rule, kind and score of quoted words that tell by themselves what they are."""
        numbered = inner[:1] in _NUMBERS or inner[:1].isdigit()
        if numbered and _IS_PERIOD.match(inner):
            return "mention.policy.period", "plan_period", 1.0
        if inner in self.known:
            return "mention.policy.known", self.known[inner], 1.0
        if numbered and _SHORTHAND.match(inner):
            return "mention.policy.shape", "shorthand", 0.8
        return None
