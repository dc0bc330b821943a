"""A page a report: outline, text with what was found in it, and the lists of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from reporttext import segment
from reporttext.model import Span
from reporttext.outputs.page.pieces import Cutter, Layer, Piece
from reporttext.outputs.page.write import Writer, in_script
from reporttext.store import name
from reporttext.store.reader import Reports

# What the lists and the hovering show of each, in this order; assets/report.js takes start and end off the front.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "facts": (
        "start", "end", "quote", "indicator", "value", "value_max", "unit", "status", "change", "change_base", "qualifier_text", "scope",
        "masked", "period_start", "period_end", "period_text", "kind", "activity", "actor", "section", "themes", "score",
    ),
    "events": ("start", "end", "quote", "name", "type", "status", "period_start", "period_end", "section", "score"),
    "mentions": ("start", "end", "quote", "label", "kind", "normalised", "section"),
    "checks": ("start", "end", "kind", "severity", "message", "other_start", "other_end"),
    "outline_checks": ("start", "end", "kind", "message"),
}  # fmt: skip

# What the head of a report tells, besides its title.
_ABOUT = (
    "place", "year", "doc_type", "admin_level", "topic", "issuer", "issued_on", "period_start", "period_end", "year_given",
    "chars", "source", "format",
)  # fmt: skip

_AT_ONCE = 500  # reports
_DEPTH = 5  # of the outline and of headings; a title is h1


def write(store: Reports, writer: Writer) -> None:
    """Write `reports/ID.html` for every report."""
    for page in _pages(store):
        writer.template(f"reports/{page[0]['doc_id']}.html", _TEMPLATE, _values(page, writer))


def one(store: Reports, writer: Writer, doc_id: str) -> str | None:
    """The page of one report, None where there is no such report."""
    return next((writer.filled(_TEMPLATE, _values(page, writer)) for page in _pages(store, doc_id)), None)


_TEMPLATE = "report.html"
Row = dict[str, Any]
Page = tuple[Row, Mapping[str, list[Row]]]


def _pages(store: Reports, only: str | None = None) -> Iterator[Page]:
    """Each report, or `only` the one of that id, with its rows.

    Many at once: asking once a report would read each table as often. Not all: sorting the tables of 10,000 side by side takes
    more memory than a store may.
    """
    if only is not None:
        yield from _some(store, "doc_id = ?", [only])
        return
    ((last,),) = store.stream("select coalesce(max(rowid), -1) from main.documents", [])
    for begin in range(0, last + 1, _AT_ONCE):
        yield from _some(store, "d.rowid >= ? and d.rowid < ?", [begin, begin + _AT_ONCE])


def _some(store: Reports, where: str, values: Sequence[object]) -> Iterator[Page]:
    """The reports for which the condition `where` holds."""
    wanted = {
        "paragraphs": ("paragraph", "start", "end", "role", "level", "number", "heading", "section", "section_by", "section_score", "themes"),
        "sentences": ("sentence", "paragraph", "start", "end"),
        "themes": ("start", "end", "theme"),
        **SHOWN,
    }  # fmt: skip
    places = {table: _Stream(store, table, columns, where, values) for table, columns in wanted.items()}
    about = ("doc_id", "title", "text", "duplicate_of", *_ABOUT)
    query = f"""select n.number, {", ".join(f"d.{name(column)}" for column in about)}, n.before, n.after
        from main.documents d join ({_NEIGHBOURS}) n using (doc_id)
        where {where} order by n.number"""
    columns = ("rowid", *about, "before", "after")
    for row in store.stream(query, values):
        document = dict(zip(columns, row, strict=True))
        yield document, {table: stream.of(document["rowid"]) for table, stream in places.items()}


# The reports of the same place, subject and kind that come before and after; a masked place has an id of its own each.
_NEIGHBOURS = """select rowid as number, doc_id, lag(doc_id) over near as before, lead(doc_id) over near as after
    from main.documents window near as (partition by place_joined, topic, doc_type order by year, rowid)"""


class _Stream:
    """The rows of a table report by report, in the order of the reports."""

    def __init__(
        self, store: Reports, table: str, columns: Sequence[str], where: str, values: Sequence[object]
    ) -> None:
        chosen = ", ".join(f"t.{name(column)}" for column in columns)
        rows = store.stream(
            f"""select d.rowid, {chosen} from main.{table} t join main.documents d using (doc_id)
            where t."start" is not null and {where} order by d.rowid, t."start", t."end", t.rowid""",
            values,
        )
        self._columns = columns
        self._groups = groupby(rows, key=lambda row: row[0])
        self._next = next(self._groups, None)

    def of(self, place: int) -> list[Row]:
        if self._next is None or self._next[0] != place:
            return []
        found = [dict(zip(self._columns, row[1:], strict=True)) for row in self._next[1]]
        self._next = next(self._groups, None)
        return found


def _values(page: Page, writer: Writer) -> Row:
    """What the template takes."""
    document, rows = page
    text = document["text"]
    layers = [Layer(what, [Span(r["start"], r["end"]) for r in rows[what]]) for what in _COLOURED]
    layers.append(Layer("masks", list(segment.masks(text))))
    cutter = Cutter(text, layers)
    sentences: dict[int, list[Row]] = defaultdict(list)
    for sentence in rows["sentences"]:
        sentences[sentence["paragraph"]].append(sentence)
    blocks = list(_blocks(rows["paragraphs"], sentences, cutter, rows, writer))
    _tables(blocks)
    about = [
        (head, writer.code("documents", column, str(document[column])))
        for column, head in zip(_ABOUT, writer.heads("documents", _ABOUT), strict=True)
        if document[column] is not None
    ]
    data = {
        what: [[row[column] for column in columns] for row in rows[what]] for what, columns in SHOWN.items()
    }
    return {"document": document, "about": about, "blocks": blocks, "data": in_script(data)}


_COLOURED = ("facts", "events", "mentions")
_ROWS = ("table_head", "table")
_CLASSES = {"facts": "f", "events": "e", "mentions": "m", "masks": "k"}


def _blocks(
    paragraphs: Sequence[Row], sentences: Mapping[int, list[Row]], cutter: Cutter, rows: Mapping[str, list[Row]], writer: Writer
) -> Iterator[Row]:  # fmt: skip
    """What the template needs of each paragraph: its tag, its section where a new one begins, its cells in sentences and pieces."""
    before = None
    for paragraph in paragraphs:
        section = paragraph["section"]
        role = paragraph["role"]
        heading = role == "heading"
        depth = min(paragraph["level"] or 1, _DEPTH)
        cells = _cells(cutter.text, paragraph)
        yield {
            "id": paragraph["paragraph"],
            "at": paragraph["start"],
            "tag": "tr" if role in _ROWS else f"h{depth + 1}" if heading else "p",
            "role": role,
            "section": section,
            "opens": writer.code("paragraphs", "section", section) if section != before else None,
            "outline": (
                (depth, f"{paragraph['number'] or ''}{paragraph['heading']}")
                if paragraph["heading"] and (heading or paragraph["number"])
                else None
            ),
            "themes": paragraph["themes"] or (),
            "cells": [list(_parts(cell, sentences[paragraph["paragraph"]], cutter, rows)) for cell in cells],
        }
        before = section


def _cells(text: str, paragraph: Row) -> list[Span]:
    """The cells of a row of a table, without the tabs between them; any other paragraph is one."""
    start, end = paragraph["start"], paragraph["end"]
    if paragraph["role"] not in _ROWS:
        return [Span(start, end)]
    found = []
    for cell in text[start:end].split("\t"):
        found.append(Span(start, start + len(cell)))
        start += len(cell) + 1
    return found


def _tables(blocks: Sequence[Row]) -> None:
    """Mark the rows that begin and end a table: one ends before text, another section, and heads below its body."""
    for before, block in zip([None, *blocks], blocks, strict=False):
        goes_on = before is not None and before["role"] in _ROWS and not block["opens"]
        second = before is not None and (before["role"], block["role"]) == ("table", "table_head")
        block["begins"] = block["role"] in _ROWS and (second or not goes_on)
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        ends = after is None or after["role"] not in _ROWS or after["begins"]
        block["ends"] = block["role"] in _ROWS and ends
    for begin, block in enumerate(blocks):
        if block["begins"]:
            end = next(at for at in range(begin, len(blocks)) if blocks[at]["ends"])
            width = max(len(row["cells"]) for row in blocks[begin : end + 1])
            for row in blocks[begin : end + 1]:  # a title above the columns stands over all of them
                row["columns"] = width if len(row["cells"]) == 1 < width else None


def _parts(
    cell: Span, sentences: Sequence[Row], cutter: Cutter, rows: Mapping[str, list[Row]]
) -> Iterator[Row]:
    """The sentences of a cell, and what stands between them, in pieces; of one that goes over several the first has the id."""
    at, end = cell
    for sentence in sentences:
        start, stop = max(at, sentence["start"]), min(sentence["end"], end)
        if start >= stop:
            continue
        if at < start:
            yield {"id": None, "pieces": [_piece(p, rows) for p in cutter.cut(at, start)]}
        id = sentence["sentence"] if sentence["start"] >= cell.start else None
        yield {"id": id, "pieces": [_piece(p, rows) for p in cutter.cut(start, stop)]}
        at = stop
    if at < end:
        yield {"id": None, "pieces": [_piece(p, rows) for p in cutter.cut(at, end)]}


def _piece(piece: Piece, rows: Mapping[str, list[Row]]) -> Row:
    """A piece as the template takes it: its classes, what it stands for, and the id of the innermost that begins there."""
    if not piece.within:
        return {"text": piece.text, "kind": None}
    classes = [_CLASSES[layer] for layer in piece.within]
    facts = piece.within.get("facts", ())
    if facts:
        classes.append(str(rows["facts"][facts[-1]]["status"] or "none"))
    found: Row = {"text": piece.text, "kind": "mask", "classes": " ".join(classes), "id": None}
    for layer in _COLOURED:
        if layer in piece.within:
            place = piece.within[layer][-1]
            row = rows[layer][place]
            target = f"{layer[0]}{row['start']}-{row['end']}"
            found["of"] = " ".join(f"{what[0]}{i}" for what in _COLOURED for i in piece.within.get(what, ()))
            found["kind"], found["target"] = "link", f"{layer[0]}l{place}"
            if place in piece.first.get(layer, ()):
                found["id"] = target
            break
    return found
