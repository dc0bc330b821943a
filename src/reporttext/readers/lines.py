"""Lines as every format hands them over, put together to one text with hints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporttext.fold import fold
from reporttext.masks import FIGURE
from reporttext.model import Hint, Role, Span
from reporttext.tableunits import is_caption

# A cell of a table in a plain text has up to so many characters; longer ones are indented paragraphs.
_MAX_CELL = 80
_BLANKS = re.compile(r"\s+")
# Rows above the head of a table: its title, who fills it in, the unit of its figures.
_CAPTION_ROWS = 5
_VALUE = re.compile(r"[约近超逾]?\s?[-+]?\d[\d,，]{0,19}(?:\.\d{1,6})?\s?\D{0,4}|" + f"[{FIGURE}]{{1,12}}")
_DATED = re.compile(r"(?:19|20)\d\d(?:\s?年.*)?|\d{1,2}\s?月.*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text and what the file says of it; `page` counts from 1, `cell` is T2R3: third row of the second table."""

    text: str
    role: Role | None = None
    level: int | None = None
    cell: str | None = None
    page: int | None = None


def join(lines: Sequence[Line]) -> tuple[str, tuple[Hint, ...]]:
    """The text of `lines`, without empty ones at both ends, and a hint for each of which the file said something."""
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    lines = lines[filled[0] : filled[-1] + 1] if filled else []
    hints: list[Hint] = []
    at = 0
    for line in lines:
        if line.text.strip() and (line.role or line.level or line.cell or line.page):
            hints.append(Hint(Span(at, at + len(line.text)), line.role, line.level, line.page, line.cell))
        at += len(line.text) + 1
    return "\n".join(line.text for line in lines), tuple(hints)


def table(rows: Sequence[Sequence[str]], number: int, pages: Sequence[int] = ()) -> list[Line]:
    """The rows of one table, each a line with its cells parted by tabs, and its role; see `roles`.

    `number` counts tables from 1, `pages` has the page of each row. Blank rows are left out but counted, as are blank cells behind the last filled one.
    """
    cleaned = [[_BLANKS.sub(" ", cell).strip() for cell in row] for row in rows]
    return [
        Line(
            "\t".join(row).rstrip("\t") if role else "\t".join(filter(None, row)),
            role,
            cell=f"T{number}R{at + 1}",
            page=pages[at] if pages else None,
        )
        for at, (row, role) in enumerate(zip(cleaned, roles(cleaned), strict=True))
        if any(row)
    ]


def roles(rows: Sequence[Sequence[str]]) -> list[Role | None]:
    """The role of each row of a table whose cells are stripped: the first of several is the head.

    Above it may stand a caption, rows of one cell (青石镇2022年主要指标) and such as name a unit (单位：万元): they have no
    role, being text like any paragraph above a table. A head has a second row where that fills what is blank in the first,
    and names too: 2022年 above 数量 and 增长.
    """
    found: list[Role | None] = ["table"] * len(rows)
    filled = [at for at, row in enumerate(rows) if any(row)]
    if len(filled) < 2:
        return found
    above = _captions(rows, filled)
    found[filled[above]] = "table_head"
    for at in filled[:above]:
        found[at] = None
    if len(filled) > above + 2 and _is_second(rows[filled[above]], rows[filled[above + 1]]):
        found[filled[above + 1]] = "table_head"
    return found


def _captions(rows: Sequence[Sequence[str]], filled: Sequence[int]) -> int:
    """How many of the filled rows are a caption: none unless a head and a row stand below it."""
    for above, at in enumerate(filled[: _CAPTION_ROWS + 1]):
        cells = [cell for cell in rows[at] if cell]
        if len(cells) > 1 and not any(is_caption(fold(cell)) for cell in cells):
            return above if above + 1 < len(filled) and not any(map(_is_value, cells)) else 0
    return 0


def _is_second(head: Sequence[str], below: Sequence[str]) -> bool:
    first = next(at for at, cell in enumerate(head) if cell)
    filled = {at for at, cell in enumerate(below) if cell}
    blank = {at for at in filled if at >= len(head) or not head[at]}
    return bool(blank) and first not in filled and not any(_is_value(below[at]) for at in filled)


def _is_value(cell: str) -> bool:
    return _VALUE.fullmatch(cell) is not None and not _DATED.fullmatch(cell)


def tabbed(text: str) -> Iterator[Hint]:
    """Rows of tables, as a copy from Word has them: lines beside each other with as many tabs, and no long cell."""
    if "\t" not in text:
        return
    at = tables = 0
    run: list[tuple[int, str]] = []
    for line in [*text.split("\n"), ""]:
        cells = line.rstrip().count("\t")
        if run and cells != run[0][1].rstrip().count("\t"):
            if len(run) > 1:
                tables += 1
                cells_of = [[cell.strip() for cell in written.split("\t")] for _, written in run]
                for row, ((begin, written), role) in enumerate(zip(run, roles(cells_of), strict=True), 1):
                    yield Hint(Span(begin, begin + len(written)), role, cell=f"T{tables}R{row}")
            run = []
        if line.strip("\t ").count("\t") and max(map(len, line.split("\t"))) <= _MAX_CELL:
            run.append((at, line))
        at += len(line) + 1
