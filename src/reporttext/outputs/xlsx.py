"""The workbook: OUT/reports.xlsx, for people who read tables in Excel or WPS.

Sheets: overview, reports, facts, activities, documents cited, paragraphs, checks of figures and of shape, problems, and an
explanation of every column.
Heads and codes are in Chinese or English; a masked figure stands as written in a shaded cell, for it has no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.outputs.context import SENTENCE, rows_query
from reporttext.outputs.sheets import Book, Shown, shown, writable
from reporttext.store.folder import Folder
from reporttext.tables import codes_of, tables

if TYPE_CHECKING:
    import duckdb
    from xlsxwriter.worksheet import Worksheet

TRANSLATED = True
OWN = ()

# A sheet with more rows is left out, for Excel opens it only with patience, and csv and Parquet hold them all. Only the
# list of reports is never left out: where a sheet is full, it goes on in another.
MOST_ROWS = 200_000

# Rows held at a time.
_ROWS = 5_000

# Characters of a paragraph that a cell shows; the whole text is in csv and Parquet.
_SNIPPET = 80
_ROUND = 20


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its table and columns. `documents.place` is a column of the report that a row belongs to."""

    names: tuple[str, str]
    table: str
    columns: tuple[str, ...]
    frozen: int
    where: str = "true"


# Columns that no table has: their heads, and for some what they are in SQL.
_OWN = {SENTENCE: ("所在句子", "Sentence"), "snippet": ("开头", "Beginning"), "passage": ("原文", "Passage")}
_SQL = {
    "snippet": f"""t."text"[:{_SNIPPET}] || if(length(t."text") > {_SNIPPET}, '…', '')""",
    # Round the place that a check points at; of a report as a whole, its title.
    "passage": f"""trim(substr(d."text", greatest(t."start" - {_ROUND}, 0) + 1, least(t."end" - t."start", {_SNIPPET}) + 2 * {_ROUND}))""",
}

_WHOSE = ("documents.place", "documents.year")
_SHEETS = (
    _Sheet(
        ("报告", "Reports"), "documents",
        ("title", "place", "year", "doc_type", "admin_level", "province", "city", "county", "township", "topic", "issuer",
         "issued_on", "year_given", "period_start", "period_end", "chars", "tokens", "place_masked", "duplicate_of", "source",
         "format", "encoding", "bytes", "doc_id"), 1,
    ),
    _Sheet(
        ("数据明细", "Facts"), "facts",
        (*_WHOSE, "section", "indicator", "value", "unit", "period_start", "period_end", "quote", SENTENCE, "documents.source", "status", "kind",
         "change", "change_base", "qualifier", "value_max", "scope", "period_text", "actor", "themes", "fact_id"), 2,
    ),
    _Sheet(
        ("活动", "Events"), "events",
        (*_WHOSE, "section", "name", "type", "status", "period_start", "period_end", "quote", "documents.source", "event_id"), 2,
    ),
    _Sheet(
        ("文件引用", "Documents cited"), "mentions",
        (*_WHOSE, "section", "quote", "normalised", "label", "kind", "documents.source", "mention_id"), 2,
        where="t.label in ('document', 'document_number')",
    ),
    _Sheet(
        ("章节", "Paragraphs"), "paragraphs",
        (*_WHOSE, "section", "role", "level", "number", "heading", "snippet", "documents.source", "paragraph", "section_by",
         "section_score", "themes"), 2,
    ),
    _Sheet(
        ("核对", "Checks"), "checks",
        (*_WHOSE, "kind", "message", "passage", "severity", "documents.source", "fact_id", "other_fact_id", "check_id"), 2,
    ),
    _Sheet(
        ("结构核对", "Outline checks"), "outline_checks",
        (*_WHOSE, "kind", "message", "passage", "documents.source", "paragraph", "start", "end"), 2,
    ),
    _Sheet(("运行记录", "Problems"), "errors", ("severity", "source", "kind", "message", "stage", "start", "end", "doc_id"), 0),
)  # fmt: skip


