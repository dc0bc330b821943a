"""`reporttext explain FACT_ID --in OUT`: why a fact is what it is."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reporttext.cli import speaking


@click.command("explain", short_help="Say why a fact is what it is.")
@click.argument("fact_id")
@click.option(
    "--in", "out", required=True, type=click.Path(path_type=Path), help="The output folder of a run."
)
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
@speaking.option()
def command(fact_id: str, out: Path, *, as_json: bool, lang: str | None) -> None:  # noqa: ARG001  kept by speaking
    """Say where each field of a fact comes from, what its score is made of, and what else was considered.

    FACT_ID stands in the column fact_id of the table facts.
    """
    from reporttext import api

    with api.open(out) as reports:
        explanation = reports.explain(fact_id)
    if as_json:
        click.echo(json.dumps(explanation.as_dict(), ensure_ascii=False, indent=1, default=str))
    else:
        click.echo(explanation.told(speaking.language()))
