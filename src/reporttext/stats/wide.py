"""The wide form of a result: a row for each unit, a column for each year (or other group)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.stats.compute import Result
from reporttext.tables import Column, Table, schema_of

if TYPE_CHECKING:
    import pyarrow as pa


def wide(result: Result) -> tuple[Table, pa.Table]:
    """The rows spread over the values of one key column, as the statistic declares; ids stay in the long form.

    Where the long form has no row, the cell is empty. Rows keep the order in which they first come, columns are sorted.
    Raises UsageError where the statistic has no wide form.
    """
    import pyarrow as pa

    across, value = _spread(result)
    columns = {column.name: column for column in result.table.columns}
    units = [name for name in result.key if name != across]
    values = result.rows[across].to_pylist()
    heads = sorted(set(values), key=lambda v: (v is None, v))
    rows: dict[tuple[object, ...], dict[object, object]] = {}
    for unit, head, cell in zip(_units(result, units), values, result.rows[value].to_pylist(), strict=True):
        rows.setdefault(unit, {})[head] = cell
    of_value = columns[value]
    names = {head: _name(head, units) for head in heads}
    spread = [
        Column(names[h], of_value.type, names[h], names[h], of_value.about_zh, of_value.about_en)
        for h in heads
    ]
    about = f"{of_value.en}: {result.table.about_en}"
    table = Table(
        result.table.name, result.table.zh, result.table.en, f"{of_value.zh}：{result.table.about_zh}", about,
        (*(columns[name] for name in units), *spread),
    )  # fmt: skip
    data = [*map(list, zip(*rows, strict=True))] if rows else [[] for _ in units]
    data += [[row.get(head) for row in rows.values()] for head in heads]
    schema = schema_of(table)
    return table, pa.table([pa.array(c, f.type) for c, f in zip(data, schema, strict=True)], schema=schema)


def _spread(result: Result) -> tuple[str, str]:
    """The columns across and values."""
    if result.wide is None:
        raise UsageError(f"{result.table.name} has no wide form")
    across, value = result.wide
    if across is None:
        by = result.parameters.get("by") or ()
        if not by:
            raise UsageError(f"the wide form of {result.table.name} needs --by: its last name goes across")
        across = by[-1]
    return across, value


def _units(result: Result, names: list[str]) -> list[tuple[object, ...]]:
    if not names:
        return [()] * int(result.rows.num_rows)
    return list(zip(*(result.rows[name].to_pylist() for name in names), strict=True))


def _name(head: object, units: list[str]) -> str:
    """A column's name for a value; not that of a column that is there."""
    text = "" if head is None else str(head)
    return f"{text}_" if text in units or not text else text
