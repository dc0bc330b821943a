"""The first sheet of the workbook: counts, what is left out or must be known, problems by kind, and the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reporttext.outputs.sheets import Book, word
from reporttext.outputs.typed import writable
from reporttext.tables import codes_of, tables

if TYPE_CHECKING:
    import duckdb
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Told:
    """What the overview has to tell beside counts: the sheets and what they hold, notes, and how many cells are contradicted."""

    guide: Mapping[str, str]
    notes: Sequence[str]
    conflicts: int


_OVERVIEW = """
with own as (select * from documents where duplicate_of is null),
    own_facts as (select f.* from facts f join own using (doc_id))
select
    (select count(*) from documents),
    (select count(*) from documents where duplicate_of is not null),
    (select min(year) from documents), (select max(year) from documents),
    (select count(distinct place_joined) from own),
    (select count(*) from own where place_id like 'doc:%' and not place_masked),
    (select count(*) from own where year is null),
    (select count(*) from paragraphs join own using (doc_id)), (select count(*) from sentences join own using (doc_id)),
    (select count(*) from own_facts), (select count(*) from own_facts where masked),
    (select count(*) from own_facts where status = 'achieved'), (select count(*) from own_facts where status = 'target'),
    (select count(*) from facts) - (select count(*) from own_facts),
    (select count(*) from events join own using (doc_id)),
    (select count(*) from mentions join own using (doc_id) where label = 'document'),
    (select count(*) from checks), ?, (select count(*) from outline_checks),
    (select count(*) from errors where severity = 'error'), (select count(*) from errors where severity = 'warning')
"""
_COUNTED = (
    ("报告", "Reports"), ("其中内容重复（下面不计）", "of these copies of another (not counted below)"),
    ("最早年份", "First year"), ("最晚年份", "Last year"),
    ("地方（不明、隐去的各算一处）", "Places (each unknown or masked one for itself)"),
    ("没有认出地名的报告（见“运行记录”）", "Reports without a place (see Problems met)"),
    ("没有认出年份的报告（见“运行记录”）", "Reports without a year (see Problems met)"),
    ("段落", "Paragraphs"), ("句子", "Sentences"),
    ("数据", "Facts"), ("其中数字隐去", "of these masked"), ("其中已完成", "of these achieved"), ("其中目标", "of these targets"),
    ("另有内容重复的报告里的数据", "Facts of copies, besides"),
    ("活动", "Events"), ("引用的文件", "Documents cited"), ("核对：一份报告里数字对不上的", "Checks: figures of one report that do not agree"),
    ("核对：指标汇总里别处说法不一的（橙底）", "Checks: cells of the summary that another figure contradicts (orange)"),
    ("结构核对：编号、缺项、信息不一致", "Outline checks: numbers, missing parts, metadata"), ("错误（未读到的文件等）", "Errors (inputs not read and the like)"),
    ("提醒", "Warnings"),
)  # fmt: skip
_WIDE = 80  # of the column of contents in the overview, in digits
# Of the run: what everybody reads, and what tells how the tables were made.
_WHEN = ("运行时间（世界时，北京时间加 8 小时）", "Time of the run (UTC)")
_TOLD = ("version", "rules_sha256", "models_sha256", "inputs_sha256", "options", "versions")


def run_rows(con: duckdb.DuckDBPyConnection, language: str) -> Iterator[tuple[str | None, ...]]:
    """What the last run was: rows of the sheet that explains columns, for who must make the same tables again."""
    head = word(("本次运行（查证用）", "This run (for the record)"), language)
    known = {column.name: column for column in tables()["runs"].columns}
    query = f"select {', '.join(_TOLD)} from runs order by started_at desc limit 1"
    for run in con.execute(query).fetchall():
        for name, value in zip(_TOLD, run, strict=True):
            yield head, known[name].head(language), name, known[name].about(language), value


def overview(
    con: duckdb.DuckDBPyConnection,
    book: Book,
    sheet: Worksheet,
    told: Told,
    language: str,
) -> None:
    """Counts, the sheets and what they hold, what is left out, problems by kind, and the run: label, value."""
    rows: list[tuple[str, Any]] = []
    (numbers,) = con.execute(_OVERVIEW, [told.conflicts]).fetchall()
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
    for (at,) in con.execute("select started_at from runs order by started_at desc limit 1").fetchall():
        rows.append((word(_WHEN, language), f"{at:%Y-%m-%d %H:%M}"))
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
