"""Where the files lie that travel with the package: inside it in a wheel, beside it in a checkout."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def models() -> Path:
    """The folder of the models."""
    return _folder("models", "models")


def sample() -> Path:
    """The folder of sample reports, of fictional places."""
    return _folder("sample", "corpora/sample")


def _folder(inside: str, beside: str) -> Path:
    package = Path(str(resources.files("reporttext")))
    shipped = package / "_shipped" / inside
    return shipped if shipped.is_dir() else package.parents[1] / beside
