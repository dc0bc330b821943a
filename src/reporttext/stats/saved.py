"""Results kept in OUT/stats, so that a row can be traced later: by statistic and by the digest of what was asked.

    OUT/stats/trends/3f9a2c1b07d4/rows.parquet       the rows, each with its row_id
    OUT/stats/trends/3f9a2c1b07d4/evidence.parquet   row_id, fact_id
    OUT/stats/reuse_pairs/…/spans.parquet            row_id, doc_id, start, end: where stretches of text are behind the rows
    OUT/stats/trends/3f9a2c1b07d4/about.json         what was asked, the stored query, notes, identity of the store, description

The same store and the same question give the same bytes in the same place. A run leaves these folders alone; a result
whose `identity` is not the store's is of earlier tables, and whoever reads it is told.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.errors import ReporttextError
from reporttext.stats.compute import Result
from reporttext.stats.statistic import EVIDENCE, Query
from reporttext.store.folder import Folder, place
from reporttext.tables import schema_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_ROWS, _EVIDENCE, _SPANS, _ABOUT = "rows.parquet", "evidence.parquet", "spans.parquet", "about.json"


@dataclass(frozen=True, slots=True)
class Saved:
    """A result that was kept."""

    path: Path
    name: str
    parameters: dict[str, Any]
    query: Query | None
    notes: tuple[str, ...]
    identity: str
    description: dict[str, Any]

    def row(self, row_id: str) -> dict[str, Any] | None:
        """One row by its id, or None where it is of another result."""
        import pyarrow.parquet as pq

        found = pq.read_table(self.path / _ROWS, filters=[("row_id", "=", row_id)]).to_pylist()
        return found[0] if found else None

    @property
    def linked(self) -> bool:
        """Whether any row has facts linked to it."""
        import pyarrow.parquet as pq

        return bool(pq.read_metadata(self.path / _EVIDENCE).num_rows)

    def spans(self, row_id: str) -> list[tuple[str, int, int]]:
        """The stretches of text behind a row: doc_id, start, end."""
        import pyarrow.parquet as pq

        if not (self.path / _SPANS).is_file():
            return []
        found = pq.read_table(self.path / _SPANS, filters=[("row_id", "=", row_id)]).drop_columns(["row_id"])
        return list(zip(*(column.to_pylist() for column in found.columns), strict=True))

    def facts(self, row_id: str) -> list[str]:
        """The facts behind a row."""
        import pyarrow.parquet as pq

        found = pq.read_table(self.path / _EVIDENCE, filters=[("row_id", "=", row_id)])
        return [str(fact_id) for fact_id in found["fact_id"].to_pylist()]


def save(out: Path, result: Result) -> Path:
    """Keep a result in the output folder `out`; returns its folder. Raises ReporttextError where it cannot be written."""
    import pyarrow.parquet as pq

    folder = Folder(out).statistics
    final = folder / result.table.name / result.digest
    about = {
        "name": result.table.name,
        "parameters": result.parameters,
        "query": None if result.query is None else asdict(result.query),
        "notes": result.notes,
        "identity": result.identity,
        "description": result.description,
        "columns": {c.name: [c.type, c.zh, c.en, c.about_zh, c.about_en] for c in result.table.columns},
    }
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as new:
            inner = Path(new) / "result"
            inner.mkdir()
            pq.write_table(result.rows, inner / _ROWS, compression="zstd")
            pq.write_table(result.evidence, inner / _EVIDENCE, compression="zstd")
            if result.spans is not None:
                pq.write_table(result.spans, inner / _SPANS, compression="zstd")
            text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
            (inner / _ABOUT).write_text(text + "\n", "utf-8", newline="\n")
            place(inner, final)
    except OSError as error:
        raise ReporttextError(f"the result cannot be kept in {folder}: {error.strerror or error}") from error
    return final


def results(out: Path) -> Iterator[Saved]:
    """All results that are kept in the output folder, by name and digest."""
    for file in sorted(Folder(out).statistics.glob(f"[!.]*/*/{_ABOUT}")):
        about = json.loads(file.read_text("utf-8"))
        query = about["query"] and _query(**about["query"])
        yield Saved(
            file.parent, about["name"], about["parameters"], query, tuple(about["notes"]), about["identity"],
            about.get("description", {}),
        )  # fmt: skip


def _query(
    sql: str, names: Sequence[str], word: str | None = None, near: Sequence[Any] | None = None, facts: bool = False
) -> Query:  # fmt: skip
    """A query as it was kept; what an earlier version did not keep is as it was then."""
    return Query(sql, tuple(names), word, None if near is None else (near[0], near[1]), facts)


def evidence(out: Path) -> pd.DataFrame:
    """The facts behind the rows of all results that are kept: row_id, fact_id."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables: list[pa.Table] = [pq.read_table(saved.path / _EVIDENCE) for saved in results(out)]
    frame: pd.DataFrame = pa.concat_tables([schema_of(EVIDENCE).empty_table(), *tables]).to_pandas()
    return frame
