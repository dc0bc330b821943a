"""Which part of the report each block belongs to."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporttext import lexicon
from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.metadata import extractor
from reporttext.model import SECTIONS, Document, Metadata, Section
from reporttext.sections import labeller
from reporttext.sections.cues import Cues
from reporttext.sections.heads import Heads
from reporttext.structure import find_blocks

LEXICON = lexicon.load()
BLOCKS, LABEL = find_blocks(LEXICON), labeller(LEXICON)
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "sections.jsonl").read_text("utf-8").splitlines()
]


def labelled(text: str, year: int | None = None, kind: str | None = None) -> Document:
    doc = BLOCKS(Document(text=text, folded=fold(text)))
    if kind is None and "政府工作报告" in text[:20]:
        kind = "政府工作报告"
    return LABEL(replace(doc, metadata=Metadata(year=year, doc_type=kind)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_reports(case: dict[str, object]) -> None:
    lines: list[list[str]] = case["lines"]  # type: ignore[assignment]
    doc = labelled("\n".join(line for _, line in lines), case["year"], case.get("kind"))  # type: ignore[arg-type]
    assert [[b.section, doc.quote(b.span)] for b in doc.blocks] == lines


HEADS: list[tuple[str, Section | None]] = [
    ("主要做法及成效", "achievements"), ("所做的主要工作", "achievements"), ("工作开展情况", "achievements"), ("2016年工作回顾", "achievements"),
    ("一九八七年工作的基本估计", "achievements"), ("履行第一责任人职责情况", "achievements"), ("过去五年和2019年工作回顾", "achievements"), ("问题整改情况", "achievements"),
    ("基本情况", "overview"), ("镇情概况", "overview"), ("工作开展的基本情况", "achievements"),
    ("存在的主要问题", "problems"), ("存在问题及下一步打算", "problems"), ("困难和不足", "problems"), ("原因分析", "problems"), ("短板弱项", "problems"),
    ("下一步工作思路", "plans"), ("2020年打算", "plans"), ("今后五年的奋斗目标", "plans"), ("意见建议", "plans"), ("保障措施", "plans"), ("整改措施", "plans"),
    ("面临的形势和主要目标", "plans"), ("“十四五”时期的主要考虑", "plans"), ("2020年经济社会发展", "plans"), ("2019年经济社会发展", "achievements"),
    ("名词解释", "back"), ("结束语", "closing"),
    ("强化安排部署", None), ("着力解决突出问题", None), ("产业转型升级", None), ("坚持问题导向", None), ("切实加强政府自身建设", None),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "section"), HEADS, ids=[h for h, _ in HEADS])
def test_headings(heading: str, section: Section | None) -> None:
    assert Heads(LEXICON["sections"]).label(fold(heading), 2019).section == section


def test_this_year_is_the_next_only_for_a_congress() -> None:
    heads = Heads(LEXICON["sections"])
    assert heads.label("今年主要工作", 2019, this_year_is_next=True).section == "plans"
    assert heads.label("今年主要工作", 2019).section == "achievements"


def test_who_decided_and_how_surely() -> None:
    doc = labelled("松溪镇总结\n现总结如下：\n一、存在问题\n人手不足。\n产业薄弱。\n松溪镇人民政府", 2020)
    assert [(b.section_by, b.section_score) for b in doc.blocks] == [
        ("position", 0.95), ("position", 0.9), ("heading", 0.95), ("heading", 0.9), ("heading", 0.9), ("position", 0.95),
    ]  # fmt: skip


def test_a_guess_labels_what_headings_leave_open() -> None:
    def guess(_: Document, run: Sequence[int], before: Section | None) -> list[tuple[Section, float]]:
        assert before is None
        return [("overview", 0.625) for _ in run]

    text = "全镇完成投资3亿元，增长9%。\n全镇建成道路12公里。"
    doc = labeller(LEXICON, guess)(BLOCKS(Document(text=text, folded=text)))
    assert [(b.section, b.section_score, b.section_by) for b in doc.blocks] == [
        ("overview", 0.625, "model")
    ] * 2


def test_order_of_paragraphs_outweighs_a_stray_word() -> None:
    cues = Cues(LEXICON["sections"])
    done, stray, planned = (0.0, 0.9, 0.0, 0.1), (0.0, 0.45, 0.0, 0.55), (0.0, 0.1, 0.0, 0.9)
    assert [s for s, _ in cues.sequence([done, stray, done, planned])] == ["achievements"] * 3 + ["plans"]
    assert cues.sequence([]) == []


PIECES = [
    "政府工作报告\n",
    "各位代表：\n",
    "一、2021年工作回顾\n",
    "（二）存在问题\n",
    "1.抓学习。召开会议2次。\n",
    "全年完成投资3亿元。\n",
    "下一步，我们将继续努力。\n",
    "— 3 —\n",
    "附件：清单\n",
    "某镇人民政府\n",
    "各位代表！\n",
    "让我们努力奋斗！\n",
    "注：说明。\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_every_block_has_a_section(text: str) -> None:
    doc = labelled(text, 2021)
    assert all(b.section in SECTIONS and b.section_by and 0 < (b.section_score or 0) <= 1 for b in doc.blocks)
    front = [b.section == "front" for b in doc.blocks]
    back = [b.section == "back" for b in doc.blocks]
    assert front == sorted(front, reverse=True)
    assert back == sorted(back)


@pytest.mark.parametrize("piece", ["各位代表！\n", "一、工作\n", "努力奋斗。\n", "1.词：义\n", "不足", "要"])
def test_hostile_repetition_is_linear(piece: str) -> None:
    assert labelled(piece * (200_000 // len(piece))).blocks


def test_the_user_adds_a_heading_word_and_takes_one_away() -> None:
    table = lexicon.load('[sections.heads]\nplans = ["来日之计", "!打算"]')["sections"]
    assert Heads(table).label("来日之计", None).section == "plans"
    assert "打算" not in table["heads"]["plans"]


@pytest.mark.parametrize(
    "rules",
    [
        "[sections.heads]\nplan = ['x']",
        "[sections.turns]\nwithin = 'x'",
        "[sections.cues.problems]\nloud = []",
    ],
)
def test_a_bad_table_is_refused(rules: str) -> None:
    with pytest.raises(RuleError, match="sections"):
        labeller(lexicon.load(rules))


def test_gold(shared: Path) -> None:
    """Floors, not aims: the gold texts are development texts."""
    right = lines = 0
    for path in sorted((shared / "gold" / "dev").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_suffix(".txt").read_text("utf-8")
        doc = LABEL(extractor(LEXICON)(BLOCKS(Document(text=text, folded=fold(text)))))
        for want in gold["paragraphs"]:
            got = next(b for b in doc.blocks if b.span.start < want["end"] and want["start"] < b.span.end)
            lines += 3
            right += (
                (got.role == want["role"]) + (got.level == want["level"]) + (got.section == want["section"])
            )
    assert right / lines >= 0.98
