"""The tables of `data/events.toml` and the entries that each may have."""

from __future__ import annotations

from typing import Any

from reporttext.errors import RuleError
from reporttext.lexicon import Table, check_keys
from reporttext.model import EVENT_TYPES

_TABLES: dict[str, tuple[str, ...]] = {
    "heads": (*EVENT_TYPES, "open"),
    "hints": EVENT_TYPES,
    "facilities": ("heads", "inside", "verbs", "places"),
    "across": ("words",),
    "inside": (*EVENT_TYPES, "open"),
    "inside_after_verb": EVENT_TYPES,
    "not_heads": ("words",),
    "thin": ("heads",),
    "joint": ("heads",),
    "things": ("words", "actors"),
    "verbs": ("strong", "weak", "bare", "hold", "after", "adverbs"),
    "strip": ("words",),
    "plain": (
        *("strong", "weak", "heading", "joined", "frames", "predicates", "particles", "broken"),
        *("generic", "leading", "unlawful", "acts", "followers", "beside", "inner", "drives"),
        *("openers", "great", "sites", "classes", "many", "drive_verbs", "programmes", "named", "preludes"),
    ),
    "names": (
        *EVENT_TYPES,
        "prefixes",
        "numbered",
        "done",
        "periods",
        "period_parts",
        "ends",
        "games",
        "hosts",
        "beyond",
    ),
    "titles": (
        *(
            "won",
            "sought",
            "open",
            "strict",
            "prized",
            "building",
            "zones",
            "vision",
            "granted",
            "levels",
            "inside",
            "among",
            "nouns",
            "loose",
            "alone",
        ),
        *(
            "projects",
            "nameless",
            "broken",
            "followers",
            "seeking",
            "adverbs",
            "nominal",
            "creation",
            "tails",
            "chosen",
            "wholes",
        ),
    ),
    "pilots": (
        *("levels", "parks", "known", "tails", "followers", "generic", "broken", "seeking"),
        *("won", "granted"),
    ),
    "held": (
        *("verbs", "activities", "meeting", "culture", "competition", "short", "behind", "broken", "generic"),
        *("telling", "congresses"),
    ),
    "lists": ("ends", *EVENT_TYPES, "seasons", "generic", "verbs"),
    "never": ("quotes", "tools", "forbidding", "limiting", "forbidden", "firmly"),
    "counts": ("units", "held"),
    "status": ("planned", "held", "reference"),
    "same": ("endings",),
}


def check_tables(table: Table) -> None:
    """Raise RuleError for a table or an entry unknown, and for a table that is missing."""
    check_keys("events", table, tuple(_TABLES))
    for name, keys in _TABLES.items():
        part: Any = table.get(name)
        if not isinstance(part, dict):
            raise RuleError(f"[events] needs a table [events.{name}]")
        check_keys(f"events.{name}", part, keys)
