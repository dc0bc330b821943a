"""How a decision is told: in the rule of what was corrected, and as a row of `errors` where it is not used."""

from __future__ import annotations

from typing import Literal

from reporttext.model import Correction, Error

STAGE = "review"


#: In the name of a rule, before what a reviewer decided.
MARK = "review:"


def reviewed(rule: str) -> str | None:
    """What a reviewer decided of the fact that has this rule: accept, fix, add; None where he did not."""
    return rule.rpartition(MARK)[2] if MARK in rule else None


def told(correction: Correction, kind: Literal["stale", "contradiction", "malformed"], message: str) -> Error:
    return Error(STAGE, kind, "warning", f"{correction.row}: {message}")
