"""`reporttext fill FORM.xlsx --map MAP.toml --in OUT -o FILLED.xlsx`: figures into a form of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from reporttext.cli import speaking


@click.command("fill", short_help="Write figures into a form of your own (台账).")
@click.argument("form", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FORM.xlsx")
@click.option(
    "--map", "mapping", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file that says which figure goes to which cell.",
)  # fmt: skip
@click.option(
    "--in", "out", required=True, type=click.Path(path_type=Path), help="The output folder of a run."
)
@click.option(
    "-o", "--output", "file", required=True, type=click.Path(path_type=Path), help="The filled form."
)
@speaking.option()
@click.pass_context
def command(
    ctx: click.Context,
    *,
    form: Path,
    mapping: Path,
    out: Path,
    file: Path,
    lang: str | None,  # noqa: ARG001  kept by speaking
) -> None:
    """Write figures into a copy of a form by indicator, place and year; its styles and formulas stay.

    MAP.toml names single cells, or blocks whose rows and columns say place, indicator and year:

    \b
        [names]
        "学习次数" = "理论学习中心组学习"
        [[tables]]
        sheet = "台账"
        rows = "A5:A20"
        columns = "B4:F4"
        rows_are = "place"
        columns_are = "indicator"
        year = 2023
        [[cells]]
        cell = "C2"
        indicator = "一般公共预算收入"
        place = "云陂镇"
        year = 2023
        unit = "万元"

    Numbers only, and only into empty cells. What is blanked out, not stated, contradicted or not clear is left empty and
    listed. Charts and drawings of the form are not kept.

    Exit code: 0; 1 where a cell was left empty; 2 where the call was wrong.
    """  # noqa: D301  click wants the character \b
    from reporttext import api

    with api.open(out) as reports:
        cells = reports.fill(form, mapping, file)
    left = [cell for cell in cells if cell.why]
    for cell in left:
        want = cell.wanted
        where = f"{want.sheet}!{want.cell}  {want.indicator}  {want.place}  {want.year}"
        click.echo(f"{where}: {speaking.word(cell.why or '')}")
    speaking.say(f"{len(cells) - len(left):,} of {len(cells):,} cells filled, written to {file}", err=True)
    ctx.exit(1 if left else 0)
