"""`reporttext run`: files and folders in, tables out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reporttext.cli import speaking
from reporttext.cli.speaking import say
from reporttext.errors import ReporttextError
from reporttext.messages import shown_problem

if TYPE_CHECKING:
    from reporttext.api import Result
    from reporttext.runner.result import Problems


def _formats(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    names = [name.strip() for name in value.split(",") if name.strip()]
    return () if names == ["none"] else tuple(names)


def _path(_: click.Context, __: click.Parameter, value: Any) -> Any:
    """Paths as paths; what lies on other storage (s3://…) stays a text, of which a path would lose a slash."""
    if isinstance(value, tuple):
        return tuple(_path(_, __, one) for one in value)
    return value if "://" in value else Path(value)


@click.command("run", short_help="Read reports and write their tables.")
@click.argument("paths", nargs=-1, required=True, callback=_path, metavar="PATH...")
@click.option(
    "-o",
    "--out",
    required=True,
    callback=_path,
    metavar="PATH",
    help="Folder for the results; made if need be.",
)
@click.option(
    "--format", "formats", default="csv,xlsx", show_default=True, callback=_formats,
    help="Formats on top of the store and the Parquet tables, or none.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes that work at a time.  [default: one a processor]"
)
@click.option(
    "--engine", default="local", show_default=True, metavar="local|dask[=ADDRESS]",
    help="Where the work is done: here, or by the workers of a Dask scheduler, such as dask=tcp://host:8786.",
)  # fmt: skip
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    help="A TOML file of your own rules, laid over the shipped ones.",
)
@click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    help="A csv file of your own variables, and of place, year … where the texts are wrong; each metadata.csv beside the "
    "reports is used anyway.",
)
@click.option(
    "--words",
    type=click.Path(path_type=Path),
    help="A dictionary of your own: words that stay whole, a line each, with weight and tag where wanted, or csv.",
)
@click.option(
    "--text-column",
    metavar="NAME",
    help="Column of full texts in lists of reports (.xlsx, .csv, .jsonl).  [default: found]",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    help="A folder that `reporttext train` wrote: its section model in place of the shipped one.",
)
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    metavar="REVIEW.csv",
    help="A review file with your decisions (see `reporttext review`), to be laid over what is found.",
)
@click.option(
    "--mask-personal", is_flag=True,
    help="Blank out identity, telephone and bank card numbers in all that is written; names of files stay.",
)  # fmt: skip
@speaking.option(f"Language of the workbook and the page{speaking.TOO}", "zh")
@click.option(
    "--limit", "limits", multiple=True, metavar="NAME=VALUE",
    help="What a file may cost, such as seconds=300 or member=200MB; `reporttext doctor` lists the limits.",
)  # fmt: skip
@click.option(
    "--scratch",
    type=click.Path(path_type=Path),
    help="Folder of this machine for the store, where OUT is on other storage (s3://bucket/folder).",
)
@click.option("--add", is_flag=True, help="Keep the reports of earlier runs that are not named this time.")
@click.option("--fresh", is_flag=True, help="Work every file again, changed or not.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print each step as a line of JSON, the last one the summary."
)
@click.pass_context
def command(
    ctx: click.Context,
    *, paths: tuple[str | Path, ...], out: str | Path, formats: tuple[str, ...], workers: int | None, engine: str,
    rules: Path | None, metadata: Path | None, words: Path | None, model: Path | None, text_column: str | None,
    corrections: Path | None, mask_personal: bool,
    lang: str, limits: tuple[str, ...], scratch: Path | None, add: bool, fresh: bool, as_json: bool,
) -> None:  # fmt: skip
    """Read all reports at and below each PATH, in archives (.zip, .tar.gz, .7z) too, and write their tables to a folder.

    \b
    OUT/reports.duckdb   every table, in one file
    OUT/tables/          the same as Parquet
    OUT/csv/             the same as csv, for Excel
    OUT/reports.xlsx     a workbook to read

    Run again, only new and changed files are worked; what is no longer named leaves the tables, unless --add. A run that
    was stopped goes on where it was.

    Exit code: 0; 1 where a file, or a part of one, was not read (see the table errors); 2 where the call was wrong or not
    one report was read; 130 where stopped by Ctrl-C, 141 where nobody reads what is printed (| head).
    """  # noqa: D301  click wants the character \b
    from reporttext import runner
    from reporttext.readers.limits import parse

    chosen = parse(limits)

    def run(report: Callable[[Mapping[str, Any]], None]) -> Result:
        return runner.run(
            paths,
            out,
            formats=formats,
            workers=workers,
            engine=engine,
            rules=rules,
            metadata=metadata,
            words=words,
            text_column=text_column,
            model=model,
            corrections=corrections,
            mask_personal=mask_personal,
            language=lang,
            add=add,
            fresh=fresh,
            scratch=scratch,
            limits=chosen,
            report=report,
        )

    try:
        result = _in_json(run) if as_json else _in_words(run)
    except KeyboardInterrupt:
        say("reporttext: stopped; what was finished is kept: run the same command again to go on", err=True)
        ctx.exit(130)
    ctx.exit(result.exit_code)


