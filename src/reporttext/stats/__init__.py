"""Statistics across reports: from the store to tables of which every row can be traced to its sentences.

`statistic` says what one is, and each is a file of this package: adding one touches no other. `selection` is which reports
it is over, `compute` calls it, `saved` keeps the result in OUT/stats, `trace` shows the sentences behind a row, `methods`
makes `rt.open(OUT).NAME(…)`. The commands are made in `cli/statistics.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from reporttext.stats.statistic import Statistic


def _find() -> Mapping[str, Statistic]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    found = [module.STATISTIC for module in modules if hasattr(module, "STATISTIC")]
    return {statistic.name: statistic for statistic in sorted(found, key=lambda s: s.name)}


STATISTICS: Mapping[str, Statistic] = _find()
