"""The engine dask on a real cluster of two processes: the tables of one machine, whatever becomes of a worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import engine_jobs
import reporttext as rt
from archives import contents
from reporttext import engines
from reporttext.engines import Died, Engine
from reporttext.errors import ReporttextError, UsageError
from reporttext.readers.limits import Limits
from reporttext.runner import batch, keys
from reporttext.settings import Settings
from reporttext.store.items import Input

distributed = pytest.importorskip("distributed")

from reporttext.engines import dask  # noqa: E402


def _started() -> Any:
    return distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with _started() as started:
        yield started


@pytest.fixture
def doomed() -> Iterator[Any]:
    """A cluster whose workers will be killed so often that Dask may not start them again."""
    with _started() as started:
        yield started


@pytest.fixture
def address(cluster: Any) -> str:
    return str(cluster.scheduler_address)


def workers_of(cluster: Any) -> list[int]:
    return [nanny.process.pid for nanny in cluster.workers.values() if nanny.process and nanny.process.pid]


def kill(pid: int) -> bool:
    """Whether the worker was alive: its nanny tells of one for a while after its end."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def test_every_job_is_answered_by_children_of_the_workers(cluster: Any, address: str) -> None:
    assert dict(dask.each(engine_jobs.square, lambda _: range(20), address=address)) == {
        n: n * n for n in range(20)
    }
    pids = {pid for _, pid in dask.each(engine_jobs.process, lambda _: range(20), address=address)}
    assert 1 <= len(pids) <= 2, "a child is kept from job to job"
    assert not pids & {os.getpid(), *workers_of(cluster)}


def test_jobs_are_cut_for_the_workers_of_the_cluster(cluster: Any, address: str) -> None:
    told: list[int] = []
    list(dask.each(engine_jobs.square, lambda threads: told.append(threads) or [1], address=address))
    assert told == [len(workers_of(cluster))] == [2]


def test_an_exception_ends_the_whole(address: str) -> None:
    with pytest.raises(ValueError, match="three"):
        list(dask.each(engine_jobs.failing, lambda _: [1, 3, 5], address=address))


def test_a_job_that_kills_its_process_costs_itself_and_no_worker(cluster: Any, address: str) -> None:
    before = workers_of(cluster)

    def divide(job: Any, _: Died) -> list[Any]:
        return list(job) if isinstance(job, tuple) else []

    found = dict(dask.each(engine_jobs.deadly, lambda _: [(1, 2), (6, 7, 8), 9], 1, divide, address=address))
    assert {job: outcome for job, outcome in found.items() if job != 7} == {(1, 2): 3, 6: 6, 8: 8, 9: 9}
    assert isinstance(found[7], Died)
    assert "code 3" in found[7].reason
    assert workers_of(cluster) == before


def test_limits_of_time_and_memory_hold_there_too(address: str) -> None:
    found = dict(dask.each(engine_jobs.greedy, lambda _: [1, 2, 4], memory=400_000_000, address=address))
    assert found[4] == 4
    assert [(found[n].kind, found[n].at) for n in (1, 2)] == [("timeout", 1), ("memory", 2)]


# --- Whole runs ------------------------------------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty reports and a broken file, worked in batches of three."""
    monkeypatch.setattr(batch, "_BATCH_FILES", 3)
    folder = tmp_path / "archive"
    for n in range(40):
        (place := folder / f"{n % 7}").mkdir(parents=True, exist_ok=True)
        text = f"松岗镇{2000 + n % 20}年工作总结\n一、主要工作\n开展宣讲{n + 2}余场次，增长{n}.5%。印发《手册》{n}册。\n"
        (place / f"{n}.txt").write_text(text, "utf-8")
    (folder / "broken.docx").write_bytes(b"PK\3\4 not a document")
    return folder


def run(archive: Path, out: Path, engine: str, **more: Any) -> Any:
    return rt.run([archive], out, formats=(), workers=1, engine=engine, **more)


