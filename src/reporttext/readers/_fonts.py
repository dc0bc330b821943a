"""The font that stands in for one that a PDF names but does not hold: the same on every machine.

PDFium would take one of the machine's, and where that has none for Chinese it leaves out text of a single character (it
takes it to have no width): the same file would give other text elsewhere. Ours has a box for every character
(scripts/make_boxes.py); where they stand is told by the PDF.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("boxes.ttf")
_HANDLE = 1  # of the only font there is; 0 would mean none
_WHOLE = 0  # the tag of a table that means the file
_GB2312 = 134  # charset, as Windows numbers them


@cache
def stand_in() -> None:
    """Let PDFium take this font for every one that a document lacks, from now on in this process."""
    from pypdfium2 import PdfSysfontBase

    data = _FILE.read_bytes()
    face = b"Reporttext Boxes\0"

    class Boxes(PdfSysfontBase):  # type: ignore[misc]
        """See `fpdf_sysfontinfo.h` of PDFium."""

        def MapFont(self, *_: Any) -> int:  # noqa: N802
            return _HANDLE

        def GetFont(self, *_: Any) -> int:  # noqa: N802
            return _HANDLE

        def GetFontData(self, _: Any, __: Any, table: int, buffer: Any, size: int) -> int:  # noqa: N802
            return _given(data, buffer, size) if table == _WHOLE else 0

        def GetFaceName(self, _: Any, __: Any, buffer: Any, size: int) -> int:  # noqa: N802
            return _given(face, buffer, size)

        def GetFontCharset(self, *_: Any) -> int:  # noqa: N802
            return _GB2312

        def DeleteFont(self, *_: Any) -> None:  # noqa: N802
            pass

    Boxes().setup()


def _given(data: bytes, buffer: Any, size: int) -> int:
    """Copy `data` into a buffer that holds it; returns the bytes it takes."""
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)
