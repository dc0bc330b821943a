"""OFD documents (.ofd, GB/T 33190-2016), the Chinese counterpart of PDF: text objects placed on pages, put together as in a PDF.

The namespace and letter case that a program writes are not asked for; several get them wrong. A page may show a template
(head, foot) under its own content. Signatures, annotations and pictures are left out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from reporttext.errors import ReadError
from reporttext.model import Document
from reporttext.readers import encodings, extras, parts
from reporttext.readers._layout import Glyph, Page, Rule, lines
from reporttext.readers.lines import join

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORMAT = "ofd"

#: Pages of one document.
MAX_PAGES = 3_000
#: Characters of one document; a report of 100 pages has 60,000.
MAX_CHARS = 10_000_000
# Height of a page in millimetres where none is given (A4).
_A4 = 297.0
_MATRIX = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Repetitions in a list of distances: g 40 8.5 is forty times 8.5.
_MAX_REPEAT = 100_000


def matches(data: bytes) -> bool:
    return parts.kind_of(data) == "ofd"


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `damaged`, `password`, `limit`, `missing_extra` (pictures of text only)."""
    package = parts.Package(data)
    pages = [page for root in _documents(package) for page in _Pages(package, root).read()]
    pages = [page._replace(number=at) for at, page in enumerate(pages, 1)]
    if not any(page.glyphs for page in pages):
        raise extras.missing(
            "ocr", f"an OFD document without text, {len(pages)} pages of pictures or outlines", len(data)
        )
    text, hints = join(lines(pages))
    return Document(text, source, FORMAT, hints=hints, errors=encodings.warnings(text))


def _documents(package: parts.Package) -> list[str]:
    """The main part of each document in the package; there is nearly always one."""
    return [_path("", location) for location in _texts(package.xml("OFD.xml"), "docroot")]


class _Pages:
    """The pages of the document whose main part is `root`."""

    def __init__(self, package: parts.Package, root: str) -> None:
        self._package = package
        self._folder = posixpath.dirname(root)
        self._document = package.xml(root)
        self._box = next(
            (box for area in _named(self._document, "pagearea") for box in _boxes(area)), (0.0, 0.0, 0.0, _A4)
        )
        self._templates = {
            _attribute(found, "id"): self._path(_attribute(found, "baseloc"))
            for found in _named(self._document, "templatepage")
        }
        self._room = MAX_CHARS

    def read(self) -> Iterator[Page]:
        listed = [page for pages in _named(self._document, "pages") for page in _named(pages, "page")]
        if len(listed) > MAX_PAGES:
            raise ReadError("limit", f"it has {len(listed):,} pages; the limit (MAX_PAGES) is {MAX_PAGES:,}")
        for number, page in enumerate(listed, 1):
            yield self._page(number, self._path(_attribute(page, "baseloc")))

    def _path(self, location: str) -> str:
        return _path(self._folder, location)

    def _page(self, number: int, name: str) -> Page:
        content = self._package.xml(name)
        box = next((box for area in _named(content, "area") for box in _boxes(area)), self._box)
        layers = [content]
        for used in _named(content, "template"):
            template = self._templates.get(_attribute(used, "templateid"))
            if template is not None and template in self._package:
                layers.append(self._package.xml(template))
        glyphs = [
            glyph for layer in layers for shown in _named(layer, "textobject") for glyph in _glyphs(shown)
        ]
        self._room -= len(glyphs)
        if self._room < 0:
            raise ReadError("limit", f"it has over {MAX_CHARS:,} characters; that is the limit (MAX_CHARS)")
        rules = [rule for layer in layers for drawn in _named(layer, "pathobject") for rule in _rules(drawn)]
        return Page(number, box[3] or _A4, glyphs, rules, box[2])


