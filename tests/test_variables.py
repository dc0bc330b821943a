"""metadata.csv: what it says goes before the text, and only reports whose row changed are worked again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from archives import run, same_as_fresh
from reporttext.errors import ReadError, UsageError
from reporttext.messages import translated
from reporttext.metadata.given import overridden
from reporttext.model import Document, Given, Metadata
from reporttext.readers.variables import KEY, read

TEXT = "{place}2022年工作总结\n一、主要工作\n今年以来，全镇召开会议12次，培训党员300人次，投入资金80万元。\n二、下一步打算\n明年召开会议15次。\n"


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "metadata.csv"
    path.write_bytes(text.encode(encoding))
    return path


def rows(path: Path) -> dict[str, dict[str, str]]:
    return {row.key: dict(row.given.values) | dict(row.given.variables) for row in read(path).rows}


def problems(path: Path) -> list[tuple[str, str]]:
    return [(error.kind, error.message.split(":")[0]) for error in read(path).problems]


PLAIN = "source,year,组别\na.txt,2021,甲\nb/c.txt,,乙\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str, newline: str) -> None:
    text = PLAIN.replace(",", separator).replace("\n", newline)
    found = rows(table(tmp_path, text, encoding))
    assert found == {"a.txt": {"year": "2021", "组别": "甲"}, "b/c.txt": {"组别": "乙"}}
    assert not problems(tmp_path / "metadata.csv")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("来源,年份,县,备注\n.\\b\\c.txt, 2021 ,平岭县,\n", {"b/c.txt": {"year": "2021", "county": "平岭县"}}),
        ('source,note\na.txt,"一,二\n三"\n', {"a.txt": {"note": "一,二\n三"}}),
        ("SOURCE,Year\na.txt,2021\n\n,,\n", {"a.txt": {"year": "2021"}}),
        ("note,source\n=1+1,a.txt\n", {"a.txt": {"note": "=1+1"}}),
        ("source,year\nbook.txt#2,2021\nbox.zip!/a.txt,2020\n", {"book.txt#2": {"year": "2021"}, "box.zip!/a.txt": {"year": "2020"}}),
        ("source\na.txt\n", {"a.txt": {}}),
        ("source,year\na.txt\n", {"a.txt": {}}),
        ("source,issued_on,period_start\na.txt,2022-12-31,2022-01-01 00:00:00\n", {"a.txt": {"issued_on": "2022-12-31", "period_start": "2022-01-01 00:00:00"}}),
    ],
)  # fmt: skip
def test_rows(tmp_path: Path, text: str, expected: dict[str, dict[str, str]]) -> None:
    assert rows(table(tmp_path, text)) == expected
    assert not problems(tmp_path / "metadata.csv")


@pytest.mark.parametrize(
    ("text", "expected", "kept"),
    [
        ("source,year\na.txt,2021\na.txt,2022\n", [("doubled", "line 3")], {"a.txt": {"year": "2021"}}),
        ("source,year\n./a.txt,2021\na.txt,2022\n", [("doubled", "line 3")], {"a.txt": {"year": "2021"}}),
        ("source,year,year\na.txt,2021,2022\n", [("doubled", "line 1")], {"a.txt": {"year": "2021"}}),
        ("source,年份,year\na.txt,2021,2022\n", [("doubled", "line 1")], {"a.txt": {"year": "2021"}}),
        ("source,year\na.txt,二〇二一\n", [("malformed", "line 2")], {"a.txt": {}}),
        ("source,year\na.txt,21\nb.txt,2o21\n", [("malformed", "line 2"), ("malformed", "line 3")], {"a.txt": {}, "b.txt": {}}),
        ("source,issued_on,x\na.txt,2022.12.31,1\n", [("malformed", "line 2")], {"a.txt": {"x": "1"}}),
        ("source,admin_level\na.txt,乡镇级\n", [("malformed", "line 2")], {"a.txt": {}}),
        ("source,year\na.txt,2021,3\nb.txt,2022\n", [("malformed", "line 2")], {"b.txt": {"year": "2022"}}),
        ("source,year\n,2021\n", [("malformed", "line 2")], {}),
        ("source,,x\na.txt,7,1\n", [("malformed", "line 2")], {"a.txt": {"x": "1"}}),
        ('source,x\na.txt,"1\n2"\nb.txt,1,2\n', [("malformed", "line 4")], {"a.txt": {"x": "1\n2"}}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, text: str, expected: list[tuple[str, str]], kept: dict[str, dict[str, str]]
) -> None:
    path = table(tmp_path, text)
    assert problems(path) == expected
    assert rows(path) == kept
    assert all(error.severity == "warning" for error in read(path).problems)


def test_a_misspelt_column_is_told_and_kept(tmp_path: Path) -> None:
    path = table(
        tmp_path, "source,plaec,yaer,地市州,经济区,place2022,备注,types\na.txt,青石镇,2021,甲,乙,丙,丁,戊\n"
    )
    told = [error.message for error in read(path).problems]
    assert told == [
        f"line 1: the column {column} is not known, did you mean {near}? It is kept as a variable of your own"
        for column, near in (("plaec", "place"), ("yaer", "year"), ("地市州", "地市"))
    ]
    assert rows(path)["a.txt"]["plaec"] == "青石镇"


@pytest.mark.parametrize(
    "text",
    ["source,year\na.txt,二〇二一\n", "source,yaer\na.txt,2021\n", "source,year\na.txt,2021\na.txt,2022\n", "source,year\na.txt,1,2\n"],
)  # fmt: skip
def test_what_is_wrong_is_told_in_chinese_with_its_line(tmp_path: Path, text: str) -> None:
    (problem,) = read(table(tmp_path, text)).problems
    told = translated(problem.message) or ""
    assert told.startswith("第 ")
    assert "line" not in told


@pytest.mark.parametrize("content", [b"", b"year,x\n2021,1\n", b"\n\n", b"\x00\x01\x02" * 50])
def test_a_table_without_reports_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "metadata.csv"
    path.write_bytes(content)
    with pytest.raises(ReadError):
        read(path)


@given(st.text(alphabet='source,year;\t"\n\r甲2021#!/.', max_size=200))
def test_any_table_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = table(tmp_path_factory.mktemp("t"), f"{KEY},year\n{text}")
    for row in read(path).rows:
        assert row.key
        assert row.line > 1


STATED = Metadata(
    place="**镇", township="**镇", place_masked=True, year=2022, year_given=2023, period_start=date(2022, 1, 1), period_end=date(2022, 6, 30)
)  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"year": "2020"}, {"year": 2020, "year_given": None, "period_start": date(2020, 1, 1), "period_end": date(2020, 6, 30)}),
        ({"year": "2022"}, {"year": 2022, "year_given": 2023, "period_end": date(2022, 6, 30)}),
        ({"year": "2020年", "year_given": "2021"}, {"year": 2020, "year_given": 2021}),
        ({"year": "2020", "period_end": "2020-12-31"}, {"period_start": date(2020, 1, 1), "period_end": date(2020, 12, 31)}),
        ({"county": "平岭县"}, {"county": "平岭县", "township": "**镇", "place_masked": True}),
        ({"county": "平岭县", "township": "青石镇"}, {"place": "青石镇", "place_masked": False, "admin_level": "镇"}),
        ({"place": "青石镇"}, {"place": "青石镇", "place_masked": True}),
        ({"title": "总结"}, {"title": "总结", "place": "**镇", "year": 2022}),
    ],
)  # fmt: skip
def test_what_is_given_goes_before_the_text(values: dict[str, str], expected: dict[str, object]) -> None:
    found = overridden(STATED, values)
    assert {name: getattr(found, name) for name in expected} == expected


def test_the_year_given_anchors_periods() -> None:
    doc = rt.analyse(Document(TEXT.format(place="青石镇"), given=Given((("year", "2020"),))))
    years = {f.period.start.year for f in doc.facts if f.period}
    assert years == {2020, 2021}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    for name, place in (
        ("a.txt", "青石镇"),
        ("b/c.txt", "白沙坪镇"),
        ("b/d.txt", "**镇"),
        ("z.txt", "石桥坪镇"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(place=place), "utf-8")
    return folder


def documents(out: Path, columns: str = "source, year, county, place_id") -> dict[str, tuple[object, ...]]:
    with rt.open(out) as reports:
        return {
            row[0]: row[1:] for row in reports.sql(f"select {columns} from documents").itertuples(index=False)
        }


def variables(out: Path) -> list[tuple[str, str, str]]:
    query = "select source, name, value from metadata join documents using (doc_id) order by all"
    with rt.open(out) as reports:
        return [tuple(row) for row in reports.sql(query).itertuples(index=False)]


def warnings(out: Path) -> list[tuple[str, str, str]]:
    query = "select source, kind, message from errors where severity = 'warning' order by all"
    with rt.open(out) as reports:
        return [tuple(row) for row in reports.sql(query).itertuples(index=False)]


def test_a_table_beside_the_reports(archive: Path, tmp_path: Path) -> None:
    (archive / "metadata.csv").write_text(
        "source,year,county,组\na.txt,2020,平岭县,甲\nb/d.txt,,,乙\n", "utf-8"
    )
    (archive / "b" / "metadata.csv").write_text("source,组,类\nd.txt,丙,1\narchive/b/c.txt,丁,2\n", "gb18030")
    out = tmp_path / "out"
    assert run(archive, out=out).documents == 4
    found = documents(out)
    assert found["archive/a.txt"] == (2020, "平岭县", "平岭县/青石镇")
    assert found["archive/b/c.txt"][0] == 2022
    assert str(found["archive/b/d.txt"][2]).startswith("doc:")
    assert variables(out) == [
        ("archive/a.txt", "组", "甲"), ("archive/b/c.txt", "类", "2"), ("archive/b/c.txt", "组", "丁"),
        ("archive/b/d.txt", "类", "1"), ("archive/b/d.txt", "组", "丙"),
    ]  # fmt: skip
    assert warnings(out) == []
    with rt.open(out) as reports:
        (clash,) = reports.outline_checks.itertuples()
        assert (clash.kind, clash.end - clash.start) == ("metadata_clash", 4)
        assert set(
            reports.sql(
                "select distinct year(facts.period_start) y from facts join documents using (doc_id) where source like '%a.txt'"
            ).y
        ) == {2020, 2021}


def test_only_reports_whose_row_changed_are_worked_again(archive: Path, tmp_path: Path) -> None:
    out, path = tmp_path / "out", archive / "metadata.csv"
    path.write_text("source,year\na.txt,2020\nb/c.txt,2020\n", "utf-8")
    assert run(archive, out=out).worked == 4
    assert not run(archive, out=out).changed
    path.write_text("source,year\nz.txt,\nb/c.txt,2020\na.txt,2019\n", "utf-8")
    assert run(archive, out=out).worked == 1
    assert same_as_fresh(out, archive)
    path.write_text("source,year,组\nz.txt,,甲\nb/c.txt,2020,\na.txt,2019,\n", "utf-8")
    assert run(archive, out=out).worked == 1
    path.unlink()
    assert run(archive, out=out).worked == 3
    assert same_as_fresh(out, archive)
    assert documents(out)["archive/a.txt"][0] == 2022


def test_a_change_that_only_moves_lines_works_nothing_and_is_told_right(
    archive: Path, tmp_path: Path
) -> None:
    out, path = tmp_path / "out", archive / "metadata.csv"
    path.write_text("source,year\na.txt,2020\ngone.txt,2020\n", "utf-8")
    run(archive, out=out)
    path.write_text("source,year\n\n\na.txt,2020\ngone.txt,2020\n", "utf-8")
    assert run(archive, out=out).worked == 0
    ((_, _, message),) = warnings(out)
    assert message.startswith("line 5:")


def test_rows_that_match_nothing_are_told_with_a_remedy(archive: Path, tmp_path: Path) -> None:
    (archive / "metadata.csv").write_text("source,year\nc.txt,2020\nnone.txt,2020\na.txt#2,2020\n", "utf-8")
    result = run(archive, out=tmp_path / "out")
    assert (result.exit_code, result.errors) == (0, 0)
    told = warnings(tmp_path / "out")
    assert [(source, kind) for source, kind, _ in told] == [
        ("archive/a.txt", "unmatched"), ("archive/metadata.csv", "unmatched"), ("archive/metadata.csv", "unmatched"),
    ]  # fmt: skip
    assert "archive/a.txt#2" in told[0][2]
    assert "did you mean archive/b/c.txt?" in told[1][2]
    assert "line 3" in told[2][2]


def test_a_table_named_in_the_call(archive: Path, tmp_path: Path) -> None:
    named = tmp_path / "mine.csv"
    named.write_text("source,year\narchive/a.txt,2019\n", "utf-8")
    (archive / "metadata.csv").write_text("source,year,组\na.txt,2020,甲\n", "utf-8")
    run(archive, out=tmp_path / "out", metadata=named)
    assert documents(tmp_path / "out")["archive/a.txt"][0] == 2019
    assert variables(tmp_path / "out") == [("archive/a.txt", "组", "甲")]
    for bad in (tmp_path / "none.csv", archive / "a.txt"):
        with pytest.raises(UsageError, match=bad.name):
            run(archive, out=tmp_path / "out", metadata=bad)


def test_a_folder_and_its_table_given_one_by_one(archive: Path, tmp_path: Path) -> None:
    (archive / "metadata.csv").write_text("source,year\na.txt,2020\n", "utf-8")
    run(archive / "metadata.csv", archive / "a.txt", out=tmp_path / "out")
    assert documents(tmp_path / "out")["a.txt"][0] == 2020


def test_a_broken_table_costs_no_report(archive: Path, tmp_path: Path) -> None:
    (archive / "metadata.csv").write_bytes(b"\xff\xfe\x00\xd8" * 30)
    assert run(archive, out=tmp_path / "out").documents == 4
    ((source, _, message),) = warnings(tmp_path / "out")
    assert source == "archive/metadata.csv"
    assert "not used" in message


def test_reports_of_one_file(tmp_path: Path) -> None:
    signed = "{0}\n{1}\n青石镇人民政府\n2022年12月20日\n"
    body = (
        "一、主要工作\n"
        + "今年以来，全镇召开会议12次，培训党员300人次，投入资金80万元，群众满意度不断提高。\n" * 9
    )
    book = signed.format("青石镇2022年工作总结", body) + signed.format("白沙坪镇2022年工作总结", body)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "book.txt").write_text(book, "utf-8")
    (folder / "metadata.csv").write_text(
        "source,county,组,year\nbook.txt,平岭县,甲,\nbook.txt#2,,乙,2021\n", "utf-8"
    )
    out = tmp_path / "out"
    result = run(folder, out=out)
    assert (result.inputs, result.documents) == (1, 2)
    assert documents(out) == {
        "in/book.txt#1": (2022, "平岭县", "平岭县/青石镇"),
        "in/book.txt#2": (2021, "平岭县", "平岭县/白沙坪镇"),
    }
    assert variables(out) == [("in/book.txt#1", "组", "甲"), ("in/book.txt#2", "组", "乙")]
    assert same_as_fresh(out, folder)


def test_places_of_one_name_are_one_only_where_nothing_contradicts(tmp_path: Path) -> None:
    names = [
        "平岭县/城关镇2022.txt",
        "松溪县/城关镇2022.txt",
        "x/城关镇2021.txt",
        "y/城关镇2022.txt",
        "平岭县/旧/某镇.txt",
        "平岭县/某镇.txt",
    ]
    for name in names:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        place = "**镇" if "某镇" in name else "城关镇"
        path.write_text(TEXT.format(place=place) + name, "utf-8")
    run(tmp_path / "in", out=tmp_path / "out")
    found = {
        source.removeprefix("in/"): place
        for source, (place,) in documents(tmp_path / "out", "source, place_joined").items()
    }
    assert found["平岭县/城关镇2022.txt"] == "平岭县/城关镇"
    assert found["松溪县/城关镇2022.txt"] == "松溪县/城关镇"
    others = [found[name] for name in names[2:]]
    assert len(set(others)) == 4
    assert all(str(place).startswith("doc:") for place in others)
