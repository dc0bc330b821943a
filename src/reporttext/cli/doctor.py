"""`reporttext doctor`: what this installation reads, what is missing, and the limits of a run."""

from __future__ import annotations

import json
from typing import Any

import click


@click.command("doctor", short_help="Show what this installation can read.")
@click.option(
    "--limit", "limits", multiple=True, metavar="NAME=VALUE", help="Show the limits with this change."
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(limits: tuple[str, ...], *, as_json: bool) -> None:
    """Show the versions, the formats and archives that can be read, the extras that others need, and the limits of a run."""
    from reporttext import doctor
    from reporttext.readers.limits import parse

    found = doctor.examine(parse(limits))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    memory = f"{found['memory']['total'] / 1e9:.1f} GB of memory"
    form = "compiled" if found["compiled"] else "not compiled"
    click.echo(f"reporttext {found['reporttext']}, {form}, Python {found['python']}, {found['platform']}")
    click.echo(f"{found['processors']} processor(s), {memory}; fonts: {found['fonts']}")
    console = found["console"]
    told = (
        "shows Chinese"
        if console["shows_chinese"]
        else "does not show all Chinese: set PYTHONIOENCODING=utf-8"
    )
    click.echo(f"console {console['encoding']}, {told}")
    for title in ("formats", "archives"):
        click.echo(f"\n{title}")
        for entry in found[title]:
            _entry(entry)
    for extra, names in found["missing"].items():
        click.echo(f'\nfor {", ".join(names)}: pip install "reporttext[{extra}]"')
    _extras(found["extras"])
    click.echo("\nlimits (reporttext run --limit NAME=VALUE)")
    for limit in found["limits"]:
        click.echo(f"  {limit['name']:<15}{limit['value']:>16,} {limit['unit']:<8} {limit['about']}")


def _entry(entry: dict[str, Any]) -> None:
    state = click.style("yes", fg="green") if entry["ready"] else click.style("no ", fg="red")
    needs = f" (extra {entry['extra']})" if entry["extra"] else ""
    click.echo(f"  {state}  {entry['name']:<9}{entry['about']}{needs}")


def _extras(extras: dict[str, dict[str, str | None]]) -> None:
    if extras:
        click.echo("\nextras")
    for extra, packages in extras.items():
        told = ", ".join(f"{name} {version or '— not installed'}" for name, version in packages.items())
        click.echo(f"  {extra:<10}{told}")
