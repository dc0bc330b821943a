"""Figures of tables: their unit from caption, head, column or row; their year and aim from the head."""

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from reporttext import cells, lexicon
from reporttext.model import Document, Fact, Hint, Span
from reporttext.pipeline import analyse
from reporttext.readers.lines import roles, tabbed


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


def test_a_blanked_out_name_is_a_name_and_no_number() -> None:
    doc, facts = facts_of("组别\t户数（户）", "××组\t12", "**组\t30")
    assert [(doc.quote(f.span), f.quantity.low, f.indicator) for f in facts] == [
        ("12", 12, "××组户数"),
        ("30", 30, "**组户数"),
    ]


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


def table_of(*rows: str, above: str = "附表") -> tuple[Document, list[Fact]]:
    """As `facts_of`, the roles of the rows as readers give them."""
    text = f"云陂镇2022年工作总结\n\n一、主要成效\n全年召开会议6次。\n{above}\n" + "\n".join(rows) + "\n"
    hints, start = [], text.index(f"\n{rows[0]}\n") + 1
    for i, (row, role) in enumerate(zip(rows, roles([row.split("\t") for row in rows]), strict=True)):
        hints.append(Hint(Span(start, start + len(row)), role, cell=f"T1R{i + 1}"))
        start += len(row) + 1
    doc = analyse(Document(text, hints=tuple(hints)))
    return doc, [f for f in doc.facts if f.rule == "table.cell"]


def read_as(facts: list[Fact]) -> list[tuple[str | None, Decimal | None, str]]:
    return [(f.indicator, f.quantity.low, f.quantity.unit) for f in facts]


def test_a_title_and_a_unit_above_the_head() -> None:
    doc, facts = table_of(
        "云陂镇2021年主要指标完成情况",
        "填报单位：财政所\t\t单位：万元",
        "指标\t金额",
        "税收\t12",
        "规费\t3.5",
    )
    assert read_as(facts) == [("税收", 120_000, "元"), ("规费", 35_000, "元")]
    assert {f.period and f.period.start.year for f in facts} == {2021}, "the title's year, not the report's"
    assert not doc.errors


def test_a_title_of_half_a_year_leaves_the_reports_period() -> None:
    _, facts = table_of("云陂镇2022年上半年主要指标", "指标\t数量（户）", "低保\t12")
    assert [f.period and f.period.text for f in facts] == [""]


def test_heads_of_two_rows() -> None:
    _, facts = table_of(
        "指标\t2021年\t\t2022年\t",
        "\t数量（亩）\t增长（%）\t数量（亩）\t增长（%）",
        "水稻\t120\t3.5\t130\t8.3",
    )
    assert [(f.indicator, f.quantity.unit, f.change, f.period and f.period.start.year) for f in facts] == [
        ("水稻", "亩", None, 2021), ("水稻", "%", "up", 2021), ("水稻", "亩", None, 2022), ("水稻", "%", "up", 2022),
    ]  # fmt: skip


def test_units_that_heads_imply_and_units_as_heads() -> None:
    doc, facts = table_of(
        "村名\t户数\t人口\t耕地（亩）\t公里", "上陂\t320户\t1100\t96\t2.5", "下陂\t210\t790\t81\t3"
    )
    assert read_as(facts) == [
        ("上陂户数", 320, "户"), ("上陂人口", 1100, "人"), ("上陂耕地", 96, "亩"), ("上陂", Decimal("2.5"), "公里"),
        ("下陂户数", 210, "户"), ("下陂人口", 790, "人"), ("下陂耕地", 81, "亩"), ("下陂", 3, "公里"),
    ]  # fmt: skip
    assert not doc.errors


def test_the_caption_gives_no_unit_to_what_it_cannot_be_of() -> None:
    doc, facts = table_of("村名\t户数\t收入\t增速", "上陂\t320\t15\t3.2", above="单位：万元")
    assert read_as(facts) == [("上陂户数", 320, "户"), ("上陂收入", 150_000, "元")]
    (warning,) = doc.errors
    assert (warning.kind, warning.severity) == ("table", "warning")
    assert "“增速”" in warning.message
    _, facts = table_of("村名\t户数\t人口\t增速", "上陂\t0.2\t1.5\t3.2", above="单位：户、万人、%")
    assert [f.quantity.unit for f in facts] == ["户", "人", "%"]
    assert facts[1].quantity.low == 15_000


def test_units_and_years_of_rows() -> None:
    _, facts = table_of("指标\t2021年\t2022年", "农户户数\t320\t330", "耕地面积（亩）\t96\t97")
    assert [(f.indicator, f.quantity.unit) for f in facts] == [("农户户数", "户")] * 2 + [
        ("耕地面积", "亩")
    ] * 2
    _, facts = table_of("年份\t税收（万元）", "2021\t12", "2022年\t15")
    assert [(f.indicator, f.period and f.period.start.year) for f in facts] == [
        ("税收", 2021),
        ("税收", 2022),
    ]


