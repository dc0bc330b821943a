"""README.zh-CN.md is true: every command of it runs, one after the other, and leaves what it says."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner

import reporttext as rt
from reporttext.cli import cli
from reporttext.messages import shown_problem, translated
from reporttext.readers.parts import damaged

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.zh-CN.md").read_text("utf-8")
_COMMAND = re.compile(r"^\.venv\\Scripts\\reporttext (.+)$", re.MULTILINE)
_SHOWN = re.compile(r"```text\n(.+?)```", re.DOTALL)


def test_every_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORTTEXT_LANG", "zh")
    printed = []
    shutil.copytree(sample, "报告")
    (mapping,) = re.findall(r"```toml\n(.+?)```", README, re.DOTALL)
    Path("台账.toml").write_text(mapping, "utf-8")
    _form()
    commands = _COMMAND.findall(README)
    assert "或在命令后面加 `--lang zh`" in README
    by_name = {
        name: cli.get_command(click.Context(cli), name) for name in {one.split()[0] for one in commands}
    }
    assert [
        name for name, one in by_name.items() if "lang" not in {p.name for p in one.params} and name != "plot"
    ] == []
    assert [command.split()[0] for command in commands] == [
        "demo",
        "run",
        "run",
        "panel",
        "plot",
        "fill",
        "fill",
        "serve",
        "review",
        "review",
        "review",
        "run",
        "explain",
    ]
    for command in commands:
        words = shlex.split(command)
        if words[0] == "serve":  # ends when it is told to: tests/test_serve.py
            continue
        if "--corrections" in words:
            _decide(Path("复核.csv"))
        if words[0] == "explain":
            with rt.open("结果") as reports:
                words[1] = reports.sql("select fact_id from facts limit 1")["fact_id"][0]
        done = CliRunner().invoke(cli, words)
        assert done.exit_code == (1 if words[0] == "fill" else 0), (command, done.output)
        printed += map(_without_time, done.output.splitlines())
        if "csv,xlsx,page" in words:
            assert Path("结果/page/index.html").is_file()
    shown = [line for block in _SHOWN.findall(README) for line in block.splitlines()]
    assert len(shown) > 8
    # All that a run says is shown, to its last line.
    first = next(i for i, line in enumerate(printed) if line.startswith("已写入 试用结果/"))
    assert printed[first + 1] in shown
    assert {_without_time(line) for line in shown} <= set(printed)
    assert Path("试用结果/reports.xlsx").is_file()
    assert Path("志愿服务.png").is_file()
    with rt.open("结果") as reports:
        assert reports.sql("select count(*) as n from facts where rule like '%review:accept%'")["n"][0] == 1
    assert openpyxl.load_workbook("两项.xlsx").worksheets[0].max_row > 20
    filled = openpyxl.load_workbook("台账填好.xlsx").active
    assert [[cell.value for cell in row] for row in filled["B3:C5"]] == [[12, 156], [9, 57], [None, None]]
    plain = openpyxl.load_workbook("台账上报.xlsx").active
    for form, comments in ((filled, [True] * 4 + [False] * 2), (plain, [False] * 6)):
        assert [cell.comment is not None for row in form["B3:C5"] for cell in row] == comments
    assert [cell.value for cell in plain["B4:C4"][0]] == [9, 57]


def _without_time(line: str) -> str:
    """A line without how long it took."""
    return re.sub(r"用时 [\d.]+ 秒", "用时 N 秒", line.replace("\\", "/"))


def test_the_messages_it_quotes_are_those_of_the_program(sample: Path, tmp_path: Path) -> None:
    plain = re.sub(r"\s", "", README)
    told = shown_problem("damaged", str(damaged("File is not a zip file")), "zh")
    assert re.sub(r"\s", "", told) in plain
    assert translated(f"{tmp_path} is open in another program: close it and run again").startswith(
        f"{tmp_path} 在别的程序里开着"
    )
    assert "在别的程序里开着" in plain
    rt.run([next(sample.rglob("*.txt"))], tmp_path / "out", workers=1, formats=())
    with rt.open(tmp_path / "out") as reports:
        id = reports.sql(
            "select fact_id from facts where status = 'achieved' and section = 'achievements' and status_cue is null and rule not like 'table%' limit 1"
        )["fact_id"][0]
        (line,) = [line for line in reports.explain(id).told("zh").splitlines() if line.startswith("状态")]
    assert re.sub(r"\s", "", line) in plain


def _decide(file: Path) -> None:
    """A decision in the words of the README, on the first figure of the review."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    next(row for row in rows if row["项目"] == "指标")["决定"] = "采纳"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def _form() -> None:
    form = openpyxl.Workbook()
    for cell, text in {
        "B2": "中心组学习",
        "C2": "志愿服务",
        "A3": "荻浦街道",
        "A4": "澄港区/沙棠镇",
        "A5": "无此镇",
    }.items():
        form.active[cell] = text
    form.save("台账.xlsx")


def test_its_metadata_table_is_one(tmp_path: Path) -> None:
    (table,) = re.findall(r"```csv\n(.+?)```", README, re.DOTALL)
    (tmp_path / "报告").mkdir()
    (tmp_path / "报告" / "metadata.csv").write_text(table.replace(".docx", ".txt"), "utf-8")
    (tmp_path / "报告" / "沙棠镇总结.txt").write_text("工作总结\n\n一、主要成效\n召开会议6次。\n", "utf-8")
    rt.run([tmp_path / "报告"], tmp_path / "out", workers=1, formats=())
    with rt.open(tmp_path / "out") as reports:
        assert reports.sql("select place, year from documents").to_numpy().tolist() == [["沙棠镇", 2022]]


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"!\[.+?\]\((.+?)\)", README)
    assert pictures
    assert all((ROOT / picture).read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_the_sheets_it_names_are_there(tmp_path: Path) -> None:
    from three_reports import run

    sheets = openpyxl.load_workbook(run(tmp_path, formats=("xlsx",)) / "reports.xlsx").sheetnames
    for name in ("总览", "各地对照", "指标汇总", "数据明细", "问题与计划", "核对", "运行记录", "说明"):
        assert name in sheets
        assert name in README
