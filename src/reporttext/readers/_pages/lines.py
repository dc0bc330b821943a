"""An element to the lines a browser would show: blocks, breaks, tables, numbers of ordered lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reporttext.readers import encodings
from reporttext.readers._pages.tree import Event, walk
from reporttext.readers.lines import Line, table

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "main",
        "header",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "center",
        "form",
        "fieldset",
        "address",
        "figure",
        "figcaption",
        "hr",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "details",
        "summary",
        "body",
        "html",
        "ucapcontent",
    ]
)
_HEADING = re.compile("h([2-6])")
_CELLS = frozenset(("td", "th"))
# Blanks of the source. A line break between two Chinese characters is none on the page, wherever tags stand; until the
# neighbours are known it is a NUL, which the parsed text never has.
_BLANKS = re.compile(r"[ \t\n]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef，。、；：？！“”‘’（）《》…—]"
_WRAPPED = re.compile(rf"(?<={_WIDE}) *+\0[ \0]*+(?={_WIDE})")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_MAX_SPAN = 63
# A table with such a cell lays out the page and holds no data.
_LAYOUT_BLOCKS, _LAYOUT_CHARS = 3, 300


@dataclass(slots=True)
class _Cell:
    text: str
    columns: int
    rows: int


@dataclass(slots=True)
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)
    begin: int = 0  # where the text of the open cell begins in the writer's pieces


@dataclass(slots=True)
class _List:
    next: int


class Writer:
    """Turns the events of a walk into lines. `tables` counts those of the page."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables = 0
        self._pieces: list[str] = []
        self._heading: int | None = None
        self._lists: list[_List] = []
        self._marks: list[int] = []  # where raised text begins
        self._number = ""  # of a list item, before its first line
        self._deleted = 0
        self._preformatted = 0
        self._data: set[int] = set()
        self._table: _Table | None = None

    def write(self, root: LexborNode) -> list[Line]:
        self._data = _data_tables(root)
        for event in walk(root):
            if event.kind == "text":
                self._text(event.node.text_content or "")
            elif event.kind == "open":
                self._open(event)
            else:
                self._close(event)
        self._flush()
        return self.lines

    def _text(self, text: str) -> None:
        if self._deleted:
            return
        text = encodings.tidy(text)
        if not self._preformatted:
            text = _BLANKS.sub(lambda blanks: "\0" if "\n" in blanks[0] else " ", text)
        self._pieces.append(text)

    def _open(self, event: Event) -> None:
        tag, node = event.tag, event.node
        if self._table is not None:
            self._open_in_table(tag)
        elif tag in _BLOCKS:
            self._flush()
        self._heading = int(found[1]) - 1 if (found := _HEADING.fullmatch(tag)) else self._heading
        if tag == "br":
            self._pieces.append("\n")
        elif tag == "ol":
            self._lists.append(_List(_number(node, "start", 1)))
        elif tag == "ul":
            self._lists.append(_List(-1))
        elif tag == "li" and self._lists and self._lists[-1].next >= 0:
            self._number = f"{self._lists[-1].next}."
            self._lists[-1].next += 1
        elif tag == "sup":
            self._marks.append(len(self._pieces))
        elif tag == "del":
            self._deleted += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "table" and node.mem_id in self._data:
            self._table = _Table()

    def _open_in_table(self, tag: str) -> None:
        assert self._table is not None
        if tag == "tr":
            self._table.rows.append([])
        elif tag in _CELLS:
            self._table.begin = len(self._pieces)
        elif tag in _BLOCKS:
            self._pieces.append(" ")

    def _close(self, event: Event) -> None:
        tag, node = event.tag, event.node
        if tag == "sup" and self._marks:
            self._raise(self._marks.pop())
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag == "del":
            self._deleted -= 1
        elif tag == "pre":
            self._preformatted -= 1
        if self._table is not None:
            if tag in _CELLS:
                text = _unwrapped(self._pieces[self._table.begin :])
                del self._pieces[self._table.begin :]
                cell = _Cell(text, _number(node, "colspan", 1), _number(node, "rowspan", 1))
                if self._table.rows:
                    self._table.rows[-1].append(cell)
            elif tag == "table":
                self._end_table(self._table)
        elif tag in _BLOCKS:
            self._flush()
        if _HEADING.fullmatch(tag):
            self._heading = None

    def _end_table(self, found: _Table) -> None:
        self._table = None
        self._flush()  # a caption, or text that stands between the cells
        rows = table(list(_grid(found.rows)), self.tables + 1)
        self.tables += bool(rows)
        self.lines += rows

    def _raise(self, begin: int) -> None:
        """10 with a raised 4 is 10⁴, not 104."""
        text = "".join(self._pieces[begin:])
        if text and not text.strip("0123456789+-"):
            self._pieces[begin:] = [text.translate(_RAISED)]

    def _flush(self) -> None:
        text = _unwrapped(self._pieces)
        self._pieces.clear()
        self._marks = [0] * len(self._marks)
        for line in text.split("\n"):
            if plain := line.strip():
                blank = " " * (
                    bool(self._number) and plain[0].isdigit()
                )  # 1. before 2024年 would read as 1.2024
                self.lines.append(Line(self._number + blank + plain, level=self._heading))
                self._number = ""


