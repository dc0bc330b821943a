"""What the user gives goes before what the text says: the known columns of a metadata.csv."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from reporttext.fold import fold
from reporttext.masks import NAME
from reporttext.metadata.places import Gazetteer
from reporttext.metadata.years import period_in
from reporttext.model import Metadata, Span

_PLACES = ("province", "city", "county", "township")
_YEARS = range(1900, 2101)
ADMIN_LEVELS = ("国", "省", "市", "县", "镇", "村", "部门", "其他")


def _year(value: str) -> int:
    year = int(value.removesuffix("年").removesuffix(".0"))
    if year not in _YEARS:
        raise ValueError
    return year


def _date(value: str) -> date:
    return date.fromisoformat(value[:10] if value[10:] in (" 00:00:00", "T00:00:00") else value)


def _level(value: str) -> str:
    if value not in ADMIN_LEVELS:
        raise ValueError
    return value


_YEAR_WANTED = f"a year of four digits, {_YEARS[0]} to {_YEARS[-1]}"
_DATE_WANTED = "a date like 2022-12-31"
_KINDS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "year": (_year, _YEAR_WANTED),
    "year_given": (_year, _YEAR_WANTED),
    "period_start": (_date, _DATE_WANTED),
    "period_end": (_date, _DATE_WANTED),
    "issued_on": (_date, _DATE_WANTED),
    "admin_level": (_level, f"one of {' '.join(ADMIN_LEVELS)}"),
}
#: The columns that override what the text says.
FIELDS = (
    "title", "doc_type", "admin_level", *_PLACES, "place", "year", "year_given", "period_start", "period_end", "topic",
    "issuer", "issued_on",
)  # fmt: skip


def slip(name: str, value: str) -> str | None:
    """What a value of a known column should have been, or None where it is right."""
    read, wanted = _KINDS.get(name, (str, ""))
    try:
        read(value)
    except ValueError:
        return wanted
    return None


def with_levels(stated: Metadata, given: Mapping[str, str], gazetteer: Gazetteer) -> Mapping[str, str | None]:
    """What is given, with the levels of a `place` given without them: None for a level that the text's other place had.

    The place given is the report's, whatever the text says: 石桥镇 for 河口镇 or 某县**镇. Levels above that the text states
    stay, unless they are blanked out; a name without a level (第一管理区) leaves none.
    """
    place = given.get("place")
    finest = next((name for level in reversed(_PLACES) if (name := getattr(stated, level))), "")
    if (
        place is None
        or any(name in given for name in _PLACES)
        or place == stated.place
        or finest.startswith(place)
    ):
        return given
    found = gazetteer.find(fold(place), Span(0, len(place)))
    named = {name: getattr(found, name, None) for name in _PLACES}
    highest = next((i for i, name in enumerate(_PLACES) if named[name]), 0)
    for name in _PLACES[:highest]:
        above = getattr(stated, name)
        named[name] = None if above is None or any(sign in NAME for sign in above) else above
    return {**named, **given}


def overridden(stated: Metadata, given: Mapping[str, str | None]) -> Metadata:
    """The metadata with the values given in place of the text's; what follows from them follows.

    A value that was given has no span. A place is masked no more once its blanked-out names are given; a year given moves
    the period, which keeps its months.
    """
    values: dict[str, Any] = {
        name: _KINDS[name][0](value) if name in _KINDS and value is not None else value
        for name, value in given.items()
    }
    if "year" in values and stated.year != values["year"]:
        values = _moved(stated, values["year"]) | values
    names = {name: values.get(name, getattr(stated, name)) for name in _PLACES}
    known = [name for name in names.values() if name]
    if any(name in values for name in _PLACES):
        finest = known[-1] if known else None
        if "place" not in values and (
            stated.place is None or stated.place_masked or _coarser(stated, values)
        ):
            values["place"] = finest
        values["place_masked"] = any(
            sign in NAME for name in (*known, values.get("place") or "") for sign in name
        )
        values["place_shared"] = stated.place_shared and len(known) == 1
        if stated.admin_level is None and "admin_level" not in values:
            levels = dict(zip(_PLACES, ("省", "市", "县", "镇"), strict=True))
            values["admin_level"] = next((levels[name] for name in reversed(_PLACES) if names[name]), None)
    elif "place" in values:
        values["place_masked"] = any(sign in NAME for sign in (*known, values["place"]) for sign in sign)
    spans = tuple((name, span) for name, span in stated.spans if name not in values)
    return replace(stated, **values, spans=spans)


def _coarser(stated: Metadata, values: Mapping[str, Any]) -> bool:
    """Whether the place the text names is replaced, or above the finest that is given."""
    finest = next(name for name in reversed(_PLACES) if name in values)
    below = _PLACES[_PLACES.index(finest) :]
    return not any(getattr(stated, name) for name in below[1:]) and getattr(stated, finest) != values[finest]


def _moved(stated: Metadata, year: int) -> dict[str, Any]:
    """Period and year of delivery, moved to another year."""
    moved: dict[str, Any] = {}
    if stated.period_start and stated.period_end and stated.period_start.year == stated.period_end.year:
        for name in ("period_start", "period_end"):
            day: date = getattr(stated, name)
            last = 29 if (day.month, day.day) == (2, 28) and name == "period_end" else day.day
            try:
                moved[name] = day.replace(year=year, day=last)
            except ValueError:
                moved[name] = day.replace(year=year, day=28)
    else:
        moved["period_start"], moved["period_end"] = period_in(year, "")
    if stated.year_given is not None and stated.year_given not in (year, year + 1):
        moved["year_given"] = None  # it belonged to the other year
    return moved
