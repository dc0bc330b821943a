"""`reporttext words`: new words of an archive, to add to a dictionary of one's own; and what that dictionary did."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reporttext.cli import speaking
from reporttext.errors import UsageError

if TYPE_CHECKING:
    from reporttext.api import NewWord, WordHit

_COLUMNS = ("word", "weight", "tag", "accept", "count", "documents", "cohesion", "freedom", "context")


@click.command("words", short_help="Propose new words; show what your own words did.")
@click.option("--new", "new", is_flag=True, help="Propose new words of the run.")
@click.option(
    "--hits", is_flag=True, help="Show how often each word of the dictionary given with --words was used."
)
@click.option(
    "--in", "out", required=True, type=click.Path(path_type=Path), help="The output folder of a run."
)
@click.option(
    "--top", type=click.IntRange(min=1), default=200, show_default=True, help="How many words to propose."
)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True,
    help="Form of the answer; csv is what `run --words` takes once it is reviewed.",
)  # fmt: skip
@click.option(
    "-o", "--out", "file", type=click.Path(path_type=Path), help="Write the csv to this file, for Excel."
)
@speaking.option()
def command(
    out: Path,
    *,
    new: bool,
    hits: bool,
    top: int,
    form: str,
    file: Path | None,
    lang: str | None,  # noqa: ARG001  kept by speaking
) -> None:
    """Propose new words of a run for a dictionary of your own, or show what that dictionary did.

    \b
    reporttext words --new --in OUT -o words.csv    write yes in the column accept
    reporttext run ARCHIVE -o OUT --words words.csv
    reporttext words --hits --in OUT

    A proposal has its count, the number of documents, how firmly its parts hold together and how freely it stands (bits), and
    one context. Words with neither yes nor no in the column accept are not taken.
    """  # noqa: D301  click wants the character \b
    from reporttext import api

    if new == hits:
        raise UsageError("choose one: --new proposes words, --hits shows what your own words did")
    with api.open(out) as reports:
        rows: Sequence[NewWord | WordHit] = reports.new_words(top) if new else reports.word_hits()
    if file is not None:
        # The mark of UTF-8 is for Excel.
        file.write_text(_csv(rows), "utf-8-sig", newline="")
        speaking.say(f"{len(rows):,} words written to {file}", err=True)
    elif form == "csv":
        click.echo(_csv(rows), nl=False)
    elif form == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        for row in rows:
            click.echo(_line(asdict(row)))


def _csv(rows: Sequence[NewWord | WordHit]) -> str:
    plain = [asdict(row) for row in rows]
    columns = _COLUMNS if not plain or "context" in plain[0] else tuple(plain[0])
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in plain)
    return file.getvalue()


def _harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets a ' in front."""
    return (
        f"'{value}"
        if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠")
        else value
    )


def _line(row: dict[str, object]) -> str:
    figures = f"{row['count']:>7} {row['documents']:>6}  {row['word']}"
    return f"{figures}\t{row['context']}" if "context" in row else figures
