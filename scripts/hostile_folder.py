"""A folder of hostile files, a run over it with the default limits, and what became of each.

    python scripts/hostile_folder.py FOLDER [--members 30000] [--line 2000000] [--zeros 300000000] [--workers 2]

Makes FOLDER/in, runs over it to FOLDER/out, and tells wall and CPU time and the highest memory of a worker. Ends with 1 if a
file is neither in `documents` nor in `errors`.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import lzma
import os
import random
import resource
import shutil
import socket
import sys
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import reporttext as rt
from reporttext.readers.archives.contents import INSIDE

SAMPLE = Path(__file__).resolve().parents[1] / "corpora" / "sample"
REPORT = "松岗镇2022年工作总结\n一、工作回顾\n全年开展宣讲活动5场次，惠及群众300余人次。\n"

#: What a line of up to two million characters is made of.
LINES = {
    "hanzi": "发展", "digits": "1234567890", "stars": "*", "spaces": " ", "wide blanks": "　", "tabs": "a\t", "open": "（",
    "pairs": "（）", "deep": "（“《", "quotes": "“甲”", "titles": "《安全手册》", "stops": "。", "commas": "，", "list": "甲、乙",
    "percent": "增长5%，", "money": "3.5亿元，", "years": "2022年", "han numerals": "一百二十三", "units": "万亿", "ordinals": "第一",
    "items": "一是", "sentences": "全年开展宣讲活动5场次，惠及群众300余人次。", "masks": "**万元、", "letters": "a", "dashes": "—",
    "events": "“书香”读书活动，", "bodies": "人民政府", "places": "某某省某某市", "papers": "〔2022〕5号", "zero width": "\u200b",
    "thousands": "1,234,",
}  # fmt: skip
#: Many short lines.
ROWS = {
    "empty lines": "\n", "headings": "一、工作回顾\n", "numbers": "1.\n", "rows": "a\tb\t5\n", "blank lines": "　\n", "notes": "（一）\n",
}  # fmt: skip


def zipped(*members: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file; names may come again."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing, compresslevel=9) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, packing)
    return held.getvalue()


def tarred(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def overlapping(count: int = 1_000, size: int = 10_000_000) -> bytes:
    """A zip whose entries all point at the same packed bytes (D. Fifield, A better zip bomb, 2019)."""
    data = zipped(("a", bytes(size)))
    end = data.rindex(b"PK\5\6")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    entry = data[start:end]
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = count.to_bytes(2, "little")
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return data[:start] + entry * count + bytes(tail)


def docx(document: bytes) -> bytes:
    kind = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped(("[Content_Types].xml", kind), ("word/document.xml", document))


def word(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode()


def nested(levels: int) -> bytes:
    data = REPORT.encode()
    name = "a.txt"
    for level in range(levels):
        data, name = zipped((name, data)), f"{level}.zip"
    return data


def archives(members: int, size: int) -> dict[str, Callable[[], bytes]]:
    """Archives that want too much, by name."""
    zeros = bytes(size)
    inner = zipped(*((f"{i}.txt", bytes(5_000_000)) for i in range(10)))
    entities = (
        b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'
    )
    return {
        "bomb.zip": lambda: zipped(("a.txt", REPORT.encode()), ("zeros.txt", zeros)),
        "bombs.zip": lambda: zipped(*((f"{i}.txt", bytes(4_900_000)) for i in range(200))),
        "bombs in zips.zip": lambda: zipped(*((f"{i}.zip", inner) for i in range(30))),
        "overlapping.zip": overlapping,
        "deep.zip": lambda: nested(30),
        "many.zip": lambda: zipped(*((f"{i}.txt", f"报告{i}".encode()) for i in range(members))),
        "one name.zip": lambda: zipped(*(("同名.txt", b"") for _ in range(members))),
        "folders.zip": lambda: zipped(*((f"{i}/", b"") for i in range(members))),
        "hidden.zip": lambda: zipped(*((f"__MACOSX/._{i}", b"x") for i in range(members))),
        "names.zip": lambda: zipped(
            ("../" * 500 + "etc/passwd", b"x"), ("/abs.txt", b"x"), ("C:\\x.txt", b"x"), ("a\x01\x1b[31m.txt", b"x"),
            ("长" * 20_000 + ".txt", b"x"), ("=cmd|' /C calc'!A0.txt", b"x"), ("!/!/a!/b.txt", b"x"), ("a\nb\r.txt", b"x"),
        ),
        "bomb.tar.gz": lambda: gzip.compress(tarred((tarfile.TarInfo("zeros.txt"), zeros))),
        "bomb.gz": lambda: gzip.compress(zeros),
        "bomb.bz2": lambda: bz2.compress(zeros),
        "bomb.xz": lambda: lzma.compress(zeros, preset=1),
        "twice.gz.gz": lambda: gzip.compress(gzip.compress(zeros)),
        "special.tar": special_tar,
        "pax.tar": lambda: tarred((pax("x" * 2_000_000), b"a")),
        "cut.tar.gz": lambda: gzip.compress(tarred(*((tarfile.TarInfo(f"{i}.txt"), os.urandom(999)) for i in range(99))))[:40_000],
        "bomb.docx": lambda: docx(word("<w:p/>" * 40_000_000)[:200_000_000]),
        "deep.docx": lambda: docx(word("<w:sdt><w:sdtContent>" * 200_000)),
        "entities.docx": lambda: docx(entities),
        "wide.docx": lambda: docx(word("<w:p><w:r><w:t>" + "5%，" * 300_000 + "</w:t></w:r></w:p>")),
        "tables.docx": lambda: docx(word("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>" * 30_000)),
    }  # fmt: skip


def special_tar() -> bytes:
    infos = [tarfile.TarInfo(name) for name in ("link", "hard", "pipe", "device")]
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE)
    for info, kind in zip(infos, kinds, strict=True):
        info.type, info.linkname = kind, "/etc/passwd"
    return tarred(*((info, b"") for info in infos), (tarfile.TarInfo("a.txt"), REPORT.encode()))


def pax(name: str) -> tarfile.TarInfo:
    return tarfile.TarInfo(name)


def make(folder: Path, members: int, line: int, zeros: int) -> int:
    """Fill `folder`; returns how many entries of it must be accounted for."""
    chance = random.Random(1)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, piece in (LINES | ROWS).items():
        (folder / f"{name}.txt").write_text(REPORT + piece * (line // len(piece)), "utf-8")
    for name, data in archives(members, zeros).items():
        (folder / name).write_bytes(data())
    report = next(SAMPLE.rglob("*.docx")).read_bytes()
    (folder / "cut.docx").write_bytes(report[: len(report) // 2])
    (folder / "noise.docx").write_bytes(report[:200] + chance.randbytes(5_000) + report[5_200:])
    (folder / "noise.txt").write_bytes(chance.randbytes(1_000_000))
    (folder / "zeros.txt").write_bytes(bytes(1_000_000))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "large.txt").write_bytes("发展".encode() * 20_000_000)
    (folder / "half.txt").write_bytes(REPORT.encode() * 1_000 + REPORT.encode("gbk") * 1_000)
    (folder / "~$lock.docx").write_bytes(b"x")
    if os.name == "posix":
        (folder / "circle").symlink_to(folder)
        (folder / "self").symlink_to(folder / "self")
        (folder / "outside").symlink_to("/etc")
        (folder / "zero").symlink_to("/dev/zero")
        os.mkfifo(folder / "pipe")
        with socket.socket(socket.AF_UNIX) as server:
            os.chdir(folder)  # the path of a socket may have 107 bytes only
            server.bind("socket")
        Path(os.fsdecode(os.fsencode(folder) + b"/\xc4\xfa\xff.txt")).write_text(REPORT, "utf-8")
        (folder / "a\nb\x1b[31m.txt").write_text(REPORT, "utf-8")
    return len(list(folder.iterdir()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, default=30_000)
    parser.add_argument("--line", type=int, default=2_000_000)
    parser.add_argument("--zeros", type=int, default=300_000_000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    folder, out = asked.folder.resolve() / "in", asked.folder.resolve() / "out"
    entries = make(folder, asked.members, asked.line, asked.zeros)
    shutil.rmtree(out, ignore_errors=True)
    began = time.monotonic()
    result = rt.run([folder], out, formats=(), workers=asked.workers)
    wall = time.monotonic() - began
    with rt.open(out) as reports:
        known = {source.split(INSIDE)[0] for source in (*reports.documents.source, *reports.errors.source)}
        kinds = Counter(zip(reports.errors.severity, reports.errors.kind, strict=True))
        lost = reports.errors[reports.errors.kind.isin(["timeout", "memory", "crash"])]
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"{entries} entries, {len(known)} accounted for; {result.documents:,} documents")
    print(f"wall {wall:.0f} s, CPU {sum(u.ru_utime + u.ru_stime for u in used):.0f} s")
    print(
        f"highest memory of the run {used[0].ru_maxrss / 1e6:.2f} GB, of a worker {used[1].ru_maxrss / 1e6:.2f} GB"
    )
    for (severity, kind), count in sorted(kinds.items()):
        print(f"  {severity:<8}{kind:<14}{count:>7,}")
    for source, kind in zip(lost.source, lost.kind, strict=True):
        print(f"  {kind}: {source}")
    return 0 if len(known) == entries else 1


if __name__ == "__main__":
    sys.exit(main())
