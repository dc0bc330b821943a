"""Compiles the rules when the package is built, where there is a C compiler: the same Python, about half the time.

mypyc makes C of the annotated modules, which stay beside their Python in the wheel. Without a compiler, or with
HATCH_BUILD_NO_HOOKS=true, the wheel is pure Python and finds the same. An editable installation is never compiled: what is
edited must be what runs.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What takes the time of an analysis outside of libraries. Doors (`__init__`) stay Python: they only pass names on.
COMPILED = ("resolve/*.py", "resolve/period/*.py", "facts/*.py", "events/*.py", "mentions/*.py", "extract.py", "rule.py", "numbers.py", "lexicon.py", "tables/rows.py")


def modules(source: Path) -> list[str]:
    """The files to compile, relative to `source`."""
    found = [path for pattern in COMPILED for path in (source / "reporttext").glob(pattern)]
    return sorted(path.relative_to(source).as_posix() for path in found if path.name != "__init__.py")


def compiled(source: Path, target: Path) -> dict[str, str]:
    """Compile into `target`; gives for each file made its place in the wheel. Raises whatever mypyc or the compiler do."""
    from mypyc.build import mypycify
    from setuptools import Distribution

    with contextlib.chdir(source):  # mypy names modules by their path from here
        extensions = mypycify(
            ["--config-file=", "--cache-dir", os.devnull, "--follow-imports=silent", "--ignore-missing-imports", *modules(source)],
            opt_level="1",
            debug_level="0",
            multi_file=True,
            group_name="reporttext",
            target_dir=str(target / "c"),
        )
        command: Any = Distribution({"name": "reporttext", "ext_modules": extensions}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = str(target / "lib"), str(target / "objects")
        command.parallel = True
        command.ensure_finalized()
        command.run()
    return {str(path): path.relative_to(target / "lib").as_posix() for path in (target / "lib").rglob("*") if path.is_file()}
