"""The documents cannot drift: what they show is run and compared, what is generated is up to date, what they name is there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import documents
from reporttext import lexicon
from reporttext.cli import cli
from reporttext.themes import tree

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCS = sorted(ROOT.glob("docs/*.md"))
WRITTEN = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *DOCS]


READ = "reporttext run corpora/sample -o OUT"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Path]]:
    """The sample read once for all documents that begin with it."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "corpora" / "sample", folder / "corpora" / "sample")
    with contextlib.chdir(folder):
        done = CliRunner().invoke(cli, documents.arguments(READ))
    assert done.exit_code == 0
    return {READ: (done.output, folder / "OUT")}


@pytest.mark.parametrize(("name", "least"), [("README.md", (5, 4)), ("docs/tutorial.md", (8, 9))])
def test_what_it_shows_is_what_comes_out(
    name: str, least: tuple[int, int], known: dict[str, tuple[str, Path]], tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib")
    shutil.copytree(ROOT / "corpora" / "sample", tmp_path / "corpora" / "sample")
    with contextlib.chdir(tmp_path):
        tried = documents.run(ROOT / name, known)
    assert READ in (ROOT / name).read_text("utf-8")
    assert tried[0] >= least[0]
    assert tried[1] >= least[1]


def test_the_recipes_of_extending_work(tmp_path: Path) -> None:
    """In a copy of the package, in a process of its own: what is written here must be found when the package is loaded."""
    for name in ("src", "models", "corpora/sample"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    program = f"import sys, pathlib, documents; print(*documents.run(pathlib.Path({str(ROOT / 'docs/extending.md')!r})))"
    path = os.pathsep.join([str(tmp_path / "src"), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    commands, examples = map(int, done.stdout.split())
    assert commands >= 3
    assert examples >= 10


def test_a_document_that_lies_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for text in (
        "```console\n$ reporttext --version\nreporttext, version 99\n```\n",
        "```pycon\n>>> 1 + 1\n3\n\n```\n",
    ):
        Path("lie.md").write_text(text, "utf-8")
        with pytest.raises(AssertionError):
            documents.run(Path("lie.md"))
    assert documents.matches(["a …", "…", "z"], "a b\nc\n\nd  \nz\n")
    assert not documents.matches(["a …", "z"], "a b\nc\nz\n")


@pytest.mark.parametrize("name", sorted(cli.all()))
def test_every_command_is_helped_and_in_the_readme(name: str) -> None:
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0
    assert cli.all()[name].help
    assert f"reporttext {name}" in README


def lines() -> list[tuple[str, str]]:
    """The command lines of all documents, by document."""
    found = set()
    for file in WRITTEN:
        text = file.read_text("utf-8")
        for line in re.findall(
            r"^(?:\$ |\.venv\\Scripts\\)?reporttext ([a-z_]+.*?)(?:  +#.*)?$", text, re.MULTILINE
        ):
            if file.name != "cli.md" and not line.startswith("masking"):  # which extending.md adds
                found.add((file.name, line))
    return sorted(found)


@pytest.mark.parametrize(("file", "line"), lines())
def test_command_lines_parse(file: str, line: str) -> None:
    """Options that a document shows are options the program has."""
    command: click.Command = cli
    words = line.split()
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= options, file


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.name)
def test_links_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", file.read_text("utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_every_document_is_found_from_the_readme(file: Path) -> None:
    assert f"docs/{file.name}" in README


def test_what_is_generated_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readmes_table_of_what_is_found_is_true() -> None:
    import reporttext as rt

    sentence = re.search(r"^> (.+)$", README, re.MULTILINE)
    assert sentence
    tables = README[sentence.end() :].partition("\n## ")[0]
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in tables.splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    doc = rt.analyse(f"云陂镇2022年工作总结\n\n一、主要成效\n{sentence[1]}\n")
    facts = [
        (
            doc.quote(f.span), f.kind, "" if f.quantity.low is None else f"{f.quantity.low.normalize():f}", f.quantity.unit,
            f.quantity.qualifier or "", "yes" if f.quantity.masked else "", f.indicator or "", f.change or "",
            f.status or "", str(f.period.start.year) if f.period else "",
        )
        for f in doc.facts
    ]  # fmt: skip
    assert facts == [row for row in rows if len(row) == 10 and row[0] != "quote"]
    named = [(doc.quote(e.span), "event", e.type, e.status) for e in doc.events]
    named += [
        (doc.quote(m.span), "mention", m.label, m.kind or "") for m in doc.mentions if m.label == "document"
    ]
    assert named == [row for row in rows if len(row) == 4 and row[0] != "quote"]


def test_the_dictionary_lists_what_columns_may_hold() -> None:
    for name, themes in (("data-dictionary.md", "list of themes"), ("data-dictionary.zh.md", "主题一览")):
        text = (ROOT / "docs" / name).read_text("utf-8")
        assert not re.search(r"[.。]{2}$", text, re.MULTILINE), "a sentence with two stops"
        listed = text.partition(f"### {themes}\n")[2]
        for branch, theme in tree(lexicon.load()).themes:
            assert re.search(rf"\| {branch} \| .*\b{theme}\b", listed), theme
        anchors = {
            f"#{head.replace(' ', '-').lower()}" for head in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        }
        assert set(re.findall(r"\]\((#[^)]+)\)", text)) <= anchors
