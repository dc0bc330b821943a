"""RTF documents (.rtf, and those saved as .doc), by the extra `office`: text with its numbers, tables by row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporttext.errors import ReadError
from reporttext.model import Document, Error, Role
from reporttext.readers import encodings, extras, parts, signatures
from reporttext.readers.lines import Line, join, table

FORMAT = "rtf"
NEEDS = ("office", "striprtf")

#: Bytes of one document; pictures are written out in hexadecimal.
MAX_SIZE = 100_000_000
# striprtf ends each cell with this sign.
_CELL = "|"
_TAB_AFTER_NUMBER = re.compile(
    r"^\s*((?:[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?|[①-⑳]|第[一二三四五六七八九十]{1,3}[章节条])[、.．)）]?)\t"
)
# A group without groups in it, and the word for deleted text; \\deleted0 ends it.
_DELETED = re.compile(r"\{(?:[^{}\\]|\\.)*+\}", re.DOTALL)
_STILL_DELETED = re.compile(r"\\deleted(?![a-z0-9])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
# The beginning of the document, with code page and no group.
_HEAD = re.compile(r"\{\\rtf[^{}]{0,400}")
# What striprtf leaves out, and what it is.
_APART: tuple[tuple[str, Role | None], ...] = (
    ("\\shptxt", None),
    ("\\footnote", "note"),
    ("\\*\\footnote", "note"),
)


def matches(data: bytes) -> bool:
    return signatures.recognise(data) is signatures.RTF


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `missing_extra`, `damaged`, `limit`, `empty`."""
    if len(data) > MAX_SIZE:
        raise ReadError("limit", f"it has {len(data):,} bytes; the limit (MAX_SIZE) is {MAX_SIZE:,}")
    striprtf = extras.load("striprtf.striprtf", "office", "an RTF document (.rtf)", len(data))
    # Its 8-bit characters are escaped; those that are not have the code page of the document.
    markup = _DELETED.sub(_kept, data.decode("latin-1"))
    head = _HEAD.match(markup)
    try:
        text = striprtf.rtf_to_text(markup, encoding="gb18030", errors="ignore")
        apart = [
            Line(line.strip(), role)
            for name, role in _APART
            for group in _groups(markup, name)
            for line in _plain(
                striprtf.rtf_to_text(
                    (head[0] if head else "{") + group + "}", encoding="gb18030", errors="ignore"
                )
            ).split("\n")
            if line.strip()
        ]
    except (ValueError, LookupError, TypeError, IndexError, RecursionError) as error:
        raise parts.damaged(f"its RTF cannot be read ({error})") from error
    text, hints = join([*_lines(_plain(text)), *apart])
    if encodings.is_blank(text):
        raise ReadError(
            "empty", "it holds no text; if it holds scanned pages, recognise their text (OCR) first"
        )
    rows = encodings.warnings(text)
    if _STILL_DELETED.search(markup):
        message = "it has tracked deletions, some of which may still be in the text; accept them in Word or WPS and save it as .docx"
        rows += (Error("read", "changes", "warning", message),)
    return Document(text, source, FORMAT, hints=hints, errors=rows)


def _kept(group: re.Match[str]) -> str:
    """A group of running text, or nothing where tracked changes deleted it."""
    return "" if _STILL_DELETED.search(group[0]) else group[0]


def _groups(markup: str, name: str) -> Iterator[str]:
    """The groups that begin with the control word `name`, as what is in them; none inside another."""
    at = 0
    while (begin := markup.find("{" + name, at)) >= 0:
        depth, at = 0, begin
        for brace in _BRACE.finditer(markup, begin):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if not depth:
                yield markup[begin + 1 + len(name) : brace.start()]
                at = brace.end()
                break
        else:
            return


def _plain(text: str) -> str:
    """Characters outside the first plane come as two halves."""
    return encodings.tidy(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")).replace(
        "\0", ""
    )


def _lines(text: str) -> Iterator[Line]:
    rows: list[list[str]] = []
    tables = 0
    for written in [*text.split("\n"), ""]:
        line = written.rstrip()
        if line.endswith(_CELL) and line.strip(_CELL + " "):
            rows.append(line.removesuffix(_CELL).split(_CELL))
            continue
        if rows:
            tables += 1
            yield from table(rows, tables)
            rows = []
        yield Line(_TAB_AFTER_NUMBER.sub(r"\1", line))
