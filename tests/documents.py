"""Runs what a document shows: its ```console and ```pycon blocks, one after the other, in one folder.

```console                    a line after `$ ` is a command, `#` in it a remark; what follows is what it prints,
$ reporttext run A -o OUT     messages and data, until the next. A line of `…` alone stands for any lines,
17 reports from 17 files …    `…` within a line for any characters.
```

```pycon                      as doctest has it, names are kept from block to block
```toml FILE                  is written to FILE, in any language
"""

from __future__ import annotations

import doctest
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from click.testing import CliRunner

_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_WORD = re.compile(r'"([^"]*)"|(\S+)')


def blocks(document: str) -> Iterator[tuple[str, str, str]]:
    """Language, file name or nothing, content."""
    for found in _BLOCK.finditer(document):
        yield found[1], found[2] or "", found[3]


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block with the lines they print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed.splitlines()


def arguments(command: str) -> list[str]:
    """The words of a command without the program and a remark; "…" is one word."""
    words = [
        found[1] if found[1] is not None else found[2]
        for found in _WORD.finditer(command.partition("  #")[0])
    ]
    assert words[0] == "reporttext", command
    return words[1:]


def matches(wanted: list[str], printed: str) -> bool:
    """Whether what was printed is what the document says; blanks at the ends of lines and empty lines are no matter."""
    pattern = ""
    for line in filter(None, map(str.rstrip, wanted)):
        pattern += r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*?") + r"\n"
    lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def write(file: Path, content: str, *, change: bool) -> None:
    """Write a file, or change the lines that a diff shows; they must stand in it once."""
    if not change:
        file.write_text(content, "utf-8")
        return
    lines = content.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in lines if line[0] not in sign) for sign in ("+", "-"))
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{file} has not once:\n{old}"
    file.write_text(text.replace(old, new), "utf-8")


def run(document: Path, known: Mapping[str, tuple[str, Path]] | None = None) -> tuple[int, int]:
    """Run a document in the current folder; returns how many commands and how many Python examples were compared.

    `known` are commands that were run before, in such a folder: what they printed and the folder they left, which is copied.
    AssertionError with what was printed where it differs.
    """
    text = document.read_text("utf-8")
    for language, file, content in blocks(text):
        if file:
            write(Path(file), content, change=language == "diff")
    from reporttext.cli import cli  # what was written may be a part of it

    counts, names = [0, 0], {}
    for language, file, content in blocks(text):
        if language == "console" and not file:
            for command, wanted in commands(content):
                if known and command in known:
                    printed, left = known[command]
                    shutil.copytree(left, left.name)
                else:
                    done = CliRunner().invoke(cli, arguments(command))
                    printed = done.output
                    assert done.exit_code == 0, f"{document.name}: {command}\n{printed}"
                assert matches(wanted, printed), f"{document.name}: {command}\nprints\n{printed}"
                counts[0] += 1
        elif language == "pycon":
            test = doctest.DocTestParser().get_doctest(content, names, document.name, str(document), 0)
            told: list[str] = []
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
            failed, tried = runner.run(test, out=told.append, clear_globs=False)
            assert not failed, "".join(told)
            names = test.globs
            counts[1] += tried
    return counts[0], counts[1]
