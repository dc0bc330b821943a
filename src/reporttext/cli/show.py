"""`reporttext show`: a first look at one report."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from reporttext.model import Block, Document, Fact

_COLOURS = {
    "overview": "cyan", "achievements": "green", "problems": "red", "plans": "yellow", "preamble": "blue",
    "closing": "magenta", "front": "white", "back": "white",
}  # fmt: skip


@click.command("show", short_help="Print the outline and facts of one report.")
@click.argument("file", metavar="FILE")
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    help="A TOML file of your own rules, laid over the shipped ones.",
)
@click.option("--model", type=click.Path(path_type=Path), help="A folder that `reporttext train` wrote.")
@click.option("--json", "as_json", is_flag=True, help="Print the report's rows of every table as JSON.")
def command(file: str, rules: Path | None, model: Path | None, as_json: bool) -> None:
    """Print the outline and the facts of one report; FILE may be - for standard input."""
    from reporttext.errors import ReadError, UsageError
    from reporttext.pipeline import Settings, analyse

    try:
        doc = _read(file)
    except ReadError as error:
        raise UsageError(f"{file}: {error.message}") from error
    settings = Settings.of(None if rules is None else _rules(rules), model)
    doc = analyse(doc, settings)
    if as_json:
        click.echo(json.dumps(_plain(doc, settings), ensure_ascii=False, indent=1, default=str))
    else:
        from rich.console import Console

        _print(doc, Console(highlight=False))


def _read(file: str) -> Document:
    from reporttext import readers

    if file == "-":
        return readers.read_bytes(sys.stdin.buffer.read(), "stdin")
    return readers.read(Path(file))


def _rules(path: Path) -> str:
    from reporttext.runner.options import read_rules

    return read_rules(path)


def _plain(doc: Document, settings: Any) -> dict[str, Any]:
    """The rows of each table, as a run would write them; `documents` is one."""
    from reporttext import lexicon
    from reporttext.tables.rows import canonical_units, document_columns

    tables = document_columns(doc, canonical_units(lexicon.load(settings.rules)))
    rows = {
        table: [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
        for table, columns in tables.items()
        if table != "terms"
    }
    return {"document": rows.pop("documents")[0], **rows}


def _print(doc: Document, console: Console) -> None:
    from rich.text import Text

    meta = doc.metadata
    console.print(Text(meta.title or doc.source, style="bold"))
    known = (meta.place, meta.year and f"{meta.year}年", meta.doc_type, meta.issuer)
    console.print(Text("  ".join(str(value) for value in known if value), style="dim"))
    for error in doc.errors:
        console.print(Text(f"{error.severity}: {error.message}", style="red"))
    console.print()
    section = None
    by_paragraph: dict[int, list[Fact]] = {}
    for fact in doc.facts:
        by_paragraph.setdefault(fact.paragraph, []).append(fact)
    for i, block in enumerate(doc.blocks):
        if block.section != section:
            section = block.section
            console.print(Text(f"── {section or ''} ──", style=_COLOURS.get(section or "", "white")))
        if block.heading:
            console.print(_heading(block))
        for fact in by_paragraph.get(i, ()):
            console.print(_fact(doc, fact))
    for event in doc.events:
        console.print(Text.assemble(("event  ", "dim"), event.name, (f"  {event.type}", "dim")))
    masked = sum(fact.quantity.masked for fact in doc.facts)
    console.print(
        Text(
            f"\n{len(doc.text):,} characters, {len(doc.facts):,} facts ({masked:,} masked), {len(doc.events):,} events",
            style="dim",
        )
    )


def _heading(block: Block) -> Any:
    from rich.text import Text

    return Text("  " * ((block.level or 1) - 1) + (block.number or "") + (block.heading or ""), style="bold")


def _fact(doc: Document, fact: Fact) -> Any:
    """One line: indicator, figure as written, and what is not the plain case of something achieved."""
    from rich.text import Text

    marks = [
        fact.status if fact.status != "achieved" else "",
        fact.change or "",
        fact.scope if fact.scope == "each" else "",
    ]
    figure = "dim" if fact.quantity.masked else "bold green"
    return Text.assemble(
        "      ",
        (fact.indicator or "?"),
        "  ",
        (doc.quote(fact.span), figure),
        (f"  {' '.join(filter(None, marks))}", "yellow"),
    )
