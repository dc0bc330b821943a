"""The columns of many documents, put together to Arrow tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, cast, overload

from reporttext.tables import schema

if TYPE_CHECKING:
    import pyarrow as pa

#: The columns of a table by name, all of one length.
Columns = Mapping[str, Sequence[Any]]


class Runs(Sequence[Any]):
    """A column in which each value stands so many times, one after the other: `doc_id`, the section of terms."""

    __slots__ = ("counts", "values")

    def __init__(self, values: Sequence[Any], counts: Sequence[int]) -> None:
        self.values = values
        self.counts = counts

    def __len__(self) -> int:
        return sum(self.counts)

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(map(repeat, self.values, self.counts))

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return list(self)[index]


class Batch:
    """The columns of many documents, growing; `arrow` hands them over as Arrow tables, in the schemas that `schemas` gives."""

    def __init__(self, schemas: Callable[[str], pa.Schema] = schema) -> None:
        self._schemas = schemas
        self._columns: dict[str, dict[str, list[Sequence[Any]]]] = {}

    def add(self, found: Mapping[str, Columns]) -> None:
        for table, columns in found.items():
            mine = self._columns.setdefault(table, {name: [] for name in self._schemas(table).names})
            for name, pieces in mine.items():
                pieces.append(columns[name])

    def arrow(self) -> dict[str, pa.Table]:
        """The tables that have a row."""
        import pyarrow as pa

        return {
            name: pa.table(
                [_array(columns[f.name], f.type) for f in self._schemas(name)], schema=self._schemas(name)
            )
            for name, columns in self._columns.items()
            if any(map(len, next(iter(columns.values()))))
        }


def _array(pieces: Sequence[Sequence[Any]], type: pa.DataType) -> pa.Array:
    """One column out of its pieces. What stands many times is converted once and repeated in C."""
    import numpy as np
    import pyarrow as pa

    if not all(isinstance(piece, Runs) for piece in pieces):
        return pa.array(list(chain.from_iterable(pieces)), type)
    runs = cast("Sequence[Runs]", pieces)
    counts = list(chain.from_iterable(run.counts for run in runs))
    values = pa.array(list(chain.from_iterable(run.values for run in runs)), type)
    return values.take(pa.array(np.repeat(np.arange(len(counts)), counts)))
