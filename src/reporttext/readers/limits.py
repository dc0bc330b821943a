"""What one input may cost: the limits a run keeps to, each with a default that no honest report comes near.

The limits in force are a context variable, because a reader is called with bytes and a name only. A limit that is reached
is a row of the table `errors` that names it, and `reporttext run --limit NAME=VALUE` sets it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from typing import Any

from reporttext.errors import ReadError, UsageError

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}
_VALUE = re.compile(r"(\d{1,18})\s?([kmg]?)b?", re.IGNORECASE)


def _limit(default: int, unit: str, about: str) -> Any:
    return field(default=default, metadata={"unit": unit, "about": about})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a run: whole numbers above 0, in the units that `describe` gives with what each is for."""

    file: int = _limit(500_000_000, "bytes", "one file that is no archive; it is read whole into memory")
    text: int = _limit(
        50_000_000,
        "bytes",
        "one plain text; a yearbook of a million characters has 3 million. A single report full of figures reaches the limit of memory at some 15 million",
    )
    member: int = _limit(100_000_000, "bytes", "one member of an archive, unpacked; an archive in it too")
    archive: int = _limit(20_000_000_000, "bytes", "all members of one archive together, unpacked")
    ratio: int = _limit(
        200,
        "times",
        "bytes unpacked for each packed byte; text packs 3- to 20-fold, and small files may more",
    )
    depth: int = _limit(3, "levels", "archives inside each other, the outermost counted")
    entries: int = _limit(500_000, "entries", "entries of one archive, those of archives in it counted")
    parts: int = _limit(10_000, "parts", "parts of one .docx, .xlsx or .ofd")
    part: int = _limit(50_000_000, "bytes", "one part of such a file, unpacked")
    tags: int = _limit(6_000_000, "tags", "tags of one part; each element takes some 100 bytes of memory")
    nesting: int = _limit(256, "levels", "elements of a part inside each other; tables in tables reach 60")
    seconds: int = _limit(120, "seconds", "processor time for one file, whatever its size")
    seconds_per_mb: int = _limit(10, "seconds", "more of it for each million bytes of a file")
    memory: int = _limit(2_000_000_000, "bytes", "memory of one worker process")

    def __post_init__(self) -> None:
        for name in NAMES:
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise UsageError(f"the limit {name} must be a whole number above 0, not {value}")

    def time(self, size: int) -> float:
        """The seconds of processor time that a file of `size` bytes may take."""
        return self.seconds + self.seconds_per_mb * size / 1e6

    @property
    def of_content(self) -> dict[str, int]:
        """Those that decide what is read of an input, on every machine alike."""
        return {name: getattr(self, name) for name in NAMES if name not in _OF_WORKERS}

    @property
    def of_workers(self) -> dict[str, int]:
        """Those that a quicker or larger machine keeps more easily."""
        return {name: getattr(self, name) for name in _OF_WORKERS}


_OF_WORKERS = ("seconds", "seconds_per_mb", "memory")
NAMES: tuple[str, ...] = tuple(limit.name for limit in fields(Limits))

_IN_FORCE: ContextVar[Limits | None] = ContextVar("limits", default=None)
_DEFAULT = Limits()


def current() -> Limits:
    """The limits in force: the defaults, unless `keep_to` set others."""
    return _IN_FORCE.get() or _DEFAULT


@contextmanager
def keep_to(limits: Limits) -> Iterator[None]:
    """Put `limits` in force."""
    token = _IN_FORCE.set(limits)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def exceeded(name: str, what: str, size: int | None = None) -> ReadError:
    """The error for an input that is over the limit `name`; `what` says by what, without a full stop, `size` how much is needed."""
    value, unit = getattr(current(), name), _unit(name)
    if size is not None and size > 2 * value:
        step = 10 ** max(0, len(str(size)) - 2)
        enough = -(-size // step) * step  # two digits are easily typed
        return ReadError("limit", f"{what}; the limit is {value:,} {unit}: --limit {name}={enough} suffices")
    return ReadError("limit", f"{what}; the limit is {value:,} {unit}: --limit {name}={value * 2} doubles it")


def parse(settings: Iterable[str]) -> Limits:
    """Limits from texts such as `seconds=300` and `member=200MB` (k, m and g are thousands). Raises UsageError."""
    chosen: dict[str, int] = {}
    for setting in settings:
        name, _, text = setting.partition("=")
        value = _VALUE.fullmatch(text.strip().replace("_", "").replace(",", ""))
        if name.strip() not in NAMES:
            raise UsageError(f"there is no limit {name.strip() or setting}; there are: {', '.join(NAMES)}")
        if value is None:
            raise UsageError(
                f"--limit {setting}: the value must be a whole number, such as {name.strip()}=200 or {name.strip()}=200MB"
            )
        chosen[name.strip()] = int(value[1]) * _UNITS[value[2].lower()]
    return Limits(**chosen)


def describe(limits: Limits) -> list[dict[str, Any]]:
    """Each limit with its name, value, default, unit and what it is for."""
    return [
        {
            "name": limit.name,
            "value": getattr(limits, limit.name),
            "default": limit.default,
            "unit": limit.metadata["unit"],
            "about": limit.metadata["about"],
        }
        for limit in fields(Limits)
    ]


def _unit(name: str) -> str:
    unit: str = next(limit.metadata["unit"] for limit in fields(Limits) if limit.name == name)
    return unit
