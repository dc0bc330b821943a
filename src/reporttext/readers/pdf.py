"""PDF documents (.pdf) with a text layer: paragraphs rebuilt from the places of the characters, page numbers and heads told apart.

A page without text is a scan; one whose text is no language has fonts that do not say which characters they draw. Both
need character recognition (the extra `ocr`), which reads them where it is installed.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reporttext.errors import ReadError
from reporttext.model import Document, Error
from reporttext.readers import _fonts, _ocr, encodings, extras, signatures
from reporttext.readers._layout import Glyph, Page, Rule, lines
from reporttext.readers.lines import join

if TYPE_CHECKING:
    import pypdfium2

FORMAT = "pdf"

#: Pages of one document.
MAX_PAGES = 3_000
#: Characters of one document; a report of 100 pages has 60,000.
MAX_CHARS = 10_000_000
#: Drawn objects of a page and points of one of them that are looked through for the lines of tables.
MAX_OBJECTS, MAX_SEGMENTS = 20_000, 2_000
#: A page of fewer characters may be a cover with a number on it, and says nothing of the fonts.
FEW = 20
#: Below this share of common characters (see `encodings.score`) a page's text is no language.
MIN_SCORE = 0.35


def matches(data: bytes) -> bool:
    return signatures.recognise(data) is signatures.PDF


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `password`, `damaged`, `limit`, `empty`, `missing_extra` (no usable text layer)."""
    pages: list[Page] = []
    unread: dict[int, str] = {}
    seen = _ocr.Recognised()
    for page, opened in _pages(data):
        fault = _fault(page, opened)
        if fault is None:
            pages.append(page)
        elif _ocr.is_there() and len(seen.pages) < _ocr.MAX_PAGES:
            seen.add(_picture(opened), page.number, page.height)
            pages.append(seen.pages[-1])
        else:
            unread[page.number] = fault
    if not any(page.glyphs for page in pages):
        if unread:
            raise extras.missing("ocr", f"a PDF document: {_told(unread)}", len(data))
        raise ReadError("empty", "it holds no text; fetch it again or leave it out")
    text, hints = join(lines(pages))
    rows = encodings.warnings(text) + seen.rows()
    if unread:
        lost = (
            ReadError("limit", f"{_told(unread)}; over {_ocr.MAX_PAGES} pages (MAX_PAGES) are not recognised")
            if _ocr.is_there()
            else extras.missing(
                "ocr", f"a PDF document of which a part is not read: {_told(unread)}", len(data)
            )
        )
        rows += (Error("read", lost.kind, "error", lost.message),)
    return Document(text, source, FORMAT, hints=hints, errors=rows)


def _fault(page: Page, opened: pypdfium2.PdfPage) -> str | None:
    """Why a page's text layer is of no use; None where it is, or where the page is blank."""
    if not page.glyphs:
        return "no text layer (scanned)" if _has_picture(opened) else None
    return (
        "a text layer that is no language (its fonts do not name their characters)"
        if _is_garbled(page)
        else None
    )


