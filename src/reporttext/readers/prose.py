"""Whether a text can be a report at all: archives hold code, data and notes of programs beside reports."""

from __future__ import annotations

import json
import re

from reporttext.errors import ReadError
from reporttext.readers import encodings

#: Below this share of a text's characters in lines of Chinese (see `share`) it is no report. Reports have over 0.9, lists of
#: Chinese words in code or data below 0.1.
MIN_SHARE = 0.3
#: A text of fewer characters with any Chinese in it is read: a table's row, a note.
SHORT = 200
# So many characters show what a text is.
_LOOK = 20_000
_VISIBLE = re.compile(r"\S")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_NOT_HAN = bytes(byte for byte in range(256) if not 0xE4 <= byte <= 0xE9)
_OF_REPORTS = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff\u3000-\u303f\uff00-\uffef“”‘’…—·①-⑳0-9%*×.,()]")
_COMMENT = re.compile(r"\s{0,40}(?:#|//|/\*|<!--|--\s)")
# Parts of a line in Chinese writing, figures included, and of Han alone, from which on it is Chinese.
_WRITTEN, _HAN_LEAST = 0.7, 0.3
# A text of which this share is Han needs no closer look.
_MOSTLY = 0.6


def check(text: str) -> None:
    """Raise ReadError `not_a_report` (a warning) for data and code, `encoding` for Chinese that was made illegible.

    What is Chinese prose or a table of it passes.
    """
    if _is_json(text):
        what = "JSON, the data of a program"
    elif (found := share(text[:_LOOK])) is None:
        if encodings.was_misread(text[:_LOOK]):
            message = "it is Chinese that was once opened in a wrong encoding and saved so (å·¥ä½œ, ¹¤×÷); look for the original file"
            raise ReadError("encoding", message)
        what = "a text without a word of Chinese"
    elif found < MIN_SHARE and len(text) >= SHORT:
        what = "code or data, hardly a line of it Chinese prose"
    else:
        return
    raise ReadError(
        "not_a_report",
        f"it is {what}, and left out; if it holds a report, save that as .txt or .docx (a list of reports as .xlsx, .csv or .jsonl)",
        severity="warning",
    )


def share(text: str) -> float | None:
    """The share of visible characters that stand in lines of Chinese, comments of code apart; 1 if most are Han, None without any."""
    if _surely_han(text) >= _MOSTLY * len(text) > 0:
        return 1.0
    han = _han(text)
    if not han:
        return None
    if han >= _MOSTLY * len(text):
        return 1.0
    chinese = total = 0
    for line in text.split("\n"):
        visible = len(_VISIBLE.findall(line))
        total += visible
        if not visible or _COMMENT.match(line):
            continue
        if len(_OF_REPORTS.findall(line)) >= _WRITTEN * visible and _han(line) >= _HAN_LEAST * visible:
            chinese += visible
    return chinese / max(1, total)


def _surely_han(text: str) -> int:
    """Nearly all of the Han characters of `text`: those from U+4000 to U+9FFF, which alone begin so in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass").translate(None, _NOT_HAN))


def _han(text: str) -> int:
    """How many characters are Han; counted by runs, which are few."""
    return sum(map(len, _HAN.findall(text)))


def _is_json(text: str) -> bool:
    """One JSON value, or one a line."""
    begin = text.lstrip()[:1]
    if begin not in ("{", "["):
        return False
    for part in (text, text.strip().split("\n", 1)[0]):
        try:
            return isinstance(json.loads(part), dict | list)
        except (ValueError, RecursionError):
            continue
    return False
