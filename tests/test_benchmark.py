"""The benchmark measures, keeps what it has measured, and says what is reached and what is not. Small: what it says here is no figure."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from reporttext import pipeline

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import benchmark  # noqa: E402
from bench import peers, report, scaling, stages  # noqa: E402
from bench.common import Given  # noqa: E402


def test_a_part_is_kept_and_not_measured_again(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [
        str(sample), "--parts", "stages,startup", "--reports", "2", "--rounds", "1", "--work", str(tmp_path / "work"),
        "--result", str(tmp_path / "found.json"), "--docs", str(tmp_path / "docs" / "benchmarks.md"),
    ]  # fmt: skip
    benchmark.main(asked)
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert set(found) == {"stages", "startup"}
    measured = found["stages"]["stages"]
    assert {stages.named(stage) for stage in pipeline.stages(pipeline.Settings())} <= set(measured)
    assert all(stage["seconds"] > 0 for name, stage in measured.items() if name != "all else of a run")
    assert all(
        stage["floor"] is None or stage["floor"] in found["stages"]["floors"] for stage in measured.values()
    )
    assert found["startup"]["commands"]["show"]["cpu"] > found["startup"]["commands"]["--help"]["cpu"] > 0
    assert found["startup"]["commands"]["show"]["peak"] > 10
    text = (tmp_path / "docs" / "benchmarks.md").read_text("utf-8")
    assert all(f"| {name} |" in text for name in measured)
    assert "What any run with these outputs pays, were every rule free:" in text
    assert "*peers: not measured yet*" in text

    def fail(_: Given) -> dict[str, Any]:
        raise AssertionError("measured again")

    monkeypatch.setattr(benchmark, "PARTS", dict.fromkeys(benchmark.PARTS, fail))
    benchmark.main(asked)
    assert "stages: measured already" in capsys.readouterr().out
    with pytest.raises(AssertionError, match="measured again"):
        benchmark.main([*asked, "--again"])
    assert json.loads((tmp_path / "found.json").read_text("utf-8")) == found


def test_a_part_that_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        benchmark.main(["--parts", "colour", "--result", str(tmp_path / "found.json")])


def test_peers_measure_and_an_absent_one_is_told(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        peers,
        "CANDIDATES",
        {k: peers.CANDIDATES[k] for k in ("jieba.lcut", "reporttext run", "JioNLP", "spaCy")},
    )
    # Not to be found in the children either, wherever this runs.
    (tmp_path / "jionlp.py").write_text("raise ImportError('not here')")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = peers.measure(Given(sample, tmp_path, 2, 1))
    assert set(found["candidates"]) == {"jieba.lcut", "reporttext run", "spaCy"}
    assert found["absent"] == {"JioNLP": "not here"}
    for candidate in found["candidates"].values():
        assert candidate["found"] > 0
        assert candidate["seconds"] > 0
    text = "\n".join(report._peers(found))
    assert "JioNLP is not in the table: not here" in text
    assert "| jieba.lcut | words |" in text


def test_an_archive_is_run_twice_for_each_number_of_workers(sample: Path, tmp_path: Path) -> None:
    found = scaling.measure(Given(sample, tmp_path, 1, 1), size=3)
    assert set(found["workers"]) == {"1", "2"}
    for run in found["workers"].values():
        assert run["first"]["cpu"] > run["again"]["cpu"] > 0
        assert run["first"]["peak"] > 50
        assert run["disk"] > 0.1
    assert not (tmp_path / "out").exists()


def test_engines_are_measured_on_one_archive(sample: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    found = scaling.engines(Given(sample, tmp_path, 1, 1), size=3)
    assert set(found["engines"]) == {"local", "dask"}
    assert all(run["cpu"] > 0 for run in found["engines"].values())
    assert "| `--engine dask` |" in "\n".join(report._engines(found))


def _scaled(seconds: float, peak: float, again: float) -> dict[str, Any]:
    first = {"seconds": seconds, "cpu": seconds, "peak": peak}
    return {"first": first, "again": {"seconds": again, "cpu": again, "peak": peak}, "disk": 1.0}


@pytest.mark.parametrize(("seconds", "held"), [(50.0, "yes"), (130.0, "**no**")])
def test_aims_are_told_as_measured(seconds: float, held: str) -> None:
    machine = {
        "processor": "x",
        "cores": 2,
        "system": "y",
        "python": "3",
        "packages": {"jieba": "1", "dask": None},
    }
    part = {"megabytes": 120.0, "memory": "rss", "machine": machine}
    found = {
        "scaling-10000": {**part, "reports": 10_000, "workers": {"1": _scaled(100, 900, 5), "2": _scaled(seconds, 950, 6)}},
        "scaling-1000": {**part, "reports": 1_000, "workers": {"1": _scaled(10, 900, 1), "2": _scaled(5, 940, 1)}},
    }  # fmt: skip
    engines = {"local": {"seconds": 100.0, "cpu": 1.0, "peak": 1.0}, "dask": {"seconds": 2 * seconds, "cpu": 1.0, "peak": 1.0}}  # fmt: skip
    found["engines"] = {"machine": machine, "reports": 10_000, "rounds": 1, "engines": engines}
    text = report.written(found)
    assert f"| Dask within 25 % of the local engine | {seconds / 50:.2f} × | {held} |" in text
    assert f"| 10,000 reports on 2 workers < 120 s | {seconds:.0f} s | {held} |" in text
    assert f"| 2 workers ≥ 1.7 × one | {100 / seconds:.2f} | {held} |" in text
    assert "| memory at 10,000 within 10 % of that at 1,000 | 1.01 × | yes |" in text
    assert text.index("| 1,000 | 120.0 | 1 |") < text.index("| 10,000 | 120.0 | 1 |")
    assert "jieba 1." in text
    assert "dask None" not in text
