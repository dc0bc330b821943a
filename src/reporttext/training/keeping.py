"""A trained model on disk: its arrays, its card, and the rule that a better model is never replaced."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from reporttext import __version__
from reporttext.sections.model import FILE, FORMAT, SectionModel

CARD = "sections.json"


def save(folder: Path, model: SectionModel, memory: Mapping[str, Any], card: Mapping[str, Any]) -> None:
    """Write sections.npz and sections.json; each appears whole or not at all.

    `memory` is what later corrections start from, see `reporttext.training.corrections`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {"format": np.int64(FORMAT)} | model.arrays() | dict(memory)
    part = folder / f"{FILE}.part"
    with part.open("wb") as file:
        np.savez_compressed(file, **arrays)
    text = json.dumps(
        {"reporttext": __version__, **card, "versions": versions()}, ensure_ascii=False, indent=1
    )
    beside = folder / f"{CARD}.part"
    beside.write_text(text + "\n", "utf-8", newline="\n")
    part.replace(folder / FILE)
    beside.replace(folder / CARD)


def read_card(folder: Path) -> dict[str, Any]:
    """The card of a model, empty where there is none that can be read."""
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}


def versions() -> dict[str, str]:
    """Of all that decides the arrays."""
    return {"python": platform.python_version()} | {
        name: metadata.version(name) for name in ("numpy", "scikit-learn", "scipy")
    }
