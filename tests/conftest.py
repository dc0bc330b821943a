"""Paths that several tests share. What lies outside the checkout may be absent: tests that use it skip."""

import os
from pathlib import Path

import pytest

# Whatever the language of the machine: what the terminal shows is compared in English, and in Chinese where a test asks for it.
os.environ["REPORTTEXT_LANG"] = "en"

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def sample() -> Path:
    return ROOT / "corpora" / "sample"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the shared development texts are not here")
    return SHARED