def test_a_unit_column_of_offices_names_no_units() -> None:
    doc, facts = table_of("单位\t金额\t人数", "名胜办\t15\t6")
    assert read_as(facts) == [("名胜办人数", 6, "人")]
    assert len(doc.errors) == 1


def test_numbers_that_give_no_figure_are_told() -> None:
    doc, facts = table_of("2022年耕地", "村名\t面积\t备注", "上陂\t96\t3", "下陂\t81\t")
    assert not facts
    (warning,) = doc.errors
    assert (warning.stage, warning.kind, warning.severity) == ("analyse", "table", "warning")
    assert "table 1 (“2022年耕地”)" in warning.message
    assert "2, in column “面积”" in warning.message
    doc, facts = table_of("上陂\t96")
    assert not facts
    assert "no row of heads" in doc.errors[0].message


def test_numbers_that_are_no_figures_are_not_told() -> None:
    doc, _ = table_of("序\t姓名\t成立于\t联系方式", "1\t甲\t2019\t13800000000", "2\t乙\t2020年\t13800000001")
    assert not doc.errors


def test_tables_without_addresses_are_parted_by_their_heads() -> None:
    text = "云陂镇2022年工作总结\n全年召开会议6次。\n村名\t户数\n上陂\t320\n村名\t人口\n上陂\t1100\n"
    hints = []
    for row, role in (("村名\t户数", "table_head"), ("上陂\t320", "table"), ("村名\t人口", "table_head"), ("上陂\t1100", "table")):  # fmt: skip
        hints.append(Hint(Span(text.index(row), text.index(row) + len(row)), role))  # type: ignore[arg-type]
    facts = [f for f in analyse(Document(text, hints=tuple(hints))).facts if f.rule == "table.cell"]
    assert read_as(facts) == [("上陂户数", 320, "户"), ("上陂人口", 1100, "人")]


def test_a_row_without_a_label_goes_on_with_that_above() -> None:
    _, facts = table_of("指标\t数量\t单位", "培训\t12\t场", "\t30\t人")
    assert read_as(facts) == [("培训", 12, "场"), ("培训", 30, "人")]


def test_a_label_may_begin_with_a_number() -> None:
    doc, facts = table_of("指标\t数量（个）", "5G基站\t100", "110国道路口\t2", "12345热线办件点\t3", "3岁以下托位\t8", "××村网点\t4")  # fmt: skip
    assert read_as(facts) == [
        ("5G基站", 100, "个"), ("110国道路口", 2, "个"), ("12345热线办件点", 3, "个"), ("3岁以下托位", 8, "个"), ("××村网点", 4, "个"),
    ]  # fmt: skip
    assert not doc.errors
    _, facts = table_of("序号\t项目\t投资（万元）", "1\t5G基站\t8", "2\t道路\t12")
    assert [f.indicator for f in facts] == ["5G基站投资", "道路投资"]


def test_the_captions_unit_is_none_of_marks_dates_and_numbers_that_count_nothing() -> None:
    doc, facts = table_of(
        "项目\t投资\t是否完工\t已验收\t建成\t开工", "道路\t100\t×\t○\t2022.5\t2021.9", "水渠\t**\t○\t×\t2021.12\t2022.1", above="单位：万元",
    )  # fmt: skip
    assert read_as(facts) == [("道路投资", 1_000_000, "元"), ("水渠投资", None, "元")]
    assert "“建成”" in doc.errors[0].message, "2022.5 may be either"
    doc, facts = table_of(
        "户主\t户主年龄\t补助\t联系方式\t邮编\t门牌\t电话号\t入户", "甲\t56\t300\t13912345678\t310000\t12\t13912345678\t2019", "乙\t61\t200\t13912345679\t310000\t13\t13912345679\t2020", above="单位：元",
    )  # fmt: skip
    assert read_as(facts) == [("甲补助", 300, "元"), ("乙补助", 200, "元")]
    assert not doc.errors
    _, facts = table_of("地块\t面积\t等级", "东畈\t12\t3", above="单位：亩")
    assert read_as(facts) == [("东畈面积", 12, "亩")]
    _, facts = table_of("项目\t投资", "道路\t2022.5", "水渠\t2013.7", "桥\t30", above="单位：万元")
    assert len(facts) == 3, "a column with other numbers is none of dates"


def test_marks_under_a_head_with_a_unit() -> None:
    _, facts = table_of("村名\t网点（个）", "上陂\t×", "下陂\t_", "中陂\t____")
    assert [(f.indicator, f.quantity.masked) for f in facts] == [("上陂网点", True)]


