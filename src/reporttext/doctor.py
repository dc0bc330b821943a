"""What this installation is and can do: for a user whose files are not read, and for the report of a fault."""

from __future__ import annotations

import locale
import os
import platform
import sys
from typing import Any

import reporttext
from reporttext.readers import available
from reporttext.readers.limits import Limits, describe
from reporttext.rule import scanner
from reporttext.runner import keys
from reporttext.runner.options import processors


def examine(limits: Limits | None = None) -> dict[str, Any]:
    """Everything in plain values. Nothing is changed, nothing is looked up outside this machine.

    `formats` and `archives` have for each its name, what it is, the extra it needs (or None) and whether it can be read;
    `missing` tells for each extra that is not installed the names that need it.
    """
    formats = [entry._asdict() for entry in available.formats()]
    archives = [entry._asdict() for entry in available.kinds_of_archives()]
    missing: dict[str, list[str]] = {}
    for entry in (*formats, *archives):
        if not entry["ready"]:
            missing.setdefault(entry["extra"], []).append(entry["name"])
    return {
        "reporttext": reporttext.__version__,
        "compiled": not scanner.__file__.endswith(".py"),
        "python": platform.python_version(),
        "program": sys.executable,
        "platform": platform.platform(),
        "processors": processors(),
        "memory": _memory(),
        "console": _console(),
        "packages": keys.versions(),
        "formats": formats,
        "archives": archives,
        "extras": available.extras(),
        "missing": missing,
        "fonts": "none needed",
        "limits": describe(limits or Limits()),
    }


def _memory() -> dict[str, int]:
    import psutil

    memory = psutil.virtual_memory()
    return {"total": int(memory.total), "available": int(memory.available)}


def _console() -> dict[str, Any]:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        shows_chinese = "镇㎡“”".encode(encoding) != b""
    except (UnicodeEncodeError, LookupError):
        shows_chinese = False
    return {
        "encoding": encoding,
        "shows_chinese": shows_chinese,
        "of_files": sys.getfilesystemencoding(),
        "of_system": locale.getpreferredencoding(do_setlocale=False),
        "is_terminal": os.isatty(1),
    }
