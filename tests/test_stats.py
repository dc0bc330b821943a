"""The frame of statistics: what is chosen, ids, storing, trace, formats, the command and the method of each."""

from __future__ import annotations

import csv
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from reporttext.api import Reports
from reporttext.cli import cli
from reporttext.errors import UsageError
from reporttext.stats import STATISTICS, saved
from reporttext.stats.compute import compute, row_ids
from reporttext.stats.selection import Selection, group, selection
from reporttext.stats.statistic import Column, Found, Statistic
from reporttext.store import connect
from reporttext.store.folder import Folder
from small_archives import fact, opened, report

JIA = report("甲省", 2020, {"achievements": "修路成效好。种树忙。", "plans": "明年修路。"})
JIA_2021 = report("甲省", 2021, {"achievements": "修路又快。", "plans": "建桥。=1+1。"})
YI = report("乙省", 2020, {"achievements": "种树三件。", "problems": "路不够。"})
COPY = replace(JIA, source="龟.txt")


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[Reports]:
    yi = replace(YI, facts=(fact(YI, "三件"),))
    with opened(tmp_path / "out", [JIA, JIA_2021, yi, COPY]) as made:
        yield made


def sources(reports: Reports, chosen: Selection) -> list[str]:
    found: list[str] = reports.sql(f"select source from {chosen.documents()} order by source")[
        "source"
    ].tolist()
    return found


ALL = ["乙省2020.txt", "甲省2020.txt", "甲省2021.txt"]


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ({}, ALL),
        ({"year": 2021}, ALL[2:]),
        ({"year": "2021-"}, ALL[2:]),
        ({"year": "-2020"}, ALL[:2]),
        ({"year": "2019,2021-2022"}, ALL[2:]),
        ({"place": "乙省"}, ALL[:1]),
        ({"place": ["乙省", "甲省"]}, ALL),
        ({"place": "甲"}, []),
        ({"where": "year=2020"}, ALL[:2]),
        ({"where": ["doc_type=政府工作报告,工作总结", "province=甲省"]}, ALL[1:]),
        ({"where": "issuer=' or 1=1 --"}, []),
    ],
)
def test_reports_are_chosen_and_copies_left_out(reports: Reports, choice: dict[str, str], wanted: list[str]) -> None:  # fmt: skip
    assert sources(reports, selection(reports, **choice)) == wanted


