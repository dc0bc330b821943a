"""A page to its report: main text, title above it, and what meta tags and the head of the page say of it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reporttext import lexicon
from reporttext.errors import ReadError
from reporttext.lexicon import texts
from reporttext.model import Document, Told
from reporttext.readers import encodings
from reporttext.readers._pages import main, tree
from reporttext.readers._pages.lines import Writer
from reporttext.readers.lines import Line, join

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLANK = re.compile(r"\s+")
_DAY = r"[：:\s]{0,6}((?:19|20)\d\d)\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})"
# 标题-某某镇人民政府, 标题_政府信息公开
_SITE = re.compile(r"\s*[-_|—–].{0,80}$", re.DOTALL)
_LONGEST_TITLE = 120
# So many lines at the head of the main text may hold the title.
_HEAD_LINES = 6


def read(decoded: encodings.Decoded, source: str, format: str) -> Document:
    """The report on a page. Raises ReadError: `empty`, `limit`, `damaged`."""
    root = tree.parse(decoded.text)
    body = main.find(root)
    lines = Writer().write(body)
    said = _meta(root)
    title = said.get("title") or _shown_title(root)
    if title is not None and not _holds(lines[:_HEAD_LINES], title.value):
        lines.insert(0, Line(title.value, role="title"))
    title = title or _window_title(root)
    if not {"issued_on", "issuer"} <= set(said):
        said = _visible(root, lines) | said
    told = tuple(value for name in ("title", "issued_on", "issuer") if (value := said.get(name)))
    if title is not None and "title" not in said:
        told = (title, *told)
    text, hints = join(lines)
    if encodings.is_blank(text):
        raise ReadError(
            "empty",
            "the web page holds no text (a frame around other pages, or one that a script fills); open it in a browser and save "
            "the report itself",
        )
    rows = encodings.left_out(decoded) + encodings.warnings(text)
    return Document(text, source, format, decoded.encoding, hints=hints, told=told, errors=rows)


def _meta(root: LexborNode) -> dict[str, Told]:
    """What the page says of its report in meta tags, by field of Metadata."""
    found: dict[str, tuple[str, str]] = {}
    for node in root.css("meta"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or "").strip()
        value = _flat(attributes.get("content") or "")
        if name and value:
            found.setdefault(name.lower(), (name, value))
    said: dict[str, Told] = {}
    for field, names in _names("meta").items():
        for name in names:
            written, value = found.get(name.lower(), ("", ""))
            if value and (field != "title" or _fits(value)):
                said[field] = Told(field, value, f"meta {written}")
                break
    return said


def _shown_title(root: LexborNode) -> Told | None:
    """The page's first h1, else an element named like a title; links are menus."""
    names = frozenset(_names("title")["containers"])
    second: Told | None = None
    for kind, node, tag in tree.walk(root):
        if kind != "open" or (tag != "h1" and (second or not names.intersection(tree.words_of(node)))):
            continue
        text = _flat(node.text())
        if not _fits(text) or node.css_first("a") is not None:
            continue
        if tag == "h1":
            return Told("title", text, "h1")
        second = Told("title", text, "title of the page")
    return second


def _window_title(root: LexborNode) -> Told | None:
    """The title of the window without the site's name; too unsure to go into the text."""
    node = root.css_first("title")
    text = _SITE.sub("", _flat(node.text())) if node is not None else ""
    return Told("title", text, "title of the window") if _fits(text) else None


def _visible(root: LexborNode, lines: list[Line]) -> dict[str, Told]:
    """Date and office that stand on the page round the main text: 发布日期：2024-01-20　来源：某镇人民政府."""
    main_text = {line.text for line in lines}
    rest = "\n".join(
        line.text for line in Writer().write(root) if line.text not in main_text and len(line.text) < 400
    )
    said: dict[str, Told] = {}
    for label in _names("visible")["issued_on"]:
        if day := re.search(rf"{label}{_DAY}", rest):
            said["issued_on"] = Told("issued_on", "-".join(day.groups()), f"{label} on the page")
            break
    for label in _names("visible")["issuer"]:
        if office := re.search(rf"{label}[：:\t ]{{1,6}}([\u4e00-\u9fff]{{3,30}})(?![\u4e00-\u9fff])", rest):
            said["issuer"] = Told("issuer", office[1], f"{label} on the page")
            break
    return said


def _fits(title: str) -> bool:
    return len(title) <= _LONGEST_TITLE and sum("\u4e00" <= sign <= "\u9fff" for sign in title) >= 5


def _holds(lines: list[Line], title: str) -> bool:
    head = _BLANK.sub("", "".join(line.text for line in lines))
    return _BLANK.sub("", title) in head


def _flat(text: str) -> str:
    return encodings.tidy(_BLANK.sub(" ", text.replace("\xa0", " "))).strip()


@cache
def _names(part: str) -> dict[str, tuple[str, ...]]:
    table = lexicon.shipped()["pages"][part]
    return {key: texts(f"pages.{part}.{key}", value) for key, value in table.items()}
