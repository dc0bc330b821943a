"""The JSON Schema (draft 2020-12) of the tables as objects: one definition a table, of what `jsonl` writes a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from reporttext import __version__
from reporttext.tables import Column, Table, codes_of, tables

_TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"}, "int": {"type": "integer"}, "float": {"type": "number"}, "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"}, "time": {"type": "string", "format": "date-time"},
    "texts": {"type": "array", "items": {"type": "string"}},
}  # fmt: skip

# Codes to which others may come: of a place the word for its kind, and kinds in --rules.
_OPEN = (("mentions", "kind"),)


def schema() -> dict[str, Any]:
    """The schema; `{"$ref": "schema.json#/$defs/facts"}` is that of a line of facts.jsonl.

    Its `$id` holds the version of the program. Columns may be added by a later one, none goes or changes its meaning.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:reporttext:{__version__}:tables",
        "title": "reporttext",
        "$defs": {name: _object(table) for name, table in tables().items()},
    }


def as_bytes() -> bytes:
    """The schema as a file."""
    return (json.dumps(schema(), ensure_ascii=False, indent=1) + "\n").encode()


def _object(table: Table) -> dict[str, Any]:
    return {
        "title": f"{table.en} {table.zh}",
        "description": f"{table.about_en} {table.about_zh}",
        "type": "object",
        "properties": {column.name: _property(table, column) for column in table.columns},
        "required": list(table.names),
    }


def _property(table: Table, column: Column) -> dict[str, Any]:
    """A column, which may be null."""
    type_ = dict(_TYPES[column.type])
    allowed = None if (table.name, column.name) in _OPEN else codes_of(table.name, column.name)
    return {
        "title": f"{column.en} {column.zh}",
        "description": f"{column.about_en} {column.about_zh}",
        **type_,
        "type": [type_["type"], "null"],
        **({"enum": [*allowed, None]} if allowed else {}),
    }