def test_a_group_in_one_text(reports: Reports) -> None:
    chosen = group(reports, "year=2020; place=甲省 ;section=计划", "--group")
    assert (chosen.years, chosen.sections) == (((2020, 2020),), ("plans",))
    assert sources(reports, chosen) == ["甲省2020.txt"]


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"year": "20"}, "write 2020"),
        ({"year": "2023-2020"}, "after the last"),
        ({"section": "nowhere"}, "achievements"),
        ({"by": "weather"}, "province"),
        ({"where": "weather"}, "NAME=VALUE"),
        ({"where": "weather=1"}, "no variable weather"),
        ({"place": "丙省"}, "3 reports of the years 2020 to 2021"),
    ],
)
def test_what_cannot_be_chosen_is_told(reports: Reports, choice: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        compute(reports, STATISTICS["shares"], **choice)


def test_own_variables_choose_and_group(reports: Reports) -> None:
    path, ids = reports.path, reports.documents.set_index("source")["doc_id"]
    reports.close()
    with connect(Folder(path).database) as con:
        for source, kind in (
            ("甲省2020.txt", "沿海"),
            ("乙省2020.txt", "内陆's"),
            ("甲省2021.txt", "沿海"),
            ("龟.txt", "沿海"),
        ):
            con.execute("insert into main.metadata values (?, '地带', ?)", [ids[source], kind])
    with Reports(path) as again:
        frame = again.shares(by="地带")
        assert frame[["地带", "value", "characters"]].values.tolist() == [
            ["内陆's", "achievements", 5], ["内陆's", "problems", 4], ["沿海", "achievements", 15], ["沿海", "plans", 13],
        ]  # fmt: skip
        assert again.trace(frame["row_id"][0]).total == 1
        assert sources(again, selection(again, where="地带=内陆's")) == ["乙省2020.txt"]
        with pytest.raises(UsageError, match="地带"):
            again.shares(by="天气")


def test_a_value_with_a_comma_stands_in_quotes(tmp_path: Path) -> None:
    with opened(tmp_path / "out", [JIA, YI]) as reports:
        path, ids = reports.path, reports.documents.set_index("source")["doc_id"]
    with connect(Folder(path).database) as con:
        for source, kind in (("甲省2020.txt", "山区,沿海"), ("乙省2020.txt", "山区")):
            con.execute("insert into main.metadata values (?, '地带', ?)", [ids[source], kind])
    with Reports(path) as again:
        assert sources(again, selection(again, where='地带="山区,沿海"')) == ["甲省2020.txt"]
        assert sources(again, selection(again, where="地带=山区,沿海")) == ["乙省2020.txt"]
        assert len(sources(again, selection(again, where='地带="山区,沿海", 山区'))) == 2


def test_row_ids_depend_on_name_question_and_key_and_nothing_else() -> None:
    ids = row_ids("a", {"x": 1}, [["路", "桥"], [2020, 2020]], 2)
    assert ids == row_ids("a", {"x": 1}, [["路", "桥"], [2020, 2020]], 2)
    others = (
        row_ids("b", {"x": 1}, [["路"], [2020]], 1)
        + row_ids("a", {"x": 2}, [["路"], [2020]], 1)
        + row_ids("a", {"x": 1}, [["路"], [2021]], 1)
    )
    assert len({*ids, *others}) == 5


def test_shares_by_hand(reports: Reports) -> None:
    """2020: 修路成效好。种树忙。(10) 明年修路。(5) 种树三件。(5) 路不够。(4), 24 in all, the copy not counted."""
    frame = reports.shares(year=2020)
    assert frame[["value", "reports", "characters", "characters_all"]].values.tolist() == [
        ["achievements", 2, 15, 24], ["plans", 1, 5, 24], ["problems", 1, 4, 24],
    ]  # fmt: skip
    assert frame["share"].tolist() == [15 / 24, round(5 / 24, 12), round(4 / 24, 12)]


def test_wide_form(reports: Reports) -> None:
    frame = reports.shares(wide=True)
    assert list(frame.columns) == ["value", "2020", "2021"]
    assert frame["value"].tolist() == ["achievements", "plans", "problems"]
    assert pd.isna(frame["2021"][2])
    with pytest.raises(UsageError, match="needs by:"):
        reports.shares(by=(), wide=True)


def test_kept_result_is_the_same_bytes_each_time(reports: Reports) -> None:
    result = compute(reports, STATISTICS["shares"], section="plans")
    first = {f.name: f.read_bytes() for f in saved.save(reports.path, result).iterdir()}
    folder = saved.save(reports.path, compute(reports, STATISTICS["shares"], section="计划"))
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == first
    assert sorted(first) == ["about.json", "evidence.parquet", "rows.parquet"]
    assert pq.read_table(folder / "rows.parquet").schema.field("share").metadata[b"zh"].decode() == "比重"
    assert [entry.name for entry in folder.parent.parent.iterdir()] == ["shares"], (
        "nothing is left lying about"
    )


def test_trace_of_sentences(reports: Reports) -> None:
    frame = reports.shares(year=2020)
    found = reports.trace(frame["row_id"][0], first=2)
    assert (found.total, found.stale, found.name) == (3, False, "shares")
    assert found.sentences["text"].tolist() == ["种树三件。", "修路成效好。"], "in order of year and source"
    text = reports.documents.set_index("doc_id")["text"]
    for row in found.sentences.itertuples():
        assert text[row.doc_id][row.start : row.end] == row.text


def counts(reports: Reports, chosen: Selection) -> Found:
    """Facts by report: a statistic of the test."""
    rows = reports.sql(
        f"select {chosen.group()} count(*) as facts from facts s join {chosen.documents()} d using (doc_id) group by all"
    )
    return Found(rows, pd.DataFrame({"row": [0], "fact_id": reports.facts["fact_id"]}))


COUNTS = Statistic(
    "counts", "计数", "Counts", counts, (Column("facts", "int", "数据数", "Facts", "数", "facts"),), ()
)


def test_trace_and_evidence_of_facts(reports: Reports) -> None:
    result = compute(reports, COUNTS, by="province")
    saved.save(reports.path, result)
    row_id = result.frame()["row_id"][0]
    assert reports.evidence.values.tolist() == [[row_id, reports.facts["fact_id"][0]]]
    found = reports.trace(row_id)
    assert found.sentences[["fact_id", "quote", "text"]].values.tolist() == [
        [reports.facts["fact_id"][0], "三件", "种树三件。"]
    ]


def test_a_row_of_an_older_store_is_told(reports: Reports) -> None:
    row_id = reports.shares()["row_id"][0]
    (about,) = (reports.path / "stats").glob("*/*/about.json")
    about.write_text(
        about.read_text("utf-8").replace('"identity": "identity"', '"identity": "older"'), "utf-8"
    )
    assert reports.trace(row_id).stale
    run = CliRunner().invoke(cli, ["trace", row_id, "--in", str(reports.path)])
    assert "the tables have changed since" in run.stderr


def test_an_unknown_row_is_told(reports: Reports) -> None:
    with pytest.raises(UsageError, match="no statistic kept"):
        reports.trace("0" * 16)


def test_the_command_prints_and_keeps(reports: Reports) -> None:
    run = CliRunner().invoke(cli, ["shares", "--in", str(reports.path), "--by", "place", "--rows", "2"])
    assert run.exit_code == 0, run.output
    assert "乙省" in run.stdout
    assert "2 of 4 rows" in run.stdout
    assert "3 reports; 1 left out as copies of another" in run.stderr
    assert len(list(saved.results(reports.path))) == 1


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "xlsx"])
def test_formats(reports: Reports, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"甲.{form}"
    run = CliRunner().invoke(cli, ["shares", "--in", str(reports.path), "-o", str(file)])
    assert run.exit_code == 0, run.output
    wanted = reports.shares()
    if form == "csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert [row["row_id"] for row in rows] == wanted["row_id"].tolist()
    elif form == "json":
        rows = json.loads(file.read_text("utf-8"))
        assert rows[0]["share"] == wanted["share"][0]
    elif form == "parquet":
        assert pq.read_table(file)["share"].to_pylist() == wanted["share"].tolist()
    else:
        sheet, explained = openpyxl.load_workbook(file).worksheets
        assert [cell.value for cell in sheet[1]][1:4] == ["年份", "部分或主题", "报告数"]
        assert sheet.max_row == len(wanted) + 1
        assert any("与别的报告重复" in str(row[2].value) for row in explained.iter_rows())
    again = tmp_path / f"乙.{form}"
    CliRunner().invoke(cli, ["shares", "--in", str(reports.path), "-o", str(again)])
    assert again.read_bytes() == file.read_bytes()


def test_nothing_becomes_a_formula(reports: Reports, tmp_path: Path) -> None:
    row_id = reports.shares(year=2021, section="plans")["row_id"][0]
    for form in ("csv", "xlsx"):
        run = CliRunner().invoke(
            cli, ["trace", row_id, "--in", str(reports.path), "-o", str(tmp_path / f"t.{form}")]
        )
        assert run.exit_code == 0, run.output
    assert '"\'=1+1。"' in (tmp_path / "t.csv").read_text("utf-8-sig")
    cells = [c for row in openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0] for c in row]
    assert [c.data_type for c in cells if c.value == "=1+1。"] == ["s"]


