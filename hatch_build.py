"""Compiles the rules when the package is built, where there is a C compiler: the same Python in three quarters of the time.

mypyc makes C of annotated modules; what it makes lies beside their Python in the wheel and is imported first. Without a compiler,
or with HATCH_BUILD_NO_HOOKS=true, the wheel is pure Python and finds the same. An editable installation is never compiled: what
is edited must be what runs.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What takes the time of an analysis outside of libraries. `__init__` stays Python: there a function may have its module's name.
COMPILED = (
    "catalogue/*.py", "checks/*.py", "checks/kinds/*.py", "events/*.py", "facts/*.py", "mentions/*.py", "metadata/*.py",
    "outline_checks/*.py", "resolve/*.py", "resolve/naming/*.py", "resolve/period/*.py", "resolve/status/*.py", "resolve/words/*.py",
    "rule/*.py", "structure/*.py",
    # Without numpy, whose types mypyc does not know where it builds.
    *(f"sections/{name}.py" for name in ("heads", "labels", "order", "parts", "reading", "rules", "tense", "turns")),
    *(f"tables/{name}.py" for name in ("found", "places", "rows")),
    "extract.py", "lexicon.py", "masks.py", "numbers.py", "wordscan.py",
)  # fmt: skip


class CompiledRules(BuildHookInterface[Any]):
    """Puts the compiled modules into a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self._folder = TemporaryDirectory()
        try:
            made = compiled(Path(self.root) / "src", Path(self._folder.name))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever mypyc, setuptools or a compiler come upon
            self.app.display_warning(f"not compiled, so an analysis takes a third longer: {error}")
            return
        build_data["force_include"].update(made)
        build_data |= {"infer_tag": True, "pure_python": False}

    def finalize(self, version: str, *_: object) -> None:
        if version != "editable":
            self._folder.cleanup()


def compiled(source: Path, target: Path) -> dict[str, str]:
    """Compile the modules under `source` into `target`; gives each file made its place in the wheel.

    Raises whatever mypyc (SystemExit too) and the C compiler do.
    """
    from mypyc.build import mypycify
    from setuptools import Distribution

    with contextlib.chdir(source):  # mypyc names modules by their path from here
        found = sorted(
            str(path)
            for pattern in COMPILED
            for path in Path("reporttext").glob(pattern)
            if path.name != "__init__.py"
        )
        extensions = mypycify(
            [
                "--config-file=",
                "--cache-dir",
                os.devnull,
                "--follow-imports=silent",
                "--ignore-missing-imports",
                *found,
            ],
            opt_level="1",  # more takes the compiler three times as long and gains nothing here
            debug_level="0",
            multi_file=True,
            group_name="reporttext",
            target_dir=str(target / "c"),
        )
        command: Any = Distribution({"name": "reporttext", "ext_modules": extensions}).get_command_obj(
            "build_ext"
        )
        command.build_lib, command.build_temp = str(target / "lib"), str(target / "objects")
        command.parallel = True
        command.ensure_finalized()
        command.run()
    made = [path for path in (target / "lib").rglob("*") if path.is_file()]
    return {str(path): path.relative_to(target / "lib").as_posix() for path in made}
