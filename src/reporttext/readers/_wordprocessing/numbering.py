"""Automatic numbers: 一、 （一） 1. （1） ① 第一条, as Word shows them and as no run holds them.

A paragraph names a list (w:num), which names its definition (w:abstractNum) and may change some of its nine levels.
Numbers are counted by definition: two lists of one definition go on with each other's numbers, unless the second says
where to start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from reporttext.readers._wordprocessing import numerals
from reporttext.readers._wordprocessing.names import ALTERNATE, VAL, alternative, number, switch, value, w
from reporttext.readers._wordprocessing.symbols import symbols

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LEVELS = 9
_PLACE = re.compile("%([1-9])")
# A label that ends so is written straight before its text, as it is typed in reports: 一、加强…, （二）优化…, ①落实….
_CLOSED = re.compile("[、，,.．。:：;；)）\\]］】〕》…①-⓿❶-➓㈠-㊰]$")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `text` has %1 to %9 in the place of the numbers; `width` pads with zeros (001)."""

    start: int = 1
    fmt: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    width: int = 0


class _List(NamedTuple):
    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Label(NamedTuple):
    """A number or bullet as shown, and what Word puts after it: tab, space or nothing."""

    text: str
    suffix: str

    def before(self, text: str) -> str:
        """The label and `text` on one line."""
        if not self.text or not text:
            return self.text or text
        if self.suffix == "nothing":
            return self.text + text
        # 1. before 2024年 would read as 1.2024.
        apart = self.text[-1] in ".．" and text[0].isdigit()
        return self.text + text if _CLOSED.search(self.text) and not apart else f"{self.text} {text}"


class Numbering:
    """The lists of one document and, since numbers are given in the order of the text, their counters."""

    def __init__(self, root: Element | None, style_lists: dict[str, str] | None = None) -> None:
        self._lists: dict[str, _List] = {}
        # The last number given at each level of a definition, None before the first and after a restart.
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()
        if root is not None:
            self._read(root, style_lists or {})

    def level_of_style(self, list_id: str, style_id: str) -> int | None:
        """The level that the list ties to a paragraph style."""
        known = self._lists.get(list_id)
        return (
            next((at for at, level in known.levels.items() if level.style == style_id), None)
            if known
            else None
        )

    def next(self, list_id: str, at: int) -> Label | None:
        """Count one paragraph of level `at` (from 0) and return its label; None if there is no such list or level."""
        known = self._lists.get(list_id)
        level = known.levels.get(at) if known else None
        if known is None or level is None:
            return None
        values = self._counters.setdefault(known.definition, [None] * LEVELS)
        begins = at in known.starts and (list_id, at) not in self._begun
        self._begun.add((list_id, at))
        last = values[at]
        values[at] = _start(known, at) if last is None or begins else last + 1
        for above in range(at):
            # A level that was passed over counts as begun: its first number is shown and not given again.
            if values[above] is None:
                values[above] = _start(known, above)
        for below in range(at + 1, LEVELS):
            limit = known.levels[below].restart if below in known.levels else None
            if limit is None or at < limit:
                values[below] = None
        return Label(self._text(known, at, level, values), level.suffix)

    def _text(self, known: _List, at: int, level: Level, values: list[int | None]) -> str:
        if level.fmt == "bullet":
            return level.text
        if any(int(place) > at + 1 for place in _PLACE.findall(level.text)):
            return ""  # Word shows nothing then ([MS-OI29500] 2.1.283)
        return _PLACE.sub(
            lambda place: self._number(known, int(place[1]) - 1, values, legal=level.legal), level.text
        )

    def _number(self, known: _List, at: int, values: list[int | None], *, legal: bool) -> str:
        shown, n = known.levels.get(at, Level()), values[at]
        if n is None:
            n = _start(known, at)
        if legal:
            return str(n)
        if shown.fmt not in numerals.FORMATS and shown.fmt != "bullet":
            self.unknown.add(shown.fmt)
        return numerals.write(n, shown.fmt).rjust(shown.width, "0") if shown.fmt != "bullet" else ""

    def _read(self, root: Element, style_lists: dict[str, str]) -> None:
        definitions = {
            element.get(w("abstractNumId"), ""): element
            for element in reversed(root.findall(w("abstractNum")))
        }
        lists = {element.get(w("numId"), ""): element for element in reversed(root.findall(w("num")))}
        for list_id, element in lists.items():
            if list_id == "0":  # means no number at all
                continue
            definition = self._definition(value(element, w("abstractNumId")), definitions, lists, style_lists)
            if definition is not None:
                self._lists[list_id] = _list(element, definition, definitions[definition])

    @staticmethod
    def _definition(
        id: str | None,
        definitions: dict[str, Element],
        lists: dict[str, Element],
        style_lists: dict[str, str],
    ) -> str | None:
        """The definition that holds the levels: one may only point to a list style (numStyleLink), and so on."""
        for _ in range(LEVELS):
            element = definitions.get(id) if id is not None else None
            if element is None:
                return None
            link = value(element, w("numStyleLink"))
            if link is None or element.find(w("lvl")) is not None:
                return id
            target = lists.get(style_lists.get(link, ""))
            id = value(target, w("abstractNumId"))
        return None


def _start(known: _List, at: int) -> int:
    level = known.levels.get(at)
    return known.starts.get(at, level.start if level else 1)


def _list(element: Element, id: str, definition: Element) -> _List:
    levels = _levels(definition)
    starts: dict[int, int] = {}
    for override in element.iterfind(w("lvlOverride")):
        at = override.get(w("ilvl"), "")
        if at not in "012345678" or not at:
            continue
        own = override.find(w("lvl"))
        if own is not None:
            levels[int(at)] = _level(own)
        start = number(override, w("startOverride"))
        if start is not None:
            starts[int(at)] = start
    return _List(id, levels, starts)


def _levels(definition: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in definition.iterfind(w("lvl")):
        at = element.get(w("ilvl"), "")
        if at and at in "012345678":
            found.setdefault(int(at), _level(element))
    return found


def _level(element: Element) -> Level:
    start = number(element, w("start"))
    fmt, width = _format(element)
    level = Level(
        start=start or 0,
        fmt=fmt,
        text=value(element, w("lvlText")) or "",
        suffix=value(element, w("suff")) or "tab",
        restart=number(element, w("lvlRestart")),
        legal=bool(switch(element, w("isLgl"))),
        style=value(element, w("pStyle")),
        width=width,
    )
    if fmt != "bullet":
        return level
    fonts = element.find(f"{w('rPr')}/{w('rFonts')}")
    picture = element.find(w("lvlPicBulletId")) is not None
    return replace(
        level,
        text="•" if picture else symbols(level.text, fonts.get(w("ascii")) if fonts is not None else None),
    )


def _format(element: Element) -> tuple[str, int]:
    """The number format; newer ones (001, 002) are wrapped with an older one for programs that do not know them."""
    chosen = element.find(w("numFmt"))
    wrapper = element.find(ALTERNATE)
    if chosen is None and wrapper is not None:
        newer = alternative(wrapper)
        chosen = None if newer is None else newer.find(w("numFmt"))
        sample = "" if chosen is None else chosen.get(w("format"), "").split(",")[0].strip()
        if chosen is not None and chosen.get(VAL) == "custom":
            return ("decimal", len(sample)) if sample.isascii() and sample.isdigit() else ("decimal", 0)
    return ("decimal" if chosen is None else chosen.get(VAL, "decimal")), 0
