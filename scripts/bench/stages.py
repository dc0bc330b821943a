"""What each stage of the run costs, and the floor under it: the least that any Python program would pay for such work here.

A stage's floor is measured beside it on the same texts; it is a bound to look at, not a claim that it can be reached.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import reporttext as rt
from bench.common import Given, child, chosen
from reporttext import lexicon, pipeline, readers
from reporttext.model import Document
from reporttext.runner.worker import PartRows
from reporttext.settings import Settings
from reporttext.store.items import Input
from reporttext.store.parts import write_part


def measure(given: Given) -> dict[str, Any]:
    rounds = [child("stages", given.folder, given.reports) for _ in range(given.rounds)]
    last = rounds[-1]
    return {
        "reports": last["reports"],
        "megabytes": last["megabytes"],
        "rounds": given.rounds,
        "stages": {
            name: {**stage, "seconds": statistics.median(r["stages"][name]["seconds"] for r in rounds)}
            for name, stage in last["stages"].items()
        },
        "floors": {
            name: {**floor, "seconds": statistics.median(r["floors"][name]["seconds"] for r in rounds)}
            for name, floor in last["floors"].items()
        },
    }


class Clock:
    """CPU seconds by name, in the order of their beginning."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, name: str, work: Callable[[], Any]) -> Any:
        began = time.process_time()
        with pipeline.uncollected():
            done = work()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - began
        return done


def named(stage: Callable[[Document], Document]) -> str:
    """`segment`, or `structure.find_blocks` where a package has several stages."""
    module = stage.__module__.removeprefix("reporttext.")
    if hasattr(stage, "__qualname__"):
        first = stage.__qualname__.split(".")[0]
    else:  # compiled, a function inside another is an object of the class inner_outer_obj
        first = type(stage).__name__.removesuffix("_obj").partition("_")[2]
    return f"{module.split('.')[0]}.{first}"


def main(folder: str, reports: str) -> None:
    files = chosen(Path(folder), int(reports))
    stages = pipeline.stages(Settings())
    clock, floor, whole = Clock(), Clock(), Clock()
    with tempfile.TemporaryDirectory() as scratch:
        rt.run(files[:2], Path(scratch) / "warm", formats=(), workers=0)
        steps: list[tuple[str, float]] = []

        def note(event: Mapping[str, Any]) -> None:
            if not steps or steps[-1][0] != event["step"]:
                steps.append((event["step"], time.process_time()))

        whole("run", lambda: rt.run(files, Path(scratch) / "out", formats=(), workers=0, report=note))
        ended = time.process_time()
        store = ended - next(at for step, at in steps if step == "store")
    docs = clock("read", lambda: [readers.read(path) for path in files])
    size = sum(len(doc.text.encode()) for doc in docs) / 1e6
    done = []
    for doc in docs:
        for stage in stages:
            doc = clock(named(stage), lambda stage=stage, doc=doc: stage(doc))  # noqa: PLW2901
        done.append(doc)
    _store(clock, floor, files, done)
    floors = _floors(floor, files, done)
    clock.seconds["store"] = store
    clock.seconds["all else of a run"] = whole.seconds["run"] - sum(clock.seconds.values())
    told = {
        "reports": len(files),
        "megabytes": size,
        "stages": {
            name: {"seconds": seconds, "floor": _floor_of(name)} for name, seconds in clock.seconds.items()
        },
        "floors": {name: {"seconds": floor.seconds[name], "does": does} for name, does in floors.items()},
    }
    print(json.dumps(told))


