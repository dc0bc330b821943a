"""Where work is done. An engine calls one function on many jobs and knows nothing of what the function does."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal, NamedTuple

from reporttext.errors import UsageError


@dataclass(frozen=True, slots=True)
class Died:
    """What an engine hands back for a job whose process died under it.

    `kind` is `timeout` or `memory` where the engine ended it for going over a limit, else `crash`: killed from outside, or
    a fault in C code. `at` is the item of the job that was under way, where the job told it.
    """

    reason: str
    kind: Literal["crash", "timeout", "memory"] = "crash"
    at: int | None = None


class Engine(NamedTuple):
    """Which engine, and where its scheduler is; None: one is started on this machine."""

    name: Literal["local", "dask"]
    address: str | None = None


def engine(text: str) -> Engine:
    """`local`, `dask`, or `dask=tcp://host:8786`; raises UsageError for anything else, or where the extra is not installed."""
    name, equals, address = text.partition("=")
    if name == "local" and not equals:
        return Engine("local")
    if name != "dask" or (equals and not address):
        raise UsageError(f"there is no engine {text}; there are: local, dask, dask=tcp://host:8786")
    if find_spec("distributed") is None:
        raise UsageError('the engine dask needs the extra cluster: pip install "reporttext[cluster]"')
    return Engine("dask", address or None)
