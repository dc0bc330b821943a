"""The workbook: OUT/reports.xlsx, for people who read tables in Excel or WPS.

Sheets: overview, reports, the figures of all places side by side (`summary`), facts, activities, documents cited, paragraphs,
the text of problems and plans, checks of figures and of shape, problems met, and an explanation of every column.
Heads and codes are in Chinese or English; a masked figure stands as written in a shaded cell, for it has no value. Figures
lead to their fact, facts to their paragraph. No cell holds a formula.
"""

from __future__ import annotations

import contextlib
import traceback
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.messages import shown_problem
from reporttext.outputs.compared import (
    BY_INDICATOR,
    BY_PLACE,
    CELLS,
    KEYS,
    codes_shown,
    compared,
    write_compared,
)
from reporttext.outputs.conflicts import conflicts
from reporttext.outputs.context import rows_query
from reporttext.outputs.layout import (
    CHECKS,
    CITED,
    FACTS,
    OF_SHEETS,
    PARAGRAPHS,
    REPEATS,
    REPORTS,
    ROW_OF,
    SHEET_OF,
    SHEETS,
    SQL,
    Sheet,
)
from reporttext.outputs.overview import Told, overview, run_rows
from reporttext.outputs.sheets import Book, Link, Page, Shown, shown, split, word
from reporttext.outputs.summary import MOST_COLUMNS
from reporttext.outputs.typed import Figure
from reporttext.store.folder import Folder
from reporttext.store.reader import Reports
from reporttext.tables import codes_of, tables

if TYPE_CHECKING:
    import duckdb

TRANSLATED = True
OWN = ()

# A sheet with more rows is left out, for Excel opens it only with patience, and csv and Parquet hold them all. Only the
# list of reports is never left out: where a sheet is full, it goes on in another.
MOST_ROWS = 200_000

# Rows held at a time.
_ROWS = 5_000


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
    with _failing_as_files_do(), xlsxwriter.Workbook(str(new), options) as workbook:
        book = Book(workbook, language)
        first = book.sheet(word(("总览", "Overview"), language), Page(landscape=False))
        notes = list(_write_sheet(con, book, REPORTS, language))
        facts = word(FACTS.names, language) if _number(con, FACTS) <= MOST_ROWS else None
        reports = Reports.over(con)
        found = compared(reports, facts)
        notes += write_compared(found, book, language)
        disagreeing = list(conflicts(reports, found, language))
        for sheet in SHEETS:
            more = disagreeing if sheet is CHECKS else ()
            notes += _write_sheet(con, book, sheet, language, more)
        notes += _not_sorted(book, language)
        _explain(con, book, language)
        overview(con, book, first, Told(_guide(book, language), notes, len(disagreeing)), language)


