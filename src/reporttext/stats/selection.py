"""Which reports a statistic is over, and by what they are grouped: --year, --place, --section, --where, --by.

Copies of another report (`duplicate_of`) are in no statistic. Everything here ends as SQL text, with the values quoted in
it, so that a stored query says by itself what was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.store import literal, name
from reporttext.tables import Column, codes, tables

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

# Columns of `documents` to choose and group by, by the name that --by and --where take.
DOCUMENT = {
    "year": "year", "year_given": "year_given", "place": "place_joined", "province": "province", "city": "city",
    "county": "county", "township": "township", "admin_level": "admin_level", "doc_type": "doc_type", "topic": "topic",
    "issuer": "issuer", "report": "source",
}  # fmt: skip
SECTION = "section"
LEVELS = ("province", "city", "county", "township")
# Columns of `documents` in which --place looks for a name, beside those in the place's id.
PLACES = (*LEVELS, "place")

_WRITTEN = "2020, 2020-2023, 2020-, -2010, or several with commas"
_YEARS = re.compile(r"(\d{4})?(-)?(\d{4})?")
_VALUES = re.compile(r'\s*"([^"]*)"\s*(?=,|\Z)|([^,]+)')  # a,b and "a,b"


@dataclass(frozen=True, slots=True)
class Selection:
    """The reports and sections chosen, and the groups. Empty means all; `by` may be empty: one group.

    `years` are first and last year, either may be open. `places` are ids (省/市, with all below) or any name in one.
    `where` are names of `DOCUMENT`, or of the user's own variables, with the values allowed. What a report leaves out of its
    place's levels and others of the same place state (`place_joined`) counts as if it stated it.
    """

    years: tuple[tuple[int | None, int | None], ...] = ()
    places: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    by: tuple[str, ...] = ()

    def documents(self, *, copies: bool = False) -> str:
        """A query of the reports chosen: doc_id, chars, tokens, source, year, place_id, and the grouping columns of a report.

        In brackets, to be joined. `copies` are left out unless asked for.
        """
        wanted = [f"{_of_report(by)} as {name(by)}" for by in self.by if by in DOCUMENT and by != "year"]
        wanted += [f"{_variable(by)} as {name(by)}" for by in self.by if by not in DOCUMENT and by != SECTION]
        columns = ", ".join(
            ["d.doc_id", "d.chars", "d.tokens", "d.source", "d.year", "d.place_joined as place_id", *wanted]
        )
        return f"(select {columns} from main.documents d where {' and '.join(self._conditions(copies))})"

    def _conditions(self, copies: bool) -> Iterable[str]:
        yield "true" if copies else "d.duplicate_of is null"
        if self.years:
            yield f"({' or '.join(_year(first, last) for first, last in self.years)})"
        if self.places:
            yield f"({' or '.join(map(_place, self.places))})"
        for what, values in self.where:
            yield f"{self.column(what)} in ({', '.join(map(literal, values))})"

    @staticmethod
    def column(what: str) -> str:
        """The value, as text, of a name that `where` takes, for a report `d`."""
        return f"cast({_of_report(what)} as varchar)" if what in DOCUMENT else _variable(what)

    def in_section(self, table: str) -> str:
        """A condition on the column `section` of `table` (its name in the query)."""
        if not self.sections:
            return "true"
        return f"{table}.section in ({', '.join(map(literal, self.sections))})"

    @property
    def by_document(self) -> tuple[str, ...]:
        """The groups that a whole report is in."""
        return tuple(by for by in self.by if by != SECTION)

    def group(self, document: str = "d", part: str = "s") -> str:
        """The grouping columns for a `select`: those of `document`, a query of `documents`, and the section of `part`.

        Each ends in a comma, so that the columns of the statistic follow; empty without groups.
        """
        return "".join(f"{part if by == SECTION else document}.{name(by)} as {name(by)}, " for by in self.by)

    def group_names(self) -> str:
        """The grouping columns by name, each followed by a comma."""
        return "".join(f"{name(by)}, " for by in self.by)

    def same_group(self, document: str = "d", part: str = "s") -> str:
        """The condition that a sentence is in the row's group, for a `Query` with the names `by`."""
        conditions = (
            f"{part if by == SECTION else document}.{name(by)} is not distinct from ${by}" for by in self.by
        )
        return " and ".join(["true", *conditions])

    def columns(self) -> tuple[Column, ...]:
        """The grouping columns, with their heads."""
        return tuple(map(_column, self.by))

    def plain(self) -> Mapping[str, Any]:
        """As JSON takes it, for the digest and for who reads it later."""
        return {
            "year": [list(span) for span in self.years],
            "place": list(self.places),
            "section": list(self.sections),
            "where": [[what, list(values)] for what, values in self.where],
            "by": list(self.by),
        }


def _year(first: int | None, last: int | None) -> str:
    bounds = [f"d.year >= {first}"] * (first is not None) + [f"d.year <= {last}"] * (last is not None)
    return f"({' and '.join(bounds)})"


def _place(place: str) -> str:
    names = ", ".join(f"d.{column}" for column in PLACES)
    within = f"contains(concat('/', d.place_joined, '/'), {literal(f'/{place}/')})"
    return f"({within} or {literal(place)} in ({names}))"


