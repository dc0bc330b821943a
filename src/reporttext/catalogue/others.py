"""Other bodies that a sentence may speak of: 东湖市, 湘西地区, 民营企业, 全国."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from reporttext.catalogue.entries import Catalogue
from reporttext.catalogue.own import Own
from reporttext.rule.tries import trie

SIGNS: Final = ",;:。!?\t\n"
_CLAUSE: Final = re.compile(f"[{SIGNS}]")
_NO_NAME: Final = "在占居比高低较与对向从由把被各以将为使"  # no name of a place begins so
_LONGEST: Final = 8  # characters of a word for a body
_AFTER: Final = 4  # characters behind a name in which a word may show that it is none


class Others:
    """How other bodies are written, what only looks so, and what is done to them or counted."""

    def __init__(self, known: Catalogue) -> None:
        named = ("lead", "bodies", "levels", "nation", "not_others", "acts", "kinds", "reached")
        words = {name: trie(known.words[name]) for name in named}
        self.body = re.compile(
            rf"(?:{words['lead']})?(?![{_NO_NAME}])(?:{words['nation']}|\d{{0,3}}[\u4e00-\u9fff]{{0,6}}?(?:{words['bodies']})"
            rf"|[\u4e00-\u9fff]{{2,3}}?(?:{words['levels']}))"
        )
        self._not_body = re.compile(words["not_others"])
        self._object = re.compile(
            rf"[\u4e00-\u9fff]{{0,4}}?(?:{words['acts']}){{1,2}}[\u4e00-\u9fff]{{0,6}}(?:{words['kinds']})\Z"
        )
        self._right_before = re.compile(rf"(?:{words['nation']}|{words['bodies']})\Z")
        self._counted = re.compile(rf"(?:{words['reached']})\d[\d.]*[多余万亿]*[家户个]")

    def stand_before(self, before: str, at: int) -> bool:
        """Whether the name of another body ends right there: 全国(政协提案)."""
        return self._right_before.search(before, max(0, at - _LONGEST), at) is not None

    def spoken_of(self, own: Own, before: str, end: int) -> bool:
        """Whether one of the clauses up to `end` begins with the name of another body; 全省 ends what was said of it.

        A body that something is done to (支持企业发展) or whose number is told (民营企业达到11万户) is not spoken of.
        """
        begin = 0
        while begin <= end:
            mark = _CLAUSE.search(before, begin, end)
            stop = mark.start() if mark else end
            found = self.body.match(before, begin, stop)
            if found and not (
                self._not_body.search(before, found.start(), min(stop, found.end() + _AFTER))
                or self._counted.match(before, found.end(), stop)
                or self._object.match(found.group())
            ):
                return not own.stretches(before, begin, end)
            begin = stop + 1
        return False


@cache
def bodies(known: Catalogue) -> Others:
    """The same for all reports."""
    return Others(known)
