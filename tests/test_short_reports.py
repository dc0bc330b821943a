"""Reports of a few lines without headings: the sentence's own words say what was done and what is planned."""

from __future__ import annotations

import pytest

from reporttext import pipeline
from reporttext.lexicon import load
from reporttext.model import Block, Document, Fact, Span
from reporttext.resolve.status.ahead import by_own_words, in_doubt
from reporttext.resolve.status.cues import cues


def facts(text: str) -> dict[str, Fact]:
    doc = pipeline.analyse(Document(text))
    return {doc.text[fact.span.start : fact.span.end]: fact for fact in doc.facts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "工作总结\n今年，我镇开展志愿服务15次，发放宣传单2000余份。明年计划开展20次。\n",
            {"15次": "achieved", "2000余份": "achieved", "20次": "target"},
        ),
        (
            "工作总结\n今年开展志愿服务15次，明年计划开展20次。\n",
            {"15次": "achieved", "20次": "target"},
        ),
    ],
)
def test_what_was_done_is_no_target(text: str, expected: dict[str, str]) -> None:
    assert {quote: fact.status for quote, fact in facts(text).items()} == expected


def test_words_of_a_plan_are_no_part_of_the_indicator() -> None:
    found = facts(
        "云陂镇2022年工作总结\n一、下一步打算\n明年计划开展20次。下一步将召开会议8次。明年计划新增就业300人。\n"
    )
    assert {quote: fact.indicator for quote, fact in found.items()} == {
        "20次": "开展",
        "8次": "召开会议",
        "300人": "新增就业",
    }


@pytest.mark.parametrize(
    ("sentence", "ahead"),
    [
        ("今年,我镇开展志愿服务15次。", False),
        ("计划开展20次。", True),
        ("今年开展15次,明年计划开展20次。", False),  # the clause tells of next year
        ("今年计划开展15次。", None),
        ("主要领导要求召开会议5次。", None),
        ("召开会议5次。", None),
    ],
)
def test_the_words_of_a_sentence(sentence: str, ahead: bool | None) -> None:
    assert by_own_words(sentence, Span(0, len(sentence)), cues(load())) is ahead


def test_only_a_guess_is_in_doubt() -> None:
    block = Block(Span(0, 5), "body", section="plans", section_by="model", section_score=0.34)
    assert in_doubt(block)
    assert not in_doubt(block._replace(section_score=0.9))
    assert not in_doubt(block._replace(section_by="heading"))


def test_a_guess_lowers_the_score_of_what_hangs_on_it() -> None:
    text = "工作总结\n力争修路8公里。\n走访30户。\n"
    doc = pipeline.analyse(Document(text))
    by_guess = [
        (fact, doc.blocks[fact.paragraph])
        for fact in doc.facts
        if in_doubt(doc.blocks[fact.paragraph]) and fact.status_cue is None
    ]
    assert by_guess
    for fact, block in by_guess:
        assert fact.score is not None
        assert fact.score <= (block.section_score or 0)
