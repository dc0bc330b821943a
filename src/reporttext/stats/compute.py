"""From a declaration to a result: read the parameters, call the function, give each row its id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext import usertext
from reporttext.errors import UsageError, check_number
from reporttext.stats.description import described
from reporttext.stats.nearest import unknown
from reporttext.stats.selection import Selection, selection
from reporttext.stats.statistic import EVIDENCE, FILTERS, ROW_ID, SPANS, Found, Parameter, Query, Statistic
from reporttext.tables import Table, schema_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    from reporttext.store.reader import Reports

# Digits of a number that a statistic keeps. What lies below is the mathematical library's, and differs between machines.
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Result:
    """A statistic's table with what is behind its rows.

    `rows` has the columns of `table`; `evidence` row_id and fact_id, `spans` those of `SPANS`. `parameters` are all that was
    asked, as JSON takes it. `identity` is that of the store: another identity, other tables. `described` is what the module
    `description` says.
    """

    table: Table
    described: Mapping[str, Any] = field(kw_only=True)
    rows: pa.Table
    evidence: pa.Table
    query: Query | None
    notes: tuple[str, ...]
    parameters: Mapping[str, Any]
    key: tuple[str, ...]
    wide: tuple[str | None, str] | None
    identity: str
    spans: pa.Table | None = None

    @property
    def digest(self) -> str:
        """The first 12 hexadecimal digits of the SHA-256 of what was asked: the name under which it is stored."""
        return str(_prefix(self.table.name, self.parameters).hexdigest()[:12])

    def frame(self) -> pd.DataFrame:
        """The rows as a DataFrame: whole numbers and true/false nullable, dates `datetime64`; `attrs` say what they are."""
        return self.told(_frame(self.rows))

    @property
    def description(self) -> dict[str, Any]:
        """What the rows are, to be cited: see `reporttext.stats.description`; with the notes."""
        return {**self.described, "notes": list(self.notes)}

    def told(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with the description in its `attrs["reporttext"]`."""
        frame.attrs["reporttext"] = self.description
        return frame


def compute(reports: Reports, statistic: Statistic, **given: Any) -> Result:
    """Compute a statistic. `given` are its filters (as `selection` takes them) and parameters; raises UsageError."""
    known = {*statistic.filters, *(p.name for p in statistic.parameters)}
    if unknown := sorted(set(given) - known):
        raise UsageError(
            f"{statistic.name} has no parameter {unknown[0]}; it has: {', '.join(sorted(known))}"
        )
    filters: dict[str, Any] = {f: given[f] for f in FILTERS if f in given and given[f] is not None}
    if "by" in statistic.filters:
        filters.setdefault("by", statistic.by)
    chosen = selection(reports, **filters)
    if own := [by for by in chosen.by if by in {column.name for column in statistic.columns}]:
        raise UsageError(f"{statistic.name} has a column {own[0]} of its own: choose another --by")
    parameters = {p.name: value_of(statistic.name, p, given.get(p.name)) for p in statistic.parameters}
    notes = _counted(reports, chosen)
    found = statistic.function(reports, chosen, **parameters)
    asked: dict[str, Any] = {f: v for f, v in chosen.plain().items() if f in statistic.filters}
    asked |= parameters
    asked = json.loads(json.dumps(asked, ensure_ascii=False, sort_keys=True))
    table, key = statistic.table(chosen.columns()), (*chosen.by, *statistic.key)
    rows = _with_ids(found.rows, table, key, asked)
    empty = () if rows.num_rows else (f"no row: {statistic.empty}",)
    return Result(
        table, rows, _evidence(found, rows["row_id"].to_pylist()), found.query, (*notes, *found.notes, *empty), asked, key,
        statistic.wide, reports.identity, _spans(found, rows["row_id"].to_pylist()),
        described=described(statistic, asked, reports, chosen),
    )  # fmt: skip


_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "text": ((str,), "a text"),
    "flag": ((bool,), "True or False"),
    "file": ((str, PathLike), "the name of a file"),
}


def value_of(caller: str, parameter: Parameter, value: Any) -> Any:
    """A parameter as the function takes it; raises UsageError naming `caller`, what was given and what may be."""
    name = f"{caller}: {parameter.name}"
    if parameter.many:
        value = _texts(name, value) or tuple(parameter.default or ())
    elif value is None:
        value = parameter.default
    if parameter.required and (value is None or value == ()):
        raise UsageError(f"{name} must be given: {parameter.about}")
    for one in value if parameter.many else () if value is None else (value,):
        _check(name, parameter, one)
    if value is not None and parameter.type in ("int", "float"):  # numpy's numbers are none that JSON takes
        return int(value) if parameter.type == "int" else float(value)
    if parameter.type == "file" and value is not None:
        return usertext.read(Path(value), "the file")
    return value


