"""The lists of data/cells.toml, as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.rule import trie

_LISTS = (
    "not_values", "not_values_last", "label_heads", "unit_heads", "plain_heads", "target_heads", "up_heads", "ratio_heads",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """`natural` has by its unit what a name ends in that counts nothing else: 户数 counts 户.

    `ratio_last` finds what a row ends in that is a share or a rate, `ratio_only` one that says nothing else.
    """

    not_values: re.Pattern[str]
    not_values_last: tuple[str, ...]
    label_heads: frozenset[str]
    unit_heads: frozenset[str]
    plain_heads: frozenset[str]
    target: re.Pattern[str]
    up: re.Pattern[str]
    ratio: re.Pattern[str]
    ratio_last: re.Pattern[str]
    ratio_only: re.Pattern[str]
    natural: Mapping[str, tuple[str, ...]]

    def natural_unit(self, name: str) -> str | None:
        """The unit of what a name ends in, by the longest such ending: 人次数 counts 人次, not 次."""
        found = [
            (len(ending), unit)
            for unit, endings in self.natural.items()
            for ending in endings
            if name.endswith(ending)
        ]
        return max(found)[1] if found else None


@cache
def words(lexicon: Lexicon) -> Words:
    """Raises RuleError on a bad table."""
    table = lexicon["cells"]
    check_keys("cells", table, (*_LISTS, "natural_units"))
    lists = {name: texts(f"cells.{name}", table[name]) for name in _LISTS}
    natural = table["natural_units"]
    ratio = trie(lists["ratio_heads"])
    return Words(
        re.compile(trie(lists["not_values"])),
        lists["not_values_last"],
        frozenset(lists["label_heads"]),
        frozenset(lists["unit_heads"]),
        frozenset(lists["plain_heads"]),
        re.compile(trie(lists["target_heads"])),
        re.compile(trie(lists["up_heads"])),
        re.compile(ratio),
        re.compile(rf"{ratio}\Z"),
        re.compile(rf"(?:{ratio}){{1,4}}"),
        {unit: texts(f"cells.natural_units.{unit}", endings) for unit, endings in natural.items()},
    )
