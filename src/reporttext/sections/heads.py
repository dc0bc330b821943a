"""What a heading says of its part of the report: 主要做法及成效, 存在问题及原因分析, 2017年主要工作安排, 下一步打算, 基本情况, 名词解释."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, cast

from reporttext.lexicon import Table, check_keys, texts
from reporttext.model import SECTIONS, Section
from reporttext.rule.tries import trie

# 存在问题及下一步打算 names two parts; the first opens the section.
_JOINTS = re.compile(r"以及|[及和与暨、,;:\s]|(?<=[^一-鿿])——")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s{0,2}年|([一二][〇零○O九][〇零○O一二三四五六七八九]{2})年")
_HAN = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
# A phrase in the middle of a heading (向宏伟目标阔步前进的五年) does not name its part.
_TAIL = 6


# 2009年 in a report on 2008 is the year planned; 2020年 may as well belong to the name of a plan that was drawn up.
_AHEAD = 5


class Head(NamedTuple):
    """A heading's section, None where it says nothing.

    `strong`: it says so at any depth of the outline. `sure`: by its own words or year, not by a slogan (拿出新成效) that the
    review and the plans share.
    """

    section: Section | None
    strong: bool
    sure: bool = False


class _Phrases(NamedTuple):
    """The phrases of each section, and all of them: most headings have none."""

    of: dict[Section, re.Pattern[str]]
    any: re.Pattern[str]


class Heads:
    """Labels headings; built from data/sections.toml."""

    def __init__(self, table: Table) -> None:
        self._words = _patterns("heads", table)
        self._unless = _patterns("unless", table).of
        self._strong = _patterns("strong", table)
        done = table["done"]
        check_keys("sections.done", done, ("words", "unless"))
        self._done, self._not_done = (
            re.compile(trie(texts(f"sections.done.{key}", done[key]))) for key in ("words", "unless")
        )
        self._yearly = re.compile(trie(texts("sections.yearly.words", table["yearly"]["words"])))
        self._orders = texts("sections.imperative.starts", table["imperative"]["starts"])
        self._slogans = frozenset(texts("sections.slogans.words", table["slogans"]["words"]))

    def label(self, heading: str, year: int | None, this_year_is_next: bool = False) -> Head:
        """The section `heading` (folded) opens, for a report on `year`.

        `this_year_is_next`: 今年 is the year after the one reported on, as in a report to a people's congress.
        """
        clause = heading[max(map(heading.rfind, ",; ")) + 1 :]
        if self._is_done(clause) and not _is_later(_year_of(heading), year):
            return Head("achievements", False)
        parts = _JOINTS.split(heading)
        for place, part in enumerate(parts):
            strong, _ = self._last(part, self._strong)
            if strong:
                return Head(strong, True, sure=True)
            section, sure = self._of_part(part, year, this_year_is_next)
            sure = sure or (section == "problems" and self._slogans.issuperset(parts))  # 问题; 短板与困难
            if section:
                # 发展成就 beside 主要目标 is no slogan.
                beside = (
                    not sure
                    and section == "achievements"
                    and self._plans_in(parts[place + 1 :], year, this_year_is_next)
                )
                return Head(section, section == "back", sure or beside)
        return Head(None, False)

    def label_run_in(self, heading: str) -> Section | None:
        """The section a heading that runs into text opens: only a phrase that says so anywhere, and is all of it (存在问题。……)."""
        section, _ = self._last(heading, self._strong)
        m = self._strong.of[section].search(heading) if section else None
        return section if m and len(heading) - (m.end() - m.start()) <= 4 else None

    def _is_done(self, clause: str) -> bool:
        m = self._done.search(clause)
        if m is None or self._not_done.search(clause):
            return False
        # 全面完成了…… is done though 全面…… begins many an order.
        return "了" in (m.group()[-1], clause[m.end() : m.end() + 1]) or not clause.startswith(self._orders)

    def _plans_in(self, parts: Sequence[str], year: int | None, this_year_is_next: bool) -> bool:
        return any(self._of_part(part, year, this_year_is_next) == ("plans", True) for part in parts)

    def _of_part(self, part: str, year: int | None, this_year_is_next: bool) -> tuple[Section | None, bool]:
        stated = _year_of(part)
        coming = this_year_is_next and "今年" in part
        if coming or (stated and year and 0 < stated - year <= _AHEAD):
            return "plans", True
        # 强化安排部署 is something done, not a plan: an order to oneself says nothing of time.
        orders = part.startswith(self._orders)
        found, phrase = (None, "") if orders else self._last(part, self._words)
        if found is None and _is_later(stated, year):
            return None if self._blocked("plans", part) else "plans", False
        if found is None and stated and year and self._yearly.search(part):
            return "achievements", True
        return found, phrase not in self._slogans or (stated is not None and stated == year)

    def _last(self, part: str, phrases: _Phrases) -> tuple[Section | None, str]:
        """The section of the phrase that ends last, and the phrase: the head of a Chinese phrase is its end."""
        if phrases.any.search(part) is None:
            return None, ""
        best: tuple[int, int] = (-1, 0)
        found: Section | None = None
        for section, pattern in phrases.of.items():
            ends = [
                (m.end(), m.end() - m.start()) for m in pattern.finditer(part) if len(part) - m.end() <= _TAIL
            ]
            if ends and max(ends) > best and not self._blocked(section, part):
                best, found = max(ends), section
        return found, part[best[0] - best[1] : best[0]] if found else ""

    def _blocked(self, section: Section, part: str) -> bool:
        pattern = self._unless.get(section)
        return pattern is not None and pattern.search(part) is not None


def _is_later(stated: int | None, year: int | None) -> bool:
    return stated is not None and year is not None and stated > year


def _year_of(part: str) -> int | None:
    m = _YEAR.search(part)
    return int(m[1] or m[2].translate(_HAN)) if m else None


def _patterns(group: str, table: Table) -> _Phrases:
    entries = table[group]
    check_keys(f"sections.{group}", entries, SECTIONS)
    listed = {
        cast("Section", section): texts(f"sections.{group}.{section}", words)
        for section, words in entries.items()
        if words
    }
    return _Phrases(
        {section: re.compile(trie(words)) for section, words in listed.items()},
        re.compile(trie([word for words in listed.values() for word in words])),
    )