def _in_json(run: Callable[..., Result]) -> Result:
    def tell(step: Mapping[str, Any]) -> None:
        click.echo(json.dumps(step, ensure_ascii=False))

    try:
        return run(tell)
    except ReporttextError as error:
        problems = [asdict(found) for found in getattr(error, "problems", ())]
        tell({"step": "error", "message": str(error)} | ({"problems": problems} if problems else {}))
        raise


def _in_words(run: Callable[..., Result]) -> Result:
    from reporttext.cli.progress import Progress
    from reporttext.runner.result import NothingReadError

    try:
        with Progress() as progress:
            result = run(progress.step)
    except NothingReadError as error:
        _tell(error.problems)
        raise
    _summarise(result)
    return result


def _summarise(result: Result) -> None:
    """Counts on stdout, problems on stderr."""
    reports = f"{_many(result.documents, 'report')} from {_many(result.inputs, 'file')}"
    without = f" ({result.without_report:,} of them without one)" if result.without_report else ""
    say(f"{reports}{without}, {_news(result)}, in {result.seconds:.1f} s")
    if result.archives:
        say(
            f"  archives   {result.archives:>11,}   ({result.passed_over:,} files and members passed over or refused)"
        )
    say(f"  facts      {result.facts:>11,}   ({result.masked:,} masked)")
    say(f"  events     {result.events:>11,}")
    say(f"  mentions   {result.mentions:>11,}")
    if result.checks:
        say(f"  to check   {result.checks:>11,}   (tables checks and outline_checks)")
    if result.decided:
        used = max(0, result.decided - result.refused)
        say(f"  decisions  {result.decided:>11,}   ({used:,} used)")
    if result.personal:
        say(f"  personal   {result.personal:>11,}   (numbers blanked out)")
    if result.left_out:
        say(
            f"the decisions in {result.left_out} are not in these tables: give it again, --corrections {result.left_out}",
            err=True,
        )
    say("written to " + ", ".join(str(path) for path in result.outputs))
    if result.replaced:
        say(
            f"{_many(result.replaced, 'report')} of an earlier run had the same name below its folder and other content, "
            "and was replaced; to keep both, name the folder above",
            err=True,
        )
    if not result.read:
        say("reporttext: not one report was read", err=True)
    _tell(result.problems)


def _tell(problems: Sequence[Problems]) -> None:
    """What was not read, on stderr."""
    for found in problems:
        if found.severity == "info":
            continue
        say(f"{_many(found.count, found.severity)}: {_kind(found.kind)}", err=True)
        for source, message in found.first:
            told = shown_problem(found.kind, message, speaking.language())
            click.echo(f"  {source}: {told}", err=True)
        if found.count > len(found.first):
            say(f"  … and {found.count - len(found.first):,} more, in the table errors", err=True)
    if notes := sum(found.count for found in problems if found.severity == "info"):
        say(f"{_many(notes, 'note')} on what was passed over, in the table errors", err=True)


def _kind(code: str) -> str:
    """What a kind of problem is called in Chinese; in English its code, as in the tables."""
    from reporttext.tables import codes

    return codes()["problem"].get(code, (code,))[0] if speaking.language() == "zh" else code


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _news(result: Result) -> str:
    if not result.changed:
        return "nothing new"
    return f"{result.worked:,} worked" + (f", {result.reused:,} unchanged" if result.reused else "")
