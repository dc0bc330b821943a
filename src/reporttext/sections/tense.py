"""Whether a text tells of what was done or of what is to be done.

完成了……, 累计……, 增长8.6%, ……进一步加强。 against 力争……, 确保……, 加快……, 增长8%左右. A review puts what happened last (农业基础进一步加强。),
a plan puts the order first (加强农业基础。): verbs count for the past at the end of a clause, for the future at its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from reporttext.lexicon import Table, check_keys, texts
from reporttext.rule.tries import trie

# The head of a paragraph tells its tense; what follows only repeats.
_WINDOW = 800
_MARKS = ",。;:!"
_KEYS = ("done", "ends", "due", "starts", "aims", "neither", "rises")


class Told(NamedTuple):
    """How many signs of each tense a text holds."""

    done: int
    due: int

    @property
    def share(self) -> float:
        """The share of what was done; a half where nothing tells."""
        return self.done / (self.done + self.due) if self.done + self.due else 0.5

    @property
    def signs(self) -> int:
        return self.done + self.due


class Tense:
    """Counts the signs of tense; built from [tense] of data/sections.toml."""

    def __init__(self, table: Table) -> None:
        check_keys("sections.tense", table, _KEYS)
        listed = {key: texts(f"sections.tense.{key}", table[key]) for key in _KEYS}
        words = {key: trie(of_key) for key, of_key in listed.items()}
        firsts = {word[0] for of_key in listed.values() for word in of_key}
        figure = rf"{words['rises']}\d[\d.]{{0,9}}(?:个百分点|%|倍|[万亿]{{1,2}}[\u4e00-\u9fff]{{0,3}}?)"
        # Without the look-ahead every alternative is tried at every character.
        self._signs = re.compile(
            rf"(?=[{re.escape(''.join(sorted(firsts)))}])(?:{words['neither']}"
            rf"|(?P<done>{words['ends']}(?=[{_MARKS}])|{words['done']}|{figure}(?!{words['aims']}|\d))"
            rf"|(?P<due>(?:(?<=[{_MARKS}])|^){words['starts']}|{words['due']}|{words['aims']}(?=[{_MARKS}])))"
        )

    def told(self, folded: str) -> Told:
        groups = [m.lastgroup for m in self._signs.finditer(folded, 0, _WINDOW)]
        return Told(groups.count("done"), groups.count("due"))

    def share(self, paragraphs: Iterable[str]) -> float | None:
        """The mean share of what was done over the paragraphs that tell; None where none does."""
        shares = [told.share for told in map(self.told, paragraphs) if told.signs]
        return sum(shares) / len(shares) if shares else None
