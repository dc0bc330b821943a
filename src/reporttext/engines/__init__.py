"""Where work is done. An engine calls one function on many jobs and knows nothing of what the function does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Died:
    """What an engine hands back for a job whose process died under it: out of memory, killed, or a fault in C code."""

    reason: str
