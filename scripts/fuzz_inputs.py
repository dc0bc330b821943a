"""Mutated and random inputs: none may crash the program, hang it, or vanish.

    python scripts/fuzz_inputs.py FOLDER [--count 10000] [--seed 1] [--workers 2]

Makes FOLDER/in out of the sample reports, deterministic by the seed: truncated, bit-flipped, cut together, renamed, packed,
nested, random, large. Needs the extra `archives`. Runs over it to FOLDER/out and counts. Ends with 1 if a file is neither in `documents` nor in
`errors`, or if the program failed on one (kind crash, timeout or memory).
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import lzma
import random
import resource
import shutil
import sys
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import py7zr
import rars

import reporttext as rt
from reporttext.readers.archives.contents import INSIDE

SAMPLE = Path(__file__).resolve().parents[1] / "corpora" / "sample"
#: Names say nothing of the content: readers must not believe them.
SUFFIXES = (
    ".txt",
    ".docx",
    ".doc",
    ".pdf",
    ".zip",
    ".tar.gz",
    ".7z",
    ".rar",
    ".html",
    ".xlsx",
    ".ofd",
    ".md",
    "",
)
Change = Callable[[bytes, random.Random], bytes]


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30, 300)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def overwritten(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(data) + 1), chance.choice((1, 16, 512, 5_000))
    filler = chance.choice(
        (bytes(length), b"\xff" * length, chance.randbytes(length), b"<" * length, b"5%" * length)
    )
    return data[:at] + filler + data[at + chance.choice((0, length)) :]


def joined(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(originals())
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def repeated(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return (
        data[:at] + data[at : at + chance.choice((1, 3, 100))] * chance.choice((10, 1_000, 5_000)) + data[at:]
    )


def noise(_: bytes, chance: random.Random) -> bytes:
    head = chance.choice((b"", b"PK\3\4", b"\x1f\x8b\x08", b"%PDF-1.7\n", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x01\x00",
                          b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"{\\rtf1", b"\xfd7zXZ\x00", b"BZh91AY&SY"))  # fmt: skip
    return head + chance.randbytes(chance.choice((0, 1, 100, 5_000)))


def recoded(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("gb18030", "utf-16", "utf-16-le", "utf-8-sig", "utf-32")), "replace")


def packed(data: bytes, chance: random.Random) -> bytes:
    kind = chance.choice(("zip", "tar", "gz", "bz2", "xz", "tar.gz", "7z", "rar"))
    if kind in ("gz", "bz2", "xz"):
        return {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}[kind](data)
    names = [
        chance.choice(("报告.txt", "a.docx", "a/b/c", "x" * 200, "~$a.docx", "同名"))
        for _ in range(chance.randint(1, 4))
    ]
    return _archive(kind, dict.fromkeys(names, data) | {names[-1]: chance.choice(originals())})


def _archive(kind: str, members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, member in members.items():
                archive.writestr(zipfile.ZipInfo(name), member)
    elif kind == "7z":
        with py7zr.SevenZipFile(held, "w") as seven:
            for name, member in members.items():
                seven.writestr(member, name)
    elif kind == "rar":
        builder = rars.RarBuilder(solid=len(members) > 2)
        for name, member in members.items():
            builder.add_bytes(member, name)
        return bytes(builder.to_bytes())
    else:
        with tarfile.open(fileobj=held, mode="w:gz" if kind == "tar.gz" else "w") as tar:
            for name, member in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(member)
                tar.addfile(info, io.BytesIO(member))
    return held.getvalue()


CHANGES: tuple[Change, ...] = (truncated, flipped, overwritten, joined, repeated, noise, recoded, packed)
_ORIGINALS: list[bytes] = []


def originals() -> list[bytes]:
    if not _ORIGINALS:
        _ORIGINALS.extend(path.read_bytes() for path in sorted(SAMPLE.rglob("*")) if path.is_file())
    return _ORIGINALS


def mutant(seed: int) -> tuple[str, bytes]:
    """A name and a content: some original, changed one to four times."""
    chance = random.Random(seed)
    data = chance.choice(originals())
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        data = chance.choice(CHANGES)(data, chance)[:3_000_000]
    return f"{seed:06}{chance.choice(SUFFIXES)}", data


def make(folder: Path, seeds: range) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for seed in seeds:
        name, data = mutant(seed)
        (folder / name).write_bytes(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    folder, out = asked.folder / "in", asked.folder / "out"
    first = asked.seed * 1_000_000
    make(folder, range(first, first + asked.count))
    shutil.rmtree(out, ignore_errors=True)
    began = time.monotonic()
    result = rt.run([folder], out, formats=(), workers=asked.workers)
    wall = time.monotonic() - began
    with rt.open(out) as reports:
        known = {source.split(INSIDE)[0] for source in (*reports.documents.source, *reports.errors.source)}
        kinds = Counter(zip(reports.errors.severity, reports.errors.kind, strict=True))
        bad = reports.errors[reports.errors.kind.isin(["crash", "timeout", "memory"])]
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        f"{asked.count:,} files, {len(known):,} accounted for; {result.inputs:,} inputs, {result.documents:,} documents"
    )
    print(f"wall {wall:.0f} s, CPU {sum(u.ru_utime + u.ru_stime for u in used):.0f} s")
    print(
        f"highest memory of the run {used[0].ru_maxrss / 1e6:.2f} GB, of a worker {used[1].ru_maxrss / 1e6:.2f} GB"
    )
    for (severity, kind), count in sorted(kinds.items()):
        print(f"  {severity:<8}{kind:<14}{count:>7,}")
    for source, message in zip(bad.source, bad.message, strict=True):
        print(f"  {source}: {message}")
    return 0 if len(known) == asked.count and bad.empty else 1


if __name__ == "__main__":
    sys.exit(main())
