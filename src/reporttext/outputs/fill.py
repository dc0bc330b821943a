"""Figures into a user's own form (台账): numbers into its cells, everything else as it was.

Only numbers are written, and only into empty cells: a masked figure, a range, one that is not stated, or one that could be
several is left out and listed with the reason. A number is in the unit that map or form names, or else in the one that the
reports write; a comment on its cell says which, with the report and its sentence.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.errors import ReporttextError, UsageError
from reporttext.outputs.form_map import Wanted, wanted
from reporttext.outputs.form_units import factor, written
from reporttext.stats import accepted, claims, panel
from reporttext.stats.grid import decide, places
from reporttext.stats.naming import unknown
from reporttext.stats.selection import Selection
from reporttext.store.folder import place as put

if TYPE_CHECKING:
    from openpyxl.comments import Comment
    from openpyxl.worksheet.worksheet import Worksheet

    from reporttext.store.reader import Reports

_WRITTEN = """
select f.fact_id, f.quote, f.value, f.unit, s."text" as sentence
from main.facts f join main.sentences s using (doc_id, sentence) where list_contains($ids, f.fact_id)
"""
_MEASURES = ("level", "increment", "rate")


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell of the form: the number that was written, in `unit`, and the fact behind it; or `why` none was.

    `as_written` says that neither map nor form names the unit: it is that of the reports.
    """

    wanted: Wanted
    value: float | None = None
    unit: str | None = None
    quote: str | None = None
    source: str | None = None
    sentence: str | None = None
    as_written: bool = False
    fact_id: str | None = None
    why: str | None = None


def fill(reports: Reports, form: Path, mapping: Path, out: Path, *, comments: bool = True) -> list[Filled]:
    """Write the figures that `mapping` (MAP.toml, see `form_map`) asks for into a copy of `form` at `out`.

    With `comments` each number has one on its cell: unit, sentence and report. Returns every cell asked for, in the map's
    order. A file that is at `out` is replaced. Charts and drawings of the form are lost, as openpyxl does not keep them. Raises UsageError where form, map or `out`
    are not usable.
    """
    if out.exists() and out.samefile(form):
        raise UsageError(f"{out} is the form itself: name another file with -o, and the form stays as it is")
    if out.exists() and not out.stat().st_mode & stat.S_IWRITE:  # renaming over it would not ask
        raise UsageError(f"{out} is there and write-protected: name another file with -o")
    book = _open(form)
    found = _Cells(reports, wanted(mapping, book)).fill()
    found = [one if one.why else _write(book[one.wanted.sheet], one, comments=comments) for one in found]
    _save(book, out)
    return found


def _open(form: Path) -> Any:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(form, keep_vba=form.suffix.lower() == ".xlsm", rich_text=True)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UsageError(
            f"{form} cannot be opened as a form: save it as .xlsx in Excel or WPS ({error})"
        ) from error


def _save(book: Any, out: Path) -> None:
    new = out.with_name(f"{out.name}.new")
    try:
        book.save(new)
        put(new, out)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise ReporttextError(f"{out} cannot be written: {error.strerror or error}") from error


def _write(sheet: Worksheet, filled: Filled, *, comments: bool) -> Filled:
    """Put the number into its cell, of joined cells the first; what stands there already is left."""
    place = filled.wanted.cell
    for joined in sheet.merged_cells.ranges:
        if place in joined:
            place = joined.start_cell.coordinate
    cell = sheet[place]
    if cell.value not in (None, ""):
        return Filled(filled.wanted, why="the cell is not empty")
    value = filled.value
    cell.value = int(value) if value is not None and value.is_integer() else value
    if comments and cell.comment is None:  # a remark of the user's own stays
        cell.comment = _comment(filled)
    return filled


def _comment(filled: Filled) -> Comment:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.comments import Comment

    unit = f"单位：{filled.unit}{'（表中未写单位，按报告写法）' if filled.as_written else ''}"
    text = f"{unit}\n原文：{filled.sentence}\n报告：{filled.source}"
    plain = ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode()
    return Comment(plain, "reporttext", height=140, width=320)


