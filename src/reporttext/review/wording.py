"""A review file in Chinese: its heads, the codes in its cells, its notes. Both languages are read, whichever it was written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from reporttext.messages import shown
from reporttext.model import DECISIONS
from reporttext.review.fields import called, codes_in, field_of
from reporttext.tables import codes

#: The columns of a review file with their Chinese heads.
HEADS: Mapping[str, str] = {
    "doc_id": "报告编号", "source": "来源", "start": "起", "end": "止", "quote": "原文", "field": "项目", "value": "现值",
    "score": "把握", "decision": "决定", "new_value": "新值", "sentence": "所在句子", "note": "说明",
}  # fmt: skip
_OF_NOTES = ("status", "change", "section")
_PERIOD = re.compile(r"[\d-]{10} to [\d-]{10}")


@cache
def columns() -> Mapping[str, str]:
    """Chinese heads to the names of columns."""
    return {chinese: name for name, chinese in HEADS.items()}


def head(column: str, language: str) -> str:
    """The head of a column; that of a column of the user's own is its name."""
    return HEADS.get(column, column) if language == "zh" else column


def worded(row: Mapping[str, object], language: str) -> Mapping[str, object]:
    """A row with the codes of its field, values and decision as they are called in the language; what is no code stays.

    Notes are ours, in English: they are told in Chinese, and one that is in Chinese already stays.
    """
    cells = {name: "" if value is None else str(value) for name, value in row.items()}
    found = field_of(cells.get("field", ""), quoted=bool(cells.get("quote")))
    told: dict[str, object] = dict(row)
    if found is not None:
        told["field"] = called(found[1]) if language == "zh" else found[1]
        told |= {
            name: _code(cells[name], codes_in(*found), language)
            for name in ("value", "new_value")
            if cells.get(name)
        }
    if cells.get("decision"):
        told["decision"] = _code(
            cells["decision"], {one: codes()["decision"][one] for one in DECISIONS}, language
        )
    if language == "zh" and cells.get("note"):
        told["note"] = "；".join(map(_noted, cells["note"].split("; ")))
    return told


def _code(written: str, coded: Mapping[str, tuple[str, str]], language: str) -> str:
    for code, (chinese, _) in coded.items():
        if written.strip() in (code, chinese):
            return chinese if language == "zh" else code
    return written


def _noted(part: str) -> str:
    for group in _OF_NOTES:
        if part in codes()[group]:
            return codes()[group][part][0]
    return part.replace(" to ", " 至 ") if _PERIOD.fullmatch(part) else shown(part, "zh")
