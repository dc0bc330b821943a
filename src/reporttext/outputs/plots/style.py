"""The sheet that plots are drawn on: size, colours, words, and a file that is the same on any day and machine.

Everything that matplotlib reads from the user's own settings is set back first, and only within `setting`. Text is never read
as mathematics: a `$` in a report is a dollar sign.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Colours that stay apart for the colour-blind: Okabe and Ito (2008), https://jfly.uni-koeln.de/color/
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#444444", "#B8A800")
DASHES = ("-", "--", ":")
GREY = "#777777"

_SETTINGS: Mapping[str, Any] = {
    "axes.edgecolor": "#999999", "axes.grid": True, "axes.axisbelow": True, "axes.spines.right": False, "axes.spines.top": False,
    "axes.titlelocation": "left", "axes.titlesize": 10, "axes.labelsize": 10, "axes.labelcolor": "#333333",
    "figure.facecolor": "white", "font.size": 10, "grid.color": "#E5E5E5", "grid.linewidth": 0.8,
    "legend.frameon": False, "lines.linewidth": 1.8, "lines.markersize": 4, "savefig.facecolor": "white",
    "svg.fonttype": "path", "svg.hashsalt": "reporttext", "text.parse_math": False, "text.usetex": False,
    "xtick.color": "#999999", "xtick.labelcolor": "#333333", "ytick.color": "#999999", "ytick.labelcolor": "#333333",
}  # fmt: skip


@cache
def words(language: str) -> Mapping[str, str]:
    """What plots say, by key, in `language`."""
    raw = tomllib.loads((resources.files(__package__) / "words.toml").read_text("utf-8"))
    place = 0 if language == "zh" else 1
    return {key: names[place] for key, names in raw.items()}


@contextmanager
def setting() -> Iterator[None]:
    """Matplotlib with our settings, whatever the user's are; they are as before afterwards."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


@dataclass(slots=True)
class Sheet:
    """A figure to draw on. `width` and `height` are inches, None for what suits the drawing; `notes` are told to the user."""

    language: str
    title: str | None = None
    width: float | None = None
    height: float | None = None
    notes: list[str] = field(default_factory=list)
    _figure: Figure | None = None

    def say(self, key: str, **values: object) -> str:
        """The words of a key; `values` are put into their places."""
        text = words(self.language)[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def axes(
        self, rows: int, columns: int, size: tuple[float, float], heights: Sequence[float] = (), **shared: Any
    ) -> list[Axes]:
        """A new figure of `size` inches, unless the user wants another, with axes in rows."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._figure = Figure((self.width or size[0], self.height or size[1]), layout="constrained")
        FigureCanvasAgg(self._figure)
        ratios = {"height_ratios": heights} if heights else None
        made = self._figure.subplots(rows, columns, squeeze=False, gridspec_kw=ratios, **shared)
        return list(made.flat)

    def panels(self, number: int, size: tuple[float, float], **shared: Any) -> list[Axes]:
        """So many axes in the rows and columns of `grid_of`; those at the foot of a column have its numbers."""
        import matplotlib as mpl

        mpl.rcParams.update({"lines.markersize": 2.5, "lines.linewidth": 1.3})
        rows, columns = grid_of(number)
        made = self.axes(rows, columns, size, **shared)
        for axes in made[number:]:
            axes.remove()
        for place, axes in enumerate(made[:number]):
            axes.tick_params(labelsize=8, labelbottom=place + columns >= number)
        return made[:number]

    def finish(self, title: str, caption: Sequence[str]) -> Figure:
        """The figure with its title above and what must be known below."""
        assert self._figure is not None
        self._figure.suptitle(self.title or title, x=0.01, ha="left", fontsize=13, fontweight="normal")
        text = ("；" if self.language == "zh" else "; ").join(caption)
        lines = wrapped(text, int(self._figure.get_figwidth() * 16) - 4)  # at 8.5 points
        self._figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=8.5, color="#555555")
        return self._figure


def whole_years(axes: Axes, most: int = 12) -> None:
    """Years are whole numbers on the axis below, at most so many intervals of them."""
    from matplotlib.ticker import FormatStrFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(most, integer=True, min_n_ticks=2))
    axes.xaxis.set_major_formatter(FormatStrFormatter("%d"))


def short(places: Sequence[str]) -> list[str]:
    """The last part of a place's path, or as much of it as tells it from the others."""
    found = []
    for place in places:
        parts = place.split("/")
        for depth in range(1, len(parts) + 1):
            name = "/".join(parts[-depth:])
            if sum(f"/{other}".endswith(f"/{name}") for other in places) == 1:
                break
        found.append(name)
    return found


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` half-width characters; words and numbers stay whole, a Chinese sentence breaks anywhere else.

    >>> wrapped("每组 1,639 至 8,234 字", 14)
    ['每组 1,639 至', '8,234 字']
    """
    lines, left = [""], width
    for piece in re.findall(r"[!-~]+[；，。]?|.[；，。]?", text):
        size = sum(1 if character < "\u2e80" else 2 for character in piece)
        if size > left and lines[-1]:
            lines.append("")
            left = width
        if lines[-1] or piece != " ":
            lines[-1] += piece
            left -= size
    return [line.rstrip() for line in lines]


def grid_of(number: int) -> tuple[int, int]:
    """Rows and columns for so many panels, wider than high."""
    columns = min(number, max(2, ceil((number * 1.3) ** 0.5))) if number > 1 else 1
    return ceil(number / columns), columns


def saved(figure: Figure, form: str, dpi: int, about: str) -> bytes:
    """The figure as `png` or `svg`: the same bytes for the same drawing, with `about` (the command) in its metadata."""
    stream = io.BytesIO()
    known: Mapping[str, Any] = (
        {"Software": "reporttext", "Description": about}
        if form == "png"
        else {"Date": None, "Creator": "reporttext", "Description": about}
    )
    figure.savefig(stream, format=form, dpi=dpi, metadata=known)
    return stream.getvalue()
