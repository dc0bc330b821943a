"""Makes the font that stands in for those a PDF names but does not hold: every character is the same narrow box, in 680 bytes.

    python scripts/make_boxes.py

Only where characters stand is asked of it, and that comes from the PDF. Needs fonttools, which matplotlib brings along; the
same fonttools give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import cmap_format_13

OUT = Path(__file__).resolve().parents[1] / "src" / "reporttext" / "readers" / "boxes.ttf"

_EM, _TOP, _BOTTOM = 1000, 880, -120
_WIDTH = 100  # of the box: narrower than any advance, for PDFium takes the wider of the two
_SURROGATES = range(0xD800, 0xE000)


def made(out: Path) -> None:
    pen = TTGlyphPen(None)
    pen.moveTo((0, _BOTTOM))
    for corner in ((0, _TOP), (_WIDTH, _TOP), (_WIDTH, _BOTTOM)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(_EM, isTTF=True)
    font.updateHead(created=0, modified=0)
    font.setupGlyphOrder([".notdef", "box"])
    font.setupCharacterMap({ord(" "): "box"})
    font.setupGlyf({".notdef": box, "box": box})
    font.setupHorizontalMetrics({".notdef": (_EM, 0), "box": (_EM, 0)})
    font.setupHorizontalHeader(ascent=_TOP, descent=_BOTTOM)
    font.setupNameTable({"familyName": "Reporttext Boxes", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=_TOP, sTypoDescender=_BOTTOM, usWinAscent=_TOP, usWinDescent=-_BOTTOM)
    font.setupPost()
    # Format 13: many characters, one glyph.
    every = cmap_format_13(13)
    every.platformID, every.platEncID, every.language, every.format, every.reserved = 3, 10, 0, 13, 0
    every.cmap = {code: "box" for code in range(ord(" "), 0x110000) if code not in _SURROGATES}
    font.font["cmap"].tables = [every]
    font.font.recalcTimestamp = False
    font.save(out)


if __name__ == "__main__":
    made(OUT)
