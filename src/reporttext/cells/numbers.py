"""What stands in a cell: a number (1,386, 约300, 100-200, 1 200, **), with what may stand behind it, or a date, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reporttext.masks import FIGURE

#: A year, of a row or a head.
YEAR = re.compile(r"((?:19|20)\d\d)年?")
_DIGITS = r"\d{1,3}(?: \d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d[\d,]{0,19}(?:\.\d{1,6})?"
_NUMBER = re.compile(
    rf"(?P<before>[\u4e00-\u9fff]{{0,3}}) ?(?P<number>-?(?:{_DIGITS})(?:(?:--?|—|~|至|到)(?:{_DIGITS}))?|[{FIGURE}]{{1,12}}(?:\.[{FIGURE}]{{1,6}})?)"
    r" ?(?P<rest>[^\d\s]{0,8})"
)
# A span of time is none of a value: 2022年底, 2021-2022, 1-6月.
_DATED = re.compile(
    r"(?:19|20)\d\d年?(?:[上下]半年|[第一二三四1-4]{1,2}季度|(?:\d{1,2}[-~—至到])?\d{1,2}月.{0,4}|[底末初度])?"
    r"|(?:19|20)\d\d年?[-~—至到](?:19|20)\d\d年?|(?:\d{1,2}[-~—至到])?\d{1,2}月[份底末]?|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
# Signs that numbers are written with: (120), 3:5.
_FIGURE = re.compile(r"[\d,. ()\[\]:/~+%±*×xX○-]+[万亿]?")
_MONTH = re.compile(r"(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])")
# Digits of a telephone number or more: no figure, and none that is missed.
_LONG = re.compile(r"\d{11,}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
# ○ and × also answer yes and no; ____ is left to be filled in.
_ANSWER, _BLANK = re.compile(r"[×xX○]"), re.compile("[_.]+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written in a cell, and the words before and behind it."""

    before: str
    digits: str
    rest: str

    @property
    def could_answer(self) -> bool:
        """Whether it may be a mark and no masked number."""
        return _ANSWER.fullmatch(self.digits) is not None


def number(text: str) -> Number | None:
    """The number that a cell is; None where it is none, or a telephone number or a span of years."""
    found = _NUMBER.fullmatch(text)
    if found is None or _MOBILE.fullmatch(text) or _BLANK.fullmatch(found["number"]):
        return None
    if _DATED.fullmatch(text) and not YEAR.fullmatch(text):
        return None
    return Number(found["before"], found["number"].replace(" ", ""), found["rest"])


def is_dated(text: str) -> bool:
    """Whether a cell is a year or another span of time."""
    return _DATED.fullmatch(text) is not None


def could_be_missed(text: str) -> bool:
    """Whether a cell holds digits that might be of a figure: those of years and telephone numbers are not."""
    return any(map(str.isdigit, text)) and not _DATED.fullmatch(text) and not _LONG.match(text)


def looks_like_number(text: str) -> bool:
    """Whether a cell is of signs that numbers are written with: (120), which is no number of one meaning."""
    return _FIGURE.fullmatch(text) is not None


def are_dates(cells: Iterable[str]) -> bool:
    """Whether all numbers of a column can be dates: 2022.5 and 2021.12, or years; of one year alone nothing is certain."""
    filled = [text for text in cells if any(map(str.isdigit, text))]
    if any(map(_MONTH.fullmatch, filled)):
        return all(_MONTH.fullmatch(text) or YEAR.fullmatch(text) for text in filled)
    return len(filled) > 1 and all(map(YEAR.fullmatch, filled))


def count_rows(numbers: Sequence[str]) -> bool:
    """1, 2, 3 …: the numbers of the rows."""
    return len(numbers) > 1 and list(numbers) == [str(at) for at in range(1, len(numbers) + 1)]
