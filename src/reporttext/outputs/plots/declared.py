"""What a plot is: declared beside its drawing function, and the command comes from that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reporttext.stats.statistic import Parameter, Statistic

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawn = tuple[Sequence[int], "Figure"]
"""The places of the rows that were drawn among those of the result, from 0, and the figure."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of a statistic. `parameters` are of the drawing; `defaults` go before those of the statistic where nothing
    is named to draw.

    The docstring of `draw` is the command's help.
    """

    statistic: Statistic
    draw: Callable[..., Drawn]
    parameters: tuple[Parameter, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
