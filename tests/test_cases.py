"""Tables of sentences and the figures that must be read from them: tests/cases/*.jsonl, one sentence a line.

A figure table lists every figure of its sentence in order, so anything else that is found is an error; `meaning.jsonl`
says what figures measure, whether they are changes, and whose they are. `xfail` names a failure we live with: the case
fails when it starts to pass, so that the mark must go.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from reporttext import lexicon
from reporttext.extract import figure_finder, find_in
from reporttext.facts import RULES
from reporttext.fold import fold
from reporttext.model import QUALIFIERS, SECTIONS, STATUSES, Block, Document, Fact, Sentence, Span
from reporttext.resolve import resolver
from reporttext.segment import segmenter

CASES = Path(__file__).parent / "cases"
FIGURES = ("count", "ratio", "money", "measure", "rank", "noncounts", "masks")
FIGURE_KEYS = {"quote", "kind", "value", "value_max", "unit", "qualifier", "masked"}
MEANING_KEYS = {"quote", "indicator", "change", "status"}

Case = dict[str, Any]
T = TypeVar("T")
SHIPPED = lexicon.load()


@cache
def load(name: str) -> list[Case]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def params(*names: str) -> list[Any]:
    """The cases of some tables, each with the table and line it stands in as its name."""
    return [
        pytest.param(
            case,
            id=f"{name}:{number}",
            marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=case["xfail"])]
            if "xfail" in case
            else [],
        )
        for name in names
        for number, case in enumerate(load(name), 1)
    ]


def places(case: Case) -> list[Span]:
    """Where the quotes of a case stand: each is the next occurrence after the one before it."""
    at, found = 0, []
    for fact in case["facts"]:
        start = case["text"].find(fact["quote"], at)
        assert start >= 0, f"“{fact['quote']}” is not in “{case['text'][at:]}”"
        at = start + len(fact["quote"])
        found.append(Span(start, at))
    return found


def pair(spans: list[Span], found: list[tuple[Span, T]]) -> tuple[list[T | None], list[Span]]:
    """For each expected span what was found there, one to one by overlap, and the spans of what was found besides."""
    rest = list(found)
    pairs: list[T | None] = []
    for span in spans:
        hit = next((item for item in rest if item[0].overlaps(span)), None)
        if hit:
            rest.remove(hit)
        pairs.append(hit[1] if hit else None)
    return pairs, [span for span, _ in rest]


def near(value: Decimal | None) -> str | None:
    """A value as text, rounded so that a third is a third."""
    return None if value is None else str(float(f"{value:.9g}"))


def expected(fact: Case) -> tuple[object, ...]:
    low, high = (None if fact[key] is None else Decimal(fact[key]) for key in ("value", "value_max"))
    return fact["kind"], near(low), near(high), fact["unit"], fact["qualifier"], fact["masked"]


@pytest.mark.parametrize("case", params(*FIGURES))
def test_figures(case: Case) -> None:
    text = case["text"]
    found, besides = pair(places(case), [(f.span, f) for f in find_in(text, SHIPPED)])
    read = [
        f
        and (
            f.kind,
            near(f.quantity.low),
            near(f.quantity.high),
            f.quantity.unit,
            f.quantity.qualifier,
            f.quantity.masked,
        )
        for f in found
    ]
    assert read == [expected(fact) for fact in case["facts"]], text
    assert [span.of(text) for span in besides] == [], text


# --- What figures mean ----------------------------------------------------------------------------------------------


def document(case: Case) -> Document:
    """One paragraph of the section; a sentence ends at 。."""
    text, ends = case["text"], [i + 1 for i, c in enumerate(case["text"]) if c == "。"]
    starts = [0, *ends[:-1]]
    doc = Document(
        text=text,
        folded=fold(text),
        blocks=(Block(Span(0, len(text)), "body", section=case["section"]),),
        sentences=tuple(Sentence(Span(a, b), 0) for a, b in zip(starts, ends, strict=True)),
    )
    return resolver(SHIPPED)(figure_finder(SHIPPED)(segmenter(SHIPPED)(doc)))


def common(a: str, b: str) -> int:
    """The length of the longest common subsequence of characters."""
    row = [0] * (len(b) + 1)
    for x in a:
        last = 0
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], last + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


def alike(a: str, b: str) -> bool:
    """Whether two names of an indicator agree: most characters in common and in order, or one is the other cut short."""
    short, long = sorted((len(a), len(b)))
    if not short:
        return False
    shared = common(a, b)
    return 2 * shared >= 0.6 * (short + long) or (shared == short >= 2 and short >= 0.4 * long)


def disagreements(want: Case, fact: Fact | None) -> dict[str, object]:
    if fact is None:
        return {"found": None}
    wrong: dict[str, object] = {
        key: getattr(fact, key) for key in ("change", "status") if getattr(fact, key) != want[key]
    }
    if not alike(want["indicator"], fact.indicator or ""):
        wrong["indicator"] = fact.indicator
    return wrong


@pytest.mark.parametrize("case", params("meaning"))
def test_meaning(case: Case) -> None:
    found, _ = pair(places(case), [(fact.span, fact) for fact in document(case).facts])
    wrong = [
        (want, got)
        for want, fact in zip(case["facts"], found, strict=True)
        if (got := disagreements(want, fact))
    ]
    assert not wrong, case["text"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("开展志愿服务", "累计开展志愿服务", True),
        ("志愿服务惠及人数", "惠及人数", True),
        ("整改率", "隐患排查治理完成整改率", False),
        ("户", "户厕改造", False),
        ("新建公厕", "拆除违建", False),
        ("", "", False),
    ],
)
def test_alike(a: str, b: str, *, same: bool) -> None:
    assert alike(a, b) is alike(b, a) is same


# --- The tables themselves ------------------------------------------------------------------------------------------


def test_tables_are_sound() -> None:
    texts: Counter[str] = Counter()
    for name in (*FIGURES, "meaning"):
        keys = MEANING_KEYS if name == "meaning" else FIGURE_KEYS
        for case in load(name):
            texts[case["text"]] += 1
            assert case["trait"], case
            assert case.get("xfail", "why"), case
            assert len(places(case)) == len(case["facts"]), case
            assert all(set(fact) == keys for fact in case["facts"]), case
    assert [text for text, n in texts.items() if n > 1] == []


def test_tables_use_the_vocabulary() -> None:
    for fact in (fact for name in FIGURES for case in load(name) for fact in case["facts"]):
        assert fact["kind"] in RULES, fact
        assert fact["qualifier"] in (None, *QUALIFIERS), fact
        assert fact["masked"] is (fact["value"] is None), fact
    for case in load("meaning"):
        assert case["section"] in SECTIONS, case
        for fact in case["facts"]:
            assert fact["status"] in STATUSES, case
            assert fact["change"] in (None, "up", "down"), case
