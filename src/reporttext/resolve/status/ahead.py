"""Which parts of a report look ahead: its plans, its closing words, and an annex of what is to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reporttext.model import Block, Document, Span
from reporttext.resolve.status.cues import Cues

_YEAR: Final = re.compile(r"(20\d\d|19\d\d) ?年")
_SURE: Final = 0.7  # of a section that the model guesses; below it a reviewer is asked too
_TITLE: Final = 40  # characters of an annex's title on the line below 附件


def looking_ahead(doc: Document, known: Cues) -> Sequence[bool]:
    """By block. An annex plans by its title, on the line of 附件 or the next: 2024年十件民生实事, but not 2023年民生实事完成情况."""
    found: list[bool] = []
    annexed = False
    for i, block in enumerate(doc.blocks):
        if block.section != "back":
            annexed = False
        elif block.role == "heading" and block.number is None:
            annexed = _plans(_title(doc, block, doc.blocks[i + 1 : i + 2]), doc.metadata.year, known)
        found.append(annexed or block.section in ("plans", "closing"))
    return found


def _title(doc: Document, heading: Block, following: Sequence[Block]) -> str:
    title = heading.span.of(doc.folded)
    below = following[0].span.of(doc.folded) if following else ""
    return title + below if len(below) <= _TITLE and below[-1:] not in ("。", ";", ":") else title


def _plans(title: str, year: int | None, known: Cues) -> bool:
    stated = _YEAR.search(title)
    over = stated is not None and year is not None and int(stated[1]) <= year
    return (
        any(word in title for word in known.annex_plans)
        and not over
        and not any(word in title for word in known.annex_done)
    )


def in_doubt(block: Block) -> bool:
    """Whether a paragraph's section is no more than a guess: no heading says it, and the model is far from sure."""
    return block.section_by == "model" and (block.section_score or 0.0) < _SURE


def by_own_words(text: str, span: Span, known: Cues) -> bool | None:
    """Whether a sentence looks ahead by its own words; None where they do not tell, or tell of both.

    今年开展志愿服务15次 does not, 计划开展20次 does. 今年……，明年…… looks back: what it says of next year its clause tells.
    """
    done = known.told_done.search(text, span.start, span.end)
    due = known.told_due.search(text, span.start, span.end)
    if done is None or due is None:
        return None if done is due else due is not None
    return False if done.start() < due.start() and known.target_strong.match(text, due.start()) else None