class _Cells:
    """The cells of the panel that a form asks for."""

    def __init__(self, reports: Reports, wants: Sequence[Wanted]) -> None:
        everything = Selection()
        self._reports, self._wants = reports, wants
        self._known = accepted.known(reports)
        reported = places(reports, everything)
        self._places = [str(id) for id in reported["place_id"].drop_duplicates()]
        told = panel.telling(reported).dropna(subset=["year"])
        self._told = frozenset(zip(*(told[c].tolist() for c in ("place_id", "year", "plans")), strict=True))
        indicators = {want.indicator: self._id(want.indicator) for want in wants}
        self._ids = {name: id or name for name, id in indicators.items()}
        self._cells: dict[tuple[str, str, int, str], list[Mapping[str, Any]]] = {}
        if catalogued := sorted({id for id in indicators.values() if id is not None}):
            self._add(
                panel.build(reports, everything, indicator=catalogued, scope=("total",), stated=True).cells
            )
        own = sorted(name for name, id in indicators.items() if id is None)
        if own:
            self._add(decide(claims.worded(reports, everything, self._known, len(own), own).rows)[0])
        self._unknown = unknown(reports, self._known, own)

    def fill(self) -> list[Filled]:
        """Each cell with its number, or with why it has none."""
        rows = [self._row(want) for want in self._wants]
        facts = self._facts(row["fact_id"] for row in rows if not isinstance(row, str))
        units = self._units(rows, facts)
        return [
            Filled(want, why=row)
            if isinstance(row, str)
            else self._filled(want, row, unit, facts[row["fact_id"]]["sentence"])
            for want, row, unit in zip(self._wants, rows, units, strict=True)
        ]

    def _id(self, indicator: str) -> str | None:
        named = self._known.names.get(indicator)
        match = None if named else self._known.match(indicator)
        return named or (match.entry.id if match else None)

    def _add(self, cells: Any) -> None:
        kept = [
            "place_id", "year", "indicator_id", "status", "measure", "unit", "value", "value_max", "quote", "conflict", "source", "fact_id",
        ]  # fmt: skip
        for row in cells[kept].astype(object).where(cells[kept].notna(), None).to_dict("records"):
            key = (row["place_id"], row["indicator_id"], int(row["year"]), row["status"])
            self._cells.setdefault(key, []).append(row)

    def _facts(self, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        """What a report wrote for a figure: quote, value, unit, and the sentence."""
        found = self._reports.sql(_WRITTEN, {"ids": sorted(set(ids))})
        return {str(row["fact_id"]): {str(k): v for k, v in row.items()} for row in found.to_dict("records")}

    def _row(self, want: Wanted) -> Mapping[str, Any] | str:
        """The cell of the panel for a cell of the form, or why there is none."""
        # A township by its own name, or by the end of its path; one of two counties only with its county.
        ids = [id for id in self._places if f"/{id}".endswith(f"/{want.place}")]
        if want.indicator in self._unknown:
            return self._unknown[want.indicator]
        if len(ids) != 1:
            several = f"several places are called so: {', '.join(ids[:5])}"
            return several if ids else "no report of this place"
        return self._of_place(want, ids[0])

    def _of_place(self, want: Wanted, place_id: str) -> Mapping[str, Any] | str:
        rows = self._cells.get((place_id, self._ids[want.indicator], want.year, want.status), [])
        rows = [row for row in rows if want.measure in (None, row["measure"])]
        if not rows:
            planned = want.status == "target"
            if (place_id, want.year, planned) in self._told:
                return "not stated"
            return "no report that plans this year" if planned else "no report of this year"
        fit = [row for row in rows if want.unit is None or factor(want.unit, row["unit"], self._known)]
        if not fit:
            told = ", ".join(dict.fromkeys(row["quote"] for row in rows))
            return f"stated as {told}, which is not in a unit that makes {want.unit}"
        rows = [row for measure in _MEASURES for row in fit if row["measure"] == measure]
        if want.measure is None:
            rows = [row for row in rows if row["measure"] == rows[0]["measure"]]
        if len(rows) > 1:
            return f"stated in several units, name one: {', '.join(str(row['unit']) for row in rows)}"
        return rows[0]

    def _units(
        self, rows: Sequence[Mapping[str, Any] | str], facts: Mapping[str, Mapping[str, Any]]
    ) -> list[str]:
        """The unit of each number: that of map, head or caption, or for all of an indicator the one that most reports write."""
        named: list[str | None] = []
        counts: dict[tuple[Any, ...], Counter[str]] = {}
        for want, row in zip(self._wants, rows, strict=True):
            unit = want.unit
            if not isinstance(row, str) and unit is None:
                unit = next((u for u in want.captions if factor(u, row["unit"], self._known)), None)
                said = written(facts[row["fact_id"]], row["unit"])
                said = said if factor(said, row["unit"], self._known) else row["unit"]
                # What is left out has no say in what the others are written in.
                counts.setdefault(_column(want, row), Counter())[said] += unit is None and not _unfit(row)
            named.append(unit)
        most = {column: units.most_common(1)[0][0] for column, units in counts.items()}
        return [
            unit or ("" if isinstance(row, str) else most[_column(want, row)])
            for want, row, unit in zip(self._wants, rows, named, strict=True)
        ]

    def _filled(self, want: Wanted, row: Mapping[str, Any], unit: str, sentence: str) -> Filled:
        if _unfit(row):
            found = Filled(want, why=_unfit(row))
        else:
            value = row["value"] / (factor(unit, row["unit"], self._known) or 1)
            own = want.unit is None and unit not in want.captions
            found = Filled(want, float(f"{value:.12g}"), unit, as_written=own)
        return replace(
            found, quote=row["quote"], source=row["source"], sentence=sentence, fact_id=row["fact_id"]
        )


def _unfit(row: Mapping[str, Any]) -> str | None:
    """Why a figure is not one number."""
    if row["value"] is None:
        return f"blanked out in the report ({row['quote']})"
    if row["conflict"]:
        return f"the reports contradict each other ({row['quote']} and another figure)"
    if row["value_max"] not in (None, row["value"]):
        return f"a range in the report ({row['quote']})"
    return None


def _column(want: Wanted, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The cells of a form that are read together, and so must be in one unit."""
    return want.sheet, want.indicator, want.status, row["measure"], row["unit"]
