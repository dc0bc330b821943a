"""`reporttext doctor`: what this installation reads, what is missing, and the limits of a run."""

from __future__ import annotations

import json
from typing import Any

import click

from reporttext.cli import speaking
from reporttext.cli.speaking import say


@click.command("doctor", short_help="Show what this installation can read.")
@click.option(
    "--limit", "limits", multiple=True, metavar="NAME=VALUE", help="Show the limits with this change."
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@speaking.option()
def command(limits: tuple[str, ...], *, as_json: bool, lang: str | None) -> None:  # noqa: ARG001  kept by speaking
    """Show the versions, the formats and archives that can be read, the extras that others need, and the limits of a run."""
    from reporttext import doctor
    from reporttext.readers.limits import parse

    found = doctor.examine(parse(limits))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    memory = f"{found['memory']['total'] / 1e9:.1f} GB of memory"
    form = "compiled" if found["compiled"] else "not compiled"
    say(f"reporttext {found['reporttext']}, {form}, Python {found['python']}, {found['platform']}")
    say(f"{found['processors']} processor(s), {memory}; fonts: {found['fonts']}")
    console = found["console"]
    told = (
        "shows Chinese"
        if console["shows_chinese"]
        else "does not show all Chinese: set PYTHONIOENCODING=utf-8"
    )
    say(f"console {console['encoding']}, {told}")
    for title in ("formats", "archives"):
        say(f"\n{title}")
        for entry in found[title]:
            _entry(entry)
    for extra, names in found["missing"].items():
        say(f'\nfor {", ".join(names)}: pip install "reporttext[{extra}]"')
    _extras(found["extras"])
    say("\nlimits (reporttext run --limit NAME=VALUE)")
    for limit in found["limits"]:
        unit, about = speaking.word(limit["unit"]), speaking.word(limit["about"])
        click.echo(f"  {limit['name']:<15}{limit['value']:>16,} {unit:<8} {about}")


def _entry(entry: dict[str, Any]) -> None:
    ready = entry["ready"]
    state = click.style(f"{speaking.word('yes' if ready else 'no'):<3}", fg="green" if ready else "red")
    needs = speaking.word(f" (extra {entry['extra']})") if entry["extra"] else ""
    click.echo(f"  {state}  {entry['name']:<9}{speaking.word(entry['about'])}{needs}")


def _extras(extras: dict[str, dict[str, str | None]]) -> None:
    if extras:
        say("\nextras")
    for extra, packages in extras.items():
        told = ", ".join(f"{name} {version or '— not installed'}" for name, version in packages.items())
        click.echo(f"  {extra:<10}{told}")
