"""`reporttext evaluate GOLD --in OUT`: the tables against annotated reports."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reporttext.cli import speaking


@click.command("evaluate")
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--in",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    help="The output folder of a run over the same reports.",
)
@click.option("--misses", default=0, metavar="N", help="Print up to N misses of each sort.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@speaking.option()
def command(gold: Path, out: Path, misses: int, *, as_json: bool, lang: str | None) -> None:  # noqa: ARG001  kept by speaking
    """Compare the tables in OUT with the annotations in GOLD.

    GOLD holds NAME.json files; documents are matched by file name. Prints precision, recall and F1 of facts (detect:
    found; strict: number and unit equal; full: indicator, status and change too), of events, and the share of
    paragraphs with the right role, level and section.
    """
    from reporttext.evaluate import evaluate, summary

    counts = evaluate(gold, out)
    scores = summary(counts)
    if as_json:
        click.echo(json.dumps(scores, ensure_ascii=False))
    else:
        for group, rows in scores.items():
            click.echo(group)
            for name, row in rows.items():
                if name != "by section":
                    click.echo(f"  {name:<10} {_line(row)}")
    shown: dict[str, int] = {}
    for sort, doc, start, words in counts.misses:
        shown[sort] = shown.get(sort, 0) + 1
        if shown[sort] <= misses:
            click.echo(f"{sort}: {doc}:{start} {words}")


def _line(row: object) -> str:
    if isinstance(row, dict):
        return "  ".join(f"{name} {value:>5}" for name, value in row.items())
    return str(row)
