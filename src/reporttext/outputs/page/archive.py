"""What the archive view shows: reports, indicators, themes, words, checks and problems, as data for its scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reporttext import lexicon
from reporttext.errors import UsageError
from reporttext.messages import shown, shown_problem
from reporttext.outputs.compared import compared
from reporttext.outputs.conflicts import conflicts
from reporttext.outputs.context import place_shown
from reporttext.outputs.page.write import Writer, words
from reporttext.outputs.summary import names_of_places
from reporttext.stats import STATISTICS
from reporttext.stats.compute import compute
from reporttext.store.reader import Reports
from reporttext.tables import codes, tables

if TYPE_CHECKING:
    import pandas as pd

# Rows of a list that the page holds; more are counted, and csv and workbook hold them.
MOST_ROWS = 5_000

# Cells of one indicator: those of the places with the longest series are kept.
MOST_CELLS = 20_000

REPORTS = (
    "doc_id", "title", "place_id", "year", "doc_type", "admin_level", "chars", "facts", "masked", "events", "checks", "source",
)  # fmt: skip
_REPORTS = f"""
select d.doc_id, coalesce(d.title, d.source), {place_shown("d")}, d.year,
    d.doc_type, d.admin_level, d.chars, coalesce(f.facts, 0), coalesce(f.masked, 0), coalesce(e.events, 0),
    coalesce(c.checks, 0) + coalesce(o.checks, 0), d.source, d.place_joined, d.duplicate_of is not null
from main.documents d
left join (select doc_id, count(*) as facts, count(*) filter (masked) as masked from main.facts group by doc_id) f using (doc_id)
left join (select doc_id, count(*) as events from main.events group by doc_id) e using (doc_id)
left join (select doc_id, count(*) as checks from main.checks group by doc_id) c using (doc_id)
left join (select doc_id, count(*) as checks from main.outline_checks group by doc_id) o using (doc_id)
order by d.rowid
"""
_COUNTS = """
with own as (select * from main.documents where duplicate_of is null),
    own_facts as (select f.* from main.facts f join own using (doc_id))
select (select count(*) from main.documents), (select count(*) from main.documents where duplicate_of is not null),
    (select count(distinct place_joined) from own), (select min(year) from own), (select max(year) from own),
    (select sum(chars) from own), (select count(*) from own_facts), (select count(*) from own_facts where masked),
    (select count(*) from own_facts where status = 'achieved'), (select count(*) from own_facts where status = 'target'),
    (select count(*) from main.events join own using (doc_id)), (select count(*) from main.mentions join own using (doc_id)),
    (select count(*) from main.checks) + (select count(*) from main.outline_checks),
    (select count(*) from main.errors where severity = 'error'), (select count(*) from main.errors where severity = 'warning')
