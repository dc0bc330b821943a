"""The kinds of fact: one file each, found by name, so that a new kind is one new file."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from reporttext.rule.kind import Rule

RULES: dict[str, Rule] = {
    m.name: import_module(f"{__name__}.{m.name}").RULE
    for m in sorted(iter_modules(__path__), key=lambda m: m.name)
}
