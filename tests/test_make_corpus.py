"""Generated reports: the same every time, their truth true, and what we find in them is that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import reporttext as rt

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import make_corpus  # noqa: E402
import score_corpus  # noqa: E402


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus")
    make_corpus.main([str(out), "--count", "60", "--seed", "7"])
    return out


def texts(corpus: Path) -> dict[str, str]:
    return {
        path.relative_to(corpus).as_posix(): path.read_text("utf-8")
        for path in sorted((corpus / "reports").rglob("*.txt"))
    }


def test_the_truth_stands_in_the_texts(corpus: Path) -> None:
    found, truth = texts(corpus), pq.read_table(corpus / "truth.parquet").to_pylist()
    assert len(found) == 60
    assert len(truth) > 60 * 20
    for row in truth:
        assert found[row["source"]][row["start"] : row["end"]] == row["quote"]
    assert {row["kind"] for row in truth} == {"count", "money", "ratio", "measure"}
    assert {row["status"] for row in truth} == {"achieved", "target", "problem"}
    assert {row["qualifier"] for row in truth} == {None, "over", "nearly", "under"}
    assert all(row["value"] is None for row in truth if row["masked"])
    assert 0.02 < sum(row["masked"] for row in truth) / len(truth) < 0.3


def test_reports_are_as_long_as_asked_and_differ(corpus: Path) -> None:
    lengths = [len(text) for text in texts(corpus).values()]
    assert 4000 < sum(lengths) / len(lengths) < 5000
    assert max(lengths) > 1.5 * min(lengths)
    assert len(set(texts(corpus).values())) == 60


def test_a_report_is_the_same_whatever_the_count_the_process_and_its_hash_seed(
    corpus: Path, tmp_path: Path
) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "make_corpus.py"), str(tmp_path), "--count", "9", "--seed", "7"]  # fmt: skip
    subprocess.run(script, check=True, env=os.environ | {"PYTHONHASHSEED": "5", "PYTHONUTF8": "1"})
    few, many = texts(tmp_path), texts(corpus)
    assert len(few) == 9
    assert few == {path: many[path] for path in few}
    both = [pq.read_table(folder / "truth.parquet") for folder in (tmp_path, corpus)]
    assert both[0].equals(both[1].slice(0, both[0].num_rows))
    make_corpus.main([str(tmp_path / "other"), "--count", "9", "--seed", "8"])
    assert texts(tmp_path / "other") != few


def test_towns_of_a_county_and_counties_have_names_of_their_own() -> None:
    names = make_corpus.Templates().names
    places = [make_corpus.place(names, number) for number in range(6000)]
    assert len(set(places)) == 6000
    assert len({place.county for place in places}) == 500


def test_a_corpus_is_not_written_into_another(corpus: Path) -> None:
    with pytest.raises(SystemExit, match="holds reports already"):
        make_corpus.main([str(corpus), "--count", "1"])


def test_what_we_find_is_the_truth_and_a_false_truth_is_told(corpus: Path, tmp_path: Path) -> None:
    rt.run([corpus / "reports"], tmp_path / "run", formats=(), workers=0)
    shares = score_corpus.score(corpus, tmp_path / "run")
    assert min(shares.values()) > 0.97, shares
    truth = pq.read_table(corpus / "truth.parquet")
    moved = truth.set_column(1, "start", pc.add(truth["start"], 40)).set_column(
        2, "end", pc.add(truth["end"], 40)
    )
    doubled = moved.set_column(5, "value", pc.multiply(truth["value"], 2.0))
    pq.write_table(doubled, tmp_path / "truth.parquet")
    worse = score_corpus.score(tmp_path, tmp_path / "run")
    assert worse["recall"] < 0.5
    assert worse["precision"] < 0.5
    assert worse["value"] < 0.6
