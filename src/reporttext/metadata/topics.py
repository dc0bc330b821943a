"""The topic of a report: what its title leaves between place and year before and kind of report behind.

关于某镇2022年落实意识形态工作责任制情况的报告 is about 意识形态, 望梨乡2021年上半年乡村振兴工作总结 about 乡村振兴; a plain 工作总结 has none.
"""

from __future__ import annotations

import re

from reporttext.lexicon import Table, texts
from reporttext.model import Span

_FIGURES = (
    r"[\d〇零○一二三四五六七八九十]{1,4}(?:[-—~至到][\d一二三四五六七八九十]{1,4})?(?:年度?|月份?|季度)"
)
_MARKS = r"[\s()《》“”\"'、,:·—*-]"


class Topics:
    """Finds topics; built from data/metadata.toml."""

    def __init__(self, table: Table) -> None:
        def words(key: str) -> str:
            listed = texts(f"metadata.topic.{key}", table["topic"][key])
            return "|".join(map(re.escape, sorted(listed, key=len, reverse=True)))

        self._head = re.compile(rf"(?:{words('before')}|第?{_FIGURES}|{_MARKS})")
        self._tail = re.compile(rf"(?:{words('after')}|第?{_FIGURES}|{_MARKS})$")

    def find(self, folded: str, title: Span, place: Span | None) -> Span | None:
        """The topic's span inside the title, or None where nothing of at least two characters is left."""
        start, end = title.start, title.end
        while start < end:
            if place and place.start == start:
                start = place.end
                continue
            m = self._head.match(folded, start, end)
            if m is None:
                break
            start = m.end()
        while start < end:
            m = self._tail.search(folded, max(start, end - 12), end)
            if m is None:
                break
            end = m.start()
        return Span(start, end) if end - start >= 2 and "\n" not in folded[start:end] else None
