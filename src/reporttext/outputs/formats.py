"""How cells of a workbook look: numbers stay numbers, whatever stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from reporttext import lexicon
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
    "range": {"align": "right", "valign": "top"},
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


@cache
def _after() -> frozenset[str]:
    """Words that stand behind their number; all others stand before."""
    return frozenset(word for words in lexicon.load()["qualifiers"]["after"].values() for word in words)


class Words(NamedTuple):
    """Words before and after a number."""

    before: str
    after: str = ""


class Formats:
    """The formats of one workbook, made as they are needed."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Any, ...], Format] = {}
        self._said = {
            code: zh if language == "zh" else f"{en} " for code, (zh, en) in codes()["qualifier"].items()
        }

    def of(
        self, name: str, linked: bool = False, said: Words | None = None, conflict: bool = False
    ) -> Format:
        """The format of a kind of cell; `said` are words beside the number, which stays a number."""
        key = (name, linked, said, conflict)
        if key not in self._made:
            what = dict(_FORMATS[name]) | (_LINKED if linked else {}) | (_CONFLICT if conflict else {})
            if said is not None:
                what["num_format"] = "".join(
                    (
                        f'"{said.before}"' if said.before else "",
                        what["num_format"],
                        f'"{said.after}"' if said.after else "",
                    )
                )
            self._made[key] = self._workbook.add_format(what)
        return self._made[key]

    def said(self, qualifier: str | None, text: str | None) -> Words | None:
        """What stands beside a number: the report's own word (不少于20, 8以上), or what the qualifier (code) is called."""
        if qualifier is None:
            return None
        if text and all("\u4e00" <= sign <= "\u9fff" or sign in "()（）…" for sign in text):
            before, _, after = text.rpartition("…")
            return Words(before, after) if after in _after() else Words(text.replace("…", ""))
        return Words(self._said[qualifier]) if qualifier in self._said else None
