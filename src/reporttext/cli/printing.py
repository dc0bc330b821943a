"""A table on the screen or in a file: what statistics and `trace` print."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reporttext.cli.speaking import TOO, language, parameter, say
from reporttext.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from reporttext.tables import Table

_FORMATS = ("table", "csv", "json", "parquet", "xlsx")
_SHOWN = 30  # rows of a table on the screen
_WIDEST = 60  # characters of a cell there


def output_options(command: click.Command) -> click.Command:
    """Add what every such command has: --in, -f, -o, --rows, --lang."""
    command.params += [
        click.Option(["--in", "out"], required=True, type=click.Path(path_type=Path), help="The output folder of a run."),
        click.Option(
            ["-f", "--format", "form"], type=click.Choice(_FORMATS),
            help="Format.  [default: by the ending of -o; else a table to read]",
        ),
        click.Option(["-o", "--output", "file"], type=click.Path(path_type=Path), help="File to write instead of printing."),
        click.Option(["--rows"], type=click.IntRange(min=1), default=_SHOWN, show_default=True, help="Rows of a table on the screen."),
        parameter(f"Language of a workbook{TOO}", "zh"),
    ]  # fmt: skip
    return command


def show(
    table: Table,
    data: pa.Table,
    form: str | None,
    file: Path | None,
    *,
    notes: Sequence[str],
    rows: int,
    lang: str,
    description: Mapping[str, Any] | None = None,
    cite: bool = False,
    counted: Sequence[tuple[int, int] | None] = (),
) -> None:
    """Print or write a table: data to stdout or `file`, notes to stderr.

    `counted` are the places in the column `text`, row by row, that are marked on the screen, and round which a long text is cut.
    `description` is what a statistic is. It goes into what is written, for csv into a file beside it; with `cite` into JSON
    too, and else to stderr.
    """
    from reporttext.outputs import csvw, single

    form = form or _by_ending(file)
    if form == "table":
        if file is not None:
            raise UsageError(f"-f table is for the screen; for {file} choose csv, json, parquet or xlsx")
        _print(table, data, rows, counted)
    else:
        if file is None and form not in single.TEXTUAL:
            raise UsageError(f"-f {form} is no text: name a file with -o")
        content = single.content(
            table, data, form, language=lang, notes=notes, description=description, cite=cite
        )
        if file is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            single.write(file, content)
            notes = [*notes, f"{data.num_rows:,} rows written to {file}"]
            if description is not None and form == "csv":
                beside = csvw.beside(file)
                single.write(beside, csvw.metadata(table, description, file.name))
                notes.append(f"what they are, and how to cite it: {beside}")
    for note in notes:
        say(note, err=True)
    if cite and description is not None and form != "json":
        from reporttext.stats.description import as_text

        click.echo(as_text(description, language()), err=True)


def _by_ending(file: Path | None) -> str:
    if file is None:
        return "table"
    ending = file.suffix.lower().lstrip(".")
    if ending not in _FORMATS or ending == "table":
        raise UsageError(
            f"{file} does not say which format: end it in .csv, .json, .parquet or .xlsx, or give -f"
        )
    return ending


def _print(table: Table, data: pa.Table, rows: int, counted: Sequence[tuple[int, int] | None] = ()) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from reporttext.outputs import single

    grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
    numeric = {column.name for column in table.columns if column.type in ("int", "float")}
    for column in table.columns:
        grid.add_column(column.name, justify="right" if column.name in numeric else "left", overflow="fold")
    for record, place in zip_longest(single.records(table, data.slice(0, rows)), counted[:rows]):
        cells = {name: _cell(name, value) for name, value in record.items()}
        if place is not None:
            cells["text"] = _around(record["text"], *place)
        grid.add_row(*map(Text, cells.values()))
    console = Console(highlight=False)
    if not console.is_terminal:  # a pipe has no width: lines are not broken there
        console = Console(highlight=False, width=10_000)
    with console.capture() as drawn:
        console.print(grid)
    frame, _, below = drawn.get().partition("\n")
    click.echo(
        below if not frame.strip() else f"{frame}\n{below}", nl=False
    )  # the head comes first (| head -1)
    if data.num_rows > rows:
        say(f"{rows:,} of {data.num_rows:,} rows; all with -o FILE, or more with --rows")


def _around(text: str, start: int, end: int) -> str:
    """What stands at a place of a text, in 【】 as `explain` has it, with as much round it as a cell holds."""
    before, found, after = (" ".join(part.split()) for part in (text[:start], text[start:end], text[end:]))
    room = max(_WIDEST - len(found), 0)
    left = max(room // 2, room - len(after))
    right = room - min(left, len(before))
    if len(before) > left:
        before = f"…{before[len(before) - left :]}"
    if len(after) > right:
        after = f"{after[:right]}…"
    return f"{before}【{found}】{after}"


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"
    if (
        isinstance(value, int)
        and not isinstance(value, bool)
        and not name.startswith(("year", "other_year", "first_", "last_", "peak_"))
    ):
        return f"{value:,}"
    text = "; ".join(value) if isinstance(value, list) else " ".join(str(value).split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
