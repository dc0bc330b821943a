"""Archives made by hand: names in any encoding, entries that lie, kinds of entries that tools no longer make."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable

REPORT = "松岗镇2022年工作总结\n一、工作回顾\n全年开展宣讲活动{n}场次，惠及群众{n}00余人次。\n"


def report(n: int) -> bytes:
    return REPORT.format(n=n).encode()


class _Raw(zipfile.ZipInfo):
    """An entry whose name is written in an encoding of its own, without the flag for UTF-8."""

    encoding = "gbk"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # zipfile's own name
        return self.filename.encode(self.encoding), self.flag_bits


def zipped(*members: tuple[str, bytes], encoding: str | None = None) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name) if encoding is None else _Raw(name)
            if isinstance(info, _Raw):
                info.encoding = encoding or ""
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return held.getvalue()


def tarred(
    *members: tuple[str, bytes], others: Iterable[tarfile.TarInfo] = (), encoding: str = "utf-8"
) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as archive:
        for info in others:
            archive.addfile(info)
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def entry(name: str, kind: bytes, goal: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, goal
    return info


def encrypted(name: str, data: bytes) -> bytes:
    """A zip whose only member claims to be encrypted."""
    packed = bytearray(zipped((name, data)))
    packed[6] |= 1
    packed[packed.rindex(b"PK\1\2") + 8] |= 1
    return bytes(packed)
