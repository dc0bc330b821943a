"""Work on the workers of a Dask scheduler: a cluster's, or some that are started on this machine.

A thread of a Dask worker does not do the work itself but keeps a child process for it (`local.Kept`). So a file that takes
too much time or memory, or breaks a library, costs that child as it does on one machine, and the worker lives; and where a
worker is lost with its machine, Dask gives its jobs to others. Inputs and results go over a disk that all machines see; only
their names go through the scheduler.
"""

from __future__ import annotations

import logging
import pickle
import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from typing import Any, TypeVar

from reporttext.engines import Died, local
from reporttext.errors import ReporttextError, UsageError

Job = TypeVar("Job")
Result = TypeVar("Result")

_WAIT = 10  # seconds for a scheduler to answer, and as many for it to have a first worker
_START = 60  # the same for one that is started here
_LOOK = 2  # seconds between two looks at whether it is there still


def each(
    work: Callable[[Job], Result],
    jobs: Callable[[int], Iterable[Job]],
    workers: int = 1,
    divide: Callable[[Job, Died], Sequence[Job]] = lambda *_: (),
    *,
    memory: int | None = None,
    address: str | None = None,
) -> Generator[tuple[Job, Result | Died], None, None]:
    """As `local.each`, on the workers of the scheduler at `address`, or on `workers` of this machine where it is None.

    `jobs` gives the jobs for so many that work beside each other, which only the scheduler knows.
    Raises UsageError where no scheduler with a worker answers, ReporttextError where it is lost on the way.
    """
    with _client(address, workers) as client:
        try:
            yield from _all(client, work, iter(jobs(_threads(client))), divide, memory)
        except ModuleNotFoundError as error:
            raise ReporttextError(
                f"the workers cannot load the program ({error}): install the same version on each"
            ) from error


@contextmanager
def _client(address: str | None, workers: int) -> Iterator[Any]:
    """A client of the scheduler, ended with what was started for it."""
    distributed = _distributed()
    with ExitStack() as started:
        if address is None:
            cluster = distributed.LocalCluster(
                n_workers=max(1, workers),
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=logging.ERROR,
            )
            started.enter_context(cluster)
        wait = _WAIT if address else _START
        try:
            client = started.enter_context(
                distributed.Client(address or cluster, timeout=wait, set_as_default=False)
            )
            client.wait_for_workers(1, timeout=wait)
        except (OSError, ValueError) as error:  # TimeoutError is an OSError
            raise UsageError(
                f"no Dask scheduler with a worker answers at {address} ({error}): start it, or correct the address"
            ) from error
        yield client


def _all(
    client: Any,
    work: Callable[[Any], Any],
    jobs: Iterator[Any],
    divide: Callable[[Any, Died], Sequence[Any]],
    memory: int | None,
) -> Iterator[tuple[Any, Any]]:
    done: queue.SimpleQueue[Any] = queue.SimpleQueue()
    under_way: dict[Any, Any] = {}

    def give(job: Any) -> None:
        future = client.submit(_in_child, work, job, memory, pure=False)
        under_way[future] = job
        future.add_done_callback(done.put)

    while True:
        # Enough for every thread there is now, with one waiting; few enough to hold.
        room = 2 * _threads(client)
        while len(under_way) < room and (job := next(jobs, done)) is not done:
            give(job)
        if not under_way:
            return
        future = _next(done, client)
        job = under_way.pop(future)
        outcome = _outcome(future)
        pieces = divide(job, outcome) if isinstance(outcome, Died) else ()
        for piece in pieces:
            give(piece)
        if not pieces:
            yield job, outcome


def _threads(client: Any) -> int:
    """How many jobs the workers that are there now do beside each other."""
    return max(1, sum(map(int, _asked(client.nthreads).values())))


def _next(done: queue.SimpleQueue[Any], client: Any) -> Any:
    """The next future that has ended, or ReporttextError where the scheduler has: nobody else would say so."""
    while True:
        with suppress(queue.Empty):
            return done.get(timeout=_LOOK)
        if client.status != "running":
            raise _scheduler_lost()


def _outcome(future: Any) -> Any:
    """The result of a job, or `Died` where workers were lost under it again and again; raises what the work raised."""
    from distributed.scheduler import KilledWorker

    try:
        return _asked(future.result)
    except KilledWorker as error:
        return Died(f"{error.allowed_failures + 1} workers were lost while it was worked")


def _asked(question: Callable[[], Any]) -> Any:
    """The scheduler's answer, or ReporttextError where it is gone."""
    from distributed.comm.core import CommClosedError

    try:
        return question()
    except (CommClosedError, CancelledError) as error:
        raise _scheduler_lost() from error


def _scheduler_lost() -> ReporttextError:
    return ReporttextError(
        "the Dask scheduler was lost: what is finished is kept, start it and run the same command again"
    )


def _distributed() -> Any:
    """The package, whose functions have types only in part."""
    return import_module("distributed")


# One child a thread of the worker, kept from job to job: starting it and reading the rules takes longer than a small job.
_mine = threading.local()


def _in_child(work: Callable[[Any], Any], job: Any, memory: int | None) -> Any:
    """On a worker: the work in this thread's child."""
    wanted = pickle.dumps((work, memory))
    known = getattr(_mine, "known", None)
    if known is None or known[0] != wanted:
        if known is not None:
            known[1].close()
        known = _mine.known = (wanted, local.Kept(work, memory))
    return known[1](job)
