"""Small files that people write by hand: settings, rules, dictionaries. Read as the editor saved them."""

from __future__ import annotations

import codecs
from pathlib import Path

from reporttext.errors import UsageError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_LONGEST = 255  # characters of a path that is asked after


def read(path: Path, what: str) -> str:
    """The text of a file in UTF-8, or as Notepad on a Chinese Windows saves it (“ANSI”: GB18030; “Unicode”: UTF-16).

    `what` names the file in messages: “the rule file”. Raises UsageError.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{what} {path} cannot be read: {error.strerror}") from error
    marked = next((codec for bom, codec in _BOMS if data.startswith(bom)), None)
    for codec in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{what} {path} is neither UTF-8 nor GB18030 (ANSI): save it as UTF-8")


def check(text: object, name: str, what: str) -> None:
    """Raise UsageError where the argument `name`, the text of `what`, is a file's path: it would be taken for what it holds."""
    if text is None or (isinstance(text, str) and not _is_path(text)):
        return
    raise UsageError(
        f"{name} is {text!r}; it must be the text of {what}, not a path: Path(…).read_text('utf-8')"
    )


def _is_path(text: str) -> bool:
    if "\n" in text.strip() or len(text) > _LONGEST:
        return False
    return text.strip().lower().endswith((".txt", ".toml", ".csv")) or (bool(text) and Path(text).is_file())
