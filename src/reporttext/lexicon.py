"""The editable knowledge: every `data/*.toml`, read once, overlaid with the user's own file, checked.

A table is named by its file: `data/units.toml` is `lexicon["units"]`. The user's file (`--rules my.toml`) has the same
names as top-level keys and holds only what differs::

    [units.count]
    case = ["宗"]  # appended to the shipped list

    [sections]
    plans = ["明年打算", "!打算"]  # "!打算" takes the shipped entry away

Mappings are merged, lists appended to, anything else replaced.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from reporttext.errors import RuleError
from reporttext.wordlist import read_words

Table = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All tables by name. Two lexicons with the same `digest` are equal, so stages built from one can be cached."""

    tables: Mapping[str, Table]
    digest: str

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@cache
def shipped() -> dict[str, Table]:
    """The tables of the package, by file name without ending."""
    folder = resources.files("reporttext") / "data"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {f.name.removesuffix(".toml"): tomllib.loads(f.read_text("utf-8")) for f in files}


@cache
def load(*overlays: str | None, words: str | None = None) -> Lexicon:
    """The shipped tables, overlaid with each TOML text in turn; raises RuleError naming a bad entry and its remedy.

    `words` is the text of a user's dictionary, see `reporttext.wordlist`: the table `user_words`.
    """
    tables: dict[str, Any] = dict(shipped())
    for overlay in filter(None, overlays):
        try:
            mine = tomllib.loads(overlay)
        except tomllib.TOMLDecodeError as error:
            raise RuleError(f"the rule file is not valid TOML: {error}") from error
        unknown = sorted(set(mine) - set(tables))
        if unknown:
            raise RuleError(
                f"the rule file has a table [{unknown[0]}] that does not exist; there are: {', '.join(tables)}"
            )
        tables = {name: _merge(name, table, mine.get(name, {})) for name, table in tables.items()}
    tables["user_words"] = {"words": [] if words is None else [list(word) for word in read_words(words)]}
    digest = hashlib.sha256(
        json.dumps(tables, ensure_ascii=False, sort_keys=True, default=str).encode()
    ).hexdigest()
    return Lexicon(tables, digest)


def _merge(where: str, old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **{k: _merge(f"{where}.{k}", old[k], v) if k in old else v for k, v in new.items()}}
    if isinstance(old, list) and isinstance(new, list):
        gone = {item[1:] for item in new if isinstance(item, str) and item.startswith("!")}
        missing = sorted(gone.difference(i for i in old if isinstance(i, str)))
        if missing:
            raise RuleError(f"[{where}] takes away “{missing[0]}”, which is not in the shipped list")
        added = [i for i in new if not (isinstance(i, str) and i.startswith("!")) and i not in old]
        return [i for i in old if not (isinstance(i, str) and i in gone)] + added
    if _kind(old) != _kind(new):
        raise RuleError(f"[{where}] must be a {_kind(old)}, as in the shipped table, and is a {_kind(new)}")
    return new


def _kind(value: Any) -> str:
    names: dict[type, str] = {
        dict: "table",
        list: "list",
        str: "text",
        int: "number",
        float: "number",
        bool: "true/false",
    }
    return names.get(type(value), type(value).__name__)


def check_keys(name: str, table: Table, known: tuple[str, ...]) -> None:
    """Raise RuleError if `table` (of file `name`) has a key outside the vocabulary `known`."""
    for key in table:
        if key not in known:
            raise RuleError(f"[{name}] has the entry “{key}”; it must be one of: {', '.join(known)}")


def texts(name: str, value: Any) -> tuple[str, ...]:
    """`value` as a tuple of non-empty texts, or RuleError naming the table."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise RuleError(f"[{name}] must be a list of non-empty texts")
    return tuple(value)
