"""The section model applied: its features, its arithmetic against scikit-learn's, its chain against brute force, its file."""

import io
import itertools
import json
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reporttext
from reporttext.errors import UsageError
from reporttext.sections import chain, load_model, shipped_folder
from reporttext.sections.context import Place, context
from reporttext.sections.features import BITS, grams, plain
from reporttext.sections.model import FILE, LABELS, from_arrays, read_arrays
from reporttext.training.corpus import headless
from reporttext.training.exam import examine, scores
from reporttext.training.examples import matrix, report, sparse
from reporttext.training.fit import logistic, regression, words_only
from reporttext.training.run import annotated

MODEL = load_model()
DONE = "全年完成固定资产投资3.2亿元,同比增长9%,新修道路12公里,群众出行条件明显改善。"
DUE = "下一步,我们将进一步加大投入,力争新修道路20公里,努力改善群众出行条件。"
AMISS = "一是工作力量薄弱,人员业务不熟;二是制度落实不到位,群众参与度不高。"

# -- features ------------------------------------------------------------------------------------------------------------


def test_figures_and_masks_are_alike() -> None:
    assert plain("惠及群众3,200余人") == plain("惠及群众**余人") == "惠及群众0余人"
    assert plain("增长 5.6%") == plain("增长12 %") == plain("增长**") == "增长0"


def test_of_a_long_paragraph_both_ends_are_read() -> None:
    assert plain("甲" * 400 + "乙" * 400 + "丙" * 400) == "甲" * 360 + "丙" * 120


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_a_paragraph_has_the_same_grams_in_any_company(texts: list[str]) -> None:
    together = grams(texts)
    for index, text in enumerate(texts):
        alone = grams([text])
        assert np.array_equal(
            together.buckets[together.starts[index] : together.starts[index + 1]], alone.buckets
        )
        assert len(alone.buckets) == 3 * (len(plain(text)) + 2)
    assert together.buckets.max() < 1 << BITS


def test_edges_are_seen() -> None:
    assert set(grams(["加强管理"]).buckets.tolist()) != set(grams(["管理加强"]).buckets.tolist())


# -- against scikit-learn ------------------------------------------------------------------------------------------------


def test_the_words_are_weighed_as_scikit_learn_does(sample: Path) -> None:
    reports = [report(one) for one in headless(sample, run_in=True)]
    rows, labels = matrix(reports)
    weights, base = logistic(rows, labels, 10.0)
    theirs = regression(rows, labels, 10.0)
    texts = [text for one in reports for text in one.texts]
    ours = words_only(weights.astype(np.float32), base.astype(np.float32)).by_words(grams(texts))
    assert np.allclose(ours[:, theirs.classes_], theirs.predict_log_proba(rows), atol=1e-3)
    assert len(theirs.classes_) >= 5


def test_the_context_is_weighed_as_scikit_learn_does(sample: Path) -> None:
    reports = [report(one) for one in headless(sample, run_in=True)]
    told = [MODEL.by_words(grams(one.texts)) for one in reports]
    rows = np.vstack([context(t, one.texts, Place()) for one, t in zip(reports, told, strict=True)])
    labels = np.concatenate([one.labels for one in reports])
    weights, base = logistic(rows, labels, 1.0)
    theirs = regression(rows, labels, 1.0)
    model = replace(MODEL, context=weights, context_base=base)
    ours = np.vstack([model.by_context(t, one.texts, Place()) for one, t in zip(reports, told, strict=True)])
    assert np.allclose(ours[:, theirs.classes_], theirs.predict_log_proba(rows), atol=1e-4)


def test_two_sections_are_enough_to_fit() -> None:
    rows = sparse(grams([DONE, DUE, DONE + DONE, DUE + DUE]))
    labels = np.array([2, 4, 2, 4])
    weights, base = logistic(rows, labels, 10.0)
    ours = words_only(weights.astype(np.float32), base.astype(np.float32)).by_words(grams([DONE, DUE]))
    theirs = regression(rows, labels, 10.0).predict_log_proba(rows[:2])
    assert np.allclose(ours[:, [2, 4]], theirs, atol=1e-3)


