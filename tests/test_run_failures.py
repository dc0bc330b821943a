"""A run that meets what cannot be read, faults of the program, a full disk, or its own end at any moment."""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import engine_jobs
import reporttext as rt
from archives import contents, run, same_as_fresh, write
from reporttext import pipeline, runner, sections, shipped
from reporttext.cli import cli
from reporttext.errors import ReporttextError, UsageError
from reporttext.messages import translated
from reporttext.model import Document
from reporttext.runner import batch
from reporttext.runner.result import NothingReadError


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write(tmp_path / "archive", "a.txt", "b/c.txt", "b/d.txt", "z.txt")


# Failures


def test_exit_codes(archive: Path, tmp_path: Path) -> None:
    (empty := tmp_path / "empty").mkdir()
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\3\4 not a document")
    for number, (paths, wanted) in enumerate((
        ([archive], 0), ([empty], 2), ([tmp_path / "missing"], 2), ([broken], 2), ([archive, tmp_path / "missing"], 1),
        ([archive, broken], 1), ([archive, empty], 0),
    )):  # fmt: skip
        out = tmp_path / f"out{number}"
        result = run(*paths, out=out)
        assert result.exit_code == wanted, paths
        errors = [row for row in contents(out)["errors"] if row["severity"] == "error"]
        assert len(errors) == result.errors == (wanted != 0 and paths != [empty])
        assert all(row["message"] and row["kind"] and row["doc_id"] is None for row in errors)


@pytest.mark.parametrize(
    ("failing", "what", "told"),
    [(".work", PermissionError(errno.EACCES, "Permission denied"), "cannot be written to (Permission denied)"),
     (".reporttext.json.tmp", OSError(errno.EROFS, "Read-only file system"), "cannot be written to (Read-only file system)"),
     ("out", PermissionError(errno.EACCES, "Permission denied"), "cannot be made there (Permission denied)"),
     ("out", FileNotFoundError(errno.ENOENT, "No such file or directory"), "cannot be made there (the system does not allow it)")],
)  # fmt: skip
def test_a_folder_that_cannot_be_written_to_is_told_with_a_remedy(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, what: OSError, told: str
) -> None:
    def refusing(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: Path, *args: Any, **kwargs: Any) -> Any:
            if self.name == failing:
                raise what
            return method(self, *args, **kwargs)

        return call

    for method in ("mkdir", "write_text"):
        monkeypatch.setattr(Path, method, refusing(getattr(Path, method)))
    with pytest.raises(UsageError, match=re.escape(told)) as raised:
        run(archive, out=tmp_path / "out")
    assert str(tmp_path / "out") in str(raised.value)
    assert "name another" in str(raised.value)
    assert "-o" in (translated(str(raised.value)) or "")


