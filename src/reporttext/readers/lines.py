"""Lines as every format hands them over, put together to one text with hints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporttext.model import Hint, Role, Span

# A cell of a table in a plain text has up to so many characters; longer ones are indented paragraphs.
_MAX_CELL = 80
_BLANKS = re.compile(r"\s+")


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
    """The rows of one table, each a line with its cells parted by tabs; the first of several is the head.

    `number` counts tables from 1, `pages` has the page of each row. Blank rows are left out but counted, as are blank cells behind the last filled one.
    """
    flat = ["\t".join(_BLANKS.sub(" ", cell).strip() for cell in row).rstrip("\t") for row in rows]
    filled = [at for at, row in enumerate(flat) if row]
    head = filled[0] if len(filled) > 1 else -1
    return [
        Line(
            flat[at],
            "table_head" if at == head else "table",
            cell=f"T{number}R{at + 1}",
            page=pages[at] if pages else None,
        )
        for at in filled
    ]


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
                for row, (begin, written) in enumerate(run, 1):
                    role: Role = "table_head" if row == 1 else "table"
                    yield Hint(Span(begin, begin + len(written)), role, cell=f"T{tables}R{row}")
            run = []
        if line.strip("\t ").count("\t") and max(map(len, line.split("\t"))) <= _MAX_CELL:
            run.append((at, line))
        at += len(line) + 1
