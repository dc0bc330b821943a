"""doccano: JSON lines of a project “Intent Detection and Slot Filling”: entities are figures with their status, cats sections.

doccano marks text in UTF-16 units (doccano#2290), where a rare ideograph counts twice. So each goes out as 〓 and travels
beside the text: offsets are code points and UTF-16 units alike, and what comes back is exact.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from reporttext.errors import UsageError
from reporttext.model import Span
from reporttext.review.tasks import KEY, Task, packed, placed, rows, unpacked

_STANDS_FOR = "〓"  # U+3013, the geta mark: a character that cannot be set
_RARE = "rare"


def dump(tasks: Iterable[Task]) -> tuple[str, int]:
    """Lines to import, and how many."""
    lines = [json.dumps(_plain(task), ensure_ascii=False) for task in tasks]
    return "".join(f"{line}\n" for line in lines), len(lines)


def _plain(task: Task) -> Mapping[str, Any]:
    rare = [(i, sign) for i, sign in enumerate(task.text) if _is_rare(sign)]
    return {
        "text": "".join(_STANDS_FOR if _is_rare(sign) else sign for sign in task.text),
        "entities": [[fact.start, fact.end, fact.status] for fact in task.facts],
        "cats": [task.section] if task.section else [],
        "doc_id": task.doc_id,
        "source": task.source,
        KEY: packed(task),
        _RARE: json.dumps(rare, ensure_ascii=False),
    }


def _is_rare(sign: str) -> bool:
    """Whether it takes two UTF-16 units."""
    return ord(sign) > 0xFFFF


def load(path: Path, text: str) -> Iterator[list[Mapping[str, object]]]:
    """The decisions of each line of an export; raises UsageError. All lines count as looked at: doccano does not tell."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            plain = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{where} is no JSON ({error}): export as JSONL") from error
        if not isinstance(plain, dict):
            raise UsageError(f"{where} is no object: export as JSONL")
        task = unpacked(where, plain, _text(where, plain))
        entities = plain.get("entities", plain.get("label")) or ()
        facts = []
        for entity in entities:
            span, status = _entity(where, entity)
            facts.append(placed(where, task, span, status))
        cats = plain.get("cats") or []
        yield list(rows(task, str(cats[0]) if len(cats) == 1 else None, facts, names=False))


def _text(where: str, plain: Mapping[str, Any]) -> str | None:
    """The paragraph as it was, rare ideographs in their places."""
    text = plain.get("text")
    try:
        rare = json.loads(plain.get(_RARE) or "[]")
        signs = list(text or "")
        for i, sign in rare:
            if signs[i] != _STANDS_FOR:
                raise UsageError(f"{where}: its text was changed")
            signs[i] = sign
    except (TypeError, ValueError, IndexError):
        return None
    return "".join(signs)


def _entity(where: str, entity: Any) -> tuple[Span, object]:
    """[start, end, label], or an object with start_offset, end_offset, label."""
    try:
        if isinstance(entity, dict):
            return Span(int(entity["start_offset"]), int(entity["end_offset"])), entity["label"]
        start, end, label = entity
        return Span(int(start), int(end)), label
    except (KeyError, TypeError, ValueError):
        raise UsageError(f"{where} has an entity that is not [start, end, label]: {entity}") from None