"""
_COUNTED = (
    "reports", "copies", "places", "first_year", "last_year", "characters", "facts", "masked", "achieved", "target", "events",
    "mentions", "checks", "errors", "warnings",
)  # fmt: skip
_CHECKS = f"""
select doc_id, coalesce(d.title, d.source), {place_shown("d")}, d.year,
    c.* exclude (doc_id) from (
    select doc_id, 'checks' as of, kind, severity, message, "start", "end" from main.checks
    union all select doc_id, 'outline_checks', kind, null, message, "start", "end" from main.outline_checks
) c join main.documents d using (doc_id) order by d.rowid, c.of, c."start", c."end", c.kind, c.message
"""
_ERRORS = """
select severity, stage, kind, source, message from main.errors where severity <> 'info'
order by severity, source, "start", stage, kind, message
"""
_SERIES = ["status", "scope", "measure", "unit"]
_CELL = ("place_id", "year", "value", "value_max", "cell", "quote", "qualifier_text", "conflict", "fact_id")


def write(store: Reports, writer: Writer, *, each: bool) -> None:
    """Write `index.html` and `data/`. `each`: there is a page a report, so reports are listed and linked."""
    ((*numbers,),) = store.stream(_COUNTS)
    counts = dict(zip(_COUNTED, numbers, strict=True))
    disagreeing = list(conflicts(store, compared(store, None), writer.language))  # as in the workbook
    counts["checks"] += len(disagreeing)
    names = names_of_places(store)
    reports = [[*row, names[place], copy] for *row, place, copy in store.stream(_REPORTS)] if each else []
    indicators, notes = _indicators(store, writer, names)
    writer.data(
        "words",
        {
            "words": words(writer.language),
            "codes": _codes(writer),
            "heads": _heads(writer),
            "lang": writer.language,
            "each": each,
        },
    )
    writer.data("reports", _listed(writer, reports))
    writer.data("indicators", indicators)
    writer.data("themes", {of: _shares(store, writer, of) for of in ("theme", "section")})
    asked = list(lexicon.texts("page.words", lexicon.load(store.rules())["page"]["words"]))
    writer.data("trends", _trends(store, asked))
    writer.data("checks", _checks(store, disagreeing, counts["checks"]))
    writer.data("errors", _problems(store, writer.language, counts["errors"] + counts["warnings"]))
    notes = tuple(shown(note, writer.language) for note in notes)
    writer.template(
        "index.html", "index.html", {"counts": counts, "each": each, "notes": notes, "words": asked}
    )


def _codes(writer: Writer) -> Mapping[str, Mapping[str, str]]:
    place = 0 if writer.language == "zh" else 1
    return {
        group: {code: names[place] for code, names in entries.items()} for group, entries in codes().items()
    }


def _heads(writer: Writer) -> Mapping[str, Mapping[str, str]]:
    """By table, under "" its own head, then those of its columns."""
    return {
        name: {"": table.head(writer.language), **{c.name: c.head(writer.language) for c in table.columns}}
        for name, table in tables().items()
    }


def _listed(writer: Writer, reports: Sequence[list[Any]]) -> Mapping[str, Any]:
    """The list of reports with its heads; after the columns of REPORTS a row has the name that tells its place from others, and whether it is a copy."""
    known = {**words(writer.language), **_heads(writer)["documents"]}
    return {
        "heads": [known["place" if column == "place_id" else column] for column in REPORTS],
        "rows": reports,
    }


def _first(store: Reports, query: str, number: int) -> Mapping[str, Any]:
    return {"of": number, "rows": [list(row) for row in store.stream(f"{query} limit {MOST_ROWS}")]}


def _checks(store: Reports, disagreeing: Sequence[Mapping[str, Any]], number: int) -> Mapping[str, Any]:
    """The first checks, and after them the figures of several reports that disagree, each at its fact."""
    found = _first(store, _CHECKS, number)
    for one in disagreeing[: max(0, MOST_ROWS - len(found["rows"]))]:
        report = (
            one["doc_id"],
            one["title"] or one["documents.source"],
            one["documents.place"],
            one["documents.year"],
        )
        found["rows"].append(
            [*report, "facts", one["kind"], one["severity"], one["message"], one["start"], one["end"]]
        )
    return found


def _problems(store: Reports, language: str, number: int) -> Mapping[str, Any]:
    """The first problems, their messages in the language."""
    found = _first(store, _ERRORS, number)
    rows = [[*row, shown_problem(row[2], message, language)] for *row, message in found["rows"]]
    return {**found, "rows": rows}


def _rows(store: Reports, statistic: str, **given: Any) -> tuple[pd.DataFrame | None, tuple[str, ...]]:
    """The rows of a statistic and its notes; None where it is over nothing."""
    try:
        found = compute(store, STATISTICS[statistic], **given)
    except UsageError as error:
        return None, (str(error),)
    return found.frame(), found.notes


def _records(frame: pd.DataFrame | None, columns: Sequence[str]) -> list[list[Any]]:
    if frame is None:
        return []
    values = [frame[column].astype(object).where(frame[column].notna(), None).tolist() for column in columns]
    return [list(row) for row in zip(*values, strict=True)]


def _indicators(
    store: Reports, writer: Writer, names: Mapping[str, str]
) -> tuple[list[Any], tuple[str, ...]]:
    """The list of indicators, most cells first, and a file for each: `data/indicator-N.js`."""
    frame, notes = _rows(store, "panel", stated=True, status=("achieved", "target"))
    if frame is None or frame.empty:
        return [], notes
    frame = frame.assign(place_id=frame["place_id"].map(names))
    listed: list[Any] = []
    for number, id in enumerate(_by_size(frame, "indicator_id")):
        cells = frame[frame["indicator_id"] == id]
        groups = [(_plain(key), group) for key, group in cells.groupby(_SERIES, sort=True, dropna=False)]
        groups.sort(key=lambda one: (one[0][0] != "achieved", -len(one[1])))
        series = [
            {"key": key, "rows": _records(_longest(group), _CELL), "of": len(group)} for key, group in groups
        ]
        writer.data(f"indicator-{number}", series)
        listed.append([id, cells["indicator"].iloc[0], len(cells)])
    return listed, notes


def _by_size(frame: pd.DataFrame, column: str) -> list[Any]:
    """The values of a column, those of most rows first."""
    sizes = frame.groupby(column, sort=True).size().sort_values(ascending=False, kind="stable")
    found: list[Any] = sizes.index.tolist()
    return found


def _longest(group: pd.DataFrame) -> pd.DataFrame:
    """All cells, or of very many those of the places with the most."""
    if len(group) <= MOST_CELLS:
        return group
    first = group["place_id"].map({place: i for i, place in enumerate(_by_size(group, "place_id"))})
    kept = first.sort_values(kind="stable").index[:MOST_CELLS]
    return group[group.index.isin(kept)]


def _plain(key: Any) -> list[Any]:
    return [None if part != part else part for part in key]  # noqa: PLR0124  NaN


def _shares(store: Reports, writer: Writer, of: str) -> Mapping[str, Any]:
    """Shares over all years, and year by year."""
    whole, _ = _rows(store, "shares", of=of, by=())
    yearly, _ = _rows(store, "shares", of=of, by=("year",))
    rows = _records(whole, ("value", "reports", "share"))
    if of == "section":
        rows = [[writer.code("paragraphs", "section", value), *rest] for value, *rest in rows]
    years = _records(yearly, ("year", "value", "share"))
    if of == "section":
        years = [[year, writer.code("paragraphs", "section", value), share] for year, value, share in years]
    return {"all": sorted(rows, key=lambda row: (-row[2], row[0])), "years": years}


def _trends(store: Reports, asked: Sequence[str]) -> list[list[Any]]:
    """Year, word, by 10,000 characters, share of the reports, count, reports: of the words stated in data/page.toml."""
    frame, _ = _rows(store, "trends", terms=asked, by=("year",))
    return _records(frame, ("year", "term", "per_10000", "share", "count", "reports"))
