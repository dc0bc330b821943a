"""Signs of the fonts Symbol and Wingdings: no characters of their own, only code points that the font draws as ●, ☑, ➢."""

from __future__ import annotations

import re

_PRIVATE = re.compile("[\uf000-\uf0ff]")
# By the position in Wingdings, for the signs that bullets and tick boxes use; Symbol shares its round bullet (B7) only.
_SIGNS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "◇", 0xB7: "•", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_OTHER = "•"


def symbols(text: str, font: str | None) -> str:
    """`text` with the code points of symbol fonts as the characters they look like; a sign not known here is a bullet."""
    if font is not None and font.startswith(("Wingdings", "Symbol")):
        text = "".join(chr(0xF000 + ord(sign)) if "\x20" < sign <= "\xff" else sign for sign in text)
    return _PRIVATE.sub(lambda sign: _SIGNS.get(ord(sign[0]) - 0xF000, _OTHER), text)
