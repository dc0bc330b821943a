"""What the checks share: the words of data/checks.toml, and how a figure stands and how exactly it is written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Final

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.model import Check, Document, Fact, Severity, Span
from reporttext.numbers import SCALES
from reporttext.rule.tries import trie
from reporttext.units import canonical_units

_LISTS = (
    "at_most_100", "reaching", "done", "adverbs", "totals", "not_sums", "not_added", "rising", "falling", "raised_to", "lowered_to",
    "before_indicator", "after_indicator", "not_the_same", "several_years", "whole_period",
)  # fmt: skip
_WRITTEN: Final = re.compile(r"(?P<digits>\d[\d,]*)(?:\. ?(?P<places>\d+))?(?P<scales>[十百千万亿]*)")
_BOUNDARY: Final = re.compile(r"[,;:。!?\n、()“”]")
_PLACES: Final = re.compile(r"\.(\d+)")
_ENDS: Final = re.compile(r"[,;:。!?\n]")
_LONG: Final = 60


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The word lists of data/checks.toml as patterns."""

    capped: re.Pattern[str]
    reached: str
    done: str
    adverbs: str
    totals: frozenset[str]
    not_sums: re.Pattern[str]
    not_added: frozenset[str]
    exclusive: tuple[tuple[str, ...], ...]
    rising: re.Pattern[str]
    falling: re.Pattern[str]
    raised_to: re.Pattern[str]
    lowered_to: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    not_the_same: re.Pattern[str]
    several_years: re.Pattern[str]
    whole_period: frozenset[str]
    too_general: frozenset[str]
    spelled: dict[str, str]


@cache
def knowledge(lexicon: Lexicon) -> Knowledge:
    """Read and check data/checks.toml; raises RuleError naming the list that is not one."""
    table = lexicon["checks"]
    check_keys("checks", table, (*_LISTS, "exclusive"))
    words = {name: texts(f"checks.{name}", table[name]) for name in _LISTS}
    if not isinstance(table["exclusive"], list):
        raise RuleError("[checks.exclusive] must be a list of lists of texts")
    exclusive = tuple(texts("checks.exclusive", group) for group in table["exclusive"])
    reached = rf"(?:{trie(words['reaching'])}){{0,2}} ?"
    return Knowledge(
        capped=re.compile(rf"(?P<noun>[\u4e00-\u9fff]{{0,6}}(?:{trie(words['at_most_100'])})){reached}\Z"),
        reached=reached,
        done=trie(words["done"]),
        adverbs=trie(words["adverbs"]),
        totals=frozenset(words["totals"]),
        not_sums=re.compile(trie(words["not_sums"])),
        not_added=frozenset(words["not_added"]),
        exclusive=exclusive,
        rising=re.compile(rf"(?:{trie(words['rising'])})\Z"),
        falling=re.compile(rf"(?:{trie(words['falling'])})\Z"),
        raised_to=re.compile(trie(words["raised_to"])),
        lowered_to=re.compile(trie(words["lowered_to"])),
        lead=re.compile(rf"(?:{trie(words['before_indicator'])}|(?:19|20)\d\d年){{1,6}}"),
        tail=re.compile(rf"(?:{trie(words['after_indicator'])}){{1,4}} ?\Z"),
        not_the_same=re.compile(trie(words["not_the_same"])),
        several_years=re.compile(trie(words["several_years"])),
        whole_period=frozenset(words["whole_period"]),
        too_general=frozenset(texts("indicators.generic", lexicon["indicators"]["generic"])),
        spelled={unit: to for unit, (to, factor) in canonical_units(lexicon).items() if factor == 1},
    )


