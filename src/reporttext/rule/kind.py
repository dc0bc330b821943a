"""What a kind of fact declares, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from reporttext.lexicon import Lexicon
from reporttext.rule.finding import Finding

# The forms that the scanner itself finds, of whatever kind: a finding's `rule` is `kind.form`.
FORMS: Mapping[str, str] = {
    "unit": "a numeral with its unit",
    "range": "a range of two numerals with one unit (5至6户)",
    "listed": "a numeral in a list that shares the unit of the last one (5、6、8名)",
}


class Passage:
    """A folded text with the knowledge to judge it by."""

    __slots__ = ("lexicon", "text")

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon = text, lexicon


@dataclass(frozen=True)
class Rule:
    """A kind of fact, whole: its file in `facts/` holds nothing else.

    `units` names the kind's table in data/units.toml: the shared scanner finds numerals with these units and `accept`
    judges each; `refuses` says which it turns down. `find` yields what has another form, and `forms` says of each which.
    `examples` are (text, quote) that must be found as this kind, `silent` are texts in which it must find nothing; both
    are tests, and `reporttext kinds` prints them.
    """

    title: str
    examples: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    units: str | None = None
    accept: Callable[[Finding, Passage], bool] | None = None
    find: Callable[[Passage], Iterator[Finding]] | None = None
    refuses: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
