"""Work for the tests of engines and runs: functions of a module, so that worker processes can import them."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from reporttext.engines import local
from reporttext.runner import batch


def square(job: int) -> int:
    """What a library prints, or a read from standard input, must not disturb the answers."""
    print("noise")  # noqa: T201
    assert sys.stdin.read() == ""
    return job * job


def deadly(job: int | tuple[int, ...]) -> int:
    """7 kills its process; a batch is its sum."""
    if job == 7 or (isinstance(job, tuple) and 7 in job):
        os._exit(3)
    return sum(job) if isinstance(job, tuple) else job


def failing(job: int) -> int:
    if job == 3:
        raise ValueError("three")
    return job


def unspeakable(_: int) -> int:
    raise _Unspeakable(lambda: None)


class _Unspeakable(Exception):  # noqa: N818
    """Does not pickle."""


def process(_: int) -> int:
    return os.getpid()


def endless(job: Path) -> None:
    """Says which process it is in a file, then works for ever."""
    job.write_text(str(os.getpid()))
    while True:
        pass


def poisoned(job: batch.Job) -> batch.Done:
    """The real work, but a file with “poison” in its name kills its process."""
    if any("poison" in found.source for found in job.inputs):
        os.kill(os.getpid(), signal.SIGKILL)
    return batch.work(job)


def greedy(job: int) -> int:
    """1 works for ever, 2 takes memory for ever, 3 waits for ever; each says so first."""
    local.beat(job, 60 if job == 2 else 0.5)
    held = []
    while job == 1:
        pass
    while job == 2:
        held.append(bytes(1) * 20_000_000)
        time.sleep(0.01)
    while job == 3:
        time.sleep(0.1)
    return job


def slow(job: batch.Job) -> batch.Done:
    """The real work, but a file with “poison” in its name takes for ever."""
    for at, found in enumerate(job.inputs):
        local.beat(at, job.limits.time(found.bytes))
        while "poison" in found.source:
            pass
    return batch.work(job)
