"""At what occasion figures were reached that do not say it themselves: “山歌节”吸引26支队伍，(观众)逾万人次."""

from __future__ import annotations

from typing import Final

from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.naming.names import Named, Names
from reporttext.resolve.words.marks import LEAD, LISTS, OF, PHRASE_STOP, VERB

_FAR: Final = 64  # characters between an occasion and what it came to
_MOST: Final = 6  # characters of an occasion in the name of what it came to
_LEAST: Final = 2
_TEACHING: Final = tuple("堂座课班营校")
_AMONG: Final = ("、", "等", "和")
_STOPS: Final = VERB | LEAD | PHRASE_STOP | OF | LISTS


class Occasions:
    """The occasions of one passage, asked for figure by figure in their order."""

    def __init__(self, phrases: Names, passage: Passage) -> None:
        self.phrases, self.words, self.text = phrases, phrases.words, phrases.text
        self.begin = passage.sentence.span.start
        self.any = self.words.occasions.search(passage.near) is not None
        self.counted, self.at = "", -1  # the last occasion that a figure counts, and where that figure stands

    def count(self, named: Named, figure: Surroundings) -> None:
        """Remember a figure that counts occasions: 举办(招聘会)2场."""
        noun = named.noun or named.text
        if figure.unit in self.words.session_units and self.words.occasion_ends.search(noun):
            self.counted, self.at = self._short(noun) or self._ending(noun, figure), figure.start

    def of(self, named: Named, figure: Surroundings) -> Named | None:
        """What a figure came to with the occasion before it, or None where the name says enough."""
        if not self.any or not self.words.outcomes.match(named.text):
            return None
        begin = max(self.begin, self.text.rfind(";", self.begin, figure.start) + 1, figure.start - _FAR)
        name = self._named(begin, figure.start)
        if not name or name in named.text or named.text[:_LEAST] in name:
            return None
        if named.text.startswith("培训") and not name.endswith(_TEACHING):
            return None
        text = name + named.text
        does = named.verb and named.noun and named.noun not in self.words.verbs
        return Named(text, name + named.verb if does else "", named.noun if does else text, "owned")

    def _named(self, begin: int, end: int) -> str:
        """The last occasion in [begin, end), in a few characters; empty where it is one of several."""
        last = None
        for found in self.words.occasions.finditer(self.text, begin, end):
            if found["title"] is None or found["kind"] or self.words.occasion_ends.search(found["title"]):
                last = found
        if last is None or last.start() < self.at:
            return self.counted if self.at >= begin else ""
        if self.text.startswith(_AMONG, last.end()) or self.words.of_all.search(self.text, last.end(), end):
            return ""
        title, kind = last["title"], last["kind"]
        if title is None:
            return self._noun(begin, last.start(), last.end())
        if kind and self.words.occasion_kinds.search(kind):
            return kind if len(kind) <= _MOST else self._noun(last.start("kind"), last.end(), last.end())
        listed = self.text.endswith(("”", "”、", "”和"), begin, last.start())
        return title if len(title) <= _MOST and not listed else ""

    def _noun(self, begin: int, start: int, end: int) -> str:
        """The noun that ends at `end`, and begins at `start` or before: 组织企业参加全县冬季(经贸洽谈会)."""
        known = self.phrases.tokens
        tokens = known.between(begin, end)
        first = tokens.stop - 1
        while first > tokens.start and end - known.starts[first - 1] <= _MOST:
            if known.marks[first - 1] & _STOPS and known.starts[first] <= start:
                break
            first -= 1
        return self.phrases.join(range(first, tokens.stop))

    def _ending(self, noun: str, figure: Surroundings) -> str:
        """The last words of a long noun without a title that stands before its figure: 企业(安全员培训班)3期."""
        kind = self.words.occasion_kinds.search(noun)
        end = figure.left + len(self.text[figure.left : figure.start].rstrip())
        if kind is None or "”" in noun or not self.text.endswith(noun, self.begin, end):
            return ""
        name = self._noun(end - len(noun), end - len(noun) + kind.start(), end)
        return name if len(name) > len(kind[0]) else ""

    def _short(self, noun: str) -> str:
        """A noun without its title if it tells, the title of a mere activity, where these fit beside another name."""
        before, quote, kind = noun.rpartition("”")
        if quote and not self.words.occasion_kinds.search(kind):
            kind = before.rpartition("“")[2]
        kind = kind.removeprefix("各类")
        return kind if _LEAST <= len(kind) <= _MOST else ""
