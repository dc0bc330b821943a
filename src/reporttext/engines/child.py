"""The side of a worker process: it reads jobs from a pipe and answers each; `local.py` has the other end."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import traceback
from collections.abc import Callable
from threading import Thread
from typing import Any, BinaryIO, NamedTuple

from reporttext.errors import ReporttextError

# In a worker, where answers go.
_answers: BinaryIO | None = None


class Beat(NamedTuple):
    """What a worker sends before each item of a job: which it is, and how many seconds of processor time it may take."""

    at: int | None
    seconds: float


def beat(at: int | None, seconds: float = float("inf")) -> None:
    """Say, from within `work` in a worker, that the item `at` comes next and may take so many seconds of processor time."""
    if _answers is not None:
        send(_answers, Beat(at, seconds))


def is_worker() -> bool:
    """Whether this process is one of the engine's own."""
    return _answers is not None


def serve(asked: BinaryIO) -> None:
    """A child's life: the function first, then jobs until the pipe ends. Each is answered by its result or exception.

    The pipe ends with the parent, however that ends, and then so does the child, whatever it is at: a thread reads it.
    """
    global _answers  # noqa: PLW0603  # one process, one pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    _answers = answer = os.fdopen(os.dup(1), "wb")
    # What a library prints, or reads from standard input, must not get between the frames.
    os.dup2(2, 1)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()
    Thread(target=_take, args=(asked, jobs), daemon=True).start()
    work = jobs.get()
    with contextlib.suppress(BrokenPipeError):
        while True:
            send(answer, _answer(work, jobs.get()))


def _take(asked: BinaryIO, jobs: queue.SimpleQueue[Any]) -> None:
    """Hand on what the parent sends, and end the process where nothing can come any more."""
    code = 1
    try:
        while True:
            jobs.put(pickle.load(asked))  # noqa: S301  # written by our own parent
    except EOFError:
        code = 0
    except Exception:  # noqa: BLE001  # a job that this process cannot load
        traceback.print_exc()
    finally:
        os._exit(code)


def _answer(work: Callable[[Any], Any], job: Any) -> Any:
    try:
        return work(job)
    except Exception as error:  # noqa: BLE001  # handed to the parent, which raises it
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301
        except Exception:  # noqa: BLE001  # an exception that does not survive the pipe
            return ReporttextError(f"{type(error).__name__}: {error}")
        return error


def send(pipe: BinaryIO | Any, value: Any) -> None:
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()
