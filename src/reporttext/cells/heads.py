"""What stands above the cells of a table: its caption (标题, 单位：万元) and the heads of its columns, of one row or two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from reporttext.cells.numbers import YEAR
from reporttext.cells.words import Words
from reporttext.tableunits import IsUnit, caption_units, head_unit

_SHORTER = re.compile(r"半年|季|\d月|[一二]月")
# A head of more characters is a name, if a unit too.
_LONGEST_UNIT = 3
_REMARK = re.compile(r"\([^()]{0,20}\)\Z")
#: What opens the name of a part.
AMONG = re.compile(r"其中[::]?")


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
    units = next(filter(None, (caption_units(text, is_unit) for text in (*title, *above))), ())
    years = {int(found[1]) for text in title if not _SHORTER.search(text) for found in YEAR.finditer(text)}
    return Caption(units, years.pop() if len(years) == 1 else None)


def named(text: str, words: Words, is_unit: IsUnit) -> Named:
    """金额（万元） is 金额 in 万元; 户数 has its natural unit."""
    name, unit = head_unit(text, is_unit)
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
    year = YEAR.search(written)
    names = [YEAR.sub("", part.name).strip() for part in found]
    among = [AMONG.sub("", name).strip() if AMONG.match(name) else name for name in names]
    changed = bool(words.up.search(written))
    unit = next((part.unit for part in reversed(found) if part.unit), None)
    return Column(
        head=" ".join(parts),
        name="".join("" if name in words.plain_heads else name for name in among),
        unit=unit,
        natural=next((part.natural for part in reversed(found) if part.natural), None),
        year=int(year[1]) if year else None,
        aimed=bool(words.target.search(written)),
        changed=changed,
        ratio=changed or bool(words.ratio.search(written)),
        part=among != names,
        skipped=bool(words.not_values.search(written))
        or (unit is None and _REMARK.sub("", written).endswith(words.not_values_last)),
    )