class View:
    """A document as the checks see it."""

    def __init__(self, doc: Document, known: Knowledge) -> None:
        self.doc = doc
        self.text = doc.folded
        self.facts = doc.facts
        self.known = known
        self._over_years: dict[int, bool] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return [f.span.start for f in self.facts]

    def fact_after(self, at: int) -> int | None:
        """The first figure that begins at `at` or later."""
        i = bisect_left(self._starts, at)
        return i if i < len(self.facts) else None

    @cached_property
    def shares(self) -> list[int]:
        """The facts in per cent that are no changes and not masked."""
        return [
            i for i, f in enumerate(self.facts)
            if f.kind == "ratio" and f.change is None and f.quantity.unit == "%" and f.quantity.low is not None
        ]  # fmt: skip

    def between(self, a: Fact, b: Fact) -> str:
        return self.text[a.span.end : b.span.start]

    def clause_before(self, fact: Fact) -> str:
        """The words of the figure's clause before it; only the last of a clause so long that none of it is of use."""
        begin = max(self.doc.sentences[fact.sentence].span.start, fact.span.start - _LONG)
        for sign in _ENDS.finditer(self.text, begin, fact.span.start):
            begin = sign.end()
        return self.text[begin : fact.span.start]

    def over_years(self, paragraph: int) -> bool:
        """Whether the paragraph speaks of several years (五年累计), so that its sums may be over all of them."""
        if paragraph not in self._over_years:
            span = self.doc.blocks[paragraph].span
            self._over_years[paragraph] = bool(
                self.known.several_years.search(self.text, span.start, span.end)
            )
        return self._over_years[paragraph]

    def own_words(self, i: int) -> str:
        """What stands before figure `i` since the last sign or figure, without the words that only announce it."""
        fact = self.facts[i]
        begin = self.doc.sentences[fact.sentence].span.start
        if i and self.facts[i - 1].sentence == fact.sentence:
            begin = max(begin, self.facts[i - 1].span.end)
        for sign in _BOUNDARY.finditer(self.text, max(begin, fact.span.start - 40), fact.span.start):
            begin = sign.end()
        words = self.text[begin : fact.span.start].strip()
        lead = self.known.lead.match(words)
        words = words[lead.end() :] if lead else words
        return self.known.tail.sub("", words)

    def unit(self, fact: Fact) -> str:
        """The unit, one spelling of several (场, 场次)."""
        return self.known.spelled.get(fact.quantity.unit, fact.quantity.unit)

    def step(self, fact: Fact) -> Decimal:
        """The value of one in the last place written: 0.01万 is 100; 0 for a whole number, which is exact."""
        written = _WRITTEN.search(self.text, fact.span.start, fact.span.end)
        if written is None or not (written["places"] or written["scales"]):
            return Decimal(0)
        scale = Decimal(1)
        for char in written["scales"]:
            scale *= SCALES[char]
        return scale.scaleb(-len(written["places"] or ""))

    def quote(self, fact: Fact) -> str:
        return fact.span.of(self.doc.text)

    def alarm(
        self,
        kind: str,
        message: str,
        fact: int,
        other: int | Span,
        *,
        span: Span | None = None,
        severity: Severity = "warning",
    ) -> Check:
        """The finding that fact `fact` disagrees with fact `other`, or with the words at a span."""
        index, place = (other, self.facts[other].span) if isinstance(other, int) else (None, other)
        return Check(kind, severity, message, fact, index, span or self.facts[fact].span, place)


def exact(fact: Fact) -> bool:
    """Whether the figure is one number, neither masked nor a range nor qualified (近, 以上)."""
    quantity = fact.quantity
    return quantity.low is not None and quantity.high is None and quantity.qualifier is None


def written_step(text: str, fact: Fact) -> Decimal:
    """One in the last place of a percentage as written: 97.6% has 0.1, 98% has 1."""
    places = _PLACES.search(text, fact.span.start, fact.span.end)
    return Decimal(1).scaleb(-len(places[1])) if places else Decimal(1)


def plain(value: Decimal) -> str:
    """A number as a reader writes it, two places at most."""
    return f"{round(value, 2).normalize():f}"


def joined(words: Iterable[str]) -> str:
    return "、".join(words)
