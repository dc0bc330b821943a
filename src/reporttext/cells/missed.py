"""What is no figure though it may be one: told among the problems, so that nobody takes the table for read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reporttext.cells.grid import Grid, Row
from reporttext.cells.numbers import could_be_missed, count_rows, looks_like_number, number
from reporttext.model import Error, Fact

# Heads, rows and cells that a warning names, and the characters of each.
_NAMED, _LONGEST = 6, 20


@dataclass(slots=True)
class _Missed:
    """Numbers without a unit by the place of their column; rows that nothing names, and those of shares without a unit of
    shares; cells under a unit that are no number.
    """

    numbers: dict[int, list[str]] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)


def warnings(table: Grid, found: Sequence[Fact], place: str) -> Iterator[Error]:
    """What of a table is not among its facts, in a warning for each reason; years, 序号 and telephone numbers are none."""
    missed = _missed(table, {fact.span for fact in found})
    numbers = {at: some for at, some in sorted(missed.numbers.items()) if not count_rows(some)}
    if not table.heads:
        if numbers:
            yield _warning(
                f"{place}: its numbers are not counted, since no row of heads stands above them; write one that names each "
                "column with its unit, as in 户数（户）"
            )
        return
    heads = {at: table.columns[at].head if at < len(table.columns) else "" for at in numbers}
    if numbers and (not found or any(heads.values())):
        names = [f"“{head}”" if head else f"number {at + 1}" for at, head in heads.items()]
        yield _warning(
            f"{place}: numbers not counted, since their unit is not known: {sum(map(len, numbers.values()))}, in "
            f"column {_listed(names)}; write the unit in the head, as in 面积（亩）, in a column 单位, or above "
            "the table, as in 单位：万元"
        )
    if missed.rows:
        yield _warning(
            f"{place}: rows not counted, since nothing says what they are of: {len(missed.rows)}, {_listed(missed.rows)}; "
            "write in the first column what each row is of"
        )
    if missed.shares:
        yield _warning(
            f"{place}: numbers not counted, since their row is a share or a rate, which is not in the unit of its column or "
            f"table: {len(missed.shares)}, {_listed(missed.shares)}; write the unit behind its name, as in 增长率（%）"
        )
    if missed.cells:
        yield _warning(
            f"{place}: cells not counted, since they are no plain number: {len(missed.cells)}, {_listed(missed.cells)}; "
            "write only the number, or the number with its unit"
        )


def _missed(table: Grid, used: set[tuple[int, int]]) -> _Missed:
    missed = _Missed()
    names = next((i for i, column in enumerate(table.columns) if column.name in table.words.label_heads), -1)
    for count, row in enumerate(table.rows, 1):
        unread = [
            at
            for at, (text, span) in enumerate(row.cells)
            if at not in (names, row.labelled, table.unit_column)
            and span not in used
            and could_be_missed(text)
        ]
        _sort(table, row, [at for at in unread if not _is_skipped(table, at)], count, missed)
    return missed


def _sort(table: Grid, row: Row, unread: Sequence[int], count: int, missed: _Missed) -> None:
    """Put the cells of a row that are no figures where they belong."""
    for at in unread:
        text = row.cells[at][0]
        column = table.columns[at] if at < len(table.columns) else None
        found = number(text)
        if found is None or (column is not None and column.unit and (found.before or found.rest)):
            if column is not None and (column.unit or (table.caption.units and looks_like_number(text))):
                missed.cells.append(f"“{text[:_LONGEST]}”")
        elif column is not None and not table.is_named(row, at) and (column.unit or column.natural):
            name = row.cells[0][0]
            missed.rows.append(f"“{name[:_LONGEST]}”" if name else f"number {count}")
            return
        elif column is not None and not column.ratio and table.words.ratio_last.search(row.label):
            missed.shares.append(f"“{row.label[:_LONGEST]}”")
        else:
            missed.numbers.setdefault(at, []).append(text)


def _is_skipped(table: Grid, at: int) -> bool:
    return at < len(table.columns) and table.columns[at].skipped


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")


def _warning(message: str) -> Error:
    return Error("analyse", "table", "warning", message)
