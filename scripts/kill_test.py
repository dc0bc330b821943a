"""A run over thousands of files, killed again and again, must end with the tables of a run that nobody disturbed.

    python scripts/kill_test.py FOLDER [--files 5000] [--kills 20] [--seed 1] [--workers 2]

Makes FOLDER/in out of the sample reports, each copy made unique, a part of them in a zip and a tar.gz. One run is left
alone; another is killed (kill -9, the whole process at once) at random moments and started again, then left to end. Ends
with 1 if a table differs.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

import reporttext as rt
from reporttext.tables import tables

SAMPLE = Path(__file__).resolve().parents[1] / "corpora" / "sample"
_RUN = """
import sys
import reporttext as rt
rt.run([sys.argv[1]], sys.argv[2], formats=("csv",), workers=int(sys.argv[3]))
"""


def copies(count: int) -> Iterator[tuple[str, bytes]]:
    """Names and texts: the sample again and again, each copy with figures of its own."""
    originals = [(path.stem, rt.read(path).text) for path in sorted(SAMPLE.rglob("*")) if path.is_file()]
    for number in range(count):
        stem, text = originals[number % len(originals)]
        yield f"{number % 40:02}/{stem}_{number:05}.txt", f"{text}\n投入资金{number}.5万元。\n".encode()


def make(folder: Path, count: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (
        zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        tarfile.open(folder / "b.tar.gz", "w:gz", compresslevel=1) as tar,
    ):
        for number, (name, data) in enumerate(copies(count)):
            if number % 4 == 1:
                archive.writestr(zipfile.ZipInfo(name), data)
            elif number % 4 == 2:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
            else:
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(data)


def start(folder: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, str(folder), str(out), str(workers)], env=environment
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    folder, quiet, out = (asked.folder / name for name in ("in", "quiet", "out"))
    make(folder, asked.files)
    shutil.rmtree(quiet, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    began = time.monotonic()
    if start(folder, quiet, asked.workers).wait():
        return 1
    whole = time.monotonic() - began
    chance = random.Random(asked.seed)
    killed = 0
    while killed < asked.kills:
        process = start(folder, out, asked.workers)
        try:
            # Mostly early; now and then while the tables are put together.
            process.wait(timeout=chance.uniform(0, whole / 4 if chance.random() < 0.8 else whole))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
            continue
        if chance.random() < 0.5:  # it had come to its end: begin anew, so that there is something to kill
            shutil.rmtree(out)
    process = start(folder, out, asked.workers)
    process.wait()
    different = [name for name in tables() if name != "runs" and read(out, name) != read(quiet, name)]
    with rt.open(out) as reports:
        print(f"{asked.files:,} files, killed {killed} times; the quiet run took {whole:.0f} s")
        print(
            f"{len(reports.documents):,} documents, {len(reports.facts):,} facts, {len(reports.errors):,} errors"
        )
    print(f"different tables: {', '.join(different) or 'none'}")
    return 1 if different or process.returncode else 0


def read(out: Path, table: str) -> object:
    return pq.read_table(out / "tables" / f"{table}.parquet").to_pylist()


if __name__ == "__main__":
    sys.exit(main())
