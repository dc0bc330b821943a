"""A table of contents: the lines below 目录 that come again further down, with or without the number of their page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reporttext.structure.lines import Line

_HEADS = frozenset(("目录", "目次", "总目录"))
_PAGE = re.compile(r"[.…·_\s]{0,200}\(?\d{0,4}\)?$")
# Where a table of contents begins, if there is one.
_FIRST = 200


def contents_of(lines: Sequence[Line]) -> list[int]:
    """Indexes of the lines of the table of contents, its head included; none if nothing of it comes again."""
    short = (i for i, line in enumerate(lines[:_FIRST]) if len(line.text) <= 8)
    head = next((i for i in short if lines[i].text.strip("[]【】").replace(" ", "") in _HEADS), None)
    if head is None:
        return []
    names = Counter(bare(line.text) for line in lines[head + 1 :])
    end = head + 1
    while end < len(lines) and len(lines[end].text) <= 120 and names[bare(lines[end].text)] > 1:
        names[bare(lines[end].text)] -= 1  # the last that comes again does so as itself
        end += 1
    return list(range(head, end)) if end > head + 1 else []


def bare(text: str) -> str:
    """The line as it comes again: without blanks, dots and the number of its page."""
    return _PAGE.sub("", text.rstrip()).replace(" ", "")
