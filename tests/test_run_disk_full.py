"""A disk that is full: said in so many words, with what was written, whatever part of the run it stops."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from click.testing import CliRunner

from archives import contents, run, write
from reporttext.cli import cli
from reporttext.errors import ReporttextError
from reporttext.outputs import xlsx
from reporttext.runner import amiss
from reporttext.store.build import Build
from reporttext.store.folder import Folder

FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write(tmp_path / "archive", "a.txt", "b/c.txt")


def test_while_the_workbook_is_written(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise FULL

    with monkeypatch.context() as patched:
        patched.setattr(xlsxwriter.Workbook, "_store_workbook", full)
        done = CliRunner().invoke(cli, ["run", str(archive), "-o", str(tmp_path / "out"), "--workers", "1"])
    assert done.exit_code == 2, done.output
    assert f"the disk of {tmp_path / 'out'} is full" in done.output
    assert "written are reports.duckdb, tables, csv, and nothing else" in done.output
    assert "run the same command again" in done.output
    assert run(archive, out=tmp_path / "out", formats=("csv", "xlsx")).worked == 0
    assert (tmp_path / "out" / "reports.xlsx").is_file()


def test_xlsxwriters_own_error_is_that_of_a_file() -> None:
    with pytest.raises(OSError, match="No space left") as raised, xlsx._failing_as_files_do():
        raise xlsxwriter.exceptions.FileCreateError(FULL)
    assert raised.value.errno == errno.ENOSPC


def test_while_the_store_is_built(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB forgets why its database is invalid; that the disk has no room left tells."""

    def full(*_: object) -> None:
        raise duckdb.FatalException(
            "FATAL Error: Failed: database has been invalidated because of a previous fatal error"
        )

    with monkeypatch.context() as patched:
        patched.setattr(Build, "merge", full)
        with pytest.raises(ReporttextError, match=r"could not be written .*invalidated"):
            run(archive, out=tmp_path / "out")
        patched.setattr(amiss, "_free", lambda _: 0)
        with pytest.raises(
            ReporttextError, match=r"is full: no table is written yet; .* run the same command again"
        ):
            run(archive, out=tmp_path / "out")
    run(archive, out=tmp_path / "out")
    assert len(contents(tmp_path / "out")["documents"]) == 2


def test_other_faults_are_not_taken_for_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with pytest.raises(ReporttextError, match="could not be written") as raised, amiss.told(folder):
        raise OSError(errno.EIO, "Input/output error")
    assert "full" not in str(raised.value)
    with pytest.raises(RuntimeError, match="a fault"), amiss.told(folder):
        raise RuntimeError("a fault")


def fails() -> None:
    """A full disk is met, and another error raised meanwhile."""
    try:
        raise OSError(errno.ENOSPC, "No space left on device")  # noqa: TRY301
    except OSError:
        raise OSError(errno.EIO, "Input/output error")  # noqa: B904


def fails_apart(cause: BaseException | None) -> None:
    """A full disk is met and dealt with, and another error raised from something else."""
    try:
        raise OSError(errno.ENOSPC, "No space left on device")  # noqa: TRY301
    except OSError:
        raise OSError(errno.EIO, "Input/output error") from cause


@pytest.mark.parametrize("cause", [None, ValueError("a broken cable")])
def test_a_full_disk_that_was_dealt_with_is_none(tmp_path: Path, cause: BaseException | None) -> None:
    with pytest.raises(ReporttextError, match="could not be written"), amiss.told(Folder(tmp_path)):
        fails_apart(cause)


def test_an_error_met_while_the_disk_was_full_is_of_it(tmp_path: Path) -> None:
    with pytest.raises(ReporttextError, match="is full"), amiss.told(Folder(tmp_path)):
        fails()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    mount = shutil.which("mount")
    (at := tmp_path / "disk").mkdir()
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", at], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("no disk of its own can be mounted here")
    yield at
    subprocess.run(["umount", "-l", at], check=True)


def test_a_disk_that_is_full_indeed(archive: Path, small_disk: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reporttext", "run", archive, "-o", small_disk / "out", "--workers", "1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "is full" in done.stderr
    assert "Traceback" not in done.stderr
