"""What a kind of fact is, and the one scanner compiled from all kinds.

A figure is a numeral with its unit and its approximators: 近5000名, 3.5亿元, 5至6户, **余人, 60%以上. The scanner finds
every candidate in one pass over the folded text and reads its quantity; each kind then accepts or refuses its own
(第3个 is no count, 2022年 no measure). What has another form (百分之八, 第三位) a kind finds itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from re import Match, Pattern
from typing import Final, cast

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, Table, check_keys, shipped, texts
from reporttext.model import QUALIFIERS, Qualifier, Quantity, Span
from reporttext.numbers import NUMERAL_STARTS, Number, numeral, read_number, style_of


class Finding:
    """A figure on the page. `core` runs from the first digit or mask to the unit's end; `span` takes in the approximators.

    `style` is how the numeral was written: digits, han, vague (上千) or mask. `qualifier_text` is as written. `start`, `end` and
    `unit` are those of the core and the quantity. A plain class, as others here: once compiled it is made and read far faster
    than a tuple or a dataclass.
    """

    __slots__ = (
        "core",
        "end",
        "kind",
        "number",
        "qualifier_text",
        "quantity",
        "rule",
        "span",
        "start",
        "style",
        "unit",
    )

    def __init__(  # noqa: PLR0917
        self,
        kind: str,
        span: Span,
        core: Span,
        quantity: Quantity,
        style: str,
        number: str,
        qualifier_text: str | None = None,
        rule: str = "",
    ) -> None:
        self.kind = kind
        self.span = span
        self.core = core
        self.quantity = quantity
        self.style = style
        self.number = number
        self.qualifier_text = qualifier_text
        self.rule = rule
        self.start, self.end = core
        self.unit = quantity.unit


class Led:
    """A pattern that one of several letters opens, which `re` finds far faster by the letter than by their class.

    No match may overlap one that another letter opens; they come letter by letter.
    """

    def __init__(self, letters: str, rest: str) -> None:
        self._patterns = [(letter, re.compile(re.escape(letter) + rest)) for letter in letters]

    def finditer(self, text: str) -> Iterator[Match[str]]:
        return chain.from_iterable(
            [pattern.finditer(text) for letter, pattern in self._patterns if letter in text]
        )


class Passage:
    """A folded text with the knowledge to judge it by."""

    __slots__ = ("lexicon", "text")

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon = text, lexicon


@dataclass(frozen=True)
class Rule:
    """A kind of fact, whole: its file in `facts/` holds nothing else.

    `units` names the kind's table in data/units.toml: the shared scanner finds numerals with these units and `accept`
    judges each; `refuses` says which it turns down. `find` yields what has another form, and `forms` says of each which.
    `examples` are (text, quote) that must be found as this kind, `silent` are texts in which it must find nothing; both
    are tests, and `reporttext kinds` prints them.
    """

    title: str
    examples: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    units: str | None = None
    accept: Callable[[Finding, Passage], bool] | None = None
    find: Callable[[Passage], Iterator[Finding]] | None = None
    refuses: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)


# The forms that the scanner itself finds, of whatever kind: a finding's `rule` is `kind.form`.
FORMS: Mapping[str, str] = {
    "unit": "a numeral with its unit",
    "range": "a range of two numerals with one unit (5至6户)",
    "listed": "a numeral in a list that shares the unit of the last one (5、6、8名)",
}


class Qualifiers:
    """Approximators: `before` matches at the end of what precedes a numeral, `after` at the start of what follows.

    `closing` are the last characters of those before, and the blank.
    """

    __slots__ = ("after", "before", "closing", "meaning")

    def __init__(
        self, before: Pattern[str], closing: frozenset[str], after: str, meaning: dict[str, Qualifier]
    ) -> None:
        self.before, self.closing, self.after, self.meaning = before, closing, after, meaning

    def read_before(self, text: str, at: int) -> tuple[int, str | None]:
        """Where the figure begins, with its approximator, if one stands straight before `at`."""
        if text[at - 1 : at] not in self.closing:
            return at, None
        found = self.before.search(text, max(0, at - 8), at)
        return (found.start("q"), found["q"]) if found else (at, None)

    def of(self, before: str | None, number: Number, after: str | None) -> Qualifier | None:
        """What the approximators say: one before the numeral outranks one inside it, that one after it (约3000余人)."""
        if before:
            return self.meaning[before]
        if number.over:
            return "over"
        return self.meaning[after] if after else None


_QUALIFIERS: dict[str, Qualifiers] = {}


def qualifiers(lexicon: Lexicon) -> Qualifiers:
    """The approximators of data/qualifiers.toml, compiled once a lexicon."""
    if lexicon.digest not in _QUALIFIERS:
        _QUALIFIERS[lexicon.digest] = _compile_qualifiers(lexicon["qualifiers"])
    return _QUALIFIERS[lexicon.digest]


def _compile_qualifiers(table: Table) -> Qualifiers:
    check_keys("qualifiers", table, ("before", "after", "inside_words", "other_words"))
    meaning: dict[str, Qualifier] = {}
    for side in ("before", "after"):
        check_keys(f"qualifiers.{side}", table[side], QUALIFIERS)
        for name, entries in table[side].items():
            meaning |= dict.fromkeys(texts(f"qualifiers.{side}.{name}", entries), cast("Qualifier", name))
    check_keys("qualifiers.other_words", table["other_words"], ("after",))
    guard = table["inside_words"]
    before = [word for entries in table["before"].values() for word in entries]
    guarded = "|".join(
        # 9条约14公里: a measure word between two figures ends no longer word
        (rf"(?:(?<![{guard[word]}])|(?<=\d[{guard[word]}]))" if word in guard else "") + re.escape(word)
        for word in sorted(before, key=len, reverse=True)
    )
    after = [word for entries in table["after"].values() for word in entries]
    return Qualifiers(
        re.compile(rf"(?P<q>{guarded}) ?\Z"),
        frozenset(word[-1] for word in (*before, " ")),
        rf"(?:{ahead(after)}(?!{trie(texts('qualifiers.other_words.after', table['other_words']['after']))}){trie(after)})",
        meaning,
    )


def trie(words: Iterable[str]) -> str:
    """One pattern that matches the longest of `words`, branching on one character at a time; no words match nothing.

    >>> trie(["人", "人次", "户"])
    '(?:人(?:次)?|户)'
    """
    root: dict[str, dict[str, object]] = {}
    for word in words:
        node: dict[str, object] = cast("dict[str, object]", root)
        for char in word:
            node = cast("dict[str, object]", node.setdefault(char, {}))
        node[""] = {}
    return _branch(cast("dict[str, object]", root)) if root else "(?!)"


def ahead(words: Iterable[str]) -> str:
    """A look at the next character: most places where none of many words stands fail at once.

    >>> ahead(["人", "人次", "户"])
    '(?=[人户])'
    """
    firsts = "".join(dict.fromkeys(word[0] for word in words))
    return rf"(?=[{re.escape(firsts)}])" if firsts else "(?!)"


def _branch(node: dict[str, object]) -> str:
    branches = [
        re.escape(c)
        + (_branch(cast("dict[str, object]", n)) if set(cast("dict[str, object]", n)) != {""} else "")
        for c, n in node.items()
        if c
    ]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"


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


_numeral: Final = lru_cache(maxsize=1 << 14)(Numeral)  # a report says the same numbers again and again


class Scanner:
    """Finds the figures of all kinds in a folded text."""

    __slots__ = ("compound", "figure", "lexicon", "qualifiers", "rules", "units")

    def __init__(
        self, rules: Mapping[str, Rule], lexicon: Lexicon, figure: Pattern[str], kind_of: Mapping[str, str]
    ) -> None:
        self.rules, self.lexicon, self.figure = rules, lexicon, figure
        self.qualifiers = qualifiers(lexicon)
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
        """Whatever has the form of a figure, and whether its kind takes it for one."""
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
            lists = last and last in "、和与及" and before[-2:-1].isdecimal()
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
        if text[start - 1 : start] in _MINUS_SIGNS:
            minus = _MINUS.search(text, max(0, start - 3), start)
            if minus and number.low is not None:
                start, number = minus.end() - (2 if minus["below"] else 1), number._replace(low=-number.low)
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
            _quantity(number, high, known.plain, meant),
            numeral.style,
            written,
            said,
            known.rule if high is None else known.ranged,
        )

    def _listed(self, m: Match[str], text: str) -> Iterator[Finding]:
        """5、6、8名: numerals before this one that share its unit."""
        start = m.start("n1")
        listed = _LISTED.search(text, max(0, start - 80), start)
        if not listed or text[listed.start() - 1 : listed.start()] in ("", "\n", " "):
            return  # at the head of a line 1、 is the line's own number
        known = self._unit(m["unit"])
        scale = _ENDING_SCALE.search(m["n1"])
        for part in re.finditer(r"\d+(?:\.\d+)?", text[listed.start() : listed.end()]):
            number = read_number(part[0] + (scale[0] if scale else ""))
            if number is not None:
                span = Span(listed.start() + part.start(), listed.start() + part.end())
                quantity = Quantity(number.low, None, known.plain)
                yield Finding(known.kind, span, span, quantity, "digits", part[0], None, known.listed)


# Makes a named tuple of all its fields in a third of the time that its own constructor takes, which is Python code.
made: Final = tuple.__new__

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
_MINUS_SIGNS: Final = frozenset("-下负")
_INNER: Final = re.compile("[余多来几上过数]")
_LISTED: Final = re.compile(r"(?<![\dA-Za-z.])(?:\d{1,9}(?:\.\d{1,4})?[、和与及]){1,8}\Z")
_FROM: Final = re.compile(r"(?:从|由)(?:原来|上年|去年|年初)?的?\Z")


def _is_pattern(before: str, unit: str) -> bool:
    """7×24小时 and 1+3+N are patterns of words; in 2×66万千瓦 the second number is the size of each."""
    return before[-1] == "+" or (bool(_MULTIPLIED.search(before)) and unit in ("小时", "个小时", "天"))


def _is_range(m: Match[str], text: str) -> bool:
    if m["u1"] and _plain(m["u1"]) != _plain(m["unit"]):
        return False
    start = m.start("n1")
    return not (m["sep"] in "至到" and _FROM.search(text, max(0, start - 10), start))


def _plain(unit: str) -> str:
    """The unit of the table: 个百分点 is 百分点 with its measure word, 个多月 and 个半月 are 个月."""
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


_FREQUENT: Final = "%个元年家项人户条次吨亩件公"  # most figures' units begin with these: tried first

_ENDING_SCALE: Final = re.compile(r"[十百千万亿]+(?=[余多来几]?\Z)")


def _lower_bound(lower: str, upper: str) -> Number | None:
    """The lower end of a range; in 3至5万 it shares the scale of the upper one, in 800至1万 it does not."""
    low, high = read_number(lower), read_number(upper)
    scale = _ENDING_SCALE.search(upper)
    if not (low and high and low.low is not None and high.low is not None and scale and lower[-1].isdigit()):
        return low
    shared = read_number(f"{lower}{scale[0]}")
    return shared if shared and shared.low is not None and shared.low <= high.low else low


def longest(found: Iterable[Finding]) -> list[Finding]:
    """Findings in order of place; of two that overlap the one that starts first, then the longer, then the first kind."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.start, -f.end, f.kind)):
        if not kept or kept[-1].end <= finding.start:
            kept.append(finding)
    return kept


