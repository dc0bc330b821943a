"""csv and workbook: what a spreadsheet makes of them, and that nothing is lost or run on the way."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from reporttext import outputs
from reporttext.model import Block, Document, Fact, Metadata, Quantity, Sentence, Span
from reporttext.outputs import FORMATS, sheets, xlsx
from reporttext.outputs.csv import write_rows
from reporttext.outputs.jsonschema import schema
from reporttext.store import connect
from reporttext.store.folder import Folder
from reporttext.tables import tables
from stores import TEXT, document, span, store


def write(folder: Folder, form: str, language: str = "zh") -> Path:
    path = FORMATS[form].path(folder)
    with connect(folder.database, read_only=True) as con:
        FORMATS[form].write(con, path, language)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def out(tmp_path: Path) -> Folder:
    return store(tmp_path / "out", [document()])


# csv


def test_csv_has_every_table_and_column(out: Folder) -> None:
    path = write(out, "csv")
    assert {entry.name for entry in path.iterdir()} == {
        "csv-metadata.json",
        *(f"{name}.csv" for name in tables()),
    }
    told = json.loads((path / "csv-metadata.json").read_text("utf-8"))["tables"]
    assert [one["url"] for one in told] == [f"{name}.csv" for name in tables()]
    described = {one["url"]: [c["titles"]["und"] for c in one["tableSchema"]["columns"]] for one in told}
    for name, table in tables().items():
        with (path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            heads = next(csv.reader(file))
        wanted = [column for column in table.names if (name, column) != ("documents", "text")]
        assert heads == wanted + ["sentence_text"] * (name == "facts") == described[f"{name}.csv"]


def test_csv_opens_in_excel(out: Folder) -> None:
    content = (write(out, "csv") / "facts.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 4


def test_csv_values(out: Folder) -> None:
    masked, road, change = read_csv(write(out, "csv") / "facts.csv")
    assert (masked["value"], masked["masked"], masked["quote"]) == ("", "true", "**余场次")
    assert (road["value"], road["value_max"], road["period_start"], road["period_text"]) == (
        "3.5",
        "4",
        "2022-01-01",
        "2022年",
    )
    assert (change["value"], change["quote"]) == ("-5", "'-5%"), (
        "a number below 0 stays one, a text is no formula"
    )
    assert masked["sentence_text"] == "开展宣讲**余场次，修路3.5公里，下降-5%。"
    assert read_csv(out.csv / "paragraphs.csv")[1]["themes"] == "党建;安全"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_csv_texts_are_no_formulas(tmp_path: Path, start: str) -> None:
    title = f'{start}cmd|" /C calc"!A0'
    doc = document(metadata=Metadata(title=title, topic=f"x{start}1"))
    (row,) = read_csv(write(store(tmp_path / "out", [doc]), "csv") / "documents.csv")
    assert row["title"] == f"'{title}"
    assert row["topic"] == f"x{start}1"


# jsonl


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_jsonl_is_what_its_schema_says(tmp_path: Path) -> None:
    """Of the sample reports, which have masks, ranges, events, checks and a file that needs a note."""
    rt.run(rt.sample(), tmp_path / "out", formats=("jsonl",), workers=0)
    folder = tmp_path / "out" / "jsonl"
    schema = json.loads((folder / "schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    with rt.open(tmp_path / "out") as reports:
        for name, table in tables().items():
            rows = lines(folder / f"{name}.jsonl")
            assert len(rows) == len(reports.table(name))
            check = jsonschema.Draft202012Validator(
                {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]},
                format_checker=jsonschema.FormatChecker(["date"]),
            )
            for row in rows:
                check.validate(row)
                assert list(row) == list(table.names)
        began = reports.runs["started_at"][0]
    (told,) = lines(folder / "runs.jsonl")
    assert datetime.fromisoformat(told["started_at"]) == began


def test_jsonl_values(out: Folder) -> None:
    path = write(out, "jsonl")
    (masked,) = (row for row in lines(path / "facts.jsonl") if row["masked"])
    assert (masked["value"], masked["unit"], masked["indicator"]) == (None, "场次", "开展宣讲")
    assert lines(path / "documents.jsonl")[0]["text"] == TEXT
    assert lines(path / "paragraphs.jsonl")[1]["themes"] == ["党建", "安全"]


@pytest.mark.parametrize(
    ("change", "at"), [({"kind": "bag"}, "kind"), ({"start": "1"}, "start"), ({"value": "2"}, "value")]
)
def test_the_schema_refuses_what_is_no_row(out: Folder, change: dict[str, Any], at: str) -> None:
    path = write(out, "jsonl")
    row = lines(path / "facts.jsonl")[0] | change
    check = jsonschema.Draft202012Validator({"$ref": "#/$defs/facts", "$defs": schema()["$defs"]})
    assert [list(error.path) for error in check.iter_errors(row)] == [[at]]


def test_csv_heads_are_no_formulas(tmp_path: Path) -> None:
    """A variable of the user's own, or a word that a wide table has a column for."""
    with (tmp_path / "a.csv").open("wb") as stream:
        write_rows(pa.table({"=1+2": [1], "@x": ["y"], "plain": [None]}).to_reader(), stream)
    assert list(read_csv(tmp_path / "a.csv")[0]) == ["'=1+2", "'@x", "plain"]


