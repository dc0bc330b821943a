"""`reporttext NAME --in OUT`: a command for every statistic, made from its declaration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from reporttext.cli.printing import output_options, show
from reporttext.errors import ReporttextError
from reporttext.stats import STATISTICS
from reporttext.stats.statistic import Filter, Parameter, Statistic

_TYPES = {"text": click.STRING, "int": click.INT, "float": click.FLOAT, "file": click.Path(path_type=Path)}

_FILTERS: dict[Filter, tuple[bool, str]] = {
    "year": (False, "Years reported on: 2020, 2020-2023, 2020-, -2010, or several with commas."),
    "place": (True, "A place by id or name, with all below it; may be repeated."),
    "section": (True, "A section: achievements, plans, problems …; may be repeated."),
    "where": (
        True,
        "NAME=VALUE of a column of the reports (doc_type, admin_level …) or of your own variables; a value with a comma in double quotes.",
    ),
    "by": (
        False,
        "Group by year, place, province, section, doc_type, admin_level or your own variables, with commas.",
    ),
}


def _command(statistic: Statistic) -> click.Command:
    def run(out: Path, form: str | None, file: Path | None, **given: Any) -> None:
        _run(statistic, out, form, file, given)

    parameters: list[click.Parameter] = [option(parameter) for parameter in statistic.parameters]
    parameters += [filter_option(name, statistic) for name in statistic.filters]
    if statistic.wide:
        parameters.append(click.Option(["--wide"], is_flag=True, help="A row a unit, a column a group."))
    parameters.append(
        click.Option(
            ["--cite"],
            is_flag=True,
            help="Say what it is, to cite it; JSON becomes {reporttext: …, rows: […]}.",
        )
    )
    # What stands without an option has no line of its own in click's help.
    named = "".join(f"\n\n{p.name.upper()}: {p.about}" for p in statistic.parameters if p.argument)
    short = statistic.about.partition("\n")[0]
    made = click.Command(
        statistic.name, params=parameters, callback=run, short_help=short, help=statistic.about + named
    )
    return output_options(made)


def option(parameter: Parameter) -> click.Parameter:
    """The option or argument of a parameter."""
    if parameter.argument:
        nargs = -1 if parameter.many else 1
        return click.Argument([parameter.name], nargs=nargs, required=parameter.required)
    named = f"--{parameter.name.replace('_', '-')}"
    if parameter.type == "flag":
        return click.Option([named, parameter.name], is_flag=True, help=parameter.about)
    kind = click.Choice(parameter.choices) if parameter.choices else _TYPES[parameter.type]
    return click.Option(
        [named, parameter.name], type=kind, multiple=parameter.many, default=None if parameter.many else parameter.default,
        show_default=not parameter.many and parameter.default is not None, required=parameter.required, help=parameter.about,
    )  # fmt: skip


def filter_option(name: Filter, statistic: Statistic) -> click.Option:
    """The option of a filter."""
    many, about = _FILTERS[name]
    default = ",".join(statistic.by) if name == "by" else None
    return click.Option([f"--{name}"], multiple=many, default=default, show_default=bool(default), help=about)


def _run(statistic: Statistic, out: Path, form: str | None, file: Path | None, given: dict[str, Any]) -> None:
    from reporttext import api
    from reporttext.stats import saved
    from reporttext.stats.compute import compute
    from reporttext.stats.wide import wide

    shown = {name: given.pop(name) for name in ("rows", "lang", "cite")}
    spread = given.pop("wide", False)
    with api.open(out) as reports:
        result = compute(reports, statistic, **given)
    notes = list(result.notes)
    try:
        saved.save(out, result)
    except ReporttextError as error:  # to look at a folder one may not write to is no fault
        notes.append(f"not kept for trace: {error}")
    table, rows = wide(result) if spread else (result.table, result.rows)
    show(table, rows, form, file, notes=notes, description=result.description, **shown)


commands: Sequence[click.Command] = tuple(map(_command, STATISTICS.values()))
"""Added to the program by `cli`, under a heading of their own."""
