"""`reporttext diff OUT1 OUT2`: what differs between two runs."""

from __future__ import annotations

from pathlib import Path

import click

from reporttext.cli import speaking

_SHOWN = 20


@click.command("diff", short_help="What appeared, vanished and changed between two runs.")
@click.argument("one", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="OUT1")
@click.argument("other", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="OUT2")
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write every difference to a file: .csv, .json, .parquet or .xlsx.",
)
@speaking.option(f"Language of a workbook{speaking.TOO}", "zh")
@click.pass_context
def command(ctx: click.Context, one: Path, other: Path, file: Path | None, lang: str) -> None:  # fmt: skip
    """Compare the output folders of two runs, report by report, and print how many figures, sections and reports differ.

    Reports are matched by source. In a text that is the same a figure is matched by its place; in one that has changed by its
    sentence and wording, then by indicator and unit. Places alone, scores and names of rules are no difference; a reviewer's
    decision is one (`review`).

    Exit code, as of diff(1): 0 where nothing differs, 1 where something does, 2 where the call was wrong.
    """
    from reporttext import api
    from reporttext.cli.printing import show
    from reporttext.differences import LAYERS, TABLE, WHATS

    found = api.diff(one, other)
    click.echo(f"{'':<12}" + "".join(f"{what:>11}" for what in WHATS))
    for layer in LAYERS:
        click.echo(f"{layer:<12}" + "".join(f"{found.count(layer, what):>11,}" for what in WHATS))
    sources = sorted(found.sources.items(), key=lambda item: (-item[1], item[0]))
    for source, count in sources[:_SHOWN]:
        click.echo(f"{count:>7,}  {source}")
    if len(sources) > _SHOWN:
        click.echo(f"{'':>7}  … and {len(sources) - _SHOWN:,} more reports")
    if file is not None:
        show(TABLE, found.arrow(), None, file, notes=(), rows=0, lang=lang)
    ctx.exit(1 if found.rows else 0)
