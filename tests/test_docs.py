"""The documents cannot drift: the README's Python runs, its commands exist, every command is documented and helped."""

import doctest
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from reporttext.cli import cli

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readmes_python_gives_what_it_says() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert tried >= 5
    assert failed == 0


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_helped_and_in_the_readme(name: str) -> None:
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0
    assert cli.commands[name].help
    assert f"reporttext {name}" in README


@pytest.mark.parametrize(
    "line",
    sorted(set(re.findall(r"^(?:\.venv\\Scripts\\)?reporttext (\w+.*?)(?:  +#.*)?$", README, re.MULTILINE))),
)
def test_the_readmes_command_lines_parse(line: str) -> None:
    """Options the README shows are options the program has."""
    name, *rest = line.split()
    options = {option for parameter in cli.commands[name].params for option in parameter.opts}
    shown = {word for word in rest if word.startswith("-")}
    assert shown <= options


def test_the_readmes_table_of_what_is_found_is_true() -> None:
    import reporttext as rt

    sentence = re.search(r"^> (.+)$", README, re.MULTILINE)
    assert sentence
    rows = re.findall(
        r"^\| (\S+) \| (\w+) \| (\S*) ?\| (\S+) \| (\S*) ?\| (\S*) ?\| (\S+) \| (\S*) ?\|$",
        README,
        re.MULTILINE,
    )
    doc = rt.analyse(f"云陂镇2022年工作总结\n\n一、主要成效\n{sentence[1]}\n")
    found = [
        (
            doc.quote(f.span), f.kind, "" if f.quantity.low is None else f"{f.quantity.low.normalize():f}", f.quantity.unit,
            f.quantity.qualifier or "", "yes" if f.quantity.masked else "", f.indicator or "", f.change or "",
        )
        for f in doc.facts
    ]  # fmt: skip
    assert found == [row for row in rows if row[0] != "quote"]
