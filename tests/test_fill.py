"""`reporttext fill`: numbers into a user's form, the form as it was, and what was not filled told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

import reporttext as rt
from reporttext.cli import cli
from reporttext.errors import UsageError
from reporttext.outputs import form_units
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
        "C4": "not stated",
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
        ('indicator = "一般公共预算收入"\nyear = 2021', 3724, None),
        ('indicator = "一般公共预算收入"\nyear = 2021\nunit = "万元"', 3724, None),
        ('indicator = "一般公共预算收入"\nyear = 2022\nstatus = "target"', 5, None),
        ('indicator = "一般公共预算收入"\nyear = 2021\nmeasure = "rate"', None, "not stated"),
        (
            'indicator = "一般公共预算收入"\nyear = 2021\nunit = "次"',
            None,
            "stated as 3724万元, which is not in a unit that makes 次",
        ),
        ('indicator = "开展志愿服务"\nyear = 2021', None, "blanked out in the report (**次)"),
        (
            'indicator = "没有的指标"\nyear = 2021',
            None,
            "no indicator is called 没有的指标, neither in the catalogue nor in a report",
        ),
        ('indicator = "一般预算收入（亿元）"\nyear = 2021', 0.3724, None),
        ('indicator = "一般预算收入/元"\nyear = 2021', 37240000, None),
        ('indicator = "一般预算收入（单位：万元）"\nyear = 2021', 3724, None),
        ('indicator = "召开专题会议"\nyear = 2019', None, "no report of this year"),
        (
            'indicator = "召开专题会议"\nyear = 2021\nstatus = "target"',
            None,
            "no report that plans this year",
        ),
        ('indicator = "一般公共预算收入"\nyear = 2023\nstatus = "target"', None, "not stated"),
    ],
)
def test_single_cells(out: Path, form: Path, more: str, value: float | None, why: str | None) -> None:
    (cell,), book = fill(out, form, f'[[cells]]\ncell = "D4"\nplace = "云陂镇"\n{more}\n')
    assert (cell.value, cell.why) == (value, why)
    assert book["台账"]["D4"].value == value


def test_an_unknown_name_is_answered_with_those_that_are_near(out: Path, form: Path) -> None:
    (cell,), _ = fill(
        out, form, '[[cells]]\ncell = "D4"\nplace = "云陂镇"\nindicator = "专题大会议"\nyear = 2022\n'
    )
    assert cell.why is not None
    assert cell.why.startswith("no indicator is called 专题大会议")
    assert "召开专题会议" in cell.why.partition("near: ")[2].split(", ")


@pytest.mark.parametrize(
    ("text", "bare", "unit"),
    [
        ("高标准农田（亩）", "高标准农田", "亩"),
        ("粮食产量(万吨)", "粮食产量", "万吨"),
        ("财政收入（同比）（％）", "财政收入（同比）", "%"),
        ("面积，单位：亩", "面积", "亩"),
        ("面积（计量单位：亩）", "面积", "亩"),
        ("产值/亿元", "产值", "亿元"),
        ("财政收入（同比）", "财政收入（同比）", None),
        ("工业总产值（规上）", "工业总产值（规上）", None),
        ("（亩）", "（亩）", None),
        ("占比%", "占比", "%"),
        ("产值（人民币万元）", "产值", "万元"),
        ("面积［亩］", "面积", "亩"),
        ("收入(元/人)", "收入(元/人)", None),
    ],
)
def test_the_unit_in_a_head(text: str, bare: str, unit: str | None) -> None:
    assert form_units.head(text) == (bare, unit)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("单位：万元　填报单位：青石镇", ("万元",)),
        ("编制单位：县委办公室 单位：万元", ("万元",)),
        ("单位：万元　　编制单位：县委办公室", ("万元",)),
        ("单位：万元 2023年12月31日", ("万元",)),
        ("单位：万元 制表人：李四", ("万元",)),
        ("金额单位：人民币万元", ("万元",)),
        ("单 位 ： 万元、亩", ("万元", "亩")),
        ("（计量单位：万元/亩）", ("万元", "亩")),
        ("单位：万元；亩", ("万元", "亩")),
        ("填报单位：组", ()),
        ("责任单位：县财政局", ()),
    ],
)
def test_the_units_of_a_caption(text: str, units: tuple[str, ...]) -> None:
    sheet = openpyxl.Workbook().active
    sheet["A1"] = text
    assert form_units.captions(sheet) == ([(1, units)] if units else [])


LAND = """
[[tables]]
rows = "A3:A4"
columns = "B2:D2"
rows_are = "place"
columns_are = "indicator"
year = 2022
"""


def read(tmp_path: Path, said: Mapping[str, str], *formats: str) -> Path:
    """The output of a run over a report of 2022 for each place, with what it says."""
    archive = tmp_path / "archive"
    archive.mkdir()
    for place, text in said.items():
        (archive / f"{place}2022.txt").write_text(f"{place}2022年工作总结\n一、主要成效\n{text}\n", "utf-8")
    rt.run([archive], tmp_path / "out", workers=1, formats=formats)
    return tmp_path / "out"


@pytest.fixture
def land(tmp_path: Path) -> tuple[Path, Path]:
    """Two townships that write their revenue in two units, land in 亩; and a form whose heads name units, or none."""
    said = {
        "云陂镇": "全年实现一般公共预算收入3940万元，建成高标准农田2600亩，粮食产量1.86万吨。",
        "沙棠镇": "全年实现一般公共预算收入0.4亿元，建成高标准农田0.3万亩，粮食产量2.5万吨。",
        "苎坪乡": "全年实现一般公共预算收入2150万元。",
    }
    read(tmp_path, said)
    book = openpyxl.Workbook()
    sheet = book.active
    for i, name in enumerate(("乡镇", "一般公共预算收入", "新建高标准农田（亩）", "粮食产量（吨）"), 1):
        sheet.cell(2, i, name)
    for row, place in enumerate(said, 3):
        sheet.cell(row, 1, place)
    book.save(tmp_path / "form.xlsx")
    return tmp_path / "out", tmp_path / "form.xlsx"


def test_the_unit_is_that_of_the_head_or_the_reports_own(land: tuple[Path, Path]) -> None:
    cells, book = fill(*land, LAND.replace("A4", "A5"))
    sheet = book.active
    assert [[c.value for c in row] for row in sheet["B3:D5"]] == [
        [3940, 2600, 18600],
        [4000, 3000, 25000],  # 0.4亿元, in a column where most write 万元
        [2150, None, None],
    ]
    by_cell = {cell.wanted.cell: cell for cell in cells}
    assert (by_cell["B4"].unit, by_cell["B4"].as_written, by_cell["B4"].quote) == ("万元", True, "0.4亿元")
    assert (by_cell["C3"].unit, by_cell["C3"].as_written) == ("亩", False)
    said = sheet["B4"].comment.text
    assert "单位：万元（表中未写单位，按报告写法）" in said
    assert "全年实现一般公共预算收入0.4亿元" in said
    assert "报告：archive/沙棠镇2022.txt" in said
    assert sheet["C3"].comment.text.startswith("单位：亩\n")


def test_a_caption_names_the_unit_of_all_that_has_it(land: tuple[Path, Path]) -> None:
    book = openpyxl.load_workbook(land[1])
    book.active["D1"] = "填报单位：云陂镇"
    book.active["C1"] = "单位：元、亩"
    book.save(land[1])
    cells, book = fill(*land, LAND)
    assert [[c.value for c in row] for row in book.active["B3:D3"]] == [[39400000, 2600, 18600]]
    assert not any(cell.as_written for cell in cells)


@pytest.fixture
def ranges(tmp_path: Path) -> Path:
    """Three townships, one of which tells a range, another what it contradicts and what it blanks out."""
    said = {
        "云陂镇": "全年培训干部300至500人次，一般公共预算收入3940万元。",
        "沙棠镇": "全年培训干部80人次，一般公共预算收入0.4亿元。全年一般公共预算收入0.7亿元。",
        "苎坪乡": "全年培训干部90人次，一般公共预算收入**亿元。热线平均响应时间由3.2小时压缩到1.6小时。",
    }
    return read(tmp_path, said, "xlsx")


def test_a_range_is_left_empty_and_told(ranges: Path, form: Path) -> None:
    entry = '[[cells]]\ncell = "C{}"\nplace = "{}"\nindicator = "培训干部"\nyear = 2022\n'
    cells, book = fill(ranges, form, entry.format(3, "云陂镇") + entry.format(4, "沙棠镇"))
    assert [(cell.value, cell.why) for cell in cells] == [
        (None, "a range in the report (300至500人次)"),
        (80, None),
    ]
    assert [book["台账"][name].value for name in ("C3", "C4")] == [None, 80]


def test_a_range_is_shown_with_both_ends(ranges: Path) -> None:
    book = openpyxl.load_workbook(ranges / "reports.xlsx")
    for name in ("指标汇总", "各地对照"):
        values = {cell.value for row in book[name].iter_rows() for cell in row}
        assert {"300–500", 80, 90} <= values
        assert 300 not in values


def test_a_former_level_contradicts_nothing(ranges: Path, form: Path) -> None:
    entry = '[[cells]]\ncell = "C3"\nplace = "苎坪乡"\nindicator = "热线平均响应时间"\nyear = 2022\n'
    (cell,), _ = fill(ranges, form, entry)
    assert (cell.value, cell.quote, cell.why) == (1.6, "1.6小时", None)


def test_what_is_left_out_has_no_say_in_the_unit(ranges: Path, form: Path) -> None:
    book = openpyxl.load_workbook(form)
    book["台账"]["A5"] = "苎坪乡"
    book.save(form)
    mapping = '[[tables]]\nrows = "A3:A5"\ncolumns = "C2:C2"\nrows_are = "place"\ncolumns_are = "indicator"\nyear = 2022\n[names]\n"预算收入" = "一般公共预算收入"\n'
    cells, _ = fill(ranges, form, mapping)
    assert [(cell.value, cell.unit) for cell in cells if cell.why is None] == [(3940, "万元")]


def test_without_comments_and_beside_one_of_the_users_own(land: tuple[Path, Path]) -> None:
    book = openpyxl.load_workbook(land[1])
    book.active["B3"].comment = Comment("请核对", "办公室")
    book.save(land[1])
    _, book = fill(*land, LAND)
    assert book.active["B3"].comment.text == "请核对"
    with rt.open(land[0]) as reports:
        reports.fill(land[1], land[1].parent / "map.toml", land[1].parent / "filled.xlsx", comments=False)
    assert openpyxl.load_workbook(land[1].parent / "filled.xlsx").active["C3"].comment is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_map_as_editors_save_it(out: Path, form: Path, encoding: str) -> None:
    (form.parent / "map.toml").write_text(BLOCK, encoding)
    with rt.open(out) as reports:
        cells = reports.fill(form, form.parent / "map.toml", form.parent / "filled.xlsx")
    assert sum(cell.why is None for cell in cells) == 4


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
    assert cells[0].why == "several places are called so: 乙县/松岗镇, 甲县/松岗镇"
    # The road is of 3.5 to 4 公里.
    assert (cells[1].why or "").startswith("a range in the report")
    assert (cells[0].source, cells[1].source) == (None, "甲县.txt")
    assert (book["台账"]["D4"].value, book["台账"]["D5"].value) == (None, None)


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


def test_a_file_that_is_there_is_told_or_kept(out: Path, form: Path) -> None:
    there = form.parent / "filled.xlsx"
    there.write_bytes(b"mine")
    (form.parent / "map.toml").write_text(BLOCK, "utf-8")
    call = [
        "fill",
        str(form),
        "--map",
        str(form.parent / "map.toml"),
        "--in",
        str(out),
        "-o",
        str(there),
        "--lang",
        "zh",
    ]
    there.chmod(0o444)
    refused = CliRunner().invoke(cli, call)
    assert (refused.exit_code, there.read_bytes()) == (2, b"mine")
    assert "只读" in refused.output
    there.chmod(0o644)
    assert f"原来的 {there} 已被替换" in CliRunner().invoke(cli, call).output
    there.unlink()
    assert "已被替换" not in CliRunner().invoke(cli, call).output


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
    assert (
        "台账!C3  一般公共预算收入  云陂镇  2022 = 0.394 亿元  “全年实现一般公共预算收入3940万元"
        in done.stdout
    )
    assert "台账!B3  召开专题会议  云陂镇  2022 = 8 次 (unit as reported: none in map or form)" in done.stdout
    assert "archive/云陂镇2022.txt" in done.stdout
    assert "4 of 9 cells filled" in done.stderr