def test_csv_keeps_line_breaks_quotes_and_commas(tmp_path: Path) -> None:
    text = '第一行，有逗号,\n和"引号"\n'
    doc = Document(text, "a.txt", blocks=(Block(Span(0, len(text) - 1), "body"),))
    (row,) = read_csv(write(store(tmp_path / "out", [doc]), "csv") / "paragraphs.csv")
    assert row["text"] == text.strip()


@pytest.mark.parametrize("at", [0, 3, 700, 1400, 1990])
def test_a_long_sentence_is_cut_round_the_figure(tmp_path: Path, at: int) -> None:
    text = "长" * at + "30人" + "句" * (2000 - at)
    figure = Fact("count", span("30人", text), 0, 0, Quantity(Decimal(30), None, "人"), "count.unit")
    doc = Document(
        text,
        "a.txt",
        blocks=(Block(Span(0, len(text)), "body"),),
        sentences=(Sentence(Span(0, len(text)), 0),),
        facts=(figure,),
    )
    (row,) = read_csv(write(store(tmp_path / "out", [doc]), "csv") / "facts.csv")
    shown = row["sentence_text"]
    assert "30人" in shown
    assert len(shown.strip("…")) == 500
    assert shown.strip("…") in text
    assert shown.startswith("…") == (at > 249)
    assert shown.endswith("…") == (at < 1500)


def test_a_sentence_of_a_thousand_is_whole(tmp_path: Path) -> None:
    text = "30人" + "句" * 997
    figure = Fact("count", Span(0, 3), 0, 0, Quantity(Decimal(30), None, "人"), "count.unit")
    doc = Document(
        text,
        "a.txt",
        blocks=(Block(Span(0, 1000), "body"),),
        sentences=(Sentence(Span(0, 1000), 0),),
        facts=(figure,),
    )
    (row,) = read_csv(write(store(tmp_path / "out", [doc]), "csv") / "facts.csv")
    assert row["sentence_text"] == text


# Workbook

SHEETS = {
    "zh": ["总览", "报告", "指标汇总", "各地对照", "数据明细", "活动", "文件引用", "章节", "问题与计划", "核对", "结构核对", "运行记录", "说明"],
    "en": [
        "Overview",
        "Reports",
        "Indicators",
        "Places compared",
        "Facts",
        "Events",
        "Documents cited",
        "Paragraphs",
        "Problems and plans",
        "Checks",
        "Outline checks",
        "Problems met",
        "Columns",
    ],
}  # fmt: skip


def rows(sheet: Any) -> Iterator[dict[str, Any]]:
    heads, *found = sheet.iter_rows()
    for row in found:
        yield {head.value: cell for head, cell in zip(heads, row, strict=True)}


