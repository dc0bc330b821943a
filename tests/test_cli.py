"""The command line: what it prints where, and the code it ends with."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import reporttext
from reporttext.cli import cli
from reporttext.cli.progress import Progress
from reporttext.facts import RULES

REPORT = "松岗镇2022年工作总结\n一、主要工作\n（一）宣传教育。全年开展宣讲3场次，惠及群众**余人次。\n二、下一步打算\n力争培训5期。\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "a.txt").write_text(REPORT, "utf-8")
    return tmp_path / "archive"


def invoke(*args: Any, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [["--version"], ["kinds"]])
def test_output_that_cannot_be_written_is_told(words: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reporttext", *words],
            stdout=full, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False,
            env=os.environ | {"PYTHONUTF8": "1", "REPORTTEXT_LANG": "zh"},
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("reporttext：要显示的内容写不出去（")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is told otherwise there")
@pytest.mark.parametrize("words", [["kinds"], ["run", "ARCHIVE", "-o", "OUT", "--format", "none", "--json"]])
def test_where_nobody_reads_on_it_ends_quietly_and_says_so_by_its_code(
    words: list[str], archive: Path, tmp_path: Path
) -> None:
    read, write = os.pipe()
    os.close(read)
    told = {"ARCHIVE": str(archive), "OUT": str(tmp_path / "out")}
    done = subprocess.run(
        [sys.executable, "-m", "reporttext", *(told.get(word, word) for word in words)],
        stdout=write, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


def test_version() -> None:
    assert reporttext.__version__ in invoke("--version").stdout


@pytest.mark.parametrize("command", ["", *cli.all()])
def test_help(command: str) -> None:
    result = invoke(*command.split(), "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


@pytest.mark.parametrize("command", cli.all().values(), ids=lambda c: c.name)
def test_every_option_is_explained(command: click.Command) -> None:
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_run_summarises(archive: Path, tmp_path: Path) -> None:
    result = invoke("run", archive, "-o", tmp_path / "out", "--workers", 1)
    assert result.exit_code == 0
    assert "1 report from 1 file, 1 worked" in result.stdout
    assert "(1 masked)" in result.stdout
    assert str(tmp_path / "out" / "reports.xlsx") in result.stdout
    assert result.stderr == ""
    assert (tmp_path / "out" / "csv" / "facts.csv").exists()
    assert "nothing new" in invoke("run", archive, "-o", tmp_path / "out", "--workers", 1).stdout


def test_run_names_problems_on_stderr(archive: Path, tmp_path: Path) -> None:
    for i in range(5):
        (archive / f"{i}.txt").write_bytes(b"")
    result = invoke(
        "run", archive, tmp_path / "nowhere", "-o", tmp_path / "out", "--format", "none", "--workers", 1
    )
    assert result.exit_code == 1
    assert "5 errors: empty" in result.stderr
    assert "archive/0.txt: the file is empty" in result.stderr
    assert "… and 2 more" in result.stderr
    assert "1 error: missing" in result.stderr
    assert "error" not in result.stdout
    assert not (tmp_path / "out" / "csv").exists()


def test_run_without_one_report(tmp_path: Path) -> None:
    result = invoke("run", tmp_path / "nowhere", "-o", tmp_path / "out", "--workers", 1)
    assert result.exit_code == 2
    assert "not one report was read" in result.stderr
    assert (tmp_path / "out" / "tables" / "errors.parquet").exists()


def test_run_in_json(archive: Path, tmp_path: Path) -> None:
    (archive / "b.txt").write_bytes(b"")
    result = invoke("run", archive, "-o", tmp_path / "out", "--json", "--format", "csv", "--workers", 1)
    steps = [json.loads(line) for line in result.stdout.splitlines()]
    assert [step["step"] for step in steps] == ["find", "plan", "work", "store", "output", "end"]
    assert (steps[-1]["documents"], steps[-1]["errors"], steps[-1]["exit_code"]) == (
        1,
        1,
        result.exit_code == 1,
    )
    assert steps[-1]["problems"][0]["first"][0][0] == "archive/b.txt"


def test_a_wrong_call_in_json_is_a_step_too(archive: Path) -> None:
    result = invoke("run", archive, "-o", archive, "--json")
    assert result.exit_code == 2
    (step,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert step["step"] == "error"
    assert "other files" in step["message"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run"], "Missing argument"),
        (["run", "ARCHIVE"], "Missing option"),
        (["run", "ARCHIVE", "-o", "OUT", "--format", "pdf"], "there is no format pdf"),
        (["run", "ARCHIVE", "-o", "OUT", "--rules", "nowhere.toml"], "cannot be read"),
        (["run", "ARCHIVE", "-o", "OUT", "--workers", "0"], "Invalid value"),
        (["run", "ARCHIVE", "-o", "OUT", "--lang", "fr"], "Invalid value"),
        (["run", "ARCHIVE", "-o", "ARCHIVE"], "holds other files"),
        (["show", "nowhere.txt"], "nowhere.txt: there is no such file"),
        (["nonsense"], "No such command"),
    ],
)
def test_a_wrong_call_ends_with_2_and_one_message(
    archive: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    places = {"ARCHIVE": str(archive), "OUT": str(tmp_path / "out")}
    result = invoke(*[places.get(argument, argument) for argument in arguments])
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_ctrl_c(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reporttext.runner.jobs", stop)
    result = invoke("run", archive, "-o", tmp_path / "out", "--workers", 1)
    assert result.exit_code == 130
    assert "run the same command again" in result.stderr


def test_show(archive: Path) -> None:
    result = invoke("show", archive / "a.txt")
    assert result.exit_code == 0
    for wanted in (
        "松岗镇2022年工作总结",
        "一、主要工作",
        "（一）宣传教育",
        "3场次",
        "**余人次",
        "target",
        "3 facts (1 masked)",
    ):
        assert wanted in result.stdout
    assert "\x1b[" not in result.stdout, "no colours where nobody sees them"


def test_show_in_json(archive: Path) -> None:
    result = invoke("show", archive / "a.txt", "--json")
    found = json.loads(result.stdout)
    assert found["document"]["year"] == 2022
    assert [fact["quote"] for fact in found["facts"]] == ["3场次", "**余人次", "5期"]
    text = found["document"]["text"]
    assert all(text[fact["start"] : fact["end"]] == fact["quote"] for fact in found["facts"])


def test_show_prints_each_report_of_a_list(tmp_path: Path) -> None:
    rows = "".join(f"{place},{'召开会议12次，各项工作有序推进。' * 20}\n" for place in ("青石镇", "白沙坪镇"))
    (tmp_path / "list.csv").write_text(f"地方,正文\n{rows}", "utf-8")
    shown = invoke("show", tmp_path / "list.csv")
    assert shown.exit_code == 0
    assert all(word in shown.stdout for word in ("list.csv#1", "青石镇", "list.csv#2", "白沙坪镇"))
    assert len(json.loads(invoke("show", tmp_path / "list.csv", "--json").stdout)) == 2


def test_show_reads_standard_input() -> None:
    result = invoke("show", "-", "--json", stdin=REPORT.encode("gb18030"))
    assert json.loads(result.stdout)["document"]["encoding"] == "gb18030"


def test_show_takes_rules(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text('[units.count]\nunits = ["!期"]\n', "utf-8")
    found = json.loads(invoke("show", archive / "a.txt", "--json", "--rules", tmp_path / "my.toml").stdout)
    assert [fact["quote"] for fact in found["facts"]] == ["3场次", "**余人次"]


def test_kinds() -> None:
    result = invoke("kinds")
    for rule in RULES.values():
        assert rule.title in result.stdout
        assert all(f"{text} → {quote}" in result.stdout for text, quote in rule.examples)
    assert {kind["kind"] for kind in json.loads(invoke("kinds", "--json").stdout)} == set(RULES)


def test_kinds_unknown(archive: Path, tmp_path: Path) -> None:
    (archive / "b.txt").write_text("松岗镇2023年工作总结\n一、主要工作\n加装路灯12盏。\n", "utf-8")
    invoke("run", archive, "-o", tmp_path / "out", "--format", "none", "--workers", 1)
    listed = invoke("kinds", "--unknown", "--in", tmp_path / "out")
    assert listed.exit_code == 0
    assert "     1  加装\t加装路灯12盏。" in listed.stdout
    found = json.loads(invoke("kinds", "--unknown", "--in", tmp_path / "out", "--json").stdout)
    assert [(verb["verb"], verb["count"]) for verb in found if verb["verb"] == "加装"] == [("加装", 1)]


@pytest.mark.parametrize("arguments", [("--unknown",), ("--in", "out")])
def test_kinds_unknown_needs_a_run(arguments: tuple[str, ...]) -> None:
    result = invoke("kinds", *arguments)
    assert result.exit_code == 2
    assert "go together" in result.stderr


def test_explain(archive: Path, tmp_path: Path) -> None:
    invoke("run", archive, "-o", tmp_path / "out", "--format", "none", "--workers", 1)
    with reporttext.open(tmp_path / "out") as reports:
        fact_id = reports.facts.fact_id[0]
    told = invoke("explain", fact_id, "--in", tmp_path / "out")
    assert told.exit_code == 0
    assert "全年开展宣讲【3场次】，惠及" in told.stdout
    found = json.loads(invoke("explain", fact_id, "--in", tmp_path / "out", "--json").stdout)
    assert (found["fact_id"], found["quote"]) == (fact_id, "3场次")
    assert {"name": "indicator", "value": "开展宣讲", "why": "the words before it"} in found["fields"]


def test_explain_an_unknown_fact(archive: Path, tmp_path: Path) -> None:
    invoke("run", archive, "-o", tmp_path / "out", "--format", "none", "--workers", 1)
    result = invoke("explain", "nonsense", "--in", tmp_path / "out")
    assert result.exit_code == 2
    assert "there is no fact nonsense" in result.stderr
    assert result.stdout == ""


def _program(*args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    paths = {"PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return subprocess.run(
        [sys.executable, "-m", "reporttext", *args],
        capture_output=True,
        check=False,
        env={**os.environ, **paths},
    )


def test_a_gbk_console_is_no_reason_to_crash(archive: Path) -> None:
    (archive / "a.txt").write_text(REPORT.replace("松岗镇", "𠮷岗镇🏆"), "utf-8")
    for options in ([], ["--json"]):
        result = _program("show", str(archive / "a.txt"), *options, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
        assert result.returncode == 0, result.stderr
        assert "3场次" in result.stdout.decode("gbk")
        assert b"\\U00020bb7" in result.stdout


def test_the_program_ends_with_the_code_of_the_run(archive: Path, tmp_path: Path) -> None:
    assert _program("run", str(archive), "-o", str(tmp_path / "out"), "--format", "none").returncode == 0
    assert (
        _program("run", str(tmp_path / "nowhere"), "-o", str(tmp_path / "out"), "--format", "none").returncode
        == 2
    )


def test_the_bar_takes_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("rich.console.Console", lambda **_: Console(file=io.StringIO(), force_terminal=True))
    work = {"files": 3, "bytes": 5, "documents": 3, "facts": 9, "errors": 1, "of_files": 3, "of_bytes": 5}
    with Progress() as progress:
        for step in (
            {"step": "find", "files": 3}, {"step": "plan", "files": 3, "pending": 3, "pending_bytes": 5},
            {"step": "work", **work}, {"step": "store"}, {"step": "output", "format": "csv"}, {"step": "end"},
        ):  # fmt: skip
            progress.step(step)
        assert progress._bar is not None
        assert "writing csv" in progress._bar.tasks[0].description


def test_connecting_to_a_scheduler_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    from reporttext.cli.progress import Progress

    with Progress() as progress:
        progress.step({"step": "connect", "address": "tcp://10.0.0.1:8786"})
    assert "connecting to the Dask scheduler at tcp://10.0.0.1:8786" in capsys.readouterr().err


def test_the_summary_says_how_many_files_gave_no_report(archive: Path, tmp_path: Path) -> None:
    (archive / "empty.txt").write_bytes(b"")
    with zipfile.ZipFile(archive / "box.zip", "w") as box:
        box.write(archive / "a.txt", "b.txt")
        box.writestr("~$c.docx", "")
    told = invoke("run", archive, "-o", tmp_path / "out", "--format", "none", "--workers", 1, "--lang", "en")
    assert "2 reports from 3 files (1 of them without one), 3 worked, in" in told.stdout
    assert "  archives             1   (1 files and members passed over or refused)" in told.stdout
    told = invoke("run", archive, "-o", tmp_path / "out", "--format", "none", "--lang", "zh")
    assert "来自 3 个文件（其中 1 个没有读出报告）" in told.stdout


def test_a_table_begins_with_its_head(archive: Path, tmp_path: Path) -> None:
    invoke("run", archive, "-o", tmp_path / "out", "--format", "none", "--workers", 1)
    told = invoke("trends", "宣讲", "--in", tmp_path / "out", "--wide").stdout.splitlines()
    assert told[0].split() == ["term", "2022"]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process as Linux sets them")
def test_a_limit_of_files_is_named(archive: Path, tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    done = subprocess.run(
        [sys.executable, "-c", f"{limit}\nfrom reporttext.cli import main\nmain()", "run", str(archive), "-o", str(tmp_path / "out")],
        capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ | {"REPORTTEXT_LANG": "en"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "no file over 100,000 bytes" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "error",
    [MemoryError(), ImportError("numpy.so: failed to map segment"), RuntimeError("can't start new thread")],
)
def test_too_little_memory_is_told_in_a_line(
    error: Exception, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("reporttext.runner.run", run)
    told = invoke("run", archive, "-o", tmp_path / "out", "--lang", "en")
    assert told.exit_code == 2
    assert told.stderr.startswith("reporttext: there is not enough memory for the program")


def test_a_link_in_a_circle_has_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    for words in (["show", tmp_path / "a.txt"], ["run", tmp_path / "a.txt", "-o", tmp_path / "out"]):
        told = invoke(*words, "--lang", "en")
        assert told.exit_code == 2
        assert "the link leads in a circle; name the file itself" in told.stderr