def _of_report(what: str) -> str:
    """The value of a name of `DOCUMENT`, for a report `d`; its levels are those of the place that it was joined to."""
    column = name(DOCUMENT[what])
    if what not in LEVELS:
        return f"d.{column}"
    whole = f"min(w.{column}) filter (w.place_id = w.place_joined)"  # of the reports that state all of it, if any does
    return f"(select coalesce({whole}, min(w.{column})) from main.documents w where w.place_joined = d.place_joined)"


def _variable(variable: str) -> str:
    """A user's own variable of a report; of one given twice the first value, so that a report stays one report."""
    return f"(select min(m.value) from main.metadata m where m.doc_id = d.doc_id and m.name = {literal(variable)})"


def _column(by: str) -> Column:
    if by in DOCUMENT or by == SECTION:
        table, column = ("documents", DOCUMENT[by]) if by in DOCUMENT else ("paragraphs", SECTION)
        found = next(c for c in tables()[table].columns if c.name == column)
        return Column(by, found.type, found.zh, found.en, found.about_zh, found.about_en)
    return Column(by, "text", by, by, "使用者自己的变量", "The user's own variable")


def selection(
    reports: Reports,
    *,
    year: Any = None,
    place: str | Iterable[str] = (),
    section: str | Iterable[str] = (),
    where: str | Iterable[str] = (),
    by: str | Iterable[str] = (),
) -> Selection:
    """Read what a user chooses; raises UsageError naming what does not exist and what there is.

    `year` is a number, or a text: 2020, 2020-2023, 2020-, -2010 or several with commas, or a list of these; `section` a code or its Chinese
    name; `where` is NAME=VALUE or NAME=VALUE,VALUE (a value with a comma in double quotes) with a column of `DOCUMENT` or a variable of metadata.csv; `by` names of the same.
    """
    known = _Names(reports)
    return Selection(
        years=() if year is None else years(year),
        places=tuple(dict.fromkeys(_several(place, "--place"))),
        sections=tuple(dict.fromkeys(map(section_code, _several(section, "--section")))),
        where=tuple(_where(text, known) for text in _given(where, "--where") if text),
        by=tuple(dict.fromkeys(known.check(by, SECTION) for by in _several(by, "--by"))),
    )


def group(reports: Reports, text: str, option: str) -> Selection:
    """A group of reports in one text: `year=2016-2020;province=甲省,乙省;section=plans`; raises UsageError."""
    choices: dict[str, Any] = {}
    where = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        what, equals, value = part.partition("=")
        if not equals:
            raise UsageError(
                f"{option} {text}: write NAME=VALUE, several joined by ; (year=2016-2020;section=plans)"
            )
        if what in ("year", "place", "section"):
            choices[what] = value
        else:
            where.append(part)
    return selection(reports, **choices, where=where)


def section_code(text: str) -> str:
    """The code of a section by code, Chinese or English name."""
    for code, names in codes()["section"].items():
        if text in (code, *names):
            return code
    raise UsageError(f"there is no section {text}; there are: {', '.join(codes()['section'])}")


class _Names:
    """The names to choose and group by: columns of reports, and the variables that this store has."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    def check(self, what: str, *more: str) -> str:
        if what in DOCUMENT or what in more:
            return what
        own = self._reports.sql("select distinct name from main.metadata order by name")["name"].tolist()
        if what in own:
            return what
        raise UsageError(f"there is no variable {what}; there are: {', '.join([*DOCUMENT, *more, *own])}")


def _given(value: Any, option: str) -> list[str]:
    """One text or several; raises UsageError for anything else."""
    given = [value] if isinstance(value, str) else value
    if isinstance(given, Mapping) or not isinstance(given, Iterable):
        raise UsageError(f"{option} {value!r} is not understood: write a text, or a list of texts")
    given = list(given)
    if not all(isinstance(one, str) for one in given):
        raise UsageError(f"{option} {value!r} is not understood: write a text, or a list of texts")
    return given


def _several(value: Any, option: str) -> list[str]:
    """Values, each of which may be several with commas."""
    return [part.strip() for text in _given(value, option) for part in text.split(",") if part.strip()]


def years(value: Any, option: str = "--year") -> tuple[tuple[int | None, int | None], ...]:
    """Spans of years as users write them, numbers and texts, one or several, for the option named; raises UsageError."""
    spans = []
    several = [value] if isinstance(value, str | Integral) else value
    if isinstance(several, Iterable) and not isinstance(several, Mapping):
        several = [str(one) if isinstance(one, Integral) else one for one in several]
    if not isinstance(several, list) or not all(isinstance(one, str) for one in several):
        raise UsageError(f"{option} {value!r} is not understood: write {_WRITTEN}, as a text or a list")
    for part in _several(several, option):
        found = _YEARS.fullmatch(part)
        if not found or not (found[1] or found[3]) or (found[3] and not found[2]):
            raise UsageError(f"{option} {part} is not understood: write {_WRITTEN}")
        first, last = (int(y) if y else None for y in (found[1], found[3] if found[2] else found[1]))
        if first and last and first > last:
            raise UsageError(f"{option} {part}: the first year is after the last")
        spans.append((first, last))
    return tuple(spans)


def _where(text: str, known: _Names) -> tuple[str, tuple[str, ...]]:
    what, equals, value = text.partition("=")
    parts = [quoted or plain for quoted, plain in _VALUES.findall(value)]
    values = tuple(part.strip() for part in parts if part.strip())
    if not equals or not values:
        raise UsageError(f"--where {text} is not understood: write NAME=VALUE or NAME=VALUE,VALUE")
    return known.check(what.strip()), values
