"""`reporttext fill`: numbers into a user's form, the form as it was, and what was not filled told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

import reporttext as rt
from reporttext.cli import cli
from reporttext.errors import UsageError
from three_reports import run


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("fill"))


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form of two townships and three indicators, with a title over joined cells, styles, a sum, and a remark."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet["A1"] = "各镇情况"
    sheet.merge_cells("A1:D1")
    for i, head in enumerate(("乡镇", "会议", "预算收入", "志愿服务", "合计"), 1):
        sheet.cell(2, i, head).font = Font(bold=True)
    for row, place in ((3, "云陂镇"), (4, "沙棠镇"), (5, "无此镇")):
        sheet.cell(row, 1, place)
        sheet.cell(row, 2).fill = PatternFill("solid", fgColor="FFFF00")
        sheet.cell(row, 2).number_format = "0.0"
    sheet["E3"] = "=SUM(B3:D3)"
    sheet["A1"].comment = Comment("请于月底前报", "办公室")
    sheet.column_dimensions["A"].width = 33
    book.save(tmp_path / "form.xlsx")
    return tmp_path / "form.xlsx"


BLOCK = """
[names]
"会议" = "召开专题会议"
"预算收入" = "一般公共预算收入"
"志愿服务" = "开展志愿服务"

[units]
"预算收入" = "亿元"