def _store(clock: Clock, floor: Clock, files: Sequence[Path], docs: Sequence[Document]) -> None:
    rows = PartRows(Settings())
    inputs = [
        Input(doc.source, path, doc.bytes, doc.content_sha256) for path, doc in zip(files, docs, strict=True)
    ]
    worked = [
        clock("rows", lambda i=i, doc=doc: rows.add(i, [doc])) for i, doc in zip(inputs, docs, strict=True)
    ]
    tables = clock("arrow", rows.tables)
    with tempfile.TemporaryDirectory() as folder:
        clock("part", lambda: write_part(Path(folder) / "parts", "one", tables, worked))
    columns = {name: table.to_pydict() for name, table in tables.items()}

    def again() -> None:
        import pyarrow as pa

        for name, table in tables.items():
            pa.table(columns[name], schema=table.schema)

    def written() -> None:
        import pyarrow.parquet as pq

        for name, table in tables.items():
            pq.write_table(table, Path(folder) / f"{name}.parquet", compression="zstd", compression_level=1)

    def inserted() -> None:
        import duckdb

        with duckdb.connect(str(Path(folder) / "tables.duckdb"), config={"threads": 1}) as con:
            for name, table in tables.items():
                con.register("rows", table)
                con.execute(f"create table {name} as from rows")

    def stored() -> None:
        inserted()
        written()

    floor("arrow", again)
    with tempfile.TemporaryDirectory() as folder:
        floor("parquet", written)
    with tempfile.TemporaryDirectory() as folder:
        floor("stored", stored)


# --- Floors ----------------------------------------------------------------------------------------------------------

_FLOOR_OF = {
    "read": "decode", "structure.find_blocks": "lines", "structure.split_sentences": "sentences", "segment": "rjieba",
    "pipeline": "sentences", "extract": "scan", "resolve": "records", "catalogue": "records", "themes": "automaton",
    "events": "automaton", "mentions": "automaton", "rows": "arrow", "arrow": "arrow", "part": "parquet", "store": "stored",
}  # fmt: skip


def _floor_of(stage: str) -> str | None:
    return _FLOOR_OF.get(stage) or _FLOOR_OF.get(stage.partition(".")[0])


def _floors(floor: Clock, files: Sequence[Path], docs: Sequence[Document]) -> dict[str, str]:
    """Measure them; returns what each does."""
    import ahocorasick_rs
    import rjieba

    texts = [doc.text for doc in docs]
    known = lexicon.load()
    units = sorted(
        {u for kind in known["units"].values() if isinstance(kind, dict) for u in kind.get("units", ())},
        key=len,
    )
    figures = re.compile(
        rf"(?=[0-9０-９*×])[0-9０-９*×]+(?:[.．,][0-9０-９]+)*[余多]?[万亿]?(?:{'|'.join(map(re.escape, units[::-1]))})?"
    )
    words = sorted({w for w in _strings(known["themes"]) if len(w) > 1})
    automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    cut = rjieba.Jieba().cut
    cut(texts[0])
    floor("decode", lambda: [path.read_bytes().decode("utf-8", "replace") for path in files])
    floor("lines", lambda: [[m.span() for m in re.finditer(r"[^\n]+", text)] for text in texts])
    floor("sentences", lambda: [[m.span() for m in re.finditer(r"[^\n。！？；]+", text)] for text in texts])
    floor("rjieba", lambda: [cut(text) for text in texts])
    floor("scan", lambda: [[m.span() for m in figures.finditer(text)] for text in texts])
    floor("automaton", lambda: [automaton.find_matches_as_indexes(text) for text in texts])
    floor("records", lambda: [[fact._replace(score=1.0) for fact in doc.facts] for doc in docs])
    return {
        "decode": "read the files and decode them",
        "lines": "find the lines by one regex",
        "sentences": "cut at full stops by one regex",
        "rjieba": "cut by rjieba as it comes",
        "scan": "find figures with units by one regex",
        "automaton": f"find {len(words):,} words by an automaton",
        "records": "make each fact's record once more",
        "arrow": "make Arrow tables of finished columns",
        "parquet": "write the tables as Parquet",
        "stored": "insert the tables into DuckDB and write them as Parquet",
    }


def _strings(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for key, item in value.items() for s in (key, *_strings(item))]
    return [s for item in value for s in _strings(item)] if isinstance(value, list | tuple) else []


if __name__ == "__main__":
    main(*sys.argv[1:3])
