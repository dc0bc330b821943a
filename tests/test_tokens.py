"""The words round figures by place, what each can be, and the scanner that runs on from numeral to numeral."""

from __future__ import annotations

import random
import re
import time

from reporttext import lexicon
from reporttext.extract import find_in, scanner
from reporttext.fold import fold
from reporttext.model import Document, Words
from reporttext.resolve.words.marks import _LISTED, DECIMAL, FUSED, IDLE_FIRST, MUTE, VERB, Marks
from reporttext.resolve.words.tokens import Tokens
from reporttext.resolve.words.vocabulary import vocabulary
from reporttext.rule import Led

KNOWN = lexicon.load()
MARKS = vocabulary(KNOWN).marks


def tokens(*words: str) -> Tokens:
    text = "".join(words)
    found = Tokens(Document(text, folded=fold(text), words=Words(words)), MARKS)
    found.open(0, len(text))
    return found


def said(found: Tokens, begin: int, end: int) -> list[str]:
    return [found.word(k) for k in found.between(begin, end)]


def test_a_stretch_is_clipped_and_blanks_are_left_out() -> None:
    found = tokens("全县", "新建", "　", "农村公路", "１２", "公里")
    assert said(found, 0, 5) == ["全县", "新建"]
    assert said(found, 1, 7) == ["县", "新建", "农村"]
    assert said(found, 2, 13) == ["新建", "农村公路", "12", "公里"]
    assert said(found, 5, 5) == said(found, 4, 5) == []
    assert said(found, 6, 8) == ["村公"]
    assert said(found, 0, 5) == ["全县", "新建"], "copies of clipped words are in nobody's way"


def test_a_stretch_of_the_sentence_that_is_open() -> None:
    text = ["安排", "。", "新建", "公路", "。"]
    found = tokens(*text)
    found.open(3, 7)
    assert said(found, 3, 7) == ["新建", "公路"]


def test_a_document_without_words_is_one_word() -> None:
    found = Tokens(Document("新建公路3公里", folded="新建公路3公里"), MARKS)
    found.open(0, 7)
    assert said(found, 2, 4) == ["公路"]


def test_words_that_the_segmenter_joins_with_their_verb() -> None:
    assert all(MARKS[word] & FUSED for word in ("率达", "量过", "额超", "占比较"))
    assert not any(MARKS[word] & FUSED for word in ("下达", "通过", "超过", "比较好"))


def test_marks_are_of_the_word_in_half_width() -> None:
    assert MARKS["新建"] & VERB
    assert MARKS["２０２２"] & DECIMAL
    assert MARKS["２０２２"] & IDLE_FIRST, "a year says nothing of what is measured"
    assert MARKS["，"] & MUTE
    assert not MARKS["公路"] & (VERB | MUTE | DECIMAL)


def test_words_without_end_do_not_fill_the_memory(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("reporttext.resolve.words.marks._MOST", 100)
    marks = Marks(dict.fromkeys(_LISTED, ()), "")
    for number in range(1000):
        assert marks[str(number)] & DECIMAL
    assert len(marks) <= 100


def test_a_figure_behind_many_numerals_that_are_none() -> None:
    for between in ("一", "上过", "1、", "第"):
        text = between * 1200 + "。改造公路3.5公里"
        assert [text[f.span.start : f.span.end] for f in find_in(text, KNOWN)][-1:] == ["3.5公里"]


def test_a_million_numerals_that_are_none_take_no_time() -> None:
    start = time.process_time()
    assert scanner(KNOWN).scan("一" * 1_000_000) == []
    assert time.process_time() - start < 10


def test_led_finds_what_a_class_finds() -> None:
    chance = random.Random(7)
    led, plain = Led("万亿", "[余多]?(?=人)"), re.compile("[万亿][余多]?(?=人)")
    for _ in range(500):
        text = "".join(chance.choice("万亿余多人口") for _ in range(20))
        assert sorted(m.span() for m in led.finditer(text)) == [m.span() for m in plain.finditer(text)]
