"""What can be corrected: fields of a figure, the section of a paragraph, what a report says of itself; and how values are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Literal

from reporttext.fold import fold
from reporttext.metadata import FIELDS as METADATA_FIELDS
from reporttext.metadata import slip
from reporttext.numbers import parse_number
from reporttext.tables import codes_of, tables

About = Literal["fact", "section", "metadata"]

#: Of a figure, by the names of the table; `fact` means the whole of it.
FACT_FIELDS = (
    "indicator", "value", "value_max", "unit", "qualifier", "status", "change", "change_base", "growth_basis", "period_start", "period_end", "scope",
    "activity", "activity_type", "actor", "kind",
)  # fmt: skip
FACT, SECTION = "fact", "section"
_NEVER_EMPTY = frozenset(("value", "unit", "status", "scope", "kind"))
_NUMBERS = frozenset(("value", "value_max"))
_DATES = frozenset(("period_start", "period_end", "issued_on"))
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00:00)?")
_LONGEST = 500
_LARGEST = Decimal(10) ** 30


@cache
def _names() -> Mapping[str, str]:
    """Codes and Chinese heads of all fields, to codes."""
    heads = {c.zh: c.name for c in tables()["documents"].columns if c.name in METADATA_FIELDS}
    heads |= {c.zh: c.name for c in tables()["facts"].columns if c.name in (*FACT_FIELDS, SECTION)}
    return heads | {"数据": FACT} | {name: name for name in (*METADATA_FIELDS, *FACT_FIELDS, FACT, SECTION)}


def field_of(written: str, *, quoted: bool) -> tuple[About, str] | None:
    """What a row's field is about, and its code; None where there is no such field.

    The period may be a figure's or the report's: what quotes the text is of a figure.
    """
    name = _names().get(written.strip().lower())
    if name is None:
        return None
    if name == SECTION:
        return "section", name
    if name == FACT or (name in FACT_FIELDS and (quoted or name not in METADATA_FIELDS)):
        return "fact", name
    return "metadata", name


def called(name: str) -> str:
    """The Chinese name of a field, by its code."""
    return next(chinese for chinese, code in _names().items() if code == name)


def codes_in(about: About, name: str) -> Mapping[str, tuple[str, str]]:
    """The codes that a field of this name may hold, with their names; none where it holds no codes."""
    return {} if about == "metadata" else codes_of("facts", name) or {}


def known() -> str:
    """All fields, for messages."""
    return ", ".join(dict.fromkeys((FACT, SECTION, *FACT_FIELDS, *METADATA_FIELDS)))


def canonical(about: About, name: str, written: str) -> str | None:
    """A value as a correction holds it, None for nothing; raises ValueError with what it must be.

    Codes may be written by their Chinese names, numbers with 万 and 亿, dates as spreadsheets show them.
    """
    text = " ".join(written.split())
    if len(text) > _LONGEST:
        raise ValueError(f"a text of at most {_LONGEST} characters")
    if not text:
        if about == "section" or (about == "fact" and name in _NEVER_EMPTY):
            raise ValueError("written down, it cannot be empty")
        return None
    if name in _NUMBERS:
        return _number(text)
    if name in _DATES:
        return _date(text)
    if about == "metadata":
        wanted = slip(name, text)
        if wanted is not None:
            raise ValueError(wanted)
        return text
    coded = codes_in(about, name)
    return _code(text, coded) if coded else text


def _code(text: str, coded: Mapping[str, tuple[str, str]]) -> str:
    named = {word: code for code, words in coded.items() for word in (code, *words)}
    if text not in named:
        raise ValueError(f"one of: {', '.join(f'{code} ({words[0]})' for code, words in coded.items())}")
    return named[text]


def _number(text: str) -> str:
    plain = fold(text).replace(",", "").replace(" ", "")
    readers: tuple[Callable[[str], Decimal], ...] = (Decimal, parse_number)
    for reader in readers:
        try:
            number = reader(plain)
        except (InvalidOperation, ValueError):
            continue
        if number.is_finite() and abs(number) < _LARGEST:
            return f"{number.normalize():f}"
    raise ValueError("a number without its unit, like 350000000 or 3.5亿")


def _date(text: str) -> str:
    found = _DATE.fullmatch(fold(text))
    try:
        if found:
            return date(*map(int, found.groups())).isoformat()
    except ValueError:
        pass
    raise ValueError("a date like 2022-12-31")


_PAIRS = re.compile(r"[;；\n]")


def pairs(written: str) -> dict[str, str | None]:
    """The fields of a figure as one text, “status=target; unit=人”, to their values; raises ValueError with what is wrong."""
    found: dict[str, str | None] = {}
    for pair in _PAIRS.split(written):
        if not pair.strip():
            continue
        name, sign, value = pair.replace("＝", "=").partition("=")
        field = field_of(name, quoted=True)
        if not sign or field is None or field[0] != "fact" or field[1] == FACT:
            raise ValueError(
                f"“{pair.strip()}” must be field=value, several parted by “;”, the field one of {', '.join(FACT_FIELDS)}"
            )
        try:
            found[field[1]] = canonical("fact", field[1], value)
        except ValueError as error:
            raise ValueError(f"{field[1]} is “{value.strip()}” and must be {error}") from error
    return found


def written(values: Mapping[str, object]) -> str:
    """Fields of a figure as one text that `pairs` reads; what would be taken for a sign in it is blanked."""
    return "; ".join(f"{name}={_PAIRS.sub(',', _plain(value))}" for name, value in values.items())


def _plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
