"""`reporttext indicators --accept FILE`: the one statistic whose table is given back; everything else is as for any."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reporttext.cli.speaking import say
from reporttext.cli.statistics import commands

command = next(made for made in commands if made.name == "indicators")
_compute = command.callback


def _run(out: Path, accept: Path | None, **given: Any) -> None:
    if accept is None:
        assert _compute is not None
        _compute(out=out, **given)
        return
    from reporttext import api

    with api.open(out) as reports:
        file, indicators, wordings = reports.accept_indicators(accept)
    say(f"{wordings:,} wordings of {indicators:,} indicators kept in {file}", err=True)


command.callback = _run
command.params.append(
    click.Option(
        ["--accept"], type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Keep an edited table of this command (csv, xlsx) in OUT/indicators.toml; nothing is computed.",
    )
)  # fmt: skip