def path(folder: Folder) -> Path:
    return folder.workbook


def write(con: duckdb.DuckDBPyConnection, new: Path, language: str) -> None:
    """Write the workbook. The overview comes first and is written last, when what was split or left out is known."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "tmpdir": str(new.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(new), options) as workbook:
        book = Book(workbook)
        overview = book.sheet(_word(("总览", "Overview"), language))
        notes = [note for sheet in _SHEETS for note in _write_sheet(con, book, sheet, language)]
        _explain(book, language)
        _overview(con, book, overview, notes, language)


def _word(names: tuple[str, str], language: str) -> str:
    return names[0 if language == "zh" else 1]


def _write_sheet(con: duckdb.DuckDBPyConnection, book: Book, sheet: _Sheet, language: str) -> Iterator[str]:
    """Write one sheet; yields what the overview must say of it."""
    title = _word(sheet.names, language)
    ((number,),) = con.execute(f"select count(*) from main.{sheet.table} t where {sheet.where}").fetchall()
    if number > MOST_ROWS and sheet.table != "documents":
        zh = f"“{title}”有 {number:,} 行，超过 {MOST_ROWS:,} 行，未列入本工作簿；csv 和 Parquet 里齐全"
        en = f"“{title}” has {number:,} rows, over {MOST_ROWS:,}, and is left out; csv and Parquet hold all"
        yield _word((zh, en), language)
        return
    columns = [_shown(sheet.table, column, language) for column in sheet.columns]
    names = book.add(title, columns, _rows(con, sheet), sheet.frozen)
    if len(names) > 1:
        zh = f"“{title}”有 {number:,} 行，分为 {len(names)} 张表"
        yield _word((zh, f"“{title}” has {number:,} rows, on {len(names)} sheets"), language)


def _shown(table: str, column: str, language: str) -> Shown:
    if column in _OWN:
        return Shown(_word(_OWN[column], language), "text")
    if column.startswith("documents."):
        table, column = column.split(".")
    found = next(c for c in tables()[table].columns if c.name == column)
    return shown(found, language, codes_of(table, column))


def _rows(con: duckdb.DuckDBPyConnection, sheet: _Sheet) -> Iterator[Sequence[Any]]:
    also = {column: what for column, what in _SQL.items() if column in sheet.columns}
    wanted = [column for column in sheet.columns if column not in also]
    masks = sheet.table == "facts"
    query = rows_query(sheet.table, [*wanted, *(["masked"] if masks else [])], also, sheet.where)
    for batch in con.sql(query).to_arrow_reader(_ROWS):
        found = {
            field.name: column.to_pylist() for field, column in zip(batch.schema, batch.columns, strict=True)
        }
        if masks:
            values = zip(found["value"], found["quote"], found["masked"], strict=True)
            found["value"] = [quote if masked else value for value, quote, masked in values]
        yield from zip(*(found[column] for column in sheet.columns), strict=True)


def _explain(book: Book, language: str) -> None:
    """The sheet that says what every column of every table means, and which codes it holds."""
    heads = [("表", "Table"), ("列", "Column"), ("代码", "Code"), ("含义", "Meaning"), ("取值", "Values")]
    columns = [Shown(_word(head, language), "text") for head in heads]
    rows: list[tuple[str | None, ...]] = []
    for table in tables().values():
        rows.append((table.head(language), None, table.name, table.about(language), None))
        for column in table.columns:
            codes = codes_of(table.name, column.name) or {}
            values = "；".join(f"{code} = {_word(names, language)}" for code, names in codes.items()) or None
            rows.append(
                (table.head(language), column.head(language), column.name, column.about(language), values)
            )
    book.add(_word(("说明", "Columns"), language), columns, rows, 2)


_OVERVIEW = """
select
    (select count(*) from documents),
    (select count(*) from documents where duplicate_of is not null),
    (select min(year) from documents), (select max(year) from documents),
    (select count(distinct place_id) from documents),
    (select count(*) from paragraphs), (select count(*) from sentences),
    (select count(*) from facts), (select count(*) from facts where masked),
    (select count(*) from facts where status = 'achieved'), (select count(*) from facts where status = 'target'),
    (select count(*) from events), (select count(*) from mentions where label = 'document'),
    (select count(*) from checks), (select count(*) from outline_checks),
    (select count(*) from errors where severity = 'error'), (select count(*) from errors where severity = 'warning')