@contextlib.contextmanager
def _failing_as_files_do() -> Iterator[None]:
    """A workbook that cannot be written to its file is an OSError, as of any file; xlsxwriter wraps it in an error of its own."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        yield
    except FileCreateError as error:
        found = error.args[0] if error.args else None
        for frame, _ in traceback.walk_tb(getattr(found, "__traceback__", None)):
            for value in frame.f_locals.values():
                if isinstance(value, zipfile.ZipFile):
                    value.fp = (
                        None  # left alone it would try to write its end once more, and complain on the screen
                    )
        raise (found if isinstance(found, OSError) else OSError(str(error))) from None


_ABOUT = {
    BY_INDICATOR: (
        "每个指标、每个地方一行，每年一列。数字可单击，到“数据明细”里的那一行和所在句子。灰底：数字被作者隐去；橙底：另有数据对不上；“未写”：有报告而没写；“无报告”：没有那一年的报告。这里不是全部数据：只有本地一年的总数，已完成和目标；部分单位、部分时段的数和名次、问题、背景在“数据明细”里",
        "A row an indicator and place, a column a year. Click a figure for its fact and sentence. Grey: blanked out by the author; orange: another figure contradicts it; not stated: there is a report that does not say; no report: there is none. Not every figure is here: only totals of the place for a year, achieved or aimed at; those of a part of place or year, ranks, problems and references are on Facts",
    ),
    BY_PLACE: (
        f"每个地方每年一行，每个指标一列（写到最多的 {MOST_COLUMNS} 个），只列已完成的",
        f"A row a place and year, a column an indicator (the {MOST_COLUMNS} that are stated most), achieved figures only",
    ),
    FACTS.names: (
        "报告里每个数字一行：多少、什么、何时、完成还是目标。“重复”一栏空着的是第一次出现的，筛选它就不会重复计数",
        "A row a figure: how much, of what, when, achieved or target. Where “Repeats” is empty it is the first that says so: filter by it, and none counts twice",
    ),
    CITED.names: ("文中提到的文件和文号，每处一行", "A row for every document and document number that a report cites"),
    PARAGRAPHS.names: ("每个段落（含标题）一行，原文全文", "A row a paragraph, headings too, in full"),
    CHECKS.names: (
        "数字之间对不上的地方：一份报告之内的，和不同报告对同一年同一指标说法不一的；单击可到两处",
        "Figures that do not agree, within a report, and of one year and indicator between reports; each leads to both",
    ),
    ("问题与计划", "Problems and plans"): ("各报告谈问题和计划的各段原文", "Every paragraph on problems and on plans, in full"),
    ("说明", "Columns"): ("每一列的含义和取值", "What every column means and holds"),
}  # fmt: skip


def _guide(book: Book, language: str) -> dict[str, str]:
    """The sheets there are, but the first, and what each holds."""
    about = {word(names, language): word(what, language) for names, what in _ABOUT.items()}
    for sheet in (*SHEETS, REPORTS):
        about.setdefault(word(sheet.names, language), tables()[sheet.table].about(language))
    return {name: about[name] for name in book.names[1:] if name in about}


def _number(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> int:
    ((number,),) = con.execute(f"select count(*) from main.{sheet.table} t where {sheet.where}").fetchall()
    return int(number)


def _not_sorted(book: Book, language: str) -> Iterator[str]:
    """What the reader must know of the sheets that links lead to."""
    names = [name for sheet in SHEETS if sheet.led_to and (name := word(sheet.names, language)) in book.names]
    if names:
        zh = f"{'、'.join(f'“{name}”' for name in names)}可以筛选，不能排序：别处的链接按行号指向它们。要排序，请先“撤销工作表保护”（没有密码），或复制一份再排"
        en = f"{' and '.join(names)} can be filtered, not sorted, for links lead to their rows. To sort, unprotect the sheet first (there is no password), or sort a copy"
        yield word((zh, en), language)


def _write_sheet(
    con: duckdb.DuckDBPyConnection,
    book: Book,
    sheet: Sheet,
    language: str,
    more: Sequence[Mapping[str, Any]] = (),
) -> Iterator[str]:
    """Write one sheet, with `more` rows by column at its end; yields what the overview must say of it."""
    title = word(sheet.names, language)
    number = _number(con, sheet) + len(more)
    if number > MOST_ROWS and sheet.table != "documents":
        zh = f"“{title}”有 {number:,} 行，超过 {MOST_ROWS:,} 行，未列入本工作簿；csv 和 Parquet 里齐全"
        en = f"“{title}” has {number:,} rows, over {MOST_ROWS:,}, and is left out; csv and Parquet hold all"
        yield word((zh, en), language)
        return
    columns = [_shown(sheet.table, column, language) for column in sheet.columns]
    rows = chain(_rows(con, sheet, language), ([row.get(column) for column in sheet.columns] for row in more))
    names = book.add(title, columns, rows, sheet.frozen, Page(sheet.printed), led_to=sheet.led_to)
    yield from split(title, names, number, language)


def _shown(table: str, column: str, language: str) -> Shown:
    if column in OF_SHEETS:
        zh, en, kind = OF_SHEETS[column]
        names = (
            {code: word(names, language) for code, names in REPEATS.items()} if column == "repeats" else None
        )
        return Shown(word((zh, en), language), kind, names)
    if column.startswith("documents."):
        table, column = column.split(".")
    found = next(c for c in tables()[table].columns if c.name == column)
    if (table, column) == ("facts", "value"):
        return Shown(found.head(language), "figure")
    return shown(found, language, codes_of(table, column))


def _rows(con: duckdb.DuckDBPyConnection, sheet: Sheet, language: str) -> Iterator[Sequence[Any]]:
    also = {column: what for column, what in SQL.items() if column in sheet.columns}
    wanted = [column for column in sheet.columns if column not in also]
    masks = sheet.table == "facts"
    links = [link for link in sheet.links if _number(con, SHEET_OF[link[1]]) <= MOST_ROWS]
    also |= {f"{column} leads to": ROW_OF[row] for column, row in links}
    query = rows_query(sheet.table, [*wanted, *(["masked"] if masks else [])], also, sheet.where)
    for batch in con.sql(query).to_arrow_reader(_ROWS):
        found = {
            field.name: column.to_pylist() for field, column in zip(batch.schema, batch.columns, strict=True)
        }
        if sheet.table == "errors":
            pairs = zip(found["kind"], found["message"], strict=True)
            found["message"] = [shown_problem(kind, message, language) for kind, message in pairs]
        if masks:
            values = zip(found["value"], found["quote"], found["masked"], strict=True)
            found["value"] = [_figure(value, quote, masked) for value, quote, masked in values]
        for column, row in links:
            name = word(SHEET_OF[row].names, language)
            leads = zip(found[column], found[f"{column} leads to"], strict=True)
            found[column] = [value if to is None else Link(value, name, to) for value, to in leads]
        yield from zip(*(found[column] for column in sheet.columns), strict=True)


def _figure(value: float | None, quote: str, masked: bool) -> Figure | None:
    return Figure(value, quote) if masked or value is not None else None


def _explain(con: duckdb.DuckDBPyConnection, book: Book, language: str) -> None:
    """The sheet that says what every column of every table means, which codes it holds, and what made this workbook."""
    heads = [("表", "Table"), ("列", "Column"), ("代码", "Code"), ("含义", "Meaning"), ("取值", "Values")]
    columns = [
        Shown(word(head, language), "long" if head[1] in ("Meaning", "Values") else "text") for head in heads
    ]
    rows: list[tuple[str | None, ...]] = []
    for table in tables().values():
        rows.append((table.head(language), None, table.name, table.about(language), None))
        for column in table.columns:
            codes = codes_of(table.name, column.name) or {}
            values = "；".join(f"{code} = {word(names, language)}" for code, names in codes.items()) or None
            rows.append(
                (table.head(language), column.head(language), column.name, column.about(language), values)
            )
    both = "、".join((word(BY_INDICATOR, language), word(BY_PLACE, language)))
    for column in (*KEYS, CELLS):
        values = (
            "；".join(
                f"{code} = {word(names, language)}"
                for code, names in (codes_shown(column.name) or {}).items()
            )
            or None
        )
        rows.append((both, column.head(language), column.name, column.about(language), values))
    rows += run_rows(con, language)
    book.add(word(("说明", "Columns"), language), columns, rows, 2)
