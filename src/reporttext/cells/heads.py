"""What stands above the cells of a table: its caption (标题, 单位：万元) and the heads of its columns, of one row or two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from reporttext.cells.words import Words

_CAPTION_UNIT = re.compile(r"(?:计量)?单位[::] ?([^\s;。()]{1,20})")
_IN_BRACKETS = re.compile(
    r"[(\[〔【](?:单位[::])?([^()\[\]〔〕【】]{1,8})[)\]〕】]\s*\Z|[/:]\s?([^/:\s]{1,4})\Z|(%)\Z"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_SHORTER = re.compile(r"半年|季|\d月|[一二]月")
# A head of more characters is a name, if a unit too.
_LONGEST_UNIT = 3
_AMONG = re.compile(r"其中[::]?")

#: Whether a text is read as a unit behind a number.
IsUnit = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the unit it says and, as last resort, the one that what it names is counted in."""

    name: str
    unit: str | None
    natural: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """What the head of a column says of its cells; `head` is how it is written."""

    head: str
    name: str
    unit: str | None
    natural: str | None
    year: int | None
    aimed: bool
    changed: bool
    ratio: bool
    part: bool
    skipped: bool


@dataclass(frozen=True, slots=True)
class Caption:
    """The units that the words above a table name (单位：户、人), and the one year that its title does."""

    units: tuple[str, ...] = ()
    year: int | None = None

    def unit(self, natural: str | None, ratio: bool) -> str | None:
        """The one of `units` that a cell has; none if that is not certain.

        户数 under 单位：万元 counts no money, and 人口 under 单位：万人 counts 万人.
        """
        if ratio:
            return "%" if "%" in self.units else None
        others = [unit for unit in self.units if unit != "%"]
        if natural is not None:
            return next((unit for unit in others if unit.endswith(natural)), natural)
        return others[0] if len(others) == 1 else None


def caption(title: Sequence[str], above: Sequence[str], is_unit: IsUnit) -> Caption:
    """`title` are the rows that belong to the table, `above` the paragraphs before it, nearest first."""
    said = (
        re.split("[、,]", found[1].rstrip(",、"))
        for text in (*title, *above)
        for found in _CAPTION_UNIT.finditer(text)
    )
    # 填报单位：青石镇 names no unit.
    units = next((tuple(units) for units in said if all(map(is_unit, units))), ())
    years = {int(found[1]) for text in title if not _SHORTER.search(text) for found in _YEAR.finditer(text)}
    return Caption(units, years.pop() if len(years) == 1 else None)


def named(text: str, words: Words, is_unit: IsUnit) -> Named:
    """金额（万元） is 金额 in 万元; 户数 has its natural unit."""
    bracket = _IN_BRACKETS.search(text)
    unit = next(filter(None, bracket.groups()), None) if bracket else None
    if bracket is None or unit is None or not is_unit(unit):
        return Named(text, None, words.natural_unit(text))
    # The sign of 增长% belongs to its unit alone.
    name = text[: bracket.start()].rstrip()
    return Named(name, unit, words.natural_unit(name))


def columns(rows: Sequence[Sequence[str]], words: Words, is_unit: IsUnit) -> list[Column]:
    """The columns below a head of one or two rows; a cell of the upper row reaches over the blank ones behind it."""
    return [_column(parts, words, is_unit) for parts in _parts(rows)]


def _parts(rows: Sequence[Sequence[str]]) -> Iterable[tuple[str, ...]]:
    over = ""
    for upper, *lower in zip_longest(*rows, fillvalue=""):
        below = next(iter(lower), "")
        over = upper or (over if below else "")
        yield (over, below) if below else (over,)


def _column(parts: Sequence[str], words: Words, is_unit: IsUnit) -> Column:
    # 亩 alone is a unit.
    alone = [0 < len(part) <= _LONGEST_UNIT and is_unit(part) for part in parts]
    found = [
        Named("", part, None) if unit else named(part, words, is_unit)
        for part, unit in zip(parts, alone, strict=True)
    ]
    written = "".join(part.name for part in found)
    year = _YEAR.search(written)
    names = [_YEAR.sub("", part.name).strip() for part in found]
    among = [_AMONG.sub("", name).strip() if _AMONG.match(name) else name for name in names]
    changed = bool(words.up.search(written))
    return Column(
        head=" ".join(parts),
        name="".join("" if name in words.plain_heads else name for name in among),
        unit=next((part.unit for part in reversed(found) if part.unit), None),
        natural=next((part.natural for part in reversed(found) if part.natural), None),
        year=int(year[1]) if year else None,
        aimed=bool(words.target.search(written)),
        changed=changed,
        ratio=changed or bool(words.ratio.search(written)),
        part=among != names,
        skipped=bool(words.not_values.search(written)),
    )