[[tables]]
sheet = "台账"
rows = "A3:A5"
columns = "B2:D2"
rows_are = "place"
columns_are = "indicator"
year = 2022
"""


def fill(out: Path, form: Path, mapping: str) -> tuple[list[rt.outputs.fill.Filled], openpyxl.Workbook]:  # type: ignore[name-defined]
    (form.parent / "map.toml").write_text(mapping, "utf-8")
    with rt.open(out) as reports:
        cells = reports.fill(form, form.parent / "map.toml", form.parent / "filled.xlsx")
    return cells, openpyxl.load_workbook(form.parent / "filled.xlsx")


def test_a_block_by_place_and_indicator(out: Path, form: Path) -> None:
    cells, book = fill(out, form, BLOCK)
    assert [[c.value for c in row] for row in book["台账"]["B3:D4"]] == [[8, 0.394, 90], [0, None, None]]
    assert {cell.wanted.cell: cell.why for cell in cells if cell.why} == {
        "C4": "not stated in a unit that makes 亿元",
        "D4": "the reports contradict each other (75次 and another figure)",
        **{f"{column}5": "no report of this place" for column in "BCD"},
    }
    (sum_,) = (cell for cell in cells if cell.wanted.cell == "C3")
    assert (sum_.quote, sum_.unit, sum_.source) == ("3940万元", "亿元", "archive/云陂镇2022.txt")


def test_the_form_stays_as_it_was(out: Path, form: Path) -> None:
    before = form.read_bytes()
    _, book = fill(out, form, BLOCK)
    sheet = book["台账"]
    assert sheet["B3"].fill.fgColor.rgb == "00FFFF00"
    assert sheet["B3"].number_format == "0.0"
    assert sheet["B2"].font.bold
    assert sheet["E3"].value == "=SUM(B3:D3)"
    assert [str(joined) for joined in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet["A1"].comment.text == "请于月底前报"
    assert sheet.column_dimensions["A"].width == 33
    assert form.read_bytes() == before


@pytest.mark.parametrize(
    ("more", "value", "why"),
    [
        ('indicator = "一般公共预算收入"\nyear = 2021', 37240000, None),
        ('indicator = "一般公共预算收入"\nyear = 2021\nunit = "万元"', 3724, None),
        ('indicator = "一般公共预算收入"\nyear = 2022\nstatus = "target"', 5, None),
        ('indicator = "一般公共预算收入"\nyear = 2021\nmeasure = "rate"', None, "not stated"),
        (
            'indicator = "一般公共预算收入"\nyear = 2021\nunit = "次"',
            None,
            "not stated in a unit that makes 次",
        ),
        ('indicator = "开展志愿服务"\nyear = 2021', None, "blanked out in the report (**次)"),
        ('indicator = "没有的指标"\nyear = 2021', None, "not stated"),
        ('indicator = "召开专题会议"\nyear = 2019', None, "not stated"),
    ],
)
def test_single_cells(out: Path, form: Path, more: str, value: float | None, why: str | None) -> None:
    (cell,), book = fill(out, form, f'[[cells]]\ncell = "D4"\nplace = "云陂镇"\n{more}\n')
    assert (cell.value, cell.why) == (value, why)
    assert book["台账"]["D4"].value == value


def test_places_of_one_name_are_not_mixed_up(tmp_path: Path, form: Path) -> None:
    from reporttext.model import Metadata
    from stores import TEXT, document, store

    reports = [
        document(
            f"{county}.txt",
            f"{county}{TEXT}",
            metadata=Metadata(county=county, township="松岗镇", place="松岗镇", year=2022),
        )
        for county in ("甲县", "乙县")
    ]
    out = store(tmp_path / "out", reports).path
    entry = '[[cells]]\ncell = "D{}"\nplace = "{}"\nindicator = "修路"\nyear = 2022\nstatus = "target"\nunit = "公里"\n'
    cells, book = fill(out, form, entry.format(4, "松岗镇") + entry.format(5, "甲县/松岗镇"))
    assert [cell.why for cell in cells] == ["several places are called so: 乙县/松岗镇, 甲县/松岗镇", None]
    assert (book["台账"]["D4"].value, book["台账"]["D5"].value) == (None, 3.5)


def test_joined_cells_and_what_stands_there(out: Path, form: Path) -> None:
    entry = '[[cells]]\ncell = "{}"\nplace = "云陂镇"\nindicator = "召开专题会议"\nyear = 2022\n'
    cells, book = fill(out, form, entry.format("C1") + entry.format("E3"))
    assert [cell.why for cell in cells] == ["the cell is not empty"] * 2
    assert (book["台账"]["A1"].value, book["台账"]["E3"].value) == ("各镇情况", "=SUM(B3:D3)")


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("", "names no cell"),
        ("[[cells", "cannot be read as TOML"),
        ("[cells]\n", r"\[\[cells\]\], with two brackets"),
        ('[[cells]]\ncel = "A1"\n', "there is no key cel"),
        ('[[cells]]\ncell = "ZZZZ1"\nplace = "a"\nindicator = "b"\nyear = 2020\n', "is no cell or range"),
        ('[[cells]]\ncell = "A1:B2"\nplace = "a"\nindicator = "b"\nyear = 2020\n', "too large"),
        ('[[cells]]\ncell = "A9"\nindicator = "b"\nyear = 2020\n', "nothing says the place of A9"),
        ('[[cells]]\ncell = "A9"\nplace = "a"\nindicator = "b"\nyear = "去年"\n', "is no year"),
        ('[[cells]]\nsheet = "无"\ncell = "A9"\n', "the form has no sheet 无; it has: 台账"),
        ('[[cells]]\ncell = "A9"\nstatus = "done"\n', "status is one of"),
        (
            '[[tables]]\nrows = "A3:A5"\ncolumns = "B2:D2"\nrows_are = "place"\ncolumns_are = "place"\n',
            "are two of",
        ),
        ("[names]\na = 1\n", r"\[names\]: write one text"),
    ],
)
def test_faulty_maps(out: Path, form: Path, mapping: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        fill(out, form, mapping)
    assert not (form.parent / "filled.xlsx").exists()


def test_no_form(out: Path, tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 an old workbook")
    with pytest.raises(UsageError, match=r"save it as \.xlsx"):
        fill(out, tmp_path / "form.xlsx", BLOCK)


def test_the_form_is_not_overwritten(out: Path, form: Path) -> None:
    (form.parent / "map.toml").write_text(BLOCK, "utf-8")
    with rt.open(out) as reports, pytest.raises(UsageError, match="is the form itself"):
        reports.fill(form, form.parent / "map.toml", form)


def test_the_command(out: Path, form: Path) -> None:
    mapping, filled = form.parent / "map.toml", form.parent / "filled.xlsx"
    mapping.write_text(BLOCK, "utf-8")
    done = CliRunner().invoke(
        cli, ["fill", str(form), "--map", str(mapping), "--in", str(out), "-o", str(filled)]
    )
    assert done.exit_code == 1
    assert "台账!B5  召开专题会议  无此镇  2022: no report of this place" in done.stdout
    assert "4 of 9 cells filled" in done.stderr
