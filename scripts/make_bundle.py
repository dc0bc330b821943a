"""Packs reporttext and all it needs into one zip for machines without a network.

    python scripts/make_bundle.py win            # or linux, linux-arm, mac; needs the network
    make bundle PLATFORM=win

The zip holds the wheels, scripts that install them and start `reporttext serve`, and how to do it, in Chinese.

pip downloads for another system (`--platform`) but reads the conditions of dependencies (`; sys_platform == "win32"`) as those
of the system it runs on. So what is missing there is looked for in the wheels themselves, and downloaded too, until every
condition of the target holds; what only this system needs is left out.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import default_environment
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
TEXTS = Path(__file__).resolve().parent / "bundle"
PYTHON = "3.12"
EXTRAS = ("archives", "office")
# There is no wheel of these on PyPI; they are pure Python and built here.
SOURCE_ONLY = ("jieba",)
_FOLDER = "reporttext"
_DATE = (2000, 1, 1, 0, 0, 0)  # the same wheels give the same bytes


@dataclass(frozen=True, slots=True)
class Target:
    """A system to pack for: its tags of wheels, best first, what its Python tells of it, and its texts by their name in the zip."""

    label: str
    platforms: tuple[str, ...]
    environment: Mapping[str, str]
    texts: Mapping[str, str]


_BAT = {"安装.bat": "install.bat", "开始.bat": "start.bat", "说明.txt": "readme.win.txt"}
_SH = {"安装.sh": "install.sh", "开始.sh": "start.sh", "说明.txt": "readme.unix.txt"}


def _linux(machine: str) -> tuple[str, ...]:
    """Up to glibc 2.34 (2021), which office-oxide needs: Ubuntu 22.04, Debian 12, RHEL 9 and newer have it."""
    return (*(f"manylinux_2_{n}_{machine}" for n in range(34, 16, -1)), f"manylinux2014_{machine}")


def _told(os: str, sys: str, system: str, machine: str) -> dict[str, str]:
    return {"os_name": os, "sys_platform": sys, "platform_system": system, "platform_machine": machine, "platform_release": "", "platform_version": ""}  # fmt: skip


TARGETS: Mapping[str, Target] = {
    "win": Target("Windows 64 位", ("win_amd64",), _told("nt", "win32", "Windows", "AMD64"), _BAT),
    "linux": Target("Linux x86-64", _linux("x86_64"), _told("posix", "linux", "Linux", "x86_64"), _SH),
    "linux-arm": Target("Linux ARM64", _linux("aarch64"), _told("posix", "linux", "Linux", "aarch64"), _SH),
    "mac": Target("macOS, Apple 芯片", tuple(mac_platforms((14, 0), "arm64")), _told("posix", "darwin", "Darwin", "arm64"), _SH),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel file, as its name and its metadata tell of it."""

    path: Path
    name: str
    version: Version
    tags: frozenset[Tag]
    requires: tuple[Requirement, ...]


def read_wheel(path: Path) -> Wheel:
    name, version, _, tags = parse_wheel_filename(path.name)
    with zipfile.ZipFile(path) as archive:
        (metadata,) = (
            n for n in archive.namelist() if n.endswith(".dist-info/METADATA") and n.count("/") == 1
        )
        told = Metadata.from_email(archive.read(metadata), validate=False)
    return Wheel(path, name, version, tags, tuple(told.requires_dist or ()))


def environment(target: Target, python: str) -> dict[str, str]:
    """What the conditions of dependencies are held against."""
    told = {key: str(value) for key, value in default_environment().items()}
    return told | dict(target.environment) | {
        "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython",
        "implementation_version": f"{python}.0", "platform_python_implementation": "CPython",
    }  # fmt: skip


def needed(
    wheels: Iterable[Wheel], wanted: Requirement, told: Mapping[str, str]
) -> tuple[set[str], list[Requirement]]:
    """The names of the wheels that `wanted` needs where `told` holds, and the requirements that no wheel meets."""
    known = {wheel.name: wheel for wheel in wheels}
    reached: set[str] = set()
    lacking: dict[str, Requirement] = {}
    waiting = [wanted]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        wheel = known.get(name)
        if wheel is None or not asked.specifier.contains(wheel.version, prereleases=True):
            lacking[str(asked)] = asked
            continue
        reached.add(name)
        key = (name, frozenset(asked.extras))
        if key in seen:
            continue
        seen.add(key)
        waiting += [inner for inner in wheel.requires if _holds(inner, asked.extras, told)]
    return reached, list(lacking.values())


def _holds(requirement: Requirement, extras: Iterable[str], told: Mapping[str, str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**told, "extra": extra}) for extra in (*extras, ""))


