"""Reads archives of Chinese government work reports and turns them into tables.

    import reporttext as rt

    rt.run(["archive"], "out")
    with rt.open("out") as reports:
        reports.facts

Names are loaded when first used, so that `import reporttext` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from reporttext.api import Figure as Figure
    from reporttext.api import Limits as Limits
    from reporttext.api import Reports as Reports
    from reporttext.api import Result as Result
    from reporttext.api import analyse as analyse
    from reporttext.api import diff as diff
    from reporttext.api import find_quantities as find_quantities
    from reporttext.api import open as open
    from reporttext.api import parse_number as parse_number
    from reporttext.api import read as read
    from reporttext.api import read_all as read_all
    from reporttext.api import read_annotated as read_annotated
    from reporttext.api import run as run
    from reporttext.api import sample as sample
    from reporttext.api import split as split
    from reporttext.api import train as train

__all__ = [
    "Figure",
    "Limits",
    "Reports",
    "Result",
    "analyse",
    "diff",
    "find_quantities",
    "open",
    "parse_number",
    "read",
    "read_all",
    "read_annotated",
    "run",
    "sample",
    "split",
    "train",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from reporttext import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
