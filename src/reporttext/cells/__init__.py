"""Figures in table cells, whose unit, name and year stand elsewhere: in the caption (单位：万元), the head of the column
(同比增长（%）, 2022年, 户数), a column 单位, the label of the row.

A cell without a unit anywhere is no figure, and a column of such cells is told among the problems. The name is the row's
label with the column's head (中央资金 × 投入).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reporttext.cells.grid import Grid
from reporttext.cells.missed import warnings
from reporttext.cells.words import words
from reporttext.extract import scanner
from reporttext.lexicon import Lexicon
from reporttext.model import Document, Error, Fact

_TABLE = ("table_head", "table")


def finder(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: adds the figures of tables to `doc.facts`, in the order of the text, and to `doc.errors` warnings of
    each table with numbers that are none. Raises RuleError on a bad table of data.
    """
    known = words(lexicon)
    scan = scanner(lexicon).scan

    def find(doc: Document) -> Document:
        found: list[Fact] = []
        told: list[Error] = []
        ends = [sentence.span.end for sentence in doc.sentences]
        for number, rows in enumerate(_tables(doc), 1):
            table = Grid(doc, rows, known, scan, ends)
            facts = table.facts(len(doc.facts) + len(found))
            told += warnings(table, facts, _place(doc, rows, number, table.title))
            found += facts
        if told:
            doc = replace(doc, errors=(*doc.errors, *told))
        return _merged(doc, found) if found else doc

    return find


def _tables(doc: Document) -> list[list[int]]:
    """The blocks of each table: those of one address (T2), or a head and its rows where no reader gave one."""
    tables: dict[str, list[int]] = {}
    run = 0
    for i, block in enumerate(doc.blocks):
        if block.cell is not None and "R" in block.cell:
            tables.setdefault(block.cell.split("R")[0], []).append(i)
        elif block.role in _TABLE:
            above = doc.blocks[i - 1].role if i else None
            run += above not in _TABLE or (block.role == "table_head" and above == "table")
            tables.setdefault(f"run {run}", []).append(i)
    return [rows for rows in tables.values() if any(doc.blocks[i].role in _TABLE for i in rows)]


def _place(doc: Document, rows: Sequence[int], number: int, title: Sequence[str]) -> str:
    """Which table it is: its number, page, and title, else the heading it stands under (of a workbook the sheet)."""
    block = doc.blocks[rows[0]]
    page = f" on page {block.page}" if block.page is not None else ""
    above = title[0] if title else block.path[-1] if block.path else ""
    return f"table {number}{page}" + (f" (“{above[:40]}”)" if above else "")


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