def _picture(page: pypdfium2.PdfPage) -> Any:
    """The page drawn, as an array (rows, columns, 3)."""
    width, height = page.get_size()
    scale = min(_ocr.DPI / 72, (_ocr.MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    return page.render(scale=scale).to_numpy()[:, :, :3]


def _is_garbled(page: Page) -> bool:
    text = "".join(glyph.text for glyph in page.glyphs)
    return len(text) >= FEW and encodings.score(text) < MIN_SCORE


def _told(unread: dict[int, str]) -> str:
    """The pages not read, as spans, with the reason: pages 1–12 have no text layer."""
    spans: list[list[int]] = []
    for number, reason in unread.items():
        if spans and spans[-1][1] == number - 1 and reason == unread[spans[-1][0]]:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    told = [
        f"page {a} has {unread[a]}" if a == b else f"pages {a}–{b} have {unread[a]}" for a, b in spans[:8]
    ]
    return "; ".join(told) + "; and on" * (len(spans) > 8)


def _pages(data: bytes) -> Iterator[tuple[Page, pypdfium2.PdfPage]]:
    """The characters of each page, and the page while it is open."""
    import pypdfium2

    _fonts.stand_in()
    start = max(0, data.find(b"%PDF-"))
    try:
        document = pypdfium2.PdfDocument(data[start:] if start else data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(error) from error
    try:
        if len(document) > MAX_PAGES:
            raise ReadError(
                "limit", f"it has {len(document):,} pages; the limit (MAX_PAGES) is {MAX_PAGES:,}"
            )
        room = MAX_CHARS
        for number in range(1, len(document) + 1):
            try:
                page = document[number - 1]
            except pypdfium2.PdfiumError as error:
                raise ReadError("damaged", f"its page {number} cannot be opened; fetch it again") from error
            glyphs = _glyphs(page)
            room -= len(glyphs)
            if room < 0:
                raise ReadError(
                    "limit", f"it has over {MAX_CHARS:,} characters; that is the limit (MAX_CHARS)"
                )
            yield Page(number, page.get_height(), glyphs, _rules(page), page.get_width()), page
            page.close()
    finally:
        document.close()


def _unopened(error: Exception) -> ReadError:
    if "password" in str(error).lower():
        return ReadError(
            "password",
            "it is protected by a password; open it, save (print) it without one and read that copy",
        )
    return ReadError("damaged", f"the file is damaged ({error}); fetch it again")


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether anything is drawn on it; letters drawn as outlines are pictures too."""
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFPage_CountObjects(page.raw))


def _rules(page: pypdfium2.PdfPage) -> list[Rule]:
    """The straight lines drawn along or across the page, edges of rectangles among them."""
    import pypdfium2.raw as pdfium

    found: list[Rule] = []
    height = page.get_height()
    for at in range(min(pdfium.FPDFPage_CountObjects(page.raw), MAX_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, at)
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_PATH:
            found += _edges(drawn, height)
    return found


def _edges(path: Any, height: float) -> Iterator[Rule]:
    import pypdfium2.raw as pdfium

    m, x, y = pdfium.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    if not pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(m)):
        return
    last = start = (0.0, 0.0)
    for at in range(min(pdfium.FPDFPath_CountSegments(path), MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = (m.a * x.value + m.c * y.value + m.e, height - (m.b * x.value + m.d * y.value + m.f))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _straight(last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _straight(last, start)
            last = start


def _straight(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    if abs(a[0] - b[0]) < 1 or abs(a[1] - b[1]) < 1:
        yield Rule(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    """The characters of a page with their boxes, in the order of the file: as wide as the advance, round the baseline.

    Fonts of one line have boxes of different heights (quotes often come from another font); they share the baseline.
    Blanks are left out: where they are seen there is a gap. So is what PDFium adds of its own.
    """
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    height = page.get_height()
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    handle, place, origin = layer.raw, ctypes.byref(box), (ctypes.byref(x), ctypes.byref(y))
    found: list[Glyph] = []
    high = ""
    for at in range(layer.count_chars()):
        sign = chr(min(pdfium.FPDFText_GetUnicode(handle, at), 0x10FFFF))
        if (sign <= " " and sign != "\0") or sign == "\ufeff" or pdfium.FPDFText_IsGenerated(handle, at) == 1:
            continue
        if "\ud800" <= sign <= "\udbff":
            high = sign
            continue
        if "\udc00" <= sign <= "\udfff":
            sign, high = (high + sign).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), ""
        if not (
            pdfium.FPDFText_GetLooseCharBox(handle, at, place)
            and pdfium.FPDFText_GetCharOrigin(handle, at, *origin)
        ):
            continue
        tall, base = box.top - box.bottom, height - y.value
        found.append(Glyph(sign, box.left, base - 0.8 * tall, box.right, base + 0.2 * tall))
    layer.close()
    return found
