"""Which runs of digits are numbers of persons, and which are figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from reporttext.extract import scanner
from reporttext.fold import fold
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.model import Span

Kind = Literal["identity", "mobile", "phone", "card"]
_GROUP = re.compile(r"\d+")
# Nothing shorter has seven digits in a row but for what parts them; most lines end here.
_WORTH_A_LOOK = re.compile(r"\d(?:[ —-]?\d){6}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MOBILE, _IDENTITY, _OLD_IDENTITY, _CARD = 11, 18, 15, 16
_SHORTEST, _LONGEST = 7, 19
# How many digits may stand together: 138-1234-5678, 0571-87654321; the last sign of an identity number may be X.
_MOBILES = ((11,), (3, 4, 4), (3, 8), (7, 4))
_IDENTITIES = ((18,), (17,), (15,), (6, 8, 4), (6, 8, 3))
_WITH_AREA = ((3, 7), (3, 8), (4, 7), (4, 8))
# Characters looked at before a number for a word, and behind it for a unit.
_BEFORE, _BEHIND = 12, 8
_BRACKETED = re.compile(r"\((?:单位:?)?([^()\d]{1,6})\)[:为是]? ?\Z")
_NOTE = re.compile(r"\([^()]{0,12}\)\Z")
_PARTS_OF_NUMBER = frozenset(".,")
_SIGNS = frozenset("%‰℃")


class Personal(NamedTuple):
    """A number of a person: where, and what it is."""

    span: Span
    kind: Kind


class _Number(NamedTuple):
    """What may be a number of a person: its digits, how many stand together, where; `blanks`: a blank parts some."""

    digits: str
    sizes: tuple[int, ...]
    span: Span
    blanks: bool


@dataclass(frozen=True)
class _Words:
    phone: re.Pattern[str]
    identity: re.Pattern[str]
    card: re.Pattern[str]
    calls: re.Pattern[str]
    mobile: tuple[str, ...]
    regions: frozenset[str]
    cards: tuple[str, ...]


@cache
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon["personal"]
    check_keys("personal", table, ("cues", "numbers"))
    check_keys("personal.cues", table["cues"], ("phone", "identity", "card"))
    check_keys("personal.numbers", table["numbers"], ("mobile", "regions", "card"))
    cues = {
        name: "|".join(map(re.escape, texts(f"personal.cues.{name}", words)))
        for name, words in table["cues"].items()
    }
    numbers = {name: texts(f"personal.numbers.{name}", words) for name, words in table["numbers"].items()}
    return _Words(
        **{name: re.compile(pattern) for name, pattern in cues.items()},
        calls=re.compile(rf"(?:{cues['phone']})(?:号码|号)?[:为是( ]{{0,3}}\Z"),
        mobile=numbers["mobile"],
        regions=frozenset(numbers["regions"]),
        cards=numbers["card"],
    )


def find(text: str, lexicon: Lexicon, name: str = "") -> Iterator[Personal]:
    """The numbers of persons in a text, in order, none overlapping. Linear in the text."""
    words = _words(lexicon)
    at = 0
    head: list[str] | None = None
    for line in fold(text).split("\n"):
        if "\t" not in line:
            head = None
        elif head is None:
            head = line.split("\t")
        if _WORTH_A_LOOK.search(line):
            yield from (
                Personal(span.shift(at), kind)
                for span, kind in _Line(line, words, lexicon, head, name).found()
            )
        at += len(line) + 1


class _Line:
    """One line of folded text; `head` is the first row of the table it belongs to."""

    def __init__(self, text: str, words: _Words, lexicon: Lexicon, head: list[str] | None, name: str) -> None:
        self.text, self.words, self.head, self.name = text, words, head, name
        self.scan = scanner(lexicon).scan
        self.groups = [Span(*m.span()) for m in _GROUP.finditer(text)]
        self.tabs = [m.start() for m in re.finditer("\t", text)] if head is not None else []
        self.called: dict[re.Pattern[str], bool] = {}

    def found(self) -> Iterator[Personal]:
        i = 0
        while i < len(self.groups):
            taken, kind = self._at(i)
            if kind is None:
                i += 1
                continue
            start, end = self.groups[i].start, self.groups[i + taken - 1].end
            end += kind == "identity" and self.text[end : end + 1] in ("X", "x")
            yield Personal(Span(start, end), kind)
            i += taken

    def _at(self, i: int) -> tuple[int, Kind | None]:
        """How many groups of digits from the one at `i` are one number of a person, and of what kind."""
        for taken in range(min(5, self._row_of(i)), 0, -1):
            groups = self.groups[i : i + taken]
            kind = self._kind(groups)
            if kind is not None:
                return taken, kind
        return 1, None

    def _row_of(self, i: int) -> int:
        """How many groups follow each other with one sign between them."""
        row = 1
        for one, other in pairwise(self.groups[i : i + 5]):
            if self.text[one.end : other.start] not in ("-", "—", " ", ")", ") "):
                break
            row += 1
        return row

    def _kind(self, groups: Sequence[Span]) -> Kind | None:
        span = Span(groups[0].start, groups[-1].end)
        number = _Number(
            "".join(group.of(self.text) for group in groups),
            tuple(end - start for start, end in groups),
            span,
            " " in span.of(self.text),
        )
        if not _SHORTEST <= len(number.digits) <= _LONGEST or self._goes_on(span):
            return None
        judges: tuple[tuple[Kind, Callable[[_Number], bool]], ...] = (
            ("identity", self._is_identity), ("mobile", self._is_mobile), ("phone", self._is_phone), ("card", self._is_card),
        )  # fmt: skip
        return next((kind for kind, judge in judges if judge(number)), None)

    def _goes_on(self, span: Span) -> bool:
        """Whether more of a number stands beside it: 1,234 or 0.123."""
        text, (start, end) = self.text, span
        before = start > 1 and text[start - 1] in _PARTS_OF_NUMBER and text[start - 2].isdigit()
        return before or (text[end : end + 1] in (".", ",") and text[end + 1 : end + 2].isdigit())

    def _is_identity(self, number: _Number) -> bool:
        digits = number.digits
        if digits[:2] not in self.words.regions or number.sizes not in _IDENTITIES:
            return False
        if len(digits) == _OLD_IDENTITY:
            return _is_day(f"19{digits[6:12]}") and self._is_none(number, self.words.identity)
        end = number.span.end
        whole = digits if len(digits) == _IDENTITY else digits + self.text[end : end + 1].upper()
        if len(whole) != _IDENTITY or not _is_day(whole[6:14]):
            return False
        # One that is mistyped is a person's too, where a word says what it is.
        return _check_sign(whole) == whole[-1] or self._is_called(self.words.identity, number.span)

    def _is_mobile(self, number: _Number) -> bool:
        digits, sizes = number.digits, number.sizes
        if len(digits) == _MOBILE + 2 and digits.startswith("86"):
            digits, sizes = digits[2:], sizes[1:] if sizes[0] == 2 else (sizes[0] - 2, *sizes[1:])
        if sizes not in _MOBILES or not digits.startswith(self.words.mobile):
            return False
        return self._is_none(number, self.words.phone, needs_word=self.head is not None or number.blanks)

    def _is_phone(self, number: _Number) -> bool:
        digits, sizes = number.digits, number.sizes
        if sizes in _WITH_AREA and digits[0] == "0":
            return self._is_none(number, self.words.phone, needs_word=number.blanks)
        whole = sizes in ((7,), (8,), (3, 4), (4, 4)) or (digits[0] == "0" and sizes in ((10,), (11,), (12,)))
        # 固定电话用户12345678户: without an area code the word must stand right before it, and no unit behind.
        return (
            whole
            and self._is_called(self.words.phone, number.span, self.words.calls)
            and not self._counts(number.span)
        )

    def _is_card(self, number: _Number) -> bool:
        digits, sizes = number.digits, number.sizes
        whole = len(sizes) == 1 or all(size == sizes[0] == 4 for size in sizes[:-1])
        if not whole or len(digits) < _CARD or not digits.startswith(self.words.cards) or not _luhn(digits):
            return False
        return self._is_none(number, self.words.card, needs_word=len(sizes) > 1)

    def _is_none(self, number: _Number, cues: re.Pattern[str], *, needs_word: bool = False) -> bool:
        """Whether a number that has a person's form is no figure: a word says so, or no unit says otherwise."""
        return self._is_called(cues, number.span) or not (needs_word or self._counts(number.span))

    def _is_called(self, cues: re.Pattern[str], span: Span, calls: re.Pattern[str] | None = None) -> bool:
        """Whether a word says what the number is: before it (`calls`: right before it), in a table in its row or above it."""
        if self.head is None:
            near = (calls or cues).search(self.text, max(0, span.start - _BEFORE), span.start)
            return bool(near or (calls or cues).search(self.name))
        column = bisect_right(self.tabs, span.start)
        over = self.head[column] if column < len(self.head) else ""
        if calls is not None:
            left = self.tabs[column - 1] if column else 0
            return any(
                calls.search(_NOTE.sub("", cell)) for cell in (over, self.text[max(0, left - _BEFORE) : left])
            )
        if cues not in self.called:
            self.called[cues] = bool(cues.search(self.text))
        return self.called[cues] or bool(cues.search(over))

    def _counts(self, span: Span) -> bool:
        """Whether a unit stands behind the number (13812345678元) or in brackets before it (总额（元）：13812345678)."""
        behind = self.text[span.end : span.end + _BEHIND]
        if behind[:2].strip()[:1].isalpha() or behind[:1] in _SIGNS:
            found = self.scan(self.text[max(span.start, span.end - 9) : span.end] + behind)
            if any(finding.core.start == 0 for finding in found):
                return True
        unit = _BRACKETED.search(self.text, max(0, span.start - _BEFORE), span.start)
        return unit is not None and bool(self.scan(f"1{unit[1]}"))


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= 1900


def _check_sign(digits: str) -> str:
    return _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, digits[:17], strict=True)) % 11]


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0