def compile_scanner(rules: Mapping[str, Rule], lexicon: Lexicon) -> Scanner:
    """One scanner for all `rules`; raises RuleError where a unit belongs to two kinds."""
    units = shipped()["units"]
    check_keys("units", lexicon["units"], tuple(units))
    for name, group in units.items():
        if name != "canonical":
            check_keys(f"units.{name}", lexicon["units"][name], tuple(group))
    kind_of: dict[str, str] = {}
    for kind, rule in rules.items():
        if rule.units is None:
            continue
        for unit in texts(f"units.{rule.units}.units", lexicon["units"][rule.units]["units"]):
            if kind_of.setdefault(unit, kind) != kind:
                raise RuleError(f"[units] gives “{unit}” both to {kind_of[unit]} and to {kind}")
    common = sorted(kind_of, key=lambda name: name[0] not in _FREQUENT)
    unit, per = ahead(common) + trie(common), trie([*common, "月", "日", "人", "年"])
    # A range has a sign between its ends: where none is near, the unit need not be tried twice.
    ranges = rf"(?=[^-—~至到\n]{{0,{max(map(len, kind_of)) + 1}}}+[-—~至到])"
    after = qualifiers(lexicon).after
    figure = (  # an optional part is a branch that may be empty, which `re` tries faster
        rf"(?!(?:19|20)\d\d ?年){numeral('n1')} ?"
        rf"(?:{ranges}(?P<u1>{unit})? ?(?P<sep>-{{1,2}}|—{{1,2}}|~|至|到) ?{numeral('n2')} ?|)"
        rf"(?P<unit>{unit}(?:\({unit}\)|)(?:/{per}(?:/{per}|)|))(?: ?(?P<after>{after})|)"
    )

    return Scanner(rules, lexicon, re.compile(_searched(figure)), kind_of)


def _searched(figure: str) -> str:
    """A pattern that runs on to the next figure, since `re` looks slowly for what begins in many ways. Its matches follow one
    upon the other; the last of a text, and one without any figure for long, has no n1.
    """
    step = rf"[{NUMERAL_STARTS}][^{NUMERAL_STARTS}]*+"
    return rf"[^{NUMERAL_STARTS}]*+(?:(?:{step}){{0,500}}?(?:{figure}|\Z)|(?:{step}){{500}})"
