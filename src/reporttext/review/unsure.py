"""What is unsure in the tables of a run, the most useful to decide first.

Useful is how much a decision is likely to mend: the chance that a thing is wrong, times the figures that hang on it. So come a
report without a year or place before a paragraph that may be of another section, and that before a figure that may be called
otherwise. A figure that is blanked out is not unsure for that. Copies of a report are left out. Of one report or one indicator
that is asked for all is listed, however sure: what somebody knows to be wrong may have any score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporttext.corrections import MARK
from reporttext.errors import UsageError, check_number
from reporttext.review import file
from reporttext.review.fields import field_of
from reporttext.review.file import Row
from reporttext.stats import accepted
from reporttext.stats.naming import like
from reporttext.stats.one_report import called
from reporttext.store.reader import Reports

BELOW = 0.7
LIMIT = 1000

# What goes into a cell of a spreadsheet without being cut (32,767 UTF-16 units); a paragraph that is longer is no paragraph.
_CELL = 32_000

_FACTS = f"""
with doubted as (
    select fact_id, string_agg(message, '; ' order by check_id) as doubts from main.checks
    where severity in ('error', 'warning') group by fact_id
)
select d.doc_id, d.source, f.start, f."end", f.quote, 'indicator' as field, f.indicator as value, f.score,
    if(length(s.text) <= {_CELL}, s.text, null) as sentence,
    concat_ws('; ', if(f.masked, 'blanked out', format('{{:.15g}}', f.value)), f.unit, f.status, f.change,
        f.period_start || ' to ' || f.period_end, f.section, if(c.doubts is null, null, 'to check: ' || c.doubts)) as note,
    (1 - if(c.doubts is null, f.score, least(f.score, 0.5))) * if(f.repeat_of is null, 1.0, 0.5) as use
from main.facts f join chosen d using (doc_id)
    join main.sentences s on s.doc_id = f.doc_id and s.sentence = f.sentence
    left join doubted c on c.fact_id = f.fact_id
where (f.score < $below or $below >= 1 or c.doubts is not null) and not contains(f.rule, '{MARK}')
    and ($indicator is null or contains(f.indicator, $indicator) or f.indicator_id = $indicator_id)
"""

_SECTIONS = f"""
select d.doc_id, d.source, p.start, p."end", p.text as quote, 'section' as field, p.section as value,
    p.section_score as score, null as sentence,
    concat_ws('; ', 'by ' || p.section_by, 'under ' || p.heading_path, coalesce(n.figures, 0) || ' figures') as note,
    (1 - p.section_score) * (1 + coalesce(n.figures, 0)) as use
from main.paragraphs p join chosen d using (doc_id)
    left join (select doc_id, paragraph, count(*) as figures from main.facts group by all) n
        on n.doc_id = p.doc_id and n.paragraph = p.paragraph
where (p.section_score < $below or $below >= 1) and $indicator is null and p.role != 'noise' and p.section_by != 'review' and length(p.text) <= {_CELL}
"""

# A report of its own kind has a place, a year and a kind. What stands nowhere in its text came from the file's name or
# properties: half as likely to be wrong as what is missing. What the user gave in metadata.csv is certain; a run keeps it with
# its input, as JSON by what follows the input's name in the report's source.
_SILENT = "not stated in the text, and not known from elsewhere"
_ELSEWHERE = "it stands nowhere in the text, but in the name or the properties of the file"
_COLUMN = "it stands nowhere in the text, but in a column of the list"
# A row of a list (`list.xlsx#3`) whose value is not in the list's own name has it from a column.
_OF_A_ROW = (
    "d.format in ('csv', 'xlsx', 'json') and contains(d.source, '#') and not contains(d.source, m.value)"
)
_INSIDE = "replace(replace(substr(t.source, length(t.input) + 1), '~', '~0'), '/', '~1')"
_GIVEN = f"""
select t.doc_id, list_concat(
    json_extract_string(json_extract(i.given, '//0'), '$[*][1]'),
    json_extract_string(json_extract(i.given, '/' || {_INSIDE} || '/0'), '$[*][1]')) as told
from state.documents t join state.inputs i on i.source = t.input where i.given is not null
"""
_METADATA = f"""
select d.doc_id, d.source, null as start, null as "end", null as quote, m.field, m.value,
    if(m.value is null, 0.0, 0.5) as score, null as sentence,
    case when m.value is null then '{_SILENT}' when {_OF_A_ROW} then '{_COLUMN}' else '{_ELSEWHERE}' end as note,
    if(m.value is null, 1.0, 0.5) * (1 + coalesce(n.figures, 0)) as use
from chosen d left join (select doc_id, count(*) as figures from main.facts group by all) n using (doc_id)
    left join ({_GIVEN}) g using (doc_id)
    cross join lateral (
        select unnest([
            {{'field': 'year', 'value': d.year::varchar, 'stands': contains(d.half, d.year::varchar)}},
            {{'field': 'place', 'value': d.place, 'stands': contains(d.text, left(d.place, greatest(1, length(d.place) - 1)))}},
            {{'field': 'doc_type', 'value': d.doc_type, 'stands': true}}
        ], recursive := true)
    ) m
