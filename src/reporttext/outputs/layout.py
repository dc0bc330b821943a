"""The sheets of the workbook that show a table: their columns, and where their rows lead."""

from __future__ import annotations

from dataclasses import dataclass

from reporttext.outputs.context import SENTENCE

# Characters of a paragraph that a cell shows; the whole text is in csv and Parquet.
_SNIPPET = 80
_ROUND = 20


@dataclass(frozen=True, slots=True)
class Sheet:
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
OF_SHEETS = {
    SENTENCE: ("所在句子", "Sentence", "text"), "snippet": ("开头", "Beginning", "text"), "passage": ("原文", "Passage", "text"),
    "whole": ("原文", "Text", "long"),
}  # fmt: skip
SQL = {
    "snippet": f"""t."text"[:{_SNIPPET}] || if(length(t."text") > {_SNIPPET}, '…', '')""",
    # Round the place that a check points at; of a report as a whole, its title.
    "passage": f"""trim(substr(d."text", greatest(t."start" - {_ROUND}, 0) + 1, least(t."end" - t."start", {_SNIPPET}) + 2 * {_ROUND}))""",
    "whole": 't."text"',
}
# The row, on its sheet, that a row leads to: sheets hold their tables in order, below one row of heads.
ROW_OF = {
    "paragraphs": """(select r.n from (select doc_id, paragraph, row_number() over (order by rowid) + 1 as n from main.paragraphs) r
        where r.doc_id = t.doc_id and r.paragraph = t.paragraph)""",
    "facts": """(select r.n from (select fact_id, row_number() over (order by rowid) + 1 as n from main.facts) r
        where r.fact_id = t.fact_id)""",
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
    (*_WHOSE, "section", "status", "indicator", "value", "unit", "period_start", "period_end", "quote", SENTENCE, "documents.source", "kind",
     "change", "change_base", "growth_basis", "qualifier", "value_max", "scope", "period_text", "actor", "themes", "score", "fact_id"), 2, 11,
    link=("value", "paragraphs"),
)  # fmt: skip
SHEETS = (
    FACTS,
    Sheet(
        ("活动", "Events"), "events",
        (*_WHOSE, "section", "name", "type", "status", "period_start", "period_end", "quote", "documents.source", "score", "event_id"), 2, 9,
        link=("name", "paragraphs"),
    ),
    Sheet(
        ("文件引用", "Documents cited"), "mentions",
        (*_WHOSE, "section", "quote", "normalised", "label", "kind", "documents.source", "mention_id"), 2, 7,
        where="t.label in ('document', 'document_number')", link=("quote", "paragraphs"),
    ),
    Sheet(
        ("章节", "Paragraphs"), "paragraphs",
        (*_WHOSE, "section", "role", "level", "number", "heading", "snippet", "documents.source", "paragraph", "section_by",
         "section_score", "themes"), 2, 8,
    ),
    Sheet(
        ("问题与计划", "Problems and plans"), "paragraphs",
        (*_WHOSE, "section", "heading_path", "whole", "themes", "documents.source", "section_by", "section_score", "paragraph"), 2, 5,
        where="t.section in ('problems', 'plans') and t.role in ('body', 'table_head', 'table', 'note')", link=("section", "paragraphs"),
    ),
    Sheet(
        ("核对", "Checks"), "checks",
        (*_WHOSE, "kind", "message", "passage", "severity", "documents.source", "fact_id", "other_fact_id", "check_id"), 2, 6,
        link=("message", "facts"),
    ),
    Sheet(
        ("结构核对", "Outline checks"), "outline_checks",
        (*_WHOSE, "kind", "message", "passage", "documents.source", "paragraph", "start", "end"), 2, 5, link=("message", "paragraphs"),
    ),
    Sheet(("运行记录", "Problems met"), "errors", ("severity", "source", "kind", "message", "stage", "start", "end", "doc_id"), 0, 4),
)  # fmt: skip
SHEET_OF = {"facts": FACTS, "paragraphs": SHEETS[3]}