"""
_COUNTED = (
    ("报告", "Reports"), ("其中内容重复", "of these copies of another"), ("最早年份", "First year"), ("最晚年份", "Last year"),
    ("地方（隐去的各算一处）", "Places (each masked one for itself)"), ("段落", "Paragraphs"), ("句子", "Sentences"),
    ("数据", "Facts"), ("其中数字隐去", "of these masked"), ("其中已完成", "of these achieved"), ("其中目标", "of these targets"),
    ("活动", "Events"), ("引用的文件", "Documents cited"), ("核对：数字对不上的地方", "Checks: figures that do not agree"),
    ("结构核对：编号、缺项、信息不一致", "Outline checks: numbers, missing parts, metadata"), ("错误（未读到的文件等）", "Errors (inputs not read and the like)"),
    ("提醒", "Warnings"),
)  # fmt: skip
_WIDE = 80  # of the column of contents in the overview, in digits
_TOLD = (
    ("started_at", ("运行时间（UTC）", "Time of the run (UTC)")), ("version", ("程序版本", "Version")),
    ("rules_sha256", ("规则摘要", "Rules digest")), ("models_sha256", ("模型摘要", "Models digest")),
    ("inputs_sha256", ("输入摘要", "Inputs digest")), ("options", ("选项", "Options")), ("versions", ("各包版本", "Packages")),
)  # fmt: skip


def _overview(
    con: duckdb.DuckDBPyConnection, book: Book, sheet: Worksheet, notes: Sequence[str], language: str
) -> None:
    """Counts, what is left out, problems by kind, and the run: label, value."""
    rows: list[tuple[str, Any]] = []
    (numbers,) = con.execute(_OVERVIEW).fetchall()
    rows += [(_word(label, language), number) for label, number in zip(_COUNTED, numbers, strict=True)]
    rows += [(_word(("注意", "Note"), language), note) for note in notes]
    for severity, kind, number, source in con.execute(_PROBLEMS).fetchall():
        label = " ".join(
            _code(column, code, language) for column, code in (("severity", severity), ("kind", kind))
        )
        more = "" if number == 1 else _word((f" 等 {number:,} 个", f" and {number - 1:,} more"), language)
        rows.append((label, source + more))
    told = ", ".join(column for column, _ in _TOLD)
    for run in con.execute(f"select {told} from runs order by started_at desc limit 1").fetchall():
        values = (f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value for value in run)
        rows += [(_word(label, language), value) for (_, label), value in zip(_TOLD, values, strict=True)]
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, _WIDE)
    sheet.freeze_panes(1, 0)
    for i, head in enumerate((("项目", "Item"), ("内容", "Content"))):
        sheet.write_string(0, i, _word(head, language), book.formats["head"])
    for i, (label, value) in enumerate(rows, 1):
        if isinstance(value, str):  # a program that only shows the file does not fit heights to wrapped text
            width = sum(2 if character > "\u2e7f" else 1 for character in value)
            sheet.set_row(i, 16 * (1 + width // (_WIDE - 4)))
        sheet.write_string(i, 0, label, book.formats["strong"])
        if isinstance(value, int):
            sheet.write_number(i, 1, value, book.formats["overview" if value > 9999 else "left"])
        elif value is not None:
            sheet.write_string(i, 1, writable(value), book.formats["wrap"])


_PROBLEMS = """
select severity, kind, count(*), min(source) from errors where severity != 'info'
group by severity, kind order by severity, count(*) desc, kind
"""


def _code(column: str, code: str, language: str) -> str:
    names = (codes_of("errors", column) or {}).get(code)
    return code if names is None else _word(names, language)
