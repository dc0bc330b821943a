"""The row of `errors` for a decision that is not used."""

from __future__ import annotations

from typing import Literal

from reporttext.model import Correction, Error

STAGE = "review"


def told(correction: Correction, kind: Literal["stale", "contradiction", "malformed"], message: str) -> Error:
    return Error(STAGE, kind, "warning", f"{correction.row}: {message}")
