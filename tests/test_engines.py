"""Engines: every job is answered once, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import engine_jobs
from reporttext.engines import Died, local
from reporttext.errors import ReporttextError


@pytest.mark.parametrize("workers", [2, 3])
def test_every_job_is_answered(workers: int) -> None:
    assert dict(local.each(engine_jobs.square, range(20), workers)) == {n: n * n for n in range(20)}


def test_this_process_keeps_the_order() -> None:
    assert list(local.each(engine_jobs.failing, [5, 1, 4], 0)) == [(5, 5), (1, 1), (4, 4)]


def test_no_worker_is_this_process_and_one_is_not() -> None:
    assert [pid for _, pid in local.each(engine_jobs.process, [0, 1], 0)] == [os.getpid()] * 2
    assert os.getpid() not in {pid for _, pid in local.each(engine_jobs.process, [0, 1], 1)}


@pytest.mark.parametrize("workers", [0, 2])
def test_an_exception_ends_the_whole(workers: int) -> None:
    with pytest.raises(ValueError, match="three"):
        list(local.each(engine_jobs.failing, [1, 3, 5], workers))


def test_an_exception_that_does_not_pickle_is_told_in_words() -> None:
    with pytest.raises(ReporttextError, match="_Unspeakable"):
        list(local.each(engine_jobs.unspeakable, [1], 2))


def test_a_job_that_does_not_pickle_is_told() -> None:
    with pytest.raises(Exception, match="pickle"):
        list(local.each(engine_jobs.failing, [lambda: None], 2))  # type: ignore[list-item]


def test_a_job_that_kills_its_worker_comes_back_as_died_and_the_others_are_done() -> None:
    found: dict[Any, Any] = dict(local.each(engine_jobs.deadly, range(12), 2))
    died = found.pop(7)
    assert isinstance(died, Died)
    assert "code 3" in died.reason
    assert found == {n: n for n in range(12) if n != 7}


def test_a_batch_that_kills_its_worker_is_divided() -> None:
    def divide(job: int | tuple[int, ...], _: Died) -> Sequence[Any]:
        return job if isinstance(job, tuple) else ()

    found = dict(local.each(engine_jobs.deadly, [(1, 2), (5, 7, 9)], 2, divide))
    assert isinstance(found.pop(7), Died)
    assert found == {(1, 2): 3, 5: 5, 9: 9}


def test_jobs_are_taken_as_they_are_needed() -> None:
    taken = []

    def jobs() -> Any:
        for n in range(1000):
            taken.append(n)
            yield n

    results = local.each(engine_jobs.failing, jobs(), 2)
    next(results)
    assert len(taken) < 20, "an archive of a million files must not be queued at once"
    results.close()


def test_workers_end_with_their_parent_even_when_it_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import engine_jobs, time\n"
        "from reporttext.engines import local\n"
        "for _, pid in local.each(engine_jobs.process, range(1000), 2):\n"
        "    print(pid, flush=True)\n"
        "    time.sleep(0.05)\n"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}
    )
    assert parent.stdout is not None
    pids = {int(parent.stdout.readline()) for _ in range(5)}
    parent.kill()
    parent.wait()
    until = time.monotonic() + 20
    while any(_is_running(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [pid for pid in pids if _is_running(pid)]


@pytest.mark.parametrize("ending", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_workers_end_at_once_with_their_parent_whatever_they_are_at(ending: str, tmp_path: Path) -> None:
    if not hasattr(signal, ending):
        pytest.skip("a signal of Unix")
    script, told = tmp_path / "parent.py", tmp_path / "pid"
    script.write_text(
        "import engine_jobs, signal, sys\nfrom pathlib import Path\nfrom reporttext.engines import local\n"
        "hasattr(signal, 'SIGHUP') and signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"  # nohup hands down an ignored one
        "list(local.each(engine_jobs.endless, [Path(sys.argv[1])]))\n"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    parent = subprocess.Popen(
        [sys.executable, str(script), str(told)], env={**os.environ, "PYTHONPATH": paths}
    )
    until = time.monotonic() + 60
    while not (told.exists() and told.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    pid = int(told.read_text())
    parent.send_signal(getattr(signal, ending))
    parent.wait()
    until = time.monotonic() + 10
    try:
        while _is_running(pid) and time.monotonic() < until:
            time.sleep(0.05)
        assert not _is_running(pid)
    finally:
        if _is_running(pid):
            os.kill(pid, signal.SIGKILL)


def _is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc")
    try:
        return (
            stat.read_text().rpartition(")")[2].split()[0] != "Z"
        )  # one that ended and that nobody has asked about
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_no_main_guard_is_needed(tmp_path: Path) -> None:
    """The caller's script is not run again in the workers, which multiprocessing would do."""
    script = "import engine_jobs\nfrom reporttext.engines import local\nprint(dict(local.each(engine_jobs.failing, [1, 2], 2)))"
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    run = subprocess.run(
        [sys.executable, "-"], input=script, capture_output=True, text=True, check=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert run.stdout.startswith("{")
    assert run.stdout.count("1: 1") == 1


def test_a_job_over_a_limit_is_ended_and_the_others_are_done() -> None:
    found = dict(local.each(engine_jobs.greedy, [0, 1, 2, 3, 4, 5], 2, memory=400_000_000))
    kinds = {job: outcome.kind for job, outcome in found.items() if isinstance(outcome, Died)}
    assert kinds == {1: "timeout", 2: "memory", 3: "timeout"}
    assert {job: outcome for job, outcome in found.items() if job not in kinds} == {0: 0, 4: 4, 5: 5}
    assert all(outcome.at == job for job, outcome in found.items() if isinstance(outcome, Died))


def test_what_takes_its_time_between_jobs_is_not_ended() -> None:
    results = local.each(engine_jobs.greedy, iter([0, 4]), 1)
    assert next(results) == (0, 0)
    time.sleep(7)  # longer than ten times what the job allowed itself
    assert next(results) == (4, 4)
