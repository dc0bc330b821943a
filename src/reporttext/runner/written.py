"""What a run leaves in its folder besides the store: written where it is not as it should be, withdrawn where it no longer agrees.

The folder's notes say what each output was made from.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from reporttext import outputs
from reporttext.runner import keys
from reporttext.runner.options import Options
from reporttext.store import connect
from reporttext.store.folder import Folder, place, remove
from reporttext.store.parquet import write_parquet


def check_parquet(folder: Folder, identity: str) -> None:
    """Write the Parquet tables again where a run was stopped between them and the store, or somebody took them away."""
    if folder.notes().get("tables") == identity and folder.tables.is_dir():
        return
    with contextlib.closing(connect(folder.database, read_only=True)) as con:
        place(write_parquet(con, folder), folder.tables)
    folder.note({**folder.notes(), "tables": identity})


def write_outputs(folder: Folder, asked: Options, identity: str) -> list[Path]:
    """Write the formats asked for that are not there as they should be; take away those that no longer agree."""
    written = [folder.database, folder.tables]
    notes = folder.notes()
    for name in outputs.FORMATS:
        if name not in asked.formats:
            # An old workbook beside new tables would be believed.
            if name in notes and notes[name].split(" ")[0] != identity:
                notes.pop(name)
                folder.note(notes)
                output = outputs.FORMATS[name]
                _withdraw(output.path(folder), output)
                asked.report({"step": "removed", "format": name, "path": str(output.path(folder))})
            continue
        output = outputs.FORMATS[name]
        final = output.path(folder)
        stamp = keys.output_stamp(output, folder, identity, asked.language)
        if notes.get(name) != stamp or not final.exists():
            asked.report({"step": "output", "format": name, "path": str(final)})
            new = folder.fresh(final.name)
            spill = folder.work / "spill"
            with contextlib.closing(connect(folder.database, read_only=True, spill=spill)) as con:
                output.write(con, new, asked.language)
            notes.pop(name, None)
            folder.note(notes)
            made = frozenset(final / file.relative_to(new) for file in new.rglob("*"))
            place(new, final)
            if final.is_dir():  # what an earlier one had and this one has not
                _withdraw(final, output, made)
            notes[name] = stamp
            folder.note(notes)
        written.append(final)
    return written


def _withdraw(final: Path, output: outputs.Output, keep: frozenset[Path] = frozenset()) -> None:
    """Take an output away but for the files to `keep`; of a folder only what was put there."""
    if not final.is_dir():
        remove(final)
        return
    ours = {file for pattern in output.OWN for file in final.glob(pattern)}
    for file in ours - keep:
        remove(file)
    for folder in sorted({file.parent for file in ours} | {final}, reverse=True):
        with contextlib.suppress(OSError):  # not empty: something of the user's is there
            folder.rmdir()
