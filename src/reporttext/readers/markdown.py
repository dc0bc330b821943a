"""Markdown (.md) of Chinese reports: headings, bold run-in headings and tables without their marks.

A text is Markdown if it has a heading line (# 标题). Bold marks go only where they enclose a heading at the head of a line:
elsewhere ** may be a figure that was blanked out (**万元).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporttext.model import Document
from reporttext.readers import encodings, prose, signatures
from reporttext.readers.lines import Line, join, table

FORMAT = "md"
RANK = 8  # before plain text, which it also is

_LOOK = 1 << 16
_MARKED = re.compile(rb"^#{1,6}[ \t]+\S", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.{0,300})")
_CLOSING = re.compile(r"[ \t]+#{1,6}[ \t]*$")
# **（一）抓学习。**镇党委…… and a whole line in bold; the words end in a mark or with the line, which a masked name does not.
_BOLD = re.compile(
    r"(\s{0,8}(?:[-+*][ \t]+)?)\*\*([^*\n]{2,80}?)\*\*(?=\s*$)|(\s{0,8}(?:[-+*][ \t]+)?)\*\*([^*\n]{2,80}?[。：:；])\*\*"
)
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_BREAK = re.compile(r"[-*_ \t]{3,}")


def matches(data: bytes) -> bool:
    head = data[:_LOOK]
    return (
        b"#" in head
        and _MARKED.search(head.removeprefix(b"\xef\xbb\xbf")) is not None
        and signatures.recognise(data) is None
    )


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `encoding`, `not_a_report` (code with comments has such lines too), `empty`."""
    decoded = encodings.decode(data)
    prose.check(decoded.text)
    text, hints = join(list(_lines(decoded.text.split("\n"))))
    rows = encodings.left_out(decoded) + encodings.warnings(text)
    return Document(text, source, FORMAT, decoded.encoding, hints=hints, errors=rows)


def _lines(written: list[str]) -> Iterator[Line]:
    at = tables = titles = 0
    while at < len(written):
        line = written[at]
        if (
            "|" in line
            and at + 1 < len(written)
            and "|" in written[at + 1]
            and _RULE.fullmatch(written[at + 1].strip())
        ):
            rows = [_cells(line)]
            at += 2
            while at < len(written) and "|" in written[at]:
                rows.append(_cells(written[at]))
                at += 1
            tables += 1
            yield from table(rows, tables)
            continue
        at += 1
        heading = _HEADING.fullmatch(line)
        if heading:
            words = _CLOSING.sub("", heading[2]).strip()
            level = len(heading[1])
            first, titles = not titles and level == 1, titles + 1
            yield Line(
                _unmarked(words), role="title" if first else None, level=None if first else max(1, level - 1)
            )
        elif not (_BREAK.fullmatch(line.strip()) and len(set(line.strip())) == 1):
            yield Line(_unmarked(line))


def _unmarked(line: str) -> str:
    return (
        _BOLD.sub(lambda found: (found[1] or found[3] or "") + (found[2] or found[4]), line, count=1)
        if "**" in line
        else line
    )


def _cells(row: str) -> list[str]:
    return row.strip().removeprefix("|").removesuffix("|").split("|")