def misfits(wheels: Iterable[Wheel], target: Target, python: str) -> list[str]:
    """The names of the wheel files that do not install there."""
    version = tuple(map(int, python.split(".")))
    fitting = {*cpython_tags(version, platforms=target.platforms)}
    fitting |= {*compatible_tags(version, f"cp{''.join(python.split('.'))}", target.platforms)}
    return sorted(wheel.path.name for wheel in wheels if not wheel.tags & fitting)


def encoded(name: str, text: str) -> bytes:
    """A text as the system reads it: .bat for a Chinese console of Windows, .txt for Notepad, .sh for a shell.

    cmd.exe reads a .bat byte by byte in the console's code page; in UTF-8 with `chcp 65001` older ones lose their place.
    """
    lines = "\n".join(text.splitlines()) + "\n"
    if name.endswith(".bat"):
        return lines.replace("\n", "\r\n").encode("gbk")
    if name.endswith(".txt"):
        return lines.replace("\n", "\r\n").encode("utf-8-sig")
    return lines.encode()


def texts(target: Target, python: str, version: str, extras: Sequence[str]) -> dict[str, bytes]:
    """The scripts and what to read, by name."""
    values = {"@PYTHON@": python, "@VERSION@": version, "@PLATFORM@": target.label, "@EXTRAS@": f"[{','.join(extras)}]" if extras else ""}  # fmt: skip
    found = {}
    for name, source in target.texts.items():
        text = (TEXTS / source).read_text("utf-8")
        for mark, value in values.items():
            text = text.replace(mark, value)
        found[name] = encoded(name, text)
    return found


def pack(file: Path, wheels: Iterable[Wheel], told: Mapping[str, bytes]) -> None:
    """Write the zip: one folder, the wheels (which are packed already) as they are."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in sorted(told.items()):
            entry = zipfile.ZipInfo(f"{_FOLDER}/{name}", _DATE)
            entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        for wheel in sorted(wheels, key=lambda wheel: wheel.path.name):
            entry = zipfile.ZipInfo(f"{_FOLDER}/wheels/{wheel.path.name}", _DATE)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, wheel.path.read_bytes(), zipfile.ZIP_STORED)


def build(folder: Path, target: Target, python: str, extras: Sequence[str]) -> list[Wheel]:
    """Our wheel and all it needs on the target, in `folder`. Exits where something has no wheel for it."""
    os.environ["HATCH_BUILD_NO_HOOKS"] = "true"  # pure Python: it is for another system
    _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (ours,) = map(read_wheel, folder.glob("*.whl"))
    for requirement in ours.requires:
        if requirement.name in SOURCE_ONLY:
            _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(requirement))
    wanted = Requirement(f"{ours.name}[{','.join(extras)}]" if extras else ours.name)
    told = environment(target, python)
    asked = [f"{ours.path}{str(wanted).removeprefix(ours.name)}"]
    while True:
        _pip(
            "download", "--dest", str(folder), "--find-links", str(folder), "--only-binary", ":all:",
            "--python-version", python, "--implementation", "cp",
            *(part for platform in target.platforms for part in ("--platform", platform)), *asked,
        )  # fmt: skip
        wheels = [read_wheel(path) for path in sorted(folder.glob("*.whl"))]
        reached, lacking = needed(wheels, wanted, told)
        more = [_plain(requirement) for requirement in lacking]
        if set(more) <= set(asked):
            break
        asked += [requirement for requirement in more if requirement not in asked]
    if lacking:
        sys.exit(f"not met for {target.label}: {', '.join(map(str, lacking))}")
    kept = [wheel for wheel in wheels if wheel.name in reached]
    if wrong := misfits(kept, target, python):
        sys.exit(f"these do not install on {target.label}: {', '.join(wrong)}")
    return kept


def _plain(requirement: Requirement) -> str:
    """Without its condition, which pip would hold against this system."""
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return f"{requirement.name}{extras}{requirement.specifier}"


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"pip {arguments[0]} failed; see above")


def main() -> None:
    parser = argparse.ArgumentParser(description="Pack reporttext for machines without a network.")
    parser.add_argument("platform", choices=TARGETS)
    parser.add_argument("--python", default=PYTHON, help=f"version of Python there (default {PYTHON})")
    parser.add_argument("--extras", default=",".join(EXTRAS), help=f"default {','.join(EXTRAS)}")
    parser.add_argument("-o", "--out", type=Path, default=ROOT / "dist", help="folder for the zip")
    asked = parser.parse_args()
    extras = [extra for extra in asked.extras.split(",") if extra]
    target = TARGETS[asked.platform]
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheels = build(Path(folder), target, asked.python, extras)
        version = next(str(wheel.version) for wheel in wheels if wheel.name == "reporttext")
        file = asked.out / f"reporttext-{version}-{asked.platform}-py{asked.python}.zip"
        pack(file, wheels, texts(target, asked.python, version, extras))
    print(f"{file}: {len(wheels)} wheels, {file.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
