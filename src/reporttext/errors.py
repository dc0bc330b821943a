"""What can go wrong, in words a user can act on."""

from __future__ import annotations

import math
import re
from numbers import Integral, Real
from typing import Any, Literal

# An object as Python writes it, with its place in memory: another one in every run.
_OBJECT = re.compile(r"\s*<[^<>]{1,200} at 0x[0-9A-Fa-f]+>|\s*\bat 0x[0-9A-Fa-f]+")


def told_alike(message: str) -> str:
    """What a library says, without what is another thing in every run.

    >>> told_alike("cannot identify image file <_io.BytesIO object at 0x7f1200ab>")
    'cannot identify image file'
    """
    return _OBJECT.sub("", message)


class ReporttextError(Exception):
    """Base of every error that is the input's or the caller's, not the program's."""


class UsageError(ReporttextError):
    """The call itself was wrong: no such path, an unknown option, a folder that belongs to something else."""


class RuleError(ReporttextError):
    """A rule file (shipped or the user's) holds an entry that the vocabulary does not know."""


class ReadError(ReporttextError):
    """One input could not be read.

    `kind` is one word for the table `errors`: empty, encoding, damaged, password, unsupported, missing_extra, no_text,
    not_a_report, list, limit, missing, unreadable. `start` and `end` are byte offsets into the input where the fault has a
    place. `severity` is `warning` where nothing of the archive was lost.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        start: int | None = None,
        end: int | None = None,
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        super().__init__(message := told_alike(message))
        self.kind = kind
        self.message = message
        self.start = start
        self.end = end
        self.severity: Literal["error", "warning"] = severity

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, int | None, int | None, str]]:
        """Errors cross process borders, so they must survive pickling with all their arguments."""
        return ReadError, (self.kind, self.message, self.start, self.end, self.severity)


def check_number(
    name: str, value: Any, *, whole: bool = False, low: float | None = None, above: float | None = None, high: float | None = None
) -> None:  # fmt: skip
    """Raise UsageError where an argument is no number, or lies outside what makes sense; `above` itself is outside.

    >>> check_number("kwic: width", -4, whole=True, low=0)
    Traceback (most recent call last):
    reporttext.errors.UsageError: kwic: width is -4; it must be a whole number of 0 or more
    """
    kind = Integral if whole else Real
    fine = not isinstance(value, bool) and isinstance(value, kind) and math.isfinite(value)
    if (
        fine
        and (low is None or value >= low)
        and (above is None or value > above)
        and (high is None or value <= high)
    ):
        return
    least = (
        f"above {above:g}" if above is not None else f"{low:g} or more" if high is None else f"from {low:g}"
    )
    most = "" if high is None else f" to {high:g}" if above is None else f" and at most {high:g}"
    of = "of " if above is None and high is None else ""
    raise UsageError(f"{name} is {value!r}; it must be a {'whole ' * whole}number {of}{least}{most}")
