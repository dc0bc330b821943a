"""Lists of reports as JSON (.jsonl with an object a line, .json with an array of objects): the keys are the columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from reporttext.errors import ReadError
from reporttext.model import Document, Error
from reporttext.readers import _lists, encodings

FORMAT = "json"
RANK = 6  # before csv and plain text, which take it for data

#: Bytes of one list.
MAX_SIZE = 300_000_000
#: Keys of all objects together: more have the values of a program for keys.
MAX_KEYS = 500
# So many objects show whether there are reports in them.
_LOOK = 20
# The tasks of an annotation program (`reporttext review`) have it, and quote reports.
_TASK = "reporttext"
# Half a character, which JSON can write and no text has.
_HALF = re.compile("[\ud800-\udfff]")
_BETWEEN = re.compile(r"[\s,]*+")
_NEXT = re.compile(r"\n\s*+\{")


class _Object(NamedTuple):
    """An object and the line it begins in; None for what is none."""

    value: dict[str, Any] | None
    line: int


def matches(data: bytes) -> bool:
    """Whether objects with long texts come first."""
    if data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] not in (b"{", b"["):
        return False
    try:
        text = encodings.decode(data).text
    except ReadError:
        return False
    rows = [found.value for found in islice(_objects(text), _LOOK) if found.value is not None]
    return any(
        _lists.has_text({name: _cell(value) for name, value in row.items() if _is_text(value)})
        for row in rows
        if _TASK not in row
    )


def read(data: bytes, source: str) -> Document:
    """The one report of `data`; see `read_all`."""
    return next(read_all(data, source))


def read_all(data: bytes, source: str, column: str | None = None) -> Iterator[Document]:
    """The reports of `data`; `column` names the key of full texts. Raises ReadError: `encoding`, `limit`, `empty`, …"""
    if len(data) > MAX_SIZE:
        raise ReadError("limit", f"it has {len(data):,} bytes; the limit (MAX_SIZE) is {MAX_SIZE:,}")
    decoded = encodings.decode(data)
    found = list(_objects(decoded.text))
    rows = [(one.value, one.line) for one in found if one.value is not None]
    names = list(dict.fromkeys(name for value, _ in rows for name in value if not _HALF.search(name)))
    if len(names) > MAX_KEYS:
        raise ReadError(
            "limit", f"its objects have {len(names):,} keys; the limit (MAX_KEYS) is {MAX_KEYS:,}"
        )
    cells = [[_cell(value.get(name)) for name in names] for value, _ in rows]
    texts = {name for value, _ in rows for name, cell in value.items() if _is_text(cell)}
    unread = frozenset(at for at, name in enumerate(names) if name not in texts)
    sheet = _lists.Sheet("table", [names, *cells], [0, *(line for _, line in rows)], named=True, data=unread)
    lost = encodings.left_out(decoded) + _broken([one.line for one in found if one.value is None])
    for doc in _lists.documents([sheet], source, FORMAT, column):
        yield replace(doc, encoding=decoded.encoding, errors=(*lost, *doc.errors))
        lost = ()


def _objects(text: str) -> Iterator[_Object]:
    """The objects of an array, or those that follow each other; behind what is none it goes on with the next that begins a line."""
    decode = json.JSONDecoder(strict=False).raw_decode
    at = re.match(r"\s*+\[?", text).end()  # type: ignore[union-attr]  # it matches nothing too
    line, counted = 1, 0
    while (at := _BETWEEN.match(text, at).end()) < len(text) and text[at] != "]":  # type: ignore[union-attr]
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decode(text, at)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield _Object(value, line)
            continue
        yield _Object(None, line)
        following = _NEXT.search(text, at)
        if following is None:
            return
        at = following.end() - 1


def _broken(lines: Sequence[int]) -> tuple[Error, ...]:
    """The row that names the lines that could not be read, if there are any."""
    if not lines:
        return ()
    message = f"what begins in line {_lists.listed(lines)} is no object of JSON and not read; mend it there and run again"
    return (Error("read", "damaged", "error", message),)


def _is_text(value: Any) -> bool:
    """Whether a value is a text, or one in lines; what holds objects is no report, however long it is written out."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _cell(value: Any) -> str:
    """A value as text: a list of texts as their lines."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)  # no text; that one is told
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if _is_text(value):
        return _cell("\n".join(value))
    return _cell(json.dumps(value, ensure_ascii=False))
