"""One table: rows of cells under their heads, and the figures in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from reporttext.cells.heads import AMONG, Column, Named, caption, columns, named
from reporttext.cells.numbers import YEAR, are_dates, is_dated, number
from reporttext.cells.words import Words
from reporttext.model import Block, Document, Fact, Period, Span
from reporttext.rule import Finding

#: A cell, folded and stripped, with its place.
Written = tuple[str, Span]


class Row(NamedTuple):
    """A row below the heads: its block, its cells, what it is of ("" where nothing says it), the cell that says so (-1 where
    none of its own does), and its year where that is its name.
    """

    block: int
    cells: Sequence[Written]
    label: str
    labelled: int
    year: int | None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with the label, the unit and the year of its row; `dated`: its whole column can be of dates."""

    text: str
    span: Span
    label: Named
    unit: str | None
    year: int | None
    dated: bool


class Grid:
    """`rows` are the blocks of one table; those that no reader named a head or a row (a title, 单位：万元) are its caption.

    `ends` are the ends of the document's sentences.
    """

    def __init__(
        self,
        doc: Document,
        rows: Sequence[int],
        words: Words,
        scan: Callable[[str], list[Finding]],
        ends: Sequence[int],
    ) -> None:
        self.doc, self.words, self.scan, self.ends = doc, words, scan, ends
        self.heads = [i for i in rows if doc.blocks[i].role == "table_head"]
        self.title = [self._text(i) for i in rows if doc.blocks[i].role not in ("table_head", "table")]
        first = [[text for text, _ in _cells(doc, doc.blocks[i])] for i in self.heads]
        self.columns = columns(first, words, self._is_unit)
        self.unit_column = next((i for i, c in enumerate(self.columns) if c.name in words.unit_heads), -1)
        above = [self._text(i) for i in (rows[0] - 1, rows[0] - 2) if i >= 0]
        # A head says the unit of all cells too: 项目（单位：万元）.
        self.caption = caption(self.title, [*(self._text(i) for i in self.heads), *above], self._is_unit)
        self.rows = list(self._rows([i for i in rows if doc.blocks[i].role == "table"]))
        self.dated = [
            are_dates(row.cells[at][0] for row in self.rows if at < len(row.cells))
            for at in range(len(self.columns))
        ]

    def _text(self, block: int) -> str:
        return self.doc.blocks[block].span.of(self.doc.folded)

    def _is_unit(self, unit: str) -> bool:
        """Whether the whole is read as a unit: 面积 begins with one."""
        return self._reads(f"1{unit}")

    def _reads(self, text: str) -> bool:
        """Whether the whole is one figure."""
        found = self.scan(text)
        return len(found) == 1 and found[0].span == (0, len(text))

    def _rows(self, blocks: Sequence[int]) -> Iterator[Row]:
        """The rows; one whose first cell is blank goes on with what the row above is of."""
        label = ""
        for block in blocks:
            cells = _cells(self.doc, self.doc.blocks[block])
            at = self._label(cells)
            label = cells[at][0] if at >= 0 else label if not cells[0][0] else ""
            year = YEAR.fullmatch(cells[0][0])
            yield Row(block, cells, label, at, int(year[1]) if year else None)

    def _label(self, cells: Sequence[Written]) -> int:
        """The cell that says what the row is of; 单位 only where nothing else does."""
        named = (i for i, (text, _) in enumerate(cells) if text and not self._is_value(text, first=i == 0))
        return next((i for i in named if i != self.unit_column or i == 0), -1)

    def _is_value(self, text: str, *, first: bool) -> bool:
        """Whether a cell is a number, with a unit or an approximator if anything; 5G基站 and ××村 are names."""
        found = number(text)
        if found is None or is_dated(text):
            return is_dated(text) or text.isdigit()
        if not (found.before or found.rest):
            return True
        if first and not any(map(str.isdigit, text)):
            return False
        whole = f"{found.before}{found.digits}"
        return any(
            map(self._reads, (f"{whole}{found.rest}", f"{whole}个{found.rest}", f"{whole}{found.rest}个"))
        )

    def facts(self, first: int) -> list[Fact]:
        """The figures of the table; `first` is the index its first one will have, for parts to point at their wholes."""
        found: list[Fact] = []
        for row in self.rows if self.heads else ():
            whole: int | None = None
            for column, cell in self._values(row):
                fact = self._fact(row.block, column, cell)
                if fact is None:
                    continue
                found.append(fact._replace(part_of=whole) if column.part else fact)
                whole = whole if column.part else first + len(found) - 1
        return found

    def is_named(self, row: Row, at: int) -> bool:
        """Whether another cell says what a cell is of: its row's label, or a year with the column's head."""
        return bool((row.label and at != row.labelled) or (row.year and at and self.columns[at].name))

    def _values(self, row: Row) -> Iterator[tuple[Column, _Cell]]:
        """The cells of a row that can hold a value, with their columns."""
        at = self.unit_column
        said = row.cells[at][0].split("(")[0].strip() if 0 <= at < len(row.cells) else ""
        own = said if said and self._is_unit(said) else None
        of = named(row.label, self.words, self._is_unit)
        for i, (column, (text, span)) in enumerate(zip(self.columns, row.cells, strict=False)):
            if i != at and not column.skipped and self.is_named(row, i):
                yield column, _Cell(text, span, of, own, row.year, self.dated[i])

    def _fact(self, row: int, column: Column, cell: _Cell) -> Fact | None:
        label = cell.label.name
        shared = column.ratio or bool(self.words.ratio_last.search(label))
        finding = self._read(column, cell, shared=shared)
        sentence = bisect_right(self.ends, cell.span.start)
        if finding is None or sentence == len(self.ends):
            return None
        changed = column.changed or (
            shared and finding.kind == "ratio" and bool(self.words.up.search(label)) and not column.ratio
        )
        name = AMONG.sub("", label)
        return Fact(
            kind=finding.kind,
            span=cell.span,
            sentence=sentence,
            paragraph=row,
            quantity=finding.quantity,
            rule="table.cell",
            qualifier_text=finding.qualifier_text,
            indicator=name if column.changed and name else name + column.name,
            change="up" if changed else None,
            change_base="同比" if changed and "同比" in f"{label}{column.name}" else None,
            status="target" if column.aimed else "achieved",
            status_cue=column.name if column.aimed else None,
            period=self._period(column, cell),
        )

    def _read(self, column: Column, cell: _Cell, *, shared: bool) -> Finding | None:
        """A cell with the first unit that fits it: its own, that of its column, of its row, of what it counts, of the caption.

        `shared`: it is a share or a rate, by its column or its row (增长率), which the caption gives no unit but %, nor the
        column where the row says nothing else.
        """
        found = number(cell.text)
        if found is None:
            return None
        if self._is_unit(found.rest.strip("()")):  # 12(个)
            return self._quantity(found.before, found.digits, found.rest.strip("()"), "")
        label = cell.label
        only = self.words.ratio_only.fullmatch(label.name) or (shared and not column.name)
        for unit in ("", column.unit, cell.unit, label.unit):
            finding = None if unit is None else self._quantity(found.before, found.digits, unit, found.rest)
            misfit = unit and unit == column.unit and only and finding and finding.kind != "ratio"
            if finding and not (misfit and not column.ratio):
                return finding
        # What the row names is counted only where the column names nothing else: 户数 below 2022年, not below 投资.
        natural = None if shared else column.natural or (None if column.name else label.natural)
        last = self.caption.unit(natural, shared) or natural
        if last is None or (natural is None and (found.could_answer or cell.dated)):
            return None
        return self._quantity(found.before, found.digits, last, found.rest)

    def _quantity(self, before: str, digits: str, unit: str, rest: str) -> Finding | None:
        """The cell read as if its unit stood behind its number: 118,064 under 单位：万元 is 1180640000 元."""
        found = self.scan(f"{before}{digits}{unit}{rest}")
        if len(found) != 1 or found[0].span.start:
            return None
        behind = found[0].span.end - len(before) - len(digits) - len(unit)
        high = found[0].quantity.high
        if high is not None and found[0].quantity.low is not None and high < found[0].quantity.low:
            return None
        # Of what the cell itself says only a bracket may be left over: 300(预计), but not 2022年.
        return found[0] if not unit or behind >= len(rest) or rest[behind:].startswith("(") else None

    def _period(self, column: Column, cell: _Cell) -> Period | None:
        year = column.year or cell.year or self.caption.year
        meta = self.doc.metadata
        if year is not None and (column.year or cell.year or year != meta.year):
            return Period(date(year, 1, 1), date(year, 12, 31), f"{year}年")
        if meta.year is None or column.aimed:
            return None
        start, end = meta.period_start or date(meta.year, 1, 1), meta.period_end or date(meta.year, 12, 31)
        return Period(start, end, "")


def _cells(doc: Document, block: Block) -> list[Written]:
    """The cells of a row, folded and stripped, with their places; blank ones before the block's text are cells too."""
    line = doc.folded.rfind("\n", 0, block.span.start) + 1
    parts = doc.folded[line : block.span.end].split("\t")
    starts = accumulate((len(part) + 1 for part in parts), initial=line)
    cells = []
    for part, start in zip(parts, starts, strict=False):
        begin = start + len(part) - len(part.lstrip())
        cells.append((part.strip(), Span(begin, begin + len(part.strip()))))
    return cells
