"""The pages of the server: templates filled with what was found, everything escaped."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from starlette.responses import HTMLResponse

from reporttext.messages import shown_failure
from reporttext.outputs.page.write import environment, in_script, words
from reporttext.tables import codes

_PACKAGE = __package__ or ""
_PAGE = "reporttext.outputs.page"


class Pages:
    """Fills templates in `language`."""

    def __init__(self, language: str) -> None:
        self.words = words(language, _PACKAGE)
        self._place = 0 if language == "zh" else 1
        self._templates = environment(language, _PACKAGE)
        self._templates.globals |= {
            "code": self.code,
            "number": lambda value: f"{value:,}",
            "failure": lambda message: shown_failure(message, language),
        }
        self._templates.filters["figure"] = _figure

    def code(self, group: str, value: str | None) -> str:
        """What a code is called."""
        names = codes()[group].get(value or "")
        return (value or "") if names is None else names[self._place]

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        filled = self._templates.get_template(template).render(values)
        # Reports may hold halves of surrogate pairs, which are no UTF-8.
        return HTMLResponse(filled.encode("utf-8", "replace"), status_code=status)

    def error(self, status: int, message: str) -> HTMLResponse:
        return self.page("error.html", status, message=message)

    def sections(self) -> Mapping[str, str]:
        """The sections to choose from."""
        return {section: names[self._place] for section, names in codes()["section"].items()}

    def assets(self) -> Mapping[str, bytes]:
        """Scripts and styles by name: those of the page, and ours.

        To what every view of the page loads is added a bar that leads to what only a server has.
        """
        found = {
            file.name: file.read_bytes()
            for package in (_PAGE, _PACKAGE)
            for file in (resources.files(package) / "assets").iterdir()
            if file.name.endswith((".js", ".css"))
        }
        bar = in_script({key: self.words[key] for key in ("parts", "home", "search")})
        found["common.js"] += f'\nreporttext.take("bar", {bar});\n'.encode() + found.pop("bar.js")
        return found


def _figure(value: float | None) -> str:
    """A number as people read it: no digits that are not there."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6f}".rstrip("0")
