"""Figures into a user's own form (台账): numbers into its cells, everything else as it was.

Only numbers are written, and only into empty cells: a masked figure, one that is not stated, or one that could be several is
left out and listed with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.catalogue import Catalogue
from reporttext.errors import ReporttextError, UsageError
from reporttext.outputs.form_map import Wanted, wanted
from reporttext.stats import accepted, claims, panel
from reporttext.stats.grid import decide, places
from reporttext.stats.selection import Selection
from reporttext.store.folder import place as put

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from reporttext.store.reader import Reports

_MEASURES = ("level", "increment", "rate")
_SIZES = {"万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2, "": 1}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell of the form: the number that was written, in `unit`, and the fact behind it; or `why` none was."""

    wanted: Wanted
    value: float | None = None
    unit: str | None = None
    quote: str | None = None
    source: str | None = None
    fact_id: str | None = None
    why: str | None = None


def fill(reports: Reports, form: Path, mapping: Path, out: Path) -> list[Filled]:
    """Write the figures that `mapping` (MAP.toml, see `form_map`) asks for into a copy of `form` at `out`.

    Returns every cell asked for, in the map's order. Charts and drawings of the form are lost, as openpyxl does not keep
    them. Raises UsageError where form, map or `out` are not usable.
    """
    if out.exists() and out.samefile(form):
        raise UsageError(f"{out} is the form itself: name another file with -o, and the form stays as it is")
    book = _open(form)
    cells = _Cells(reports, wants := wanted(mapping, book))
    found = []
    for want in wants:
        filled = cells.find(want)
        if filled.value is not None:
            filled = _write(book[want.sheet], filled)
        found.append(filled)
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


def _write(sheet: Worksheet, filled: Filled) -> Filled:
    """Put the number into its cell, of joined cells the first; what stands there already is left."""
    cell = filled.wanted.cell
    for joined in sheet.merged_cells.ranges:
        if cell in joined:
            cell = joined.start_cell.coordinate
    if sheet[cell].value not in (None, ""):
        return Filled(filled.wanted, why="the cell is not empty")
    value = filled.value
    sheet[cell].value = int(value) if value is not None and value.is_integer() else value
    return filled


class _Cells:
    """The cells of the panel that a form asks for."""

    def __init__(self, reports: Reports, wants: Sequence[Wanted]) -> None:
        everything = Selection()
        self._known = accepted.known(reports)
        self._places = [str(id) for id in places(reports, everything)["place_id"].drop_duplicates()]
        indicators = {want.indicator: self._id(want.indicator) for want in wants}
        self._ids = {name: id or name for name, id in indicators.items()}
        self._cells: dict[tuple[str, str, int, str], list[Mapping[str, Any]]] = {}
        if catalogued := sorted({id for id in indicators.values() if id is not None}):
            self._add(
                panel.build(reports, everything, indicator=catalogued, scope=("total",), stated=True).cells
            )
        if own := sorted(name for name, id in indicators.items() if id is None):
            self._add(decide(claims.worded(reports, everything, self._known, len(own), own).rows)[0])

    def _id(self, indicator: str) -> str | None:
        named = self._known.names.get(indicator)
        match = None if named else self._known.match(indicator)
        return named or (match.entry.id if match else None)

    def _add(self, cells: Any) -> None:
        kept = [
            "place_id",
            "year",
            "indicator_id",
            "status",
            "measure",
            "unit",
            "value",
            "quote",
            "conflict",
            "source",
            "fact_id",
        ]
        for row in cells[kept].astype(object).where(cells[kept].notna(), None).to_dict("records"):
            key = (row["place_id"], row["indicator_id"], int(row["year"]), row["status"])
            self._cells.setdefault(key, []).append(row)

    def find(self, want: Wanted) -> Filled:
        """The figure for a cell, in the unit wanted, or why there is none."""
        # A township by its own name, or by the end of its path; one of two counties only with its county.
        ids = [id for id in self._places if f"/{id}".endswith(f"/{want.place}")]
        if len(ids) != 1:
            return Filled(
                want,
                why=f"several places are called so: {', '.join(ids[:5])}"
                if ids
                else "no report of this place",
            )
        rows = self._cells.get((ids[0], self._ids[want.indicator], want.year, want.status), [])
        rows = [row for row in rows if want.measure in (None, row["measure"])]
        if want.unit is not None:
            rows = [row for row in rows if _factor(want.unit, row["unit"], self._known)]
        rows = [row for measure in _MEASURES for row in rows if row["measure"] == measure]
        if want.measure is None and rows:
            rows = [row for row in rows if row["measure"] == rows[0]["measure"]]
        if not rows:
            return Filled(
                want, why="not stated" + (f" in a unit that makes {want.unit}" if want.unit else "")
            )
        if len(rows) > 1:
            return Filled(
                want, why=f"stated in several units, name one: {', '.join(str(row['unit']) for row in rows)}"
            )
        return _filled(want, rows[0], _factor(want.unit, rows[0]["unit"], self._known) or 1)


def _filled(want: Wanted, row: Mapping[str, Any], factor: float) -> Filled:
    behind = {"quote": row["quote"], "source": row["source"], "fact_id": row["fact_id"]}
    if row["value"] is None:
        return Filled(want, why=f"blanked out in the report ({row['quote']})", **behind)
    if row["conflict"]:
        return Filled(
            want, why=f"the reports contradict each other ({row['quote']} and another figure)", **behind
        )
    return Filled(want, float(f"{row['value'] / factor:.12g}"), want.unit or row["unit"], **behind)


def _factor(unit: str | None, of_cell: str | None, known: Catalogue) -> float | None:
    """How many units of the cell make one `unit` (万元: 10,000 元); None where it is a unit of something else."""
    if unit is None or unit == of_cell:
        return 1
    for size, times in _SIZES.items():
        if unit.startswith(size):
            name, factor = known.conversion(unit.removeprefix(size))
            if name == of_cell:
                return times * factor
    return None
