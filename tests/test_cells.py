"""Figures of tables: their unit from caption, head, column or row; their year and aim from the head."""

from decimal import Decimal

from reporttext.model import Document, Fact, Hint, Span
from reporttext.pipeline import analyse


def facts_of(*rows: str, caption: str = "附表") -> tuple[Document, list[Fact]]:
    text = f"云陂镇2022年工作总结\n\n一、主要成效\n全年召开会议6次。\n{caption}\n" + "\n".join(rows) + "\n"
    hints, start = [], text.index(rows[0])
    for i, row in enumerate(rows):
        hints.append(Hint(Span(start, start + len(row)), "table" if i else "table_head", cell=f"T1R{i + 1}"))
        start += len(row) + 1
    doc = analyse(Document(text, hints=tuple(hints)))
    return doc, [f for f in doc.facts if f.rule == "table.cell"]


def test_the_unit_of_the_caption_reaches_every_cell() -> None:
    doc, facts = facts_of("来源\t投入\t其中：产业", "中央资金\t1,386\t232.5", caption="资金表（单位：万元）")
    assert [doc.quote(f.span) for f in facts] == ["1,386", "232.5"]
    assert [(f.quantity.low, f.quantity.unit) for f in facts] == [
        (13_860_000, "元"),
        (Decimal(2_325_000), "元"),
    ]
    assert [f.indicator for f in facts] == ["中央资金投入", "中央资金产业"]
    assert facts[1].part_of == doc.facts.index(facts[0])


def test_a_column_of_units_and_years_in_the_heads() -> None:
    _, facts = facts_of("项目\t单位\t2021年\t2022年", "开展宣讲\t场次\t46\t**", "网评员\t名\t14\t18")
    assert [(f.quantity.unit, f.period and f.period.start.year) for f in facts] == [
        ("场次", 2021),
        ("场次", 2022),
        ("名", 2021),
        ("名", 2022),
    ]
    assert [f.quantity.low for f in facts] == [46, None, 14, 18]
    assert facts[1].quantity.masked


def test_the_head_tells_changes_and_targets() -> None:
    _, facts = facts_of(
        "指标\t2022年（万元）\t同比增长（%）\t2023年预期增长（%）", "财政收入\t684\t5.6\t7左右"
    )
    assert [(f.quantity.unit, f.change, f.status, f.quantity.qualifier) for f in facts] == [
        ("元", None, "achieved", None),
        ("%", "up", "achieved", None),
        ("%", "up", "target", "about"),
    ]
    assert [f.indicator for f in facts] == ["财政收入"] * 3


def test_a_cell_without_a_unit_is_no_figure_and_one_with_its_own_keeps_it() -> None:
    doc, facts = facts_of("项目\t数量\t备注", "道路\t12\t3公里以内", "公厕\t6座\t")
    assert [(doc.quote(f.span), f.quantity.unit) for f in facts] == [("6座", "座")]


def test_facts_of_text_and_table_are_in_order() -> None:
    doc, facts = facts_of("项目\t人数（人）", "党员\t58")
    assert len(facts) == 1
    assert list(doc.facts) == sorted(doc.facts, key=lambda f: f.span.start)
    assert doc.quote(doc.facts[0].span) == "6次"
