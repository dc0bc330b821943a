"""The style sheet: what a paragraph or run inherits, so far as it decides text, numbers and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reporttext.readers._wordprocessing.names import number, switch, value, w

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Chains of styles in real files have up to six members; a chain that turns back on itself ends here too.
_MAX_CHAIN = 20
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_TITLES: dict[str, Literal["title", "subtitle"]] = {"title": "title", "subtitle": "subtitle"}


@dataclass(frozen=True, slots=True)
class Style:
    """One style's own properties; None where it says nothing and its parent counts."""

    id: str
    name: str
    parent: str | None
    list: str | None
    level: int | None
    outline: int | None
    hidden: bool | None


class StyleSheet:
    """The styles by id. A paragraph that names none has the default paragraph style."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.iterfind(w("style")):
            style = _style(element)
            self._styles.setdefault(style.id, style)
            if element.get(w("type")) == "paragraph" and element.get(w("default"), "0").lower() in {
                "1",
                "true",
                "on",
            }:
                self._default = style.id
        self._chains: dict[str | None, tuple[Style, ...]] = {}

    def paragraph(self, style_id: str | None) -> tuple[Style, ...]:
        """The style of a paragraph and those it is based on, nearest first."""
        return self.chain(style_id if style_id in self._styles else self._default)

    def chain(self, style_id: str | None) -> tuple[Style, ...]:
        if style_id not in self._chains:
            self._chains[style_id] = tuple(self._walk(style_id))
        return self._chains[style_id]

    def _walk(self, style_id: str | None) -> Iterator[Style]:
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(style_id) if style_id is not None else None
            if style is None:
                return
            yield style
            style_id = style.parent


def _style(element: Element) -> Style:
    paragraph, run = element.find(w("pPr")), element.find(w("rPr"))
    numbers = None if paragraph is None else paragraph.find(w("numPr"))
    return Style(
        id=element.get(w("styleId"), ""),
        name=(value(element, w("name")) or "").lower(),
        parent=value(element, w("basedOn")),
        list=value(numbers, w("numId")),
        level=number(numbers, w("ilvl")),
        outline=number(paragraph, w("outlineLvl")),
        hidden=switch(run, w("vanish")),
    )


def hidden(chain: tuple[Style, ...]) -> bool:
    """Whether text in these styles is hidden."""
    return next((style.hidden for style in chain if style.hidden is not None), False)


def outline_level(own: int | None, chain: tuple[Style, ...]) -> int | None:
    """The heading level, 1 for the highest, of a paragraph with the outline level `own` (0 for the highest, 9 for body)."""
    for style in chain:
        if own is not None:
            break
        own = style.outline
        if own is None and (named := _HEADING.fullmatch(style.name)):
            own = int(named[1]) - 1
    return own + 1 if own is not None and 0 <= own < 9 else None


def title_role(chain: tuple[Style, ...]) -> Literal["title", "subtitle"] | None:
    """The role of a paragraph in the style Title or Subtitle, or one made from them."""
    return next((_TITLES[style.name] for style in chain if style.name in _TITLES), None)
