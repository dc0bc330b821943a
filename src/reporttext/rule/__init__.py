"""What a kind of fact is, and the one scanner compiled from all kinds.

A figure is a numeral with its unit and its approximators: 近5000名, 3.5亿元, 5至6户, **余人, 60%以上. The scanner finds
every candidate in one pass over the folded text and reads its quantity; each kind then accepts or refuses its own
(第3个 is no count, 2022年 no measure). What has another form (百分之八, 第三位) a kind finds itself.

The submodules are compiled where there is a compiler, this file is not: what is compiled itself imports from them.
"""

from __future__ import annotations

from reporttext.rule.approximators import Qualifiers, qualifiers
from reporttext.rule.compiling import compile_scanner
from reporttext.rule.finding import Finding, longest, made
from reporttext.rule.kind import FORMS, Passage, Rule
from reporttext.rule.scanner import Scanner
from reporttext.rule.tries import Led, ahead, trie

__all__ = [
    "FORMS",
    "Finding",
    "Led",
    "Passage",
    "Qualifiers",
    "Rule",
    "Scanner",
    "ahead",
    "compile_scanner",
    "longest",
    "made",
    "qualifiers",
    "trie",
]