# -- chain ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 4])
def test_the_chain_is_that_of_all_sequences(count: int) -> None:
    chance = np.random.default_rng(count)
    told, steps = chance.normal(size=(count, 3)), chance.normal(size=(3, 3))
    start, end = chance.normal(size=3), chance.normal(size=3)

    def worth(path: tuple[int, ...]) -> float:
        inner = sum(steps[a, b] for a, b in itertools.pairwise(path))
        return start[path[0]] + end[path[-1]] + inner + sum(told[i, s] for i, s in enumerate(path))

    paths = list(itertools.product(range(3), repeat=count))
    weights = np.exp([worth(path) for path in paths])
    shares = (
        np.array([[weights[[p[i] == s for p in paths]].sum() for s in range(3)] for i in range(count)])
        / weights.sum()
    )
    assert chain.best(told, steps, start, end).tolist() == list(max(paths, key=worth))
    assert np.allclose(chain.chances(told, steps, start, end), shares)


# -- labels --------------------------------------------------------------------------------------------------------------


def labels_of(*texts: str) -> list[str]:
    return [section for section, _ in MODEL.label(list(texts), Place())]


def test_a_report_without_headings() -> None:
    opening = "一年来,在县委、县政府的正确领导下,我镇各项工作取得了明显成效。现将工作情况汇报如下:"
    assert labels_of(opening, DONE, DONE, AMISS, DUE, DUE, DUE)[:6] == [
        "preamble", "achievements", "achievements", "problems", "plans", "plans",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("各位代表!总的看,各项工作取得了一定成绩,但我们也清醒地看到,发展中还存在不少困难和问题:产业结构不合理,农民增收缓慢,干部作风不实。", "problems"),
        ("面对经济下行压力加大、困难增多的形势,我们迎难而上,化解了一批突出问题,实现地区生产总值增长7.2%,财政收入增长8%。", "achievements"),
        ("针对存在的问题,今年我们要进一步加大力度,补齐短板,着力解决群众反映强烈的问题,力争上半年全部完成整改。", "plans"),
    ],
)  # fmt: skip
def test_a_mixed_paragraph_takes_the_section_of_its_main_clause(text: str, section: str) -> None:
    assert labels_of(DONE, DONE, text, DUE, DUE)[2] == section


def test_neighbours_outside_the_run_count() -> None:
    vague = "坚持以人民为中心,统筹推进各项社会事业。"
    among_done = MODEL.label([vague], Place(5, 500, 5, 500), "achievements", "achievements")
    among_due = MODEL.label([vague], Place(5, 500, 5, 500), "plans", "plans")
    assert [among_done[0][0], among_due[0][0]] == ["achievements", "plans"]
    assert MODEL.label([], Place()) == []


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=8))
def test_any_text_gets_a_section_and_a_chance(texts: list[str]) -> None:
    found = MODEL.label(texts, Place())
    assert all(section in LABELS and 0 < score <= 1 for section, score in found)
    back = [section == "back" for section, _ in found]
    assert back == sorted(back)


def test_headless_sample(sample: Path) -> None:
    """The model was trained on it: this guards the whole way there, it is no score."""
    found = scores(examine(MODEL, headless(sample, run_in=True)).confusion)
    assert found["accuracy"] >= 95


def test_headless_gold(shared: Path) -> None:
    """Annotated reports and excerpts, none of which the model was trained on."""
    for run_in in (False, True):
        reports = [
            annotated(path, run_in=run_in) for path in sorted((shared / "gold" / "dev").glob("*.json"))
        ]
        assert scores(examine(MODEL, reports).confusion)["accuracy"] >= 92


# -- the file ------------------------------------------------------------------------------------------------------------


