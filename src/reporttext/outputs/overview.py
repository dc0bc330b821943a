"""The first sheet of the workbook: counts, what is left out or must be known, problems by kind, and the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reporttext.outputs.sheets import Book, word
from reporttext.outputs.typed import writable
from reporttext.tables import codes_of

if TYPE_CHECKING:
    import duckdb
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Told:
    """What the overview has to tell beside counts: the sheets and what they hold, and notes."""

    guide: Mapping[str, str]
    notes: Sequence[str]


_OVERVIEW = """
select
    (select count(*) from documents),
    (select count(*) from documents where duplicate_of is not null),
    (select min(year) from documents), (select max(year) from documents),
    (select count(distinct place_joined) from documents),
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


def overview(
    con: duckdb.DuckDBPyConnection,
    book: Book,
    sheet: Worksheet,
    told: Told,
    language: str,
) -> None:
    """Counts, the sheets and what they hold, what is left out, problems by kind, and the run: label, value."""
    rows: list[tuple[str, Any]] = []
    (numbers,) = con.execute(_OVERVIEW).fetchall()
    rows += [(word(label, language), number) for label, number in zip(_COUNTED, numbers, strict=True)]
    sheets = range(len(rows), len(rows) + len(told.guide))
    rows += ((f"→ {name}", about) for name, about in told.guide.items())
    rows += [(word(("注意", "Note"), language), note) for note in told.notes]
    for severity, kind, number, source in con.execute(_PROBLEMS).fetchall():
        label = " ".join(
            _code(column, code, language) for column, code in (("severity", severity), ("kind", kind))
        )
        more = "" if number == 1 else word((f" 等 {number:,} 个", f" and {number - 1:,} more"), language)
        rows.append((label, source + more))
    columns = ", ".join(column for column, _ in _TOLD)
    for run in con.execute(f"select {columns} from runs order by started_at desc limit 1").fetchall():
        values = (f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value for value in run)
        rows += [(word(label, language), value) for (_, label), value in zip(_TOLD, values, strict=True)]
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, _WIDE)
    sheet.freeze_panes(1, 0)
    for i, head in enumerate((("项目", "Item"), ("内容", "Content"))):
        sheet.write_string(0, i, word(head, language), book.format("head"))
    for i, (label, value) in enumerate(rows, 1):
        if isinstance(value, str):  # a program that only shows the file does not fit heights to wrapped text
            width = sum(2 if character > "\u2e7f" else 1 for character in value)
            sheet.set_row(i, 16 * (1 + width // (_WIDE - 4)))
        if i - 1 in sheets:
            sheet.write_url(i, 0, f"internal:'{label[2:]}'!A1", book.format("to"), label)
        else:
            sheet.write_string(i, 0, label, book.format("strong"))
        if isinstance(value, int):
            sheet.write_number(i, 1, value, book.format("overview" if value > 9999 else "left"))
        elif value is not None:
            sheet.write_string(i, 1, writable(value), book.format("wrap"))


_PROBLEMS = """
select severity, kind, count(*), min(source) from errors where severity != 'info'
group by severity, kind order by severity, count(*) desc, kind
"""


def _code(column: str, code: str, language: str) -> str:
    names = (codes_of("errors", column) or {}).get(code)
    return code if names is None else word(names, language)
