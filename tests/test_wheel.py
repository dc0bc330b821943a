"""The program as users get it: from an installed wheel, outside the checkout, with the sample inside."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


# Every layer of every sample report, and of the sentences of all cases, as digests.
_FOUND = """
import hashlib, json, sys
from pathlib import Path
import reporttext as rt
root = Path(sys.argv[1])
docs = [rt.analyse(doc) for path in sorted((root / "corpora/sample").rglob("*.*")) for doc in rt.read_all(path)]
for path in sorted((root / "tests/cases").glob("*.jsonl")):
    cases = map(json.loads, path.read_text("utf-8").splitlines())
    docs += [rt.analyse(case["text"]) for case in cases if "text" in case]
for doc in docs:
    layers = [tuple(doc.words) if field == "words" else getattr(doc, field) for field in doc.__dataclass_fields__]
    print(hashlib.sha256(repr(layers).encode()).hexdigest())
"""


def build(out: Path, **environment: str) -> tuple[Path, str]:
    """A wheel as pip would build it, and what was said meanwhile."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    return build(tmp_path_factory.mktemp("wheel"))[0]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's content, as pip would unpack it."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    # The path goes before the checkout's own editable install.
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "reporttext", *args],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_package_data_models_and_sample(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "reporttext/data/units.toml" in names
    assert "reporttext/py.typed" in names
    assert "reporttext/readers/boxes.ttf" in names
    assert {f"reporttext/outputs/plots/font/{name}" for name in ("reporttext-sans.otf", "OFL.txt")} <= set(
        names
    )
    assert "reporttext/_shipped/models/README.md" in names
    shipped = {Path(name).name for name in names if name.startswith("reporttext/_shipped/sample/")}
    assert shipped == {path.name for path in (ROOT / "corpora" / "sample").rglob("*") if path.is_file()}
    assert not [name for name in names if name.startswith(("tests", "corpora", "scripts"))]


def test_the_program_runs_from_the_wheel_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import reporttext; print(reporttext.__file__)"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(installed))
    done = run(installed, tmp_path, "demo", "-o", "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "reports.xlsx").is_file()
    assert (tmp_path / "out" / "csv" / "facts.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    shown = run(
        installed,
        tmp_path,
        "show",
        "--json",
        str(next((installed / "reporttext" / "_shipped" / "sample").rglob("*.docx"))),
    )
    assert shown.returncode == 0, shown.stderr
    assert json.loads(shown.stdout)


def found(*path: Path) -> list[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path)), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _FOUND, str(ROOT)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.skipif(
    shutil.which((sysconfig.get_config_var("CC") or "cc").split()[0]) is None, reason="no C compiler"
)
def test_compiled_rules_find_the_same(wheel: Path, installed: Path, tmp_path: Path) -> None:
    compiled = {path.name.partition(".")[0] for path in (installed / "reporttext").rglob("*.cpython-*")}
    assert {"scanner", "extract", "indicator", "quoted", "papers"} <= compiled
    assert "any" not in wheel.name
    assert json.loads(run(installed, tmp_path, "doctor", "--json").stdout)["compiled"]
    digests = found(installed)
    assert len(digests) > 1000
    assert digests == found(ROOT / "src")


def test_without_a_compiler_the_wheel_is_pure(tmp_path: Path) -> None:
    wheel, told = build(tmp_path, CC="no-such-compiler")
    assert wheel.name.endswith("-py3-none-any.whl")
    assert "not compiled" in told
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith((".so", ".pyd"))]


def test_spacy_finds_component_tokenizer_and_reports_by_itself(installed: Path, tmp_path: Path) -> None:
    """Programs that do not import reporttext: one makes Docs, the other reads them."""
    make = """
import sys, spacy
nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "reporttext.Tokenizer.v1"}}})
nlp.add_pipe("reporttext", config={"entities": True})
doc = nlp("云陂镇2022年工作总结\\n全年宣讲**余场次，召开会议6次。")
assert "**" in [token.text for token in doc]
nlp.to_disk("nlp")
spacy.tokens.DocBin(docs=[doc], store_user_data=True).to_disk("docs.spacy")
assert "#aad5ff" in spacy.displacy.render(doc, style="ent", jupyter=False)
"""
    read = """
import spacy
[doc] = spacy.tokens.DocBin().from_disk("docs.spacy").get_docs(spacy.blank("zh").vocab)
[report] = doc.user_data.values()
assert [report.quote(fact.span) for fact in report.facts] == ["**余场次", "6次"]
assert len(spacy.load("nlp")("召开会议6次").spans["facts"]) == 1
"""
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    for code in (make, read):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
