"""Measures reporttext on this machine and writes docs/benchmarks.md.

    python scripts/benchmark.py [FOLDER] [--parts peers,stages,startup,scaling,engines] [--sizes 100,1000,10000]
                                [--reports 100] [--rounds 5] [--work DIR] [--result FILE.json] [--docs FILE.md]

FOLDER holds reports to measure on (default: corpora/sample); the scaling is measured on generated ones. Each part is kept in the
result file when it is finished, and not measured again unless `--again`: a run that was stopped goes on. `--parts none`
only writes the document anew. Peers that are not installed are left out with a line (`pip install jionlp`).
CPU time is of one core; leave the machine alone while it measures.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench import peers, report, scaling, stages, startup
from bench.common import Given, machine

ROOT = Path(__file__).resolve().parents[1]
#: "scaling" is measured for each size, "engines" (this machine's processes, and Dask's) for 10,000 reports or, without these, the largest.
PARTS: dict[str, Any] = {
    "peers": peers.measure,
    "stages": stages.measure,
    "startup": startup.measure,
    "scaling": scaling.measure,
    "engines": scaling.engines,
}
Measure = Callable[[Given], dict[str, Any]]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpora" / "sample")
    parser.add_argument("--parts", default=",".join(PARTS), help="parts to measure, or none")
    parser.add_argument("--sizes", default="100,1000,10000", help="generated archives, in reports")
    parser.add_argument("--reports", type=int, default=100, help="reports of FOLDER to take")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--work", type=Path, help="folder for generated archives, kept  [default: one that is not kept]"
    )
    parser.add_argument("--result", type=Path, default=ROOT / "benchmarks.json")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs" / "benchmarks.md")
    parser.add_argument("--again", action="store_true", help="measure parts again that the result file has")
    given = parser.parse_args(arguments)
    wanted = [] if given.parts == "none" else given.parts.split(",")
    if unknown := [name for name in wanted if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are: {', '.join(PARTS)}")
    known: dict[str, Any] = json.loads(given.result.read_text("utf-8")) if given.result.exists() else {}
    with tempfile.TemporaryDirectory() as scratch:
        work = given.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        sizes = [int(size) for size in given.sizes.split(",")]
        asked = Given(given.folder.resolve(), work.resolve(), given.reports, given.rounds)
        for name, measure in _measures(wanted, sizes):
            if name in known and not given.again:
                print(f"{name}: measured already, see {given.result}")
                continue
            began = time.monotonic()
            known[name] = {"machine": machine(), **measure(asked)}
            given.result.write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")
            print(f"{name}: {time.monotonic() - began:.0f} s")
    given.docs.parent.mkdir(parents=True, exist_ok=True)
    given.docs.write_text(report.written(known), "utf-8", newline="\n")
    print(f"written to {given.docs}")


def _measures(wanted: Sequence[str], sizes: Sequence[int]) -> Iterator[tuple[str, Measure]]:
    """Each size of an archive is a part of its own: the largest take long."""
    for name in wanted:
        if name == "scaling":
            yield from ((f"scaling-{size}", partial(scaling.measure, size=size)) for size in sizes)
        elif name == "engines":
            yield name, partial(scaling.engines, size=10_000 if 10_000 in sizes else max(sizes))
        else:
            yield name, PARTS[name]


if __name__ == "__main__":
    main()
