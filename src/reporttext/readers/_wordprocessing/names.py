"""Element and attribute names, one dialect for all: strict files are turned into transitional ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# ISO 29500 strict uses other names for the same things.
_STRICT = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": f"{{{_W}}}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}": f"{{{_M}}}",
}

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ALTERNATE, CHOICE, FALLBACK = (f"{{{_MC}}}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"
_OFF = {"0", "false", "off", "none"}


def w(name: str) -> str:
    """The full name of `w:name`."""
    return f"{{{_W}}}{name}"


def m(name: str) -> str:
    """The full name of `m:name` (formulas)."""
    return f"{{{_M}}}{name}"


VAL = w("val")


def transitional(root: Element) -> Element:
    """`root` with the names of strict files changed to those everything else here knows."""
    if not root.tag.startswith(tuple(_STRICT)):
        return root
    for element in root.iter():
        element.tag = _plain(element.tag)
        for name in [name for name in element.attrib if name.startswith("{http://purl")]:
            element.set(_plain(name), element.attrib.pop(name))
    return root


def _plain(name: str) -> str:
    namespace, brace, local = name.partition("}")
    return _STRICT.get(namespace + brace, namespace + brace) + local


def value(parent: Element | None, name: str) -> str | None:
    """`w:val` of the child `name` (a full name), None without it."""
    child = None if parent is None else parent.find(name)
    return None if child is None else child.get(VAL)


def number(parent: Element | None, name: str) -> int | None:
    """The same as a number; None for anything that is none."""
    return to_int(value(parent, name))


def to_int(text: str | None) -> int | None:
    if text is None or not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 12):
        return None
    return int(text)


def switch(parent: Element | None, name: str) -> bool | None:
    """An on/off property: None where it is not given, True without a value."""
    child = None if parent is None else parent.find(name)
    return None if child is None else child.get(VAL, "1").lower() not in _OFF


def unwrapped(parent: Element, wrappers: frozenset[str]) -> Iterator[Element]:
    """The children of `parent` in order, those of `wrappers` in the wrapper's place.

    Of alternatives for newer and older programs (mc:AlternateContent) only the first is taken: they say the same twice.
    """
    stack = [iter(parent)]
    while stack:
        for child in stack[-1]:
            if child.tag == ALTERNATE:
                chosen = alternative(child)
                if chosen is not None:
                    stack.append(iter(chosen))
                    break
            elif child.tag in wrappers:
                stack.append(iter(child))
                break
            else:
                yield child
        else:
            stack.pop()


def alternative(element: Element) -> Element | None:
    chosen = element.find(CHOICE)
    return element.find(FALLBACK) if chosen is None else chosen
