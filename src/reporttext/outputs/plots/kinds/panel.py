"""An indicator over the years by place: lines, or of many places a panel each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from reporttext.errors import UsageError
from reporttext.outputs.plots.declared import Drawn, Plot
from reporttext.outputs.plots.style import COLOURS, DASHES, GREY, Sheet, grid_of, short, whole_years
from reporttext.stats import STATISTICS
from reporttext.stats.compute import Result
from reporttext.stats.statistic import Parameter
from reporttext.tables import codes_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Up to so many places are lines in one panel; of more each has its own.
MOST_LINES = 6
MOST_PLACES = 42

_SERIES = ["indicator_id", "status", "scope", "unit", "measure"]
_STATED = ("value", "zero", "masked")


@dataclass(frozen=True, slots=True)
class _View:
    """What all places share: `names` by place, values are divided by `factor`, which makes `unit`."""

    names: Mapping[str, str]
    factor: float
    unit: str
    years: range
    scale: str


def draw(sheet: Sheet, result: Result, *, scale: str, form: str) -> Drawn:
    """Plot an indicator over the years by place.

    One indicator, status, unit, and level, increment or rate: of several that with most figures is drawn, and the others are
    told with the options that choose them. Up to six places are lines in one panel, more have a panel each. A year without a
    report, or whose report does not state the figure, is a gap; a figure that is blanked out is a × at the foot; one that
    other facts contradict is hollow. The figures are those of `reporttext panel`, which says what a cell holds.
    """
    frame = _one_series(sheet, result.frame())
    places = _places(sheet, frame)
    frame = frame[frame["place_id"].isin(places)]
    head = frame.iloc[0]
    years = frame.loc[frame["cell"].isin(_STATED), "year"]
    factor, unit = _unit(sheet, frame, str(head["unit"] or ""))
    names = dict(zip(places, short(places), strict=True))
    view = _View(names, factor, unit, range(int(years.min()), int(years.max()) + 1), scale)
    many = form == "panels" or (form == "auto" and len(places) > MOST_LINES)
    (_panels if many else _lines)(sheet, frame, view)
    stated = int(frame["value"].notna().sum())
    caption = [sheet.say("of_panel", n=f"{stated:,}", places=len(places)), sheet.say("panel_gaps")]
    caption += [sheet.say("masked")] * bool((frame["cell"] == "masked").any())
    caption += [sheet.say("conflict")] * bool(frame["conflict"].any())
    caption += [sheet.say("own_scale")] * (many and scale == "own")
    told = ", ".join([_word(sheet, "status", head), _word(sheet, "measure", head), unit])
    told = told.replace(", ", "，") if sheet.language == "zh" else told
    title = f"{head['indicator']}（{told}）" if sheet.language == "zh" else f"{head['indicator']} ({told})"
    return frame.index.tolist(), sheet.finish(title, caption)


def _word(sheet: Sheet, column: str, row: pd.Series[Any]) -> str:
    names = codes_of("panel", column)
    place = 0 if sheet.language == "zh" else 1
    return str(names[row[column]][place]) if names and row[column] in names else str(row[column])


def _one_series(sheet: Sheet, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the series that has most figures; the others are told."""
    import pandas as pd

    stated = frame[frame["cell"].isin(_STATED)]
    if stated.empty:
        raise UsageError(
            "none of the reports chosen states this indicator: `reporttext panel` lists those they state"
        )
    sizes = stated.groupby(_SERIES, dropna=False).size().sort_values(ascending=False, kind="stable")
    if len(set(frame["indicator_id"])) > 1:
        names = ", ".join(sorted(set(map(str, frame["indicator"]))))
        raise UsageError(f"a plot has one indicator, and these are several: {names}")
    first: tuple[str, ...] = sizes.index[0]
    for key, number in list(sizes.items())[1:]:
        _, status, scope, unit, measure = cast("tuple[str, ...]", key)
        sheet.notes.append(
            f"not drawn: {number:,} figures in {unit} (--status {status} --measure {measure} --scope {scope})"
        )
    rows = frame["year"].notna().to_numpy(dtype=bool)
    for column, value in zip(_SERIES, first, strict=True):
        same = frame[column].isna() if pd.isna(value) else frame[column] == value
        rows = rows & same.to_numpy(dtype=bool)
    return frame[rows]


