"""The signs that authors blank out figures and names with, in half-width forms, for classes of a regex."""

from __future__ import annotations

from typing import Final

#: Blanks of a figure, digits beside them or not: **, 1×, ××.×, 20**.
FIGURE: Final = "*×xX○_"
#: Blanks of a name, which 〇〇镇 and 某镇 have too.
NAME: Final = f"{FIGURE}〇某"
#: Signs that a program draws for a blank or an unknown character.
DRAWN: Final = "□■▢▣●◎△▲▽▼◇◆"
#: Marks that are blanks only where several stand together: 1? 慰问??户.
DOUBLED: Final = "?#☆★※"
#: A zero of its own is none of a figure: 〇〇户.
ZERO: Final = "〇"
