"""The page: OUT/page/index.html, for people who look rather than count. It works from a file, without any network.

`data` holds what the archive view shows, each file a call that hands over its data, for a browser fetches nothing from
file:// addresses; those of indicators are loaded when somebody asks for them. `reports` holds a page a report. `assets`
are scripts and styles, with Chart.js. A policy in every page forbids requests to anywhere else.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from reporttext.outputs.page import archive, reports
from reporttext.outputs.page.write import Writer
from reporttext.store.folder import Folder
from reporttext.store.reader import Reports

if TYPE_CHECKING:
    import duckdb

TRANSLATED = True

# What lies in the folder and is ours; the rest is left alone.
OWN = ("index.html", "assets/*", "data/*.js", "reports/*.html")

# Beyond so many reports there is no page a report and no list: no browser shows a list of a million.
MOST_REPORTS = 20_000


def path(folder: Folder) -> Path:
    return folder.page


def write(con: duckdb.DuckDBPyConnection, new: Path, language: str) -> None:
    """Write the page; the same store gives the same bytes."""
    store = Reports.over(con)
    writer = Writer(new, language)
    for file in sorted((resources.files(__name__) / "assets").iterdir(), key=lambda file: file.name):
        writer.bytes(f"assets/{file.name}", file.read_bytes())
    ((number,),) = con.execute("select count(*) from main.documents").fetchall()
    each = number <= MOST_REPORTS
    archive.write(store, writer, each=each)
    if each:
        reports.write(store, writer)
