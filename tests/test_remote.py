"""Reports and outputs on other storage: brought and put back, the tables those of a local run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import reporttext as rt
from archives import contents, write
from reporttext.cli import cli
from reporttext.errors import ReporttextError, UsageError
from reporttext.runner import remote
from reporttext.store.folder import Folder

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def bucket() -> Iterator[Any]:
    fs = fsspec.filesystem("memory")
    yield fs
    fs.store.clear()


@pytest.fixture
def archive(tmp_path: Path, bucket: Any) -> Path:
    """The same four reports here and in the bucket."""
    folder = write(tmp_path / "archive", "a.txt", "b/c.txt", "b/d.txt", "z.txt")
    bucket.put(str(folder), "/bucket/", recursive=True)
    assert len(bucket.find("/bucket/archive")) == 4
    return folder


def run(path: str | Path, out: str | Path, **more: Any) -> Any:
    return rt.run([path], out, **{"formats": (), "workers": 0, **more})


def test_tables_of_remote_reports_are_those_of_local_ones(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "local")
    run("memory://bucket/archive", tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tmp_path / "local")
    run("memory://bucket/archive/", tmp_path / "slash")
    assert contents(tmp_path / "slash") == contents(tmp_path / "local")
    assert run("memory://bucket/archive/b/c.txt", tmp_path / "one").documents == 1


def test_only_what_changed_is_brought_again_and_what_left_leaves(
    archive: Path, tmp_path: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[str] = []
    get = type(bucket).get_file

    def counted(self: Any, source: str, target: str, **more: Any) -> Any:
        brought.append(source)
        return get(self, source, target, **more)

    monkeypatch.setattr(type(bucket), "get_file", counted)
    run("memory://bucket/archive", tmp_path / "out")
    assert len(brought) == 4
    assert not run("memory://bucket/archive", tmp_path / "out").changed
    assert len(brought) == 4
    bucket.pipe("/bucket/archive/a.txt", "松岗镇2023年工作总结\n召开会议9次。\n".encode())
    bucket.rm("/bucket/archive/z.txt")
    result = run("memory://bucket/archive", tmp_path / "out")
    assert (result.documents, result.worked) == (3, 1)
    assert brought[4:] == ["/bucket/archive/a.txt"]
    (archive / "a.txt").write_bytes(bucket.cat("/bucket/archive/a.txt"))
    (archive / "z.txt").unlink()
    run(archive, tmp_path / "local")
    assert contents(tmp_path / "out") == contents(tmp_path / "local")


@pytest.mark.usefixtures("archive")
def test_what_was_brought_before_it_broke_off_is_not_brought_again(
    tmp_path: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[str] = []
    get = type(bucket).get_file

    def third_fails(self: Any, source: str, target: str, **more: Any) -> Any:
        brought.append(source)
        if len(brought) == 3:
            raise ConnectionError("gone")
        return get(self, source, target, **more)

    monkeypatch.setattr(type(bucket), "get_file", third_fails)
    with pytest.raises(ReporttextError, match="gone"):
        run("memory://bucket/archive", tmp_path / "out")
    assert run("memory://bucket/archive", tmp_path / "out").documents == 4
    assert len(brought) == 5


def test_outputs_are_put_back_and_follow(archive: Path, tmp_path: Path, bucket: Any) -> None:
    scratch = tmp_path / "scratch"
    result = run(archive, "memory://bucket/out", scratch=scratch, formats=("csv",))
    assert result.documents == 4
    for name in ("facts", "documents", "paragraphs"):
        with bucket.open(f"/bucket/out/tables/{name}.parquet") as file:
            assert pq.read_table(file).equals(pq.read_table(scratch / "tables" / f"{name}.parquet"))
    assert bucket.cat("/bucket/out/csv/facts.csv") == (scratch / "csv" / "facts.csv").read_bytes()
    assert not bucket.exists("/bucket/out/reports.duckdb")
    with rt.open(scratch) as reports:
        assert len(reports.describe("开展宣讲活动", save=False)) > 0

    bucket.rm("/bucket/out/tables/themes.parquet")
    before = bucket.cat("/bucket/out/tables/facts.parquet")
    (archive / "z.txt").unlink()
    assert run(archive, "memory://bucket/out", scratch=scratch).documents == 3
    with bucket.open("/bucket/out/tables/documents.parquet") as file:
        assert pq.read_table(file).num_rows == 3
    assert bucket.cat("/bucket/out/tables/facts.parquet") != before
    assert bucket.exists("/bucket/out/tables/themes.parquet"), "what somebody took away is put back"
    assert not bucket.exists("/bucket/out/csv/facts.csv"), "old figures beside new tables would be believed"


@pytest.mark.usefixtures("bucket")
def test_what_cannot_be_done_is_told(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--scratch"):
        run(archive, "memory://bucket/out")
    with pytest.raises(UsageError, match="--scratch is for"):
        run(archive, tmp_path / "out", scratch=tmp_path / "scratch")
    with pytest.raises(UsageError, match="no file at"):
        run("memory://bucket/nothing", tmp_path / "out1")
    with pytest.raises(UsageError, match=r"nonsense://x"):
        run("nonsense://x/y", tmp_path / "out2")


def test_a_name_that_leads_out_of_the_folder_is_refused(
    tmp_path: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = {"/bucket/archive/../../../../evil.txt": {"type": "file", "size": 1}}
    monkeypatch.setattr(type(bucket), "find", lambda *_, **__: listed)
    with pytest.raises(ReporttextError, match="outside"):
        run("memory://bucket/archive", tmp_path / "out")
    assert not list(tmp_path.rglob("evil.txt"))


def test_storage_that_fails_is_told_and_what_is_finished_is_kept(
    archive: Path, tmp_path: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(
            type(bucket), "put_file", lambda *_, **__: (_ for _ in ()).throw(PermissionError("denied"))
        )
        with pytest.raises(ReporttextError, match="denied"):
            run(archive, "memory://bucket/out", scratch=tmp_path / "scratch")
    result = run(archive, "memory://bucket/out", scratch=tmp_path / "scratch")
    assert not result.changed
    assert bucket.exists("/bucket/out/tables/facts.parquet")


def test_which_paths_are_remote(tmp_path: Path) -> None:
    assert all(map(remote.is_remote, ("s3://a/b", "memory://x", "hdfs://h:9000/x", "simplecache::s3://a")))
    assert not any(map(remote.is_remote, ("C:/a", "C:\\a", "a://", "a/b", "1://x", Path("s3://a"))))
    assert remote.place("x/y", Folder(tmp_path)) == Path("x/y")


@pytest.mark.usefixtures("archive")
def test_the_command_takes_addresses(tmp_path: Path, bucket: Any) -> None:
    command = [
        "run",
        "memory://bucket/archive",
        "-o",
        "memory://bucket/out",
        "--scratch",
        str(tmp_path / "s"),
    ]
    done = CliRunner().invoke(cli, [*command, "--format", "none", "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert "4 reports from 4 files" in done.output
    assert bucket.exists("/bucket/out/tables/facts.parquet")
