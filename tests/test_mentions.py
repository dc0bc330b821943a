"""Mentions: documents and their numbers, bodies, posts, places, policy shorthand; what must not be one; offsets; rules."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporttext import events, mentions
from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.lexicon import Lexicon, load
from reporttext.model import Block, Document, Metadata, Sentence, Span, Words
from reporttext.segment import cutter

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "mentions.jsonl").read_text("utf-8").splitlines()
]
EVENTS = events.finder(load())
FIND = mentions.finder(load())


def document(text: str, role: Any = "body") -> Document:
    """A document as the earlier stages leave it: a block a line, a sentence a full stop."""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        blocks.append(Block(Span(*line.span()), role, section="achievements"))
        for part in re.finditer("[^。]+。?", line.group()):
            start = line.start() + part.start()
            sentences.append(Sentence(Span(start, start + len(part.group())), len(blocks) - 1))
    words = Words(cutter(load())(text))
    return Document(
        text=text, folded=fold(text), words=words, blocks=tuple(blocks), sentences=tuple(sentences)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_cases(case: dict[str, Any]) -> None:
    doc = FIND(EVENTS(document(case["text"])))
    found = [(m.label, doc.quote(m.span), m.kind, m.normalised) for m in doc.mentions]
    assert [(label, quote, kind) for label, quote, kind, _ in found] == [
        tuple(m[:3]) for m in case["mentions"]
    ]
    for (label, quote, _, normalised), wanted in zip(found, case["mentions"], strict=True):
        if wanted[3] is not None or (label == "place" and "*" in quote):
            assert normalised == wanted[3]


def test_an_event_is_not_a_policy_as_well() -> None:
    text = "开展“三改一拆”行动，落实“三改一拆”要求。"
    assert [m.span.start for m in FIND(EVENTS(document(text))).mentions] == [text.rindex("“")]
    assert len(FIND(document(text)).mentions) == 2  # without the events both are shorthand


def test_the_reports_own_name_is_itself() -> None:
    doc = replace(document("在云溪镇，全镇上下。"), metadata=Metadata(place="云溪镇", township="云溪镇"))
    assert [m.normalised for m in FIND(doc).mentions] == ["self", "self"]


def test_a_masked_place_is_never_the_reports_own_by_its_letters() -> None:
    masked = Metadata(place="**镇", township="**镇", place_masked=True)
    doc = replace(document("在**镇，××村和**镇。"), metadata=masked)
    assert [m.normalised for m in FIND(doc).mentions if m.label == "place"] == [None, None, None]


def test_place_in_the_document() -> None:
    (mention,) = FIND(document("云集各方\n学习。印发《养老服务条例》。")).mentions
    assert (mention.paragraph, mention.sentence) == (1, 2)


def test_page_furniture_holds_no_mentions() -> None:
    assert not FIND(document("印发《养老服务条例》。", role="noise")).mentions


def test_an_unknown_entry_is_refused_by_name() -> None:
    tables = {**load().tables, "mentions": {**load()["mentions"], "bodies": {}}}
    with pytest.raises(RuleError, match="bodies"):
        mentions.finder(Lexicon(tables, "changed"))


def test_a_user_adds_a_kind_of_document_and_a_post() -> None:
    mine = load('[mentions.documents]\nballad = ["歌谣"]\n[mentions.posts]\nstaff = ["茶艺师"]\n')
    doc = mentions.finder(mine)(document("编印《禁毒歌谣》，聘请茶艺师4名。"))
    assert [(m.label, m.kind) for m in doc.mentions] == [("document", "ballad"), ("post", "staff")]


SIGNS = st.sampled_from(
    [
        *"《》〈〉“”〔〕[]()〔2021〕号*×镇村县党委书记全我。，\n 十四五规划一二三",
        "〔2021〕",
        "3号",
        "四川省",
        "云溪镇",
        "领导小组",
    ]
)


@given(st.lists(SIGNS, max_size=60).map("".join))
def test_mentions_lie_in_their_sentence_apart_and_in_order(text: str) -> None:
    doc = FIND(EVENTS(document(text)))
    for mention in doc.mentions:
        sentence = doc.sentences[mention.sentence]
        assert mention.span.start < mention.span.end <= len(text)
        assert sentence.span.start <= mention.span.start < sentence.span.end
        assert sentence.paragraph == mention.paragraph
    for one, two in zip(doc.mentions, doc.mentions[1:], strict=False):
        assert one.span.end <= two.span.start


@pytest.mark.parametrize(
    "unit",
    [
        "“",
        "《",
        "《〈",
        "〔2021〕",
        "一《二》三",
        "村",
        "镇党委",
        "领导小组",
        "一",
        "*",
        "在云溪",
        "五规划",
        "(",
        "“三”",
    ],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """Four times the text, about four times the time; the floor keeps a slow machine's noise out."""

    def spent(size: int) -> float:
        doc = document("印发" + unit * (size // len(unit)))
        begin = time.process_time()
        FIND(doc)
        return time.process_time() - begin

    small, large = spent(30_000), spent(120_000)
    assert large < 1 or large < 10 * small