where (m.value is null or not m.stands) and $indicator is null
    and not coalesce(list_contains(g.told, m.value), false) and $below > if(m.value is null, 0.0, 0.5)
"""

_CLASHES = """
select d.doc_id, d.source, o.start, o."end", substr(d.text, o.start + 1, o."end" - o.start) as quote,
    case when regexp_matches(o.message, '^落款日期') then 'issued_on'
        when regexp_matches(o.message, '^文件名里是[0-9]') then 'year' else 'place' end as field,
    case field when 'issued_on' then d.issued_on::varchar when 'year' then d.year::varchar else d.place end as value,
    0.5 as score, null as sentence, o.message as note, 0.5 * (1 + coalesce(n.figures, 0)) as use
from main.outline_checks o join chosen d using (doc_id)
    left join (select doc_id, count(*) as figures from main.facts group by all) n using (doc_id)
where o.kind = 'metadata_clash' and not starts_with(o.message, 'metadata.csv') and $indicator is null and $below > 0.5
"""

_CHOSEN = """(
    select *, translate(text, '０１２３４５６７８９〇零一二三四五六七八九', '012345678900123456789') as half
    from main.documents where if($reports is null, duplicate_of is null, list_contains($reports, doc_id))
)"""
_ALL = f"""
from (({_FACTS}) union all by name ({_SECTIONS}) union all by name ({_METADATA})
    union all by name ({_CLASHES}))
"""
_IN_ORDER = f"with chosen as {_CHOSEN} select * exclude (use) {_ALL} order by use desc, source, start nulls first, field limit $limit"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing a review file: rows to decide, how many there are in all, rows decided before that were kept."""

    file: Path
    rows: int
    of: int
    kept: int


def unsure(
    reports: Reports,
    *,
    limit: int | None = LIMIT,
    below: float = BELOW,
    report: str | None = None,
    indicator: str | None = None,
) -> Iterator[Mapping[str, Any]]:
    """The rows of a review file, the most useful first."""
    if limit is not None:
        check_number("limit", limit, whole=True, low=0)
    check_number("below", below, low=0, high=1)
    most = 2**62 if limit is None else limit
    asked = _asked(reports, below, report, indicator) | {"limit": most}
    for batch in reports.batches(_IN_ORDER, asked, 2_000):
        yield from batch.to_pylist()


def _asked(reports: Reports, below: float, report: str | None, indicator: str | None) -> dict[str, Any]:
    """The parameters of the queries. Raises UsageError where there is no such report or indicator."""
    asked: dict[str, Any] = {"below": below, "reports": None, "indicator": indicator, "indicator_id": None}
    if report is not None:
        asked["reports"] = called(reports, report)["doc_id"].tolist()
    if indicator is not None:
        known = accepted.known(reports)
        match = known.match(indicator)
        asked["indicator_id"] = known.names.get(indicator) or (match.entry.id if match else None)
        query = "select 1 from main.facts where contains(indicator, $name) or indicator_id = $id limit 1"
        if reports.sql(query, {"name": indicator, "id": asked["indicator_id"]}).empty:
            others = ", ".join(like(reports, known, indicator))
            said = f"no figure is of {indicator}"
            raise UsageError(f"{said}; near: {others}" if others else said)
    return asked


def write(
    reports: Reports,
    path: Path,
    *,
    limit: int | None = LIMIT,
    below: float = BELOW,
    report: str | None = None,
    indicator: str | None = None,
    language: str = "en",
) -> Written:
    """Write what is unsure to a review file, in a language (zh, en). Rows that were decided in one that is there are kept, on top, and not asked again.

    `report` (doc_id, source, file name, or place and year) and `indicator` (its name or a part of it) narrow it to what is of
    them. Raises UsageError where there is none, or the file that is there is no review file, ReporttextError where it cannot
    be written.
    """
    kept = file.decided(file.read(path)) if path.exists() else []
    known = {_key(row) for row in kept}
    most = None if limit is None else limit + len(kept)
    found = list(unsure(reports, limit=most, below=below, report=report, indicator=indicator))
    new = [row for row in found if _key(row) not in known]
    new = new if limit is None else new[:limit]
    passed = sum(_key(row) in known for row in found)
    file.write(path, [*(row.cells for row in kept), *new], language)
    count = f"with chosen as {_CHOSEN} select count(*) as n {_ALL}"
    ((total,),) = reports.sql(count, _asked(reports, below, report, indicator)).to_numpy().tolist()
    return Written(path, len(new), int(total) - passed, len(kept))


def _key(row: Row | Mapping[str, Any]) -> tuple[object, ...]:
    """What a row is about: a figure or paragraph by its place, what a report says of itself by its field."""
    quote, named = row["quote"] or "", str(row["field"])
    about, field = field_of(named, quoted=bool(quote)) or ("", named)
    if about == "metadata":
        return row["source"], field
    return row["source"], about, str(row["start"]), str(row["end"])
