"""The store: whose folder it is, parts of a stopped run, merging, and what reads it afterwards."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from reporttext import store as stores
from reporttext.errors import UsageError
from reporttext.model import Document
from reporttext.runner.worker import PartRows
from reporttext.store import build, parquet
from reporttext.store.build import Build
from reporttext.store.folder import Folder, place
from reporttext.store.items import Input
from reporttext.store.merge import Order, merged
from reporttext.store.parts import Worked, finished, write_part
from reporttext.store.plan import Plan
from reporttext.store.reader import Reports
from reporttext.tables import schema, tables
from stores import TEXT, document, store

ODD = 'it\'s [1] *旧* #%20 "x"'


# The output folder


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    with Folder(tmp_path / "deep" / "out").claim():
        assert (tmp_path / "deep" / "out").is_dir()


def test_a_folder_of_somebody_else_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(UsageError, match="other files"), Folder(tmp_path).claim():
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(UsageError, match="is a file"), Folder(tmp_path / "out").claim():
        pass


def test_our_own_folder_may_hold_other_files(tmp_path: Path) -> None:
    store(tmp_path / "out", [document()])
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with Folder(tmp_path / "out").claim():
        assert (tmp_path / "out" / "notes.txt").exists()


def test_two_runs_exclude_each_other(tmp_path: Path) -> None:
    first, second = Folder(tmp_path / "out"), Folder(tmp_path / "out")
    with first.claim(), pytest.raises(UsageError, match="another run"), second.claim():
        pass
    with Folder(tmp_path / "out").claim():
        pass


def test_who_only_looks_does_not_keep_a_run_from_starting(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with folder.claim():
        assert folder.writing()
        with pytest.raises(UsageError, match="another run is writing to"), folder.claim():
            pass
    looking = FileLock(tmp_path / ".lock", thread_local=False)  # as `writing` does, if for longer
    looking.acquire()
    timer = threading.Timer(0.3, looking.release)
    timer.start()
    try:
        with folder.claim():
            assert folder.writing()
    finally:
        timer.join()
    assert not folder.writing()


def test_a_store_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    with stores.connect(tmp_path / "reports.duckdb") as con:
        con.execute("create table mine as select 1")
    for replaced in (False, True):
        folder, refused = Folder(tmp_path), pytest.raises(UsageError, match="not written by reporttext")
        with folder.claim(), Build(folder, "k", "e") as build, refused:
            build.attach_last(needed=False, replaced=replaced)


def test_a_store_of_another_layout_is_not_built_upon(tmp_path: Path) -> None:
    folder = store(tmp_path / "out", [document()])
    with stores.connect(folder.database) as con:
        con.execute("update state.store set layout = 'older'")
    with folder.claim(), Build(folder, "k", "e") as build:
        build.attach_last(needed=False, replaced=False)
        assert build.last is None
    with folder.claim(), Build(folder, "k", "e") as build, pytest.raises(UsageError, match="without --add"):
        build.attach_last(needed=True, replaced=False)


def test_a_store_of_another_layout_is_told_when_it_is_opened(tmp_path: Path) -> None:
    folder = store(tmp_path / "out", [document()])
    with stores.connect(folder.database) as con:
        con.execute("update state.store set layout = 'older'")
        con.execute("alter table main.documents drop column place_joined")
    with pytest.raises(UsageError, match="written by another version of reporttext, with other tables: run"):
        Reports(folder.path)
    with Reports(folder.path, any_version=True) as reports:
        assert len(reports.sql("select doc_id from documents")) == 1


def test_a_database_of_somebody_else_is_told_when_it_is_opened(tmp_path: Path) -> None:
    with stores.connect(tmp_path / "reports.duckdb") as con:
        con.execute("create table mine as select 1")
    with pytest.raises(UsageError, match="not written by reporttext"):
        Reports(tmp_path)


def test_a_damaged_store_is_told_and_can_be_replaced(tmp_path: Path) -> None:
    folder = store(tmp_path / "out", [document()])
    folder.database.write_bytes(b"nothing of a database" * 999)
    with folder.claim(), Build(folder, "k", "e") as build:
        with pytest.raises(UsageError, match="--fresh"):
            build.attach_last(needed=False, replaced=False)
        build.attach_last(needed=False, replaced=True)
        assert build.last is None


def test_a_damaged_marker_is_as_good_as_none(tmp_path: Path) -> None:
    folder = store(tmp_path / "out", [document()])
    for content in ("{", "[]", ""):
        (folder.path / ".reporttext.json").write_text(content)
        assert folder.notes() == {}


def test_a_folder_put_in_place_loses_what_is_no_longer_in_it(tmp_path: Path) -> None:
    for name, files in (("old", "ab"), ("new", "bc")):
        (tmp_path / name).mkdir()
        for file in files:
            (tmp_path / name / file).write_text(name)
    place(tmp_path / "new", tmp_path / "old")
    assert {entry.name: entry.read_text() for entry in (tmp_path / "old").iterdir()} == {
        "a": "old",
        "b": "new",
        "c": "new",
    }
    assert not (tmp_path / "new").exists()


# Parts


def _part(parts: Path, name: str) -> None:
    rows = {"terms": pa.table([["d"], ["plans"], ["培训"], [2]], schema=schema("terms"))}
    write_part(parts, name, rows, [Worked("a.txt", "00", 1, failed=False, crashed=False)])


def test_a_part_is_found_again(tmp_path: Path) -> None:
    _part(tmp_path / ODD, "one")
    (part,) = finished(tmp_path / ODD)
    assert part.inputs == (Worked("a.txt", "00", 1, failed=False, crashed=False),)


def test_a_part_worked_twice_is_there_once(tmp_path: Path) -> None:
    _part(tmp_path, "one")
    _part(tmp_path, "one")
    assert [part.name for part in finished(tmp_path)] == ["one"]


def test_a_part_that_is_not_whole_is_written_again(tmp_path: Path) -> None:
    _part(tmp_path, "one")
    (tmp_path / "one" / "terms.arrow").unlink()
    _part(tmp_path, "one")
    assert [part.name for part in finished(tmp_path)] == ["one"]


@pytest.mark.parametrize("harm", ["unmarked", "half a marker", "short", "missing"])
def test_an_unfinished_part_does_not_count(tmp_path: Path, harm: str) -> None:
    _part(tmp_path, "one")
    marker, rows = tmp_path / "one" / "part.json", tmp_path / "one" / "terms.arrow"
    match harm:
        case "unmarked":
            marker.unlink()
        case "half a marker":
            marker.write_text(marker.read_text()[:20])
        case "short":
            rows.write_bytes(rows.read_bytes()[:-1])
        case "missing":
            rows.unlink()
    assert not list(finished(tmp_path))


def test_a_part_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.ipc.new_file", full)
    with pytest.raises(OSError, match="No space"):
        _part(tmp_path, "one")
    assert not list(tmp_path.iterdir())


# The plan


def _plan(files: dict[str, str], key: str = "k") -> Plan:
    plan = Plan(stores.connect(None), key, "e")
    list(plan.add(Input(source, Path(source), 10, sha) for source, sha in files.items()))
    return plan


def test_pending_inputs_come_by_source_with_any_path(tmp_path: Path) -> None:
    plan = _plan({"b": "1", "a": "2", "A": "3", "市/b": "4"})
    list(plan.add([Input("c", tmp_path / "bad\udcff name", 10, "5")]))
    found = list(plan.pending())
    assert [i.source for i in found] == ["A", "a", "b", "c", "市/b"]
    assert found[3].path == tmp_path / "bad\udcff name", "a file name need not be text"


def test_a_part_answers_for_its_inputs_only_with_their_content() -> None:
    plan = _plan({"a": "1", "b": "2"})
    part = type(
        "",
        (),
        {"name": "p", "inputs": (Worked("a", "1", 1, False, False), Worked("b", "other", 1, False, False))},
    )()
    plan.take_parts([part])
    assert [i.source for i in plan.pending()] == ["b"]


def test_identity_tells_sources_contents_and_analysis() -> None:
    first = _plan({"a": "1", "b": "2"}).identity()
    assert _plan({"b": "2", "a": "1"}).identity() == first
    assert (
        len(
            {
                first,
                _plan({"a": "1"}).identity(),
                _plan({"a": "1", "b": "3"}).identity(),
                _plan({"a": "1", "b": "2"}, "other").identity(),
            }
        )
        == 4
    )


# Merging

_RUNS = st.lists(st.tuples(st.sampled_from(["", "p", "q"]), st.integers(0, 3), st.booleans()), max_size=12)


@given(_RUNS, st.integers(1, 4))
def test_merged_rows_are_those_of_the_wanted_documents_in_order(
    documents: list[tuple[str, int, bool]], batch: int
) -> None:
    """Documents (origin, rows, wanted) in order of source; each origin holds its own, cut in batches anywhere."""
    ids = [f"d{i}" for i in range(len(documents))]
    origins: list[str] = []
    stretch: dict[str, int] = {}
    for doc_id, (origin, _, wanted) in zip(ids, documents, strict=True):
        if wanted:
            if not origins or origins[-1] != origin:
                origins.append(origin)
            stretch[doc_id] = len(origins) - 1

    def open_origin(origin: str) -> Iterator[pa.RecordBatch]:
        rows = [
            (doc_id, n)
            for doc_id, (of, rows, _) in zip(ids, documents, strict=True)
            if of == origin
            for n in range(rows)
        ]
        for start in range(0, len(rows), batch):
            part = rows[start : start + batch]
            yield pa.record_batch([[d for d, _ in part], [n for _, n in part]], names=["doc_id", "n"])

    found = [
        tuple(row.values())
        for rows in merged(Order(tuple(origins), stretch), open_origin)
        for row in rows.to_pylist()
    ]
    assert found == [
        (doc_id, n)
        for doc_id, (_, rows, wanted) in zip(ids, documents, strict=True)
        if wanted
        for n in range(rows)
    ]


def test_a_document_worked_again_is_taken_from_its_part() -> None:
    def open_origin(origin: str) -> list[pa.RecordBatch]:
        return [pa.record_batch([["d0", "d1"], [origin, origin]], names=["doc_id", "of"])]

    rows = [
        row
        for batch in merged(Order(("p", ""), {"d0": 0, "d1": 1}), open_origin)
        for row in batch.to_pylist()
    ]
    assert rows == [{"doc_id": "d0", "of": "p"}, {"doc_id": "d1", "of": ""}]


# The store


def test_a_store_holds_the_documents_by_source_in_every_table(tmp_path: Path) -> None:
    out = tmp_path / ODD
    store(out, [document("b.txt"), document("a/z.txt")])
    for name in tables():
        rows = pq.read_table(out / "tables" / f"{name}.parquet")
        assert rows.schema.equals(schema(name)), name
        assert rows.schema.field(0).metadata, "columns are explained in the file"
    with Reports(out) as reports:
        assert list(reports.documents["source"]) == ["a/z.txt", "b.txt"]
        assert list(reports.facts["doc_id"].unique()) == list(reports.documents["doc_id"])
        assert reports.facts.groupby("doc_id")["start"].is_monotonic_increasing.all()


def test_documents_of_several_parts_lie_by_source(tmp_path: Path) -> None:
    """Whether the parts follow each other or lie among each other, which is merged."""
    tables_of = {}
    for case, cut in (("apart", (["a", "b"], ["c", "d"])), ("mixed", (["a", "c"], ["b", "d"]))):
        folder = Folder(tmp_path / case)
        with folder.claim(), Build(folder, "key", "environment") as build:
            for at, sources in enumerate(cut):
                rows, worked = PartRows(), []
                for source in sources:
                    doc = document(f"{source}.txt")
                    found = Input(doc.source, Path(doc.source), doc.bytes, doc.content_sha256)
                    list(build.plan.add([found]))
                    worked.append(rows.add(found, [doc]))
                write_part(folder.parts, f"part{1 - at}", rows.tables(), worked)
            parts = list(finished(folder.parts))
            build.plan.take_parts(parts)
            build.merge(parts, "identity")
            build.publish("identity")
        with Reports(folder.path) as reports:
            assert list(reports.documents["source"]) == ["a.txt", "b.txt", "c.txt", "d.txt"]
            assert reports.documents["duplicate_of"].notna().tolist() == [False, True, True, True]
        tables_of[case] = {name: pq.read_table(folder.tables / f"{name}.parquet") for name in tables()}
    assert tables_of["apart"] == tables_of["mixed"]


def test_an_empty_batch_changes_no_row_group() -> None:
    shape = pa.schema([("text", pa.string())])
    rows = [pa.record_batch([pa.array(["x" * 500_000] * 10)], schema=shape) for _ in range(4)]
    nothing = pa.record_batch([pa.array([], pa.string())], schema=shape)
    with_nothing = [batch for row in rows for batch in (nothing, row, nothing)]
    wanted = [group.num_rows for group in parquet._groups(rows, shape)]
    assert wanted == [16, 16, 8]
    assert [group.num_rows for group in parquet._groups(with_nothing, shape)] == wanted


def test_long_reports_are_written_a_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporttext.store.parquet._BYTES", 1)
    monkeypatch.setattr("reporttext.store.parts._REPORTS", 1)
    store(tmp_path, [document(f"{n:04}.txt") for n in range(5)])
    written = pq.ParquetFile(tmp_path / "tables" / "documents.parquet")
    assert written.num_row_groups > 1
    assert written.schema_arrow.equals(schema("documents"))
    assert written.read()["source"].to_pylist() == [f"{n:04}.txt" for n in range(5)]


def test_longer_reports_have_more_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What DuckDB may hold, in MB of 10⁶ bytes, while tables are filled."""
    rooms = []

    def fill(con: duckdb.DuckDBPyConnection, *rest: Any) -> None:
        rooms.append(con.sql("select current_setting('memory_limit')").fetchall()[0][0])
        original(con, *rest)

    original = build.fill
    monkeypatch.setattr(build, "fill", fill)
    long = document(text=TEXT.ljust(30_000_000))
    for out, doc in (("short", document()), ("long", long)):
        store(tmp_path / out, [doc])
    # 128 MB; 64 MB and twice the 90 MB that 30 million characters may take
    assert rooms == ["122.0 MiB", "232.6 MiB"]


