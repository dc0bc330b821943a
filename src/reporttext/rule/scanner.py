"""The scanner: every candidate in one pass over the folded text, its quantity read, each kind asked whether it is one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from re import Match, Pattern
from typing import Final

from reporttext.fold import INVISIBLE
from reporttext.lexicon import Lexicon, Table, texts
from reporttext.model import Qualifier, Quantity, Span
from reporttext.numbers import Number, read_number, style_of
from reporttext.rule.approximators import qualifiers
from reporttext.rule.finding import Finding, longest, made
from reporttext.rule.kind import FORMS, Passage, Rule

_ODD: Final = frozenset(" 个半")
_WRITTEN = (
    (" ", ""),
    ("个百分点", "百分点"),
    ("个千分点", "千分点"),
    ("个多", "个"),
    ("个半", "个"),
    ("年半", "年"),
)
_TIMES: Final = "×xX*+"
_TELLS: Final = frozenset("第、和与及 \n" + _TIMES)
_MULTIPLIED: Final = re.compile(r"\d ?[×xX*]\Z")
_MINUS: Final = re.compile(
    r"(?:(?:^|[\u4e00-\u9fff,:(])(?P<dash>-)|(?P<below>零下)|(?:^|[,:(为达至到是])(?P<word>负))\Z"
)  # 增长-4.6%, 零下3℃; in 5-6 it is a range
_SIGNED: Final = ("%", "百分点", "个百分点")
_COMPARED: Final = ("比", "长", "年", "期", "均")
_MINUS_SIGNS: Final = frozenset("-下负")
_INNER: Final = re.compile("[余多来几上过数]")
_LISTED: Final = re.compile(r"(?<![\dA-Za-z.])(?:\d{1,9}(?:\.\d{1,4})?[万亿]{0,2}[、和与及]){1,8}\Z")
_LISTED_ONE: Final = re.compile(r"\d+(?:\.\d+)?[万亿]{0,2}")
_FROM: Final = re.compile(r"(?:从|由)(?:原来|上年|去年|年初)?的?\Z")
_ENDING_SCALE: Final = re.compile(r"[十百千万亿]+(?=[余多来几]?\Z)")


class Unit:
    """What a unit as written says: kind, the table's spelling, the names of the forms, half a unit more (两个半月), 多 in it."""

    __slots__ = ("half", "kind", "listed", "many", "plain", "ranged", "rule")

    def __init__(self, name: str, kind: str) -> None:
        self.kind = kind
        self.plain = _plain(name)
        self.rule, self.ranged, self.listed = [f"{kind}.{form}" for form in FORMS]
        self.half, self.many = "半" in name, "多" in name


class Numeral:
    """What a numeral as written says: its number, None where it is none, its style and the approximators inside it."""

    __slots__ = ("inner", "number", "style")

    def __init__(self, written: str) -> None:
        self.number, self.style = read_number(written), style_of(written)
        over = self.number is not None and self.number.over
        self.inner = "".join(_INNER.findall(written)) or None if over else None


class Currencies:
    """What stands before a number and says whose 元 it counts: 港币3000万元, US$500万元; not 1美元7元. `closing` are the characters
    that it can end in.
    """

    __slots__ = ("before", "closing")

    def __init__(self, table: Table) -> None:
        names = sorted(texts("units.money.before", table["before"]), key=len, reverse=True)
        written = "|".join(map(re.escape, names))
        self.before = re.compile(rf"(?:\(({written})\)|(?<![A-Za-z\d.$十百千万亿一每兑对])({written}):?) ?\Z")
        self.closing = frozenset((*(name[-1] for name in names), ":", ")", " "))

    def at(self, text: str, start: int) -> tuple[int, str]:
        """Where a figure in 元 that begins at `start` begins with its currency, and which that is."""
        found = self.before.search(text, max(0, start - 8), start)
        return (found.start(), found[1] or found[2]) if found else (start, "元")


_numeral: Final = lru_cache(maxsize=1 << 14)(Numeral)  # a report says the same numbers again and again