def _unwrapped(pieces: list[str]) -> str:
    return _WRAPPED.sub("", "".join(pieces)).replace("\0", " ").replace("\xa0", " ")


def _grid(rows: list[list[_Cell]]) -> Iterator[list[str]]:
    """The rows with an empty cell wherever another reaches over, so that columns stay in place."""
    reaching: dict[int, int] = {}  # column: so many rows more
    for row in rows:
        out: list[str] = []
        cells = iter(row)
        cell = next(cells, None)
        while cell is not None or any(column >= len(out) and left > 0 for column, left in reaching.items()):
            column = len(out)
            if reaching.get(column, 0) > 0:
                reaching[column] -= 1
                out.append("")
            elif cell is None:
                out.append("")
            else:
                for extra in range(cell.columns):
                    out.append("" if extra else cell.text)
                    reaching[column + extra] = cell.rows - 1
                cell = next(cells, None)
        yield out


def _number(node: LexborNode, name: str, default: int) -> int:
    value = (node.attributes.get(name) or "").strip()
    return (
        min(max(int(value), 1), _MAX_SPAN)
        if value.isascii() and value.isdigit() and len(value) < 6
        else default
    )


@dataclass(slots=True)
class _Look:
    """What tells a table of data from one that lays out the page."""

    id: int
    blocks: int = 0
    chars: int = 0
    columns: int = 0
    widest: int = 0
    layout: bool = False


def _data_tables(root: LexborNode) -> set[int]:
    """The tables of two columns and more with no table and no running text in their cells."""
    found: set[int] = set()
    stack: list[_Look] = []
    for kind, node, tag in walk(root):
        if kind == "text":
            if stack:
                stack[-1].chars += len((node.text_content or "").strip())
        elif kind == "open":
            if tag == "table":
                if stack:
                    stack[-1].layout = True
                stack.append(_Look(node.mem_id))
            elif stack:
                _look_at(stack[-1], tag)
        elif tag == "table":
            look = stack.pop()
            if not look.layout and look.widest >= 2:
                found.add(look.id)
        elif stack and tag in _CELLS:
            look = stack[-1]
            look.layout |= look.blocks >= _LAYOUT_BLOCKS and look.chars >= _LAYOUT_CHARS
    return found


def _look_at(look: _Look, tag: str) -> None:
    if tag == "tr":
        look.columns = 0
    elif tag in _CELLS:
        look.columns += 1
        look.widest = max(look.widest, look.columns)
        look.blocks = look.chars = 0
    elif tag in ("p", "br", "div", "li"):
        look.blocks += 1
