"""The sentences of tests/cases, each read inside a small report, for tests that change a sentence or read it otherwise."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reporttext.model import Document
from reporttext.pipeline import analyse

CASES = Path(__file__).parent / "cases"
TITLE = "云陂镇2022年工作总结"
HEADINGS = {"problems": "存在问题", "plans": "下一步打算", "overview": "基本情况"}


class Sentence(NamedTuple):
    """A sentence (or a few) and the section it stands in; `place` is the table and line it comes from."""

    text: str
    section: str
    place: str

    @property
    def head(self) -> str:
        """What stands before it in its report: a title, the heading of its section and a line of body."""
        return f"{TITLE}\n\n一、{HEADINGS.get(self.section, '主要做法')}\n现将有关情况报告如下。\n"


@cache
def sentences() -> tuple[Sentence, ...]:
    """Every sentence of the tables of cases that is a line of body and no failure that its table lives with, once."""
    found: dict[str, Sentence] = {}
    for path in sorted(CASES.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            case = json.loads(line)
            text = case.get("text")
            if path.stem == "metadata" or not text or "\n" in text or "xfail" in case:
                continue
            sentence = Sentence(text, case.get("section") or "achievements", f"{path.stem}:{number}")
            found.setdefault(text, sentence)
    return tuple(found.values())


def read(sentence: Sentence, text: str | None = None, *, before: str = "") -> Document:
    """The report of one sentence, or of `text` in its place; `before` stands at the very front."""
    line = sentence.text if text is None else text
    return analyse(Document(f"{before}{sentence.head}{line}\n", source="report.txt"))
