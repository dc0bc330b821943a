"""What a run tells at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.corrections import STAGE
from reporttext.errors import ReporttextError

if TYPE_CHECKING:
    import duckdb

# So many problems of a kind are named; the table `errors` has them all.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Problems:
    """The problems of one kind: how many, and the first few, as (source, message)."""

    severity: str
    kind: str
    count: int
    first: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The end of a run. Counts are those of the tables, what was reused included.

    `inputs` counts the files of this call, members of archives too, and `without_report` those of them that gave no report;
    not among them are the `archives` themselves, and what was `passed_over` or refused before it was opened: the table
    `errors` says why. `read` counts the documents of the inputs named in this call; with `add` the tables may hold more. `checks` counts both
    tables of checks. `decided` are the decisions of a review that were given, `refused` those of them that were not used,
    `left_out` the review file that the run before was given and this one not,
    `personal` the numbers of persons blanked out. `worked` and `reused` count files, `replaced` those whose name an earlier one with other content had, with `add`. `changed` is False where nothing was new and the tables were left as they were.
    """

    out: Path
    inputs: int
    without_report: int
    archives: int
    passed_over: int
    worked: int
    reused: int
    read: int
    replaced: int
    decided: int
    left_out: str | None
    refused: int
    personal: int
    documents: int
    facts: int
    masked: int
    events: int
    mentions: int
    checks: int
    errors: int
    warnings: int
    problems: tuple[Problems, ...]
    outputs: tuple[Path, ...]
    changed: bool
    seconds: float

    @property
    def exit_code(self) -> int:
        """2 where not one document was read, else 1 where there is a row of severity error, else 0."""
        return 2 if not self.read else 1 if self.errors else 0

    def as_dict(self) -> dict[str, Any]:
        """All of it in plain values, for JSON."""
        plain = asdict(self) | {"out": str(self.out), "outputs": [str(path) for path in self.outputs]}
        return plain | {"seconds": round(self.seconds, 2), "exit_code": self.exit_code}


class NothingReadError(ReporttextError):
    """Not one report was read, and the tables of an earlier run were left as they are; `problems` say why."""

    def __init__(self, message: str, problems: Sequence[Problems]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)
        for found in problems:
            for source, why in found.first:
                self.add_note(f"{source}: {why}")


# Queries of their own: as scalars of one they take DuckDB six times as long to plan.
_COUNTS = {
    "refused": f"count(*) from errors where stage = '{STAGE}'",
    "personal": "coalesce(sum(personal_masked), 0)::bigint from documents",
    "documents": "count(*) from documents",
    "facts": "count(*) from facts",
    "masked": "count(*) from facts where masked",
    "events": "count(*) from events",
    "mentions": "count(*) from mentions",
    "checks": "(select count(*) from checks) + count(*) from outline_checks",
    "errors": "count(*) from errors where severity = 'error'",
    "warnings": "count(*) from errors where severity = 'warning'",
}

_PROBLEMS = f"""
select severity, kind, count(*), list(source order by source)[:{_NAMED}], list(message order by source)[:{_NAMED}]
from errors group by severity, kind
order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, count(*) desc, kind
"""


def counts(con: duckdb.DuckDBPyConnection) -> Mapping[str, int]:
    """The numbers of rows that a summary names."""
    return {name: int(con.execute(f"select {query}").fetchall()[0][0]) for name, query in _COUNTS.items()}


def problems(con: duckdb.DuckDBPyConnection) -> Sequence[Problems]:
    """The problems by kind, errors first."""
    rows = con.execute(_PROBLEMS).fetchall()
    return [
        Problems(severity, kind, n, tuple(zip(sources, messages, strict=True)))
        for severity, kind, n, sources, messages in rows
    ]
