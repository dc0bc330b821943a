"""An edited table of `indicators` given back: read, checked, and kept as OUT/indicators.toml.

The file has the form of a rule file, so that a later run can take it as --rules too::

    [catalogue.entries."改造旧桥/座/count"]
    name = "改造旧桥"
    variants = ["改造旧桥", "旧桥改造"]
    units = ["座"]
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext import lexicon
from reporttext.errors import ReporttextError, UsageError
from reporttext.store.folder import Folder, place

if TYPE_CHECKING:
    from reporttext.catalogue import Catalogue
    from reporttext.store.reader import Reports

_COLUMNS = {
    "indicator_id": ("indicator_id", "指标编号", "Indicator id"),
    "indicator": ("indicator", "指标名称", "Name"),
    "wording": ("wording", "写法", "Wording"),
    "unit": ("unit", "规范单位", "Unit"),
}
_NO_SUM = ("人均", "户均", "平均", "率", "比重", "占比", "比例", "指数", "强度", "单位", "每")
_RATIOS = frozenset(("%", "‰", "百分点", "倍"))


def accept(reports: Reports, file: Path) -> tuple[Path, int, int]:
    """Keep what an edited table says; returns the file kept, the number of indicators in it and of their wordings.

    Each row says that a wording with its unit is the indicator of that id; a row without an id, that it is none; a wording
    that no row has is as the catalogue says. It replaces what was accepted before. Raises UsageError naming the row.
    """
    rows = _rows(file)
    from reporttext.catalogue import catalogue

    base = catalogue(lexicon.load(reports.rules()))
    entries = _entries(rows, base, file)
    text = _toml(entries)
    lexicon_with = lexicon.load(reports.rules(), text)
    catalogue(lexicon_with)  # what cannot be read is told now, not by the next statistic
    kept = Folder(reports.path).indicators
    new = kept.with_suffix(".new")
    try:
        new.write_text(text, "utf-8", newline="\n")
        place(new, kept)
    except OSError as error:
        raise ReporttextError(f"{kept} cannot be written: {error.strerror or error}") from error
    return kept, len(entries), sum(len(entry["variants"]) for entry in entries.values())


def _entries(rows: Sequence[Mapping[str, str]], base: Catalogue, file: Path) -> dict[str, dict[str, Any]]:
    """The entries to add to the catalogue of the run: new ones, and new wordings of old ones."""
    from reporttext.catalogue.entries import NONE

    owner: dict[str, str] = {}
    entries: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows, 2):
        wording, id = row["wording"], row["indicator_id"]
        if not wording:
            continue
        match = base.match(wording)
        known = match.entry.id if match else None
        if id == known or (not id and known is None):
            continue
        id = id or NONE
        if owner.setdefault(wording, id) != id:
            raise UsageError(
                f"{file}, row {number}: “{wording}” is {owner[wording]} in one row and {id} in another"
            )
        entry = entries.setdefault(id, {"name": _name(id, row, base), "variants": [], "units": []})
        if wording not in entry["variants"]:
            entry["variants"].append(wording)
        old = base.entries[id].units if id in base.entries else ()
        if row["unit"] and row["unit"] not in entry["units"] and row["unit"] not in old and id != NONE:
            entry["units"].append(row["unit"])
        listed = base.names.get(wording)
        if listed and listed in base.entries and listed != id:
            gone = entries.setdefault(
                listed, {"name": base.entries[listed].name, "variants": [], "units": []}
            )
            gone["variants"].append(f"!{wording}")
    for id, entry in entries.items():
        if id not in base.entries and (
            _RATIOS & set(entry["units"]) or any(w in entry["name"] for w in _NO_SUM)
        ):
            entry["sum"] = False
    return entries


def _name(id: str, row: Mapping[str, str], base: Catalogue) -> str:
    return base.entries[id].name if id in base.entries else row["indicator"] or id


def _toml(entries: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [
        "# Indicators accepted with `reporttext indicators --accept`. In the form of a rule file (--rules)."
    ]
    for id, entry in sorted(entries.items()):
        lines += ["", f"[catalogue.entries.{_text(id)}]"]
        lines += [f"{key} = {_text(value)}" for key, value in entry.items()]
    return "\n".join(lines) + "\n"


def _text(value: Any) -> str:
    """A value in TOML; JSON's strings and lists are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def _rows(file: Path) -> list[dict[str, str]]:
    """The rows of the table, by the names of `_COLUMNS`, whatever language its heads are in."""
    table = _workbook(file) if file.suffix.lower() in (".xlsx", ".xls", ".ods") else _csv(file)
    heads = [str(head).strip() for head in next(table, [])]
    places = {
        name: next((heads.index(h) for h in known if h in heads), None) for name, known in _COLUMNS.items()
    }
    if missing := [name for name, at in places.items() if at is None]:
        raise UsageError(
            f"{file} has no column {missing[0]}: give back the table that `reporttext indicators -o FILE` wrote, edited"
        )
    return [
        {name: _plain(row[at]) if at is not None and at < len(row) else "" for name, at in places.items()}
        for row in table
    ]


def _plain(cell: Any) -> str:
    """A cell's text; the ' that csv sets before what a spreadsheet would take for a formula is taken off."""
    text = "" if cell is None else str(cell).strip()
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@＝＋－＠" else text


def _csv(file: Path) -> Iterator[Any]:
    """The rows of a csv; Excel on a Chinese Windows saves one as GB18030."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return csv.reader(io.StringIO(data.decode(encoding), newline=""))
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{file} is no text in UTF-8 or GB18030: save it as csv or xlsx")


def _workbook(file: Path) -> Iterator[Any]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return iter(CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python())
    except (CalamineError, OSError) as error:
        raise UsageError(f"{file} cannot be read as a workbook: {error}") from error
