"""`reporttext serve`: look at an archive in a browser, search it, drop files and take the workbook home."""

from __future__ import annotations

from pathlib import Path

import click

from reporttext.cli import speaking

_PORT = 8765  # as in reporttext.server, which takes time to import


@click.command("serve", short_help="Look at an archive and read files in a browser.")
@click.option(
    "--in", "out", type=click.Path(path_type=Path), help="The output folder of a run.  [default: none]"
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=_PORT, show_default=True, help="0 for any that is free."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@speaking.option(f"Language of the pages{speaking.TOO}", "zh")
def command(out: Path | None, *, port: int, no_browser: bool, lang: str) -> None:
    """Open a page in the browser that shows an archive, searches it, and reads files that are dropped on it.

    Without --in there is only the page to drop files on: Word files, PDF, archives, whole folders; then their figures are
    shown, and the workbook is there to be saved.

    Everything stays on this machine: only it can reach the page, and only with the address printed, which is another one
    each time. What was dropped is deleted when the program ends. Ctrl-C ends it.
    """
    from reporttext import server

    def ready(address: str) -> None:
        click.echo(address)
        speaking.say("the page is at the address above; Ctrl-C ends the program", err=True)

    server.serve(out, port=port, language=lang, browser=not no_browser, ready=ready)
    speaking.say("reporttext: stopped", err=True)
