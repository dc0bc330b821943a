"""The tree of headings above a line.

Lines numbered alike are siblings, whatever the level of their form: most reports go 一、 → （一） → 1., some （一） → 一、.
"""

from __future__ import annotations

from typing import NamedTuple


class _Entry(NamedTuple):
    style: str
    level: int
    heading: str | None
    item: bool


class Outline:
    """The headings open at a line. A run-in heading (`item`) holds its numbered sub-items but no later plain paragraph."""

    def __init__(self) -> None:
        self._open: list[_Entry] = []
        self._path: tuple[str, ...] | None = ()  # None where it must be made anew: most paragraphs share one

    @property
    def path(self) -> tuple[str, ...]:
        if self._path is None:
            self._path = tuple([entry.heading for entry in self._open if entry.heading])
        return self._path

    def leave_items(self) -> None:
        """A plain paragraph belongs to the last heading that has a line of its own."""
        while self._open and self._open[-1].item:
            self._open.pop()
            self._path = None

    def enter(
        self, heading: str | None, style: str, value: int | None, level: int | None, item: bool = False
    ) -> int:
        """Open a numbered heading; returns its level."""
        depth = level or 6
        styles = [entry.style for entry in self._open]
        if style in styles:
            del self._open[styles.index(style) :]
        else:
            while self._open and self._open[-1].level >= depth and (value != 1 or self._open[-1].item):
                self._open.pop()
        return self._enter(_Entry(style, depth, heading, item))

    def enter_plain(self, heading: str, strength: int, level: int | None) -> int:
        """Open an unnumbered heading: of a known `level`, else by the `strength` of its words; returns the level.

        A head phrase (过去五年工作回顾) opens a part of the report unless 一、 is in use; other short lines go below.
        """
        styles = [entry.style for entry in self._open]
        if level is not None:
            while self._open and self._open[-1].level >= level:
                self._open.pop()
        elif strength >= 3 or (strength == 2 and ("plain" in styles or not {"han", "part"} & set(styles))):
            self._open.clear()
            level = 1
        elif "below" in styles:
            del self._open[styles.index("below") :]
        else:
            self.leave_items()
        depth = level or min(5, (self._open[-1].level if self._open else 0) + 1)
        return self._enter(_Entry("plain" if depth == 1 else "below", depth, heading, item=False))

    def _enter(self, entry: _Entry) -> int:
        self._open.append(entry)
        self._path = None
        return entry.level
