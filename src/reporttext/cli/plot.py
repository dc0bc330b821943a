"""`reporttext plot NAME --in OUT -o FILE.png`: a statistic as a picture, with its data beside it."""

from __future__ import annotations

import inspect
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from reporttext.cli.speaking import TOO, parameter, say
from reporttext.cli.statistics import filter_option, option
from reporttext.outputs.plots.declared import Plot
from reporttext.outputs.plots.kinds import PLOTS
from reporttext.outputs.plots.write import quoted
from reporttext.stats.statistic import Parameter


@click.group("plot", short_help="Draw a statistic as PNG or SVG, with its data beside it.")
def command() -> None:
    """Draw a statistic into a .png or .svg file, and write the rows drawn beside it as .csv.

    The options are those of the statistic of the same name. Chinese text needs no font of the machine: the program brings one.
    """


def _command(plot: Plot) -> click.Command:
    def run(out: Path, file: Path, lang: str, **given: Any) -> None:
        _run(plot, out, file, lang, given)

    statistic = plot.statistic
    parameters: list[click.Parameter] = [option(_usual(p, plot)) for p in statistic.parameters]
    parameters += [option(p) for p in plot.parameters]
    parameters += [filter_option(name, statistic) for name in statistic.filters]
    parameters += [
        click.Option(["--in", "out"], required=True, type=click.Path(path_type=Path), help="The output folder of a run."),
        click.Option(["-o", "--output", "file"], required=True, type=click.Path(path_type=Path), help="The picture: .png or .svg; its data goes to the same name with .csv."),
        click.Option(["--title"], help="A title of your own."),
        click.Option(["--font"], type=click.Path(path_type=Path), help="A font file (.ttf, .otf, .ttc) instead of the program's own."),
        click.Option(["--width"], type=click.FloatRange(1, 100), help="Inches.  [default: what suits the drawing]"),
        click.Option(["--height"], type=click.FloatRange(1, 100), help="Inches.  [default: what suits the drawing]"),
        click.Option(["--dpi"], type=click.IntRange(30, 1200), default=150, show_default=True, help="Dots an inch of a .png."),
        parameter(f"Language of the picture{TOO}", "zh"),
    ]  # fmt: skip
    about = inspect.getdoc(plot.draw) or ""
    named = "".join(f"\n\n{p.name.upper()}: {p.about}" for p in statistic.parameters if p.argument)
    return click.Command(
        statistic.name,
        params=parameters,
        callback=run,
        short_help=about.partition("\n")[0],
        help=about + named,
    )


def _usual(parameter: Parameter, plot: Plot) -> Parameter:
    """The parameter with the plot's own default, which the library fills in, told in its help."""
    if parameter.name not in plot.defaults:
        return parameter
    about = f"{parameter.about}  [default: {plot.defaults[parameter.name]}]"
    return replace(parameter, default=None, about=about)


def _run(plot: Plot, out: Path, file: Path, lang: str, given: dict[str, Any]) -> None:
    from reporttext import api

    with api.open(out) as reports:
        done = reports.plot(plot.statistic.name, file, language=lang, **given)
    for note in done.notes:
        say(note, err=True)
    say(f"{done.file} written", err=True)
    say(f"{done.data} holds its {done.drawn:,} rows, of: {done.about} --in {quoted(str(out))}", err=True)
    say(f"the sentences behind a row: reporttext trace ROW_ID --in {quoted(str(out))}", err=True)


for _plot in PLOTS.values():
    command.add_command(_command(_plot))
