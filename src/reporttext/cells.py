"""Figures in table cells, whose unit, name and year stand elsewhere: in the caption (单位：万元), the head of the column
(同比增长（%）, 2022年), a column 单位, the label of the row.

A cell without a unit anywhere is no figure. The name is the row's label with the column's head (中央资金 × 投入).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import accumulate

from reporttext.extract import scanner
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.model import Block, Document, Fact, Period, Span
from reporttext.rule import Finding, trie

_CAPTION_UNIT = re.compile(r"(?:计量)?单位[::] ?([^\s,;。)]{1,8})")
_IN_BRACKETS = re.compile(r"\(([^()]{1,8})\)\s*\Z")
_NUMBER = re.compile(
    r"(?P<number>-?[\d,]{1,20}(?:\.\d{1,6})?|[*×xX○_]{1,12}(?:\.[*×xX○_]{1,6})?) ?(?P<rest>[^\d\s]{0,8})"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_AMONG = re.compile(r"其中[::]?")


@dataclass(frozen=True)
class _Words:
    """The lists of data/cells.toml, as patterns."""

    not_values: re.Pattern[str]
    unit_heads: frozenset[str]
    plain_heads: frozenset[str]
    target: re.Pattern[str]
    up: re.Pattern[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon["cells"]
    names = ("not_values", "unit_heads", "plain_heads", "target_heads", "up_heads")
    check_keys("cells", table, names)
    lists = {name: texts(f"cells.{name}", table[name]) for name in names}
    return _Words(
        re.compile(trie(lists["not_values"])),
        frozenset(lists["unit_heads"]),
        frozenset(lists["plain_heads"]),
        re.compile(trie(lists["target_heads"])),
        re.compile(trie(lists["up_heads"])),
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """What the head of a column says of its cells."""

    name: str
    unit: str | None
    year: int | None
    aimed: bool
    changed: bool
    part: bool
    skipped: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with the label and the unit of its row."""

    text: str
    span: Span
    label: str
    unit: str | None


