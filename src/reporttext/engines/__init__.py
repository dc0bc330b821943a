"""Where work is done. An engine calls one function on many jobs and knows nothing of what the function does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Died:
    """What an engine hands back for a job whose process died under it.

    `kind` is `timeout` or `memory` where the engine ended it for going over a limit, else `crash`: killed from outside, or
    a fault in C code. `at` is the item of the job that was under way, where the job told it.
    """

    reason: str
    kind: Literal["crash", "timeout", "memory"] = "crash"
    at: int | None = None
