"""`reporttext review --in OUT -o review.csv`: what is unsure goes out to be decided, and comes back from other programs."""

from __future__ import annotations

from pathlib import Path

import click

from reporttext.cli import speaking
from reporttext.cli.speaking import say
from reporttext.errors import UsageError

_PROGRAMS = click.Choice(["label-studio", "doccano"])


@click.command("review", short_help="Write what is unsure, to be decided by you.")
@click.argument(
    "annotated",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="[FILE]",
)
@click.option("--in", "out", type=click.Path(path_type=Path), help="The output folder of a run.")
@click.option(
    "-o",
    "--output",
    "file",
    required=True,
    type=click.Path(path_type=Path),
    metavar="REVIEW.csv",
    help="The file to write.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help="So many rows, the most useful first; 0 for all. For other programs paragraphs.  [default: 1000; all of one report or indicator]",
)
@click.option(
    "--below",
    type=click.FloatRange(0, 1),
    help="Scores below this are unsure; 1 for all.  [default: 0.7; 1 for one report or indicator]",
)
@click.option(
    "--report", metavar="REPORT", help="All of this report: doc_id, source, file name, or “PLACE YEAR”."
)
@click.option(
    "--indicator", metavar="NAME", help="All figures of this indicator, by its name or a part of it."
)
@click.option("--to", "to", type=_PROGRAMS, help="Write paragraphs with their figures for this program.")
@click.option("--from", "come", type=_PROGRAMS, help="Read FILE, annotated in this program, into REVIEW.csv.")
@speaking.option(
    "Language of REVIEW.csv, which is read in either; where it is given, of what is printed too.", "en"
)
def command(*,
    annotated: Path | None, out: Path | None, file: Path, limit: int | None, below: float | None, report: str | None,
    indicator: str | None, to: str | None, come: str | None, lang: str,
) -> None:  # fmt: skip
    """Write to REVIEW.csv what is unsure: years, places and kinds that are missing, sections and figures of a low score.

    Open it in Excel, write a decision into a row, and give the file back: reporttext run REPORTS -o OUT --corrections
    REVIEW.csv. Rows without a decision change nothing. Written again onto the same file, decided rows are kept.

    A figure that you know to be wrong may have a high score, and then is not among the unsure: name its report (--report
    "云陂镇 2022") or its indicator (--indicator 开展志愿服务), and all of it is listed; --below 1 --limit 0 lists everything.

    \b
    accept   `value` is right (采纳)
    fix      `new_value` is right (改正)
    reject   there is no such figure, or no such value (删除)
    add      a figure that was missed: its text as quote, its sentence, start and end left empty (增加)

    \b
    field        what value and new_value are
    indicator    or value, unit, status, change, period_start …: one field of the figure; change the cell to fix another
    fact         several fields: status=target; unit=人
    section      of the paragraph: overview, achievements, problems, plans …
    year, place  or any other column of metadata.csv: of the report

    A decision is keyed to the report's source, the place and the text there: where that has changed it is not used, and
    the table errors says so with file, row and remedy. The same file teaches the section model: reporttext train.

    \b
    reporttext review --in OUT --to label-studio -o TASKS.json    and TASKS.xml, the labeling interface of the project
    reporttext review --from label-studio EXPORT.json -o REVIEW.csv
    reporttext review --in OUT --to doccano -o TASKS.jsonl        a project “Intent Detection and Slot Filling”
    reporttext review --from doccano EXPORT.jsonl -o REVIEW.csv   export only approved documents
    """  # noqa: D301  click wants the character \b
    from reporttext import api
    from reporttext.review import unsure

    if come is not None:
        if annotated is None:
            raise UsageError(f"--from {come} needs the FILE that was exported there")
        came = api.read_annotated(annotated, come, file, lang)
        say(f"{came.rows:,} decisions from {came.paragraphs:,} paragraphs written to {file}")
        if came.skipped:
            say(f"{came.skipped:,} paragraphs were not annotated, and are left out", err=True)
        return
    if annotated is not None:
        raise UsageError(f"{annotated} is given without --from; what is unsure is taken from --in OUT")
    if out is None:
        raise UsageError("name the output folder of a run with --in OUT")
    narrowed = report is not None or indicator is not None
    if narrowed and to is not None:
        raise UsageError("--report and --indicator are for a review file; leave out --to")
    limit = (0 if narrowed else unsure.LIMIT) if limit is None else limit
    below = (1.0 if narrowed else unsure.BELOW) if below is None else below
    with api.open(out) as reports:
        if to is not None:
            count = reports.annotate(file, to, limit=limit or None, below=below)
            say(f"{count:,} paragraphs written to {file}")
            return
        done = reports.review(
            file, limit=limit or None, below=below, report=report, indicator=indicator, language=lang
        )
    say(f"{done.rows:,} of {done.of:,} things to decide written to {file}")
    if done.kept:
        say(f"{done.kept:,} rows that were decided are kept, on top", err=True)