def test_a_path_that_leads_nowhere_costs_no_results(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    documents = run(archive, out=out).documents
    before = contents(out)
    archive.rename(tmp_path / "away")
    with pytest.raises(ReporttextError, match="there is no file or folder"):
        run(archive, out=out)
    assert contents(out) == before
    (other := tmp_path / "other.txt").write_text("松岗镇2022年工作总结\n召开会议2次。\n", encoding="utf-8")
    result = run(archive, other, out=out)
    assert (result.documents, result.exit_code) == (documents + 1, 1), "what is out of reach stays"


def test_adding_tells_what_it_replaces(tmp_path: Path) -> None:
    for folder, count in (("a", 2), ("b", 3)):
        (reports := tmp_path / folder / "reports").mkdir(parents=True)
        (reports / "x.txt").write_text(f"松岗镇2022年工作总结\n召开会议{count}次。\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(tmp_path / "a" / "reports", out=out, add=True).replaced == 0
    assert run(tmp_path / "a" / "reports", out=out, add=True).replaced == 0
    assert run(tmp_path / "b" / "reports", out=out, add=True).replaced == 1


def test_what_could_not_be_read_is_not_tried_again_until_a_package_comes(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive / "broken.docx").write_bytes(b"PK\3\4 not a document")
    run(archive, out=tmp_path / "out")
    assert not run(archive, out=tmp_path / "out").changed
    monkeypatch.setattr(runner.keys, "environment", lambda: "other packages")
    assert run(archive, out=tmp_path / "out").worked == 1


def _fail_on(monkeypatch: pytest.MonkeyPatch, word: str, error: Exception) -> None:
    """Put a stage at the end of the pipeline that fails on reports with a word in them."""
    stages = pipeline.stages(pipeline.Settings())

    def stage(doc: Document) -> Document:
        if word in doc.text:
            raise error
        return doc

    monkeypatch.setattr(pipeline, "stages", lambda _: (*stages, stage))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (KeyError("x"), "crash"),
        (RecursionError(), "crash"),
        (MemoryError(), "memory"),
        (UnicodeDecodeError("utf-8", b"", 0, 1, "?"), "crash"),
        (TypeError(f"unknown {object()}"), "crash"),
    ],
)
def test_a_fault_of_the_program_costs_one_file(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: str
) -> None:
    with monkeypatch.context() as patched:
        _fail_on(patched, "西岗镇", error)
        result = run(archive, out=tmp_path / "out")
    assert (result.documents, result.errors, result.exit_code) == (3, 1, 1)
    (row,) = contents(tmp_path / "out")["errors"]
    assert (row["source"], row["kind"], row["stage"]) == ("archive/b/c.txt", kind, "analyse")
    assert kind == "memory" or type(error).__name__ in row["message"]
    assert "\n" not in row["message"]
    assert " at 0x" not in row["message"], "the same input gives the same tables"
    mended = run(archive, out=tmp_path / "out", formats=("csv",))
    assert (mended.worked, mended.documents, mended.exit_code) == (1, 4, 0), "a fault is tried again"
    assert same_as_fresh(tmp_path / "out", archive)


