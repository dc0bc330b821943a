"""What a csv file of a statistic holds, beside it as NAME.csv-metadata.json: W3C Metadata Vocabulary for Tabular Data (2015).

Programs that know CSV on the Web find it by that name, and with it types, heads, the separator of lists, and what the
table is: the description to read in `notes`, as JSON in `dc:provenance`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reporttext.stats.description import as_text

if TYPE_CHECKING:
    from reporttext.tables import Column, Table

_TYPES = {
    "text": {"datatype": "string"}, "int": {"datatype": "integer"}, "float": {"datatype": "number"}, "bool": {"datatype": "boolean"},
    "date": {"datatype": "date"}, "time": {"datatype": "datetime"}, "texts": {"datatype": "string", "separator": ";"},
}  # fmt: skip
_LANGUAGES = ("zh", "en")


def beside(file: Path) -> Path:
    """Where the metadata of a csv file lie, by the standard."""
    return file.with_name(f"{file.name}-metadata.json")


def metadata(table: Table, description: Mapping[str, Any], name: str) -> bytes:
    """The metadata of the csv file `name`, in its folder, that holds a table of a statistic."""
    told = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": quote(name),
        "dc:title": _said(description["title"]),
        "dc:description": _said(description["definition"]),
        "dc:creator": f"reporttext {description['versions']['reporttext']}",
        "dc:references": [source["text"] for source in description.get("references", ())],
        "dc:provenance": {"@value": json.dumps(description, ensure_ascii=False), "@type": "rdf:JSON"},
        "notes": _said({language: as_text(description, language) for language in _LANGUAGES}),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": _schema(table),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _schema(table: Table) -> dict[str, Any]:
    known = {"columns": [_column(column) for column in table.columns]}
    return known | ({"primaryKey": "row_id"} if "row_id" in table.names else {})


def _column(column: Column) -> dict[str, Any]:
    """A column; its title in no language is the head in the file, by which a reader knows that the two belong together."""
    return {
        "name": _variable(column.name),
        "titles": {"und": column.name, "zh": column.zh, "en": column.en},
        "dc:description": _said({"zh": column.about_zh, "en": column.about_en}),
        **_TYPES[column.type],
    }


def _variable(name: str) -> str:
    """A name as the standard takes it: letters, digits, and the rest in percent; none that begins with _."""
    encoded = re.sub(r"[^A-Za-z0-9_]", lambda found: _percent(found[0]), name)
    return f"%5F{encoded[1:]}" if encoded.startswith("_") else encoded


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _said(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": texts[language], "@language": language} for language in _LANGUAGES]
