"""RTF documents (.rtf, and those saved as .doc), by the extra `office`: text with its numbers, tables by row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporttext.errors import ReadError
from reporttext.model import Document
from reporttext.readers import encodings, extras, parts, signatures
from reporttext.readers.lines import Line, join, table

FORMAT = "rtf"

#: Bytes of one document; pictures are written out in hexadecimal.
MAX_SIZE = 100_000_000
# striprtf ends each cell with this sign.
_CELL = "|"
_TAB_AFTER_NUMBER = re.compile(
    r"^\s*((?:[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?|[①-⑳]|第[一二三四五六七八九十]{1,3}[章节条])[、.．)）]?)\t"
)


def matches(data: bytes) -> bool:
    return signatures.recognise(data) is signatures.RTF


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `missing_extra`, `damaged`, `limit`, `empty`."""
    if len(data) > MAX_SIZE:
        raise ReadError("limit", f"it has {len(data):,} bytes; the limit (MAX_SIZE) is {MAX_SIZE:,}")
    striprtf = extras.load("striprtf.striprtf", "office", "an RTF document (.rtf)", len(data))
    try:
        # Its 8-bit characters are escaped; those that are not have the code page of the document.
        text = striprtf.rtf_to_text(data.decode("latin-1"), encoding="gb18030", errors="ignore")
    except (ValueError, LookupError, TypeError, IndexError, RecursionError) as error:
        raise parts.damaged(f"its RTF cannot be read ({error})") from error
    # Characters outside the first plane come as two halves.
    text = encodings.tidy(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")).replace(
        "\0", ""
    )
    text, hints = join(list(_lines(text)))
    if encodings.is_blank(text):
        raise ReadError(
            "empty", "it holds no text; if it holds scanned pages, recognise their text (OCR) first"
        )
    return Document(text, source, FORMAT, hints=hints, errors=encodings.warnings(text))


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
