"""What each statistic is, for who cites one: `statistics.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from reporttext.errors import RuleError
from reporttext.tables.references import Reference, references

_OWN = "reporttext"  # the key of the program itself, which every statistic is cited with


@dataclass(frozen=True, slots=True)
class Method:
    """What a statistic is: texts in Chinese and English, its formula by column, packages that decide, works it is from.

    `sources` end with the program itself, unless it is named before.
    """

    definition: tuple[str, str]
    counted: tuple[str, str]
    formula: Mapping[str, str]
    software: tuple[str, ...]
    sources: tuple[Reference, ...]


@cache
def methods() -> Mapping[str, Method]:
    """All methods by the statistic's name. Raises RuleError naming the entry that is wrong."""
    raw = tomllib.loads((resources.files(__package__) / "statistics.toml").read_text("utf-8"))
    return {name: _method(name, entry) for name, entry in raw.items()}


def _method(name: str, entry: Mapping[str, Any]) -> Method:
    known = ("definition", "counted", "formula", "software", "sources")
    if unknown := [key for key in entry if key not in known]:
        raise RuleError(f"statistics.toml: [{name}] has the entry “{unknown[0]}”; it must be one of: {', '.join(known)}")  # fmt: skip
    for key in ("definition", "counted"):
        if len(_texts(name, entry, key)) != 2:
            raise RuleError(f"statistics.toml: [{name}] {key} must be a Chinese and an English text")
    formula, sources = entry.get("formula"), _texts(name, entry, "sources")
    if (
        not isinstance(formula, dict)
        or not formula
        or not all(isinstance(f, str) and f for f in formula.values())
    ):
        raise RuleError(f"statistics.toml: [{name}.formula] must have a text for a column or more")
    if unknown := [key for key in sources if key not in references()]:
        raise RuleError(f"statistics.toml: [{name}] sources: {unknown[0]} is not in references.toml")
    return Method(
        (entry["definition"][0], entry["definition"][1]),
        (entry["counted"][0], entry["counted"][1]),
        formula,
        tuple(entry.get("software", ())),
        tuple(references()[key] for key in dict.fromkeys([*sources, _OWN])),
    )


def _texts(name: str, entry: Mapping[str, Any], key: str) -> list[str]:
    found = entry.get(key)
    if not isinstance(found, list) or not found or not all(isinstance(text, str) and text for text in found):
        raise RuleError(f"statistics.toml: [{name}] {key} must be a list of texts")
    return found