@pytest.mark.parametrize("arguments", [["-f", "xlsx"], ["-o", "x.doc"], ["-f", "table", "-o", "x.csv"]])
def test_wrong_outputs_are_told(reports: Reports, arguments: list[str]) -> None:
    run = CliRunner().invoke(cli, ["shares", "--in", str(reports.path), *arguments])
    assert run.exit_code == 2
    assert run.stderr.startswith("reporttext: -f" if "-f" in arguments else "reporttext: x.doc")


@pytest.mark.parametrize("statistic", STATISTICS.values(), ids=list(STATISTICS))
def test_declarations(statistic: Statistic) -> None:
    statistic.check()
    assert statistic.about.partition("\n")[0].endswith(".")
    for column in statistic.table().columns:
        assert column.zh != column.en
        assert any("\u4e00" <= c <= "\u9fff" for c in column.zh + column.about_zh), column
    for language in ("zh", "en"):
        heads = [column.head(language) for column in statistic.table().columns]
        assert len(set(heads)) == len(heads), "two columns of a sheet would have one head"
    assert getattr(Reports, statistic.name).__doc__.startswith(statistic.about[:40])
    method = getattr(Reports, statistic.name)
    told = method.__doc__[len(statistic.about) :].split("The result is kept")[0]
    described = set(re.findall(r"`([a-z]+)`", told))
    assert described == set(inspect.signature(method).parameters) & {
        "year",
        "place",
        "section",
        "where",
        "by",
        "wide",
    }
