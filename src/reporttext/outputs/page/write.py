"""Files of the page: templates filled, data as scripts, in UTF-8, the same bytes everywhere."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext.tables import codes_of, tables

if TYPE_CHECKING:
    from jinja2 import Environment

_PACKAGE = __package__ or ""


@cache
def words(language: str, package: str = _PACKAGE) -> Mapping[str, str]:
    """What the pages of a package say, by key, in `language`."""
    raw = tomllib.loads((resources.files(package) / "words.toml").read_text("utf-8"))
    place = 0 if language == "zh" else 1
    return {key: names[place] for key, names in raw.items()}


class Writer:
    """Writes the files of one page below `folder`, in `language`."""

    def __init__(self, folder: Path, language: str) -> None:
        self.language = language
        self._folder = folder
        self._templates = environment(language)

    def bytes(self, name: str, content: bytes) -> None:
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def template(self, name: str, template: str, values: Mapping[str, Any]) -> None:
        """Fill a template. Whatever is not marked as safe is escaped."""
        self._text(name, self.filled(template, values))

    def filled(self, template: str, values: Mapping[str, Any]) -> str:
        """What `template` writes."""
        return self._templates.get_template(template).render(values)

    def data(self, name: str, what: object) -> None:
        """`data/NAME.js`: a script that hands `what` over under its name."""
        self._text(f"data/{name}.js", f"reporttext.take({in_script(name)}, {in_script(what)});\n")

    def code(self, table: str, column: str, code: str | None) -> str | None:
        """What a code is called."""
        names = (codes_of(table, column) or {}).get(code or "")
        return code if names is None else names[0 if self.language == "zh" else 1]

    def heads(self, table: str, columns: tuple[str, ...]) -> list[str]:
        known = {column.name: column.head(self.language) for column in tables()[table].columns}
        return [known[column] for column in columns]

    def _text(self, name: str, text: str) -> None:
        self.bytes(name, text.encode("utf-8", "replace"))


def in_script(what: object) -> str:
    """JSON that neither ends a script element nor opens a comment in one."""
    text = json.dumps(
        what, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=date.isoformat
    )
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def environment(language: str, package: str = _PACKAGE) -> Environment:
    """The templates of a package, which have its words as `t`; everything put in is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=PackageLoader(package),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"t": words(language, package), "lang": "zh-CN" if language == "zh" else "en"}
    return environment