class Scanner:
    """Finds the figures of all kinds in a folded text."""

    __slots__ = ("closing", "compound", "currencies", "figure", "lexicon", "qualifiers", "rules", "units")

    def __init__(
        self, rules: Mapping[str, Rule], lexicon: Lexicon, figure: Pattern[str], kind_of: Mapping[str, str]
    ) -> None:
        self.rules, self.lexicon, self.figure = rules, lexicon, figure
        self.qualifiers, self.currencies = qualifiers(lexicon), Currencies(lexicon["units"]["money"])
        self.closing = self.currencies.closing
        self.units = {name: Unit(name, kind) for name, kind in kind_of.items()}
        self.compound = lru_cache(maxsize=1 << 12)(self._compound)

    def _unit(self, name: str) -> Unit:
        return self.units.get(name) or self.compound(name)

    def _compound(self, name: str) -> Unit:
        """元/吨, 套(户): of the first part's kind."""
        return Unit(name, self.units[re.split(r"[/(]", name)[0]].kind)

    def scan(self, text: str) -> list[Finding]:
        """Every figure, in order, none overlapping another: the longest wins, then the first kind by name."""
        return longest([finding for finding, accepted in self.candidates(text) if accepted])

    def candidates(self, text: str) -> list[tuple[Finding, bool]]:
        """Whatever has the form of a figure, and whether its kind takes it for one; characters without width are passed over."""
        if not any(sign in text for sign in INVISIBLE):
            return self._candidates(text)
        seen = [at for at, sign in enumerate(text) if sign not in INVISIBLE]
        found = self._candidates("".join([text[at] for at in seen]))
        return [(_moved(finding, seen), accepted) for finding, accepted in found]

    def _candidates(self, text: str) -> list[tuple[Finding, bool]]:
        passage = Passage(text, self.lexicon)
        found: list[tuple[Finding, bool]] = []
        accepts = {kind: rule.accept for kind, rule in self.rules.items()}
        for m in self.figure.finditer(text):
            for finding in self._read(m, text):
                if finding is not None:
                    accept = accepts[finding.kind]
                    found.append((finding, accept is None or accept(finding, passage)))
        for rule in self.rules.values():
            if rule.find:
                found += [(finding, True) for finding in rule.find(passage)]
        return found

    def _read(self, m: Match[str], text: str) -> tuple[Finding | None, ...]:
        """What one match says: a figure, a range, two figures that only look like one, or a list that shares its unit."""
        start, last, before = m.start("n1"), "", ""
        if start < 0:
            return ()
        if text[start - 1 : start] in _TELLS:  # of most figures it tells nothing
            before = text[max(0, start - 6) : start].rstrip()
            last = before[-1:]
            if last == "第" or (last in _TIMES and last and _is_pattern(before, m["unit"])):
                return ()
        if m["n2"] is None:
            single = self._single(m, text, "n1")
            lists = (
                last and last in "、和与及" and (before[-2:-1].isdecimal() or before[-2:-1] in ("万", "亿"))
            )
            return (single, *self._listed(m, text)) if lists else (single,)
        if _is_range(m, text):
            return (self._single(m, text, "n1", upper="n2"),)
        # 由5户到8户, 5%、8%: two figures; the first has its own unit or none
        return self._single(m, text, "n1", unit="u1"), self._single(m, text, "n2")

    def _single(
        self, m: Match[str], text: str, tag: str, unit: str = "unit", upper: str | None = None
    ) -> Finding | None:
        name, written = m[unit], m[tag]
        numeral = _numeral(written)
        number = _lower_bound(written, m[upper]) if upper else numeral.number
        if name is None or number is None:
            return None
        known, high = self._unit(name), read_number(m[upper]) if upper else None
        if known.half and number.low is not None:
            number = number._replace(low=number.low + Decimal("0.5"))
        first, stop = m.start(tag), m.end(unit)
        start, before = self.qualifiers.read_before(text, first)
        plain, left = known.plain, text[start - 1 : start]
        if left in _MINUS_SIGNS:
            minus = _MINUS.search(text, max(0, start - 3), start)
            if minus and number.low is not None:
                start, number = minus.end() - (2 if minus["below"] else 1), number._replace(low=-number.low)
        if plain == "元" and left in self.closing:
            start, plain = self.currencies.at(text, start)
            if plain != "元" and before is None:  # 约港币3000万元
                start, before = self.qualifiers.read_before(text, start)
        after = m["after"] if unit == "unit" else None
        end = stop if after is None else m.end()
        said = before
        if numeral.inner or after:
            said = "…".join([words for words in (before, numeral.inner, after) if words])
        meant = self.qualifiers.of(before, number if high is None else high, "多" if known.many else after)
        core = made(Span, (first, stop))
        return Finding(
            known.kind,
            core if start == first and end == stop else made(Span, (start, end)),
            core,
            _quantity(number, high, plain, meant),
            numeral.style,
            written,
            said,
            known.rule if high is None else known.ranged,
        )

    def _listed(self, m: Match[str], text: str) -> Iterator[Finding]:
        """5、6、8名; 126万、98万和77万人: numerals before this one that share its unit, and its scale where they have none."""
        start = m.start("n1")
        listed = _LISTED.search(text, max(0, start - 80), start)
        if not listed or text[listed.start() - 1 : listed.start()] in ("", "\n", " "):
            return  # at the head of a line 1、 is the line's own number
        known = self._unit(m["unit"])
        scale = _ENDING_SCALE.search(m["n1"])
        for part in _LISTED_ONE.finditer(text[listed.start() : listed.end()]):
            number = read_number(part[0] + (scale[0] if scale and part[0][-1].isdecimal() else ""))
            if number is not None:
                span = Span(listed.start() + part.start(), listed.start() + part.end())
                quantity = Quantity(number.low, None, known.plain)
                yield Finding(known.kind, span, span, quantity, "digits", part[0], None, known.listed)


