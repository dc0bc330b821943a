"""Mutated inputs and hostile texts: nothing crashes, nothing vanishes, and time grows with the length of a text, not faster."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ROOT
from reporttext import pipeline
from reporttext.model import Document

HEAD = "松岗镇2022年工作总结\n一、工作回顾\n"
PIECES = (
    "1", "1,", "*", "个", "（", "（）", "《", "“", "“甲”", "一、", "一、甲\n", "（一）\n", "1.\n", "\t", "a\t", " ", "　", "。", "，", "；",
    "甲、", "5%", "增长5%，", "3.5亿元", "2022年", "1月", "一百二", "万亿", "\n", "\n ", "\n　", "a", "**万元、", "：", "—", "5至", "第一", "一是",
    "镇", "“书香”读书活动，", "《安全手册》", "人民政府", "今年", "其中，", "分别3个、", "召开会议3次，", "某某省", "〔2022〕5号", "的", "5/",
    "-5", ".5", "×", "某", "○", "和", "等", "不", "全", "等文化活动", "获省", "\u200b", "a\tb\t5\n", "|5|6|\n", "①", "<b>", "约", "同比",
)  # fmt: skip


def _cost(text: str, times: int = 1) -> float:
    """Seconds of processor time of the whole pipeline, the best of so many."""
    costs = []
    for _ in range(times):
        began = time.process_time()
        pipeline.analyse(Document(text))
        costs.append(time.process_time() - began)
    return min(costs)


def test_time_grows_with_the_text_and_not_faster() -> None:
    """Four times the length may cost eight times as much: even growth is 4, a square 16. What is quick is not asked twice."""
    pipeline.analyse(Document(HEAD))
    steep = []
    for piece in PIECES:
        small, large = (HEAD + piece * (length // len(piece)) for length in (4_000, 16_000))
        if _cost(large) > 0.25 and _cost(large, 3) > 8 * _cost(small, 3):
            steep.append(piece)
    assert not steep


def test_mutated_inputs_are_read_or_told(tmp_path: Path) -> None:
    pytest.importorskip("py7zr")
    pytest.importorskip("rars")
    command = [sys.executable, "-W", "ignore", str(ROOT / "scripts" / "fuzz_inputs.py"), str(tmp_path), "--count", "150", "--seed", "3"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("150 files, 150 accounted for")


def test_hostile_files_are_read_or_told(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", str(ROOT / "scripts" / "hostile_folder.py"), str(tmp_path), "--members", "300", "--line", "3000", "--zeros", "60000000"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "crash" not in done.stdout


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