def test_the_tables_are_those_of_one_machine(
    archive: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by relative paths, which mean something else where the workers are."""
    here = run(archive, tmp_path / "local", "local")
    monkeypatch.chdir(tmp_path)
    there = run(Path("archive"), Path("out"), f"dask={address}")
    assert (there.worked, there.errors, there.exit_code) == (here.worked, here.errors, 1) == (41, 1, 1)
    assert contents(tmp_path / "out") == contents(tmp_path / "local")
    assert not run(Path("archive"), Path("out"), f"dask={address}").changed
    assert not run(Path("archive"), Path("out"), "local").changed


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_a_worker_killed_on_the_way_costs_nothing(
    archive: Path, tmp_path: Path, cluster: Any, address: str
) -> None:
    run(archive, tmp_path / "local", "local")
    killed: list[int] = []

    def report(step: Mapping[str, Any]) -> None:
        if step["step"] == "work" and len(killed) < 3:
            alive = (pid for pid in workers_of(cluster) if pid not in killed and kill(pid))
            killed.extend(islice(alive, 1))

    result = run(archive, tmp_path / "out", f"dask={address}", report=report)
    assert len(killed) > 1
    assert (result.worked, result.errors) == (41, 1)
    assert contents(tmp_path / "out") == contents(tmp_path / "local")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_a_job_under_which_workers_are_lost_again_and_again_is_given_up(doomed: Any) -> None:
    address = str(doomed.scheduler_address)
    _allow(address, 0)
    stop = threading.Event()

    def kill_all() -> None:
        while not stop.wait(0.5):
            for pid in workers_of(doomed):
                kill(pid)

    killer = threading.Thread(target=kill_all)
    killer.start()
    try:
        ((_, outcome),) = dask.each(engine_jobs.greedy, lambda _: [3], address=address)
    finally:
        stop.set()
        killer.join()
    assert isinstance(outcome, Died)
    assert "workers were lost" in outcome.reason
    assert batch.lost(outcome, 1, Limits())


def _allow(address: str, failures: int) -> None:
    with distributed.Client(address, set_as_default=False) as client:
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", failures))


# --- What is told ----------------------------------------------------------------------------------------------------


def test_workers_of_another_version_are_told(
    archive: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "analysis_key", lambda *_: "another program")
    with pytest.raises(ReporttextError, match="another version"):
        run(archive, tmp_path / "out", f"dask={address}")


def test_a_disk_that_a_worker_does_not_see_is_told(tmp_path: Path) -> None:
    settings, limits = Settings(), Limits()
    key = keys.analysis_key(settings, limits)
    there = Input("a.txt", tmp_path / "no" / "a.txt", 1, "0")
    job = batch.Job((there,), settings, limits, tmp_path)
    with pytest.raises(ReporttextError, match=r"does not see .*no"):
        batch.work_as(key, job)
    with pytest.raises(ReporttextError, match=r"does not see .*parts"):
        batch.work_as(key, replace(job, parts=tmp_path / "parts"))


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "_WAIT", 1)
    with pytest.raises(UsageError, match="no Dask scheduler"):
        list(dask.each(engine_jobs.square, lambda _: [1], address="tcp://127.0.0.1:9"))
    with pytest.raises(UsageError, match="no Dask scheduler"):
        list(dask.each(engine_jobs.square, lambda _: [1], address="nonsense://x"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_a_scheduler_that_is_lost_is_told(tmp_path: Path) -> None:
    """The scheduler and its worker are programs of their own; the scheduler is killed while a job waits for ever."""
    path = os.pathsep.join([*filter(None, sys.path), str(Path(__file__).parent)])
    file = tmp_path / "scheduler.json"

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", *arguments, "--scheduler-file", str(file), "--no-dashboard"]
        return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.DEVNULL)

    scheduler = start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
    worker = start("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--death-timeout", "60")
    try:
        for _ in range(600):
            if file.exists():
                break
            time.sleep(0.1)
        address = json.loads(file.read_text("utf-8"))["address"]
        killer = threading.Timer(2, scheduler.kill)
        answers = dask.each(engine_jobs.greedy, lambda _: [4, 3], address=address)
        assert next(answers) == (4, 4)
        killer.start()
        with pytest.raises(ReporttextError, match="scheduler was lost"):
            next(answers)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()


@pytest.mark.parametrize("text", ["", "spark", "dask=", "local=1", "dask:tcp"])
def test_an_engine_that_there_is_not_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="there is no engine"):
        engines.engine(text)


def test_engines_by_name_and_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engines.engine("local") == Engine("local")
    assert engines.engine("dask") == Engine("dask")
    assert engines.engine("dask=tcp://a:8786") == Engine("dask", "tcp://a:8786")
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"reporttext\[cluster\]"):
        engines.engine("dask")


def test_the_command_starts_workers_of_its_own(archive: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reporttext", "run", str(archive), "-o", str(tmp_path / "out")]
    done = subprocess.run(
        [*command, "--format", "none", "--workers", "2", "--engine", "dask"],
        capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "40 reports from 41 files" in done.stdout
    assert "Traceback" not in done.stderr
    run(archive, tmp_path / "local", "local")
    assert contents(tmp_path / "out") == contents(tmp_path / "local")
