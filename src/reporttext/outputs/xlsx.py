"""The workbook: OUT/reports.xlsx, for people who read tables in Excel or WPS.

Sheets: overview, reports, the figures of all places side by side (`summary`), facts, activities, documents cited, paragraphs,
the text of problems and plans, checks of figures and of shape, problems met, and an explanation of every column.
Heads and codes are in Chinese or English; a masked figure stands as written in a shaded cell, for it has no value. Figures
lead to their fact, facts to their paragraph. No cell holds a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.messages import shown_problem
from reporttext.outputs.compared import BY_INDICATOR, BY_PLACE, CELLS, KEYS, codes_shown, write_compared
from reporttext.outputs.context import rows_query
from reporttext.outputs.layout import FACTS, OF_SHEETS, REPORTS, ROW_OF, SHEET_OF, SHEETS, SQL, Sheet
from reporttext.outputs.overview import Told, overview
from reporttext.outputs.sheets import Book, Link, Page, Shown, shown, split, word
from reporttext.outputs.summary import MOST_COLUMNS
from reporttext.outputs.typed import Figure
from reporttext.store.folder import Folder
from reporttext.tables import codes_of, tables

if TYPE_CHECKING:
    import duckdb

TRANSLATED = True
OWN = ()

# A sheet with more rows is left out, for Excel opens it only with patience, and csv and Parquet hold them all. Only the
# list of reports is never left out: where a sheet is full, it goes on in another.
MOST_ROWS = 200_000

# Rows held at a time.

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
    with xlsxwriter.Workbook(str(new), options) as workbook:
        book = Book(workbook, language)
        first = book.sheet(word(("总览", "Overview"), language), Page(landscape=False))
        notes = list(_write_sheet(con, book, REPORTS, language))
        facts = word(FACTS.names, language) if _number(con, FACTS) <= MOST_ROWS else None
        notes += write_compared(con, book, language, facts)
        notes += [note for sheet in SHEETS for note in _write_sheet(con, book, sheet, language)]
        _explain(book, language)
        overview(con, book, first, Told(_guide(book, language), notes), language)


_ABOUT = {
    BY_INDICATOR: (
        "每个指标、每个地方一行，每年一列。数字可单击，到“数据明细”里的那一行和所在句子。灰底：数字被作者隐去；橙底：另有数据对不上；“未写”：有报告而没写；“无报告”：没有那一年的报告",
        "A row an indicator and place, a column a year. Click a figure for its fact and sentence. Grey: blanked out by the author; orange: another figure contradicts it; not stated: there is a report that does not say; no report: there is none",
    ),
    BY_PLACE: (
        f"每个地方每年一行，每个指标一列（写到最多的 {MOST_COLUMNS} 个），只列已完成的",
        f"A row a place and year, a column an indicator (the {MOST_COLUMNS} that are stated most), achieved figures only",
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


def _write_sheet(con: duckdb.DuckDBPyConnection, book: Book, sheet: Sheet, language: str) -> Iterator[str]:
    """Write one sheet; yields what the overview must say of it."""
    title = word(sheet.names, language)
    number = _number(con, sheet)
    if number > MOST_ROWS and sheet.table != "documents":
        zh = f"“{title}”有 {number:,} 行，超过 {MOST_ROWS:,} 行，未列入本工作簿；csv 和 Parquet 里齐全"
        en = f"“{title}” has {number:,} rows, over {MOST_ROWS:,}, and is left out; csv and Parquet hold all"
        yield word((zh, en), language)
        return
    columns = [_shown(sheet.table, column, language) for column in sheet.columns]
    names = book.add(title, columns, _rows(con, sheet, language), sheet.frozen, Page(sheet.printed))
    yield from split(title, names, number, language)


def _shown(table: str, column: str, language: str) -> Shown:
    if column in OF_SHEETS:
        zh, en, kind = OF_SHEETS[column]
        return Shown(word((zh, en), language), kind)
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
    target = None if sheet.link is None else SHEET_OF[sheet.link[1]]
    if sheet.link is not None and target is not None and _number(con, target) <= MOST_ROWS:
        also["leads_to"] = ROW_OF[sheet.link[1]]
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
        if sheet.link is not None and target is not None and "leads_to" in also:
            name, column = word(target.names, language), sheet.link[0]
            found[column] = [
                value if row is None else Link(value, name, row)
                for value, row in zip(found[column], found["leads_to"], strict=True)
            ]
        yield from zip(*(found[column] for column in sheet.columns), strict=True)


def _figure(value: float | None, quote: str, masked: bool) -> Figure | None:
    return Figure(value, quote) if masked or value is not None else None


def _explain(book: Book, language: str) -> None:
    """The sheet that says what every column of every table means, and which codes it holds."""
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
    book.add(word(("说明", "Columns"), language), columns, rows, 2)
