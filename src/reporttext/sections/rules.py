"""The tables of data/sections.toml, ready for use."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reporttext.errors import RuleError
from reporttext.lexicon import Table, check_keys, texts
from reporttext.model import Section
from reporttext.sections.cues import ORDER, Cues, Scores
from reporttext.sections.heads import Heads

_KEYS = (
    "heads",
    "unless",
    "strong",
    "done",
    "imperative",
    "documents",
    "turns",
    "closing",
    "opening",
    "cues",
)
_TURNS: tuple[Section, ...] = ("problems", "plans", "achievements")
# A paragraph that opens with 我们也清醒地认识到 speaks of problems whatever else it says.
_TURN_WEIGHT = 0.5

# Set on provincial reports: with fewer strong words or a lower share, reviews of hard times pass for problems.
_COMPLAINT_WORDS, _COMPLAINT_SHARE, _COMPLAINT_WINDOW = 3, 0.7, 600
_ENTRY = re.compile(r"[(\[]?\s?\d{1,3}\s?[)\].、]?\s?[^:。!;]{2,40}:")


class Rules:
    """What decides a section, compiled; raises RuleError on a bad table."""

    def __init__(self, table: Table, annex: Table) -> None:
        check_keys("sections", table, _KEYS)
        self.heads = Heads(table)
        self.cues = Cues(table)
        self.planning = frozenset(texts("sections.documents.plans", table["documents"]["plans"]))
        turns = table["turns"]
        check_keys("sections.turns", turns, (*_TURNS, "unless", "within"))
        self._turns = {section: _any_of(f"sections.turns.{section}", turns[section]) for section in _TURNS}
        self._still = _any_of("sections.turns.unless", turns["unless"])
        if not isinstance(turns["within"], int):
            raise RuleError("[sections.turns.within] must be a whole number")
        self.within: int = turns["within"]
        self._complaints = _any_of("sections.cues.problems.strong", table["cues"]["problems"]["strong"])
        self._appeals = _any_of("sections.closing.appeals", table["closing"]["appeals"])
        self._calls = texts("sections.closing.calls", table["closing"]["calls"])
        self._opening = _any_of("sections.opening.words", table["opening"]["words"])
        self._annexes = texts("headings.annex.heads", annex["heads"])

    def turn(self, head: str) -> Section | None:
        """The section a paragraph turns to, by its first words."""
        turn = next((section for section, words in self._turns.items() if words.search(head)), None)
        return None if turn == "plans" and self._still.search(head) else turn

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

    def is_call(self, text: str) -> bool:
        return text.startswith(self._calls)

    def is_bare_call(self, text: str) -> bool:
        """各位代表！ on a line of its own."""
        return len(text) <= 12 and text.startswith(self._calls)

    def appeals(self, text: str) -> int:
        """How many words of appeal or pledge a paragraph holds."""
        return len(self._appeals.findall(text))

    def score(self, text: str) -> Scores:
        scores = self.cues.score(text)
        turn = self.turn(text[: self.within])
        if turn is None:
            return scores
        place = ORDER.index(turn)
        return tuple(s + _TURN_WEIGHT * (i == place) for i, s in enumerate(scores))

    def part_score(self, paragraphs: Sequence[str]) -> Scores:
        """The score of a part: the mean of its paragraphs'."""
        rows = [self.cues.score(text) for text in paragraphs]
        return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))


def _any_of(name: str, words: object) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(texts(name, words), key=len, reverse=True))))
