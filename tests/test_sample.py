"""The sample is what corpora/README.md says, and the script that builds part of it builds these very bytes."""

import re
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest

CORPORA = Path(__file__).parent.parent / "corpora"
SAMPLE = CORPORA / "sample"
FILES = sorted(path for path in SAMPLE.rglob("*") if path.is_file())
DOCX = [path for path in FILES if path.suffix == ".docx"]
PLACES = {"云陂镇": "临溪县", "苎坪乡": "临溪县", "荻浦街道": "澄港区", "沙棠镇": "澄港区"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPED_NUMBER = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d[.、．](?!\d)")


def name(path: Path) -> str:
    return path.relative_to(SAMPLE).as_posix()


def table(first_head: str) -> list[list[str]]:
    """A table of corpora/README.md without its rule, known by how its head begins."""
    readme = (CORPORA / "README.md").read_text(encoding="utf-8")
    lines = readme[readme.index(f"\n{first_head}") + 1 :].split("\n\n")[0].splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if not line.startswith("|--")
    ]


def rows() -> dict[str, dict[str, str]]:
    head, *body = table("| file |")
    return {cells[0].strip("`"): dict(zip(head, cells, strict=True)) for cells in body}


def xml(path: Path, member: str) -> ET.Element:
    with ZipFile(path) as package:
        return ET.fromstring(package.read(member))


def paragraphs(path: Path) -> list[str]:
    return [
        "".join(t.text or "" for t in p.iter(f"{W}t")) for p in xml(path, "word/document.xml").iter(f"{W}p")
    ]


