"""`reporttext kinds`: what is found, with examples."""

from __future__ import annotations

import json

import click


@click.command("kinds", short_help="List the kinds of fact, with examples.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def command(as_json: bool) -> None:
    """List the kinds of fact, with examples; → shows what is found in the text before it."""
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
            click.echo(f"    {text} → nothing")
