"""Digests of all that decides a result. Two runs with the same analysis key make the same rows of the same input."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import reporttext
from reporttext import lexicon, shipped
from reporttext.outputs import Output
from reporttext.readers.limits import Limits
from reporttext.settings import Settings
from reporttext.store.folder import Folder

# Packages whose version shows in what is read or found; of the others (DuckDB, Arrow, click) only the runs table tells.
_DECIDING = (
    "ahocorasick-rs", "jieba", "msdoc2docx", "numpy", "office-oxide", "onnxruntime", "pypdfium2", "python-calamine", "rapidocr", "rjieba", "scipy", "selectolax", "striprtf",
)  # fmt: skip
_METADATA = re.compile(r"(.+?)-(\d[^-]*)(?:-py[\d.]+)?\.(?:dist|egg)-info")
_SEPARATORS = re.compile(r"[-_.]+")
_NOTED = (*_DECIDING, "duckdb", "pandas", "pyarrow", "scikit-learn", "spacy", "xlsxwriter")


def _digest(parts: Iterable[bytes]) -> str:
    """SHA-256 over parts, each with its length, so that no two lists of parts run into one."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _files(folder: Path, *endings: str) -> str:
    found = (
        Path(above, name) for above, _, names in os.walk(folder) for name in names if name.endswith(endings)
    )
    paths = sorted((path.relative_to(folder).as_posix(), path) for path in found)
    return _digest(part for name, path in paths for part in (name.encode(), path.read_bytes()))


def file_digest(file: Path) -> str:
    """Of a file's content; empty where there is none."""
    return _digest([file.read_bytes()]) if file.is_file() else ""


@cache
def program_digest() -> str:
    """The package's own code and data. A version number alone would call results of edited code the same."""
    return _files(Path(__file__).parents[1], ".py", ".toml")


def output_stamp(output: Output, folder: Folder, identity: str, language: str) -> str:
    """What an output is made from: noted in the folder, it tells whether what lies there is as it would be made now."""
    shown = [language, file_digest(folder.indicators)] if output.TRANSLATED else [""]
    return " ".join([identity, program_digest(), *shown])


def models_digest(settings: Settings) -> str:
    """The models a run works with: the user's, or the shipped ones. A card decides nothing."""
    return settings.model_digest or _shipped_models()


@cache
def _shipped_models() -> str:
    return _files(shipped.models(), ".npz")


def rules_digest(settings: Settings) -> str:
    """All rules and dictionaries, the user's own included."""
    return lexicon.load(settings.rules, words=settings.words).digest


@cache
def versions() -> dict[str, str]:
    """Python and the packages that matter, by name; "" where one is missing."""
    installed = _installed()
    return {"python": platform.python_version()} | {name: installed.get(name, "") for name in _NOTED}


@cache
def _installed() -> dict[str, str]:
    """The version of every installed package by its normalised name; what comes first on the path is what is imported.

    The names of the folders of metadata tell (`numpy-2.4.6.dist-info`: the specification of recorded installs); to parse
    what is in each is slow.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with contextlib.suppress(OSError):
            names = os.listdir(folder or ".")  # noqa: PTH208  of a folder of reports, perhaps, with a million of them
            for named in map(_METADATA.fullmatch, sorted(n for n in names if n.endswith("-info"))):
                if named:
                    found.setdefault(_SEPARATORS.sub("-", named[1]).lower(), named[2])
    return found


def analysis_key(settings: Settings, limits: Limits) -> str:
    """Digest of program, rules, models, settings, the packages that decide, and the limits on what is read."""
    deciding = {name: versions()[name] for name in _DECIDING}
    python = ".".join(platform.python_version_tuple()[:2])  # Unicode's tables come with it
    known = [
        reporttext.__version__,
        program_digest(),
        models_digest(settings),
        rules_digest(settings),
        settings.text_column,
        settings.mask_personal,
        python,
        deciding,
        limits.of_content,
    ]
    return _digest([json.dumps(known, sort_keys=True).encode()])


@cache
def environment() -> str:
    """Digest of all installed packages: where one came or went, what could not be read may now be readable."""
    return _digest(f"{name}=={version}".encode() for name, version in sorted(_installed().items()))
