"""What scripts/make_bundle.py decides, without a network: which wheels, whether they fit, and what Windows reads."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("packaging")
from packaging.requirements import Requirement

from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import make_bundle

WIN = make_bundle.TARGETS["win"]
LINUX = make_bundle.TARGETS["linux"]


def wheel(folder: Path, file: str, *requires: str) -> make_bundle.Wheel:
    name, version = file.split("-")[:2]
    path = folder / file
    with zipfile.ZipFile(path, "w") as archive:
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {r}" for r in requires)]  # fmt: skip
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n")
        archive.writestr(f"{name}/vendor/x-1.dist-info/METADATA", "Name: not this one\n")
    return make_bundle.read_wheel(path)


def needed(wheels: list[make_bundle.Wheel], wanted: str, target: make_bundle.Target, python: str = "3.12") -> tuple[set[str], list[str]]:  # fmt: skip
    reached, lacking = make_bundle.needed(
        wheels, Requirement(wanted), make_bundle.environment(target, python)
    )
    return reached, sorted(map(str, lacking))


def test_conditions_are_those_of_the_target(tmp_path: Path) -> None:
    wheels = [
        wheel(tmp_path, "ours-1.0-py3-none-any.whl", "Click>=8", "zstd; extra == 'archives' and python_version < '3.14'", "big; extra == 'ocr'"),
        wheel(tmp_path, "click-8.1-py3-none-any.whl", "colorama; sys_platform == 'win32'", "pexpect; sys_platform != 'win32'"),
        wheel(tmp_path, "zstd-1.0-cp312-cp312-win_amd64.whl", "ours"),
        wheel(tmp_path, "pexpect-1.0-py3-none-any.whl"),
    ]  # fmt: skip
    assert needed(wheels, "ours", WIN) == ({"ours", "click"}, ['colorama; sys_platform == "win32"'])
    assert needed(wheels, "ours[archives]", LINUX) == ({"ours", "click", "zstd", "pexpect"}, [])
    assert needed(wheels, "ours[archives]", LINUX, "3.14") == ({"ours", "click", "pexpect"}, [])
    assert needed(wheels, "ours[ocr]", LINUX)[1] == ['big; extra == "ocr"']


def test_a_version_that_does_not_do_is_lacking(tmp_path: Path) -> None:
    wheels = [wheel(tmp_path, "ours-1.0-py3-none-any.whl", "click>=8"), wheel(tmp_path, "click-7.1-py3-none-any.whl")]  # fmt: skip
    assert needed(wheels, "ours", WIN) == ({"ours"}, ["click>=8"])


@pytest.mark.parametrize(
    ("file", "targets"),
    [
        ("a-1.0-py3-none-any.whl", {"win", "linux", "linux-arm", "mac"}),
        ("a-1.0-cp312-cp312-win_amd64.whl", {"win"}),
        ("a-1.0-cp39-abi3-win_amd64.whl", {"win"}),
        ("a-1.0-cp313-cp313-win_amd64.whl", set()),
        ("a-1.0-cp312-cp312-win32.whl", set()),
        ("a-1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", {"linux"}),
        ("a-1.0-cp312-cp312-manylinux_2_39_x86_64.whl", set()),
        ("a-1.0-cp312-cp312-manylinux_2_28_aarch64.whl", {"linux-arm"}),
        ("a-1.0-cp312-cp312-macosx_11_0_arm64.whl", {"mac"}),
        ("a-1.0-cp312-cp312-macosx_10_9_universal2.whl", {"mac"}),
        ("a-1.0-cp312-cp312-macosx_10_9_x86_64.whl", set()),
    ],
)
def test_wheels_fit_their_target(tmp_path: Path, file: str, targets: set[str]) -> None:
    one = wheel(tmp_path, file)
    fitting = {
        name for name, target in make_bundle.TARGETS.items() if not make_bundle.misfits([one], target, "3.12")
    }
    assert fitting == targets


def test_scripts_of_windows_are_read_right_by_its_console() -> None:
    found = make_bundle.texts(WIN, "3.12", "0.1.0", ["archives", "office"])
    for name in ("安装.bat", "开始.bat"):
        content = found[name]
        assert content.startswith(b"@echo off\r\n")
        assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
        text = content.decode("gbk")
        assert "@PYTHON@" not in text
        # Read in a code page of single bytes, a half of a character is no sign that cmd.exe acts on.
        halves = "".join(
            sign for pair in re.findall("[^\x00-\x7f]", text) for sign in pair.encode("gbk").decode("latin-1")
        )
        assert not set(halves) & set('|&<>^%"!()\\'), name
        labels = set(re.findall(r"^:(\w+)", text, re.MULTILINE))
        assert set(re.findall(r"\bgoto (\w+)", text)) <= labels
        # Commands are ASCII; Chinese is only told, or names the folder of results.
        told = [line for line in text.splitlines() if not line.isascii() and not line.startswith("echo ")]
        assert all("结果" in line for line in told)
        assert len(told) == (1 if name == "开始.bat" else 0)
    assert b'"reporttext[archives,office]==0.1.0"' in found["安装.bat"]
    assert b"py -3.12 -c" in found["安装.bat"]
    assert b"'%%d.%%d'" in found["安装.bat"]
    assert found["说明.txt"].startswith(b"\xef\xbb\xbf")
    assert "Python 3.12" in found["说明.txt"].decode("utf-8-sig")


def test_every_script_named_is_there() -> None:
    for target in make_bundle.TARGETS.values():
        found = make_bundle.texts(target, "3.12", "0.1.0", [])
        for content in found.values():
            text = content.decode("gbk" if content.startswith(b"@echo") else "utf-8-sig")
            assert set(re.findall(r"[安开][装始]\.(?:bat|sh)", text)) <= set(found)
            assert not re.search("@[A-Z]+@", text)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_scripts_of_a_shell_say_what_is_missing(tmp_path: Path) -> None:
    for name, content in make_bundle.texts(LINUX, "3.12", "0.1.0", ["office"]).items():
        (tmp_path / name).write_bytes(content)
    for script, told in (("安装.sh", "没有找到 Python 3.12"), ("开始.sh", "还没有安装")):
        assert subprocess.run(["sh", "-n", script], cwd=tmp_path, check=False).returncode == 0
        done = subprocess.run(
            ["sh", script], cwd=tmp_path, env={"PYTHON": "/nowhere", "PATH": "/usr/bin:/bin"}, capture_output=True, check=False
        )  # fmt: skip
        assert done.returncode == 1
        assert told in done.stderr.decode()


def test_the_zip_is_the_same_each_time_and_has_names_in_unicode(tmp_path: Path) -> None:
    wheels = [wheel(tmp_path, "b-1.0-py3-none-any.whl"), wheel(tmp_path, "a-1.0-py3-none-any.whl")]
    texts = make_bundle.texts(LINUX, "3.12", "0.1.0", [])
    make_bundle.pack(tmp_path / "1.zip", wheels, texts)
    make_bundle.pack(tmp_path / "2.zip", reversed(wheels), dict(reversed(texts.items())))
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert archive.testzip() is None
        entries = {entry.filename: entry for entry in archive.infolist()}
        assert archive.read("reporttext/wheels/a-1.0-py3-none-any.whl") == wheels[1].path.read_bytes()
    assert set(entries) == {f"reporttext/{name}" for name in ("安装.sh", "开始.sh", "说明.txt", "wheels/a-1.0-py3-none-any.whl", "wheels/b-1.0-py3-none-any.whl")}  # fmt: skip
    assert entries["reporttext/安装.sh"].flag_bits & 0x800
    assert entries["reporttext/安装.sh"].external_attr >> 16 == 0o755


def test_the_extras_it_packs_are_there() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(make_bundle.EXTRAS) <= set(project["optional-dependencies"])
    names = {Requirement(requirement).name for requirement in project["dependencies"]}
    assert set(make_bundle.SOURCE_ONLY) <= names