def test_outputs_follow_when_a_fault_is_gone(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources and contents are the same as before, so only the work done tells that there is something new."""
    with monkeypatch.context() as patched:
        _fail_on(patched, "西岗镇", KeyError("x"))
        run(archive, out=tmp_path / "out", formats=("csv",))
    run(archive, out=tmp_path / "out", formats=("csv",))
    assert (tmp_path / "out" / "csv" / "documents.csv").read_text("utf-8-sig").count("\n") == 5


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_a_file_that_kills_its_worker_costs_one_file(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(archive, "poison.txt")
    monkeypatch.setattr(runner, "work", engine_jobs.poisoned)
    result = run(archive, out=tmp_path / "out", workers=2)
    assert (result.documents, result.errors, result.exit_code) == (4, 1, 1)
    (row,) = contents(tmp_path / "out")["errors"]
    assert (row["source"], row["kind"]) == ("archive/poison.txt", "crash")
    assert "memory" in row["message"]
    again = run(archive, out=tmp_path / "out", workers=2)
    assert (again.worked, again.documents, again.exit_code) == (1, 4, 1), "alone it kills no more than before"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_takes_for_ever_costs_one_file(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    write(archive, "b/poison.txt")
    with monkeypatch.context() as patched:
        patched.setattr(runner, "work", engine_jobs.slow)
        result = run(
            archive, out=tmp_path / "out", workers=workers, limits=rt.Limits(seconds=2, seconds_per_mb=1)
        )
    assert (result.documents, result.errors, result.exit_code) == (4, 1, 1)
    (row,) = contents(tmp_path / "out")["errors"]
    assert (row["source"], row["kind"]) == ("archive/b/poison.txt", "timeout")
    assert "--limit seconds=8" in row["message"]
    assert run(archive, out=tmp_path / "out").documents == 5, "it is tried again"


def test_a_full_disk_is_told_and_nothing_is_lost(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_BATCH_FILES", 1)
    written = batch.write_part
    full = iter([False, False, True])

    def write_part(*args: Any) -> None:
        if next(full):
            raise OSError(errno.ENOSPC, "No space left on device")
        written(*args)

    with monkeypatch.context() as patched:
        patched.setattr(batch, "write_part", write_part)
        with pytest.raises(ReporttextError, match=r"is full.*run the same command again"):
            run(archive, out=tmp_path / "out")
    result = run(archive, out=tmp_path / "out")
    assert (result.worked, result.reused) == (2, 2)
    assert same_as_fresh(tmp_path / "out", archive)


def test_a_disk_that_fills_while_tables_are_written_is_told(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer runs within a statement of DuckDB, which would call it a wrong query."""

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
        with pytest.raises(ReporttextError, match=r"is full.*run the same command again"):
            run(archive, out=tmp_path / "out")
    result = run(archive, out=tmp_path / "out")
    assert (result.worked, result.reused) == (0, 4)
    assert same_as_fresh(tmp_path / "out", archive)


# Stopped


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("step", ["find", "plan", "work", "store", "output"])
def test_a_stopped_run_goes_on(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, workers: int
) -> None:
    monkeypatch.setattr(batch, "_BATCH_FILES", 1)
    told = 0

    def stop(what: Mapping[str, Any]) -> None:
        nonlocal told
        told += what["step"] == step
        if told == (2 if step == "work" else 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(archive, out=tmp_path / "out", formats=("csv",), report=stop, workers=workers)
    result = run(archive, out=tmp_path / "out", formats=("csv",))
    assert (result.documents, result.exit_code) == (4, 0)
    if step in ("work", "store", "output"):
        assert result.worked <= 2, "finished batches are kept"
    assert (tmp_path / "out" / "csv" / "facts.csv").exists()
    assert same_as_fresh(tmp_path / "out", archive)


def test_a_run_stopped_while_the_outputs_are_put_in_place(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Parquet tables are new, the store is not; then the change is undone, so the store is right as it is."""
    out = tmp_path / "out"
    run(archive, out=out)
    write(archive, "new.txt")
    from reporttext.store import build

    def stop(new: Path, final: Path) -> None:
        build_place(new, final)
        raise KeyboardInterrupt

    build_place = build.place
    with monkeypatch.context() as patched:
        patched.setattr(build, "place", stop)
        with pytest.raises(KeyboardInterrupt):
            run(archive, out=out)
    assert len(contents(out)["documents"]) == 5
    (archive / "new.txt").unlink()
    assert not run(archive, out=out).changed
    assert same_as_fresh(out, archive)


def test_tables_taken_away_come_back(archive: Path, tmp_path: Path) -> None:
    run(archive, out=tmp_path / "out", formats=("csv",))
    shutil.rmtree(tmp_path / "out" / "tables")
    shutil.rmtree(tmp_path / "out" / "csv")
    assert not run(archive, out=tmp_path / "out", formats=("csv",)).changed
    assert (tmp_path / "out" / "csv" / "facts.csv").exists()
    assert same_as_fresh(tmp_path / "out", archive)


_DRIVER = """
import sys
from pathlib import Path
from reporttext.runner import batch
from reporttext.runner.result import NothingReadError
import reporttext as rt
batch._BATCH_FILES = 2
rt.run([Path(sys.argv[1])], Path(sys.argv[2]), formats=("csv",), workers=2, report=lambda step: print(step["step"], flush=True))
"""


def test_kill_9_at_any_time(tmp_path: Path) -> None:
    archive = write(tmp_path / "archive", *(f"{i:02}.txt" for i in range(16)), copies=20)
    chance = random.Random(4)
    command = [sys.executable, "-c", _DRIVER, str(archive), str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(3):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(chance.randint(1, 9)):  # so many steps, then a moment more
            process.stdout.readline()
        time.sleep(chance.random() / 5)
        process.kill()
        process.wait()
    assert run(archive, out=tmp_path / "out").documents == 16
    assert same_as_fresh(tmp_path / "out", archive)


@pytest.mark.parametrize(
    "rules", ['[units.cuont]\nunits=["坰"]', '[units.count]\nunit=["坰"]', '[status]\nxx=["a"]', "a=[1"]
)
def test_a_slip_in_the_rules_is_told_before_anything_is_read(
    archive: Path, tmp_path: Path, rules: str
) -> None:
    (file := tmp_path / "mine.toml").write_text(rules, encoding="utf-8")
    with pytest.raises(ReporttextError, match=r"mine\.toml"):
        run(archive, out=tmp_path / "out", rules=file)
    assert not (tmp_path / "out" / "tables").exists()


def test_a_shipped_model_that_is_missing_is_told_once_before_work_begins(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(shipped, "models", lambda: tmp_path / "models")
    for content in (None, b"PK\3\4 damaged"):
        if content:
            (tmp_path / "models" / "sections.npz").write_bytes(content)
        sections.load_model.cache_clear()
        with pytest.raises(
            ReporttextError, match=r"sections\.npz, a part of the program, is missing or damaged"
        ):
            run(archive, out=tmp_path / "out")
    monkeypatch.undo()
    sections.load_model.cache_clear()
    assert run(archive, out=tmp_path / "out").exit_code == 0


def test_reading_an_output_whose_first_run_is_not_over(archive: Path, tmp_path: Path) -> None:
    told: list[str] = []

    def look(step: Mapping[str, Any]) -> None:
        if step["step"] in ("plan", "work"):
            with pytest.raises(UsageError) as raised:
                rt.open(tmp_path / "out")
            told.append(str(raised.value))
            if step["step"] == "work":
                raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        run(archive, out=tmp_path / "out", report=look)
    assert set(told) == {
        f"the first run to {tmp_path / 'out'} is still at work, and its tables are not there yet: wait until it has ended"
    }
    with pytest.raises(
        UsageError, match="was stopped before its tables were written: run the same command again"
    ):
        rt.open(tmp_path / "out")
    run(archive, out=tmp_path / "out")
    rt.open(tmp_path / "out").close()
    (tmp_path / "other").mkdir()
    with pytest.raises(UsageError, match="it is not the output folder of a run"):
        rt.open(tmp_path / "other")


@pytest.mark.parametrize("options", [{}, {"add": True}, {"fresh": True}])
def test_a_folder_without_one_report_leaves_the_tables_as_they_were(
    options: dict[str, bool], tmp_path: Path
) -> None:
    archive, out = write(tmp_path / "archive", "a.txt", "b.txt"), tmp_path / "out"
    run(archive, out=out, formats=("csv", "xlsx"))
    before, workbook = contents(out), (out / "reports.xlsx").read_bytes()
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    (wrong / "empty.txt").write_text("", "utf-8")
    (wrong / "digits.txt").write_text("12 345 678", "utf-8")
    for _ in range(2):
        with pytest.raises(NothingReadError, match="are as they were") as told:
            run(wrong, out=out, formats=("csv",), **options)
        assert {"wrong/empty.txt", "wrong/digits.txt"} <= {s for p in told.value.problems for s, _ in p.first}
    assert contents(out) == before
    assert (out / "reports.xlsx").read_bytes() == workbook
    assert run(archive, out=out).documents == 2


def test_an_archive_of_which_every_file_broke_leaves_the_tables_as_they_were(tmp_path: Path) -> None:
    archive, out = write(tmp_path / "archive", "a.txt", "b.txt"), tmp_path / "out"
    run(archive, out=out)
    before = contents(out)
    for file in archive.iterdir():
        file.write_bytes(b"")
    told = CliRunner().invoke(cli, ["run", str(archive), "-o", str(out), "--workers", "1", "--lang", "en"])
    assert told.exit_code == 2
    assert "archive/a.txt: the file is empty" in told.stderr
    assert f"the tables in {out} are as they were" in told.stderr
    assert contents(out) == before


def test_a_first_run_without_one_report_tells_why_in_its_tables(tmp_path: Path) -> None:
    wrong, out = tmp_path / "wrong", tmp_path / "out"
    wrong.mkdir()
    for name in ("empty.txt", "void.txt"):
        (wrong / name).write_text("", "utf-8")
        assert run(wrong, out=out).exit_code == 2
        assert f"wrong/{name}" in {row["source"] for row in contents(out)["errors"]}
