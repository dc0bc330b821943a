"""`reporttext fill FORM.xlsx --map MAP.toml --in OUT -o FILLED.xlsx`: figures into a form of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reporttext.cli import speaking

if TYPE_CHECKING:
    from reporttext.outputs.fill import Filled

_SHOWN = 60  # characters of a sentence


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
    "-o", "--output", "file", required=True, type=click.Path(path_type=Path),
    help="The filled form; a file that is there is replaced, unless it is write-protected.",
)  # fmt: skip
@click.option(
    "--no-comments",
    "plain",
    is_flag=True,
    help="No comments of unit, sentence and report on the filled cells.",
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
    plain: bool,
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

    Numbers only, and only into empty cells. What is blanked out, a range, not stated, contradicted or not clear is left empty. The
    unit is that of the map, of the form’s own words (预算收入（万元）; 单位：万元 above), or else the one the reports write.
    Every cell is listed with number, unit, sentence and report, or with why it is empty; a comment on each filled cell says
    the same. Charts and drawings of the form are not kept.

    Exit code: 0; 1 where a cell was left empty; 2 where the call was wrong.
    """  # noqa: D301  click wants the character \b
    from reporttext import api

    there = file.exists()
    with api.open(out) as reports:
        cells = reports.fill(form, mapping, file, comments=not plain)
    for cell in cells:
        click.echo(_line(cell))
    left = sum(cell.why is not None for cell in cells)
    speaking.say(f"{len(cells) - left:,} of {len(cells):,} cells filled, written to {file}", err=True)
    if there:
        speaking.say(f"the file that was there is replaced: {file}", err=True)
    ctx.exit(1 if left else 0)


def _line(cell: Filled) -> str:
    """A cell of the form, and its number with where it is from, or why it has none."""
    want = cell.wanted
    place = f"{want.sheet}!{want.cell}  {want.indicator}  {want.place}  {want.year}"
    if cell.why is not None:
        return f"{place}: {speaking.word(cell.why)}"
    own = f" ({speaking.word('unit as reported: none in map or form')})" if cell.as_written else ""
    return f"{place} = {cell.value:,.12g} {cell.unit}{own}  “{_around(cell)}”  {cell.source}"


def _around(cell: Filled) -> str:
    """As much of the sentence as a line holds, around the figure."""
    sentence = " ".join((cell.sentence or "").split())
    at = max(0, sentence.find(cell.quote or "") - _SHOWN // 2)
    shown = sentence[at : at + _SHOWN]
    return f"{'…' if at else ''}{shown}{'…' if at + _SHOWN < len(sentence) else ''}"
