"""What csv files hold, beside them: W3C Metadata Vocabulary for Tabular Data (2015).

NAME.csv-metadata.json for the file of a statistic, csv-metadata.json for the tables of a run. Programs that know CSV on the Web
find it by that name, and with it types, heads, the separator of lists, and what the
table is: the description to read in `notes`, as JSON in `dc:provenance`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reporttext import __version__
from reporttext.stats.description import as_text
from reporttext.tables import codes_of

if TYPE_CHECKING:
    from reporttext.tables import Column, Table

_TYPES = {
    "text": {"datatype": "string"}, "int": {"datatype": "integer"}, "float": {"datatype": "number"}, "bool": {"datatype": "boolean"},
    "date": {"datatype": "date"}, "time": {"datatype": "datetime"}, "texts": {"datatype": "string", "separator": ";"},
}  # fmt: skip
_LANGUAGES = ("zh", "en")
_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "zh"}]
_DIALECT = {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True}
#: The data dictionary of a folder of csv files.
OF_FOLDER = "csv-metadata.json"


def beside(file: Path) -> Path:
    """Where the metadata of a csv file lie, by the standard."""
    return file.with_name(f"{file.name}-metadata.json")


def metadata(table: Table, description: Mapping[str, Any], name: str) -> bytes:
    """The metadata of the csv file `name`, in its folder, that holds a table of a statistic."""
    told = {
        "@context": _CONTEXT,
        "url": quote(name),
        "dc:title": _said(description["title"]),
        "dc:description": _said(description["definition"]),
        "dc:creator": f"reporttext {description['versions']['reporttext']}",
        "dc:references": [source["text"] for source in description.get("references", ())],
        "dc:provenance": {"@value": json.dumps(description, ensure_ascii=False), "@type": "rdf:JSON"},
        "notes": _said({language: as_text(description, language) for language in _LANGUAGES}),
        "dialect": _DIALECT,
        "tableSchema": _schema(table),
    }
    return _file(told)


def group(tables: Iterable[Table]) -> bytes:
    """The metadata of the tables of a run, each in NAME.csv: what a row is, what each column means, what its codes are called."""
    told = [
        {
            "url": quote(f"{table.name}.csv"),
            "dc:title": _said({"zh": table.zh, "en": table.en}),
            "dc:description": _said({"zh": table.about_zh, "en": table.about_en}),
            "tableSchema": _schema(table),
        }
        for table in tables
    ]
    creator = f"reporttext {__version__}"
    return _file({"@context": _CONTEXT, "dc:creator": creator, "dialect": _DIALECT, "tables": told})


def _file(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _schema(table: Table) -> dict[str, Any]:
    known = {"columns": [_column(table, column) for column in table.columns]}
    return known | ({"primaryKey": "row_id"} if "row_id" in table.names else {})


def _column(table: Table, column: Column) -> dict[str, Any]:
    """A column; its title in no language is the head in the file, by which a reader knows that the two belong together."""
    from reporttext.outputs.csv import guarded  # which writes what this module tells of

    return {
        "name": _variable(column.name),
        "titles": {"und": guarded(column.name), "zh": column.zh, "en": column.en},
        "dc:description": _said({"zh": _about(table, column, "zh"), "en": _about(table, column, "en")}),
        **_TYPES[column.type],
    }


def _about(table: Table, column: Column, language: str) -> str:
    """What a column means; in Chinese also what its codes are called."""
    about, codes = column.about(language), codes_of(table.name, column.name)
    if not codes or language != "zh":
        return about
    return f"{about}（{'；'.join(f'{code} {zh}' for code, (zh, _) in codes.items())}）"


def _variable(name: str) -> str:
    """A name as the standard takes it: letters, digits, and the rest in percent; none that begins with _."""
    encoded = re.sub(r"[^A-Za-z0-9_]", lambda found: _percent(found[0]), name)
    return f"%5F{encoded[1:]}" if encoded.startswith("_") else encoded


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _said(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": texts[language], "@language": language} for language in _LANGUAGES]
