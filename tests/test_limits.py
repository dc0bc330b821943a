"""Limits: how they are set, told and kept to."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reporttext.cli import cli
from reporttext.errors import UsageError
from reporttext.readers import available, limits
from reporttext.readers.limits import NAMES, Limits, current, describe, keep_to, parse


def test_limits_are_parsed() -> None:
    assert parse([]) == Limits()
    assert parse(["seconds=5", "member=200MB", "archive = 2g", "text=1_000", "file=3 kb"]) == Limits(
        seconds=5, member=200_000_000, archive=2_000_000_000, text=1_000, file=3_000
    )


@pytest.mark.parametrize(
    ("setting", "message"),
    [("colour=5", "there are: file, text"), ("seconds", "whole number"), ("seconds=", "whole number"), ("seconds=-1", "whole number"),
     ("seconds=0", "above 0"), ("seconds=1.5", "whole number"), ("seconds=1e9", "whole number")],
)  # fmt: skip
def test_a_wrong_limit_is_told(setting: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse([setting])


def test_limits_in_force_are_those_of_the_block() -> None:
    with keep_to(Limits(depth=7)):
        assert current().depth == 7
        error = limits.exceeded("depth", "it is deep")
    assert error.message == "it is deep; the limit is 7 levels: --limit depth=14 doubles it"
    assert current() == Limits()


def test_the_limit_that_is_named_suffices() -> None:
    for size, told in ((120_123_456, "text=130000000 suffices"), (90_000_000, "text=100000000 doubles it")):
        assert told in limits.exceeded("text", "it is long", size).message


def test_only_limits_of_workers_leave_results_as_they_are() -> None:
    assert set(Limits().of_content) | set(Limits().of_workers) == set(NAMES)
    assert set(Limits().of_workers) == {"seconds", "seconds_per_mb", "memory"}
    assert Limits(seconds=10, seconds_per_mb=2).time(3_000_000) == 16


def test_the_doctor_tells_what_there_is() -> None:
    found = CliRunner().invoke(cli, ["doctor", "--json", "--limit", "depth=9"])
    assert found.exit_code == 0
    told = json.loads(found.output)
    assert told["limits"] == describe(Limits(depth=9))
    assert {entry["name"] for entry in told["formats"]} >= {"txt", "docx"}
    assert {entry["name"] for entry in told["archives"]} >= {"zip", "tar", "7z", "rar"}
    words = CliRunner().invoke(cli, ["doctor"])
    assert words.exit_code == 0
    assert all(name in words.output for name in NAMES)


def test_the_doctor_names_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(available, "_is_there", lambda package: package != "rars")
    told = json.loads(CliRunner().invoke(cli, ["doctor", "--json"]).output)
    assert told["missing"] == {"archives": ["rar"]}
    assert 'for rar: pip install "reporttext[archives]"' in CliRunner().invoke(cli, ["doctor"]).output


def test_a_wrong_limit_on_the_command_line_is_told() -> None:
    found = CliRunner().invoke(cli, ["run", "x", "-o", "y", "--limit", "size=3"])
    assert found.exit_code == 2
    assert "there is no limit size" in found.output
