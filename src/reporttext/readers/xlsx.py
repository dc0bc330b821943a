"""Workbooks of Excel and WPS (.xlsx, .xlsm, .xls, .et): a list of reports, or tables.

calamine keeps every field between a sheet's first and last cell in memory, and inflates what it reads: sizes are checked
before it sees the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reporttext.errors import ReadError
from reporttext.model import Document
from reporttext.readers import _lists, parts, signatures

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

FORMAT = "xlsx"

#: Bytes of one workbook; a list of 3,000 reports has 30 MB.
MAX_SIZE = 200_000_000
#: Fields of one sheet, filled or not, from its first to its last.
MAX_FIELDS = 10_000_000
#: Sheets of one workbook.
MAX_SHEETS = 500
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"')


def matches(data: bytes) -> bool:
    return parts.kind_of(data) == "xlsx" or signatures.recognise(data) is signatures.WORKBOOK


def read(data: bytes, source: str) -> Document:
    """The one report of `data`; see `read_all`."""
    return next(read_all(data, source))


def read_all(data: bytes, source: str, column: str | None = None) -> Iterator[Document]:
    """The reports of `data`; `column` names the one of full texts. Raises ReadError: `damaged`, `password`, `limit`, `empty`, …"""
    if len(data) > MAX_SIZE:
        raise ReadError("limit", f"it has {len(data):,} bytes; the limit (MAX_SIZE) is {MAX_SIZE:,}")
    packed = data.startswith(b"PK")
    if packed:
        _check(parts.Package(data))
    yield from _lists.documents(_sheets(data), source, "xlsx" if packed else "xls", column)


def _check(package: parts.Package) -> None:
    """Inflate every sheet once, within the limits, and see how far its cells reach."""
    if "xl/workbook.bin" in package:
        raise ReadError(
            "unsupported", "it is a binary workbook (.xlsb), a format that is not read; save it as .xlsx"
        )
    for name in package.names():
        if not name.startswith("xl/") or not name.endswith(".xml"):
            continue
        part = package.read(name)
        if not name.startswith("xl/worksheets/"):
            continue
        width = height = 0
        for found in _CELL.finditer(part):
            width = max(width, _column_number(found[1]))
            height = max(height, int(found[2]))
        if width * height > MAX_FIELDS:
            raise ReadError(
                "limit",
                f"a sheet reaches over {width * height:,} fields; the limit (MAX_FIELDS) is {MAX_FIELDS:,}: a stray cell far out "
                "may be the cause, delete the empty rows and columns",
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheets(data: bytes) -> list[_lists.Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        return list(_read_sheets(workbook))
    except PasswordError as error:
        raise ReadError(
            "password", "it is protected by a password; open it, save it without one and read that copy"
        ) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise parts.damaged(f"the workbook cannot be read ({error})") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's own failure, which is no Exception
            raise
        raise parts.damaged(f"the workbook cannot be read ({error})") from error


def _read_sheets(workbook: CalamineWorkbook) -> Iterator[_lists.Sheet]:
    from python_calamine import SheetTypeEnum

    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    if len(sheets) > MAX_SHEETS:
        raise ReadError("limit", f"it has {len(sheets):,} sheets; the limit (MAX_SHEETS) is {MAX_SHEETS:,}")
    for sheet in sheets:
        cells = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=True)
        yield _lists.Sheet(sheet.name, [[_shown(cell) for cell in row] for row in cells])


def _shown(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates as 2024-01-20."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.12g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
