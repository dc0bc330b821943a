"""What the parts share: how they are called, the texts, children that measure themselves, the machine."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import reporttext as rt
from reporttext.rule import scanner

# One thread each: numpy and friends would measure the machine's cores, not the program.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
SCRIPTS = Path(__file__).resolve().parents[1]
_PACKAGES = (
    "reporttext", "jieba", "rjieba", "jionlp", "jiojio", "spacy", "duckdb", "pyarrow", "numpy", "ahocorasick-rs", "distributed",
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """How the benchmark was called: reports to measure on, a folder to work in, and how often."""

    folder: Path
    work: Path
    reports: int
    rounds: int


def chosen(folder: Path, count: int) -> list[Path]:
    """Files with text at equal distances over a folder, the same every time."""
    files = [p for p in sorted(folder.rglob("*")) if p.suffix in (".txt", ".docx", ".html", ".md")]
    if not files:
        sys.exit(f"{folder} holds no .txt, .docx, .html or .md")
    step = max(1, len(files) / count)
    return [files[int(i * step)] for i in range(min(count, len(files)))]


def texts(files: Sequence[Path]) -> list[str]:
    return [rt.read(path).text for path in files]


def megabytes(found: Sequence[str]) -> float:
    """Of UTF-8, 10⁶ bytes."""
    return sum(len(text.encode()) for text in found) / 1e6


def child(module: str, *arguments: object) -> Any:
    """What `python -m bench.MODULE ARGUMENTS` prints as the last line, as JSON. A fresh process: nothing is shared."""
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{module}", *map(str, arguments)],
        env=environment(), cwd=SCRIPTS, capture_output=True, check=False, text=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{done.stderr}\nbench.{module} {' '.join(map(str, arguments))} failed")
    return json.loads(done.stdout.strip().splitlines()[-1])


def environment() -> dict[str, str]:
    path = os.pathsep.join(entry for entry in (str(SCRIPTS), *sys.path) if entry)
    return {**os.environ, **ONE_THREAD, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def machine() -> Mapping[str, Any]:
    """What the figures were measured on."""
    versions = {}
    for name in _PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = None
    return {
        "compiled": not scanner.__file__.endswith(".py"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "packages": versions,
    }


def _processor() -> str:
    """As the system names it; without the name of the machine."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