def _places(sheet: Sheet, frame: pd.DataFrame) -> list[str]:
    """The places to draw, in order: those of most figures, and none that no other report can be joined to."""
    known = frame[~frame["place_id"].str.startswith("doc:").fillna(True).to_numpy(dtype=bool)]
    stated = known[known["cell"].isin(_STATED)]
    sizes = stated.groupby("place_id").size().sort_values(ascending=False, kind="stable")
    if sizes.empty:
        raise UsageError("the places of these reports are blanked out or unknown: there is no series to draw")
    if unknown := frame["place_id"].nunique() - known["place_id"].nunique():
        sheet.notes.append(f"not drawn: {unknown} reports whose place is blanked out or unknown")
    if (left := len(sizes) - MOST_PLACES) > 0:
        sheet.notes.append(
            f"drawn are the {MOST_PLACES} places of most figures; {left} are left out (--place)"
        )
    return sorted(map(str, sizes.index[:MOST_PLACES]))


def _unit(sheet: Sheet, frame: pd.DataFrame, unit: str) -> tuple[float, str]:
    """What values are divided by, and the unit that makes: 元 by the 万 or 亿."""
    largest = float(frame["value"].abs().max()) if frame["value"].notna().any() else 0.0
    if unit not in ("%", "百分点"):
        for size, key in ((1e8, "times_1e8"), (1e4, "times_1e4")):
            if largest >= 10 * size:
                return size, sheet.say(key, unit=unit)
    return 1.0, unit


def _lines(sheet: Sheet, frame: pd.DataFrame, view: _View) -> None:
    (axes,) = sheet.axes(1, 1, (9, 5))
    for number, (place, name) in enumerate(view.names.items()):
        look = COLOURS[number % len(COLOURS)], DASHES[number // len(COLOURS) % len(DASHES)]
        _series(axes, frame[frame["place_id"] == place], view, look, name)
    _scale(axes, view.scale, frame)
    axes.set_ylabel(view.unit)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _panels(sheet: Sheet, frame: pd.DataFrame, view: _View) -> None:
    rows, columns = grid_of(len(view.names))
    size = (1.9 * columns + 0.6, 1.5 * rows + 1)
    panels = sheet.panels(len(view.names), size, sharex=True, sharey=view.scale != "own")
    for axes, (place, name) in zip(panels, view.names.items(), strict=True):
        _series(axes, frame[frame["place_id"] == place], view, (COLOURS[0], "-"), name)
        _scale(axes, view.scale, frame)
        whole_years(axes, most=3)
        axes.set_title(name, fontsize=9)
    panels[0].figure.supylabel(view.unit, fontsize=10)


def _scale(axes: Axes, scale: str, frame: pd.DataFrame) -> None:
    whole_years(axes)
    axes.yaxis.set_major_formatter("{x:,.10g}")
    if scale == "log":
        if bool((frame["value"] <= 0).any()):
            raise UsageError("--scale log cannot draw figures that are zero or negative")
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter("{x:,.10g}")
    elif bool((frame["value"] < 0).any()):
        axes.axhline(0, color=GREY, linewidth=0.8)


def _series(axes: Axes, rows: pd.DataFrame, view: _View, look: tuple[str, str], name: str) -> None:
    """One place's line, broken where there is no figure."""
    from matplotlib.transforms import blended_transform_factory

    colour, dash = look
    years = view.years
    cells = rows.set_index("year").reindex(years)
    values = cells["value"].astype(float) / view.factor
    axes.plot(list(years), values.to_numpy(), marker="o", color=colour, linestyle=dash, label=name)
    hollow = (
        cells["conflict"].astype("boolean").fillna(False).to_numpy(dtype=bool) & values.notna().to_numpy()
    )
    chosen = [year for year, is_so in zip(years, hollow, strict=True) if is_so]
    masked = [year for year, cell in zip(years, cells["cell"], strict=True) if cell == "masked"]
    if chosen:
        axes.plot(
            chosen, values[hollow].to_numpy(), "o", markerfacecolor="white", markeredgecolor=colour, zorder=3
        )
    if masked:
        # On the axis itself, where no value can be; left out of the layout, which cannot place what hangs over.
        foot = blended_transform_factory(axes.transData, axes.transAxes)
        look_of_masks = {"color": colour, "transform": foot, "clip_on": False, "zorder": 3}
        axes.plot(masked, [0.0] * len(masked), "x", markersize=6, **look_of_masks)[0].set_in_layout(False)
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)


PLOT = Plot(
    STATISTICS["panel"], draw,
    parameters=(
        Parameter("scale", "One scale for all panels, one of its own for each, or a logarithmic one for all.", default="shared", choices=("shared", "own", "log")),
        Parameter("form", "Lines in one panel, or a panel a place; auto: lines of up to six places.", default="auto", choices=("auto", "lines", "panels")),
    ),
)  # fmt: skip
