"""`reporttext show`: a first look at one report."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reporttext.cli import speaking
from reporttext.messages import shown_problem

if TYPE_CHECKING:
    from rich.console import Console

    from reporttext.model import Block, Document, Fact, Theme

_BEGINNING = 60  # characters of a paragraph shown above its themes
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
@click.option("--words", type=click.Path(path_type=Path), help="A dictionary of your own words.")
@click.option("--model", type=click.Path(path_type=Path), help="A folder that `reporttext train` wrote.")
@click.option(
    "--themes", is_flag=True, help="Print the themes of each paragraph, with the words that show them."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report's rows of every table as JSON.")
@speaking.option()
def command(
    file: str,
    *,
    rules: Path | None,
    words: Path | None,
    model: Path | None,
    themes: bool,
    as_json: bool,
    lang: str | None,  # noqa: ARG001  kept by speaking
) -> None:
    """Print the outline and the facts of one report, or its themes; FILE may be - for standard input.

    Of a file with several reports (a volume, a list in .xlsx, .csv or .jsonl) each is printed; with --json they are a list.
    """
    from reporttext.errors import ReadError, UsageError
    from reporttext.pipeline import analyse, split
    from reporttext.settings import Settings

    try:
        docs = _read(file)
    except ReadError as error:
        raise UsageError(f"{file}: {error.message}") from error
    settings = Settings.of(
        None if rules is None else _rules(rules), words=None if words is None else _words(words), model=model
    )
    reports = [analyse(report, settings) for doc in docs for report in split(doc, settings)]
    if as_json:
        plain = [_plain(report, settings) for report in reports]
        click.echo(
            json.dumps(plain if len(plain) > 1 else plain[0], ensure_ascii=False, indent=1, default=str)
        )
        return
    from rich.console import Console

    for report in reports:
        if len(reports) > 1:
            click.echo(f"═══ {report.source} ═══")
        (_print_themes if themes else _print)(report, Console(highlight=False))


def _read(file: str) -> list[Document]:
    from reporttext import readers

    if file == "-":
        return list(readers.documents(sys.stdin.buffer.read(), "stdin"))
    return list(readers.read_all(Path(file)))


def _rules(path: Path) -> str:
    from reporttext.runner.options import read_rules

    return read_rules(path)


def _words(path: Path) -> str:
    from reporttext.runner.options import read_words

    return read_words(path)


def _plain(doc: Document, settings: Any) -> dict[str, Any]:
    """The rows of each table, as a run would write them; `documents` is one."""
    from reporttext import lexicon
    from reporttext.tables.rows import document_columns
    from reporttext.units import canonical_units

    tables = document_columns(doc, canonical_units(lexicon.load(settings.rules)))
    rows = {
        table: [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
        for table, columns in tables.items()
        if table != "terms"
    }
    return {"document": rows.pop("documents")[0], **rows}


def _print_themes(doc: Document, console: Console) -> None:
    """Each paragraph that has themes, by its beginning, and under it a line a theme."""
    from rich.text import Text

    _print_head(doc, console)
    by_paragraph: dict[int, list[Theme]] = {}
    for theme in doc.themes:
        by_paragraph.setdefault(theme.paragraph, []).append(theme)
    for paragraph, found in by_paragraph.items():
        text = doc.quote(doc.blocks[paragraph].span)
        console.print(Text(text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…"))
        for theme in found:
            words = "、".join(doc.quote(word) for word in theme.evidence)
            console.print(
                Text.assemble("      ", (theme.name, "bold green"), f"  {theme.score:g}  ", (words, "dim"))
            )


def _print_head(doc: Document, console: Console) -> None:
    from rich.text import Text

    meta = doc.metadata
    console.print(Text(meta.title or doc.source, style="bold"))
    known = (meta.place, meta.year and f"{meta.year}年", meta.doc_type, meta.issuer)
    console.print(Text("  ".join(str(value) for value in known if value), style="dim"))
    for error in doc.errors:
        told = shown_problem(error.kind, error.message, speaking.language())
        console.print(Text(f"{_code('severity', error.severity)}: {told}", style="red"))
    console.print()


def _print(doc: Document, console: Console) -> None:
    from rich.text import Text

    _print_head(doc, console)
    section = None
    by_paragraph: dict[int, list[Fact]] = {}
    for fact in doc.facts:
        by_paragraph.setdefault(fact.paragraph, []).append(fact)
    for i, block in enumerate(doc.blocks):
        if block.section != section:
            section = block.section
            console.print(
                Text(f"── {_code('section', section or '')} ──", style=_COLOURS.get(section or "", "white"))
            )
        if block.heading:
            console.print(_heading(block))
        for fact in by_paragraph.get(i, ()):
            console.print(_fact(doc, fact))
    for event in doc.events:
        console.print(
            Text.assemble(
                (f"{speaking.word('event')}  ", "dim"),
                event.name,
                (f"  {_code('event_type', event.type)}", "dim"),
            )
        )
    for message in (*(c.message for c in doc.checks), *(c.message for c in doc.outline_checks)):
        console.print(Text.assemble((f"{speaking.word('check')}  ", "red"), message))
    masked = sum(fact.quantity.masked for fact in doc.facts)
    console.print(
        Text(
            speaking.word(
                f"\n{len(doc.text):,} characters, {len(doc.facts):,} facts ({masked:,} masked), {len(doc.events):,} events"
            ),
            style="dim",
        )
    )


def _code(group: str, code: str) -> str:
    """What a code is called in Chinese; in English it is itself, as in the tables."""
    from reporttext.tables import codes

    return codes()[group][code][0] if code and speaking.language() == "zh" else code


def _heading(block: Block) -> Any:
    from rich.text import Text

    return Text("  " * ((block.level or 1) - 1) + (block.number or "") + (block.heading or ""), style="bold")


def _fact(doc: Document, fact: Fact) -> Any:
    """One line: indicator, figure as written, and what is not the plain case of something achieved."""
    from rich.text import Text

    marks = [
        _code("status", fact.status) if fact.status != "achieved" else "",
        _code("change", fact.change or ""),
        _code("scope", fact.scope) if fact.scope == "each" else "",
    ]
    figure = "dim" if fact.quantity.masked else "bold green"
    return Text.assemble(
        "      ",
        (fact.indicator or "?"),
        "  ",
        (doc.quote(fact.span), figure),
        (f"  {' '.join(filter(None, marks))}", "yellow"),
    )
