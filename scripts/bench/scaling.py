"""The command over generated archives of growing size: time, CPU time, peak memory of all its processes, and run again."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

import make_corpus
from bench.common import Given, environment

_LOOK = 0.1  # seconds between two looks at the memory
_LONG = 100_000  # an archive of so many reports is worked by two workers only: one would take the better part of an hour


def measure(given: Given, size: int) -> dict[str, Any]:
    corpus = generated(given, size)
    nbytes = sum(path.stat().st_size for path in (corpus / "reports").rglob("*.txt"))
    runs = {}
    for workers in (1, 2) if size < _LONG else (2,):
        with output(given) as out:
            command = _command(corpus, out, workers)
            runs[str(workers)] = {"first": watched(command), "again": watched(command), "disk": _size(out)}
    return {"reports": size, "megabytes": nbytes / 1e6, "workers": runs, "memory": _KIND}


def engines(given: Given, size: int) -> dict[str, Any]:
    """The same archive by two workers of each engine, the engines in turn; medians of the waiting time."""
    corpus = generated(given, size)
    found: dict[str, list[dict[str, float]]] = {"local": [], "dask": []}
    rounds = min(3, given.rounds)
    for _ in range(rounds):
        for name, runs in found.items():
            with output(given) as out:
                runs.append(watched([*_command(corpus, out, 2), "--engine", name]))
    medians = {
        name: {key: statistics.median(run[key] for run in runs) for key in ("seconds", "cpu", "peak")}
        for name, runs in found.items()
    }
    return {"reports": size, "rounds": rounds, "engines": medians, "memory": _KIND}


def generated(given: Given, size: int) -> Path:
    """An archive of so many reports; made once a work folder."""
    corpus = given.work / f"corpus-{size}"
    if not (corpus / "done").exists():
        shutil.rmtree(corpus, ignore_errors=True)
        make_corpus.make(corpus, size, 1, 4500, lambda _: None)
        (corpus / "done").touch()
    return corpus


@contextmanager
def output(given: Given) -> Iterator[Path]:
    """A folder for a run, taken away again."""
    out = given.work / "out"
    shutil.rmtree(out, ignore_errors=True)
    yield out
    shutil.rmtree(out)


def _command(corpus: Path, out: Path, workers: int) -> list[str]:
    return ["run", str(corpus / "reports"), "-o", str(out), "--format", "none", "--workers", str(workers)]


def watched(arguments: list[str]) -> dict[str, float]:
    """Run the command. Seconds, CPU seconds of it and all its children, and the most memory they held together (MB)."""
    before = _children_cpu()
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "reporttext", *arguments], env=environment(), stdout=subprocess.DEVNULL
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(_LOOK)
    seconds = time.monotonic() - began
    if process.returncode:
        sys.exit(f"reporttext {' '.join(arguments)} ended with {process.returncode}")
    return {"seconds": seconds, "cpu": _children_cpu() - before, "peak": peak / 1e6}


# Shared pages (libraries) count once where the system tells so: Linux. Elsewhere each process counts them.
_KIND = "proportional set size" if sys.platform == "linux" else "resident set size"


def _memory(pid: int) -> int:
    total = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return 0
    for process in family:
        try:
            total += process.memory_full_info().pss if sys.platform == "linux" else process.memory_info().rss
        except psutil.Error:
            continue
    return total


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _size(folder: Path) -> float:
    """MB of a finished output folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
