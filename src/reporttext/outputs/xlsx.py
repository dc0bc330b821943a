"""The workbook: OUT/reports.xlsx, for people who read tables in Excel or WPS.

Sheets: overview, reports, the figures of all places side by side (`summary`), facts, activities, documents cited, paragraphs,
the text of problems and plans, checks of figures and of shape, problems met, and an explanation of every column.
Heads and codes are in Chinese or English; a masked figure stands as written in a shaded cell, for it has no value. Figures
lead to their fact, facts to their paragraph. No cell holds a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.errors import ReporttextError
from reporttext.outputs.context import SENTENCE, rows_query
from reporttext.outputs.overview import overview
from reporttext.outputs.sheets import Book, Link, Page, Shown, shown
from reporttext.outputs.summary import Summary, by_indicator, by_place, columns_of_places, summary
from reporttext.outputs.typed import Figure
from reporttext.store.folder import Folder
from reporttext.store.reader import Reports
from reporttext.tables import Column, codes, codes_of, tables

if TYPE_CHECKING:
    import duckdb

TRANSLATED = True

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
    """A sheet: its table and columns. `documents.place` is a column of the report that a row belongs to.

    The first `printed` columns are printed. The column `link[0]` leads to the row of the table `link[1]`.
    """

    names: tuple[str, str]
    table: str
    columns: tuple[str, ...]
    frozen: int
    printed: int
    where: str = "true"
    link: tuple[str, str] | None = None


# Columns that no table has: their heads, type, and for some what they are in SQL.
_OWN = {
    SENTENCE: ("所在句子", "Sentence", "text"), "snippet": ("开头", "Beginning", "text"), "passage": ("原文", "Passage", "text"),
    "whole": ("原文", "Text", "long"),
}  # fmt: skip
_SQL = {
    "snippet": f"""t."text"[:{_SNIPPET}] || if(length(t."text") > {_SNIPPET}, '…', '')""",
    # Round the place that a check points at; of a report as a whole, its title.
    "passage": f"""trim(substr(d."text", greatest(t."start" - {_ROUND}, 0) + 1, least(t."end" - t."start", {_SNIPPET}) + 2 * {_ROUND}))""",
    "whole": 't."text"',
}
# The row, on its sheet, that a row leads to: sheets hold their tables in order, below one row of heads.
_ROW = {
    "paragraphs": """(select r.n from (select doc_id, paragraph, row_number() over (order by rowid) + 1 as n from main.paragraphs) r
        where r.doc_id = t.doc_id and r.paragraph = t.paragraph)""",
    "facts": """(select r.n from (select fact_id, row_number() over (order by rowid) + 1 as n from main.facts) r
        where r.fact_id = t.fact_id)""",
}

_WHOSE = ("documents.place", "documents.year")
_REPORTS = _Sheet(
    ("报告", "Reports"), "documents",
    ("title", "place", "year", "doc_type", "admin_level", "province", "city", "county", "township", "topic", "issuer",
     "issued_on", "year_given", "period_start", "period_end", "chars", "tokens", "place_masked", "duplicate_of", "source",
     "format", "encoding", "bytes", "doc_id"), 1, 5,
)  # fmt: skip
_FACTS = _Sheet(
    ("数据明细", "Facts"), "facts",
    (*_WHOSE, "section", "status", "indicator", "value", "unit", "period_start", "period_end", "quote", SENTENCE, "documents.source", "kind",
     "change", "change_base", "qualifier", "value_max", "scope", "period_text", "actor", "themes", "score", "fact_id"), 2, 11,
    link=("value", "paragraphs"),
)  # fmt: skip
_SHEETS = (
    _FACTS,
    _Sheet(
        ("活动", "Events"), "events",
        (*_WHOSE, "section", "name", "type", "status", "period_start", "period_end", "quote", "documents.source", "score", "event_id"), 2, 9,
        link=("name", "paragraphs"),
    ),
    _Sheet(
        ("文件引用", "Documents cited"), "mentions",
        (*_WHOSE, "section", "quote", "normalised", "label", "kind", "documents.source", "mention_id"), 2, 7,
        where="t.label in ('document', 'document_number')", link=("quote", "paragraphs"),
    ),
    _Sheet(
        ("章节", "Paragraphs"), "paragraphs",
        (*_WHOSE, "section", "role", "level", "number", "heading", "snippet", "documents.source", "paragraph", "section_by",
         "section_score", "themes"), 2, 8,
    ),
    _Sheet(
        ("问题与计划", "Problems and plans"), "paragraphs",
        (*_WHOSE, "section", "heading_path", "whole", "themes", "documents.source", "section_by", "section_score", "paragraph"), 2, 5,
        where="t.section in ('problems', 'plans') and t.role in ('body', 'table_head', 'table', 'note')", link=("section", "paragraphs"),
    ),
    _Sheet(
        ("核对", "Checks"), "checks",
        (*_WHOSE, "kind", "message", "passage", "severity", "documents.source", "fact_id", "other_fact_id", "check_id"), 2, 6,
        link=("message", "facts"),
    ),
    _Sheet(
        ("结构核对", "Outline checks"), "outline_checks",
        (*_WHOSE, "kind", "message", "passage", "documents.source", "paragraph", "start", "end"), 2, 5, link=("message", "paragraphs"),
    ),
    _Sheet(("运行记录", "Problems met"), "errors", ("severity", "source", "kind", "message", "stage", "start", "end", "doc_id"), 0, 4),
)  # fmt: skip
_SHEET_OF = {"facts": _FACTS, "paragraphs": _SHEETS[3]}

# The sheets of the summary: names, and columns that stand before their years or indicators.
_BY_INDICATOR, _BY_PLACE = ("指标汇总", "Indicators"), ("各地对照", "Places compared")
_PRINTED = 14  # columns of indicators side by side that a page has room for
_BASIS = {"known": ("指标目录", "catalogue"), "worded": ("原文用语", "as worded")}
_KEYS = (
    Column("indicator", "text", "指标", "Indicator", "指标目录中的名称；目录没有的，用报告自己的字", "Its name in the catalogue, or the reports' own words"),
    Column("status", "text", "状态", "Status", "已完成或目标；目标所在年份是要达到的年份", "achieved or target; a target stands in the year it is for"),
    Column("measure", "text", "量的类别", "Measure", "水平、增量、增长率，从不混在一起", "level, increment or rate, never mixed"),
    Column("unit", "text", "单位", "Unit", "各年数字的单位（亿元、万人等）", "Unit of the figures of all years"),
    Column("place", "text", "地方", "Place", "省/市/县/镇；地名隐去的各算一处，附报告编号", "省/市/县/镇; each masked place for itself, with its report's id"),
    Column("basis", "text", "依据", "Basis", "指标目录：不同说法归为一个指标；原文用语：说法完全相同的才在一起", "catalogue: several wordings, one indicator; as worded: only the same words stand together"),
)  # fmt: skip
_CELLS = Column(
    "cells", "float", "（年份或指标）", "(years or indicators)",
    "一个数字，单击可到它在“数据明细”里的一行和所在句子；下降为负数。“约”“超过”是原文的限定，不影响计算。灰底：数字被作者隐去，照原文。橙底：另有数据与它对不上。“未写”：有该年报告而没有写（原文用语：没有用这些字写）；“无报告”：没有该年报告；0 就是零",
    "A figure; click it for its fact and sentence. A decrease is negative. about, over … are the report's and no part of the number. Grey: blanked out by the author, as written. Orange: another figure contradicts it. not stated: there is a report of the year and it does not say (as worded: not in these words); no report: there is none; 0 is zero",
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
        book = Book(workbook, language)
        first = book.sheet(_word(("总览", "Overview"), language), Page(landscape=False))
        notes = list(_write_sheet(con, book, _REPORTS, language))
        notes += _write_summary(con, book, language)
        notes += [note for sheet in _SHEETS for note in _write_sheet(con, book, sheet, language)]
        _explain(book, language)
        overview(con, book, first, notes, language)


def _word(names: tuple[str, str], language: str) -> str:
    return names[0 if language == "zh" else 1]


def _number(con: duckdb.DuckDBPyConnection, sheet: _Sheet) -> int:
    ((number,),) = con.execute(f"select count(*) from main.{sheet.table} t where {sheet.where}").fetchall()
    return int(number)


def _write_sheet(con: duckdb.DuckDBPyConnection, book: Book, sheet: _Sheet, language: str) -> Iterator[str]:
    """Write one sheet; yields what the overview must say of it."""
    title = _word(sheet.names, language)
    number = _number(con, sheet)
    if number > MOST_ROWS and sheet.table != "documents":
        zh = f"“{title}”有 {number:,} 行，超过 {MOST_ROWS:,} 行，未列入本工作簿；csv 和 Parquet 里齐全"
        en = f"“{title}” has {number:,} rows, over {MOST_ROWS:,}, and is left out; csv and Parquet hold all"
        yield _word((zh, en), language)
        return
    columns = [_shown(sheet.table, column, language) for column in sheet.columns]
    names = book.add(title, columns, _rows(con, sheet, language), sheet.frozen, Page(sheet.printed))
    yield from _split(title, names, number, language)


def _split(title: str, names: Sequence[str], number: int, language: str) -> Iterator[str]:
    if len(names) > 1:
        zh = f"“{title}”有 {number:,} 行，分为 {len(names)} 张表"
        yield _word((zh, f"“{title}” has {number:,} rows, on {len(names)} sheets"), language)


def _shown(table: str, column: str, language: str) -> Shown:
    if column in _OWN:
        zh, en, kind = _OWN[column]
        return Shown(_word((zh, en), language), kind)
    if column.startswith("documents."):
        table, column = column.split(".")
    found = next(c for c in tables()[table].columns if c.name == column)
    if (table, column) == ("facts", "value"):
        return Shown(found.head(language), "figure")
    return shown(found, language, codes_of(table, column))


def _rows(con: duckdb.DuckDBPyConnection, sheet: _Sheet, language: str) -> Iterator[Sequence[Any]]:
    also = {column: what for column, what in _SQL.items() if column in sheet.columns}
    wanted = [column for column in sheet.columns if column not in also]
    masks = sheet.table == "facts"
    target = None if sheet.link is None else _SHEET_OF[sheet.link[1]]
    if sheet.link is not None and target is not None and _number(con, target) <= MOST_ROWS:
        also["leads_to"] = _ROW[sheet.link[1]]
    query = rows_query(sheet.table, [*wanted, *(["masked"] if masks else [])], also, sheet.where)
    for batch in con.sql(query).to_arrow_reader(_ROWS):
        found = {
            field.name: column.to_pylist() for field, column in zip(batch.schema, batch.columns, strict=True)
        }
        if masks:
            values = zip(found["value"], found["quote"], found["masked"], strict=True)
            found["value"] = [_figure(value, quote, masked) for value, quote, masked in values]
        if sheet.link is not None and target is not None and "leads_to" in also:
            name, column = _word(target.names, language), sheet.link[0]
            found[column] = [
                value if row is None else Link(value, name, row)
                for value, row in zip(found[column], found["leads_to"], strict=True)
            ]
        yield from zip(*(found[column] for column in sheet.columns), strict=True)


def _figure(value: float | None, quote: str, masked: bool) -> Figure | None:
    return Figure(value, quote) if masked or value is not None else None


def _write_summary(con: duckdb.DuckDBPyConnection, book: Book, language: str) -> Iterator[str]:
    """Write the sheets of the figures side by side; yields what the overview must say of them."""
    facts = _word(_FACTS.names, language) if _number(con, _FACTS) <= MOST_ROWS else None
    try:
        found = summary(Reports.over(con), facts)
    except (
        ReporttextError
    ) as error:  # the user's own indicators may be faulty; the rest of the workbook is not
        found = Summary((), {}, frozenset(), (), ((f"“指标汇总”没有做成：{error}", f"The indicators could not be summed up: {error}"),), None, {})  # fmt: skip
    title = _word(_BY_INDICATOR, language)
    columns = [shown(column, language, _codes(column.name)) for column in _KEYS]
    columns += [Shown(str(year), "figure") for year in found.years]
    # Indicator and place stay in sight; the rest can be scrolled away.
    names = book.add(title, columns, by_indicator(found, language), 5)
    yield from _split(
        title, names, sum(1 for _ in by_indicator(found, language)) if len(names) > 1 else 0, language
    )
    title = _word(_BY_PLACE, language)
    columns = [
        Shown(_word(("地方", "Place"), language), "text"),
        Shown(_word(("年份", "Year"), language), "int"),
    ]
    columns += [Shown(head, "figure") for head in _heads(found, language)]
    book.add(title, columns, by_place(found, language), 2, Page(_PRINTED))
    yield from (_word(note, language) for note in found.notes)


def _codes(column: str) -> dict[str, tuple[str, str]] | None:
    return {"basis": _BASIS, "status": dict(codes()["status"]), "measure": dict(codes()["measure"])}.get(
        column
    )


def _heads(found: Summary, language: str) -> Iterator[str]:
    """Indicator and unit, told apart where an indicator has several columns."""
    for group in columns_of_places(found):
        measure = "" if group.measure == "level" else _word(codes()["measure"][group.measure], language)
        told = "，".join(filter(None, (measure, group.unit)))
        yield f"{group.indicator}\n（{told}）" if told else group.indicator


def _explain(book: Book, language: str) -> None:
    """The sheet that says what every column of every table means, and which codes it holds."""
    heads = [("表", "Table"), ("列", "Column"), ("代码", "Code"), ("含义", "Meaning"), ("取值", "Values")]
    columns = [
        Shown(_word(head, language), "long" if head[1] in ("Meaning", "Values") else "text") for head in heads
    ]
    rows: list[tuple[str | None, ...]] = []
    for table in tables().values():
        rows.append((table.head(language), None, table.name, table.about(language), None))
        for column in table.columns:
            codes = codes_of(table.name, column.name) or {}
            values = "；".join(f"{code} = {_word(names, language)}" for code, names in codes.items()) or None
            rows.append(
                (table.head(language), column.head(language), column.name, column.about(language), values)
            )
    both = "、".join((_word(_BY_INDICATOR, language), _word(_BY_PLACE, language)))
    for column in (*_KEYS, _CELLS):
        values = (
            "；".join(
                f"{code} = {_word(names, language)}" for code, names in (_codes(column.name) or {}).items()
            )
            or None
        )
        rows.append((both, column.head(language), column.name, column.about(language), values))
    book.add(_word(("说明", "Columns"), language), columns, rows, 2)