def test_copies_name_the_first_by_source(tmp_path: Path) -> None:
    other = "完全不同的一份报告。"
    docs = [document("c.txt"), document("a.txt"), document("b.txt", facts=(), events=(), mentions=())]
    bare = Document(other, "0.txt", content_sha256="0")
    store(tmp_path / "out", [*docs, bare])
    with Reports(tmp_path / "out") as reports:
        found = reports.documents.set_index("source")
    first = found.loc["a.txt", "doc_id"]
    assert list(found.index) == ["0.txt", "a.txt", "b.txt", "c.txt"]
    assert found["duplicate_of"].isna().tolist() == [True, True, False, False]
    assert set(found["duplicate_of"].dropna()) == {first}


@pytest.mark.parametrize(
    "copy",
    ["总结 - 副本.docx", "总结 (1).docx", "总结（2）.docx", "复件 总结.docx", "Copy of 总结.docx", "总结 - Copy (3).docx", "a/副本总结.docx", "总结(1).xlsx#2"],
)  # fmt: skip
@pytest.mark.parametrize("near", [False, True])
def test_a_name_that_calls_itself_a_copy_is_no_original(tmp_path: Path, copy: str, near: bool) -> None:
    original, last = "总结.docx", "总结终稿.docx"
    text = TEXT + "各村各社区认真落实各项部署，做好防汛、防火和安全生产工作，群众满意度不断提高。" * 9
    other = text + "特此报告。" if near else text
    docs = [document(copy, other), document(original, text), document(last, text)]
    store(tmp_path / "out", docs)
    with Reports(tmp_path / "out") as reports:
        found = reports.documents.set_index("source")
    assert found["duplicate_of"].isna().to_dict() == {copy: False, original: True, last: False}
    assert set(found["duplicate_of"].dropna()) == {found.loc[original, "doc_id"]}


