"""What was decided in a review file, as corrections, by the report they are of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from reporttext.corrections import STAGE
from reporttext.model import DECISIONS, Correction, Decision, Error, Span
from reporttext.readers.files import printable
from reporttext.readers.variables import normal
from reporttext.review import file
from reporttext.review.fields import FACT, About, canonical, field_of, known, pairs
from reporttext.review.file import Row


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a file: by the source of their report, by its id where the row has no source; and rows that are wrong."""

    name: str
    by_source: Mapping[str, tuple[Correction, ...]]
    by_doc_id: Mapping[str, tuple[Correction, ...]]
    problems: tuple[Error, ...]

    @property
    def decided(self) -> int:
        """How many rows were decided, wrong ones included."""
        of = (*self.by_source.values(), *self.by_doc_id.values())
        return sum(map(len, of)) + len(self.problems)

    def changed(self, change: Callable[[str], str]) -> Decisions:
        """The same with every text of a report that they hold passed through `change`."""

        def all_of(found: Mapping[str, tuple[Correction, ...]]) -> dict[str, tuple[Correction, ...]]:
            return {
                key: tuple(
                    replace(
                        one,
                        quote=change(one.quote),
                        sentence=change(one.sentence),
                        values=_changed(one, change),
                    )
                    for one in corrections
                )
                for key, corrections in found.items()
            }

        return replace(self, by_source=all_of(self.by_source), by_doc_id=all_of(self.by_doc_id))


def _changed(one: Correction, change: Callable[[str], str]) -> tuple[tuple[str, str | None], ...]:
    return tuple(
        (name, value if name in ("value", "value_max") or value is None else change(value))
        for name, value in one.values
    )


class _WrongError(Exception):
    """What is wrong with a row, and the remedy."""


def read(path: Path) -> Decisions:
    """Read a review file; rows without a decision are passed over. Raises UsageError where it is none."""
    name = printable(path.name)
    by_source: dict[str, list[Correction]] = defaultdict(list)
    by_doc_id: dict[str, list[Correction]] = defaultdict(list)
    problems = []
    for row in file.decided(file.read(path)):
        where = f"{name}, row {row.number}"
        try:
            one = _correction(row, where)
        except _WrongError as wrong:
            problems.append(Error(STAGE, "malformed", "warning", f"{where}: {wrong}; the row is not used"))
            continue
        source = normal(row["source"])
        (by_source[source] if source else by_doc_id[one.doc_id]).append(one)
    return Decisions(
        name,
        {source: tuple(found) for source, found in by_source.items()},
        {doc_id: tuple(found) for doc_id, found in by_doc_id.items()},
        tuple(problems),
    )


def _correction(row: Row, where: str) -> Correction:
    decision = file.decision_of(row)
    if decision is None:
        raise _WrongError(f"the decision “{row['decision'].strip()}” is none of: {', '.join(DECISIONS)}")
    if not decision:
        raise _WrongError(f"it has a new_value and no decision; write one of: {', '.join(DECISIONS)}")
    quote, span = row["quote"], _span(row)
    found = field_of(row["field"], quoted=bool(quote))
    if found is None:
        raise _WrongError(f"there is no field “{row['field'].strip()}”; there are: {known()}")
    if not row["source"].strip() and not row["doc_id"].strip():
        raise _WrongError("it names no report; give its source")
    about, name = found
    if about != "metadata" and not quote:
        raise _WrongError("it has no quote; give the text that stands at start to end")
    if span is None and about != "metadata" and (about, decision) != ("fact", "add"):
        raise _WrongError("it has no start and end")
    return Correction(
        about,
        cast("Decision", decision),
        span if quote else None,
        quote,
        tuple(_values(row, about, name, decision)),
        where,
        row["sentence"] if about == "fact" else "",
        row["doc_id"].strip(),
    )


def _span(row: Row) -> Span | None:
    written = row["start"].strip(), row["end"].strip()
    if not any(written):
        return None
    try:
        start, end = (int(number.removesuffix(".0")) for number in written)
    except ValueError:
        raise _WrongError("start and end must be whole numbers") from None
    if not 0 <= start < end:
        raise _WrongError("start must be below end")
    return Span(start, end)


def _values(row: Row, about: About, name: str, decision: str) -> Iterator[tuple[str, str | None]]:
    """What the fields are to be by this decision."""
    if decision == "reject":
        if about == "section":
            raise _WrongError(
                "a paragraph is of some section: decide “fix” and write the right one as new_value"
            )
        if about == "metadata":
            yield name, None
        return
    column = "value" if decision == "accept" else "new_value"
    written = row[column]
    if decision == "fix" and not written.strip():
        raise _WrongError("what is right must stand in new_value")
    if name == "indicator" and decision != "accept" and _is_number(written):
        raise _WrongError(
            f"new_value is the number {written.strip()}, and field names the indicator: to correct the number, write value as the field"
        )
    try:
        if name == FACT:
            yield from pairs(written).items()
        elif written.strip() or decision == "accept":
            yield name, canonical(about, name, written)
    except ValueError as error:
        told = (
            f"{column}: {error}" if name == FACT else f"{column} is “{written.strip()}” and must be {error}"
        )
        raise _WrongError(told) from error


def _is_number(written: str) -> bool:
    try:
        return canonical("fact", "value", written) is not None
    except ValueError:
        return False