def _glyphs(shown: Element) -> Iterator[Glyph]:
    """The characters of a text object: its boundary, then its matrix, then where each code begins and how far each steps."""
    left, top, *_ = _floats(_attribute(shown, "boundary"), 4)
    a, b, c, d, e, f = _floats(_attribute(shown, "ctm"), 6, _MATRIX)
    size = abs(_float(_attribute(shown, "size"), 4.0)) or 4.0
    x = y = 0.0
    for code in _named(shown, "textcode"):
        x, y = _float(_attribute(code, "x"), x), _float(_attribute(code, "y"), y)
        text = (code.text or "").strip("\r\n")
        widths = [size if ord(sign) > 0x2000 else size / 2 for sign in text]
        steps = _attribute(code, "deltax"), _attribute(code, "deltay")
        across = _deltas(steps[0], len(text)) if any(steps) else widths
        down = _deltas(steps[1], len(text))
        places = zip(text, widths, accumulate(across, initial=x), accumulate(down, initial=y), strict=False)
        for sign, width, px, py in places:
            x0, base = left + a * px + c * py + e, top + b * px + d * py + f
            tall, wide = size * (abs(d) or 1.0), width * (abs(a) or 1.0)
            yield Glyph(sign, x0, base - 0.8 * tall, x0 + wide, base + 0.2 * tall)


def _deltas(written: str, count: int) -> list[float]:
    """Distances between characters; what is missing at the end is 0, as for DeltaX where only DeltaY is given."""
    words = iter(written.split())
    out: list[float] = []
    for word in words:
        if len(out) >= count:
            break
        if word == "g":
            times = min(int(_float(next(words, ""), 0.0)), count, _MAX_REPEAT)
            out += [_float(next(words, ""), 0.0)] * times
        else:
            out.append(_float(word, 0.0))
    return out + [0.0] * (count - len(out))


def _rules(drawn: Element) -> Iterator[Rule]:
    """Straight lines of a path, along or across the page: M x y, L x y, C closes."""
    left, top, *_ = _floats(_attribute(drawn, "boundary"), 4)
    a, b, c, d, e, f = _floats(_attribute(drawn, "ctm"), 6, _MATRIX)
    words = iter(next(iter(_texts(drawn, "abbreviateddata")), "").split()[:10_000])
    last = start = (0.0, 0.0)
    for word in words:
        if word not in ("S", "M", "L", "C"):
            continue
        if word == "C":
            point = start
        else:
            x, y = _float(next(words, ""), 0.0), _float(next(words, ""), 0.0)
            point = (left + a * x + c * y + e, top + b * x + d * y + f)
        if word in ("S", "M"):
            start = point
        elif abs(last[0] - point[0]) < 0.4 or abs(last[1] - point[1]) < 0.4:
            (x0, x1), (y0, y1) = sorted((last[0], point[0])), sorted((last[1], point[1]))
            yield Rule(x0, y0, x1, y1)
        last = point


# -- XML without regard to namespace and case ------------------------------------------------------------------------


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()


def _named(element: Element, name: str) -> Iterator[Element]:
    return (found for found in element.iter() if _local(found.tag) == name)


def _texts(element: Element, name: str) -> list[str]:
    return [text for found in _named(element, name) if (text := (found.text or "").strip())]


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


def _boxes(area: Element) -> Iterator[tuple[float, ...]]:
    for name in ("physicalbox", "applicationbox", "contentbox"):
        for text in _texts(area, name):
            yield _floats(text, 4)


def _path(folder: str, location: str) -> str:
    """A part's name: from the root where it begins with a slash, else from `folder`."""
    joined = location if location.startswith("/") else posixpath.join(folder, location)
    return posixpath.normpath(posixpath.join("/", joined)).lstrip("/")


def _floats(text: str, count: int, default: tuple[float, ...] = (0.0,) * 6) -> tuple[float, ...]:
    words = text.split()
    return tuple(_float(word, 0.0) for word in words[:count]) if len(words) >= count else default[:count]


def _float(text: str, default: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return default
    return value if abs(value) < 1e6 else default
