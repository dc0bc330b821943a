"""The signs that authors blank out figures and names with, in half-width forms, for classes of a regex."""

from __future__ import annotations

from typing import Final

#: Blanks of a figure, digits beside them or not: **, 1×, ××.×, 20**.
FIGURE: Final = "*×xX○_"
#: Signs that a program draws for a blank or an unknown character.
DRAWN: Final = "□■▢▣●◎△▲▽▼◇◆"
#: Marks that are blanks only where several stand together: 1? 慰问??户.
DOUBLED: Final = "?#☆★※"
#: A zero of its own is none of a figure: 〇〇户.
ZERO: Final = "〇"
#: 某镇, 某某; 某百户.
SOME: Final = "某"
