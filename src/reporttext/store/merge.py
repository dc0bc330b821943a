"""One table's rows from the last store and from parts, in the order of their documents.

Each of these holds its documents by source already, so nothing is sorted: whole stretches of rows are taken from one or
the other, a few thousand at a time, however large the archive is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporttext.store.parts import SCATTERED

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Order:
    """The documents in order, as stretches that come from one origin: the name of a part, or "" for the last store.

    All parts of archives that are read in order are one origin: their documents lie anyhow, so they are sorted once.
    """

    origins: tuple[str, ...]
    stretch: dict[str, int]


def order(con: duckdb.DuckDBPyConnection) -> Order:
    """Read the order of the store's documents, which `state.documents` has."""
    origins: list[str] = []
    stretch: dict[str, int] = {}
    query = "select doc_id, coalesce(part, '') as part from state.documents order by ordinal"
    for batch in con.sql(query).to_arrow_reader(10_000):
        for doc_id, part in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            origin = SCATTERED if part.startswith(SCATTERED) else part
            if not origins or origins[-1] != origin:
                origins.append(origin)
            stretch[doc_id] = len(origins) - 1
    return Order(tuple(origins), stretch)


def merged(order: Order, open_origin: Callable[[str], Iterable[pa.RecordBatch]]) -> Iterator[pa.RecordBatch]:
    """The rows of a table; `open_origin` gives those of one origin, in its own order. Documents not in `order` are left out."""
    open_now: dict[str, _Cursor] = {}
    for number, origin in enumerate(order.origins):
        if origin not in open_now:
            open_now[origin] = _Cursor(origin, order, iter(open_origin(origin)))
        yield from open_now[origin].take(number)
        if open_now[origin].is_done:  # its rows need no memory any more; an empty one may be asked again
            open_now[origin].forget()


class _Cursor:
    """A place in the rows of one origin, always at the first row of a document."""

    def __init__(self, origin: str, order: Order, batches: Iterator[pa.RecordBatch]) -> None:
        self._origin = origin
        self._order = order
        self._batches = batches
        self._batch: pa.RecordBatch | None = None
        self._documents: list[str] = []  # of the batch, one entry a document
        self._ends: list[int] = []  # where the rows of each end
        self._at = 0
        self.is_done = False

    def take(self, stretch: int) -> Iterator[pa.RecordBatch]:
        """The rows of the documents of a stretch, which are the next that are wanted at all."""
        while self._has_more():
            wanted = [self._stretch(self._at)]
            if wanted[0] is not None and wanted[0] != stretch:
                return
            first = self._at
            while self._at < len(self._documents) and self._stretch(self._at) == wanted[0]:
                self._at += 1
            if wanted[0] is not None and self._batch is not None:
                start = self._ends[first - 1] if first else 0
                yield self._batch.slice(start, self._ends[self._at - 1] - start)

    def _stretch(self, at: int) -> int | None:
        """The stretch of a document, None for one that is not wanted, or not from here."""
        stretch = self._order.stretch.get(self._documents[at])
        return stretch if stretch is not None and self._order.origins[stretch] == self._origin else None

    def _has_more(self) -> bool:
        import pyarrow.compute as pc

        while self._at == len(self._documents) and not self.is_done:
            self._batch = next(self._batches, None)
            self.is_done = self._batch is None
            if self._batch is not None:
                runs = pc.run_end_encode(self._batch.column("doc_id"))
                self._documents, self._ends, self._at = runs.values.to_pylist(), runs.run_ends.to_pylist(), 0
        return not self.is_done

    def forget(self) -> None:
        self._batch, self._documents, self._ends, self._at = None, [], [], 0
