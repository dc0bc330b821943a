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
from reporttext.outputs import FORMATS, sheets, summary, xlsx
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
    assert (nearly.data_type, nearly.number_format) == ("n", '"接近"#,##0')
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
