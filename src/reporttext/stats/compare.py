"""Two reports side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.fold import fold
from reporttext.stats.alignment import aligned
from reporttext.stats.one_report import one_report
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

Row = Mapping[str, Any]


def compare(
    reports: Reports, chosen: Selection, *, a: str, b: str, part: tuple[str, ...], least: float
) -> Found:
    """Two reports side by side, section by section: length, sentences, figures, and what changed.

    Rows are of three parts. section: characters of both. sentence: pairs of sentences of one section that are alike
    (cosine of their character pairs, digits taken as equal, at least `least`; each in one pair, the pairing with the
    highest sum), same if the text is, else changed; the others are only_a or only_b. figure: figures of one section with
    the same indicator, kind, canonical unit, status, scope, change, base and years (counted from the report's), in order
    where there are several; same or changed by their canonical values; `difference` is b less a, `ratio` b by a. A masked figure has no value: if either
    is masked the outcome is masked. Figures said again in a report are compared once.
    """
    import pandas as pd

    one, two = one_report(reports, a), one_report(reports, b)
    if one["doc_id"] == two["doc_id"]:
        raise UsageError(f"{a} and {b} are the same report")
    both = (one["doc_id"], two["doc_id"])
    sections = _sections(reports, chosen, both)
    sentences = [_by_section(reports, chosen, "sentences", "true", doc_id) for doc_id in both]
    figures = [_by_section(reports, chosen, "facts", _FIGURE, doc_id) for doc_id in both]
    rows: list[Row] = []
    for section in sections:
        mine = [found.get(section, []) for found in sentences]
        sizes = [float(sum(len(row["text"]) for row in found)) for found in mine]
        rows.append({"part": "section", "section": section, "outcome": _outcome(*sizes), **_values(*sizes)})
        rows += ({"section": section, **row} for row in _sentences(mine[0], mine[1], least))
        rows += ({"section": section, **row} for row in _figures(*(f.get(section, []) for f in figures)))
    rows = [row for row in rows if not part or row["part"] in part]
    frame = pd.DataFrame(rows, columns=[column.name for column in STATISTIC.columns]).assign(
        doc_a=both[0], doc_b=both[1]
    )
    facts = frame[["fact_a", "fact_b"]].melt(ignore_index=False, value_name="fact_id").dropna()
    evidence = facts.reset_index(names="row")[["row", "fact_id"]].sort_values(["row", "fact_id"])
    query = Query(
        f"""select s.doc_id, s.sentence from main.sentences s where s.section is not distinct from $section and (
        (s.doc_id = $doc_a and ($start_a = s."start" or $part = 'section'))
        or (s.doc_id = $doc_b and ($start_b = s."start" or $part = 'section'))) and {chosen.in_section("s")}""",
        ("section", "part", "doc_a", "doc_b", "start_a", "start_b"),
    )
    notes = (f"a: {one['source']}", f"b: {two['source']}")
    return Found(frame, evidence=evidence, query=query, notes=notes)


_FIGURE = "indicator is not null and repeat_of is null"
_SAME = (
    "indicator", "kind", "unit_canonical", "status", "scope", "change", "change_base", "growth_basis", "first_year", "last_year",
)  # fmt: skip
# The years of a figure, counted from its report's: last year's figure of one is set beside last year's of the other.
_YEARS = "date_part('year', period_start) - d.year as first_year, date_part('year', period_end) - d.year as last_year"


def _sections(reports: Reports, chosen: Selection, both: tuple[str, str]) -> list[str | None]:
    """The sections of either report, in the order of the first, then those of the second alone."""
    rows = reports.sql(
        f"""select section from main.sentences s where doc_id in ($a, $b) and {chosen.in_section("s")}
        group by section order by min(sentence) filter (doc_id = $a) nulls last, min(sentence)""",
        {"a": both[0], "b": both[1]},
    )
    return [section if isinstance(section, str) else None for section in rows["section"]]


def _by_section(
    reports: Reports, chosen: Selection, table: str, where: str, doc_id: str
) -> dict[str | None, list[Row]]:
    columns = 's.section, s."start", s."end", text'
    if table == "facts":
        own = ", ".join(_SAME[:-2])
        columns = f's.section, s."start", s."end", fact_id, quote, masked, value_canonical, {own}, {_YEARS}'
    rows = reports.sql(
        f"""select {columns} from main.{table} s join (select doc_id, "year" from main.documents) d using (doc_id)
        where doc_id = $doc_id and {where} and {chosen.in_section("s")} order by s."start", s."end" """,
        {"doc_id": doc_id},
    )
    found: dict[str | None, list[Row]] = {}
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        found.setdefault(row["section"], []).append({str(name): value for name, value in row.items()})
    return found


def _outcome(a: float | None, b: float | None) -> str:
    return "same" if a == b else "changed"


def _values(a: float | None, b: float | None) -> Row:
    known = a is not None and b is not None
    return {
        "value_a": a, "value_b": b,
        "difference": b - a if a is not None and b is not None else None,
        "ratio": b / a if known and a and b is not None else None,
    }  # fmt: skip


def _sides(a: Row | None, b: Row | None, text: str) -> Row:
    """What both sides have in common: the text, its place."""
    sides: dict[str, Any] = {}
    for side, row in (("a", a), ("b", b)):
        if row is not None:
            sides |= {f"text_{side}": row[text], f"start_{side}": row["start"], f"end_{side}": row["end"]}
    return sides


def _sentences(a: Sequence[Row], b: Sequence[Row], least: float) -> Iterator[Row]:
    pairs = {i: (j, alike) for i, j, alike in aligned([r["text"] for r in a], [r["text"] for r in b], least)}
    for i, row in enumerate(a):
        j, alike = pairs.get(i, (None, None))
        other = None if j is None else b[j]
        same = other is not None and fold(row["text"]) == fold(other["text"])
        outcome = "only_a" if other is None else "same" if same else "changed"
        yield {"part": "sentence", "outcome": outcome, "likeness": alike, **_sides(row, other, "text")}
    taken = {j for j, _ in pairs.values()}
    for j, row in enumerate(b):
        if j not in taken:
            yield {"part": "sentence", "outcome": "only_b", **_sides(None, row, "text")}


def _figures(a: Sequence[Row], b: Sequence[Row]) -> Iterator[Row]:
    waiting: dict[tuple[Any, ...], list[Row]] = {}
    for row in b:
        waiting.setdefault(tuple(row[name] for name in _SAME), []).append(row)
    taken = set()
    for row in a:
        others = waiting.get(tuple(row[name] for name in _SAME))
        other = others.pop(0) if others else None
        if other is not None:
            taken.add(other["fact_id"])
        yield _figure(row, other)
    yield from (_figure(None, row) for row in b if row["fact_id"] not in taken)


def _figure(a: Row | None, b: Row | None) -> Row:
    known = a or b
    assert known is not None
    value_a, value_b = (None if row is None else row["value_canonical"] for row in (a, b))
    if a is None or b is None:
        outcome = "only_b" if a is None else "only_a"
    else:
        outcome = "masked" if a["masked"] or b["masked"] else _outcome(value_a, value_b)
    return {
        "part": "figure", "outcome": outcome, "indicator": known["indicator"], "unit": known["unit_canonical"],
        "status": known["status"], "change": known["change"], "fact_a": a and a["fact_id"], "fact_b": b and b["fact_id"],
        **_values(value_a, value_b), **_sides(a, b, "quote"),
    }  # fmt: skip


STATISTIC = Statistic(
    "compare", "两份报告对照", "Two reports compared", compare,
    columns=(
        Column("section", "text", "部分", "Section", "所在部分", "The section"),
        Column("part", "text", "对照内容", "Part", "section 部分、sentence 句子、figure 数据", "section, sentence, figure"),
        Column("outcome", "text", "结果", "Outcome", "same 相同、changed 有变、only_a 只在甲、only_b 只在乙、masked 隐去", "same, changed, only_a, only_b, masked"),
        Column("indicator", "text", "指标", "Indicator", "数据的指标", "What the figure measures"),
        Column("value_a", "float", "甲数值", "Value in A", "统一单位的数值；部分为字数", "In the canonical unit; of a section its characters"),
        Column("value_b", "float", "乙数值", "Value in B", "统一单位的数值；部分为字数", "In the canonical unit; of a section its characters"),
        Column("unit", "text", "单位", "Unit", "统一单位", "Canonical unit"),
        Column("difference", "float", "差", "Difference", "乙减甲", "B less A"),
        Column("ratio", "float", "比", "Ratio", "乙除以甲", "B by A"),
        Column("status", "text", "状态", "Status", "数据的状态", "Status of the figure"),
        Column("change", "text", "增减", "Change", "数据的增减", "up or down; null for a level"),
        Column("text_a", "text", "甲原文", "Text in A", "甲的句子或数据原文", "The sentence or figure as written in A"),
        Column("text_b", "text", "乙原文", "Text in B", "乙的句子或数据原文", "The sentence or figure as written in B"),
        Column("likeness", "float", "相似度", "Likeness", "两句的相似度，0 到 1", "How alike the sentences are, 0 to 1"),
        Column("start_a", "int", "甲起", "Start in A", "在甲正文中的起点（字符）", "Start in the text of A, in characters"),
        Column("end_a", "int", "甲止", "End in A", "在甲正文中的终点（不含）", "End in the text of A, exclusive"),
        Column("start_b", "int", "乙起", "Start in B", "在乙正文中的起点（字符）", "Start in the text of B, in characters"),
        Column("end_b", "int", "乙止", "End in B", "在乙正文中的终点（不含）", "End in the text of B, exclusive"),
        Column("fact_a", "text", "甲数据编号", "Fact in A", "甲的数据编号", "Its fact_id in A"),
        Column("fact_b", "text", "乙数据编号", "Fact in B", "乙的数据编号", "Its fact_id in B"),
        Column("doc_a", "text", "甲报告编号", "Report A", "甲的报告编号", "Report id of A"),
        Column("doc_b", "text", "乙报告编号", "Report B", "乙的报告编号", "Report id of B"),
    ),
    key=("doc_a", "doc_b", "part", "section", "start_a", "end_a", "start_b", "end_b"),
    parameters=(
        Parameter("a", "A report: doc_id, source, or place and year.", argument=True, required=True),
        Parameter("b", "The other.", argument=True, required=True),
        Parameter("part", "Only rows of this part; may be repeated.", many=True, choices=("section", "sentence", "figure")),
        Parameter("least", "How alike two sentences must be to be set side by side.", "float", default=0.5, above=0, high=1),
    ),
    filters=("section",),
    empty="neither report has anything of the parts and sections chosen",
)  # fmt: skip
