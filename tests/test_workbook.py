"""The sheets of the workbook that set figures side by side, its links, and that it holds no formula."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

import reporttext as rt
from reporttext.outputs import FORMATS, layout, sheets, summary, xlsx
from reporttext.store import connect
from stores import TEXT, document, store
from three_reports import run


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("three"))


def book(out: Path, language: str = "zh") -> Workbook:
    new = out / f"{language}.xlsx"
    with connect(out / "reports.duckdb", read_only=True) as con:
        FORMATS["xlsx"].write(con, new, language)
    return openpyxl.load_workbook(new)


def values(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def cell(sheet: Any, head: str, *keys: str) -> Any:
    """The cell below a head, in the row whose first cells hold all the keys."""
    heads = [cell.value for cell in sheet[1]]
    (row,) = (row for row in sheet.iter_rows(min_row=2) if set(keys) <= {str(cell.value) for cell in row[:6]})
    return row[heads.index(head)]


def test_a_row_a_place_and_indicator_and_years_across(out: Path) -> None:
    assert values(book(out)["指标汇总"]) == [
        ("指标", "状态", "量的类别", "单位", "地方", "依据", "2021", "2022", "2023"),
        ("一般公共预算收入", "已完成", "水平", "万元", "云陂镇", "指标目录", 3724, 3940, "无报告"),
        ("一般公共预算收入", "目标", "增长率", "%", "云陂镇", "指标目录", "无报告", 5, "未写"),
        ("开展志愿服务活动", "已完成", "水平", "次", "云陂镇", "指标目录", "**次", 90, "无报告"),
        ("开展志愿服务活动", "已完成", "水平", "次", "沙棠镇", "指标目录", "无报告", 75, "无报告"),
        ("召开专题会议", "已完成", "水平", "次", "云陂镇", "原文用语", 6, 8, "无报告"),
        ("召开专题会议", "已完成", "水平", "次", "沙棠镇", "原文用语", "无报告", 0, "无报告"),
        ("召开专题会议", "目标", "水平", "次", "云陂镇", "原文用语", "无报告", 8, 10),
        ("召开专题会议", "目标", "水平", "次", "沙棠镇", "原文用语", "无报告", "无报告", 12),
    ]


def test_a_row_a_place_and_year_and_indicators_across(out: Path) -> None:
    assert values(book(out, "en")["Places compared"]) == [
        ("Place", "Year", "一般公共预算收入\n（万元）", "开展志愿服务活动\n（次）", "召开专题会议\n（次）"),
        ("云陂镇", 2021, 3724, "**次", 6),
        ("云陂镇", 2022, 3940, 90, 8),
        ("沙棠镇", 2022, "not stated", 75, 0),
    ]


def test_what_a_figure_is_shows(out: Path) -> None:
    sheet = book(out)["指标汇总"]
    masked = cell(sheet, "2021", "开展志愿服务活动", "云陂镇")
    assert (masked.data_type, masked.fill.fgColor.rgb) == ("s", "FFD9D9D9")
    nearly = cell(sheet, "2022", "开展志愿服务活动", "云陂镇")
    assert (nearly.data_type, nearly.number_format) == ("n", '"近"#,##0')
    contradicted = cell(sheet, "2022", "开展志愿服务活动", "沙棠镇")
    assert contradicted.fill.fgColor.rgb == "FFFCE4D6"
    silent = cell(sheet, "2023", "一般公共预算收入", "目标")
    assert (silent.value, silent.font.color.rgb) == ("未写", "FFA6A6A6")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_lead_to_their_fact_and_facts_to_their_paragraph(out: Path, language: str) -> None:
    """Every link of every sheet leads to a row of the same report; those of figures to the sentence that holds them."""
    shown = book(out, language)
    summed, facts, paragraphs = (shown.worksheets[i] for i in (2, 4, 7))
    followed = 0
    for row in summed.iter_rows(min_row=2, min_col=7):
        for figure in row:
            assert (figure.hyperlink is None) == (
                figure.value in ("未写", "无报告", "not stated", "no report")
            )
            if figure.hyperlink:
                sheet, place = figure.hyperlink.location.split("!")
                assert sheet == f"'{facts.title}'"
                fact = [c.value for c in facts[facts[place].row]]
                assert summed.cell(figure.row, 5).value == fact[0]
                assert fact[9] in fact[10], "the row has its sentence"
                size = 1e4 if summed.cell(figure.row, 4).value == "万元" else 1
                assert fact[5] == (figure.value if figure.data_type == "s" else figure.value * size)
                followed += 1
    assert followed == 12
    for row in facts.iter_rows(min_row=2):
        sheet, place = row[5].hyperlink.location.split("!")
        paragraph = [c.value for c in paragraphs[paragraphs[place].row]]
        assert sheet == f"'{paragraphs.title}'"
        assert row[9].value in paragraph[7]
        assert row[11].value == paragraph[8]


def test_an_empty_text_above_a_link_stays_empty(tmp_path: Path) -> None:
    from dataclasses import replace

    doc = document()
    unnamed = replace(doc, events=(doc.events[0]._replace(name="\x01"),))
    (event,) = list(book(store(tmp_path / "out", [unnamed]).path)["活动"].iter_rows(min_row=2))
    assert event[3].hyperlink is not None
    assert not event[3].value


def test_problems_and_plans_in_full(out: Path) -> None:
    sheet = book(out)["问题与计划"]
    assert [row[2:5] for row in values(sheet)[1:3]] == [
        ("问题", "存在的问题", "个别干部作风不够扎实。"),
        ("计划", "2022年工作计划", "力争一般公共预算收入增长5%，召开专题会议8次。"),
    ]
    formula = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("="))
    assert formula.data_type == "s"
    assert formula.alignment.wrap_text


def test_long_texts_have_their_height(tmp_path: Path) -> None:
    from reporttext.model import Block, Document, Span

    text = "难" * 400
    doc = Document(text, "a.txt", blocks=(Block(Span(0, 400), "body", section="problems"),))
    sheet = book(store(tmp_path / "out", [doc]).path)["问题与计划"]
    assert sheet.row_dimensions[2].height == pytest.approx(160, abs=1)


def test_no_cell_of_any_sheet_holds_a_formula(out: Path) -> None:
    book(out)
    with zipfile.ZipFile(out / "zh.xlsx") as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 13
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_it_prints(out: Path) -> None:
    for sheet in book(out):
        assert sheet.page_setup.orientation == ("portrait" if sheet.title == "总览" else "landscape")
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$1"
    assert "$K$" in book(out)["数据明细"].print_area


def test_low_scores_are_coloured(tmp_path: Path) -> None:
    from dataclasses import replace

    doc = document()
    facts = [fact._replace(score=score) for fact, score in zip(doc.facts, (0.9, 0.6, 0.3), strict=True)]
    sheet = book(store(tmp_path / "out", [replace(doc, facts=tuple(facts))]).path)["数据明细"]
    heads = [cell.value for cell in sheet[1]]
    found = [sheet.cell(row, heads.index("把握") + 1) for row in (2, 3, 4)]
    assert [c.value for c in found] == [0.9, 0.6, 0.3]
    assert [c.fill.fgColor.rgb for c in found] == ["00000000", "FFFFF2CC", "FFF8CBAD"]


def test_links_stop_where_a_sheet_is_full_of_them(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LINKS", 2)
    sheet = book(out)["数据明细"]
    linked = [row[5].hyperlink is not None for row in sheet.iter_rows(min_row=2)]
    assert linked == [True, True] + [False] * (len(linked) - 2)
    assert all(row[5].value is not None for row in sheet.iter_rows(min_row=2)), (
        "the values are there all the same"
    )


def test_too_many_facts_leave_the_summaries(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 5)
    shown = book(out)
    assert "数据明细" not in shown.sheetnames
    figure = cell(shown["指标汇总"], "2022", "一般公共预算收入", "已完成")
    assert (figure.value, figure.hyperlink) == (3940, None), "no link to a sheet that is not there"
    notes = [row[1] for row in values(shown["总览"]) if row[0] == "注意"]
    assert any("数据明细" in note and "csv" in note for note in notes)


def test_too_many_catalogued_figures_are_said(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MOST_FIGURES", 2)
    shown = book(out, "en")
    assert values(shown["Indicators"])[1:] == []
    assert any("reporttext panel" in str(row[1]) for row in values(shown["Overview"]) if row[0] == "Note")


def test_faulty_indicators_of_the_user_cost_only_their_sheet(tmp_path: Path) -> None:
    out = run(tmp_path)
    (out / "indicators.toml").write_text("[catalogue.entries.x]\nnothing = 1\n", "utf-8")
    shown = book(out)
    assert len(values(shown["数据明细"])) > 5
    assert any("没有做成" in str(row[1]) for row in values(shown["总览"]) if row[0] == "注意")


def test_accepted_indicators_come_into_the_workbook_with_the_next_run(tmp_path: Path) -> None:
    out = run(tmp_path, formats=("xlsx",))
    before = values(openpyxl.load_workbook(out / "reports.xlsx")["指标汇总"])
    accepted = '[catalogue.entries.meetings]\nname = "专题会"\nvariants = ["召开专题会议"]\nunits = ["次"]\n'
    (out / "indicators.toml").write_text(accepted, "utf-8")
    rt.run([tmp_path / "archive"], out, workers=1, formats=("xlsx",))
    after = values(openpyxl.load_workbook(out / "reports.xlsx")["指标汇总"])
    assert _rows(before, "召开专题会议", "原文用语") == _rows(after, "专题会", "指标目录") != []


def _rows(rows: Sequence[tuple[Any, ...]], indicator: str, basis: str) -> list[tuple[Any, ...]]:
    return [row[1:5] + row[6:] for row in rows if (row[0], row[5]) == (indicator, basis)]


def test_a_place_blanked_out_stands_for_itself(tmp_path: Path) -> None:
    from reporttext.model import Metadata

    hidden = [
        document(f"{i}.txt", f"{i}{TEXT}", metadata=Metadata(place="**镇", place_masked=True, year=2022))
        for i in (1, 2)
    ]
    names = [row[0] for row in values(book(store(tmp_path / "out", hidden).path)["各地对照"])[1:]]
    assert len(set(names)) == 2
    assert all(name.startswith("**镇〔") for name in names)


# Four reports of one township: two years that contradict each other, a copy, and a final version as plain text.
_ARCHIVE = {
    "云陂镇2021年工作总结.txt": "云陂镇2021年工作总结\n一、主要成效\n全年一般公共预算收入3560万元，开展志愿服务24次，新建高标准农田1200亩。\n二、2022年计划\n"
    "力争一般公共预算收入增长8%以上，开展志愿服务不少于32次，改造农村公路12.5公里。\n",
    "云陂镇2022年工作总结.txt": "云陂镇2022年工作总结\n一、主要成效\n全年一般公共预算收入3940万元，2021年为3500万元。开展志愿服务33次，新建高标准农田2600亩。\n二、2023年计划\n改造农村公路15公里。\n",
    "云陂镇2022年工作总结（终稿）.txt": "云陂镇2022年工作总结\n一、主要成效\n全年一般公共预算收入3940万元。\n",
    "云陂镇2022年工作总结（副本）.txt": "云陂镇2022年工作总结\n一、主要成效\n全年一般公共预算收入3940万元，2021年为3500万元。开展志愿服务33次，新建高标准农田2600亩。\n二、2023年计划\n改造农村公路15公里。\n",
    "名单.txt": "2022年\n各项工作名单如下\n",
    "总结.txt": "工作总结\n今年，我镇开展志愿服务15次。\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    folder = tmp_path_factory.mktemp("township")
    (folder / "in").mkdir()
    for name, text in _ARCHIVE.items():
        (folder / "in" / name).write_text(text, "utf-8")
    rt.run([folder / "in"], folder / "out", workers=1, formats=())
    return book(folder / "out")


def records(sheet: Any) -> list[dict[str, Any]]:
    heads, *rows = sheet.iter_rows()
    return [dict(zip([head.value for head in heads], row, strict=True)) for row in rows]


def test_units_are_those_that_all_reports_write(township: Workbook) -> None:
    """亩 and 公里 are written, 公顷 and 千米 are what the store compares."""
    field = cell(township["指标汇总"], "2022", "新建高标准农田", "已完成")
    road = cell(township["指标汇总"], "2022", "改造农村公路", "目标")
    assert (field.value, township["指标汇总"].cell(field.row, 4).value) == (2600, "亩")
    assert (road.value, township["指标汇总"].cell(road.row, 4).value) == (12.5, "公里")


def test_units_that_differ_are_made_one(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for place, area in (("云陂镇", "1500亩"), ("沙棠镇", "100公顷")):
        text = f"{place}2022年工作总结\n一、主要成效\n全年新建高标准农田{area}。\n"
        (tmp_path / "in" / f"{place}.txt").write_text(text, "utf-8")
    rt.run([tmp_path / "in"], tmp_path / "out", workers=1, formats=())
    rows = values(book(tmp_path / "out")["指标汇总"])[1:]
    assert [row[3:5] + row[6:7] for row in rows] == [("公顷", "云陂镇", 100), ("公顷", "沙棠镇", 100)]


def test_a_bound_is_told_in_the_words_of_the_report(township: Workbook) -> None:
    """超过20 would leave out the 20 of 不少于20次."""
    target = cell(township["指标汇总"], "2022", "开展志愿服务活动", "目标")
    assert (target.value, target.number_format) == (32, '"不少于"#,##0')
    rate = cell(township["指标汇总"], "2022", "一般公共预算收入", "目标", "增长率")
    assert (rate.value, rate.number_format) == (8, '#,##0"以上"')
    (fact,) = (row for row in records(township["数据明细"]) if row["原文"].value == "8%以上")
    assert fact["约数用词"].value == "以上"


def test_words_of_a_report_cannot_break_a_number_format() -> None:
    from io import BytesIO

    import xlsxwriter

    from reporttext.outputs.formats import Formats, Words

    formats = Formats(xlsxwriter.Workbook(BytesIO()), "zh")
    assert formats.said("over", '"0;[红色]') == Words("超过")
    assert formats.said("over", None) == Words("超过"), "a mark passed has no word of its own"
    assert formats.said("about", "约…左右") == Words("约", "左右")
    assert formats.said(None, "以上") is None


def test_reports_that_contradict_each_other_stand_in_the_checks(township: Workbook) -> None:
    """The orange cell, the overview and the sheet of checks say the same; both figures are told, and led to."""
    assert cell(township["指标汇总"], "2021", "一般公共预算收入", "水平").fill.fgColor.rgb == "FFFCE4D6"
    (check,) = records(township["核对"])
    assert (check["地方"].value, check["年份"].value, check["类别"].value) == (
        "云陂镇",
        2021,
        "各报告说法不一",
    )
    assert "3560万元" in check["说明"].value
    assert "3500万元" in check["说明"].value
    assert "3560万元" in check["原文"].value
    assert "3500万元" in check["另一处原文"].value
    for head, quote in (("说明", "3560万元"), ("另一处原文", "3500万元")):
        row = township["数据明细"][check[head].hyperlink.location.split("!")[1]].row
        assert quote in [cell.value for cell in township["数据明细"][row]]
    counts = {row[0]: row[1] for row in values(township["总览"])}
    assert counts["核对：一份报告里数字对不上的"] == 0
    assert counts["核对：指标汇总里别处说法不一的（橙底）"] == 1


def test_checks_can_be_filtered_by_the_place_and_year_of_a_report(tmp_path: Path) -> None:
    """A row of the sheet of checks says place and year of its report, as every sheet does, whoever found the row."""
    (tmp_path / "in").mkdir()
    texts = {
        "一.txt": "云陂镇2021年工作总结\n一、主要成效\n全年一般公共预算收入3560万元。发现各类隐患413处，其中一般隐患406处、重大事故隐患7处；已完成整改391处，整改率97.6%。\n",
        "二.txt": "云陂镇2022年工作总结\n一、主要成效\n全年一般公共预算收入3940万元，2021年为3500万元。\n",
    }
    for name, text in texts.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    (tmp_path / "in" / "metadata.csv").write_text(
        "source,place,county,township\n一.txt,云陂镇,平岭县,云陂镇\n二.txt,云陂镇,平岭县,云陂镇\n", "utf-8"
    )
    done = rt.run([tmp_path / "in"], tmp_path / "out", workers=1, formats=())
    made = book(tmp_path / "out")
    found = records(made["核对"])
    assert {row["类别"].value for row in found} == {"占比与分项不符", "各报告说法不一"}
    assert {(row["地方"].value, row["年份"].value) for row in found} == {("平岭县/云陂镇", 2021)}
    for sheet in ("报告", "数据明细", "章节", "指标汇总", "各地对照"):
        assert {row["地方"].value for row in records(made[sheet])} == {"平岭县/云陂镇"}, sheet
    ids = [row["核对编号"].value for row in found]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    # The overview tells what the terminal counts, and what it does not, in rows of their own.
    counts = {row[0]: row[1] for row in values(made["总览"])}
    within, between, outline = (number for label, number in counts.items() if "核对：" in label)
    assert within + outline == done.checks
    assert within + between == len(found)
    assert between > 0


def test_sheets_of_a_part_of_a_table_say_what_that_part_is() -> None:
    parts = [sheet.names for sheet in layout.SHEETS if sheet.where != "true"]
    assert len(parts) == 2
    assert set(parts) <= set(xlsx._ABOUT)


def test_what_is_counted_twice_can_be_filtered_away(township: Workbook) -> None:
    found = {
        row["来源"].value: row["重复"].value
        for row in records(township["数据明细"])
        if row["原文"].value == "3940万元"
    }
    assert found == {
        "in/云陂镇2022年工作总结.txt": None,
        "in/云陂镇2022年工作总结（副本）.txt": "报告重复",
        "in/云陂镇2022年工作总结（终稿）.txt": "另一份已有",
    }
    counts = {row[0]: row[1] for row in values(township["总览"])}
    copies = [row for row in records(township["数据明细"]) if row["重复"].value == "报告重复"]
    assert counts["另有内容重复的报告里的数据"] == len(copies) > 0
    assert counts["数据"] == len(records(township["数据明细"])) - len(copies)


def test_sheets_that_links_lead_to_are_filtered_but_not_sorted(township: Workbook) -> None:
    for name, led_to in (("数据明细", True), ("章节", True), ("指标汇总", False), ("核对", False)):
        protection = township[name].protection
        assert protection.sheet == led_to
        if led_to:  # what is true is locked
            assert (protection.sort, protection.autoFilter, protection.password) == (True, False, None)
    assert any("不能排序" in str(row[1]) for row in values(township["总览"]) if row[0] == "注意")


def test_paragraphs_stand_in_full(tmp_path: Path) -> None:
    text = "云陂镇2022年工作总结\n一、主要成效\n" + "全镇上下齐心协力。" * 60 + "召开会议7次。\n"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text, "utf-8")
    rt.run([tmp_path / "in"], tmp_path / "out", workers=1, formats=())
    shown = book(tmp_path / "out")
    (fact,) = records(shown["数据明细"])
    at = fact["数值"].hyperlink.location.split("!")[1]
    heads = [cell.value for cell in shown["章节"][1]]
    assert shown["章节"].cell(shown["章节"][at].row, heads.index("原文") + 1).value == text.splitlines()[2]


def test_no_row_says_not_stated_of_a_document_without_figures(township: Workbook) -> None:
    assert [row[:2] for row in values(township["各地对照"])[1:]] == [("云陂镇", 2021), ("云陂镇", 2022)]


def test_the_overview_counts_reports_without_place_and_year(township: Workbook) -> None:
    counts = {row[0]: row[1] for row in values(township["总览"])}
    # 名单.txt has no figure, and no place either.
    assert counts["没有认出地名的报告（见“运行记录”）"] == 2
    assert counts["没有认出年份的报告（见“运行记录”）"] == 1
    listed = [(row["来源"].value, row["类别"].value) for row in records(township["运行记录"])]
    assert listed.count(("in/名单.txt", "没有地名")) == 1
    assert sum(kind == "没有地名" for _, kind in listed) == 2
    assert sum(kind == "没有年份" for _, kind in listed) == 1
    assert counts["提醒"] == 3
    assert {row[1] for row in values(township["运行记录"])[1:]} == {"in/名单.txt", "in/总结.txt"}


def test_what_made_the_workbook_is_not_on_the_overview(township: Workbook) -> None:
    told = "".join(str(value) for row in values(township["总览"]) for value in row)
    assert not any(word in told for word in ("JSON", "sha256", "jieba", "摘要", "reporttext panel"))
    assert any(row[2] == "inputs_sha256" for row in values(township["说明"])[-6:])