def _texts(name: str, value: Any) -> tuple[Any, ...]:
    """One text, or several in a list, a column of a table …"""
    if value is None or isinstance(value, str):
        return () if value is None else (value,)
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise UsageError(f"{name} is {value!r}; it must be a text or a list of texts")
    return tuple(value)


def _check(name: str, parameter: Parameter, value: Any) -> None:
    """Raise UsageError for a value of another type than the parameter's, or one that makes no sense."""
    if parameter.type in ("int", "float"):
        whole = parameter.type == "int"
        check_number(name, value, whole=whole, low=parameter.low, above=parameter.above, high=parameter.high)
        return
    types, what = _TYPES[parameter.type]
    if not isinstance(value, types):
        raise UsageError(f"{name} is {value!r}; it must be {what}")
    if parameter.choices and value not in parameter.choices:
        raise UsageError(f"{name} is {value}; it must be one of: {', '.join(parameter.choices)}")


def _counted(reports: Reports, chosen: Selection) -> tuple[str, ...]:
    """How many reports it is over, and how many copies were left out; UsageError where it is over none."""
    both = (chosen.documents(copies=True), chosen.documents())
    number, left = (int(reports.sql(f"select count(*) as n from {query}")["n"][0]) for query in both)
    copies = number - left
    nowhere = tuple(unknown(reports, chosen))
    if not left:
        have = reports.sql(
            """select count(*) as n, min(year) as first, max(year) as last
            from main.documents where duplicate_of is null"""
        )
        span = "" if have["first"].isna()[0] else f" of the years {have['first'][0]} to {have['last'][0]}"
        raise UsageError(
            f"no report is chosen; {reports.path} has {have['n'][0]:,} reports{span}"
            + "".join(f"; {told}" for told in nowhere)
        )
    told = f"{copies:,} left out as copies of another" if copies else "no copies among them"
    return (f"{left:,} report{'s' * (left != 1)}; {told}", *nowhere)


def _with_ids(frame: pd.DataFrame, table: Table, key: Sequence[str], asked: Mapping[str, Any]) -> pa.Table:
    import pyarrow as pa

    rows = _arrow(frame[[name for name in table.names if name != ROW_ID.name]], table)
    ids = row_ids(table.name, asked, [rows[name].to_pylist() for name in key], rows.num_rows)
    assert len(set(ids)) == len(ids), f"{table.name}: the key columns do not tell its rows apart"
    return pa.table([pa.array(ids, pa.string()), *rows.columns], schema=schema_of(table))


def _arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    """Rows in the types of the table; a value that pandas calls missing is null."""
    import numpy as np
    import pyarrow as pa

    schema = schema_of(table)
    columns = []
    for name in frame.columns:
        values = frame[name]
        if pa.types.is_float64(schema.field(name).type):
            numbers = values.to_numpy(dtype=float, na_value=np.nan)
            columns.append(pa.array(_rounded(numbers), pa.float64(), from_pandas=True))
        else:
            columns.append(pa.array(values, from_pandas=True).cast(schema.field(name).type))
    return pa.table(columns, schema=pa.schema([schema.field(name) for name in frame.columns]))


def _rounded(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Numbers at `_DIGITS` significant digits. Infinite is left as it is."""
    import numpy as np

    texts = (f"{value:.{_DIGITS}g}" for value in values.tolist())
    return np.fromiter(map(float, texts), float, len(values))


def _prefix(name: str, asked: Mapping[str, Any]) -> Any:
    return hashlib.sha256(json.dumps([name, asked], ensure_ascii=False, sort_keys=True).encode())


def row_ids(name: str, asked: Mapping[str, Any], key: Sequence[Sequence[Any]], number: int) -> list[str]:
    """The first 16 hexadecimal digits of the SHA-256 of the statistic, what was asked, and the key columns as JSON."""
    prefix = _prefix(name, asked)
    ids = []
    for values in zip(*key, strict=True) if key else [()] * number:
        digest = prefix.copy()
        digest.update(json.dumps(values, ensure_ascii=False, default=str).encode())
        ids.append(digest.hexdigest()[:16])
    return ids


def _evidence(found: Found, ids: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    evidence = schema_of(EVIDENCE)
    if found.evidence is None:
        return evidence.empty_table()
    rows = [ids[row] for row in found.evidence["row"].tolist()]
    return pa.table([rows, found.evidence["fact_id"].tolist()], schema=evidence)


def _spans(found: Found, ids: Sequence[str]) -> pa.Table | None:
    import pyarrow as pa

    if found.spans is None:
        return None
    rows = [ids[row] for row in found.spans["row"].tolist()]
    columns = (found.spans[name].tolist() for name in SPANS.names[1:])
    return pa.table([rows, *columns], schema=schema_of(SPANS))


def _frame(rows: pa.Table) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = rows.to_pandas(types_mapper=nullable.get, date_as_object=False)
    return frame
