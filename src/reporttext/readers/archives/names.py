"""Names of members: raw bytes to labels. Never paths: nothing is written where a name says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from reporttext.readers import encodings
from reporttext.readers.files import below, printable, unwanted

#: Characters of one step of a name; no file system has longer ones, a hostile archive may have 65,000.
_LONGEST = 200
_DRIVE = re.compile(r"^[A-Za-z]:")


def decoded(names: Sequence[bytes | str]) -> list[str]:
    """The names as text. Those that are raw are read in the encoding that suits them best taken together.

    One tool wrote them all, so that a short name (联通 in GBK is valid UTF-8) is told by the others.
    """
    raw = [name for name in names if isinstance(name, bytes) and not name.isascii()]
    codec = encodings.of_names(raw) if raw else "ascii"
    return [name if isinstance(name, str) else _text(name, codec) for name in names]


def label(name: str) -> str:
    """A name for the tables: `/` between steps, no step that leads up or to the root, printable, in NFC, not over-long."""
    steps = [step.strip() for step in _DRIVE.sub("", name.replace("\\", "/")).split("/")]
    *folders, last = [_short(printable(step)) for step in steps if step not in ("", ".", "..")] or ["unnamed"]
    return "".join(map(below, folders)) + last


def unwanted_part(name: str) -> tuple[str, str] | None:
    """The path down to the first step that is no report's (__MACOSX, ~$x.docx, .DS_Store), and why; else None."""
    steps = name.replace("\\", "/").split("/")
    for at, step in enumerate(steps):
        if step not in ("", ".", "..") and (reason := unwanted(step, named=False)):
            return "/".join(steps[: at + 1]), reason
    return None


def alone(name: bytes | str) -> str:
    """A name as text before the others are known. All signs that have a meaning are right: a backslash may be half of a GBK character."""
    return name if isinstance(name, str) else _text(name, "utf-8")


def _text(name: bytes, codec: str) -> str:
    for attempt in (codec, "utf-8", "gb18030"):
        try:
            return name.decode(attempt)
        except UnicodeDecodeError:
            continue
    return name.decode(codec, "backslashreplace")


def _short(step: str) -> str:
    if len(step) <= _LONGEST:
        return step
    digest = hashlib.sha256(step.encode()).hexdigest()[:8]
    stem, dot, suffix = step.rpartition(".")
    end = f"{dot}{suffix}" if stem and len(suffix) <= 8 else ""
    return f"{step[: _LONGEST - 10 - len(end)]}…{digest}{end}"
