"""Shares of sections or themes: bars of the sections, which add up, a map of the themes, which overlap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.outputs.plots.declared import Drawn, Plot
from reporttext.outputs.plots.style import Sheet, short
from reporttext.stats import STATISTICS
from reporttext.stats.compute import Result
from reporttext.stats.statistic import Parameter
from reporttext.tables import codes

if TYPE_CHECKING:
    import pandas as pd

MOST_GROUPS = 42

# Sections in the order of a report; what frames it is grey.
_SECTIONS = {
    "front": "#E3E3E3", "preamble": "#CFCFCF", "overview": "#56B4E9", "achievements": "#0072B2", "problems": "#D55E00",
    "plans": "#009E73", "closing": "#B5B5B5", "back": "#9A9A9A",
}  # fmt: skip


def draw(sheet: Sheet, result: Result, *, themes: int) -> Drawn:
    """Plot the shares of sections or themes by year, place or another group.

    Of sections (unless given) a bar for each group, of themes (--of theme) a map: a row a theme, those of the largest share
    first, a column a group, with percent in its cells. A year without a report is a gap. The denominator is all
    characters of the group's paragraphs.
    """
    by = result.parameters["by"]
    if len(by) != 1:
        raise UsageError("a plot of shares has one group: --by year, --by place …")
    frame = result.frame().rename(columns={by[0]: "group"})
    frame = frame[frame["group"].notna()]
    frame = _groups(sheet, frame, by[0])
    groups = _in_order(frame, by[0])
    labels = short(groups) if by[0] == "place" else list(map(str, groups))
    of = result.parameters["of"]
    if of == "section":
        _bars(sheet, frame, groups, labels, upright=by[0] == "year")
    else:
        frame = _map(sheet, frame, groups, labels, themes)
    sizes = frame.drop_duplicates("group")["characters_all"]
    counted = sheet.say("characters", low=f"{sizes.min():,}", high=f"{sizes.max():,}")
    return frame.index.tolist(), sheet.finish(sheet.say(f"of_{of}"), [sheet.say(f"share_of_{of}"), counted])


def _groups(sheet: Sheet, frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """The rows of the groups to draw: of a place that is blanked out none, of very many those of most characters."""
    if by == "place":
        unknown = frame["group"].astype(str).str.startswith("doc:")
        if unknown.any():
            number = frame.loc[unknown, "group"].nunique()
            sheet.notes.append(f"not drawn: {number} reports whose place is blanked out or unknown")
        frame = frame[~unknown]
    if frame.empty:
        raise UsageError(f"none of the reports chosen has a {by} to draw")
    sizes = frame.drop_duplicates("group").set_index("group")["characters_all"]
    kept = sizes.sort_values(ascending=False, kind="stable").index[:MOST_GROUPS]
    if left := len(sizes) - len(kept):
        sheet.notes.append(f"drawn are the {len(kept)} groups of most characters; {left} are left out")
    return frame[frame["group"].isin(kept)]


def _in_order(frame: pd.DataFrame, by: str) -> list[Any]:
    """The groups; of years also those between that have no report."""
    found = sorted(frame["group"].unique())
    return list(range(int(found[0]), int(found[-1]) + 1)) if by == "year" else found


def _bars(
    sheet: Sheet, frame: pd.DataFrame, groups: list[Any], labels: Sequence[str], *, upright: bool
) -> None:
    from matplotlib.ticker import PercentFormatter

    size = (max(7, 0.3 * len(groups) + 3), 4.8) if upright else (9, 0.27 * len(groups) + 1.8)
    (axes,) = sheet.axes(1, 1, size)
    names, place = codes()["section"], 0 if sheet.language == "zh" else 1
    wide = frame.pivot_table(index="group", columns="value", values="share", aggfunc="first", observed=False)
    wide = wide.reindex(index=groups, columns=[s for s in _SECTIONS if s in wide.columns]).fillna(0)
    before = [0.0] * len(groups)
    spots = list(range(len(groups)))
    for section in wide.columns:
        lengths = [float(value) for value in wide[section]]
        look: dict[str, Any] = {"color": _SECTIONS[section], "label": names[section][place]}
        if upright:
            axes.bar(spots, lengths, bottom=before, width=0.85, **look)
        else:
            axes.barh(spots, lengths, left=before, height=0.8, **look)
        before = [low + length for low, length in zip(before, lengths, strict=True)]
    for axis, spread in ((axes.xaxis, upright), (axes.yaxis, not upright)):
        if spread:
            axis.set_ticks(spots, labels)
            axis.grid(visible=False)
        else:
            axis.set_major_formatter(PercentFormatter(1))
    if upright:
        axes.tick_params(axis="x", rotation=90 if len(groups) > 12 else 0, length=0)
        axes.set_ylim(0, 1)
        axes.set_xlim(-0.6, len(groups) - 0.4)
    else:
        axes.set_ylim(len(groups) - 0.4, -0.6)
        axes.set_xlim(0, 1)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _map(
    sheet: Sheet, frame: pd.DataFrame, groups: list[Any], labels: Sequence[str], most: int
) -> pd.DataFrame:
    """Draw the themes of the largest shares; returns their rows."""
    sizes = frame.groupby("value")["characters"].sum().sort_values(ascending=False, kind="stable")
    themes = sizes.index[:most].tolist()
    if left := len(sizes) - len(themes):
        sheet.notes.append(
            f"drawn are the {len(themes)} themes of the largest shares; {left} are left out (--themes)"
        )
    drawn = frame[frame["value"].isin(themes)]
    there = set(frame["group"])
    wide = drawn.pivot_table(index="value", columns="group", values="share", aggfunc="first", observed=False)
    # A theme that no paragraph of a group is on has a share of 0; a year without a report has none.
    wide = (
        wide.reindex(index=themes, columns=[g for g in groups if g in there])
        .fillna(0)
        .reindex(columns=groups)
    )
    values = wide.to_numpy(dtype=float)
    (axes,) = sheet.axes(1, 1, (max(6, 0.38 * len(groups) + 2.6), 0.3 * len(themes) + 2))
    image = axes.imshow(values, cmap="Blues", aspect="auto", vmin=0)
    axes.set_xticks(
        range(len(groups)), labels, rotation=90 if len(groups) > 12 or max(map(len, labels)) > 4 else 0
    )
    axes.set_yticks(range(len(themes)), themes)
    axes.grid(visible=False)
    axes.tick_params(length=0)
    dark = float(image.norm.vmax or 1) * 0.55
    for row, column in ((r, c) for r in range(len(themes)) for c in range(len(groups))):
        if (value := values[row, column]) == value:
            colour = "white" if value > dark else "#333333"
            axes.text(column, row, f"{100 * value:.0f}", ha="center", va="center", fontsize=7, color=colour)
    return drawn


PLOT = Plot(
    STATISTICS["shares"], draw,
    parameters=(Parameter("themes", "How many themes are drawn.", "int", default=20, low=1),),
)  # fmt: skip
