"""What `import reporttext as rt` offers."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from reporttext.errors import ReadError, RuleError, UsageError
from reporttext.model import Document


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    assert rt.__version__ == project["version"]


def test_names() -> None:
    for name in rt.__all__:
        assert callable(getattr(rt, name))
        assert name in dir(rt)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = rt.nonsense  # type: ignore[attr-defined]


def test_the_function_run_is_not_hidden_by_a_module() -> None:
    code = "import reporttext.api, reporttext.runner, reporttext as rt; assert callable(rt.run) and callable(rt.open)"
    subprocess.run([sys.executable, "-c", code], check=True)


HEAVY = {"pyarrow", "pandas", "duckdb", "jieba", "rjieba", "rich", "numpy", "xlsxwriter"}


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh process has after `code`."""
    code = f"import sys; {code}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("code", ["import reporttext", "from reporttext.cli import cli; cli.all()"])
def test_importing_costs_nothing(code: str) -> None:
    assert not HEAVY & loaded_by(code)


def test_planning_a_run_needs_neither_pipeline_nor_readers() -> None:
    loaded = loaded_by("import reporttext.runner")
    assert not (HEAVY | {"reporttext.pipeline", "reporttext.stats", "reporttext.readers.pdf"}) & loaded


def test_show_needs_no_store_and_no_statistics(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("松岗镇2022年工作总结\n一、主要工作\n全年开展宣讲3场次。\n", "utf-8")
    command = f"['show', {str(tmp_path / 'a.txt')!r}]"
    loaded = loaded_by(f"from reporttext.cli import cli; cli({command}, standalone_mode=False)")
    assert not {"pyarrow", "pandas", "duckdb", "scipy", "sklearn", "spacy", "reporttext.stats"} & loaded


def test_find_quantities() -> None:
    text = "全年培训近5000名党员，投入１.5亿元，惠及**余人，走访5至6户，完成率达98%以上。"
    found = rt.find_quantities(text)
    assert all(text[q.start : q.end] == q.quote for q in found)
    assert [(q.quote, q.kind, q.value, q.value_max, q.unit, q.qualifier, q.masked) for q in found] == [
        ("近5000名", "count", Decimal(5000), None, "名", "nearly", False),
        ("１.5亿元", "money", Decimal(150_000_000), None, "元", None, False),
        ("**余人", "count", None, None, "人", "over", True),
        ("5至6户", "count", Decimal(5), Decimal(6), "户", None, False),
        ("98%以上", "ratio", Decimal(98), None, "%", "over", False),
    ]
    with pytest.raises(AttributeError):
        found[0].value = Decimal(1)  # type: ignore[misc]


@given(st.text(alphabet="共计培训约近0123456789.*×万亿千百十一二三人次元%至—，。\n", max_size=60))
def test_find_quantities_points_into_any_text(text: str) -> None:
    end = 0
    for q in rt.find_quantities(text):
        assert end <= q.start < q.end <= len(text)
        assert text[q.start : q.end] == q.quote
        assert (q.value is None) == q.masked
        end = q.end


def test_find_quantities_takes_own_rules() -> None:
    text = "发放物资30筐。"
    rules = '[units.count]\nunits = ["筐"]\n'
    assert [q.unit for q in rt.find_quantities(text, rules=rules)] == ["筐"]
    with pytest.raises(RuleError):
        rt.find_quantities(text, rules="[nonsense]\nx = 1")


@pytest.mark.parametrize("given", ["my_words.txt", "my rules.TOML", Path("my.toml"), 3])
@pytest.mark.parametrize("name", ["rules", "words"])
def test_a_path_is_no_text_of_rules_or_words(name: str, given: object) -> None:
    with pytest.raises(UsageError, match=rf"^analyse: {name} is .*; it must be the text of .*read_text"):
        rt.analyse("全年开展宣讲3场次。", **{name: given})  # type: ignore[arg-type]


def test_the_name_of_a_file_that_is_there_is_no_dictionary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert rt.analyse("全年开展宣讲3场次。", words="陂头夜话").facts
    (tmp_path / "陂头夜话").write_text("陂头夜话", "utf-8")
    with pytest.raises(UsageError, match="not a path"):
        rt.analyse("全年开展宣讲3场次。", words="陂头夜话")
    with pytest.raises(UsageError, match="find_quantities: rules"):
        rt.find_quantities("全年开展宣讲3场次。", rules="my.toml")


@pytest.mark.parametrize("given", [None, 3, b"text", Path("a.txt")])
def test_what_is_analysed_is_a_document_or_a_text(given: object) -> None:
    with pytest.raises(
        TypeError, match=r"^analyse takes a Document, as read gives it, or the text of a report, not "
    ):
        rt.analyse(given)  # type: ignore[arg-type]


def test_limits_may_be_a_dict(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("松岗镇2022年工作总结\n全年开展宣讲3场次。\n", "utf-8")
    done = rt.run(tmp_path / "a.txt", tmp_path / "out", formats=(), workers=0, limits={"text": 10})
    assert [problem.kind for problem in done.problems] == ["limit"]
    with pytest.raises(UsageError, match="there is no limit second; there are: file"):
        rt.run(tmp_path / "a.txt", tmp_path / "out", limits={"second": 3})
    with pytest.raises(UsageError, match="run: limits is 3; it must be a Limits, or a dict"):
        rt.run(tmp_path / "a.txt", tmp_path / "out", limits=3)  # type: ignore[arg-type]


def test_parse_number() -> None:
    assert rt.parse_number("三千二百万") == Decimal(32_000_000)
    with pytest.raises(ValueError, match="number"):
        rt.parse_number("若干")


def test_read_and_analyse(tmp_path: Path) -> None:
    path = tmp_path / "松岗镇.txt"
    path.write_bytes("松岗镇2022年工作总结\n一、主要工作\n开展宣讲3场次。\n".encode("gb18030"))
    doc = rt.read(path)
    assert (doc.source, doc.encoding) == ("松岗镇.txt", "gb18030")
    known = rt.analyse(doc)
    assert isinstance(known, Document)
    assert [known.quote(fact.span) for fact in known.facts] == ["3场次"]
    assert rt.analyse(doc.text).facts == known.facts, "a text will do"
    with pytest.raises(ReadError, match="no such file"):
        rt.read(tmp_path / "missing.txt")


def test_run_and_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("松岗镇2022年工作总结\n一、主要工作\n开展宣讲3场次。\n", "utf-8")
    result = rt.run(str(tmp_path / "a.txt"), str(tmp_path / "out"), formats=(), workers=1)
    assert (result.documents, result.facts, result.exit_code) == (1, 1, 0)
    with rt.open(tmp_path / "out") as reports:
        assert reports.facts["value"].tolist() == [3.0]
        assert reports.sql("select sum(value) as total from facts")["total"].tolist() == [3.0]
