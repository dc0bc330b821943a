"""One unit for many spellings: [units.canonical] of data/units.toml."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon

#: The canonical unit of a unit, and the factor that turns a value in the one into a value in the other.
Units = Mapping[str, tuple[str, Decimal]]


@cache
def canonical_units(lexicon: Lexicon) -> Units:
    """The canonical unit and the factor of each unit that has an entry; one without is canonical. RuleError for a faulty entry."""
    entries = lexicon["units"]["canonical"]
    try:
        return {unit: (canonical, Decimal(factor)) for unit, (canonical, factor) in entries.items()}
    except (ValueError, TypeError, ArithmeticError) as error:
        raise RuleError(
            '[units.canonical] must give each unit a canonical unit and a factor: ["千米", "1"]'
        ) from error