def test_what_ends_a_head_says_no_value_but_a_unit_does() -> None:
    _, facts = table_of(
        "项目\t开工面积（亩）\t平均年龄（岁）\t手机用户（户）\t响应时间（小时）\t开工\t手机（必填）",
        "厂房\t12\t45\t9\t2\t3\t4",
        above="单位：万元",
    )
    assert [(f.indicator, f.quantity.unit) for f in facts] == [
        ("厂房开工面积", "亩"),
        ("厂房平均年龄", "岁"),
        ("厂房手机用户", "户"),
        ("厂房响应时间", "小时"),
    ]


def test_a_row_that_is_a_share_has_not_the_captions_unit() -> None:
    doc, facts = table_of("指标\t数量", "税收\t12", "增长率\t5.5", "税收占比\t12", "同比增长\t3", above="单位：万元")  # fmt: skip
    assert read_as(facts) == [("税收", 120_000, "元")]
    assert "3, “增长率”, “税收占比”, “同比增长”" in doc.errors[0].message
    _, facts = table_of("指标\t数量", "税收\t12", "占比\t0.5", "同比增长\t3", above="单位：万元、%")
    assert [(f.indicator, f.quantity.low, f.quantity.unit, f.change, f.change_base) for f in facts] == [
        ("税收", 120_000, "元", None, None),
        ("占比", Decimal("0.5"), "%", None, None),
        ("同比增长", 3, "%", "up", "同比"),
    ]
    _, facts = table_of("指标\t数量（万元）\t投资（万元）", "占比\t12\t3", "提高入学率\t4\t100")
    assert read_as(facts) == [("提高入学率投资", 1_000_000, "元")]


@pytest.mark.parametrize(
    "above", ["单位：万元", "计量单位：万元、亩", "（单位：人民币万元）", "收支表（万元）"]
)
def test_what_stands_above_a_table_is_no_figure(above: str) -> None:
    rows = ("指标\t金额", "税收\t12", "规费\t3")
    for doc, facts in (table_of(*rows, above=above), table_of(above, *rows)):
        assert [doc.quote(f.span) for f in doc.facts] == ["6次", *(doc.quote(f.span) for f in facts)]


def test_offices_are_still_counted() -> None:
    doc, _ = table_of("指标\t金额（元）", "税收\t12", above="参与单位：三十家。")
    assert "三十家" in [doc.quote(f.span) for f in doc.facts]


@pytest.mark.parametrize(
    "caption",
    ["编制单位：县委办公室　　单位：万元", "单位：万元　填报单位：青石镇", "单位：万元 2023年12月31日", "单位：万元；制表人：李四", "金额单位：人民币万元"],
)  # fmt: skip
def test_the_unit_of_a_caption_with_other_words(caption: str) -> None:
    _, facts = table_of("指标\t金额", "税收\t12", above=caption)
    assert read_as(facts) == [("税收", 120_000, "元")]


def test_numbers_with_approximators_ranges_and_groups() -> None:
    doc, facts = table_of("项目\t投资（万元）", "甲\t约300", "乙\t近 20", "丙\t100-200", "丁\t3至5", "戊\t1 200", "己\t300左右", "庚\t(120)", "辛\t见附件2", "壬\t2021-2022")  # fmt: skip
    assert [(f.quantity.low, f.quantity.high, f.quantity.qualifier) for f in facts] == [
        (3_000_000, None, "about"),
        (200_000, None, "nearly"),
        (1_000_000, 2_000_000, None),
        (30_000, 50_000, None),
        (12_000_000, None, None),
        (3_000_000, None, "about"),
    ]
    (warning,) = doc.errors
    assert "2, “(120)”, “见附件2”" in warning.message


def test_rows_that_nothing_names_are_told_by_row() -> None:
    doc, facts = table_of("项目\t户数（户）", "2021\t120", "2022年上半年\t5", "1-6月\t3")
    assert [f.period and f.period.start.year for f in facts] == [2021]
    (warning,) = doc.errors
    assert "2, “2022年上半年”, “1-6月”" in warning.message


def test_many_tables_cost_no_more_each() -> None:
    find = cells.finder(lexicon.load())

    def cost(number: int) -> float:
        text = "云陂镇2022年工作总结\n一、主要成效\n" + "".join(
            f"第{i}段。{'好。' * 20}\n项目\t投资（万元）\n道路\t{i}\n" for i in range(number)
        )
        doc = analyse(Document(text, hints=tuple(tabbed(text))))
        bare, spent = replace(doc, facts=()), []
        for _ in range(3):
            before = time.process_time()
            assert len(find(bare).facts) == number
            spent.append(time.process_time() - before)
        return min(spent)

    assert cost(1200) < 7 * cost(300)
