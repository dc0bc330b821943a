"""The tables: their columns, Arrow schemas and what each column means, in Chinese and English.

`columns.toml` is the contract, read once. A row type is made nowhere else: `rows.py` and `found.py` build columns for exactly
these names, and a test compares the two.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, get_args

from reporttext.errors import RuleError

if TYPE_CHECKING:
    import pyarrow as pa

Type = Literal["text", "int", "float", "bool", "date", "time", "texts"]
Language = Literal["zh", "en"]
LANGUAGES: tuple[str, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code, type, head and explanation. Any column may be null."""

    name: str
    type: Type
    zh: str
    en: str
    about_zh: str
    about_en: str

    def head(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def about(self, language: str) -> str:
        return self.about_zh if language == "zh" else self.about_en


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its code, heads, what a row is, and its columns in order."""

    name: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    columns: tuple[Column, ...]

    def head(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def about(self, language: str) -> str:
        return self.about_zh if language == "zh" else self.about_en

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name, in the order in which they are listed and written."""
    raw = tomllib.loads((resources.files(__name__) / "columns.toml").read_text("utf-8"))
    heads = raw.pop("tables")
    if list(heads) != list(raw):
        raise RuleError("columns.toml: [tables] must list every table once, in order")
    return {
        name: Table(
            name, zh, en, about_zh, about_en, tuple(_column(name, *item) for item in raw[name].items())
        )
        for name, (zh, en, about_zh, about_en) in heads.items()
    }


def _column(table: str, name: str, entry: object) -> Column:
    if (
        not isinstance(entry, list)
        or len(entry) != 5
        or not all(isinstance(text, str) and text for text in entry)
    ):
        raise RuleError(f"columns.toml: [{table}] {name} must have a type, two heads and two explanations")
    if entry[0] not in get_args(Type):
        raise RuleError(
            f"columns.toml: [{table}] {name} has the type “{entry[0]}”; known: {', '.join(get_args(Type))}"
        )
    return Column(name, *entry)


@cache
def codes() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """What the coded values are called: `codes()["status"]["achieved"]` is its Chinese and its English name."""
    raw = tomllib.loads((resources.files(__name__) / "codes.toml").read_text("utf-8"))
    return {
        group: {code: (names[0], names[1]) for code, names in entries.items()}
        for group, entries in raw.items()
    }


# Columns that hold codes, and the group of codes they hold. (table, column), or the column's name alone for all tables.
_CODED: Mapping[str | tuple[str, str], str] = {
    "section": "section",
    "role": "role",
    "section_by": "section_by",
    "qualifier": "qualifier",
    "change": "change",
    "growth_basis": "growth_basis",
    "outcome_basis": "growth_basis",
    "scope": "scope",
    "severity": "severity",
    "label": "label",
    ("facts", "kind"): "kind",
    ("facts", "status"): "status",
    ("events", "type"): "event_type",
    ("events", "status"): "event_status",
    ("event_counts", "type"): "event_type",
    ("event_names", "type"): "event_type",
    ("mentions", "kind"): "mention_kind",
    ("checks", "kind"): "check",
    ("outline_checks", "kind"): "outline_check",
    ("leftovers", "kind"): "leftover",
    "other_section": "section",
    "direction": "direction",
    ("errors", "stage"): "stage",
    ("errors", "kind"): "problem",
    "measure": "measure",
    "verdict": "verdict",
    "force": "force",
    "slip": "slip",
    "counted": "counted",
    ("changes", "direction"): "trend",
    ("turnover", "event"): "word_event",
    ("compare", "part"): "compared_part",
    ("compare", "outcome"): "compared_outcome",
    ("compare", "status"): "status",
    ("gaps", "kind"): "gap",
    ("panel", "cell"): "panel_cell",
    ("wordings", "wording"): "wording",
    ("indicators", "by"): "aligned_by",
    ("indicators", "kind"): "kind",
    ("panel", "status"): "status",
    ("describe", "status"): "status",
    ("ranks", "status"): "status",
    ("outliers", "status"): "status",
}


def codes_of(table: str, column: str) -> Mapping[str, tuple[str, str]] | None:
    """The names of the codes in a column, or None where it holds none."""
    group = _CODED.get((table, column)) or _CODED.get(column)
    return None if group is None else codes()[group]


@cache
def schema(name: str) -> pa.Schema:
    """The Arrow schema of a table of the contract."""
    return schema_of(tables()[name])


def schema_of(table: Table) -> pa.Schema:
    """The Arrow schema of a described table; each field's metadata holds its heads and explanations."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "time": pa.timestamp("us", tz="UTC"),
        "texts": pa.list_(pa.string()),
    }
    fields = (
        pa.field(
            c.name,
            types[c.type],
            metadata={"zh": c.zh, "en": c.en, "about_zh": c.about_zh, "about_en": c.about_en},
        )
        for c in table.columns
    )
    return pa.schema(fields)


#: The `place_id` of the whole country: of reports of the State Council.
NATION = "全国"


def document_id(source: str, content_sha256: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of source and content digest, a NUL between them."""
    return hashlib.sha256(f"{source}\0{content_sha256}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