def widths(sheet: Any) -> dict[str, float]:
    """By head; neighbours of one width are one entry in the file."""
    wide = {
        i: entry.width for entry in sheet.column_dimensions.values() for i in range(entry.min, entry.max + 1)
    }
    return {cell.value: wide[cell.column] for cell in sheet[1]}


@pytest.mark.parametrize("language", SHEETS)
def test_sheets(out: Folder, language: str) -> None:
    book = openpyxl.load_workbook(write(out, "xlsx", language))
    assert book.sheetnames == SHEETS[language]
    for sheet in book:
        assert sheet["A1"].font.bold
        assert sheet["A1"].fill.fgColor.rgb == "FFD9E2EC"
        assert sheet.freeze_panes
        if sheet.title not in ("总览", "Overview"):
            assert all(
                8 <= width < 61 or width == pytest.approx(90, abs=1) for width in widths(sheet).values()
            )
        heads = [cell.value for cell in sheet[1]]
        assert len(set(heads)) == len(heads)
        if sheet.title not in ("总览", "Overview"):
            assert sheet.auto_filter.ref == sheet.dimensions


def test_facts_for_people(out: Folder) -> None:
    masked, road, change = rows(openpyxl.load_workbook(write(out, "xlsx"))["数据明细"])
    assert list(masked)[:8] == ["地方", "年份", "部分", "状态", "指标", "数值", "单位", "期间起"]
    assert list(masked)[9:12] == ["原文", "所在句子", "来源"]
    assert [masked[head].value for head in ("地方", "年份", "部分", "指标")] == [
        "平岭县/松岗镇",
        2022,
        "成绩",
        "开展宣讲",
    ]
    assert masked["数值"].value == "**余场次", "as written: it has no value"
    assert masked["数值"].fill.fgColor.rgb == "FFD9D9D9"
    assert (road["数值"].value, road["数值"].number_format, road["状态"].value) == (3.5, "#,##0.0###", "目标")
    assert (change["数值"].value, change["数值"].number_format, change["增减"].value) == (-5, "#,##0", "减")
    assert change["原文"].value == "-5%"
    assert change["原文"].data_type == "s"


def test_codes_in_english(out: Folder) -> None:
    masked, road, _ = rows(openpyxl.load_workbook(write(out, "xlsx", "en"))["Facts"])
    assert (masked["Section"].value, road["Status"].value, masked["Place"].value) == (
        "achievements",
        "target",
        "平岭县/松岗镇",
    )


def test_reports_activities_and_documents(out: Folder) -> None:
    book = openpyxl.load_workbook(write(out, "xlsx"))
    (report,) = rows(book["报告"])
    assert (report["标题"].value, report["期间起"].value, report["地名隐去"].value) == (
        "松岗镇2022年工作总结",
        datetime.fromisoformat("2022-01-01"),
        False,
    )
    assert "正文" not in report
    (event,) = rows(book["活动"])
    assert (event["名称"].value, event["类别"].value, event["状态"].value) == (
        "书香松岗读书活动",
        "文化",
        "已办",
    )
    (cited,) = rows(book["文件引用"])
    assert (cited["原文"].value, cited["类别"].value) == ("《安全手册》", "文件")
    assert [row["原文"].value for row in rows(book["章节"])] == TEXT.splitlines()
    (problem,) = rows(book["运行记录"])
    assert (problem["程度"].value, problem["类别"].value) == ("提醒", "编码")


def test_the_overview_counts(out: Folder) -> None:
    sheet = openpyxl.load_workbook(write(out, "xlsx"))["总览"]
    told = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert (told["报告"], told["数据"], told["其中数字隐去"], told["提醒"], told["最早年份"]) == (
        1,
        3,
        1,
        1,
        2022,
    )
    assert told["提醒 编码"] == "archive/a.txt"


def test_every_column_is_explained(out: Folder) -> None:
    found = list(rows(openpyxl.load_workbook(write(out, "xlsx"))["说明"]))
    assert len(found) == sum(len(table.columns) + 1 for table in tables().values()) + 7
    assert {row["表"].value for row in found[-7:]} == {"指标汇总、各地对照"}
    assert all(row["含义"].value for row in found)


