"""The sheets of the workbook that show a table: their columns, and where their rows lead."""

from __future__ import annotations

from dataclasses import dataclass

from reporttext.outputs.context import SENTENCE, place_shown

# Characters of a passage that a check points at, and round it.
_PASSAGE = 80
_ROUND = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its table and columns. `documents.place` is a column of the report that a row belongs to.

    The first `printed` columns are printed. `links` are columns with the row, by its name in `ROW_OF`, that they lead to.
    Others lead to rows of a sheet that is `led_to` by their numbers, so it can be filtered, but not sorted.
    """

    names: tuple[str, str]
    table: str
    columns: tuple[str, ...]
    frozen: int
    printed: int
    where: str = "true"
    links: tuple[tuple[str, str], ...] = ()
    led_to: bool = False


# Columns that no table has: their heads, type, and for some what they are in SQL.
OF_SHEETS = {
    SENTENCE: ("所在句子", "Sentence", "text"), "passage": ("原文", "Passage", "text"), "other": ("另一处原文", "The other passage", "text"),
    "whole": ("原文", "Text", "long"), "repeats": ("重复", "Repeats", "text"),
}  # fmt: skip
# What the codes in `repeats` are called; a fact without one is the first that says so.
REPEATS = {
    "copy": ("报告重复", "copy of a report"), "again": ("文中重复", "again in the report"), "elsewhere": ("另一份已有", "in another report too"),
}  # fmt: skip


def _passage(start: str, end: str) -> str:
    return f"""trim(substr(d."text", greatest(t.{start} - {_ROUND}, 0) + 1, least(t.{end} - t.{start}, {_PASSAGE}) + 2 * {_ROUND}))"""


_SAME_FIGURE = """partition by d.place_joined, d.year, t.indicator, t.kind, t.unit_canonical, t.value_canonical, t.value_max,
    t.change, t.status, t.period_end"""
_FIRST = "order by d.duplicate_of is not null, t.place_in_table"
SQL = {
    "place": place_shown("t"),
    # Round the place that a check points at; of a report as a whole, its title.
    "passage": _passage('"start"', '"end"'),
    "other": _passage("other_start", "other_end"),
    "whole": 't."text"',
    # The same figure of the same thing in another report of that place and year is one figure: a final version, a form. In
    # one report too, of what the catalogue knows: two villages may each have two projects.
    "repeats": f"""case when d.duplicate_of is not null then 'copy' when t.repeat_of is not null then 'again'
        when t.indicator is null or t."value" is null or d.year is null then null
        when t.doc_id <> first_value(t.doc_id) over ({_SAME_FIGURE} {_FIRST}) then 'elsewhere'
        when t.indicator_id is not null and row_number() over ({_SAME_FIGURE}, t.doc_id {_FIRST}) > 1 then 'again' end""",
}
# The row, on its sheet, that a row leads to: sheets hold their tables in order, below one row of heads.
_ROW_OF_FACT = """(select r.n from (select fact_id, row_number() over (order by rowid) + 1 as n from main.facts) r
        where r.fact_id = t.{})"""
ROW_OF = {
    "paragraph": """(select r.n from (select doc_id, paragraph, row_number() over (order by rowid) + 1 as n from main.paragraphs) r
        where r.doc_id = t.doc_id and r.paragraph = t.paragraph)""",
    "fact": _ROW_OF_FACT.format("fact_id"),
    "other_fact": _ROW_OF_FACT.format("other_fact_id"),
}

_WHOSE = ("documents.place", "documents.year")
REPORTS = Sheet(
    ("报告", "Reports"), "documents",
    ("title", "place", "year", "doc_type", "admin_level", "province", "city", "county", "township", "topic", "issuer",
     "issued_on", "year_given", "period_start", "period_end", "chars", "tokens", "place_masked", "duplicate_of", "source",
     "format", "encoding", "bytes", "doc_id"), 1, 5,
)  # fmt: skip
FACTS = Sheet(
    ("数据明细", "Facts"), "facts",
    (*_WHOSE, "section", "status", "indicator", "value", "unit", "period_start", "period_end", "quote", SENTENCE, "documents.source", "repeats", "kind",
     "change", "change_base", "growth_basis", "qualifier_text", "value_max", "scope", "period_text", "actor", "themes", "score", "fact_id"), 2, 11,
    links=(("value", "paragraph"),), led_to=True,
)  # fmt: skip
CHECKS = Sheet(
    ("核对", "Checks"), "checks",
    (*_WHOSE, "kind", "message", "passage", "other", "severity", "documents.source", "fact_id", "other_fact_id", "check_id"), 2, 7,
    links=(("message", "fact"), ("other", "other_fact")),
)  # fmt: skip
PARAGRAPHS = Sheet(
    ("章节", "Paragraphs"), "paragraphs",
    (*_WHOSE, "section", "role", "level", "number", "heading", "whole", "documents.source", "paragraph", "section_by", "section_score",
     "themes"), 2, 8, led_to=True,
)  # fmt: skip
CITED = Sheet(
    ("文件引用", "Documents cited"), "mentions",
    (*_WHOSE, "section", "quote", "normalised", "label", "kind", "documents.source", "mention_id"), 2, 7,
    where="t.label in ('document', 'document_number')", links=(("quote", "paragraph"),),
)  # fmt: skip
SHEETS = (
    FACTS,
    Sheet(
        ("活动", "Events"), "events",
        (*_WHOSE, "section", "name", "type", "status", "period_start", "period_end", "quote", "documents.source", "score", "event_id"), 2, 9,
        links=(("name", "paragraph"),),
    ),
    CITED,
    PARAGRAPHS,
    Sheet(
        ("问题与计划", "Problems and plans"), "paragraphs",
        (*_WHOSE, "section", "heading_path", "whole", "themes", "documents.source", "section_by", "section_score", "paragraph"), 2, 5,
        where="t.section in ('problems', 'plans') and t.role in ('body', 'table_head', 'table', 'note')", links=(("section", "paragraph"),),
    ),
    CHECKS,
    Sheet(
        ("结构核对", "Outline checks"), "outline_checks",
        (*_WHOSE, "kind", "message", "passage", "documents.source", "paragraph", "start", "end"), 2, 5, links=(("message", "paragraph"),),
    ),
    Sheet(("运行记录", "Problems met"), "errors", ("severity", "source", "kind", "message", "stage", "start", "end", "doc_id"), 0, 4),
)  # fmt: skip
SHEET_OF = {"fact": FACTS, "other_fact": FACTS, "paragraph": PARAGRAPHS}
