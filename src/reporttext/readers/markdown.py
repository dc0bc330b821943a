"""Markdown (.md) of Chinese reports: headings, bold run-in headings and tables without their marks.

A text is Markdown if it has a heading line (# 标题). Marks of emphasis go where they enclose a heading at the head of a line, a
number (**13**个), or words (**重点**) that do not read like what stands behind a blank: elsewhere ** may be a figure or a name that
was blanked out (**万元, **镇), and of two such the words between would be taken for emphasised ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reporttext import lexicon
from reporttext.model import Document
from reporttext.readers import encodings, prose, signatures
from reporttext.readers.lines import Line, join, table
from reporttext.rule.tries import trie

FORMAT = "md"
RANK = 8  # before plain text, which it also is

_LOOK = 1 << 16
_MARKED = re.compile(rb"^#{1,6}[ \t]+\S", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.{0,300})")
_CLOSING = re.compile(r"[ \t]+#{1,6}[ \t]*$")
# **（一）抓学习。**镇党委…… and a whole line in bold; the words end in a mark or with the line, which a masked name does not.
# At the head of a line, behind its bullet or number; further on, ** of two blanks (**次，…。**镇) would be taken for a pair.
_START = r"^(\s{0,8}(?:[-+*][ \t]+)?(?:[（(]?[一二三四五六七八九十\d]{1,4}[）)、.．]{1,2}[ \t]?)?)"
_BOLD = re.compile(rf"{_START}\*\*([^*\n]{{2,80}}?)\*\*(?=\s*$)|{_START}\*\*([^*\n]{{2,80}}?[。：:；])\*\*")
_PAIR = re.compile(
    r"(?<![*_])(?P<mark>\*{1,3}|__)(?![\s*_])(?P<inside>(?:[^*_\n，,；;。！!？?]|(?<=\d)[,，](?=\d{3})){1,60}?)(?<!\s)(?P=mark)(?![*_])"
)
_FIGURE = re.compile(r"(?:[约近超逾过达]|不少于)?\d[^一-龥]{0,20}(?P<unit>[一-龥].*)?")
_WORDS = re.compile(r"[一-龥]")
# Digits and crosses beside a mark make it a blank or a product: 20**, 2*3*5.
_NO_OPENING, _NO_CLOSING = re.compile(r"[\dA-Za-z×xX.]"), re.compile(r"[\d×xX.]")
# Where emphasised words may end for certain, and those of a single * begin; 和, 的 at their end join two names.
_BEFORE, _AFTER = re.compile(r"\W?\Z"), re.compile(r"\s*(?:\Z|[^\s\w*])")
_JOINS = re.compile(r"[的和与及或]\Z")
_LEVELS = "省市州盟县区旗镇乡村街社年月日时分号"
_HEADS = (
    "同志",
    "书记",
    "主任",
    "公司",
    "有限",
    "集团",
    "大学",
    "学院",
    "学校",
    "中学",
    "小学",
    "医院",
    "银行",
)
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_BREAK = re.compile(r"[-*_ \t]{3,}")


def matches(data: bytes) -> bool:
    head = data[:_LOOK]
    return (
        b"#" in head
        and _MARKED.search(head.removeprefix(b"\xef\xbb\xbf")) is not None
        and signatures.recognise(data) is None
    )


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `encoding`, `not_a_report` (code with comments has such lines too), `empty`."""
    decoded = encodings.decode(data)
    prose.check(decoded.text)
    text, hints = join(list(_lines(_plain(decoded.text).split("\n"))))
    rows = encodings.left_out(decoded) + encodings.warnings(text)
    return Document(text, source, FORMAT, decoded.encoding, hints=hints, errors=rows)


def _lines(written: list[str]) -> Iterator[Line]:
    at = tables = titles = 0
    while at < len(written):
        line = written[at]
        if (
            "|" in line
            and at + 1 < len(written)
            and "|" in written[at + 1]
            and _RULE.fullmatch(written[at + 1].strip())
        ):
            rows = [_cells(line)]
            at += 2
            while at < len(written) and "|" in written[at]:
                rows.append(_cells(written[at]))
                at += 1
            tables += 1
            yield from table(rows, tables)
            continue
        at += 1
        heading = _HEADING.fullmatch(line)
        if heading:
            words = _CLOSING.sub("", heading[2]).strip()
            level = len(heading[1])
            first, titles = not titles and level == 1, titles + 1
            yield Line(
                _unmarked(words), role="title" if first else None, level=None if first else max(1, level - 1)
            )
        elif not (_BREAK.fullmatch(line.strip()) and len(set(line.strip())) == 1):
            yield Line(_unmarked(line))


def _plain(text: str) -> str:
    """The text without the marks of emphasis that are certain, and without all others if no mark in it can be a blank."""
    if "*" not in text and "__" not in text:
        return text
    certain = "\n".join(_without(line, sure=True) for line in text.split("\n"))
    emphasised = "\n".join(_without(line, sure=False) for line in certain.split("\n"))
    blanked = any("**" in _unmarked(line) for line in emphasised.split("\n"))
    return certain if blanked else emphasised


def _without(line: str, *, sure: bool) -> str:
    """The line without the marks that enclose figures and, as far as that is `sure`, words."""
    at, kept = 0, []
    while found := _PAIR.search(line, at):
        if _is_emphasis(found, sure=sure):
            kept += [line[at : found.start()], found["inside"]]
            at = found.end()
        else:  # its second mark may be the first of another pair
            kept.append(line[at : found.end("inside")])
            at = found.end("inside")
    return "".join((*kept, line[at:]))


def _is_emphasis(found: re.Match[str], *, sure: bool) -> bool:
    line, inside, mark = found.string, found["inside"], found["mark"]
    left = line[max(0, found.start() - 1) : found.start()]
    if _NO_OPENING.match(left) or _NO_CLOSING.match(line, found.end()):
        return False
    figure = _FIGURE.fullmatch(inside)
    if figure:  # **3个村**户: a name that was blanked out before 户
        return not (figure["unit"] and _behind_a_blank().match(line, found.end()))
    if mark == "__" or not _WORDS.search(inside) or _behind_a_blank().match(inside) or _JOINS.search(inside):
        return False
    if mark != "*" and not sure:
        return True
    before = mark != "*" or _BEFORE.match(left) is not None
    return before and _AFTER.match(line, found.end()) is not None


@cache
def _behind_a_blank() -> re.Pattern[str]:
    """How what follows a blanked-out figure or name begins: 余, 万, a unit, 镇, 公司."""
    units = lexicon.shipped()["units"]
    names = [unit for kind in ("count", "ratio", "money", "measure") for unit in units[kind]["units"]]
    return re.compile(rf"[余多来几十百千万亿{_LEVELS}]|{trie([*names, *_HEADS])}")


def _unmarked(line: str) -> str:
    found = _BOLD.match(line) if "**" in line else None
    if found is None or _is_of_blanks(found):
        return line
    start, inside = (found[1], found[2]) if found[2] else (found[3], found[4])
    return f"{start}{inside}{line[found.end() :]}"


def _is_of_blanks(found: re.Match[str]) -> bool:
    """Whether both marks read like what was blanked out: **余人参加活动。**镇…"""
    blank, inside = _behind_a_blank(), found[4]
    return bool(inside and blank.match(inside) and blank.match(found.string, found.end()))


def _cells(row: str) -> list[str]:
    return row.strip().removeprefix("|").removesuffix("|").split("|")
