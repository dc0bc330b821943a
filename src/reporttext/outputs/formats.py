"""How cells of a workbook look: numbers stay numbers, whatever stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reporttext.tables import codes

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True, "bg_color": "#D9E2EC", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
    "head_of_figures": {
        "bold": True,
        "bg_color": "#D9E2EC",
        "bottom": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    },
    "to": {"bold": True, "valign": "top", "font_color": "#1F4E9E"},
    "strong": {"bold": True, "valign": "top"},
    "left": {"num_format": "0", "align": "left", "valign": "top"},
    "overview": {"num_format": "#,##0", "align": "left", "valign": "top"},
    "text": {"valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "silent": {"font_color": "#A6A6A6", "align": "right", "valign": "top"},
    "masked": {"bg_color": "#D9D9D9", "align": "right", "valign": "top"},
    "plain": {"num_format": "0", "align": "center", "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "broken": {"num_format": "#,##0.0###", "valign": "top"},
    "score": {"num_format": "0.00", "valign": "top"},
    "low": {"num_format": "0.00", "valign": "top", "bg_color": "#FFF2CC"},
    "poor": {"num_format": "0.00", "valign": "top", "bg_color": "#F8CBAD"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "time": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"},
}

# Beside what is said of the kind of cell.
_LINKED, _CONFLICT = {"font_color": "#1F4E9E"}, {"bg_color": "#FCE4D6"}


class Formats:
    """The formats of one workbook, made as they are needed."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Any, ...], Format] = {}
        self._said = {
            code: zh if language == "zh" else f"{en} " for code, (zh, en) in codes()["qualifier"].items()
        }

    def of(self, name: str, linked: bool = False, said: str | None = None, conflict: bool = False) -> Format:
        """The format of a kind of cell; `said` is a qualifier (code) that stands before the number, which stays a number."""
        key = (name, linked, said, conflict)
        if key not in self._made:
            what = dict(_FORMATS[name]) | (_LINKED if linked else {}) | (_CONFLICT if conflict else {})
            if said is not None:
                what["num_format"] = f'"{self.said(said)}"{what["num_format"]}'
            self._made[key] = self._workbook.add_format(what)
        return self._made[key]

    def said(self, qualifier: str | None) -> str:
        """A qualifier in words, for the front of a number."""
        return "" if qualifier is None else self._said.get(qualifier, "")
