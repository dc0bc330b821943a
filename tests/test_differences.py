"""`diff`: what appeared, vanished and changed, in texts that are the same and in texts that are not."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import reporttext as rt
from reporttext.cli import cli

TEXT = "云陂镇2022年工作总结\n\n一、主要成效\n全年召开会议6次。培训党员300人次，走访群众5户。\n"


def run(folder: Path, **texts: str) -> Path:
    archive = folder / "archive"
    archive.mkdir(parents=True)
    for name, text in texts.items():
        (archive / f"{name}.txt").write_text(text, "utf-8")
    rt.run([archive], folder / "out", formats=(), workers=0)
    return folder / "out"


def facts(one: Path, other: Path) -> list[tuple[Any, ...]]:
    rows = rt.diff(one, other).rows
    return [(r["what"], r["quote"], r["before"], r["after"]) for r in rows if r["layer"] == "facts"]


def test_a_run_does_not_differ_from_itself(tmp_path: Path) -> None:
    one, other = run(tmp_path / "1", a=TEXT), run(tmp_path / "2", a=TEXT)
    assert rt.diff(one, other).rows == ()
    shown = CliRunner().invoke(cli, ["diff", str(one), str(other)])
    assert shown.exit_code == 0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("前言。\n" + TEXT, []),  # places alone
        (TEXT.replace("6次", "7次"), [("changed", "7次", "value=6", "value=7")]),
        (TEXT.replace("300人次", "300人"), [("appeared", "300人", None, "indicator=培训党员; value=300; unit=人; status=achieved"), ("vanished", "300人次", "indicator=培训党员; value=300; unit=人次; status=achieved", None)]),
        (TEXT.replace("全年召开会议6次。", ""), [("vanished", "6次", "indicator=召开会议; value=6; unit=次; status=achieved", None)]),
        (TEXT.replace("全年", "召开会议9次。全年"), [("appeared", "9次", None, "indicator=召开会议; value=9; unit=次; status=achieved")]),
    ],
)  # fmt: skip
def test_figures_of_a_text_that_has_changed(tmp_path: Path, text: str, wanted: list[tuple[Any, ...]]) -> None:
    one, other = run(tmp_path / "1", a=TEXT), run(tmp_path / "2", a=text)
    assert facts(one, other) == wanted


def test_reports_that_come_and_go(tmp_path: Path) -> None:
    one, other = (
        run(tmp_path / "1", a=TEXT, b=TEXT, e="\n"),
        run(tmp_path / "2", b=TEXT, c=TEXT, d=TEXT.replace("6次", "")),
    )
    found = rt.diff(one, other)
    assert found.sources == {"archive/a.txt": 4, "archive/c.txt": 4, "archive/d.txt": 3}
    assert (found.count("documents", "vanished"), found.count("facts", "appeared")) == (1, 5)


def test_the_table_and_the_summary(tmp_path: Path) -> None:
    one, other, table = (
        run(tmp_path / "1", a=TEXT),
        run(tmp_path / "2", a=TEXT.replace("6次", "7次")),
        tmp_path / "d.csv",
    )
    shown = CliRunner().invoke(cli, ["diff", str(one), str(other), "-o", str(table)])
    assert shown.exit_code == 1
    assert [line.split() for line in shown.stdout.splitlines()] == [
        ["appeared", "vanished", "changed"], ["documents", "0", "0", "0"], ["paragraphs", "0", "0", "0"], ["facts", "0", "0", "1"], ["1", "archive/a.txt"],
    ]  # fmt: skip
    with table.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["fields"], row["before"], row["sentence"]) == ("value", "value=6", "全年召开会议7次。")
    start = TEXT.index("6次")
    assert (row["start_before"], row["end_after"]) == (str(start), str(start + 2))
    for name in ("d.xlsx", "d.json", "d.parquet"):
        CliRunner().invoke(cli, ["diff", str(one), str(other), "-o", str(tmp_path / name)])
        assert (tmp_path / name).stat().st_size > 0
    assert CliRunner().invoke(cli, ["diff", str(one), str(tmp_path)]).exit_code == 2
