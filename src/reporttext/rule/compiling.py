"""One scanner compiled from all kinds: the pattern of a figure, over the units of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, check_keys, shipped, texts
from reporttext.numbers import NUMERAL_STARTS, numeral
from reporttext.rule.approximators import qualifiers
from reporttext.rule.kind import Rule
from reporttext.rule.scanner import Scanner
from reporttext.rule.tries import ahead, trie

_FREQUENT: Final = "%个元年家项人户条次吨亩件公"  # most figures' units begin with these: tried first


def compile_scanner(rules: Mapping[str, Rule], lexicon: Lexicon) -> Scanner:
    """One scanner for all `rules`; raises RuleError where a unit belongs to two kinds."""
    units = shipped()["units"]
    check_keys("units", lexicon["units"], tuple(units))
    for name, group in units.items():
        if name != "canonical":
            check_keys(f"units.{name}", lexicon["units"][name], tuple(group))
    kind_of: dict[str, str] = {}
    for kind, rule in rules.items():
        if rule.units is None:
            continue
        for unit in texts(f"units.{rule.units}.units", lexicon["units"][rule.units]["units"]):
            if kind_of.setdefault(unit, kind) != kind:
                raise RuleError(f"[units] gives “{unit}” both to {kind_of[unit]} and to {kind}")
    common = sorted(kind_of, key=lambda name: name[0] not in _FREQUENT)
    unit, per = ahead(common) + trie(common), trie([*common, "月", "日", "人", "年", "L", "l"])
    # A range has a sign between its ends: where none is near, the unit need not be tried twice.
    ranges = rf"(?=[^-—~至到\n]{{0,{max(map(len, kind_of)) + 1}}}+[-—~至到])"
    after = qualifiers(lexicon).after
    figure = (  # an optional part is a branch that may be empty, which `re` tries faster
        rf"(?!(?:19|20)\d\d ?年){numeral('n1')} ?"
        rf"(?:{ranges}(?P<u1>{unit})? ?(?P<sep>-{{1,2}}|—{{1,2}}|~|至|到) ?{numeral('n2')} ?|)"
        rf"(?P<unit>{unit}(?:\({unit}\)|)(?:/{per}(?:/{per}|)|))(?: ?(?P<after>{after})|)"
    )

    return Scanner(rules, lexicon, re.compile(_searched(figure)), kind_of)


def _searched(figure: str) -> str:
    """A pattern that runs on to the next figure, since `re` looks slowly for what begins in many ways. Its matches follow one
    upon the other; the last of a text, and one without any figure for long, has no n1.
    """
    step = rf"[{NUMERAL_STARTS}][^{NUMERAL_STARTS}]*+"
    return rf"[^{NUMERAL_STARTS}]*+(?:(?:{step}){{0,500}}?(?:{figure}|\Z)|(?:{step}){{500}})"
