"""`reporttext demo`: the main job on the sample reports that travel with the program."""

from __future__ import annotations

from pathlib import Path

import click

from reporttext.cli import speaking
from reporttext.cli.run import command as run


@click.command("demo", short_help="Run on the sample reports.")
@click.option(
    "-o",
    "--out",
    default="demo-out",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder for the results.",
)
@speaking.option(f"Language of the workbook{speaking.TOO}", "zh")
@click.pass_context
def command(ctx: click.Context, out: Path, lang: str) -> None:
    """Read the sample reports, of fictional places, and write their tables to a folder.

    The same as `reporttext run SAMPLE -o OUT`, with the sample that was installed with the program.
    """
    from reporttext import api

    ctx.invoke(
        run, paths=(api.sample(),), out=out, formats=("csv", "xlsx"), workers=None, rules=None, words=None, model=None, lang=lang, add=False,
        fresh=False, as_json=False,
    )  # fmt: skip
