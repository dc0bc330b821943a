"""`reporttext cite STATISTIC`: what a statistic is and the works to cite for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from reporttext.cli import speaking
from reporttext.errors import UsageError


@click.command("cite", short_help="Say what a statistic is and what to cite for it.")
@click.argument("what", nargs=-1)
@click.option(
    "--in", "out", type=click.Path(path_type=Path), help="The output folder of a run, for a ROW_ID."
)
@click.option("-f", "--format", "form", type=click.Choice(("text", "bibtex", "json")), default="text", show_default=True, help="Format.")  # fmt: skip
@speaking.option()
def command(what: Sequence[str], out: Path | None, form: str, lang: str | None) -> None:  # noqa: ARG001  kept by speaking
    """Say what statistics are: definition, what is counted, formula, and the works they are from.

    WHAT is the name of a statistic, or with --in the ROW_ID of a row that was computed, which also tells the parameters, the
    reports it is over and the versions of what computed it. Without one, all statistics.
    """
    import json

    from reporttext.stats import STATISTICS
    from reporttext.stats.description import as_text, keys
    from reporttext.tables.references import bibliography

    told = [_description(one, out) for one in what or STATISTICS]
    if form == "bibtex":
        click.echo(bibliography(keys(told)), nl=False)
    elif form == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join(as_text(one, speaking.language()) for one in told))


def _description(what: str, out: Path | None) -> dict[str, Any]:
    from reporttext.stats import STATISTICS, saved
    from reporttext.stats.description import defined

    if what in STATISTICS:
        return defined(STATISTICS[what])
    if out is None:
        raise UsageError(
            f"there is no statistic {what}; there are: {', '.join(STATISTICS)}. A ROW_ID needs --in OUT"
        )
    for result in saved.results(out):
        if result.row(what) is not None:
            return result.description or defined(STATISTICS[result.name])
    raise UsageError(f"no statistic kept in {out} has a row {what}: compute the statistic again")
