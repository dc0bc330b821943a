"""`reporttext train REVIEW.csv -o MODEL_DIR`: the section model learns from corrected paragraphs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from reporttext.cli import speaking
from reporttext.cli.speaking import say


@click.command("train", short_help="Let the section model learn from a review file.")
@click.argument("review", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="REVIEW.csv")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), metavar="MODEL_DIR",
    help="Folder for the new model; made if need be.",
)  # fmt: skip
@click.option(
    "--model",
    "base",
    type=click.Path(path_type=Path),
    help="Folder of the model to start from.  [default: the one in MODEL_DIR, else the shipped one]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@speaking.option()
@click.pass_context
def command(
    ctx: click.Context,
    review: Path,
    out: Path,
    base: Path | None,
    *,
    as_json: bool,
    lang: str | None,  # noqa: ARG001  kept by speaking
) -> None:
    """Learn from the rows of REVIEW.csv whose field is `section`, and write the model to MODEL_DIR.

    \b
    accept   `value` is right
    fix      `new_value` is right
    add      `new_value` is right
    reject   `value` is wrong; without what is right, the row teaches nothing

    Prints precision, recall and F1 before and after: on the corrections, each judged by a model that learnt from the
    others, and on paragraphs held out when the shipped model was trained. A model that got worse, by more than half a point on those or
    on corrections that it has not seen, is not written.

    Use it: reporttext run REPORTS -o OUT --model MODEL_DIR

    Exit code: 0; 1 where the model got worse and was not written; 2 where the call was wrong.
    """  # noqa: D301  click wants the character \b
    from reporttext import api

    learnt = api.train(review, out, model=base)
    if as_json:
        click.echo(json.dumps(asdict(learnt) | {"worse": learnt.worse}, ensure_ascii=False, default=str))
    else:
        say(f"{learnt.corrections} corrected paragraphs")
        _tell(
            "the corrections, each judged by a model that learnt from the others", learnt.before, learnt.after
        )
        _tell("paragraphs held out of the first training", learnt.held_out_before, learnt.held_out_after)
    for reason, count in sorted(learnt.passed_over.items()):
        say(f"{count} rows passed over: {reason}", err=True)
    if learnt.worse:
        say(f"reporttext: the model got worse and was not written: {learnt.worse}", err=True)
        ctx.exit(1)
    if not as_json:
        say(f"written to {learnt.folder}; use it: reporttext run REPORTS -o OUT --model {learnt.folder}")


def _tell(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    say(f"\n{what}: before → after")
    click.echo(
        f"  accuracy {before['accuracy']} → {after['accuracy']}, macro-F1 {before['macro_f1']} → {after['macro_f1']}"
    )
    names = ("precision", "recall", "f1")
    for section in sorted(set(before["sections"]) | set(after["sections"])):
        rows = [scores["sections"].get(section, dict.fromkeys(names, 0.0)) for scores in (before, after)]
        told = "  ".join(f"{name} {rows[0][name]:>6} → {rows[1][name]:>6}" for name in names)
        click.echo(f"  {section:<13} {told}")
    for label, scores in (("before", before), ("after", after)):
        wrong = [
            f"{want} as {got} {count}"
            for want, row in scores["confusion"].items()
            for got, count in row.items()
            if want != got
        ]
        click.echo(f"  confused {label}: {', '.join(wrong) or 'none'}")
