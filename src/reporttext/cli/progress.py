"""What a terminal shows while a run is under way; elsewhere nothing is shown."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import click

from reporttext.cli.speaking import word

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


class Progress:
    """A bar on stderr, where that is a terminal. `step` takes the steps of a run."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._task = self._bar.add_task(word("finding files"), total=None, told="")

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, step: Mapping[str, Any]) -> None:
        if step["step"] == "connect":  # it may take a while that nobody should wonder at
            click.echo(f"connecting to the Dask scheduler at {step['address']} …", err=True)
        if self._bar is None:
            return
        match step["step"]:
            case "find":
                self._bar.update(self._task, told=f"{step['files']:,}")
            case "unpack":
                told = f"{step['archives']:,}/{step['of_archives']:,} archives  {step['files']:,} files"
                self._bar.update(self._task, told=word(told))
            case "plan" if step["pending"]:
                told = f"{step['pending']:,} of {step['files']:,} files to work"
                self._begin("reading", step["pending_bytes"] or None, told)
            case "work":
                done = f"{step['files']:,}/{step['of_files']:,} files  {step['facts']:,} facts"
                done += f"  {step['errors']:,} errors" if step["errors"] else ""
                self._bar.update(self._task, completed=step["bytes"], told=word(done))
            case "store":
                self._begin("putting the tables together")
            case "output":
                self._begin(f"writing {step['format']}")

    def _begin(self, description: str, total: int | None = None, told: str = "") -> None:
        """A new bar in place of the last; without a total it only shows that something goes on."""
        assert self._bar is not None
        self._bar.remove_task(self._task)
        self._task = self._bar.add_task(word(description), total=total, told=word(told))
