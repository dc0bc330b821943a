"""`reporttext trace ROW_ID --in OUT`: the sentences behind a row of a statistic."""

from __future__ import annotations

from pathlib import Path

import click

from reporttext.cli.printing import output_options, show


@click.command("trace", short_help="Show the sentences behind a row of a statistic.")
@click.argument("row_id")
@click.option("--first", type=click.IntRange(min=0), default=50, show_default=True, help="Sentences shown.")
def command(
    row_id: str, first: int, out: Path, form: str | None, file: Path | None, *, rows: int, lang: str
) -> None:
    """Show the first sentences behind a row of a statistic, with their places in the reports, and count all.

    ROW_ID stands in the column row_id of every statistic that was computed on OUT. Of a row that counts a word of the
    segmenter only the sentences are shown that hold it as a word: 家, but not 国家.
    """
    from reporttext import api
    from reporttext.stats import trace
    from reporttext.tables import schema_of

    with api.open(out) as reports:
        found = reports.trace(row_id, first=first)
    import pyarrow as pa

    table = trace.table(found)
    data = pa.Table.from_pandas(found.sentences, preserve_index=False).cast(schema_of(table))
    what = "; ".join(f"{name} {value}" for name, value in found.row.items() if value is not None)
    notes = [f"{found.name}: {what}", f"{data.num_rows:,} of {found.total:,} shown"]
    if found.times is not None:
        notes.append(
            f"these sentences hold it as a word, {found.times:,} times in all; as a part of longer words it is not shown"
        )
    if found.why:
        notes.append(found.why)
    if found.stale:
        notes.append(
            "the tables have changed since: compute the statistic again for ids and numbers of today"
        )
    show(table, data, form, file, notes=notes, rows=max(rows, first), lang=lang, counted=found.counted)


output_options(command)