def finder(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: adds the figures of tables to `doc.facts`, in the order of the text."""
    words = _words(lexicon)
    scan = scanner(lexicon).scan

    def find(doc: Document) -> Document:
        found: list[Fact] = []
        for table in _tables(doc):
            found += _Grid(doc, table, words, scan).facts(len(doc.facts) + len(found))
        return _merged(doc, found) if found else doc

    return find


def _tables(doc: Document) -> Iterator[list[int]]:
    """Runs of block indices, each a head row and its rows."""
    run: list[int] = []
    for i, block in enumerate(doc.blocks):
        if block.role == "table_head" and run:
            yield run
            run = []
        if block.role in ("table_head", "table"):
            run.append(i)
        elif run:
            yield run
            run = []
    if run:
        yield run


class _Grid:
    """One table: rows of (text, span) cells under the heads of the first row."""

    def __init__(
        self, doc: Document, rows: Sequence[int], words: _Words, scan: Callable[[str], list[Finding]]
    ) -> None:
        self.doc, self.rows, self.words, self.scan = doc, rows, words, scan
        self.columns = [self._column(text) for text, _ in _cells(doc, doc.blocks[rows[0]])]
        self.caption_unit = self._caption_unit()
        self.ends = [sentence.span.end for sentence in doc.sentences]

    def _column(self, text: str) -> _Column:
        bracket = _IN_BRACKETS.search(text)
        unit = bracket[1] if bracket and self._quantity("1", bracket[1]) else None
        name = text[: bracket.start()] if bracket and unit else text
        year = _YEAR.search(name)
        plain = _YEAR.sub("", name)
        among = bool(_AMONG.match(plain))
        plain = _AMONG.sub("", plain).strip()
        return _Column(
            name="" if plain in self.words.plain_heads else plain,
            unit=unit,
            year=int(year[1]) if year else None,
            aimed=bool(self.words.target.search(name)),
            changed=bool(self.words.up.search(name)),
            part=among,
            skipped=bool(self.words.not_values.search(name)),
        )

    def _caption_unit(self) -> str | None:
        """The unit said in the head row or in one of the two paragraphs before the table."""
        for i in (self.rows[0], self.rows[0] - 1, self.rows[0] - 2):
            if i >= 0:
                block = self.doc.blocks[i]
                found = _CAPTION_UNIT.search(self.doc.folded, block.span.start, block.span.end)
                if found:
                    return found[1]
        return None

    def facts(self, first: int) -> list[Fact]:
        """The figures of the table; `first` is the index its first one will have, for parts to point at their wholes."""
        if self.doc.blocks[self.rows[0]].role != "table_head":
            return []
        found: list[Fact] = []
        for row in self.rows[1:]:
            whole: int | None = None
            for column, cell in self._values(row):
                fact = self._fact(row, column, cell)
                if fact is None:
                    continue
                found.append(fact._replace(part_of=whole) if column.part else fact)
                whole = whole if column.part else first + len(found) - 1
        return found

    def _values(self, row: int) -> Iterator[tuple[_Column, _Cell]]:
        """The cells of a row that can hold a value, with their columns."""
        cells = _cells(self.doc, self.doc.blocks[row])
        label = next((text for text, _ in cells if text and not _NUMBER.fullmatch(text)), "")
        unit_column = next((i for i, c in enumerate(self.columns) if c.name in self.words.unit_heads), -1)
        own = cells[unit_column][0] if 0 <= unit_column < len(cells) else None
        for i, (column, (text, span)) in enumerate(zip(self.columns, cells, strict=False)):
            if label and i != unit_column and not column.skipped:
                yield column, _Cell(text, span, label, own)

    def _fact(self, row: int, column: _Column, cell: _Cell) -> Fact | None:
        number = _NUMBER.fullmatch(cell.text)
        if number is None:
            return None
        bracket = _IN_BRACKETS.search(cell.label)
        units = ("", column.unit, cell.unit, bracket[1] if bracket else None, self.caption_unit)
        readings = (
            self._quantity(number["number"], unit, number["rest"]) for unit in units if unit is not None
        )
        finding = next((reading for reading in readings if reading is not None), None)
        sentence = bisect_right(self.ends, cell.span.start)
        if finding is None or sentence == len(self.ends):
            return None
        name = _AMONG.sub("", cell.label[: bracket.start()] if bracket else cell.label)
        return Fact(
            kind=finding.kind,
            span=cell.span,
            sentence=sentence,
            paragraph=row,
            quantity=finding.quantity,
            rule="table.cell",
            qualifier_text=finding.qualifier_text,
            indicator=name if column.changed else name + column.name,
            change="up" if column.changed else None,
            change_base="同比" if column.changed and "同比" in column.name else None,
            status="target" if column.aimed else "achieved",
            status_cue=column.name if column.aimed else None,
            period=self._period(column),
        )

    def _quantity(self, number: str, unit: str, rest: str = "") -> Finding | None:
        """The cell read as if its unit stood behind its number: 118,064 under 单位：万元 is 1180640000 元."""
        found = self.scan(f"{number}{unit}{rest}")
        return (
            found[0]
            if len(found) == 1 and found[0].core.start == (1 if number.startswith("-") else 0)
            else None
        )

    def _period(self, column: _Column) -> Period | None:
        if column.year is not None:
            return Period(date(column.year, 1, 1), date(column.year, 12, 31), f"{column.year}年")
        meta = self.doc.metadata
        if meta.year is None or column.aimed:
            return None
        start, end = meta.period_start or date(meta.year, 1, 1), meta.period_end or date(meta.year, 12, 31)
        return Period(start, end, "")


def _cells(doc: Document, block: Block) -> list[tuple[str, Span]]:
    """The cells of a row, folded and stripped, with their places."""
    parts = doc.folded[block.span.start : block.span.end].split("\t")
    starts = accumulate((len(part) + 1 for part in parts), initial=block.span.start)
    cells = []
    for part, start in zip(parts, starts, strict=False):
        begin = start + len(part) - len(part.lstrip())
        cells.append((part.strip(), Span(begin, begin + len(part.strip()))))
    return cells


def _merged(doc: Document, found: Sequence[Fact]) -> Document:
    """Facts of the text and of its tables in one order; what pointed at a fact by its index still does."""
    every = (*doc.facts, *found)
    order = sorted(range(len(every)), key=lambda i: every[i].span.start)
    moved = {old: new for new, old in enumerate(order)}
    facts = tuple(
        every[i]._replace(
            part_of=None if every[i].part_of is None else moved[every[i].part_of],  # type: ignore[index]
            repeat_of=None if every[i].repeat_of is None else moved[every[i].repeat_of],  # type: ignore[index]
        )
        for i in order
    )
    return replace(doc, facts=facts)
