"""A user's own dictionary: words that stay whole, with weight and part of speech.

Two forms are read. jieba's own, a word a line with weight and tag where wanted, as `load_userdict` takes it::

    陂头夜话 300 nz
    古堰文化陈列馆
    甲 乙片区 50

and csv with the columns word, weight, tag in any order (others are passed over). Where it has a column `accept`, as the
proposals of `reporttext words --new` do, only words with yes (y, 1, 是) there are taken. A line that begins with # says
nothing. A word that stands twice has its last weight, as in jieba.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reporttext.errors import RuleError
from reporttext.fold import fold

LONGEST_WORD = 50
MAX_WEIGHT = 1_000_000_000
DEFAULT_TAG = "nz"  # jieba's "other proper noun"
_LISTED = 10  # faults told at once

# jieba's re_userdict, with tabs too.
_LINE = re.compile(r"(.+?)(?:[ \t]+([0-9]+))?(?:[ \t]+([a-z]+))?")
_WEIGHT_LIKE = re.compile(r"[ \t][-+]?[0-9]*[.,]?[0-9]+$")
_ACCEPTED, _REFUSED = frozenset(("yes", "y", "1", "是")), frozenset(("no", "n", "0", "否", "", "?"))
_COLUMNS = {"词": "word", "词频": "weight", "权重": "weight", "词性": "tag", "采用": "accept"}


class UserWord(NamedTuple):
    """A word, folded. One without a weight (None) gets one that keeps it whole where it stands alone."""

    word: str
    weight: int | None
    tag: str


@cache
def read_words(text: str) -> tuple[UserWord, ...]:
    """The words of a dictionary's text, each once; raises RuleError with the lines that cannot be read, and why."""
    found: dict[str, UserWord] = {}
    faults = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(_of_csv(text) if _is_csv(text) else _of_lines(text))
    except csv.Error as error:
        raise RuleError(
            f"it is no csv that can be read ({error}); save it again as csv with commas"
        ) from error
    for number, word, weight, tag in rows:
        fault = _fault(word, weight, tag)
        if fault:
            faults.append(f"line {number}: {fault}")
            continue
        folded = fold(word)
        found.pop(folded, None)
        found[folded] = UserWord(folded, int(weight) if weight else None, tag or DEFAULT_TAG)
    if faults:
        more = f"; and {len(faults) - _LISTED} lines more" if len(faults) > _LISTED else ""
        raise RuleError("; ".join(faults[:_LISTED]) + more)
    if not found:
        raise RuleError(
            "it holds no word to take; in a table with a column accept, write yes beside those wanted"
        )
    return tuple(found.values())


def _fault(word: str, weight: str, tag: str) -> str | None:
    """What is wrong with an entry, in words."""
    if (
        not 2 <= len(fold(word)) <= LONGEST_WORD
        or word != word.strip()
        or re.search(r"[\x00-\x1f\x7f]", word)
    ):
        return f"“{word}” cannot be a word; a word has 2 to {LONGEST_WORD} characters, without tabs in it or blanks round it"
    if _WEIGHT_LIKE.search(word) or (weight and not (weight.isascii() and weight.isdigit())):
        return f"“{weight or word}” has no weight that can be used; it must be a whole number from 1 up"
    if weight and not 1 <= int(weight) <= MAX_WEIGHT:
        return f"the weight {weight} of “{word}” must be from 1 to {MAX_WEIGHT:,}"
    if tag and not re.fullmatch("[a-z]{1,8}", tag):
        return f"“{tag}” is no part-of-speech tag such as n, v or nz"
    return None


Row = tuple[int, str, str, str]


def _of_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            m = _LINE.fullmatch(stripped)
            assert m is not None  # it takes any line that is not empty
            yield number, m[1], m[2] or "", m[3] or ""


def _is_csv(text: str) -> bool:
    first = next((line for line in text.split("\n") if line.strip() and not line.startswith("#")), "")
    return "word" in map(_column, next(csv.reader([first]), []))


def _column(head: str) -> str:
    return _COLUMNS.get(head.strip(), head.strip().lower())


def _of_csv(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text))
    heads: list[str] = []
    for row in reader:
        if not any(cell.strip() for cell in row) or row[0].startswith("#"):
            continue
        if not heads:
            heads = list(map(_column, row))
            continue
        cells = dict(zip(heads, (cell.strip() for cell in row), strict=False))
        accept = cells.get("accept", "yes").lower()
        if accept in _ACCEPTED:
            yield reader.line_num, cells.get("word", ""), cells.get("weight", ""), cells.get("tag", "")
        elif accept not in _REFUSED:
            yield reader.line_num, cells.get("word", ""), "", f"accept: {accept}"