def encoding(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def text(path: Path) -> str:
    if path.suffix == ".docx":
        return "\n".join(paragraphs(path))
    return path.read_bytes().decode(encoding(path))


def counts_by_word(path: Path) -> bool:
    return any(
        xml(path, f"word/{part}.xml").find(f".//{W}numId") is not None for part in ("document", "styles")
    )


def test_the_readme_lists_every_report_once() -> None:
    assert sorted(rows()) == sorted(map(name, FILES))
    assert len(FILES) >= 15


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_report_is_what_the_readme_says(path: Path) -> None:
    row = rows()[name(path)]
    written = text(path)
    assert int(row["characters"].replace(",", "")) == len("".join(written.split()).lstrip("\ufeff"))
    assert "\ufffd" not in written
    if path.suffix == ".txt":
        crlf = b"\r\n" in path.read_bytes()
        assert row["format"] == f"txt, {encoding(path)}" + (", CRLF" if crlf else "")
        assert written.replace("\r\n", "").count("\r") == 0
    else:
        assert row["format"] == "docx, numbered by " + ("Word" if counts_by_word(path) else "hand")
    masked = re.search(r"[*×○_]{2}|[*×]次", written) is not None
    assert (row["masked"] != "no") == masked


def test_three_reports_are_as_long_as_a_real_one() -> None:
    assert sum(4300 <= len(text(path)) <= 4800 for path in FILES) == 3


def test_encodings_are_mixed() -> None:
    found = [encoding(path) for path in FILES if path.suffix == ".txt"]
    assert found.count("gb18030") >= 2
    assert found.count("utf-8-sig") == 1
    assert sum(b"\r\n" in path.read_bytes() for path in FILES if path.suffix == ".txt") >= 2


def test_four_places_report_on_three_years_each() -> None:
    panel = {(place, year) for place in PLACES for year in (2021, 2022, 2023)}
    found = [
        (row["place"], int(row["year"]))
        for row in rows().values()
        if row["genre"] == "责任制报告" and row["place"] in PLACES
    ]
    assert sorted(found) == sorted(panel)
    for file, row in rows().items():
        assert PLACES.get(row["place"], "其他材料") in file or file.startswith("其他材料/")


@pytest.mark.parametrize("path", DOCX, ids=name)
def test_numbers_word_counts_stand_in_no_run(path: Path) -> None:
    typed = [line for line in paragraphs(path) if TYPED_NUMBER.match(line)]
    if not counts_by_word(path):
        assert len(typed) >= 5
        return
    assert not typed
    levels = [level.get(f"{W}val") for level in xml(path, "word/numbering.xml").iter(f"{W}lvlText")]
    assert levels == ["%1、", "（%2）", "%3."]


def test_word_counts_in_two_ways_and_tables_hold_figures() -> None:
    counted = [path for path in DOCX if counts_by_word(path)]
    assert len(counted) >= 2
    assert len(DOCX) - len(counted) >= 1
    by_style = {xml(path, "word/document.xml").find(f".//{W}numId") is None for path in counted}
    assert by_style == {True, False}
    for path in counted:
        cells = [
            line.strip() for tc in xml(path, "word/document.xml").iter(f"{W}tc") for line in tc.itertext()
        ]
        assert sum(bool(re.fullmatch(r"[\d,.]+", cell)) for cell in cells) >= 12
    assert sum("单位：万元" in text(path) for path in counted) >= 2


PANEL = {
    "召开意识形态工作专题会议（次）": r"专题会议(\d+)次",
    "中心组学习（次）": r"中心组学习(\d+)次",
    "开展宣讲（场次）": r"宣讲(\d+)场次",
    "举办培训班（期）": r"培训班(\d+)期",
    "主动公开政府信息（条）": r"政府信息(\d+)条",
    "网评员（名）": r"网评员[^，。；]*?(\d+)名(?=[，。；])",
    "舆情处置率（%）": r"舆情处置率([\d.]+)[%％]",
    "开展志愿服务（次）": r"志愿服务(\d+)次",
    "举办文化活动（场次）": r"文化活动(\d+)场次",
}
PLANS = re.compile(r"\n[^\n]{0,8}(?:存在的?问题|困难和不足|2022年工作计划)")


def test_the_readme_s_panel_is_what_the_reports_say() -> None:
    (_, *places), *body = table("| | 云陂镇 |")
    assert [cells[0] for cells in body] == list(PANEL)
    reports = {
        (row["place"], row["year"]): file for file, row in rows().items() if row["genre"] == "责任制报告"
    }
    for indicator, *cells in body:
        for place, values in zip(places, cells, strict=True):
            for year, value in zip(("2021", "2022", "2023"), values.split(", "), strict=True):
                review = PLANS.split(text(SAMPLE / reports[place, year]))[0]
                said = re.findall(PANEL[indicator], review)
                assert value in (said or ["*"]), (indicator, place, year)


COPIES = [  # what stands in the later report by mistake, and the report it came from
    ("临溪县/苎坪乡2022意识形态汇报-报宣传部.txt", "云陂镇现有工作群61个", "临溪县/云陂镇2021年意识形态工作责任制报告.txt"),
    ("澄港区/荻浦街道2023年意识形态工作责任制情况报告 终稿.txt", "截至2022年底，街道辖区内", "澄港区/2022荻浦街道意识形态工作责任制落实情况.txt"),
    ("澄港区/沙棠镇2022年意识形态工作责任制报告 (1).txt", "由街道牵头召开“板凳议事会”", "澄港区/荻浦街道2021年意识形态工作总结.docx"),
]  # fmt: skip


@pytest.mark.parametrize(("copy", "words", "origin"), COPIES)
def test_a_copied_passage_still_holds_a_foreign_name_or_year(copy: str, words: str, origin: str) -> None:
    assert words in text(SAMPLE / copy)
    assert words in text(SAMPLE / origin)


def test_the_script_builds_these_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("docx", minversion="1.2", reason="needs python-docx, in the extra dev")
    monkeypatch.syspath_prepend(str(CORPORA.parent / "scripts"))
    make_sample = import_module("make_sample")

    built = {source.file: make_sample.build(source) for source in make_sample.sources()}
    assert {file for file, made in built.items() if (SAMPLE / file).read_bytes() != made} == set()
    plain = {
        name(path)
        for path in FILES
        if path.suffix == ".txt" and encoding(path) == "utf-8" and b"\r" not in path.read_bytes()
    }
    assert set(built) == set(map(name, FILES)) - plain


@pytest.mark.parametrize("path", DOCX, ids=name)
def test_a_built_package_holds_no_hour_and_no_deflated_bytes(path: Path) -> None:
    with ZipFile(path) as package:
        assert {(info.date_time, info.compress_type) for info in package.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), ZIP_STORED)
        }
