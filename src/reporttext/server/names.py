"""Names of files as a browser tells them, made safe: labels, never paths."""

from __future__ import annotations

import re
import unicodedata

# No system takes these in a name, or they mean something to one: controls, surrogates, separators, drives, wildcards.
_UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff<>:"|?*]')
# Devices of Windows, whatever their ending.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 80  # characters of a name
_LONGEST_BYTES = 240  # in UTF-8; file systems take 255
_LONGEST_ALL = 150  # characters with the folders above; Windows takes 260 with ours
_UNNAMED = "file"


def safe(label: str) -> str:
    r"""A relative path, `/` between, from what a client calls a file: folders it was in, for their names tell the place.

    No part is empty, `.` or `..`, none is a device, drive or stream, so that it stays below the folder it is put in.

    >>> safe("../../澄港区\\沙棠镇2022年工作总结.docx"), safe("C:\\con.txt"), safe("..")
    ('澄港区/沙棠镇2022年工作总结.docx', 'C_/_con.txt', 'file')
    """
    parts = [part for part in map(_part, re.split(r"[/\\]", label[-4000:])) if part]
    while len(parts) > 1 and len("/".join(parts)) > _LONGEST_ALL:
        parts.pop(0)
    return "/".join(parts) or _UNNAMED


def another(path: str, times: int) -> str:
    """The name of the `times`-th file that would have the name `path`."""
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    return f"{folder}{slash}{stem}~{times}{dot}{ending}" if stem else f"{path}~{times}"


def _part(part: str) -> str:
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", part)).strip()
    if len(name) > _LONGEST or len(name.encode()) > _LONGEST_BYTES:
        stem, dot, ending = name.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) < 10 else ""
        name = (
            name[: _LONGEST - len(ending)]
            .encode()[: _LONGEST_BYTES - len(ending.encode())]
            .decode("utf-8", "ignore")
        )
        name = name.removesuffix(ending) + ending
    name = name.rstrip(". ")
    return f"_{name}" if _DEVICE.match(name) else name
