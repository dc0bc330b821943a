"""The plots: each is a file here with a `PLOT` in it, the statistic whose rows it draws and the function that draws them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from reporttext.outputs.plots.declared import Plot


def _find() -> Mapping[str, Plot]:
    found = (import_module(f"{__name__}.{module.name}").PLOT for module in iter_modules(__path__))
    return {plot.statistic.name: plot for plot in found}


PLOTS: Mapping[str, Plot] = _find()
"""By the name of their statistic."""
