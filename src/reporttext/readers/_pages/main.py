"""Which element of a page holds the report: a container known by name, else the one the prose gathers in.

Prose is text outside links that has a comma or full stop; menus, lists of news and imprints have hardly any.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from reporttext import lexicon
from reporttext.lexicon import texts
from reporttext.readers._pages.tree import walk, words_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# A known container counts with this share of the page's prose; an element is entered that has this share of its parent's.
_KNOWN, _MOST = 0.3, 0.7
# Other text outside links counts too, but little: some reports are all tables.
_PLAIN = 0.1
_MARKS = frozenset("，。；,;！？")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "table",
        "tr",
        "li",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "ul",
        "ol",
        "dl",
        "dd",
        "blockquote",
        "pre",
    ]
)
# Parts of a text, not containers of one.
_TEXTUAL = frozenset(
    [
        "p",
        "ol",
        "ul",
        "li",
        "dl",
        "dd",
        "dt",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "b",
        "strong",
        "i",
        "em",
    ]
)


@dataclass(slots=True)
class _Weight:
    """Prose in an element, the line breaks in it, and its children's."""

    node: LexborNode
    prose: float = 0.0
    breaks: int = 0
    children: list[_Weight] = field(default_factory=list)


def find(root: LexborNode) -> LexborNode:
    """The element that holds the page's main text; `root` where nothing stands out."""
    names = _containers()
    known: list[_Weight] = []
    whole = _weigh(root, names, known)
    best = max(known, key=lambda found: found.prose, default=None)
    if best is not None and best.prose and best.prose >= _KNOWN * whole.prose:
        return best.node
    at = whole
    while (inner := _heaviest(at)) is not None:
        at = inner
    return at.node


def _heaviest(at: _Weight) -> _Weight | None:
    """The child that holds nearly all; a single paragraph, however long, is no container."""
    inner = max(at.children, key=lambda child: child.prose, default=None)
    if inner is None or not inner.prose or inner.prose < _MOST * at.prose:
        return None
    if inner.node.tag in _TEXTUAL:
        return None
    alone = inner.prose == at.prose
    return inner if inner.breaks >= 3 or (alone and inner.children) else None


def _weigh(root: LexborNode, names: frozenset[str], known: list[_Weight]) -> _Weight:
    stack: list[_Weight] = []
    links = 0
    done = _Weight(root)
    for kind, node, tag in walk(root):
        if kind == "open":
            links += tag == "a"
            stack.append(_Weight(node))
        elif kind == "text":
            if stack and not links:
                text = (node.text_content or "").strip()
                stack[-1].prose += len(text) * (1.0 if _MARKS.intersection(text) else _PLAIN)
        else:
            links -= tag == "a"
            done = stack.pop()
            if names.intersection(words_of(node)):
                known.append(done)
            if stack:
                above = stack[-1]
                above.prose += done.prose
                above.breaks += done.breaks + (tag in _BLOCKS)
                if done.prose:
                    above.children.append(done)
    return done


@cache
def _containers() -> frozenset[str]:
    found = texts("pages.body.containers", lexicon.shipped()["pages"]["body"]["containers"])
    return frozenset(name.lower() for name in found)
