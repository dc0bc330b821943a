"""A run: what is worked and what is used again, and that the tables are those of a fresh run, whatever happened before."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import random
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import reporttext as rt
from archives import REPORT, contents, run, same_as_fresh, write
from reporttext import runner
from reporttext.errors import ReporttextError, RuleError, UsageError
from reporttext.readers.limits import Limits
from reporttext.runner import batch, keys
from reporttext.settings import Settings
from reporttext.store import connect
from reporttext.store.folder import Folder
from reporttext.store.items import Input
from reporttext.store.plan import Plan
from reporttext.tables import tables


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write(tmp_path / "archive", "a.txt", "b/c.txt", "b/d.txt", "z.txt")


def test_a_folder_becomes_tables(archive: Path, tmp_path: Path) -> None:
    result = run(archive, out=tmp_path / "out")
    assert (result.documents, result.read, result.worked, result.exit_code, result.changed) == (
        4,
        4,
        4,
        0,
        True,
    )
    found = contents(tmp_path / "out")
    assert [row["source"] for row in found["documents"]] == [
        f"archive/{n}" for n in ("a.txt", "b/c.txt", "b/d.txt", "z.txt")
    ]
    texts = {row["doc_id"]: row["text"] for row in found["documents"]}
    assert len(found["facts"]) == result.facts > 20
    assert sum(row["masked"] for row in found["facts"]) == result.masked == 4
    for table in ("facts", "events", "mentions"):
        places = [(list(texts).index(row["doc_id"]), row["start"]) for row in found[table]]
        assert places == sorted(places)
        assert all(texts[row["doc_id"]][row["start"] : row["end"]] == row["quote"] for row in found[table])


def test_a_run_leaves_nothing_but_its_outputs(archive: Path, tmp_path: Path) -> None:
    run(archive, out=tmp_path / "out", formats=("csv", "xlsx"))
    visible = {entry.name for entry in (tmp_path / "out").iterdir() if not entry.name.startswith(".")}
    assert visible == {"reports.duckdb", "tables", "csv", "reports.xlsx"}
    assert not (tmp_path / "out" / ".work").exists()


def test_workers_give_the_same_tables(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_BATCH_FILES", 1)
    run(archive, out=tmp_path / "one")
    run(archive, out=tmp_path / "two", workers=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_size_of_batches_does_not_show(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(archive, out=tmp_path / "one")
    monkeypatch.setattr(batch, "_BATCH_BYTES", 1)
    run(archive, out=tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_large_files_come_first_and_batches_grow_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_BATCH_BYTES", 100)
    monkeypatch.setattr(batch, "_LEAST_BYTES", 20)
    with contextlib.closing(connect(None)) as con:
        plan = Plan(con, "key", "environment")
        sizes = {"m": 500, **{f"a{n:02}": 10 for n in range(40)}, **{f"z{n}": 10 for n in range(9)}}
        list(plan.add(Input(source, Path(source), size, source) for source, size in sizes.items()))
        made = list(batch.jobs(plan, Settings(), Limits(), Path("parts"), workers=2))
    sources = [[found.source for found in job.inputs] for job in made]
    assert sources[0] == ["m"]
    assert [source for job in sources[1:] for source in job] == sorted(set(sizes) - {"m"})
    assert not any("a39" in job and "z0" in job for job in sources), "documents of a part lie side by side"
    lengths = [len(job) for job in sources[1:]]
    assert lengths[0] == 6, "an eighth of what is left"
    assert lengths == sorted(lengths, reverse=True) or lengths[-5:] == [2, 2, 2, 2, 1], (
        "no smaller than worth a part"
    )


def test_versions_are_those_that_the_packages_tell() -> None:
    told = {name: version for name, version in keys.versions().items() if version and name != "python"}
    assert {"numpy", "pyarrow", "jieba"} <= told.keys()
    assert told == {name: metadata.version(name) for name in told}


# Again


def test_nothing_new_nothing_done(archive: Path, tmp_path: Path) -> None:
    run(archive, out=tmp_path / "out", formats=("csv", "xlsx"))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.is_file()}
    result = run(archive, out=tmp_path / "out", formats=("csv", "xlsx"))
    assert (result.changed, result.worked, result.reused, result.documents, result.exit_code) == (
        False,
        0,
        4,
        4,
        0,
    )
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_only_what_changed_is_worked(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(archive, out=out)
    write(archive, "new.txt")
    (archive / "b" / "c.txt").write_text("西岗镇工作总结\n全年开展宣讲7场次。\n", "utf-8")
    (archive / "z.txt").unlink()
    result = run(archive, out=out)
    assert (result.worked, result.reused, result.documents) == (2, 2, 4)
    assert same_as_fresh(out, archive)


def test_a_file_touched_but_not_changed_is_used_again(archive: Path, tmp_path: Path) -> None:
    run(archive, out=tmp_path / "out")
    os.utime(archive / "a.txt", (1, 1))
    assert not run(archive, out=tmp_path / "out").changed


def test_a_file_changed_with_its_time_and_size_kept_is_worked_again(archive: Path, tmp_path: Path) -> None:
    run(archive, out=tmp_path / "out")
    times = (archive / "a.txt").stat()
    (archive / "a.txt").write_text((archive / "a.txt").read_text("utf-8").replace("2场次", "9场次"), "utf-8")
    os.utime(archive / "a.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert run(archive, out=tmp_path / "out").worked == 1


@pytest.mark.parametrize("seed", range(3))
def test_any_history_ends_as_a_fresh_run(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_BATCH_FILES", 2)
    chance = random.Random(seed)
    archive, out = tmp_path / "archive", tmp_path / "out"
    archive.mkdir()
    for _ in range(4):
        for name in chance.sample("abcdefgh", 4):
            path = archive / f"{name}.txt"
            if path.exists() and chance.random() < 0.5:
                path.unlink()
            else:
                path.write_text(
                    REPORT.format(place=f"{chance.choice('东西南')}岗镇", n=chance.randint(1, 3)), "utf-8"
                )
        run(archive, out=out)
    assert same_as_fresh(out, archive)


def test_add_keeps_what_was_not_named(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    other = write(tmp_path / "other", "n.txt", "broken.docx")
    (other / "broken.docx").write_bytes(b"PK\3\4 not a document")
    run(other, tmp_path / "gone", out=out)
    result = run(archive, out=out, add=True)
    assert (result.documents, result.read, result.worked, result.exit_code) == (5, 4, 4, 1)
    both = contents(out)
    assert {row["source"] for row in both["errors"]} == {"gone", "other/broken.docx"}
    assert both == {**contents(_fresh(tmp_path, archive, other, tmp_path / "gone"))}
    assert not run(archive, out=out, add=True).changed
    assert run(archive, out=out).documents == 4, "without --add the others leave"


def _fresh(tmp_path: Path, *paths: Path) -> Path:
    run(*paths, out=tmp_path / "fresh")
    return tmp_path / "fresh"


def test_add_replaces_what_is_named_again(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(archive, out=out)
    (archive / "a.txt").write_text("西岗镇工作总结\n全年开展宣讲7场次。\n", "utf-8")
    assert run(archive / "a.txt", out=out, add=True).documents == 5, "a.txt and archive/a.txt are two sources"
    assert run(archive, out=out, add=True).documents == 5
    assert len({row["doc_id"] for row in contents(out)["documents"]}) == 5


def test_fresh_works_everything_again(archive: Path, tmp_path: Path) -> None:
    run(archive, out=tmp_path / "out")
    before = contents(tmp_path / "out")
    assert run(archive, out=tmp_path / "out", fresh=True).worked == 4
    assert contents(tmp_path / "out") == before
    result = run(archive / "a.txt", out=tmp_path / "out", fresh=True, add=True)
    assert (result.worked, result.documents) == (1, 5)


def test_other_rules_work_everything_again(archive: Path, tmp_path: Path) -> None:
    out, rules = tmp_path / "out", tmp_path / "my.toml"
    before = run(archive, out=out)
    rules.write_text('\ufeff[units.count]\nunits = ["危房"]\n', "utf-8")
    assert run(archive, out=out, rules=rules).worked == 4
    assert run(archive, out=out).worked == 4
    assert run(archive, out=out).facts == before.facts


def test_an_edited_program_works_everything_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(archive, out=tmp_path / "out")
    monkeypatch.setattr(runner.keys, "program_digest", lambda: "edited")
    assert run(archive, out=tmp_path / "out").worked == 4


def test_every_run_that_changed_something_is_recorded(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(archive, out=out)
    run(archive, out=out)
    write(archive, "new.txt")
    run(archive, out=out)
    with rt.open(out) as reports:
        runs = reports.runs
    assert runs["worked"].tolist() == [4, 1]
    assert runs["documents"].tolist() == [4, 5]
    assert json.loads(runs["options"][0])["inputs"] == [str(archive)]
    assert json.loads(runs["versions"][0])["python"]


# Folders and names


def test_the_output_folder_is_never_an_input(archive: Path) -> None:
    out = archive / "out"
    first = run(archive, out=out, formats=("csv",))
    second = run(archive, out=out, formats=("csv",))
    assert (first.documents, first.problems) == (4, ())
    assert not second.changed
    with pytest.raises(ReporttextError, match="are as they were"):
        run(out / "csv", out=out)


def test_odd_names_do_no_harm(tmp_path: Path) -> None:
    archive = write(
        tmp_path / "it's [1] *旧* #%20", 'a "b".txt', "c;d--.txt", "[e]*?.txt" if os.name != "nt" else "e.txt"
    )
    out = tmp_path / "out's [2] *新* #%20"
    assert run(archive, out=out, formats=("csv", "xlsx"), workers=2).documents == 3
    assert not run(archive, out=out, formats=("csv", "xlsx")).changed
    write(archive, "f.txt")
    assert run(archive, out=out).documents == 4
    assert same_as_fresh(out, archive)


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names of any bytes")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    archive = write(tmp_path / "archive", "a.txt")
    (archive / "a.txt").rename(archive / os.fsdecode(b"\xb1\xa8\xb8\xe6.txt"))
    assert run(archive, out=tmp_path / "out").documents == 1
    assert contents(tmp_path / "out")["documents"][0]["source"] == "archive/报告.txt"
    assert not run(archive, out=tmp_path / "out").changed


def test_an_unreadable_file_is_told_each_time_and_worked_once_it_can_be_read(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = runner._content
    with monkeypatch.context() as patched:
        patched.setattr(
            runner,
            "_content",
            lambda path, limits: (0, "errno 13", False) if path.name == "a.txt" else content(path, limits),
        )
        patched.setattr(Path, "read_bytes", _refuse(Path.read_bytes, "a.txt"))
        for changed in (True, False):
            result = run(archive, out=tmp_path / "out")
            assert (result.errors, result.documents, result.changed) == (1, 3, changed)
    assert run(archive, out=tmp_path / "out").documents == 4


def _refuse(read: Any, name: str) -> Any:
    def read_bytes(path: Path) -> bytes:
        if path.name == name:
            raise PermissionError(errno.EACCES, "Permission denied")
        return bytes(read(path))

    return read_bytes


def test_formats(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(archive, out=out, formats=("csv", "xlsx"))
    assert run(archive, out=out, formats=()).outputs == (out / "reports.duckdb", out / "tables")
    assert (out / "reports.xlsx").exists(), "it still agrees with the tables"
    english = run(archive, out=out, formats=("xlsx",), language="en")
    assert not english.changed
    assert english.outputs[-1] == out / "reports.xlsx"
    write(archive, "new.txt")
    (out / "csv" / "mine.do").write_text("use facts")
    run(archive, out=out, formats=())
    assert [entry.name for entry in (out / "csv").iterdir()] == ["mine.do"], "what is not ours stays"
    assert not (out / "reports.xlsx").exists(), "an old workbook beside new tables would be believed"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"formats": ("pdf",)}, UsageError, "there are: csv, jsonl, page, xlsx"),
        ({"language": "fr"}, UsageError, "there are: zh, en"),
        ({"workers": -1}, UsageError, "1 or more"),
        ({"rules": "nowhere.toml"}, UsageError, "cannot be read"),
    ],
)
def test_a_wrong_call_touches_nothing(
    archive: Path, tmp_path: Path, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        run(archive, out=tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "error"), [(b"units = 3", RuleError), (b"[", RuleError), ("规则".encode("gbk"), RuleError)]
)
def test_wrong_rules_touch_nothing(
    archive: Path, tmp_path: Path, content: bytes, error: type[Exception]
) -> None:
    (tmp_path / "my.toml").write_bytes(content)
    with pytest.raises(error):
        run(archive, out=tmp_path / "out", rules=tmp_path / "my.toml")
    assert not (tmp_path / "out").exists()


def test_no_path_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        rt.run([], tmp_path / "out")


def test_a_run_in_progress_keeps_others_out(archive: Path, tmp_path: Path) -> None:
    with Folder(tmp_path / "out").claim(), pytest.raises(UsageError, match="another run"):
        run(archive, out=tmp_path / "out")


def test_steps_are_told(archive: Path, tmp_path: Path) -> None:
    steps: list[Mapping[str, Any]] = []
    run(archive, out=tmp_path / "out", formats=("csv",), report=steps.append)
    assert [step["step"] for step in steps] == ["find", "plan", "work", "store", "output", "end"]
    assert steps[2]["files"] == steps[2]["of_files"] == 4
    assert json.loads(json.dumps(steps[-1]))["exit_code"] == 0


@pytest.mark.parametrize("step", ["find", "work", "store", "output", "end"])
def test_what_a_caller_raises_on_a_step_is_told_as_it_is(archive: Path, tmp_path: Path, step: str) -> None:
    """Not as a fault of the disk, which its kind of error would be otherwise; and what was done is kept."""

    def broken(told: Mapping[str, Any]) -> None:
        if told["step"] == step:
            raise BrokenPipeError("nobody listens")

    with pytest.raises(BrokenPipeError, match="nobody listens"):
        run(archive, out=tmp_path / "out", formats=("csv",), report=broken)
    assert run(archive, out=tmp_path / "out", formats=("csv",)).exit_code == 0


def _digests(out: Path) -> dict[str, str]:
    files = sorted((out / "tables").glob("*.parquet"))
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files if f.stem != "runs"}


def test_equal_tables_are_equal_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte, however the work was cut: workers, batches, a run that builds upon an earlier one."""
    names = [f"{n:02}.txt" for n in range(12)]
    files = write(tmp_path / "in", *names, copies=20)
    monkeypatch.setattr("reporttext.store.parquet._BYTES", 15_000)
    run(files, out=tmp_path / "one")
    wanted = _digests(tmp_path / "one")
    assert len(wanted) == len(tables()) - 1
    groups = {f: pq.ParquetFile(tmp_path / "one" / "tables" / f).num_row_groups for f in wanted}
    assert min(groups[f"{name}.parquet"] for name in ("documents", "sentences", "facts", "terms")) > 1

    monkeypatch.setattr("reporttext.runner.batch._BATCH_FILES", 5)
    monkeypatch.setattr("reporttext.store.parts._ROWS", 70)
    run(files, out=tmp_path / "two", workers=2)
    assert _digests(tmp_path / "two") == wanted

    for name in names[::2]:
        (files / name).rename(tmp_path / name)
    run(files, out=tmp_path / "grown")
    assert _digests(tmp_path / "grown") != wanted
    for name in names[::2]:
        (tmp_path / name).rename(files / name)
    run(files, out=tmp_path / "grown")
    assert _digests(tmp_path / "grown") == wanted
