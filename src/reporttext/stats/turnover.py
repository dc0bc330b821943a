"""Words that came, went and came back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reporttext.stats.counting import COUNT, COUNTED, TERM, TERMS, counted, folded, forms, groups, sentences
from reporttext.stats.selection import Selection
from reporttext.stats.series import LEAST, Series, series
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.stats.tokens import cut_as_run, times
from reporttext.tables import Column

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports


_SENTENCES = 2_000  # held at a time
_COUNTED = ("term", "counted", "event", "year", "year_before", "years_without", "reports_with")


def turnover(
    reports: Reports, chosen: Selection, *, terms: Sequence[str], gap: int, full: int, least: int, count: str
) -> Found:
    """New, lost and returning words, with the sentence in which each first stood.

    A year counts as one without the word if it has at least `full` reports and none has it. A word is new in its first
    year if `gap` such years or more come before, lost after its last year if `gap` or more follow, returning in a year
    if `gap` or more lie between it and the last year that had the word. A word may be all three, in rows of their own.
    The sentence is the first of that year, by the report's source; of a lost word the first of its last year.
    """
    import pandas as pd

    found, notes = series(reports, chosen, terms, count, least)
    listed = [row for one in found for row in _rows(chosen, one, gap, full)]
    rows = pd.DataFrame(listed, columns=[*chosen.by, *_COUNTED])
    rows = rows.sort_values([*chosen.by, "event", "year", "reports_with", "term"], ascending=[*(True for _ in chosen.by), True, True, False, True], ignore_index=True)  # fmt: skip
    if len(rows):  # without rows there is nothing to look up, but the columns are the same
        rows = rows.join(_first(reports, chosen, rows, counted(reports, terms, count).sql if terms else None))
    rows = rows.reindex(columns=[*chosen.by, *(column.name for column in STATISTIC.columns)])
    query = sentences(chosen, "term", word="term")
    of_year = "doc_id in (select doc_id from main.documents where year = $year)"
    return Found(
        rows,
        query=Query(
            f"select doc_id, sentence from ({query.sql}) where {of_year}",
            (*query.names, "year"),
            word=query.word,
        ),
        notes=(*notes, *_too_few(reports, chosen, full)),
    )


def _too_few(reports: Reports, chosen: Selection, full: int) -> Iterator[str]:
    """A note where no year of any group has reports enough to count as one without a word."""
    yearly = replace(chosen, by=(*chosen.by, "year"))
    most = reports.sql(f"select max(reports)::bigint as n from {groups(yearly)} where year is not null")["n"][
        0
    ]
    if most < full:
        yield (
            f"no year has the {full} reports of --full, the most are {most}: no year counts as one without a word, so that"
            f" none is new, lost or returning; take --full {most} or less"
        )


def _rows(chosen: Selection, one: Series, gap: int, full: int) -> Iterator[Mapping[str, Any]]:
    base = dict(zip(chosen.by, one.group, strict=True)) | {"term": one.term, "counted": one.counted}
    base["reports_with"] = one.reports_with.sum()
    for event, year, before, without in events(
        one.years.tolist(), one.reports_with.tolist(), one.reports.tolist(), gap, full
    ):
        yield base | {"event": event, "year": year, "year_before": before, "years_without": without}


def events(
    years: Sequence[int], hits: Sequence[int], all_: Sequence[int], gap: int, full: int
) -> Iterator[tuple[str, int, int | None, int]]:
    """What happened to a word: event, its year, the year before or after that had the word, full years without it between."""
    without, last = 0, None
    for year, hit, number in zip(years, hits, all_, strict=True):
        if not hit:
            without += number >= full
            continue
        if without >= gap:
            yield ("new" if last is None else "returning"), year, last, without
        without, last = 0, year
    if last is not None and without >= gap:
        yield "lost", last, None, without


def _first(reports: Reports, chosen: Selection, rows: pd.DataFrame, source: str | None) -> pd.DataFrame:
    """For each row the first sentence of its year with the word, found in the first report that `source` counts it in.

    Without a source that is the table of words, which has them as they stand in the text. A term counted as a word must be
    one in the sentence.
    """
    import pandas as pd

    held = f"contains({folded('s.text')}, {folded('r.term')})" if source else "contains(s.text, r.term)"
    by = "".join(f', unnest($by{n}) as "{name}"' for n, name in enumerate(chosen.by))
    same = " and ".join(f'd."{name}" is not distinct from w."{name}"' for name in chosen.by) or "true"
    values = {"term": rows["term"].tolist(), "year": rows["year"].tolist()}
    values |= {f"by{n}": rows[name].tolist() for n, name in enumerate(chosen.by)}
    batches = reports.batches(
        f"""
        with w as (select unnest($term) as term, unnest($year) as year, unnest(range({len(rows)})) as row {by}),
        report as (select w.row, any_value(w.term) as term, min_by(d.doc_id, d.source) as doc_id, min(d.source) as source
            from w join {source or "main.terms"} c using (term) join {chosen.documents()} d on d.doc_id = c.doc_id and d.year = w.year
            where {same} and {chosen.in_section("c")} group by w.row)
        select r.row, r.source, s."start", s."end", s.text as sentence
        from report r join main.sentences s on s.doc_id = r.doc_id and {chosen.in_section("s")} and {held}
        order by r.row, s.sentence
        """,
        values,
        _SENTENCES,
    )
    cut, found = cut_as_run(reports), {}
    counted_as, terms = rows["counted"].tolist(), rows["term"].tolist()
    candidates = (
        row for batch in batches for row in zip(*(c.to_pylist() for c in batch.columns), strict=True)
    )
    for (
        row,
        *place,
    ) in candidates:  # a few for each word: SQL finds it as text, here it is seen whether it is a word
        if row not in found:
            words = frozenset(forms(terms[row]) if source else (terms[row],))
            if counted_as[row] == "text" or times(cut(place[-1]), words):
                found[row] = place
    columns = ["source", "start", "end", "sentence"]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns)


STATISTIC = Statistic(
    "turnover", "新旧词", "Turnover", turnover,
    columns=(
        TERM, COUNTED,
        Column("event", "text", "情形", "Event", "new 新词、lost 消失、returning 重现", "new, lost, returning"),
        Column("year", "int", "年份", "Year", "新出现或重现的年份；消失词为最后出现的年份", "The year it came or came back; of a lost word its last"),
        Column("year_before", "int", "此前年份", "Year before it", "重现之前最后出现的年份", "The last year that had a returning word before"),
        Column("years_without", "int", "缺席年数", "Years without", "此前（消失词为此后）没有该词的年数", "Years without it before, of a lost word after"),
        Column("reports_with", "int", "含该词报告数", "Reports with it", "全部年份有该词的报告数", "Reports of all years that have it"),
        Column("source", "text", "来源", "Source", "该句所在报告", "The report of the sentence"),
        Column("start", "int", "起", "Start", "该句在正文中的起点（字符）", "Start of the sentence in the text, in characters"),
        Column("end", "int", "止", "End", "该句在正文中的终点（不含）", "End of the sentence in the text, exclusive"),
        Column("sentence", "text", "句子", "Sentence", "该年首次出现的句子", "The first sentence of that year with it"),
    ),
    key=("term", "event", "year"),
    parameters=(
        TERMS,
        Parameter("gap", "Years without the word that make it new, lost or returning.", "int", default=3, low=1),
        Parameter("full", "Reports a year must have to count as one without the word.", "int", default=5, low=1),
        LEAST, COUNT,
    ),
    empty="no word is new, lost or returning: take a smaller --gap or --full, or without words a smaller --least",
)  # fmt: skip
