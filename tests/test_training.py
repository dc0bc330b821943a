"""Training: reports without their headings, the script, and what a user's corrections do to a model."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import reporttext
from reporttext.cli import cli
from reporttext.errors import UsageError
from reporttext.model import Document
from reporttext.sections import load_model, shipped_folder
from reporttext.sections.features import grams
from reporttext.sections.model import FILE, LABELS, SectionModel, read_arrays
from reporttext.training import corpus, corrections, exam, examples, run, silver
from reporttext.training.review import Learnt, learn_from

ROOT = Path(__file__).resolve().parents[1]
REPORT = (
    "松溪镇2021年工作总结\n现将工作情况报告如下：\n一、主要做法\n（一）抓学习。组织学习会议6次。\n建成道路12公里。\n"
    "二、存在的问题\n人手不足。\n三、下一步打算\n一是加强管理。\n"
)

# -- headless reports ----------------------------------------------------------------------------------------------------


def lines(headless: silver.Headless) -> list[tuple[str, str | None]]:
    return [(line.span.of(headless.text), line.section) for line in headless.lines]


def test_headings_go_and_sections_stay() -> None:
    bare = silver.behead(silver.label(Document(REPORT)))
    assert lines(bare) == [
        ("松溪镇2021年工作总结", "front"), ("现将工作情况报告如下：", "preamble"), ("组织学习会议6次。", "achievements"),
        ("建成道路12公里。", "achievements"), ("人手不足。", "problems"), ("一是加强管理。", "plans"),
    ]  # fmt: skip
    assert "\n".join(text for text, _ in lines(bare)) == bare.text


def test_run_in_headings_may_stay() -> None:
    bare = silver.behead(silver.label(Document(REPORT)), run_in=False)
    assert lines(bare)[2] == ("（一）抓学习。组织学习会议6次。", "achievements")


def test_what_no_heading_decided_has_no_label() -> None:
    bare = silver.behead(silver.label(Document("建成道路12公里。\n完成投资3亿元。\n")))
    assert [section for _, section in lines(bare)] == [None, None]


def test_annotations_win(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    at = REPORT.index("人手")
    note = {"paragraphs": [{"start": at, "end": at + 5, "section": "overview"}]}
    (tmp_path / "a.json").write_text(json.dumps(note), "utf-8")
    [bare] = corpus.headless(tmp_path, run_in=True)
    assert ("人手不足。", "overview") in lines(bare)
    note["paragraphs"][0]["section"] = "middle"
    (tmp_path / "a.json").write_text(json.dumps(note), "utf-8")
    with pytest.raises(UsageError, match=r"a\.json names a section middle"):
        corpus.headless(tmp_path, run_in=True)


def test_a_corpus_leaves_out_copies_and_what_cannot_be_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT, "utf-8")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04 broken")
    assert [one.source for one in corpus.headless(tmp_path, run_in=True)] == ["a.txt"]
    with pytest.raises(UsageError, match="is no folder"):
        corpus.headless(tmp_path / "none", run_in=True)


def test_reports_are_found_by_excerpts(sample: Path) -> None:
    reports = corpus.headless(sample, run_in=False)
    one = reports[3]
    middle = one.text[len(one.text) // 3 : 2 * len(one.text) // 3]
    assert corpus.sources_of([middle], reports) == {one.digest}
    assert corpus.sources_of(["本地没有这样的报告，从来都没有过，也不会再有。" * 5], reports) == set()


# -- the script ----------------------------------------------------------------------------------------------------------


def script(*args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "train_sections.py"), *map(str, args)],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONPATH": str(Path(reporttext.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of the sample, by the script."""
    out = tmp_path_factory.mktemp("trained")
    done = script(ROOT / "corpora" / "sample", "-o", out)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["scores"]
    return out


def test_it_trains_on_any_folder_of_headed_reports(trained: Path) -> None:
    card = json.loads((trained / "sections.json").read_text("utf-8"))
    assert card["held out"]["places"] >= 1
    assert not set(card["trained on"]["digests"]) & set(card["held out"]["digests"])
    bare = card["scores"]["run-in headings deleted too"]
    assert bare["accuracy"] > max(row["accuracy"] for row in card["without a model"].values())
    assert sum(sum(row.values()) for row in bare["confusion"].values()) == bare["paragraphs"]
    model = load_model(str(trained))
    assert (
        exam.scores(exam.examine(model, corpus.headless(ROOT / "corpora" / "sample", run_in=True)).confusion)[
            "accuracy"
        ]
        > 85
    )


