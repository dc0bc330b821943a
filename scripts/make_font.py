"""Cuts the font of the plots from Noto Sans CJK: the characters of GB 2312 and those of our own word lists, in 1.5 MB.

    python scripts/make_font.py NotoSansCJK-Regular.ttc

The source is https://github.com/notofonts/noto-cjk (Debian: fonts-noto-cjk), under the SIL Open Font License 1.1, which lets
parts of a font be shipped with a program under the same licence and another name. The same source and the same fonttools give
the same bytes. Needs fonttools, which matplotlib brings along.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "reporttext"
OUT = PACKAGE / "outputs" / "plots" / "font" / "reporttext-sans.otf"
FAMILY = "Reporttext Sans"

LATIN = "".join(map(chr, range(0x20, 0x7F))) + "·—–‘’“”…‰′″×÷±≈≤≥−℃²³¹⁰⁴⁵⁶⁷⁸⁹"
# In names of places of our development archives, and not in GB 2312.
NAMES = "傒囍圏垯崀巉旴昇槃洨浐渼滆漈潖澫濛濬瀍熺牎犇疍硚碁磏筜筼蕰蠔蹚鄠銜钘镕靭鲹鹮"


def gb2312() -> Iterator[str]:
    """Its characters without kana and Cyrillic."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            character = bytes([row, cell]).decode("gb2312", errors="ignore")
            if character and not "\u0400" <= character <= "\u04ff" and not "\u3040" <= character <= "\u30ff":
                yield character


def own() -> Iterator[str]:
    """What our own word lists and tables write."""
    for file in sorted(PACKAGE.rglob("*.toml")):
        yield from file.read_text("utf-8")


def simplified_chinese(source: Path) -> TTFont:
    """The Chinese face of a collection, or the font that the file is."""
    if source.suffix.lower() != ".ttc":
        return TTFont(source)
    return next(font for font in TTCollection(source) if str(font["name"].getDebugName(1)).endswith("CJK SC"))


def main() -> None:
    font = simplified_chinese(Path(sys.argv[1]))
    font.recalcTimestamp = False
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14])
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes={ord(character) for character in {*gb2312(), *own(), *LATIN, *NAMES}})
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = FAMILY
        elif record.nameID in (3, 6):
            record.string = FAMILY.replace(" ", "")
    font["CFF "].cff.fontNames = [FAMILY.replace(" ", "")]
    OUT.parent.mkdir(exist_ok=True)
    font.save(OUT)
    print(f"{OUT.relative_to(ROOT)}: {len(font.getBestCmap()):,} characters, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
