"""The tables of data/sections.toml, ready for use."""

from __future__ import annotations

import re
from functools import cache

from reporttext.errors import RuleError
from reporttext.lexicon import Table, check_keys, texts
from reporttext.model import Section
from reporttext.rule.tries import trie
from reporttext.sections.cues import ORDER, Cues
from reporttext.sections.heads import Heads
from reporttext.sections.tense import Tense

_KEYS = (
    "heads",
    "unless",
    "strong",
    "done",
    "slogans",
    "imperative",
    "yearly",
    "documents",
    "turns",
    "closing",
    "opening",
    "cues",
    "tense",
)
_TURNS: tuple[Section, ...] = ("problems", "plans", "achievements")
# A paragraph on the coming year begins with it (after 各位代表！ at most), or names it near its aims.
_COMING_YEAR, _BEFORE, _COMING_AIM = 80, 12, 60
# Set on provincial reports: how many signs of tense speak clearly, and which share of them.
_TELLING, _EVEN, _DONE, _DUE = 4, 0.5, 0.55, 0.45
# “十五五”时期, 第十五个五年规划: the name counts five-year plans, the sixth of which began in 1981.
_PERIOD = re.compile(
    '(?P<name>[六七八九]|十[一二三四五六七八九]?)五[”"]时期|第(?P<count>[六七八九]|十[一二三四五六七八九]?)个五年[规计]划'
)
_COMING_PERIOD, _SIXTH, _NUMERALS = 40, 1981, "一二三四五六七八九十"
# 2024年是……, 2024年，是……
_IS = ("是", ",是")
_HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_COMPLAINING = 0.25
# 需要说明的是，……，发展中还存在不少问题：…… owns up only after a clause or two.
_FAR = 120
# 我们将增强忧患意识，切实加以解决。 still belongs to the problems.
_INTENT = 120
_PLEDGE = 150  # characters of a closing promise
_SUMMONS = 200  # characters of a closing appeal that neither exclaims nor says 让我们
_FIRST_WORDS = 12
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile("[,。;:!]")

# Set on provincial reports: with fewer strong words or a lower share, reviews of hard times pass for problems.
_COMPLAINT_WORDS, _COMPLAINT_SHARE, _COMPLAINT_WINDOW = 3, 0.7, 600
# [3]放管服：……, 3.“放管服”：……, 放管服：指……
_NOTE = re.compile(
    r"[(\[]\s?\d{1,3}\s?[)\]][^:。!;]{2,40}:|[^:。!;,]{2,40}:(?:是指|即|指)|[\d.、\s]{0,6}[“\"][^:。!;]{2,40}:"
)
_ENTRY = re.compile(r"[(\[]?\s?\d{1,3}\s?[)\].、]?\s?[^:。!;]{2,40}:")