def test_training_again_gives_the_same_bytes(trained: Path, tmp_path: Path) -> None:
    run.train([ROOT / "corpora" / "sample"], [], [], tmp_path)
    for name in (FILE, "sections.json"):
        assert (tmp_path / name).read_bytes() == (trained / name).read_bytes()


def test_a_better_model_is_not_replaced(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (FILE, "sections.json"):
        (tmp_path / name).write_bytes((trained / name).read_bytes())
    model = load_model(str(trained))
    dull = replace(model, words=np.zeros_like(model.words), context=np.zeros_like(model.context))
    monkeypatch.setattr(run, "fit", lambda _: dull)
    with pytest.raises(UsageError, match="does better on the same held-out reports"):
        run.train([ROOT / "corpora" / "sample"], [], [], tmp_path)
    assert (tmp_path / FILE).read_bytes() == (trained / FILE).read_bytes()


def test_it_examines_a_model_in_place(trained: Path) -> None:
    done = script(ROOT / "corpora" / "sample", "-o", trained, "--evaluate", "--mistakes", 3)
    assert done.returncode == 0, done.stderr
    assert '"held-out reports it was trained on": 0' in done.stdout


def test_one_place_is_not_enough(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    done = script(tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "two places at least" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_without_annotations_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no annotated reports"):
        run.split([ROOT / "corpora" / "sample"], [tmp_path])
    (tmp_path / "a.json").write_text("{}", "utf-8")
    with pytest.raises(UsageError, match=r"a\.txt is missing"):
        run.split([ROOT / "corpora" / "sample"], [tmp_path])


# -- corrections ---------------------------------------------------------------------------------------------------------

COLUMNS = ("doc_id", "start", "end", "quote", "field", "value", "score", "decision", "new_value")
# A dialect no model has seen: what it calls done is due, as far as the corrections say.
ODD = [f"㗂㗏㗑之事{word}㗂㗏，㗑㗒㗓㗔。" for word in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]


def review(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    """A review file of (quote, value, decision, new_value), each in a document of its own."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for i, (quote, value, decision, new) in enumerate(rows):
            out.writerow((f"doc{i}", 0, len(quote), quote, "section", value, 0.5, decision, new))
        out.writerow(("doc0", 0, 2, "6次", "indicator", "会议", 0.5, "fix", "学习会议"))
    return path


def test_a_review_is_read(tmp_path: Path) -> None:
    path = review(
        tmp_path / "r.csv",
        ("甲", "plans", "accept", ""), ("乙", "plans", "fix", "problems"), ("丙", "", "add", "结语"), ("丁", "plans", "reject", ""),
        ("戊", "plans", "", ""), ("己", "plans", "fix", "front"), ("", "plans", "accept", ""),
    )  # fmt: skip
    found = corrections.read_review(path)
    assert [(one.quote, LABELS[one.column]) for one in found.corrections] == [
        ("甲", "plans"), ("乙", "problems"), ("丙", "closing"),
    ]  # fmt: skip
    assert sorted(found.passed_over.values()) == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("甲", "plans", "maybe", ""), "row 2: the decision “maybe” is none of"),
        (("甲", "plans", "fix", "plan"), "row 2: there is no section “plan”"),
    ],
)
def test_a_bad_review_is_refused(tmp_path: Path, row: tuple[str, str, str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        corrections.read_review(review(tmp_path / "r.csv", row))


def test_a_file_that_is_no_review_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UsageError, match="has no column doc_id"):
        corrections.read_review(path)
    path.write_bytes(b"\x00\x01\x02\xff" * 20)
    with pytest.raises(UsageError, match="CSV UTF-8"):
        corrections.read_review(path)


def told(model: SectionModel, texts: list[str]) -> list[str]:
    return [LABELS[column] for column in model.by_words(grams(texts)).argmax(axis=1)]


def test_a_model_learns_from_corrections_and_forgets_little(tmp_path: Path) -> None:
    path = review(tmp_path / "r.csv", *((quote, "", "add", "overview") for quote in ODD))
    learnt = learn_from(path, tmp_path / "model")
    assert learnt.worse is None
    assert learnt.after["accuracy"] > learnt.before["accuracy"]
    assert learnt.held_out_after["macro_f1"] >= learnt.held_out_before["macro_f1"] - 0.5
    assert told(load_model(), ODD[:1]) != ["overview"]
    assert told(load_model(str(tmp_path / "model")), ["㗂㗏㗑之事午㗂㗏，㗑㗒㗓㗔。"]) == ["overview"]
    card = json.loads((tmp_path / "model" / "sections.json").read_text("utf-8"))
    assert card["learnt since"][0]["corrections"] == len(ODD)
    # A second review adds to the first.
    again = learn_from(path, tmp_path / "model")
    assert again.before["accuracy"] == 100
    assert len(json.loads((tmp_path / "model" / "sections.json").read_text("utf-8"))["learnt since"]) == 2


def test_what_costs_the_model_what_it_knew_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(model: SectionModel, *_: object) -> SectionModel:
        return replace(model, words=np.zeros_like(model.words))

    monkeypatch.setattr("reporttext.training.review.learn", forget)
    path = review(tmp_path / "r.csv", *((quote, "", "add", "overview") for quote in ODD))
    result = CliRunner().invoke(cli, ["train", str(path), "-o", str(tmp_path / "model")])
    assert result.exit_code == 1
    assert "got worse and was not written: on held-out reports its macro-F1 would fall" in result.stderr
    assert not (tmp_path / "model").exists()


def test_wrong_corrections_by_the_dozen_do_little_harm(sample: Path) -> None:
    """All that was done called a closing pledge: what the training saw often holds its own."""
    texts = [text for one in corpus.headless(sample, run_in=True) for text in examples.report(one).texts]
    pairs = zip(texts, told(load_model(), texts), strict=True)
    done = [corrections.Correction(t, t, LABELS.index("closing")) for t, s in pairs if s == "achievements"][
        :40
    ]
    arrays = read_arrays(shipped_folder() / FILE)
    held = corrections.exam_of(arrays)
    there, here = (
        exam.scores(corrections.confusion_of(model, *held))["macro_f1"]
        for model in (load_model(), corrections.learn(load_model(), arrays["certainty"], done))
    )
    assert here > there - 3


def test_a_model_that_does_worse_on_corrections_is_not_kept() -> None:
    better, worse = {"accuracy": 90.0, "macro_f1": 80.0}, {"accuracy": 85.0, "macro_f1": 82.0}
    learnt = Learnt(Path(), 10, {}, better, worse, better, better)
    assert "its accuracy would be 85.0 %" in (learnt.worse or "")
    assert replace(learnt, after=better).worse is None


def test_too_few_corrections_are_refused(tmp_path: Path) -> None:
    path = review(tmp_path / "r.csv", ("甲", "plans", "accept", ""), ("乙", "plans", "reject", ""))
    result = CliRunner().invoke(cli, ["train", str(path), "-o", str(tmp_path / "model")])
    assert result.exit_code == 2
    assert "has 1 corrected paragraphs" in result.stderr
    assert "1 rejected" in result.stderr


def test_a_run_uses_the_users_model(tmp_path: Path) -> None:
    """Another model is another result: the files are worked again, and once trained again, once more."""
    path = review(tmp_path / "r.csv", *((quote, "", "add", "problems") for quote in ODD))
    trained = CliRunner().invoke(cli, ["train", str(path), "-o", str(tmp_path / "model")])
    assert trained.exit_code == 0, trained.output
    assert "before → after" in trained.stdout
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("\n".join(ODD) + "\n", "utf-8")

    def sections(model: Path | None) -> tuple[int, set[str]]:
        done = reporttext.run([tmp_path / "in"], tmp_path / "out", formats=(), workers=1, model=model)
        with reporttext.open(tmp_path / "out") as out:
            return done.worked, set(out.paragraphs.section)

    plain = sections(None)
    mine = sections(tmp_path / "model")
    assert plain[0] == mine[0] == 1
    assert "problems" not in plain[1]
    assert "problems" in mine[1]
    assert sections(tmp_path / "model")[0] == 0
    assert (
        json.loads(
            CliRunner().invoke(cli, ["train", str(path), "-o", str(tmp_path / "model"), "--json"]).stdout
        )["worse"]
        is None
    )
    assert sections(tmp_path / "model")[0] == 1
    with pytest.raises(UsageError, match="cannot be read"):
        reporttext.run([tmp_path / "in"], tmp_path / "out", model=tmp_path / "nowhere")


def test_what_travels_with_the_shipped_model_is_enough_to_learn_on() -> None:
    with np.load(shipped_folder() / FILE) as file:
        assert set(corrections.MEMORY) <= set(file.files)
        assert set(file["exam_labels"].tolist()) >= {0, 2, 3, 4, 5}
        assert (file["certainty"].astype(float) > 0).all()
