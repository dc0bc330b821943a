"""The element tree of a page, parsed with limits; nothing in it is ever run or fetched.

The parser (lexbor, by selectolax) follows the HTML standard, which looks through all open elements at many a tag: its time
is tags × depth, 90 seconds for 200,000 nested <div>. So depth is counted before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from reporttext.errors import ReadError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

#: Characters of one page's markup.
MAX_MARKUP = 30_000_000
#: Elements open at a time. Layout tables of old sites reach 40, text pasted from Word 60.
MAX_DEPTH = 400
#: Tags of one page.
MAX_TAGS = 600_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
# What holds nothing, and what the next of its kind closes.
_UNCOUNTED = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "thead",
        "tbody",
        "tfoot",
    ]
)
#: No text of a page. A form may be the whole page (ASP.NET), a header may hold the title.
SKIPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "aside",
        "iframe",
        "frame",
        "frameset",
        "object",
        "applet",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "select",
        "button",
        "textarea",
        "input",
        "datalist",
        "del",
        "map",
    ]
)
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)


class Event(NamedTuple):
    """A step of the walk through a tree: an element opened or closed, or a text."""

    kind: Literal["open", "close", "text"]
    node: LexborNode
    tag: str


def parse(markup: str) -> LexborNode:
    """The root element of `markup`. Raises ReadError: `limit`, `damaged`."""
    from selectolax.lexbor import LexborHTMLParser

    if len(markup) > MAX_MARKUP:
        raise ReadError(
            "limit", f"its markup has {len(markup):,} characters; the limit (MAX_MARKUP) is {MAX_MARKUP:,}"
        )
    _check_depth(markup)
    root = LexborHTMLParser(markup.replace("\0", "")).root
    if root is None:
        raise ReadError("damaged", "the web page holds no element; fetch it again")
    return root


def _check_depth(markup: str) -> None:
    opened: Counter[str] = Counter()
    depth = 0
    for tags, found in enumerate(_TAG.finditer(markup), 1):
        name = found[2].lower()
        if not found[1] and name not in _UNCOUNTED:
            opened[name] += 1
            depth += 1
        elif found[1] and opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > MAX_DEPTH or tags > MAX_TAGS:
            reason = (
                f"over {MAX_DEPTH} elements inside each other (MAX_DEPTH) or {MAX_TAGS:,} tags (MAX_TAGS)"
            )
            raise ReadError("limit", f"the page has {reason}; save its text as .txt if it is a report")


def walk(root: LexborNode) -> Iterator[Event]:
    """The elements and texts below and with `root` in order, without what a reader of the page does not see."""
    stack: list[LexborNode] = []
    node: LexborNode | None = root
    while node is not None:
        child = None
        if node.is_text_node:
            yield Event("text", node, "")
        elif node.is_element_node and not is_hidden(node):
            tag = node.tag or ""
            yield Event("open", node, tag)
            child = node.child
            if child is None:
                yield Event("close", node, tag)
        if child is not None:
            stack.append(node)
            node = child
            continue
        following = node.next if stack else None
        while following is None and stack:
            parent = stack.pop()
            yield Event("close", parent, parent.tag or "")
            following = parent.next if stack else None
        node = following


def is_hidden(node: LexborNode) -> bool:
    if node.tag in SKIPPED:
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def words_of(node: LexborNode) -> list[str]:
    """The words of `id` and `class`, in lower case."""
    attributes = node.attributes
    return f"{attributes.get('id') or ''} {attributes.get('class') or ''}".lower().split()