class Rules:
    """What decides a section, compiled; raises RuleError on a bad table."""

    def __init__(self, table: Table, annex: Table) -> None:
        check_keys("sections", table, _KEYS)
        self.heads = Heads(table)
        self.cues = Cues(table)
        self.tense = Tense(table["tense"])
        self.planning = frozenset(texts("sections.documents.plans", table["documents"]["plans"]))
        turns = table["turns"]
        check_keys("sections.turns", turns, (*_TURNS, "coming", "overcome", "unless", "within"))
        self._turns = {section: _any_of(f"sections.turns.{section}", turns[section]) for section in _TURNS}
        # Most paragraphs have none.
        self._any_turn = _any_of("sections.turns", [word for section in _TURNS for word in turns[section]])
        self._coming, self._overcome = (
            _any_of(f"sections.turns.{key}", turns[key]) for key in ("coming", "overcome")
        )
        self._still = _any_of("sections.turns.unless", turns["unless"])
        if not isinstance(turns["within"], int):
            raise RuleError("[sections.turns.within] must be a whole number")
        self.within: int = turns["within"]
        self._complaints = _any_of("sections.cues.problems.strong", table["cues"]["problems"]["strong"])
        self._appeals = _any_of("sections.closing.appeals", table["closing"]["appeals"])
        self._summons = _any_of("sections.closing.summons", table["closing"]["summons"])
        self._pledges = _any_of("sections.closing.pledges", table["closing"]["pledges"])
        self._courtesies = _any_of("sections.closing.courtesies", table["closing"]["courtesies"])
        self._calls = texts("sections.closing.calls", table["closing"]["calls"])
        self._opening = _any_of("sections.opening.words", table["opening"]["words"])
        self._annexes = texts("headings.annex.heads", annex["heads"])

    def turn(self, text: str) -> Section | None:
        """The section a paragraph turns to, by its first words."""
        head = text[: self.within]
        if self._any_turn.search(head) is None:
            return None
        if self._turns_to_problems(head):
            return "problems"
        turn = next((section for section in _TURNS[1:] if self._turns[section].search(head)), None)
        return None if turn == "plans" and self._still.search(head) else turn

    def _turns_to_problems(self, head: str) -> bool:
        """Whether a word of what is amiss stands in `head`; a difficulty that its own clause overcomes does not count."""
        for m in self._turns["problems"].finditer(head):
            begin = max((mark.end() for mark in _CLAUSE.finditer(head, 0, m.start())), default=0)
            if not self._overcome.search(head, begin, m.start()):
                return True
        return False

    def is_coming(self, text: str, year: int | None) -> bool:
        """A paragraph on what comes after the year reported on: 2024年是……, 建议2024年主要预期目标是……, “十五五”时期是……."""
        if year is None:
            return False
        m = _year(year + 1).search(text, 0, _COMING_YEAR)
        if m is None:
            period = _PERIOD.search(text, 0, _COMING_PERIOD)
            return period is not None and _period_start(period) == year + 1
        at = m.start()
        before = text[:at].strip("!,: ")
        opens = (not before or self.is_bare_call(before)) and (
            text.startswith(_IS, m.end()) or not self.reports(text)
        )
        return opens or self._coming.search(text, max(0, at - _BEFORE), at + _COMING_AIM) is not None

    def sets_aims(self, text: str) -> bool:
        """A paragraph that says anywhere what the aims are, and reports nothing: ……主要预期目标是……."""
        return self._turns["plans"].search(text) is not None and not self.reports(text)

    def looks_back(self, text: str) -> bool:
        """More of a paragraph tells of what was done than of what is to be done."""
        return self.tense.told(text).share > _EVEN

    def reports(self, text: str) -> bool:
        """A paragraph that clearly tells of what was done."""
        told = self.tense.told(text)
        return told.signs >= _TELLING and told.share >= _DONE

    def intends(self, text: str) -> bool:
        """A paragraph that clearly tells of what is to be done."""
        told = self.tense.told(text)
        long_enough = len(text) >= _INTENT
        return (
            long_enough
            and told.signs >= _TELLING
            and told.share < _DUE
            and not self._still.search(text, 0, self.within)
        )

    def owns_up(self, text: str) -> bool:
        """A paragraph that turns to what is amiss: with its first words, or a little later if most of it complains."""
        if not self._turns["problems"].search(text, 0, max(_FAR, self.within)):
            return False
        if self._turns_to_problems(text[: self.within]):
            return self.complains(text) or not self.reports(text)
        return self._turns_to_problems(text[:_FAR]) and self.complains(text)

    def complains(self, text: str) -> bool:
        """Shortcomings have a part in the paragraph's cue words."""
        return self.cues.score(text)[ORDER.index("problems")] >= _COMPLAINING

    def is_complaint(self, text: str) -> bool:
        """A paragraph most of whose cue words are of shortcomings."""
        place = ORDER.index("problems")
        words = len(self._complaints.findall(text, 0, _COMPLAINT_WINDOW))
        return words >= _COMPLAINT_WORDS and self.cues.score(text)[place] >= _COMPLAINT_SHARE

    def is_opening(self, text: str) -> bool:
        """现将有关情况报告如下：, 请予审议."""
        return self._opening.search(text) is not None

    def opens_annex(self, head: str) -> bool:
        """附件, 名词解释, 注：……; a paragraph only with the colon."""
        bare = head.lstrip("(【[《 *").replace(" ", "")
        return bare.startswith(self._annexes) and (len(head) <= 30 or ":" in bare[:12])

    def is_entry(self, text: str) -> bool:
        """An entry of a glossary: 1.“三公”经费：……, [3]放管服：……."""
        return _ENTRY.match(text) is not None

    def is_note(self, text: str) -> bool:
        """An entry of a glossary, or what cannot be told from one by its form: a term, a colon, what it means."""
        return self.is_entry(text) or self.is_plain_note(text)

    def is_plain_note(self, text: str) -> bool:
        """An entry of a glossary that can be nothing else: its number in brackets, its term in quotes, or 是指."""
        return _NOTE.match(text) is not None

    def is_call(self, text: str) -> bool:
        return text.startswith(self._calls)

    def is_bare_call(self, text: str) -> bool:
        """各位代表！ on a line of its own."""
        return len(text) <= 12 and text.startswith(self._calls)

    def is_courtesy(self, text: str) -> bool:
        """以上汇报不妥之处，敬请批评指正。 in a paragraph of its own."""
        return len(text) <= 40 and self._courtesies.search(text) is not None

    def appeals(self, text: str) -> int:
        """How many words of appeal or pledge a paragraph holds."""
        return len(self._appeals.findall(text))

    def is_summons(self, text: str) -> bool:
        """An appeal as a report to a congress ends with: 让我们……！, or a short one that calls the deputies."""
        return (
            self.calls_all(text)
            or (text.endswith("!") and (len(text) <= _SUMMONS or self.is_call(text)))
            or (len(text) <= _SUMMONS and self.is_call(text) and _DIGIT.search(text) is None)
        )

    def calls_all(self, text: str) -> bool:
        """让我们……, 我们坚信……."""
        return self._summons.search(text) is not None

    def is_pledge(self, text: str) -> bool:
        """A short paragraph without figures in which somebody promises: 我们将久久为功……."""
        return len(text) <= _PLEDGE and _DIGIT.search(text) is None and self._pledges.search(text) is not None

    def promises(self, text: str) -> bool:
        """A pledge from its first words on: 我们将……, 下一步，我镇将……."""
        pledge = self._pledges.search(text, 0, _FIRST_WORDS)
        return pledge is not None and self.is_pledge(text)


def _any_of(name: str, words: object) -> re.Pattern[str]:
    return re.compile(trie(texts(name, words)))


def _period_start(m: re.Match[str]) -> int:
    """The first year of a five-year plan: 1981 for the sixth, 2026 for the fifteenth."""
    count = sum(_NUMERALS.index(numeral) + 1 for numeral in m["name"] or m["count"])
    return _SIXTH + 5 * (count - 6)


@cache
def _year(year: int) -> re.Pattern[str]:
    """A year in figures or Chinese numerals, with 年."""
    han = str(year).translate(_HAN_DIGITS).replace("〇", "[〇零○O0]")
    return re.compile(rf"(?:{year}|{han}) ?年")