def test_texts_are_no_formulas_links_or_numbers(tmp_path: Path) -> None:
    doc = document(metadata=Metadata(title="=1+1", topic="http://example.org", issuer="007", place="{=1}"))
    (report,) = rows(openpyxl.load_workbook(write(store(tmp_path / "out", [doc]), "xlsx"))["报告"])
    for head, text in (
        ("标题", "=1+1"),
        ("主题", "http://example.org"),
        ("发文单位", "007"),
        ("地方", "{=1}"),
    ):
        assert (report[head].value, report[head].data_type, report[head].hyperlink) == (text, "s", None)


def test_what_excel_cannot_hold(tmp_path: Path) -> None:
    doc = document(metadata=Metadata(title="a\x00b\x1fc\ufffed", topic="𠮷" * 40_000))
    (report,) = rows(openpyxl.load_workbook(write(store(tmp_path / "out", [doc]), "xlsx"))["报告"])
    assert report["标题"].value == "abcd"
    assert report["主题"].value == "𠮷" * 16_000 + "…"


@given(st.text(max_size=50))
def test_writable_keeps_all_that_can_be_written(text: str) -> None:
    kept = sheets.writable(text)
    assert kept == "".join(c for c in text if c in kept)
    assert [c for c in text if c.isprintable()] == [c for c in kept if c.isprintable()]


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("数值", 4), ("a数\nb", 3), ("", 0), ("𠮷", 1)])
def test_width_counts_chinese_twice(text: str, width: int) -> None:
    assert sheets.width(text) == width


def test_columns_are_as_wide_as_what_they_hold(tmp_path: Path) -> None:
    doc = document(metadata=Metadata(title="很" * 20, topic="长" * 100))
    sheet = openpyxl.load_workbook(write(store(tmp_path / "out", [doc]), "xlsx"))["报告"]
    assert 40 <= widths(sheet)["标题"] <= 44
    assert widths(sheet)["主题"] == pytest.approx(60, abs=1)
    assert widths(sheet)["年份"] == pytest.approx(8, abs=1)


def test_a_full_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS", 2)
    folder = store(tmp_path / "out", [document(f"{i}.txt") for i in range(5)])
    book = openpyxl.load_workbook(write(folder, "xlsx"))
    assert [name for name in book.sheetnames if name.startswith("报告")] == ["报告", "报告 2", "报告 3"]
    assert [row["来源"].value for name in ("报告", "报告 2", "报告 3") for row in rows(book[name])] == [
        f"{i}.txt" for i in range(5)
    ]
    assert any("5 行" in str(row[1]) for row in book["总览"].iter_rows(values_only=True))


def test_a_sheet_too_long_is_left_out_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    book = openpyxl.load_workbook(write(store(tmp_path / "out", [document()]), "xlsx"))
    assert "数据明细" not in book.sheetnames
    assert "活动" in book.sheetnames
    assert any("csv" in str(row[1]) for row in book["总览"].iter_rows(values_only=True) if row[0] == "注意")


def test_an_empty_store_has_its_sheets(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(store(tmp_path / "out", []), "xlsx"))
    assert book.sheetnames == SHEETS["zh"]


def test_codes_without_a_name_are_shown_as_they_are(tmp_path: Path) -> None:
    doc = replace(document(), errors=(replace(document().errors[0], kind="novel"),))
    (problem,) = rows(openpyxl.load_workbook(write(store(tmp_path / "out", [doc]), "xlsx"))["运行记录"])
    assert problem["类别"].value == "novel"


def test_every_module_that_writes_a_format_is_one() -> None:
    folder = Path(outputs.__file__).parent
    modules = [*folder.glob("*.py"), *folder.glob("*/__init__.py")]
    writes = [p for p in modules if re.search("^TRANSLATED", p.read_text("utf-8"), re.MULTILINE)]
    assert sorted(p.stem if p.stem != "__init__" else p.parent.name for p in writes) == sorted(
        outputs.FORMATS
    )
