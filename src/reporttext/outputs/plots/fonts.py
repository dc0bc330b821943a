"""Fonts for plots: every character that is drawn has one, or the user is told which font to install.

A part of Noto Sans CJK travels with the program (`font/`, scripts/make_font.py), so Chinese text looks the same everywhere. It
has the characters of GB 2312 and of our word lists; a rarer one is taken from the fonts of the machine. A box in place of a
character is never drawn.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.errors import ReporttextError, UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OWN = Path(__file__).resolve().parent / "font" / "reporttext-sans.otf"

# Families that hold rare characters, in the order in which they are asked.
SYSTEM = (
    "Microsoft YaHei", "SimSun", "SimSun-ExtB", "SimSun-ExtG", "PingFang SC", "Hiragino Sans GB", "Songti SC", "Noto Sans CJK SC",
    "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback",
    "HanaMinA", "HanaMinB", "DejaVu Sans",
)  # fmt: skip

_REMEDY = (
    "install a font that has them, then run again: on Debian and Ubuntu `sudo apt install fonts-noto-cjk fonts-hanazono`, on "
    "Fedora `sudo dnf install google-noto-sans-cjk-fonts`, on macOS and Windows Noto Sans CJK SC from "
    "https://github.com/notofonts/noto-cjk; or name a font file: --font FILE"
)


def use(file: Path | None) -> None:
    """Draw with `file` and our own font from now on. Raises UsageError where `file` is no font."""
    import matplotlib as mpl

    mpl.rcParams["font.family"] = [_added(path) for path in ([file, OWN] if file else [OWN])]


def complete(figure: Figure, *, system: Sequence[str] = SYSTEM) -> None:
    """Add fonts of the machine for the characters of the figure that those in use lack.

    `system` are the families that may be used. Raises ReporttextError naming the characters that no font has.
    """
    import matplotlib as mpl
    from matplotlib.text import Text

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)  # that is what is mended here
        figure.draw_without_rendering()  # makes the numbers at the axes
    texts = [text for text in figure.findobj(Text) if isinstance(text, Text)]
    families = list(mpl.rcParams["font.family"])
    left = {character for text in texts for character in text.get_text() if not character.isspace()}
    for family in families:
        left -= _characters(family)
    for family in system:
        if left and (found := _characters(family) & left):
            families.append(family)
            left -= found
    if left:
        shown = " ".join(f"{character} (U+{ord(character):04X})" for character in sorted(left)[:20])
        raise ReporttextError(f"no font of this machine has {shown}: {_REMEDY}")
    mpl.rcParams["font.family"] = families  # of texts that are made later
    for text in texts:
        text.set_fontfamily(families)


def _added(file: Path) -> str:
    """The family of a font file, which matplotlib may use from now on."""
    from matplotlib.font_manager import FontProperties, fontManager

    try:
        if str(file) not in {entry.fname for entry in fontManager.ttflist}:
            fontManager.addfont(file)
        name: str = FontProperties(fname=file).get_name()
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"{file} cannot be used as a font (.ttf, .otf, .ttc are): {error}") from error
    return name


def _characters(family: str) -> set[str]:
    """The characters of a family that is installed or was added; none where it is not there."""
    from matplotlib.font_manager import FontProperties, fontManager
    from matplotlib.ft2font import FT2Font

    if family not in {entry.name for entry in fontManager.ttflist}:
        return set()
    return set(map(chr, FT2Font(fontManager.findfont(FontProperties(family=[family]))).get_charmap()))
