"""A table of contents: the lines below 目录 that come again further down, with or without the number of their page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from reporttext.structure.lines import Line

_HEADS: Final = frozenset(("目录", "目次", "总目录"))
_PAGE: Final = re.compile(r"[.…·_\s]{0,200}\(?\d{0,4}\)?$")
# Where a table of contents begins, if there is one.
_FIRST: Final = 200
_LONGEST: Final = 80


def contents_of(lines: Sequence[Line]) -> list[int]:
    """Indexes of the lines of the table of contents, its head included; none if nothing of it comes again."""
    short = (i for i, line in enumerate(lines[:_FIRST]) if len(line.text) <= 8)
    head = next((i for i in short if lines[i].text.strip("[]【】").replace(" ", "") in _HEADS), None)
    if head is None:
        return []
    below = [
        "" if line.flowing or len(line.text) > _LONGEST else bare(line.text) for line in lines[head + 1 :]
    ]
    names = Counter(below)
    for several in (2, 3):  # a title of several lines is one entry
        names.update(
            "".join(lines) for lines in zip(*(below[i:] for i in range(several)), strict=False) if all(lines)
        )
    end = head + 1
    for name in below:
        names[name] -= 1  # itself
        # The first title, or its first line, stands again below the last entry.
        if not name or not names[name] or (end > head + 1 and below[0].startswith(name)):
            break
        end += 1
    # A title and one heading right above text are a report's own, below a link or a cover that says 目录.
    runs_on = end - head <= 3 and end < len(lines) and lines[end].flowing
    return [] if runs_on or end == head + 1 else list(range(head, end))


def bare(text: str) -> str:
    """The line as it comes again: without blanks, dots and the number of its page."""
    return _PAGE.sub("", text.rstrip()).replace(" ", "")
