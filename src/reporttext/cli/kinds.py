"""`reporttext kinds`: what is found, with examples; and, of a run, verbs that no kind of activity claims."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from reporttext.cli import speaking
from reporttext.errors import UsageError

_AROUND = 24  # characters of a sentence shown on each side of its figure


@click.command("kinds", short_help="List the kinds of fact, with examples.")
@click.option(
    "--unknown", is_flag=True, help="List the verbs at figures that data/activities.toml does not know."
)
@click.option(
    "--in", "out", type=click.Path(path_type=Path), help="The output folder of a run, for --unknown."
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@speaking.option()
def command(out: Path | None, *, unknown: bool, as_json: bool, lang: str | None) -> None:  # noqa: ARG001  kept by speaking
    """List the kinds of fact, with examples; → shows what is found in the text before it.

    With --unknown, list the verbs at the figures of a run that have no kind of activity, the most frequent first, each
    with its number of figures and an example: words to add to your own rules, under [activities.KIND] verbs.
    """
    if unknown != (out is not None):
        raise UsageError("--unknown and --in OUT go together: which run shall be looked at?")
    if out is not None:
        _unknown(out, as_json=as_json)
    else:
        _kinds(as_json=as_json)


def _kinds(*, as_json: bool) -> None:
    from reporttext.facts import RULES

    if as_json:
        plain = [
            {"kind": kind, "title": rule.title, "examples": rule.examples, "silent": rule.silent}
            for kind, rule in RULES.items()
        ]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    for rule in RULES.values():
        click.echo(click.style(rule.title, bold=True))
        for text, quote in rule.examples:
            click.echo(f"    {text} → {click.style(quote, fg='green')}")
        for text in rule.silent:
            click.echo(f"    {text} → {speaking.word('nothing')}")


def _unknown(out: Path, *, as_json: bool) -> None:
    from reporttext import api

    with api.open(out) as reports:
        verbs = reports.unknown_verbs()
    if as_json:
        click.echo(json.dumps([asdict(verb) for verb in verbs], ensure_ascii=False, indent=1))
        return
    for found in verbs:
        click.echo(f"{found.count:>6}  {found.verb}\t{_shown(found.sentence, found.quote)}")


def _shown(sentence: str, quote: str) -> str:
    before, quote, after = sentence.partition(quote)
    left = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    return left + click.style(quote, fg="green") + (f"{after[:_AROUND]}…" if len(after) > _AROUND else after)
