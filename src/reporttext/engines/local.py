"""Work on this machine, in this process or in others; their side is `child.py`.

Workers are plain child processes that read jobs from a pipe, rather than a `ProcessPoolExecutor`, because then

- the job a worker died of is known, so only that one is divided and tried again; a broken pool only says that one died;
- a worker ends when its parent does, even by kill -9 and within a job: the pipe closes (pool workers would wait for ever);
- a worker that takes too long or too much memory can be ended alone;
- nothing of the caller's script is imported or run again, so `rt.run(…, workers=4)` needs no `if __name__ == "__main__"`
  and works from a notebook, from standard input and on Windows.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any, TypeVar

from reporttext.engines import Died
from reporttext.engines.child import Beat, beat, is_worker, send
from reporttext.errors import ReporttextError

__all__ = ["Kept", "beat", "each", "is_worker"]

Job = TypeVar("Job")
Result = TypeVar("Result")

# The child's path is the parent's, sent first: the working directory may hold a json.py, so it is not searched (-P).
_BOOT = """
import os, pickle, sys
asked = os.fdopen(os.dup(0), "rb")
sys.path[:] = pickle.load(asked)
from reporttext.engines import child
child.serve(asked)
"""
# One thread a process: the processes already use every core, and sums of floats must not depend on the number of threads.
# And the system's memory, which goes back to it: Arrow's own pools keep what a batch needed.
_ENVIRONMENT = {
    **dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
    ),
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


# How often workers are looked at, in seconds.
_LOOK = 0.2
# A worker that waits, for a disk or for its turn on a busy machine, may do so this many times longer than it may work.
_WAIT = 10


def each(
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    workers: int = 1,
    divide: Callable[[Job, Died], Sequence[Job]] = lambda *_: (),
    memory: int | None = None,
) -> Generator[tuple[Job, Result | Died], None, None]:
    """Yield each job with the result of `work(job)`, as they finish; an exception of `work` ends the whole.

    `workers` are processes; 0 is this process, where nothing can be ended but the whole. A job that its worker dies of, or
    that goes over the time it told (`beat`) or over `memory` bytes, is replaced by `divide(job, died)`; where that is empty
    it comes back with `Died`. `work` must be a function of a module, and jobs and results must pickle, unless `workers` is 0.
    """
    if workers == 0:
        for job in jobs:
            yield job, work(job)
        return
    with contextlib.closing(_Pool(work, workers, memory)) as pool:
        yield from pool.run(iter(jobs), divide)


@dataclass(slots=True)
class _Child:
    """A worker, what it is at, since when, and for how long it may be."""

    process: subprocess.Popen[bytes]
    at: int | None = None
    seconds: float = float("inf")
    since: float = 0.0
    worked: float | None = None  # its processor time when it was first seen at that
    ended: Died | None = None  # why the engine ended it
    lock: Lock = field(default_factory=Lock)

    def told(self, beat: Beat) -> None:
        with self.lock:
            self.at, self.seconds, self.since, self.worked = beat.at, beat.seconds, time.monotonic(), None

    def look(self, memory: int | None) -> None:
        """End it if it is over a limit. Between jobs it is not."""
        with self.lock:
            if self.at is None or self.ended is not None or self.process.poll() is not None:
                return
            worked, resident = _use(self.process.pid)
            self.worked = worked if self.worked is None else self.worked
            if worked - self.worked > self.seconds or time.monotonic() - self.since > _WAIT * self.seconds:
                self._end("it took longer than its time", "timeout")
            elif memory is not None and resident > memory:
                self._end(f"it took more than {memory:,} bytes of memory", "memory")

    def _end(self, reason: str, kind: Any) -> None:
        self.ended = Died(reason, kind, self.at)
        self.process.kill()


def _use(pid: int) -> tuple[float, int]:
    """Seconds of processor time and bytes of memory of a process; 0 where it is gone."""
    import psutil

    try:
        process = psutil.Process(pid)
        times = process.cpu_times()
        return times.user + times.system, int(process.memory_info().rss)
    except psutil.Error:
        return 0.0, 0


class _Pool:
    """Threads of the parent, each with one child process. A child is started when its thread has a first job."""

    def __init__(self, work: Callable[[Any], Any], workers: int, memory: int | None) -> None:
        if not sys.executable:
            raise ReporttextError(
                "Python does not say where its program is, so no workers can be started: use workers=0"
            )
        self._work = work
        self._memory = memory
        self._room = (
            2 * workers
        )  # jobs handed out and not yet back: enough to keep every worker busy, few enough to hold
        self._jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[Any, Any]] = queue.SimpleQueue()
        self._children: list[_Child] = []
        self._closing = False
        self._threads = [Thread(target=self._attend, daemon=True) for _ in range(workers)]
        for thread in (*self._threads, Thread(target=self._watch, daemon=True)):
            thread.start()

    def run(
        self, jobs: Iterator[Any], divide: Callable[[Any, Died], Sequence[Any]]
    ) -> Iterator[tuple[Any, Any]]:
        given = 0
        while True:
            while given < self._room and (job := next(jobs, self)) is not self:
                self._jobs.put(job)
                given += 1
            if not given:
                return
            job, outcome = self._next()
            given -= 1
            pieces = divide(job, outcome) if isinstance(outcome, Died) else ()
            for piece in pieces:
                self._jobs.put(piece)
                given += 1
            if isinstance(outcome, BaseException):
                raise outcome
            if not pieces:
                yield job, outcome

    def _next(self) -> tuple[Any, Any]:
        while True:
            # A wait without an end cannot be interrupted by Ctrl-C on Windows.
            with contextlib.suppress(queue.Empty):
                return self._done.get(timeout=0.5)

    def _attend(self) -> None:
        """One thread's life: take a job, hand it to the child, wait for the answer."""
        child = None
        while (job := self._jobs.get()) is not self and not self._closing:
            try:
                child = child or self._start()
                outcome = _ask(child, job)
            except OSError as error:
                outcome = ReporttextError(f"no worker process could be started: {error}")
            except Exception as error:  # noqa: BLE001  # a job or result that does not pickle; the caller raises it
                outcome = error
            if child is not None and (isinstance(outcome, Died) or child.ended is not None):
                _stop(child)
                self._children.remove(child)
                child = None
            self._done.put((job, outcome))
        if child is not None:
            _stop(child)

    def _watch(self) -> None:
        """The life of one more thread: look at the workers."""
        while not self._closing:
            time.sleep(_LOOK)
            for child in tuple(self._children):
                child.look(self._memory)

    def _start(self) -> _Child:
        flags = ["-P", *(("-X", "utf8") if sys.flags.utf8_mode else ())]
        process = subprocess.Popen(  # noqa: S603  # our own interpreter
            [sys.executable, *flags, "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_ENVIRONMENT},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        child = _Child(process)
        self._children.append(child)
        with contextlib.suppress(OSError):  # it died at once: asking it will say so
            send(process.stdin, [entry or os.getcwd() for entry in sys.path])  # noqa: PTH109
            send(process.stdin, self._work)
        return child

    def close(self) -> None:
        """End all workers now, whatever they are at."""
        self._closing = True
        for _ in self._threads:
            self._jobs.put(self)
        while any(thread.is_alive() for thread in self._threads):
            for child in tuple(self._children):  # a thread may be starting one just now, so more than once
                child.process.kill()
            for thread in self._threads:
                thread.join(0.05)
        for child in self._children:
            _stop(child)


class Kept:
    """One child process that is kept between calls: `kept(job)` is `work(job)` there, or `Died`. For one thread."""

    def __init__(self, work: Callable[[Any], Any], memory: int | None = None) -> None:
        self._pool = _Pool(work, 1, memory)

    def __call__(self, job: Any) -> Any:
        ((_, outcome),) = self._pool.run(iter([job]), lambda *_: ())
        return outcome

    def close(self) -> None:
        """End the child, whatever it is at."""
        self._pool.close()


def _ask(child: _Child, job: Any) -> Any:
    process = child.process
    assert process.stdout is not None
    try:
        send(process.stdin, job)
        while isinstance(told := pickle.load(process.stdout), Beat):  # noqa: S301  # written by our own child
            child.told(told)
        child.told(Beat(None, float("inf")))
    except (OSError, EOFError, pickle.UnpicklingError):
        code = _stop(child)
        if child.ended is not None:
            return child.ended
        # Negative: ended by that signal. 137 is how a shell or container reports kill -9, most often for want of memory.
        killed = code in (-9, 137)
        reason = (
            "its process was killed, most often for want of memory"
            if killed
            else f"its process ended with code {code}"
        )
        return Died(reason, at=child.at)
    return told


def _stop(child: _Child) -> int:
    child.process.kill()
    for pipe in (child.process.stdin, child.process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    return child.process.wait()
