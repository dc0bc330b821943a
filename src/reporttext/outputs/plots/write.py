"""A plot into its files: the picture, and the rows drawn as csv."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.errors import ReporttextError, UsageError, check_number
from reporttext.outputs import single
from reporttext.outputs.plots import fonts, style
from reporttext.outputs.plots.kinds import PLOTS
from reporttext.stats.compute import Result, compute, value_of
from reporttext.stats.statistic import Statistic

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

FORMATS = ("png", "svg")
_MISSING = 'plots need the extra plots: pip install "reporttext[plots]"'


@dataclass(frozen=True, slots=True)
class Plotted:
    """What was written: the picture, and the csv of the `drawn` rows of `result`.

    `about` is the command that computes these rows (but for --in), `notes` are what the reader must know.
    """

    file: Path
    data: Path
    result: Result
    drawn: int
    about: str
    notes: tuple[str, ...]


def write(
    reports: Reports,
    name: str,
    file: Path,
    *,
    language: str = "zh",
    font: Path | None = None,
    title: str | None = None,
    width: float | None = None,
    height: float | None = None,
    dpi: int = 150,
    **given: Any,
) -> Plotted:
    """Draw the statistic `name` into `file` (.png, .svg) and write the rows drawn beside it, with the ending .csv.

    `given` are the statistic's filters and parameters, and the plot's own; `width` and `height` are inches. Raises UsageError
    for a wrong call, ReporttextError where matplotlib, or a font for a character, is missing.
    """
    form = file.suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise UsageError(f"{file}: a plot is a .png or .svg file")
    if name not in PLOTS:
        raise UsageError(f"there is no plot of {name}; there are: {', '.join(PLOTS)}")
    if font is not None and not font.is_file():
        raise UsageError(f"the font {font} is not there")
    try:
        import matplotlib as mpl  # noqa: F401  is it there?
    except ImportError as error:
        raise ReporttextError(_MISSING) from error
    for inches, what in ((width, "width"), (height, "height")):
        if inches is not None:
            check_number(what, inches, low=1, high=100)
    check_number("dpi", dpi, whole=True, low=30, high=1200)
    data = _data(file)
    plot = PLOTS[name]
    own = {p.name: value_of(name, p, given.pop(p.name, None)) for p in plot.parameters}
    given = {key: value for key, value in given.items() if value not in (None, ())}
    if not any(p.name in given for p in plot.statistic.parameters if p.argument):
        given = {**plot.defaults, **given}
    result = compute(reports, plot.statistic, **given)
    about = command(plot.statistic, given)
    sheet = style.Sheet(language, title, width, height)
    with style.setting():
        fonts.use(font)
        drawn, figure = plot.draw(sheet, result, **own)
        fonts.complete(figure)
        picture = style.saved(figure, form, dpi, about)
    single.write(data, single.content(result.table, result.rows.take(drawn), "csv"))
    single.write(file, picture)
    return Plotted(file, data, result, len(drawn), about, (*result.notes, *sheet.notes))


def _data(file: Path) -> Path:
    """Where the rows go. UsageError where a table of another kind stands there: a metadata.csv is not written over."""
    data = file.with_suffix(".csv")
    if data.exists() and not data.read_bytes()[:16].removeprefix(b"\xef\xbb\xbf").startswith(b'"row_id"'):
        raise UsageError(f"{data} is there and holds no rows of a plot: name another file with -o")
    return data


def command(statistic: Statistic, given: Mapping[str, Any]) -> str:
    """The command line that computes the rows, without --in."""
    words = ["reporttext", statistic.name]
    usual = {**statistic.defaults(), "by": ",".join(statistic.by)}
    arguments = {p.name for p in statistic.parameters if p.argument}
    for name, value in given.items():
        values = list(value) if isinstance(value, list | tuple) else [value]
        if name in arguments:
            words[2:2] = map(str, values)
        elif value is True:
            words.append(f"--{name.replace('_', '-')}")
        elif value is not False and value != usual.get(name):
            words += [word for one in values for word in (f"--{name.replace('_', '-')}", str(one))]
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    """A word of a command line as both a Unix shell and Windows take it."""
    return word if re.fullmatch(r"[\w./\\:,=+~-]+", word) else f'"{word}"'
