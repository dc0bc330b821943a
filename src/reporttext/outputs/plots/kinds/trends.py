"""Words over the years: a line a word, and below how many reports there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.outputs.plots.declared import Drawn, Plot
from reporttext.outputs.plots.style import COLOURS, DASHES, GREY, Sheet, grid_of, whole_years
from reporttext.stats import STATISTICS
from reporttext.stats.compute import Result
from reporttext.stats.statistic import Parameter

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# More lines cannot be told apart, more panels not be read.
MOST_TERMS = 12
MOST_GROUPS = 42


def draw(sheet: Sheet, result: Result, *, measure: str) -> Drawn:
    """Plot words over the years.

    A line a word: how often it stands in 10,000 characters of the year's reports (--measure share: in which part of them;
    count: how often in all). The bars below count the reports. With a second group (--by year,province) there is a panel for
    each of its values, those of most reports first. Years without a report are gaps.
    """
    by = result.parameters["by"]
    if "year" not in by or len(by) > 2:
        raise UsageError("a plot of trends is over years: --by year, or --by year,NAME for a panel each")
    frame = result.frame()
    frame = frame[frame["year"].notna()]
    terms = list(dict.fromkeys(frame["term"]))
    if len(terms) > MOST_TERMS:
        raise UsageError(f"a plot of {len(terms)} words cannot be read: name at most {MOST_TERMS}, or --top")
    others = [name for name in by if name != "year"]
    if others:
        frame = _panels(sheet, frame, terms, others[0], measure)
    else:
        _one(sheet, frame, terms, measure)
    ways = ", ".join(sheet.say(how) for how in ("words", "text") if (frame["counted"] == how).any())
    counts = frame.drop_duplicates(by)["reports"].sum()
    caption = [sheet.say(f"of_{measure}"), ways, sheet.say("n", n=f"{counts:,}"), sheet.say("gaps")]
    return frame.index.tolist(), sheet.finish("、".join(terms) if len(terms) <= 4 else "", caption)


def _one(sheet: Sheet, frame: pd.DataFrame, terms: Sequence[str], measure: str) -> None:
    lines, bars = sheet.axes(2, 1, (9, 5.4), heights=(5, 1), sharex=True)
    _lines(lines, frame, terms, measure)
    lines.set_ylim(bottom=0)
    lines.set_ylabel(sheet.say(measure))
    lines.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    years = frame.drop_duplicates("year")
    bars.bar(years["year"].astype(int), years["reports"].astype(int), color="#C9D3DC", width=0.8)
    span = int(years["year"].max() - years["year"].min()) + 1
    for year, number in zip(years["year"].astype(int), years["reports"].astype(int), strict=True):
        size = 8 if span <= 30 else 6
        bars.annotate(f"{number}", (year, number), ha="center", va="bottom", fontsize=size, color=GREY)
    bars.set_ylabel(sheet.say("reports"))
    bars.margins(y=0.35)
    bars.grid(visible=False)
    bars.set_yticks([])


def _panels(
    sheet: Sheet, frame: pd.DataFrame, terms: Sequence[str], group: str, measure: str
) -> pd.DataFrame:
    """Draw a panel a group; returns the rows drawn."""
    sizes = frame[frame[group].notna()].drop_duplicates([group, "year"]).groupby(group)["reports"].sum()
    groups = sizes.sort_values(ascending=False, kind="stable").index[:MOST_GROUPS].tolist()
    if left := len(sizes) - len(groups):
        sheet.notes.append(f"drawn are the {len(groups)} groups of most reports; {left} are left out")
    if not groups:
        raise UsageError(f"none of the reports chosen has a {group}")
    rows, columns = grid_of(len(groups))
    size = (1.9 * columns + 1.6, 1.5 * rows + 1)
    panels = sheet.panels(len(groups), size, sharex=True, sharey=True)  # one scale: they are to be compared
    for axes, value in zip(panels, groups, strict=True):
        _lines(axes, frame[frame[group] == value], terms, measure)
        whole_years(axes, most=3)
        axes.set_title(f"{value}  n={sizes[value]:,}", fontsize=9)
    panels[0].set_ylim(bottom=0)  # last: it ends the scaling by what is drawn
    panels[0].figure.supylabel(sheet.say(measure), fontsize=10)
    handles = panels[0].get_lines()
    panels[0].figure.legend(handles, terms, loc="outside right upper")
    return frame[frame[group].isin(groups)]


def _lines(axes: Axes, frame: pd.DataFrame, terms: Sequence[str], measure: str) -> None:
    from matplotlib.ticker import PercentFormatter

    first, last = int(frame["year"].min()), int(frame["year"].max())
    for number, term in enumerate(terms):
        own = frame[frame["term"] == term].set_index("year")[measure].astype(float)
        series: Any = own.reindex(range(first, last + 1))
        look = {"color": COLOURS[number % len(COLOURS)], "linestyle": DASHES[number // len(COLOURS)]}
        axes.plot(series.index, series.to_numpy(), marker="o", label=term, **look)
    whole_years(axes)
    if measure == "share":
        axes.yaxis.set_major_formatter(PercentFormatter(1))


PLOT = Plot(
    STATISTICS["trends"], draw,
    parameters=(Parameter("measure", "What is drawn.", default="per_10000", choices=("per_10000", "share", "count")),),
    defaults={"top": 6},
)  # fmt: skip
