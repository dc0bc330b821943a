"""Runs over archives: the same tables as of a folder, no work twice, nothing lost."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import reporttext as rt
from archive_files import encrypted, entry, report, tarred, zipped
from archives import contents, run, same_as_fresh, write
from reporttext.readers.limits import Limits
from reporttext.runner import batch


def sources(out: Path) -> list[str]:
    return [row["source"] for row in contents(out)["documents"]]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (folder := tmp_path / "archive").mkdir()
    (folder / "a.txt").write_bytes(report(1))
    (folder / "b.zip").write_bytes(zipped(("乙.txt", report(2)), ("甲.txt", report(3)), encoding="gbk"))
    (folder / "c.tar.gz").write_bytes(
        gzip.compress(
            tarred(("z.txt", report(4)), ("y.zip", zipped(("x.txt", report(5)))), ("a.txt", report(6)))
        )
    )
    (folder / "d.txt").write_bytes(report(7))
    return folder


ALL = [
    "archive/a.txt", "archive/b.zip!/乙.txt", "archive/b.zip!/甲.txt", "archive/c.tar.gz!/a.txt",
    "archive/c.tar.gz!/y.zip!/x.txt", "archive/c.tar.gz!/z.txt", "archive/d.txt",
]  # fmt: skip


@pytest.mark.parametrize("workers", [0, 2])
def test_members_are_documents(
    archive: Path, tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_BATCH_FILES", 1)
    result = run(archive, out=tmp_path / "out", workers=workers)
    assert (result.inputs, result.documents, result.errors, result.exit_code) == (7, 7, 0, 0)
    assert sources(tmp_path / "out") == ALL
    found = contents(tmp_path / "out")
    figures = {row["doc_id"]: row["value"] for row in found["facts"] if row["unit"] == "场次"}
    assert [figures[row["doc_id"]] for row in found["documents"]] == [1, 2, 3, 6, 5, 4, 7]


def test_a_single_archive_is_an_input(archive: Path, tmp_path: Path) -> None:
    assert run(archive / "b.zip", out=tmp_path / "out").documents == 2
    assert sources(tmp_path / "out") == ["b.zip!/乙.txt", "b.zip!/甲.txt"]


def test_only_what_is_new_or_changed_is_worked(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(archive, out=out).worked == 7
    assert not run(archive, out=out).changed
    (archive / "b.zip").write_bytes(
        zipped(("乙.txt", report(2)), ("甲.txt", report(8)), ("丙.txt", report(9)))
    )
    result = run(archive, out=out)
    assert (result.worked, result.reused, result.documents) == (2, 6, 8)
    assert same_as_fresh(out, archive)
    (archive / "b.zip").write_bytes(
        zipped(("甲.txt", report(8)), ("乙.txt", report(2)), ("丙.txt", report(9)))
    )
    result = run(archive, out=out)
    assert (result.worked, result.documents) == (0, 8), "the same members in another order"
    assert same_as_fresh(out, archive)
    (archive / "c.tar.gz").unlink()
    assert run(archive, out=out).documents == 5
    assert same_as_fresh(out, archive)


def test_added_archives_stay(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(archive, out=out)
    (tmp_path / "new.zip").write_bytes(zipped(("n.txt", report(9)), ("~$n.docx", b"x")))
    assert run(tmp_path / "new.zip", out=out, add=True).documents == 8
    assert not run(tmp_path / "new.zip", out=out, add=True).changed
    assert sources(out) == [*ALL, "new.zip!/n.txt"]
    assert [row["source"] for row in contents(out)["errors"]] == ["new.zip!/~$n.docx"]


def test_problems_in_archives_are_rows_and_stay(archive: Path, tmp_path: Path) -> None:
    (archive / "e.zip").write_bytes(encrypted("秘密.txt", report(1)))
    (archive / "f.tar").write_bytes(
        tarred(("a.txt", report(1)), others=[entry("l", tarfile.SYMTYPE, "/etc/passwd")])
    )
    (archive / "g.zip").write_bytes(b"PK\5\6" + bytes(18))
    (archive / "h.zip").write_bytes(zipped(("空.txt", b""), ("a.txt", report(2))))
    out = tmp_path / "out"
    for changed in (True, False):
        result = run(archive, out=out)
        assert result.changed is changed
        rows = [(row["source"], row["kind"], row["severity"]) for row in contents(out)["errors"]]
        assert rows == [
            ("archive/e.zip!/秘密.txt", "password", "error"), ("archive/f.tar!/l", "link", "info"),
            ("archive/g.zip", "empty", "error"), ("archive/h.zip!/空.txt", "empty", "error"),
        ]  # fmt: skip
        assert (result.documents, result.errors, result.exit_code) == (9, 3, 1)
    (archive / "g.zip").write_bytes(zipped(("neu.txt", report(1))))
    assert run(archive, out=out).errors == 2
    assert same_as_fresh(out, archive)


def test_another_limit_is_another_result(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(archive, out=out)
    result = run(archive, out=out, limits=Limits(depth=1))
    assert (result.documents, result.errors) == (6, 1)
    result = run(archive, out=out)
    assert (result.documents, result.errors) == (7, 0)


def test_a_name_that_looks_like_a_member_is_none(archive: Path, tmp_path: Path) -> None:
    (archive / "b.zip!").mkdir()
    (archive / "b.zip!" / "乙.txt").write_bytes(report(9))
    result = run(archive, out=tmp_path / "out")
    assert result.documents == 8
    assert len(set(sources(tmp_path / "out"))) == 8


def test_an_archive_that_changes_during_the_run_is_told(archive: Path, tmp_path: Path) -> None:
    def change(step: object) -> None:
        if isinstance(step, dict) and step["step"] == "plan":
            (archive / "b.zip").write_bytes(zipped(("别的.txt", report(9)), ("甲.txt", report(3))))

    result = run(archive, out=tmp_path / "out", report=change)
    assert (result.documents, result.errors) == (6, 1)
    assert run(archive, out=tmp_path / "out").documents == 7
    assert same_as_fresh(tmp_path / "out", archive)


def test_a_stopped_run_over_archives_goes_on(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_BATCH_FILES", 1)
    told = 0

    def stop(what: object) -> None:
        nonlocal told
        told += isinstance(what, dict) and what["step"] == "work"
        if told == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(archive, out=tmp_path / "out", report=stop)
    result = run(archive, out=tmp_path / "out")
    assert (result.documents, result.worked) == (7, 3)
    assert same_as_fresh(tmp_path / "out", archive)


# Duplicates


def test_other_copies_of_a_report_are_told(tmp_path: Path, sample: Path) -> None:
    text = rt.read(next(path for path in sorted(sample.rglob("*.docx")) if "苎坪" in path.name)).text
    (folder := tmp_path / "in").mkdir()
    copies = {
        "a": text,
        "b": text.replace("，", ", ").replace("\n", "\n\n　　"),
        "c": text.replace("加强", "强化", 3),
        "d": text.replace("5", "6", 1),
        "e": text.replace("苎坪乡", "沙棠镇"),
        "f": text.replace("2022", "2021"),
        "g": "完全不同的报告。\n开展培训3次。",
    }
    for name, changed in copies.items():
        (folder / f"{name}.txt").write_text(changed, encoding="gb18030" if name == "b" else "utf-8")
    run(folder, out=tmp_path / "out")
    rows = contents(tmp_path / "out")["documents"]
    first = rows[0]["doc_id"]
    assert [row["duplicate_of"] for row in rows] == [None, first, first, None, None, None, None]
    (folder / "0.zip").write_bytes(zipped(("a.txt", text.encode())))
    run(folder, out=tmp_path / "out")
    rows = contents(tmp_path / "out")["documents"]
    assert [row["duplicate_of"] for row in rows] == [None, *[rows[0]["doc_id"]] * 3, None, None, None, None]
    assert same_as_fresh(tmp_path / "out", folder)


def test_what_a_run_found_adds_up(tmp_path: Path) -> None:
    archive = write(tmp_path / "archive", "a.txt", "b.txt")
    (archive / "empty.txt").write_bytes(b"")
    (archive / ".hidden").write_text("x")
    with zipfile.ZipFile(archive / "box.zip", "w") as box:
        box.write(archive / "a.txt", "c.txt")
        box.writestr("void.txt", "")
        box.writestr("~$d.docx", "")
    (archive / "cut.zip").write_bytes((archive / "box.zip").read_bytes()[:-30])
    found: list[Mapping[str, Any]] = []
    for _ in range(2):
        result = run(archive, out=tmp_path / "out", report=found.append)
        assert (result.inputs, result.without_report, result.read) == (6, 3, 3), "cut.zip proves to be none"
        assert (result.archives, result.passed_over) == (1, 2), "box.zip; .hidden, ~$d.docx"
    first = next(step for step in found if step["step"] == "find")["files"]
    inside = next(step for step in found if step["step"] == "unpack")["files"]
    assert (first, inside) == (6, 4)
    assert result.inputs + result.archives + result.passed_over == first + inside - 1, (
        "cut.zip is found twice"
    )
