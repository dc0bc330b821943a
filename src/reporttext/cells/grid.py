"""One table: rows of cells under their heads, and the figures in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from reporttext.cells.heads import Column, Named, caption, columns, named
from reporttext.cells.words import Words
from reporttext.model import Block, Document, Fact, Period, Span
from reporttext.rule import Finding

_NUMBER = re.compile(
    r"(?P<number>-?[\d,]{1,20}(?:\.\d{1,6})?|[*×xX○_]{1,12}(?:\.[*×xX○_]{1,6})?) ?(?P<rest>[^\d\s]{0,8})"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_AMONG = re.compile(r"其中[::]?")
# Digits of a telephone number or more: no figure, and none that is missed.
_PHONE = re.compile(r"\d{11,}")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with the label, the unit and the year of its row."""

    text: str
    span: Span
    label: Named
    unit: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A column, by its place and its head (empty where it has none), and how many of its numbers are no figures."""

    at: int
    head: str
    numbers: int


class Grid:
    """`rows` are the blocks of one table; those that no reader named a head or a row (a title, 单位：万元) are its caption."""

    def __init__(
        self, doc: Document, rows: Sequence[int], words: Words, scan: Callable[[str], list[Finding]]
    ) -> None:
        self.doc, self.words, self.scan = doc, words, scan
        self.heads = [i for i in rows if doc.blocks[i].role == "table_head"]
        self.body = [i for i in rows if doc.blocks[i].role == "table"]
        self.title = [self._text(i) for i in rows if doc.blocks[i].role not in ("table_head", "table")]
        first = [[text for text, _ in _cells(doc, doc.blocks[i])] for i in self.heads]
        self.columns = columns(first, words, self._is_unit)
        self.unit_column = next((i for i, c in enumerate(self.columns) if c.name in words.unit_heads), -1)
        above = [self._text(i) for i in (rows[0] - 1, rows[0] - 2) if i >= 0]
        # A head says the unit of all cells too: 项目（单位：万元）.
        self.caption = caption(self.title, [*(self._text(i) for i in self.heads), *above], self._is_unit)
        self.ends = [sentence.span.end for sentence in doc.sentences]

    def _text(self, block: int) -> str:
        return self.doc.blocks[block].span.of(self.doc.folded)

    def _is_unit(self, unit: str) -> bool:
        """Whether the whole is read as a unit: 面积 begins with one."""
        found = self.scan(f"1{unit}")
        return len(found) == 1 and found[0].core == (0, len(unit) + 1)

    def facts(self, first: int) -> list[Fact]:
        """The figures of the table; `first` is the index its first one will have, for parts to point at their wholes."""
        found: list[Fact] = []
        label = ""
        for row in self.body if self.heads else ():
            whole: int | None = None
            cells = _cells(self.doc, self.doc.blocks[row])
            label = self._label(cells) or (label if not cells[0][0] else "")
            for column, cell in self._values(cells, label):
                fact = self._fact(row, column, cell)
                if fact is None:
                    continue
                found.append(fact._replace(part_of=whole) if column.part else fact)
                whole = whole if column.part else first + len(found) - 1
        return found

    def missed(self, found: Sequence[Fact]) -> list[Missed]:
        """The columns with numbers that are not among `found`; years, 序号 and telephone numbers are none that could be."""
        used = {fact.span for fact in found}
        numbers: dict[int, list[str]] = {}
        for row in self.body:
            for at, (text, span) in enumerate(_cells(self.doc, self.doc.blocks[row])):
                if span not in used and _is_number(text):
                    numbers.setdefault(at, []).append(text)
        return [
            Missed(at, self._head(at), len(some))
            for at, some in sorted(numbers.items())
            if not self._is_skipped(at) and not _counts_rows(some)
        ]

    def _head(self, at: int) -> str:
        return self.columns[at].head if at < len(self.columns) else ""

    def _is_skipped(self, at: int) -> bool:
        return at < len(self.columns) and self.columns[at].skipped

    def _label(self, cells: Sequence[tuple[str, Span]]) -> str:
        """What the row is of; of 单位 only where nothing else says it."""
        named = [i for i, (text, _) in enumerate(cells) if text and not _NUMBER.fullmatch(text)]
        return next((cells[i][0] for i in named if i != self.unit_column or i == 0), "")

    def _values(self, cells: Sequence[tuple[str, Span]], label: str) -> Iterator[tuple[Column, _Cell]]:
        """The cells of a row that can hold a value, with their columns; a row without a label goes by its year."""
        year = _YEAR.fullmatch(cells[0][0])
        at = self.unit_column
        said = cells[at][0].split("(")[0].strip() if 0 <= at < len(cells) else ""
        own = said if said and self._is_unit(said) else None
        of = named(label, self.words, self._is_unit)
        for i, (column, (text, span)) in enumerate(zip(self.columns, cells, strict=False)):
            names = label or (year and i and column.name)
            if names and i != at and not column.skipped:
                yield column, _Cell(text, span, of, own, int(year[1]) if year else None)

    def _fact(self, row: int, column: Column, cell: _Cell) -> Fact | None:
        number = _NUMBER.fullmatch(cell.text)
        if number is None:
            return None
        label = cell.label
        # What the row names is counted only where the column names nothing else: 户数 below 2022年, not below 投资.
        natural = None if column.ratio else column.natural or (None if column.name else label.natural)
        last = self.caption.unit(natural, column.ratio) or natural
        readings = (
            self._quantity(number["number"], unit, number["rest"])
            for unit in ("", column.unit, cell.unit, label.unit, last)
            if unit is not None
        )
        finding = next((reading for reading in readings if reading is not None), None)
        sentence = bisect_right(self.ends, cell.span.start)
        if finding is None or sentence == len(self.ends):
            return None
        name = _AMONG.sub("", label.name)
        return Fact(
            kind=finding.kind,
            span=cell.span,
            sentence=sentence,
            paragraph=row,
            quantity=finding.quantity,
            rule="table.cell",
            qualifier_text=finding.qualifier_text,
            indicator=name if column.changed and name else name + column.name,
            change="up" if column.changed else None,
            change_base="同比" if column.changed and "同比" in column.name else None,
            status="target" if column.aimed else "achieved",
            status_cue=column.name if column.aimed else None,
            period=self._period(column, cell),
        )

    def _quantity(self, number: str, unit: str, rest: str = "") -> Finding | None:
        """The cell read as if its unit stood behind its number: 118,064 under 单位：万元 is 1180640000 元."""
        found = self.scan(f"{number}{unit}{rest}")
        return (
            found[0]
            if len(found) == 1 and found[0].core.start == (1 if number.startswith("-") else 0)
            else None
        )

    def _period(self, column: Column, cell: _Cell) -> Period | None:
        year = column.year or cell.year or self.caption.year
        meta = self.doc.metadata
        if year is not None and (column.year or cell.year or year != meta.year):
            return Period(date(year, 1, 1), date(year, 12, 31), f"{year}年")
        if meta.year is None or column.aimed:
            return None
        start, end = meta.period_start or date(meta.year, 1, 1), meta.period_end or date(meta.year, 12, 31)
        return Period(start, end, "")


def _cells(doc: Document, block: Block) -> list[tuple[str, Span]]:
    """The cells of a row, folded and stripped, with their places; blank ones before the block's text are cells too."""
    line = doc.folded.rfind("\n", 0, block.span.start) + 1
    parts = doc.folded[line : block.span.end].split("\t")
    starts = accumulate((len(part) + 1 for part in parts), initial=line)
    cells = []
    for part, start in zip(parts, starts, strict=False):
        begin = start + len(part) - len(part.lstrip())
        cells.append((part.strip(), Span(begin, begin + len(part.strip()))))
    return cells


def _is_number(text: str) -> bool:
    return (
        any(sign.isdigit() for sign in text)
        and _NUMBER.fullmatch(text) is not None
        and not _YEAR.fullmatch(text)
        and not _PHONE.match(text)
    )


def _counts_rows(numbers: Sequence[str]) -> bool:
    """1, 2, 3 …: the numbers of the rows."""
    return len(numbers) > 1 and list(numbers) == [str(at) for at in range(1, len(numbers) + 1)]