def test_the_shipped_model_is_small_and_loads_without_scikit_learn() -> None:
    assert (shipped_folder() / FILE).stat().st_size < 5_000_000
    code = (
        "import sys, time, numpy; from reporttext import sections; t = time.process_time(); sections.load_model(); "
        "print(time.process_time() - t, *sorted(m for m in sys.modules if m in ('sklearn', 'scipy', 'pickle')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(Path(reporttext.__file__).parents[1]), "PATH": ""},
    )  # fmt: skip
    seconds, *modules = done.stdout.split()
    assert float(seconds) < 0.3
    assert "sklearn" not in modules
    assert "scipy" not in modules


def test_the_card_tells_what_the_model_is() -> None:
    card = json.loads((shipped_folder() / "sections.json").read_text("utf-8"))
    assert not set(card["trained on"]["digests"]) & set(card["held out"]["digests"])
    for form in card["scores"].values():
        assert form["macro_f1"] >= 90
        assert {"precision", "recall", "f1", "paragraphs"} == set(form["sections"]["plans"])
    assert {"majority", "position", "cue words"} == set(card["without a model"])
    assert card["versions"]["scikit-learn"]


def test_the_file_holds_numbers_only() -> None:
    with np.load(shipped_folder() / FILE, allow_pickle=False) as file:
        assert {file[name].dtype.kind for name in file.files} <= {"f", "i", "u"}
        buckets, starts = file["exam_buckets"], file["exam_starts"]
    # Bags of n-grams in the order of their hashes, not of the text.
    assert all(np.all(np.diff(buckets[a:b].astype(int)) >= 0) for a, b in itertools.pairwise(starts))


def _written(folder: Path, **changed: object) -> Path:
    arrays = {**read_arrays(shipped_folder() / FILE), **changed}
    np.savez(folder / FILE, **{k: v for k, v in arrays.items() if v is not None})  # type: ignore[arg-type]
    return folder / FILE


@pytest.mark.parametrize(
    "changed",
    [
        {"words": None}, {"words": np.zeros((3, 3), dtype=np.float32)}, {"steps": np.full((len(LABELS), len(LABELS)), np.nan)},
        {"format": np.int64(99)}, {"trust": np.array("1")},
    ],
)  # fmt: skip
def test_a_model_that_does_not_fit_is_refused(tmp_path: Path, changed: dict[str, object]) -> None:
    path = _written(tmp_path, **changed)
    with pytest.raises(UsageError, match="train it again"):
        from_arrays(read_arrays(path), path)


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with pytest.raises(UsageError, match="cannot be read"):
        load_model(str(tmp_path))
    whole = (shipped_folder() / FILE).read_bytes()
    for content in (b"", b"PK", whole[: len(whole) // 2], whole[:2000] + b"x" * 2000 + whole[4000:]):
        path.write_bytes(content)
        with pytest.raises(UsageError, match="train it again"):
            from_arrays(read_arrays(path), path)


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    inside = io.BytesIO()
    np.save(inside, np.array([{"run": "me"}], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(tmp_path / FILE, "w") as file:
        file.writestr("words.npy", inside.getvalue())
    with pytest.raises(UsageError, match="train it again"):
        load_model(str(tmp_path))


def test_a_model_replaced_in_use_is_told(tmp_path: Path) -> None:
    _written(tmp_path)
    with pytest.raises(UsageError, match="replaced"):
        load_model(str(tmp_path), "0" * 64)


def test_speed() -> None:
    """A headless report costs little beside folding and splitting it: measured against a plain pass over the same text."""
    texts = [DONE * 3, DUE * 3, AMISS * 3] * 400
    size = sum(len(text.encode()) for text in texts) / 1e6
    MODEL.label(texts, Place())
    began = time.process_time()
    MODEL.label(texts, Place())
    assert (time.process_time() - began) / size < 0.4  # seconds a MB; 0.06 on a quiet machine
