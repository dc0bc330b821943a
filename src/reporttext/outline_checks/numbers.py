"""Numbers that do not follow each other: 一、→三、, two （二）, 四是 without 三是, 一、 again after 五、.

All numbers of one form below one heading are a list, at the head of a line or inside one. A list is told only if its other
numbers are in order and the number that is missed stands nowhere between its neighbours, in whatever form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from reporttext.fold import fold
from reporttext.lexicon import Lexicon
from reporttext.model import Document, OutlineCheck, Span
from reporttext.structure import Numbering, numbers

_CN: Final = "一二三四五六七八九十"
# Forms whose numbers are written with care. Arabic ones are left alone inside lines: there they number quotations, rules, slogans.
_HEADS: Final = frozenset(("part", "han", "subpart", "hanbracket", "arabic", "bracket"))
_INSIDE: Final = frozenset(("item", "hanbracket", "bracket", "circle", "ordinal"))
_ANYWHERE: Final = _HEADS | _INSIDE
# Levels from this one on are items, which hold no headings. So many numbers may be missed at once.
_ITEM, _MOST = 5, 3


class _Number(NamedTuple):
    """A number in its place."""

    value: int
    span: Span
    paragraph: int
    heads: bool  # at the head of a line


@dataclass(slots=True)
class _List:
    """Numbers of one form; `before` is the list of that form that it follows."""

    style: str
    level: int
    before: _List | None
    numbers: list[_Number] = field(default_factory=list)


def numbering(lexicon: Lexicon) -> Callable[[Document], Iterator[OutlineCheck]]:
    """Return the check of a document's numbers."""
    read = numbers(lexicon)

    def find(doc: Document) -> Iterator[OutlineCheck]:
        folded = doc.folded or fold(doc.text)
        for found in _lists(doc, folded, read):
            yield from _faults(found, doc, folded)

    return find


def _lists(doc: Document, folded: str, read: Callable[[str], Numbering | None]) -> Iterator[_List]:
    """The lists of a report, those inside others first."""
    open_now: list[_List] = []
    for style, level, number in _numbers(doc, folded, read):
        at = next((i for i, entry in enumerate(open_now) if entry.style == style), None)
        before: _List | None = None
        if at is not None and number.value != 1:
            at += 1
        elif at is not None:
            before = open_now[at]
        else:  # 一、 may stand below （一）, but nothing below 一是
            at = len(open_now)
            while at and open_now[at - 1].level >= (level if number.value != 1 else _ITEM):
                at -= 1
        yield from reversed(open_now[at:])
        del open_now[at:]
        if not open_now or open_now[-1].style != style:
            open_now.append(_List(style, level, before))
        open_now[-1].numbers.append(number)
    yield from reversed(open_now)


def _numbers(
    doc: Document, folded: str, read: Callable[[str], Numbering | None]
) -> Iterator[tuple[str, int, _Number]]:
    """Every number of the report's own text, with its form and level."""
    at = -1
    own = False
    for (start, end), paragraph, item, _ in doc.sentences:
        heads = paragraph != at
        if heads:
            at, block = paragraph, doc.blocks[paragraph]
            own = block.role in ("heading", "body") and block.section not in ("front", "back")
        elif item is None:
            continue
        found = read(folded[start : min(end, start + 12)]) if own else None
        if found is None or found.value is None or found.style not in (_ANYWHERE if heads else _INSIDE):
            continue
        yield (
            found.style,
            found.level or 6,
            _Number(found.value, Span(start, start + found.stop), paragraph, heads),
        )


def _faults(found: _List, doc: Document, folded: str) -> Iterator[OutlineCheck]:
    first, *others = found.numbers
    if _lacks_first(found, doc, folded):
        message = f"第一个编号是“{doc.quote(first.span)}”，前面没有第一项"
        yield OutlineCheck("number_skipped", message, first.paragraph, first.span)
    if found.before and others and others[0].value == (last := found.before.numbers[-1]).value + 2 > 3:
        message = (
            f"“{doc.quote(last.span)}”之后又是“{doc.quote(first.span)}”，再后是“{doc.quote(others[0].span)}”"
        )
        yield OutlineCheck("number_restart", message, first.paragraph, first.span)
        return
    for run in _runs(found.numbers):
        broken = [(a, b) for a, b in pairwise(run) if b.value != a.value + 1]
        if len(run) < 2 * len(broken) + 1:
            continue
        for a, b in broken:
            if a.value == b.value and a.heads and b.heads:
                message = f"“{doc.quote(b.span)}”与前面的“{doc.quote(a.span)}”重号"
                yield OutlineCheck("number_repeated", message, b.paragraph, b.span)
            elif a.value < b.value <= a.value + _MOST + 1 and not _stand_between(a, b, folded):
                missed = "、".join(map(_han, range(a.value + 1, b.value)))
                message = f"“{doc.quote(a.span)}”之后是“{doc.quote(b.span)}”，缺第{missed}项"
                yield OutlineCheck("number_skipped", message, b.paragraph, b.span)


def _lacks_first(found: _List, doc: Document, folded: str) -> bool:
    """Whether the parts of a report begin with 二、 and nothing above bears a first number, of whatever form."""
    first = found.numbers[0]
    if found.style not in ("han", "part") or not 1 < first.value <= _MOST:
        return False
    opened = _Number(0, Span(0, 0), 0, heads=True)
    heading = first.heads and doc.blocks[first.paragraph].role == "heading"
    return heading and not _stand_between(opened, first, folded)


def _runs(listed: Sequence[_Number]) -> Iterator[Sequence[_Number]]:
    """The stretches in which numbers do not fall: 二是 after 五是 goes on with a list whose 一是 stands in mid-sentence."""
    start = 0
    for i in range(1, len(listed) + 1):
        if i == len(listed) or listed[i].value < listed[i - 1].value:
            yield listed[start:i]
            start = i


def _stand_between(before: _Number, here: _Number, folded: str) -> bool:
    """Whether a number that is missed stands between, in any form: in mid-sentence, without its mark."""
    forms = "|".join(
        rf"{_han(value)}[是要、.)）:]|[第其]{_han(value)}|(?<!\d){value}[.、)]|{_circled(value)}"
        for value in range(before.value + 1, here.value)
    )
    return re.search(forms, folded[before.span.end : here.span.start]) is not None


def _circled(value: int) -> str:
    return chr(0x245F + value) if value <= 20 else rf"\({value}\)"


def _han(value: int) -> str:
    tens, ones = divmod(value, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_CN[tens - 1]}十"
    return ten + (_CN[ones - 1] if ones else "")