def _moved(finding: Finding, places: list[int]) -> Finding:
    """The finding where its characters are at other places."""
    span, core = (Span(places[start], places[end - 1] + 1) for start, end in (finding.span, finding.core))
    return Finding(
        finding.kind,
        span,
        core,
        finding.quantity,
        finding.style,
        finding.number,
        finding.qualifier_text,
        finding.rule,
    )


def _is_pattern(before: str, unit: str) -> bool:
    """7×24小时 and 1+3+N are patterns of words; in 2×66万千瓦 the second number is the size of each."""
    if before[-1] == "+":  # 同比+8.8% is a sign
        return not (unit in _SIGNED and before[-2:-1] in _COMPARED)
    return bool(_MULTIPLIED.search(before)) and unit in ("小时", "个小时", "天")


def _is_range(m: Match[str], text: str) -> bool:
    if m["u1"] and _plain(m["u1"]) != _plain(m["unit"]):
        return False
    start = m.start("n1")
    return not (m["sep"] in "至到" and _FROM.search(text, max(0, start - 10), start))


def _plain(unit: str) -> str:
    """The unit of the table: 个百分点 is 百分点 with its measure word, 个多月 and 个半月 are 个月."""
    if "(" in unit:
        return unit.replace("(", "（").replace(")", "）")  # folded; written so by GB/T 15834
    if len(unit) > 1 and not _ODD.isdisjoint(unit):
        for written, plain in _WRITTEN:
            unit = unit.replace(written, plain)
    return unit


def _quantity(number: Number, high: Number | None, unit: str, qualifier: Qualifier | None) -> Quantity:
    low, top, masked, width, _ = number
    if high is not None:
        top, masked, width = high.low, masked or high.masked, (width or 0) + (high.mask_width or 0)
    if masked:
        return Quantity(None, None, unit, qualifier, masked=True, mask_width=width or None)
    return made(Quantity, (low, top, unit, qualifier, False, None))


def _lower_bound(lower: str, upper: str) -> Number | None:
    """The lower end of a range; in 3至5万 it shares the scale of the upper one, in 800至1万 it does not."""
    low, high = read_number(lower), read_number(upper)
    scale = _ENDING_SCALE.search(upper)
    if not (low and high and low.low is not None and high.low is not None and scale and lower[-1].isdigit()):
        return low
    shared = read_number(f"{lower}{scale[0]}")
    return shared if shared and shared.low is not None and shared.low <= high.low else low