def test_frames_have_the_contracts_columns_and_types(tmp_path: Path) -> None:
    store(tmp_path / "out", [document()])
    with Reports(tmp_path / "out") as reports:
        for name in tables():
            assert list(reports.table(name).columns) == list(tables()[name].names)
        facts = reports.facts
        assert str(facts["start"].dtype) == "Int64"
        assert str(facts["masked"].dtype) == "boolean"
        assert facts["value"].isna().tolist() == [True, False, False]
        assert facts["period_start"].dtype.kind == "M"
        assert list(facts["themes"][0]) == ["党建"]


def test_a_store_answers_sql_and_cannot_be_written(tmp_path: Path) -> None:
    store(tmp_path / "out", [document()])
    with Reports(tmp_path / "out") as reports:
        assert reports.sql("select count(*) as n from facts where masked")["n"][0] == 1
        for query in ("delete from facts", "select nonsense"):
            with pytest.raises(UsageError, match="query failed"):
                reports.sql(query)
        with pytest.raises(AttributeError, match="there are: documents"):
            _ = reports.factz
        with pytest.raises(UsageError, match="no table"):
            reports.table("factz")
        assert "facts" in dir(reports)


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not the output folder"):
        Reports(tmp_path)


def test_duckdb_fetches_nothing() -> None:
    with stores.connect(None) as con:
        query = "select name, value from duckdb_settings() where name like 'auto%known_extensions'"
        assert dict(con.execute(query).fetchall()) == {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }


def test_quoting() -> None:
    with stores.connect(None) as con:
        assert con.execute(f"select {stores.literal(ODD)} as {stores.name(ODD)}").fetchall() == [(ODD,)]


def test_the_marker_says_what_the_tables_were_made_from(tmp_path: Path) -> None:
    folder = store(tmp_path / "out", [document()])
    assert json.loads((folder.path / ".reporttext.json").read_text()) == {"tables": "identity"}
